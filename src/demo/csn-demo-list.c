/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-list.h"

#include "csn-digest.h"
#include "csn-json-writer.h"

#include <string.h>

#define DEFAULT_LIMIT 50
#define MAX_LIMIT 200
#define MAX_WAIT_S 55
/* No page grows much beyond this: whoever asks may read at most 8 MiB of it. */
#define MAX_PAGE_BYTES (4 * 1024 * 1024)

static gboolean
read_number (GHashTable *query,
             const char *name,
             guint64 fallback,
             guint64 most,
             guint64 *ret_number,
             GError **error)
{
  const char *text = query != NULL ? g_hash_table_lookup (query, name) : NULL;
  guint64 number;

  *ret_number = fallback;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "\"%s\" must be a number", name);
      return FALSE;
    }
  *ret_number = MIN (number, most);
  return TRUE;
}

gboolean
csn_demo_list_query_parse (GHashTable *query, CsnDemoListQuery *ret_query, GError **error)
{
  guint64 limit;
  guint64 wait_s;
  guint64 after;
  CsnTaskStatus ignored;

  if (!read_number (query, "limit", DEFAULT_LIMIT, MAX_LIMIT, &limit, error) ||
      !read_number (query, "wait", 0, MAX_WAIT_S, &wait_s, error) ||
      !read_number (query, "cursor", 0, G_MAXINT64, &after, error))
    return FALSE;
  ret_query->status = query != NULL ? g_hash_table_lookup (query, "status") : NULL;
  ret_query->after = (gint64) after;
  ret_query->limit = (guint) limit;
  ret_query->wait_s = (guint) wait_s;
  if (limit == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "\"limit\" must not be 0");
      return FALSE;
    }
  if (ret_query->status != NULL && !csn_task_status_from_string (ret_query->status, &ignored))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no such \"status\"");
      return FALSE;
    }
  return TRUE;
}

static gboolean
is_asked_for (CsnDemoTask *task, const CsnDemoListQuery *query)
{
  return query->status == NULL ||
         g_str_equal (query->status, csn_task_status_to_string (csn_demo_task_get_status (task)));
}

static gsize
weight (CsnDemoTask *task)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *text = NULL;

  csn_demo_task_write (task, writer);
  text = csn_json_writer_finish (writer);
  return strlen (text);
}

/* Returns the number of the last task on the page if there are more after it, otherwise 0. A task's
 * number is its place in the array, counted from one. */
static gint64
write_tasks (CsnDemoState *state, const CsnDemoListQuery *query, CsnJsonWriter *writer)
{
  GPtrArray *tasks = csn_demo_state_get_tasks (state);
  gint64 last = 0;
  guint n_tasks = 0;
  gsize n_bytes = 0;

  for (gint64 i = query->after; i < (gint64) tasks->len; i++)
    {
      CsnDemoTask *task = g_ptr_array_index (tasks, i);

      if (!is_asked_for (task, query))
        continue;
      if (n_tasks == query->limit || n_bytes > MAX_PAGE_BYTES)
        return last;
      csn_demo_task_write (task, writer);
      last = i + 1;
      n_tasks++;
      n_bytes += weight (task);
    }
  return 0;
}

char *
csn_demo_list_page (CsnDemoState *state, const CsnDemoListQuery *query, char **ret_etag)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  char *page;
  g_autofree char *next = NULL;
  g_autofree char *hex = NULL;
  guint8 digest[CSN_SHA256_BYTES];
  gint64 last;

  csn_json_writer_begin_object (writer);
  csn_json_writer_key (writer, "tasks");
  csn_json_writer_begin_array (writer);
  last = write_tasks (state, query, writer);
  csn_json_writer_end_array (writer);
  if (last > 0)
    next = g_strdup_printf ("%" G_GINT64_FORMAT, last);
  csn_json_writer_member_string (writer, "next_cursor", next);
  csn_json_writer_end_object (writer);
  page = csn_json_writer_finish (writer);
  csn_digest_sha256 (page, strlen (page), digest);
  hex = csn_digest_to_hex (digest, 16);
  *ret_etag = g_strdup_printf ("\"%s\"", hex);
  return page;
}

gboolean
csn_demo_list_matches (const char *if_none_match, const char *etag)
{
  g_auto (GStrv) tags = NULL;

  if (if_none_match == NULL)
    return FALSE;
  tags = g_strsplit (if_none_match, ",", -1);
  for (guint i = 0; tags[i] != NULL; i++)
    {
      const char *tag = g_strstrip (tags[i]);

      if (g_str_has_prefix (tag, "W/"))
        tag += 2;
      if (g_str_equal (tag, etag) || g_str_equal (tag, "*"))
        return TRUE;
    }
  return FALSE;
}
