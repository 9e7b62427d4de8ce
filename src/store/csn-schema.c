/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-schema-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "csn-json-writer.h"
#include "csn-log-keys-private.h"
#include "csn-store-error-private.h"

/* Set in "meta" while the store is open; what is left of it tells of an unclean end. */
#define IN_USE_KEY "in_use"

G_STATIC_ASSERT (CSN_STATEMENTS_APPLICATION_ID == 0x43534e31);

static gboolean
put_meta (CsnConnection *connection, const char *key, GVariant *value, GError **error)
{
  GVariant *values = g_variant_new ("(s@*)", key, value);

  return csn_connection_run (connection, CSN_STATEMENT_PUT_META, values, NULL, error);
}

static CsnJson *
new_opened_details (CsnSigner *signer)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *key = NULL;
  g_autofree char *text = NULL;

  if (signer != NULL)
    key =
        csn_public_key_to_text (csn_signer_get_log_id (signer), csn_signer_get_public_key (signer));
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "public_key", key);
  csn_json_writer_end_object (writer);
  text = csn_json_writer_finish (writer);
  return csn_json_parse (text, strlen (text), CSN_EVENT_MAX_BYTES, NULL, NULL);
}

static gboolean
append_log_opened (CsnConnection *connection, CsnSigner *signer, gint64 now, GError **error)
{
  const CsnActor actor = { .kind = CSN_ACTOR_SYSTEM };
  g_autoptr (CsnEvent) event = csn_event_new (CSN_EVENT_LOG_OPENED, now, &actor);
  g_autoptr (CsnJson) details = new_opened_details (signer);
  CsnLog log = { .signer = signer };
  GVariant *id;

  if (signer != NULL)
    memcpy (log.id, csn_signer_get_log_id (signer), sizeof log.id);
  else if (getrandom (log.id, sizeof log.id, 0) != (gssize) sizeof log.id)
    g_abort ();
  id = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, log.id, sizeof log.id, 1);
  csn_event_set_details (event, details);
  return put_meta (connection, "log_id", id, error) &&
         csn_log_append (&log, connection, event, NULL, error) &&
         (signer == NULL ||
          csn_log_keys_put (connection, 0, csn_signer_get_public_key (signer), error)) &&
         csn_log_seal (&log, connection, error);
}

static gboolean
open_log (CsnConnection *connection, CsnSigner *signer, gint64 now, GError **error)
{
  if (csn_connection_run (connection, CSN_STATEMENT_BEGIN, NULL, NULL, error) &&
      append_log_opened (connection, signer, now, error) &&
      csn_connection_run (connection, CSN_STATEMENT_COMMIT, NULL, NULL, error))
    return TRUE;
  csn_connection_roll_back (connection);
  return FALSE;
}

static gboolean
migrate_once (CsnConnection *connection, int version, GError **error)
{
  if (csn_connection_run (connection, CSN_STATEMENT_BEGIN, NULL, NULL, error) &&
      csn_connection_run_script (connection, csn_statements_get_migration (version), error) &&
      csn_connection_run (connection, CSN_STATEMENT_COMMIT, NULL, NULL, error))
    return TRUE;
  csn_connection_roll_back (connection);
  return FALSE;
}

/* Each version in a transaction of its own. */
static gboolean
migrate (CsnConnection *connection, GError **error)
{
  gint64 version = 0;

  if (!csn_connection_get_integer (connection, "PRAGMA user_version", &version, error))
    return FALSE;
  for (int next = (int) version + 1; next <= CSN_STATEMENTS_VERSION; next++)
    if (!migrate_once (connection, next, error))
      return FALSE;
  return TRUE;
}

/* A write-ahead log without its database would be played back into the new one. */
static gboolean
refuse_orphaned_log (const char *path, GError **error)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);

  if (!g_file_test (wal, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error,
               CSN_STORE_ERROR,
               CSN_STORE_ERROR_DAMAGED,
               "“%s” is gone, but “%s” still holds a part of it. Put the database back, or move "
               "both away to begin a new log",
               path,
               wal);
  return FALSE;
}

static gboolean
make_private_file (const char *path, GError **error)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  int fd;

  /* Of an earlier try that never became a database. */
  g_unlink (path);
  g_unlink (journal);
  fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd >= 0)
    return g_close (fd, error);
  g_set_error (error,
               CSN_STORE_ERROR,
               errno == ENOSPC ? CSN_STORE_ERROR_FULL : CSN_STORE_ERROR_IO,
               "“%s” can't be made: %s",
               path,
               g_strerror (errno));
  return FALSE;
}

static gboolean
fill (const char *path, CsnSigner *signer, gint64 now, GError **error)
{
  g_autoptr (CsnConnection) connection = NULL;

  connection = csn_connection_open (path, CSN_CONNECTION_CREATE, error);
  return connection != NULL &&
         csn_connection_run_script (connection, "PRAGMA application_id = 0x43534e31;", error) &&
         migrate (connection, error) && open_log (connection, signer, now, error);
}

gboolean
csn_schema_create (const CsnPlace *place, CsnSigner *signer, gint64 now, GError **error)
{
  const char *path = csn_place_get_path (place);
  g_autofree char *new_path = g_strconcat (path, ".new", NULL);

  if (!refuse_orphaned_log (path, error) || !make_private_file (new_path, error) ||
      !fill (new_path, signer, now, error))
    return FALSE;
  if (g_rename (new_path, path) == 0 && csn_place_sync_folder (place))
    return TRUE;
  g_set_error (error,
               CSN_STORE_ERROR,
               CSN_STORE_ERROR_IO,
               "“%s” can't be made: %s",
               path,
               g_strerror (errno));
  return FALSE;
}

gboolean
csn_schema_check (CsnConnection *connection, GError **error)
{
  gint64 application_id = 0;
  gint64 version = 0;

  if (!csn_connection_get_integer (connection, "PRAGMA application_id", &application_id, error) ||
      !csn_connection_get_integer (connection, "PRAGMA user_version", &version, error))
    return FALSE;
  if (application_id != CSN_STATEMENTS_APPLICATION_ID || version < 1)
    {
      g_set_error_literal (error,
                           CSN_STORE_ERROR,
                           CSN_STORE_ERROR_DAMAGED,
                           "The file is not a database of Countersign; it was left as it is");
      return FALSE;
    }
  if (version > CSN_STATEMENTS_VERSION)
    {
      g_set_error (error,
                   CSN_STORE_ERROR,
                   CSN_STORE_ERROR_TOO_NEW,
                   "A newer Countersign wrote the database (version %d, this one knows %d). "
                   "Update Countersign to open it; nothing was changed",
                   (int) version,
                   CSN_STATEMENTS_VERSION);
      return FALSE;
    }
  return TRUE;
}

gboolean
csn_schema_check_whole (CsnConnection *connection, GError **error)
{
  g_autofree char *answer = NULL;

  answer = csn_connection_get_text (connection, "PRAGMA quick_check (1)", error);
  if (answer == NULL || g_str_equal (answer, "ok"))
    return answer != NULL;
  g_set_error (error,
               CSN_STORE_ERROR,
               CSN_STORE_ERROR_DAMAGED,
               "The database is damaged; it was left as it is (%s)",
               answer);
  return FALSE;
}

/* SQLite reads a page that is cut off as one that ends in zeros. After a clean end there is none.
 */
static gboolean
check_size (CsnConnection *connection, const char *path, GError **error)
{
  GStatBuf info;
  gint64 page_size = 0;

  if (!csn_connection_get_integer (connection, "PRAGMA page_size", &page_size, error))
    return FALSE;
  if (page_size > 0 && g_stat (path, &info) == 0 && info.st_size % page_size == 0)
    return TRUE;
  g_set_error_literal (error,
                       CSN_STORE_ERROR,
                       CSN_STORE_ERROR_DAMAGED,
                       "The database is damaged: its end is cut off. It was left as it is");
  return FALSE;
}

static gboolean
set_write_ahead (CsnConnection *connection, GError **error)
{
  g_autofree char *mode = NULL;

  mode = csn_connection_get_text (connection, "PRAGMA journal_mode = WAL", error);
  if (mode == NULL || g_str_equal (mode, "wal"))
    return mode != NULL;
  g_set_error_literal (error,
                       CSN_STORE_ERROR,
                       CSN_STORE_ERROR_IO,
                       "This disk can't hold the database's write-ahead log");
  return FALSE;
}

static gboolean
mark_in_use (CsnConnection *connection, gboolean in_use, GError **error)
{
  return put_meta (connection, IN_USE_KEY, g_variant_new_int64 (in_use != FALSE), error);
}

CsnConnection *
csn_schema_open (const char *path, GError **error)
{
  g_autoptr (CsnConnection) connection = NULL;
  gint64 was_in_use = 0;

  connection = csn_connection_open (path, CSN_CONNECTION_WRITE, error);
  if (connection == NULL || !csn_schema_check (connection, error) ||
      !csn_connection_get_integer (
          connection,
          "SELECT coalesce (max (value), 0) FROM meta WHERE key = '" IN_USE_KEY "'",
          &was_in_use,
          error))
    return NULL;
  if (!(was_in_use ? csn_schema_check_whole (connection, error)
                   : check_size (connection, path, error)))
    return NULL;
  if (!set_write_ahead (connection, error) || !migrate (connection, error) ||
      !mark_in_use (connection, TRUE, error))
    return NULL;
  return g_steal_pointer (&connection);
}

void
csn_schema_mark_closed (CsnConnection *connection)
{
  sqlite3 *database = csn_connection_get_database (connection);

  if (!mark_in_use (connection, FALSE, NULL))
    return;
  sqlite3_wal_checkpoint_v2 (database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}
