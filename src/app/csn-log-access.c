/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-log-access-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-bundle-reader.h"
#include "csn-clock.h"
#include "csn-json-writer.h"
#include "csn-policy.h"
#include "csn-seal-key.h"
#include "csn-settings.h"
#include "csn-store-reader.h"
#include "csn-store.h"
#include "csn-time.h"

char *
csn_log_access_get_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "countersign", "countersign.db", NULL);
}

static GIOErrorEnum
translate_code (const GError *error)
{
  if (!g_error_matches (error, CSN_STORE_ERROR, error->code))
    return G_IO_ERROR_FAILED;
  switch ((CsnStoreError) error->code)
    {
    case CSN_STORE_ERROR_BUSY:
      return G_IO_ERROR_BUSY;
    case CSN_STORE_ERROR_TOO_NEW:
      return G_IO_ERROR_NOT_SUPPORTED;
    case CSN_STORE_ERROR_DAMAGED:
      return G_IO_ERROR_INVALID_DATA;
    case CSN_STORE_ERROR_FULL:
      return G_IO_ERROR_NO_SPACE;
    case CSN_STORE_ERROR_CONFLICT:
      return G_IO_ERROR_EXISTS;
    case CSN_STORE_ERROR_IO:
    case CSN_STORE_ERROR_CLOSED:
      return G_IO_ERROR_FAILED;
    }
  return G_IO_ERROR_FAILED;
}

void
csn_log_access_translate (GError *from, GError **error)
{
  if (from->domain == G_IO_ERROR)
    {
      g_propagate_error (error, from);
      return;
    }
  g_set_error_literal (error, G_IO_ERROR, translate_code (from), from->message);
  g_error_free (from);
}

CsnLogReader *
csn_log_access_open (const char *path, GError **error)
{
  GError *local = NULL;
  CsnStoreReader *reader;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_NOT_FOUND,
                   /* TRANSLATORS: %s is the name of a file. */
                   _ ("There is no database at %s."),
                   name);
      return NULL;
    }
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      CsnBundleReader *bundle = csn_bundle_reader_open (path, error);

      return bundle != NULL ? CSN_LOG_READER (bundle) : NULL;
    }
  reader = csn_store_reader_open (path, &local);
  if (reader == NULL)
    {
      csn_log_access_translate (local, error);
      return NULL;
    }
  return CSN_LOG_READER (reader);
}

static void
write_time (CsnJsonWriter *writer, const char *key, gint64 time)
{
  g_autofree char *text = NULL;

  if (time == 0)
    return;
  text = csn_time_to_string (time);
  csn_json_writer_member_string (writer, key, text);
}

/* A report is made in two passes, and each is half of the way. */
typedef struct
{
  CsnProgressFunc progress; /* (nullable) */
  gpointer user_data;
  guint64 n_done; /* of the total, by the pass before */
} Halves;

static void
on_half_progress (guint64 done, guint64 total, gpointer user_data)
{
  const Halves *self = user_data;

  if (self->progress != NULL)
    self->progress (done + (self->n_done > 0 ? total : 0), total * 2, self->user_data);
}

static gboolean
export_report (CsnLogReader *reader,
               CsnExportOptions *options,
               CsnProgressFunc progress,
               gpointer user_data,
               GCancellable *cancellable,
               CsnExportResult *ret_result,
               const char *path,
               GError **error)
{
  g_autoptr (CsnVerifyReport) report = NULL;
  g_autoptr (CsnLogReader) again = NULL;
  Halves halves = { progress, user_data, 0 };

  report = csn_audit_verify (reader, on_half_progress, &halves, cancellable, error);
  if (report == NULL)
    return FALSE;
  again = csn_log_access_open (path, error);
  if (again == NULL)
    return FALSE;
  halves.n_done = 1;
  options->report = report;
  return csn_audit_export (again,
                           options,
                           on_half_progress,
                           &halves,
                           cancellable,
                           ret_result,
                           error);
}

gboolean
csn_log_access_export (const char *path,
                       const CsnExportOptions *options,
                       CsnProgressFunc progress,
                       gpointer user_data,
                       GCancellable *cancellable,
                       CsnExportResult *ret_result,
                       GError **error)
{
  g_autoptr (CsnClock) clock = csn_system_clock_new ();
  g_autoptr (CsnLogReader) reader = csn_log_access_open (path, error);
  CsnExportOptions filled = *options;

  if (reader == NULL)
    return FALSE;
  filled.now = csn_clock_get_wall (clock);
  if (options->format == CSN_EXPORT_HTML)
    return export_report (reader,
                          &filled,
                          progress,
                          user_data,
                          cancellable,
                          ret_result,
                          path,
                          error);
  return csn_audit_export (reader, &filled, progress, user_data, cancellable, ret_result, error);
}

static void
write_text (CsnJsonWriter *writer, const char *key, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  if (valid != NULL)
    csn_json_writer_member_string (writer, key, valid);
}

char *
csn_log_access_describe_export (const CsnExportOptions *options, const CsnExportResult *result)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  const CsnHistoryQuery *filter = options->filter;
  g_autofree char *name = g_filename_display_name (options->path);

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "format", csn_export_format_to_string (options->format));
  csn_json_writer_member_string (writer, "file", name);
  if (filter != NULL)
    {
      write_time (writer, "since", filter->since);
      write_time (writer, "until", filter->until);
      write_text (writer, "agent_id", filter->agent_id);
      write_text (writer, "event_type", filter->event_type);
      write_text (writer, "action_type", filter->action_type);
      write_text (writer, "request_id", filter->request_id);
      write_text (writer, "hitl_level", filter->level);
      write_text (writer, "reviewer_id", filter->reviewer);
      write_text (writer, "reviewer_decision", filter->decision);
      write_text (writer, "text", filter->text);
    }
  csn_json_writer_member_integer (writer, "events", (gint64) result->n_events);
  csn_json_writer_member_string (writer, "sha256", result->sha256);
  csn_json_writer_member_string (writer, "head", result->head);
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **ret_result = user_data;

  *ret_result = g_object_ref (result);
}

/* Before the program has run once, its gate would start with the reference. */
static char *
find_policy (CsnStore *store, gint64 now, GError **error)
{
  g_autoptr (CsnPolicy) reference = csn_policy_new_preset ("reference");
  g_autoptr (CsnSnapshot) snapshot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GError *local = NULL;
  const char *sha256;

  csn_store_load_async (store, now, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  snapshot = csn_store_load_finish (store, result, &local);
  if (snapshot == NULL)
    {
      csn_log_access_translate (local, error);
      return NULL;
    }
  sha256 = g_hash_table_lookup (snapshot->values, CSN_STORE_POLICY_KEY);
  return g_strdup (sha256 != NULL ? sha256 : csn_policy_get_sha256 (reference));
}

CsnEvent *
csn_log_access_new_event (CsnStore *store,
                          CsnEventType type,
                          const char *details,
                          gint64 now,
                          GError **error)
{
  g_autoptr (CsnJson) json = NULL;
  g_autofree char *policy = find_policy (store, now, error);
  g_autoptr (CsnSettings) settings = csn_settings_new ();
  g_autofree char *reviewer = csn_settings_dup_reviewer_id (settings);
  const CsnActor actor = { CSN_ACTOR_HUMAN, reviewer, "command-line" };
  CsnEvent *event;

  if (policy == NULL)
    return NULL;
  if (details != NULL)
    {
      json = csn_json_parse (details, strlen (details), CSN_EVENT_MAX_BYTES, NULL, error);
      if (json == NULL)
        return NULL;
    }
  event = csn_event_new (type, now, &actor);
  csn_event_set_policy (event, policy);
  if (json != NULL)
    csn_event_set_details (event, json);
  return event;
}

CsnStore *
csn_log_access_open_store (const char *path, gint64 now, GError **error)
{
  g_autoptr (CsnSealKey) key = csn_seal_key_find (path);
  GError *local = NULL;
  CsnStore *store = csn_store_open_signed (path, CSN_STORE_DEFAULT, key->signer, now, &local);

  if (store == NULL)
    csn_log_access_translate (local, error);
  return store;
}

gboolean
csn_log_access_commit (CsnStore *store, CsnChange *change, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *local = NULL;

  csn_store_commit_async (store, change, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (csn_store_commit_finish (store, result, &local))
    return TRUE;
  csn_log_access_translate (local, error);
  return FALSE;
}

gboolean
csn_log_access_record (CsnStore *store,
                       CsnEventType type,
                       const char *details,
                       gint64 now,
                       GError **error)
{
  CsnEvent *event = csn_log_access_new_event (store, type, details, now, error);
  gboolean done = FALSE;

  if (event != NULL)
    {
      CsnChange *change = csn_change_new ();

      csn_change_add_event (change, event);
      done = csn_log_access_commit (store, change, error);
    }
  csn_store_close (store);
  return done;
}

gboolean
csn_log_access_record_export (const char *path, const char *details, GError **error)
{
  g_autoptr (CsnClock) clock = csn_system_clock_new ();
  gint64 now = csn_clock_get_wall (clock);
  g_autoptr (CsnStore) store = NULL;

  store = csn_log_access_open_store (path, now, error);
  return store != NULL && csn_log_access_record (store, CSN_EVENT_EXPORTED, details, now, error);
}
