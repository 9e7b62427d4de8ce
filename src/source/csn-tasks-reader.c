/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-tasks-reader-private.h"

#include <string.h>

#include "csn-digest.h"
#include "csn-tasks-split-private.h"
#include "csn-visible-text.h"

#define MAX_TASKS_PER_PAGE 10000
#define MAX_CURSOR_BYTES 1024
#define MAX_ID_BYTES 256
#define MAX_REPLY_BYTES (64 * 1024)

/* An id that can stand on a malformed card; NULL where it isn't one. */
static const char *
get_id (const CsnJson *task, const char *key)
{
  const CsnJson *member = csn_json_get_member (task, key);
  const char *text = NULL;

  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return NULL;
  text = csn_json_get_text (member);

  return *text != '\0' && strlen (text) <= MAX_ID_BYTES ? text : NULL;
}

static gboolean
get_status (const CsnJson *task, CsnTaskStatus *ret_status)
{
  const CsnJson *member = csn_json_get_member (task, "status");

  return member != NULL && csn_json_get_value_type (member) == CSN_JSON_STRING &&
         csn_task_status_from_string (csn_json_get_text (member), ret_status);
}

static CsnRequest *
make_malformed (const char *source,
                const CsnJson *task,
                const char *text,
                gsize length,
                const char *problem)
{
  g_autoptr (GBytes) raw = g_bytes_new (text, MIN (length, CSN_JSON_MAX_REQUEST_BYTES));
  const char *task_id = task != NULL ? get_id (task, "task_id") : NULL;
  const char *agent_id = task != NULL ? get_id (task, "agent_id") : NULL;
  g_autofree char *visible = csn_visible_text (problem, -1, CSN_VISIBLE_SINGLE_LINE, NULL);

  return csn_request_new_malformed (source, task_id, agent_id, raw, visible);
}

static CsnRequest *
make_oversized (const char *source, const char *text, gsize length)
{
  g_autofree char *size = g_format_size_full (length, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *problem = NULL;

  problem =
      g_strdup_printf ("It has %s; more than 1 MiB is not read. Only the first 1 MiB is kept.",
                       size);

  return make_malformed (source, NULL, text, length, problem);
}

static CsnRequest *
read_request (const char *source, const CsnJson *task, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  CsnRequest *request = csn_request_new_from_task (source, task, &error);

  if (request == NULL)
    request = make_malformed (source, task, text, length, error->message);

  return request;
}

/* One element of the list; NULL for a task that waits for nobody. */
static CsnRequest *
read_element (const char *source, const char *text, gsize length)
{
  g_autoptr (CsnJson) task = NULL;
  g_autoptr (GError) error = NULL;
  CsnTaskStatus status;

  if (length > CSN_JSON_MAX_REQUEST_BYTES)
    return make_oversized (source, text, length);

  task = csn_json_parse (text, length, CSN_JSON_MAX_REQUEST_BYTES, NULL, &error);
  if (task == NULL)
    {
      g_autofree char *problem = g_strdup_printf ("It can't be read: %s.", error->message);

      return make_malformed (source, NULL, text, length, problem);
    }
  if (get_status (task, &status) && status != CSN_TASK_PENDING_APPROVAL)
    return NULL;

  return read_request (source, task, text, length);
}

static void set_fault (CsnListing *listing, GBytes *body, gsize offset, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

static void
set_fault (CsnListing *listing, GBytes *body, gsize offset, const char *format, ...)
{
  guint8 digest[CSN_SHA256_BYTES];
  g_autofree char *text = NULL;
  va_list arguments;

  if (listing->fault != NULL)
    return;
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  csn_digest_sha256 (g_bytes_get_data (body, NULL), g_bytes_get_size (body), digest);
  listing->fault = csn_visible_text (text, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  listing->fault_offset = offset;
  listing->fault_digest = csn_digest_to_string (digest);
}

static void
add_request (CsnListing *listing, CsnRequest *request)
{
  if (request != NULL)
    g_ptr_array_add (listing->requests, request);
}

static void
read_next_cursor (CsnListing *listing, const CsnJson *root, GBytes *body)
{
  const CsnJson *member = csn_json_get_member (root, "next_cursor");

  if (member == NULL || csn_json_get_value_type (member) == CSN_JSON_NULL)
    return;
  if (csn_json_get_value_type (member) != CSN_JSON_STRING || *csn_json_get_text (member) == '\0' ||
      strlen (csn_json_get_text (member)) > MAX_CURSOR_BYTES)
    {
      set_fault (listing,
                 body,
                 0,
                 "The agent's list names a next page that can't be asked for: next_cursor is not "
                 "a text of 1 to %d bytes.",
                 MAX_CURSOR_BYTES);
      return;
    }
  listing->next_cursor = g_strdup (csn_json_get_text (member));
}

static void
check_total (CsnListing *listing, gsize total, GBytes *body)
{
  if (total > MAX_TASKS_PER_PAGE)
    set_fault (listing,
               body,
               0,
               "The agent sent %" G_GSIZE_FORMAT " requests at once; only the first %d were read.",
               total,
               MAX_TASKS_PER_PAGE);
}

/* A page in which the tasks could not be told apart beforehand: unreadable, or written oddly. */
static void
read_whole (CsnListing *listing, const char *source, GBytes *body)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);
  gsize offset = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnJson) root = NULL;
  const CsnJson *tasks = NULL;

  root = csn_json_parse (text, length, CSN_JSON_MAX_LIST_BYTES, &offset, &error);
  if (root == NULL)
    {
      set_fault (listing, body, offset, "The agent's list can't be read: %s.", error->message);
      return;
    }
  tasks = csn_json_get_member (root, "tasks");
  if (tasks == NULL || csn_json_get_value_type (tasks) != CSN_JSON_ARRAY)
    {
      set_fault (listing,
                 body,
                 0,
                 "The agent's answer is not a list of requests: \"tasks\" is missing or is not an "
                 "array. Check the address.");
      return;
    }
  for (guint i = 0; i < MIN (csn_json_get_size (tasks), MAX_TASKS_PER_PAGE); i++)
    {
      g_autofree char *element = csn_json_to_text (csn_json_get_element (tasks, i), 0);

      add_request (listing, read_element (source, element, strlen (element)));
    }
  check_total (listing, csn_json_get_size (tasks), body);
  read_next_cursor (listing, root, body);
}

CsnListing *
csn_tasks_read_list (const char *source, GBytes *body)
{
  CsnListing *listing = csn_listing_new ();
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (GArray) spans = NULL;
  GString *rest = NULL;
  gsize total = 0;
  g_autoptr (CsnJson) root = NULL;

  if (length <= CSN_JSON_MAX_LIST_BYTES &&
      csn_tasks_split (text, length, MAX_TASKS_PER_PAGE, &spans, &rest, &total))
    {
      root = csn_json_parse (rest->str, rest->len, CSN_JSON_MAX_LIST_BYTES, NULL, NULL);
      g_string_free (rest, TRUE);
    }
  if (root == NULL)
    {
      read_whole (listing, source, body);
      return listing;
    }

  for (guint i = 0; i < spans->len; i++)
    {
      const CsnTaskSpan *span = &g_array_index (spans, CsnTaskSpan, i);

      add_request (listing, read_element (source, text + span->offset, span->length));
    }
  check_total (listing, total, body);
  read_next_cursor (listing, root, body);

  return listing;
}

static gboolean
bad_answer (GError **error, const char *task_id, const char *reason)
{
  g_autofree char *text = NULL;
  g_autofree char *visible = NULL;

  text =
      g_strdup_printf ("The agent's answer about task \"%s\" can't be used: %s.", task_id, reason);
  visible = csn_visible_text (text, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  g_set_error_literal (error, CSN_PROTOCOL_ERROR, CSN_PROTOCOL_ERROR_BAD_ANSWER, visible);

  return FALSE;
}

static gboolean
fill_report (CsnTaskReport *report,
             const char *source,
             const char *task_id,
             const CsnJson *task,
             GBytes *body,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);

  if (g_strcmp0 (get_id (task, "task_id"), task_id) != 0)
    return bad_answer (error, task_id, "it is about another task");
  if (!get_status (task, &report->status))
    return bad_answer (error, task_id, "it has no status that is known");
  if (report->status == CSN_TASK_PENDING_APPROVAL)
    {
      report->request = read_request (source, task, text, length);
      return TRUE;
    }
  report->outcome = csn_outcome_new_from_task (task, &local_error);
  if (report->outcome == NULL)
    return bad_answer (error, task_id, local_error->message);

  return TRUE;
}

CsnTaskReport *
csn_tasks_read_task (const char *source, const char *task_id, GBytes *body, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CsnJson) task = NULL;
  g_autoptr (CsnTaskReport) report = g_new0 (CsnTaskReport, 1);

  task = csn_json_parse (text, length, CSN_JSON_MAX_REQUEST_BYTES, NULL, &local_error);
  if (task == NULL)
    {
      bad_answer (error, task_id, local_error->message);
      return NULL;
    }
  if (!fill_report (report, source, task_id, task, body, error))
    return NULL;

  return g_steal_pointer (&report);
}

char *
csn_tasks_read_reply (GBytes *body, const char *key)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (CsnJson) root = csn_json_parse (text, length, MAX_REPLY_BYTES, NULL, NULL);
  const CsnJson *member = root != NULL ? csn_json_get_member (root, key) : NULL;

  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return NULL;

  return g_strdup (csn_json_get_text (member));
}
