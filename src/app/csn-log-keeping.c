/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-log-keeping.h"

#include <glib/gi18n.h>

#include "csn-backup.h"
#include "csn-clock.h"
#include "csn-erasure.h"
#include "csn-json-writer.h"
#include "csn-log-access-private.h"

static gint64
get_now (void)
{
  g_autoptr (CsnClock) clock = csn_system_clock_new ();

  return csn_clock_get_wall (clock);
}

gboolean
csn_log_keeping_back_up (const char *database,
                         const char *path,
                         CsnProgressFunc progress,
                         gpointer user_data,
                         GCancellable *cancellable,
                         guint64 *ret_n_events,
                         GError **error)
{
  CsnBackupInfo info;
  GError *local = NULL;

  if (csn_backup_make (database, path, progress, user_data, cancellable, &info, &local))
    {
      *ret_n_events = info.next_seq;
      return TRUE;
    }
  csn_log_access_translate (local, error);
  return FALSE;
}

static char *
describe_restore (const char *path, const CsnBackupInfo *info, const char *aside)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *backup = g_filename_display_name (path);
  g_autofree char *kept = aside != NULL ? g_filename_display_name (aside) : NULL;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "backup", backup);
  csn_json_writer_member_integer (writer, "events", (gint64) info->next_seq);
  csn_json_writer_member_string (writer, "head", info->head);
  csn_json_writer_member_string (writer, "replaced", kept);
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}

static gboolean
record_restore (const char *database, const char *details, gint64 now, GError **error)
{
  g_autoptr (CsnStore) store = csn_log_access_open_store (database, now, error);

  return store != NULL && csn_log_access_record (store, CSN_EVENT_RESTORED, details, now, error);
}

gboolean
csn_log_keeping_restore (const char *path,
                         const char *database,
                         gboolean replace,
                         GCancellable *cancellable,
                         guint64 *ret_n_events,
                         char **ret_aside,
                         GError **error)
{
  gint64 now = get_now ();
  g_autofree char *details = NULL;
  CsnBackupInfo info;
  GError *local = NULL;

  if (!csn_backup_restore (path, database, replace, now, cancellable, &info, ret_aside, &local))
    {
      csn_log_access_translate (local, error);
      return FALSE;
    }
  *ret_n_events = info.next_seq;
  details = describe_restore (path, &info, *ret_aside);
  if (record_restore (database, details, now, &local))
    return TRUE;
  g_set_error (error,
               G_IO_ERROR,
               local->code,
               /* TRANSLATORS: %s is a sentence that says why. */
               _ ("The backup is in place, but the log does not say so: %s"),
               local->message);
  g_error_free (local);
  return FALSE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **ret_result = user_data;

  *ret_result = g_object_ref (result);
}

static CsnStoredRequest *
read_request (CsnStore *store, const char *request_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  CsnStoredRequest *stored;
  GError *local = NULL;

  csn_store_read_request_async (store, request_id, NULL, on_read, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  stored = csn_store_read_request_finish (store, result, &local);
  if (stored == NULL)
    csn_log_access_translate (local, error);
  return stored;
}

static gboolean
erase (CsnStore *store, const char *request_id, const char *reason, gint64 now, GError **error)
{
  g_autoptr (CsnStoredRequest) stored = NULL;
  g_autoptr (CsnChange) change = csn_change_new ();
  g_autoptr (CsnEvent) model = NULL;

  stored = read_request (store, request_id, error);
  if (stored == NULL)
    return FALSE;
  /* For who is at the command line, and under which policy. */
  model = csn_log_access_new_event (store, CSN_EVENT_PAYLOAD_ERASED, NULL, now, error);
  return model != NULL &&
         csn_erasure_fill (change,
                           stored,
                           reason,
                           csn_event_get_actor (model),
                           csn_event_get_policy_sha256 (model),
                           now,
                           error) &&
         csn_log_access_commit (store, g_steal_pointer (&change), error);
}

gboolean
csn_log_keeping_erase_payload (const char *database,
                               const char *request_id,
                               const char *reason,
                               GError **error)
{
  gint64 now = get_now ();
  g_autoptr (CsnStore) store = NULL;
  gboolean done;

  if (!g_file_test (database, G_FILE_TEST_EXISTS))
    {
      g_autofree char *name = g_filename_display_name (database);

      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_NOT_FOUND,
                   _ ("There is no database at %s."),
                   name);
      return FALSE;
    }
  store = csn_log_access_open_store (database, now, error);
  if (store == NULL)
    return FALSE;
  done = erase (store, request_id, reason, now, error);
  csn_store_close (store);
  return done;
}
