/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-export.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "csn-memory-log.h"

#define NOW G_GINT64_CONSTANT (1795331011120431)

/* What queries hold is their own, and so not constant. */
static char agent[] = "a";
static char nobody[] = "nobody";
static char type[] = "outcome";

static const guint8 log_id[CSN_LOG_ID_BYTES] = { 1, 2, 3 };

typedef struct
{
  char *folder;
  char *path;
  CsnMemoryLog *log;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const CsnActor actor = { .kind = CSN_ACTOR_SYSTEM };

  fixture->folder = g_dir_make_tmp ("csn-export-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "log.out", NULL);
  fixture->log = csn_memory_log_new (log_id);
  for (guint i = 0; i < 10; i++)
    {
      CsnEventType event_type = i % 2 == 0 ? CSN_EVENT_SHOWN : CSN_EVENT_OUTCOME;
      g_autoptr (CsnEvent) event = csn_event_new (event_type, NOW + i, &actor);

      csn_event_set_agent (event, "demo", i % 3 == 0 ? "a" : "=1+1", "say \"hi\",\r\nthen go");
      csn_memory_log_append (fixture->log, event);
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_object_unref (fixture->log);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (dir) != NULL)
    n_files++;
  return n_files;
}

static CsnExportResult
export_as (Fixture *fixture, CsnExportFormat format, const CsnHistoryQuery *filter)
{
  const CsnExportOptions options = {
    .format = format,
    .filter = filter,
    .path = fixture->path,
    .replace = TRUE,
  };
  CsnExportResult result = { 0 };
  g_autoptr (GError) error = NULL;

  csn_memory_log_rewind (fixture->log);
  csn_audit_export (CSN_LOG_READER (fixture->log), &options, NULL, NULL, NULL, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (fixture->folder), ==, 2);
  return result;
}

static char *
read_export (Fixture *fixture)
{
  char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (fixture->path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static const CsnMemoryRow *
get_row (Fixture *fixture, guint index)
{
  return g_ptr_array_index (csn_memory_log_get_rows (fixture->log), index);
}

static void
test_jsonl_is_verbatim (Fixture *fixture, gconstpointer data)
{
  CsnExportResult result = export_as (fixture, CSN_EXPORT_JSONL, NULL);
  g_autofree char *text = read_export (fixture);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *head = NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GStatBuf info;

  g_assert_cmpuint (g_strv_length (lines), ==, 11);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpstr (lines[i], ==, get_row (fixture, i)->body->str);
  g_assert_cmpstr (lines[10], ==, "");
  head = csn_digest_to_hex (get_row (fixture, 9)->chain, CSN_SHA256_BYTES);
  g_assert_cmpuint (result.n_events, ==, 10);
  g_assert_cmpuint (result.n_read, ==, 10);
  g_assert_cmpstr (result.sha256, ==, sha256);
  g_assert_cmpstr (result.head, ==, head);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_filters_choose (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    CsnHistoryQuery filter;
    guint64 n_events;
  } cases[] = {
    { { 0 }, 10 },
    { { .since = NOW + 3 }, 7 },
    { { .until = NOW + 3 }, 3 },
    { { .since = NOW + 3, .until = NOW + 4 }, 1 },
    { { .agent_id = agent }, 4 },
    { { .event_type = type }, 5 },
    { { .event_type = type, .agent_id = agent }, 2 },
    { { .agent_id = nobody }, 0 },
    { { .request_id = nobody }, 0 },
    { { .level = nobody }, 0 },
    { { .reviewer = nobody }, 0 },
    { { .decision = nobody }, 0 },
    { { .text = agent }, 4 },
    { { .text = nobody }, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CsnExportResult result = export_as (fixture, CSN_EXPORT_JSONL, &cases[i].filter);

      g_assert_cmpuint (result.n_events, ==, cases[i].n_events);
      g_assert_cmpuint (result.n_read, ==, 10);
    }
}

static void
test_csv_guards_formulas_and_quotes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  export_as (fixture, CSN_EXPORT_CSV, NULL);
  text = read_export (fixture);
  g_assert_true (g_str_has_prefix (text, "v,log_id,seq,timestamp,event_type,"));
  g_assert_nonnull (strstr (text, ",'=1+1,\"say \"\"hi\"\",\r\nthen go\","));
  g_assert_null (strstr (text, ",=1+1"));
  g_assert_true (g_str_has_suffix (text, "\r\n"));
}

static void
test_manifest_says_what_the_file_is (Fixture *fixture, gconstpointer data)
{
  const CsnHistoryQuery filter = { .since = NOW + 2, .agent_id = agent };
  CsnExportResult result = export_as (fixture, CSN_EXPORT_JSONL, &filter);
  g_autofree char *path = g_strconcat (fixture->path, ".manifest.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (CsnJson) manifest = NULL;
  const CsnJson *chosen;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  manifest = csn_json_parse (text, strlen (text), 10000, NULL, NULL);
  chosen = csn_json_get_member (manifest, "filter");
  g_assert_cmpstr (csn_json_get_text (csn_json_get_member (manifest, "sha256")), ==, result.sha256);
  g_assert_cmpstr (csn_json_get_text (csn_json_get_member (manifest, "head")), ==, result.head);
  g_assert_cmpstr (csn_json_get_text (csn_json_get_member (manifest, "file")), ==, "log.out");
  g_assert_cmpstr (csn_json_get_text (csn_json_get_member (manifest, "format")), ==, "jsonl");
  g_assert_cmpstr (csn_json_get_text (csn_json_get_member (manifest, "n_events")), ==, "3");
  g_assert_cmpstr (csn_json_get_text (csn_json_get_member (manifest, "first_seq")), ==, "3");
  g_assert_cmpstr (csn_json_get_text (csn_json_get_member (manifest, "last_seq")), ==, "9");
  g_assert_cmpstr (csn_json_get_text (csn_json_get_member (chosen, "agent_id")), ==, "a");
  g_assert_cmpstr (csn_json_get_text (csn_json_get_member (chosen, "since")),
                   ==,
                   "2026-11-22T07:03:31.120433Z");
}

/* Exports what must fail with @code; an earlier export under the name stays as it was. */
static void
assert_fails (Fixture *fixture, const char *path, GCancellable *cancellable, GIOErrorEnum code)
{
  const CsnExportOptions options = { .format = CSN_EXPORT_CSV, .path = path, .replace = TRUE };
  g_autoptr (GError) error = NULL;
  guint n_files = count_files (fixture->folder);

  csn_memory_log_rewind (fixture->log);
  g_assert_false (csn_audit_export (CSN_LOG_READER (fixture->log),
                                    &options,
                                    NULL,
                                    NULL,
                                    cancellable,
                                    NULL,
                                    &error));
  g_assert_error (error, G_IO_ERROR, (int) code);
  g_assert_cmpuint (count_files (fixture->folder), ==, n_files);
}

static void
test_failure_leaves_nothing_behind (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_cancellable_cancel (cancellable);
  assert_fails (fixture, fixture->path, cancellable, G_IO_ERROR_CANCELLED);
  csn_memory_log_break_at (fixture->log, 7);
  assert_fails (fixture, fixture->path, NULL, G_IO_ERROR_INVALID_DATA);
  csn_memory_log_break_at (fixture->log, G_MAXUINT);

  export_as (fixture, CSN_EXPORT_JSONL, NULL);
  before = read_export (fixture);
  csn_memory_log_break_at (fixture->log, 7);
  assert_fails (fixture, fixture->path, NULL, G_IO_ERROR_INVALID_DATA);
  csn_memory_log_break_at (fixture->log, G_MAXUINT);
  g_string_truncate (get_row (fixture, 5)->body, 30);
  assert_fails (fixture, fixture->path, NULL, G_IO_ERROR_INVALID_DATA);
  assert_fails (fixture, "/nowhere/at/all", NULL, G_IO_ERROR_NOT_FOUND);
  after = read_export (fixture);
  g_assert_cmpstr (before, ==, after);
}

static void
on_progress (guint64 done, guint64 total, gpointer user_data)
{
  GCancellable *cancellable = user_data;

  if (done >= 4096 && done < total)
    g_cancellable_cancel (cancellable);
}

static void
test_export_under_way_can_be_cancelled (Fixture *fixture, gconstpointer data)
{
  const CsnActor actor = { .kind = CSN_ACTOR_SYSTEM };
  const CsnExportOptions options = { .format = CSN_EXPORT_JSONL, .path = fixture->path };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 9000; i++)
    {
      g_autoptr (CsnEvent) event = csn_event_new (CSN_EVENT_SHOWN, NOW + i, &actor);

      csn_memory_log_append (fixture->log, event);
    }
  g_assert_false (csn_audit_export (CSN_LOG_READER (fixture->log),
                                    &options,
                                    on_progress,
                                    cancellable,
                                    cancellable,
                                    NULL,
                                    &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

static void
test_formats_have_names (void)
{
  CsnExportFormat format = CSN_EXPORT_CSV;

  for (guint i = 0; i < CSN_N_EXPORT_FORMATS; i++)
    {
      const char *name = csn_export_format_to_string ((CsnExportFormat) i);

      g_assert_true (csn_export_format_from_string (name, &format));
      g_assert_cmpint (format, ==, (int) i);
    }
  g_assert_false (csn_export_format_from_string ("xml", &format));
  g_assert_false (csn_export_format_from_string (NULL, &format));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("/audit/export/jsonl-is-verbatim", test_jsonl_is_verbatim);
  add ("/audit/export/filters-choose", test_filters_choose);
  add ("/audit/export/csv-guards-formulas-and-quotes", test_csv_guards_formulas_and_quotes);
  add ("/audit/export/manifest-says-what-the-file-is", test_manifest_says_what_the_file_is);
  add ("/audit/export/failure-leaves-nothing-behind", test_failure_leaves_nothing_behind);
  add ("/audit/export/export-under-way-can-be-cancelled", test_export_under_way_can_be_cancelled);
  g_test_add_func ("/audit/export/formats-have-names", test_formats_have_names);
  return g_test_run ();
}
