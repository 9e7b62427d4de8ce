/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-backup.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "csn-log-private.h"
#include "csn-place-private.h"
#include "csn-schema-private.h"
#include "csn-store-error-private.h"
#include "csn-store-reader.h"
#include "csn-verify.h"

#define PAGES_PER_STEP 512

typedef struct
{
  CsnProgressFunc progress; /* (nullable) */
  gpointer user_data;
  GCancellable *cancellable; /* (nullable) */
} Watch;

/* The sentence is @before, the file's name in quotes, and @after. */
static gboolean
fail (GError **error,
      CsnStoreError code,
      const char *before,
      const char *path,
      const char *after,
      const char *what)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, CSN_STORE_ERROR, code, "%s“%s”%s%s", before, name, after, what);
  return FALSE;
}

static gboolean
fail_with_errno (GError **error, const char *path)
{
  int code = errno;
  gboolean is_full = code == ENOSPC || code == EDQUOT;

  return fail (error,
               is_full ? CSN_STORE_ERROR_FULL : CSN_STORE_ERROR_IO,
               "",
               path,
               " can't be written: ",
               g_strerror (code));
}

static char *
to_hex (const guint8 *bytes, gsize length, char *ret_hex)
{
  for (gsize i = 0; i < length; i++)
    g_snprintf (ret_hex + 2 * i, 3, "%02x", bytes[i]);
  return ret_hex;
}

/* Reading */

static CsnConnection *
open_for_reading (const char *path, GError **error)
{
  g_autoptr (CsnConnection) connection = NULL;
  g_autofree char *resolved = csn_place_resolve (path);
  gboolean is_still = csn_place_is_still (resolved);

  if (!g_file_test (resolved, G_FILE_TEST_EXISTS))
    {
      fail (error, CSN_STORE_ERROR_IO, "There is no file ", path, "", "");
      return NULL;
    }
  connection = csn_connection_open (resolved,
                                    is_still ? CSN_CONNECTION_READ_STILL : CSN_CONNECTION_READ,
                                    error);
  if (connection == NULL || !csn_schema_check (connection, error) ||
      !csn_connection_run (connection, CSN_STATEMENT_BEGIN_READ, NULL, NULL, error))
    return NULL;
  return g_steal_pointer (&connection);
}

static gboolean
read_info (CsnConnection *connection, CsnBackupInfo *ret_info, GError **error)
{
  CsnLog log;

  if (!csn_log_read_id (&log, connection, error) || !csn_log_read_head (&log, connection, error) ||
      !csn_connection_get_integer (connection,
                                   "SELECT coalesce (max (timestamp), 0) FROM "
                                   "(SELECT timestamp FROM events ORDER BY seq DESC LIMIT 1)",
                                   &ret_info->newest,
                                   error))
    return FALSE;
  to_hex (log.id, sizeof log.id, ret_info->log_id);
  to_hex (log.chain, sizeof log.chain, ret_info->head);
  ret_info->next_seq = log.next_seq;
  return TRUE;
}

/* The whole chain, as anybody else would check it. */
static gboolean
verify (const char *path, const char *shown, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsnStoreReader) reader = csn_store_reader_open (path, error);
  g_autoptr (CsnVerifyReport) report = NULL;
  g_autofree char *what = NULL;

  if (reader == NULL)
    return FALSE;
  report = csn_audit_verify (CSN_LOG_READER (reader), NULL, NULL, cancellable, error);
  if (report == NULL)
    return FALSE;
  if (report->fault == CSN_FAULT_NONE)
    return TRUE;
  what =
      g_strdup_printf ("event %" G_GUINT64_FORMAT " is %s. Nothing was written; keep the file as "
                       "it is, it is evidence",
                       report->first_bad_seq,
                       csn_fault_kind_to_string (report->fault));
  return fail (error, CSN_STORE_ERROR_DAMAGED, "The log in ", shown, " does not verify: ", what);
}

/* Copying */

static gboolean
end_copy (sqlite3_backup *backup, int result, CsnConnection *to, GError **error)
{
  int end = sqlite3_backup_finish (backup);

  if (result == SQLITE_DONE && end == SQLITE_OK)
    return TRUE;
  if (result == SQLITE_OK)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "It was stopped");
  else
    csn_store_error_set_from_sqlite (error,
                                     end != SQLITE_OK ? end : result,
                                     csn_connection_get_database (to));
  return FALSE;
}

/* @from is in a transaction, so the copy is of one moment and never begins again. */
static gboolean
copy_pages (CsnConnection *from, CsnConnection *to, const Watch *watch, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (csn_connection_get_database (to),
                                                "main",
                                                csn_connection_get_database (from),
                                                "main");
  int result = SQLITE_OK;

  if (backup == NULL)
    {
      csn_store_error_set_from_sqlite (error, SQLITE_ERROR, csn_connection_get_database (to));
      return FALSE;
    }
  while (result == SQLITE_OK && !g_cancellable_is_cancelled (watch->cancellable))
    {
      guint64 total;
      guint64 left;

      result = sqlite3_backup_step (backup, PAGES_PER_STEP);
      total = (guint64) sqlite3_backup_pagecount (backup);
      left = (guint64) sqlite3_backup_remaining (backup);
      if (watch->progress != NULL)
        watch->progress (total - left, total, watch->user_data);
    }
  return end_copy (backup, result, to, error);
}

/* One file that is complete in itself: without a write-ahead log beside it. */
static gboolean
copy_into (CsnConnection *from, const char *path, const Watch *watch, GError **error)
{
  g_autoptr (CsnConnection) to = csn_connection_open (path, CSN_CONNECTION_WRITE, error);
  g_autofree char *mode = NULL;

  if (to == NULL || !copy_pages (from, to, watch, error))
    return FALSE;
  mode = csn_connection_get_text (to, "PRAGMA journal_mode = DELETE", error);
  return mode != NULL;
}

static gboolean
sync_path (const char *path, int flags)
{
  int fd = g_open (path, flags | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return synced;
}

static gboolean
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return sync_path (folder, O_RDONLY | O_DIRECTORY);
}

static void
remove_copy (char *path)
{
  static const char *const endings[] = { "", "-journal", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (path, endings[i], NULL);

      g_unlink (name);
    }
  g_free (path);
}

typedef char Copy;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copy, remove_copy)

/* Gives the name of a verified copy beside @path, on disk. */
static Copy *
make_copy (CsnConnection *from,
           const char *shown,
           const char *path,
           const Watch *watch,
           GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *hidden = g_strconcat (".", name, ".XXXXXX", NULL);
  g_autoptr (Copy) copy = g_build_filename (folder, hidden, NULL);
  int fd = g_mkstemp_full (copy, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      fail_with_errno (error, path);
      return NULL;
    }
  close (fd);
  if (!copy_into (from, copy, watch, error) || !verify (copy, shown, watch->cancellable, error))
    return NULL;
  if (!sync_path (copy, O_RDWR))
    {
      fail_with_errno (error, path);
      return NULL;
    }
  return g_steal_pointer (&copy);
}

/* A name that is taken is never written over. */
static gboolean
publish (const char *copy, const char *path, GError **error)
{
  int result = link (copy, path);

  /* A disk without second names. */
  if (result != 0 && errno == EPERM && !g_file_test (path, G_FILE_TEST_EXISTS))
    result = g_rename (copy, path);
  else if (result == 0)
    result = g_unlink (copy);
  if (result == 0 && sync_folder_of (path))
    return TRUE;
  return fail_with_errno (error, path);
}

gboolean
csn_backup_make (const char *database,
                 const char *path,
                 CsnProgressFunc progress,
                 gpointer user_data,
                 GCancellable *cancellable,
                 CsnBackupInfo *ret_info,
                 GError **error)
{
  const Watch watch = { progress, user_data, cancellable };
  g_autoptr (CsnConnection) from = NULL;
  g_autoptr (Copy) copy = NULL;
  CsnBackupInfo info;

  g_return_val_if_fail (database != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    return fail (error,
                 CSN_STORE_ERROR_IO,
                 "",
                 path,
                 " is there already. Choose another name; nothing is ever written over",
                 "");
  from = open_for_reading (database, error);
  if (from == NULL || !read_info (from, &info, error))
    return FALSE;
  copy = make_copy (from, database, path, &watch, error);
  if (copy == NULL || !publish (copy, path, error))
    return FALSE;
  if (ret_info != NULL)
    *ret_info = info;
  return TRUE;
}

/* Restoring */

static gboolean
has_chain (CsnConnection *connection, const CsnBackupInfo *other)
{
  sqlite3_stmt *statement = csn_connection_prepare (connection, CSN_STATEMENT_READ_CHAIN, NULL);
  char hex[65] = "";
  gboolean has_row = FALSE;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, (gint64) other->next_seq - 1);
  if (csn_connection_step (connection, statement, &has_row, NULL) && has_row &&
      sqlite3_column_bytes (statement, 0) == CSN_SHA256_BYTES)
    to_hex (sqlite3_column_blob (statement, 0), CSN_SHA256_BYTES, hex);
  sqlite3_reset (statement);
  return g_str_equal (hex, other->head);
}

static gboolean
refuse_loss (GError **error, const char *database, const char *what)
{
  return fail (error, CSN_STORE_ERROR_CONFLICT, "", database, " was left as it is, because ", what);
}

/* Fails with a sentence unless the backup holds all that the database does. */
static gboolean
check_loss (CsnConnection *backup, const CsnBackupInfo *info, const char *database, GError **error)
{
  g_autoptr (CsnConnection) connection = NULL;
  g_autofree char *what = NULL;
  g_autoptr (GError) fault = NULL;
  CsnBackupInfo current;

  connection = open_for_reading (database, &fault);
  if (connection == NULL || !read_info (connection, &current, &fault))
    {
      what = g_strdup_printf ("it can't be read (%s)", fault->message);
      return refuse_loss (error, database, what);
    }
  if (!g_str_equal (current.log_id, info->log_id))
    return refuse_loss (error, database, "it holds another log than the backup");
  if (current.next_seq > info->next_seq)
    {
      what = g_strdup_printf ("it is newer: the backup lacks its last %" G_GUINT64_FORMAT " events",
                              current.next_seq - info->next_seq);
      return refuse_loss (error, database, what);
    }
  return has_chain (backup, &current) ||
         refuse_loss (error, database, "its log went another way than the backup's");
}

static gboolean
move (const char *from, const char *to, GError **error)
{
  if (g_rename (from, to) == 0 && sync_folder_of (to))
    return TRUE;
  return fail_with_errno (error, to);
}

/* So that the database is one file. One that is too damaged for that keeps its other files. */
static void
fold_write_ahead_log (const char *database)
{
  g_autoptr (CsnConnection) connection = NULL;

  connection = csn_connection_open (database, CSN_CONNECTION_WRITE, NULL);
  if (connection != NULL)
    sqlite3_wal_checkpoint_v2 (csn_connection_get_database (connection),
                               NULL,
                               SQLITE_CHECKPOINT_TRUNCATE,
                               NULL,
                               NULL);
}

static char *
set_aside (const char *database, gint64 now, GError **error)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autofree char *stamp = g_date_time_format (time, "%Y%m%dT%H%M%SZ");
  g_autofree char *aside = g_strdup_printf ("%s.replaced-%s", database, stamp);
  g_autofree char *wal = g_strconcat (database, "-wal", NULL);
  g_autofree char *aside_wal = NULL;
  g_autofree char *index = g_strconcat (database, "-shm", NULL);

  for (guint i = 2; g_file_test (aside, G_FILE_TEST_EXISTS); i++)
    {
      g_free (aside);
      aside = g_strdup_printf ("%s.replaced-%s-%u", database, stamp, i);
    }
  aside_wal = g_strconcat (aside, "-wal", NULL);
  fold_write_ahead_log (database);
  if (!move (database, aside, error))
    return NULL;
  if (g_file_test (wal, G_FILE_TEST_EXISTS) && !move (wal, aside_wal, error))
    return NULL;
  g_unlink (index);
  return g_steal_pointer (&aside);
}

/* The order is what makes it safe to be broken off: see csn_place_end_restore(). */
static gboolean
put_in_place (CsnPlace *place, const char *copy, gint64 now, char **ret_aside, GError **error)
{
  const char *database = csn_place_get_path (place);
  g_autofree char *restored = csn_place_dup_restored_path (place);
  g_autofree char *aside = NULL;

  if (!move (copy, restored, error))
    return FALSE;
  if (csn_place_has_database (place))
    {
      aside = set_aside (database, now, error);
      if (aside == NULL)
        return FALSE;
    }
  if (!csn_place_end_restore (place))
    return fail_with_errno (error, database);
  if (ret_aside != NULL)
    *ret_aside = g_steal_pointer (&aside);
  return TRUE;
}

static CsnConnection *
open_backup (const char *path, const char *database, CsnBackupInfo *ret_info, GError **error)
{
  g_autofree char *one = csn_place_resolve (path);
  g_autofree char *other = csn_place_resolve (database);
  g_autoptr (CsnConnection) connection = NULL;

  if (g_str_equal (one, other))
    {
      fail (error, CSN_STORE_ERROR_IO, "", path, " is the database itself, not a backup", "");
      return NULL;
    }
  connection = open_for_reading (path, error);
  if (connection == NULL || !csn_schema_check_whole (connection, error) ||
      !read_info (connection, ret_info, error))
    return NULL;
  return g_steal_pointer (&connection);
}

gboolean
csn_backup_restore (const char *path,
                    const char *database,
                    gboolean replace,
                    gint64 now,
                    GCancellable *cancellable,
                    CsnBackupInfo *ret_info,
                    char **ret_aside,
                    GError **error)
{
  const Watch watch = { NULL, NULL, cancellable };
  g_autoptr (CsnPlace) place = NULL;
  g_autoptr (CsnConnection) backup = NULL;
  g_autoptr (Copy) copy = NULL;
  CsnBackupInfo info;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (database != NULL, FALSE);

  backup = open_backup (path, database, &info, error);
  if (backup == NULL)
    return FALSE;
  place = csn_place_take (database, error);
  if (place == NULL)
    return FALSE;
  csn_place_end_restore (place);
  if (csn_place_has_database (place) && !replace &&
      !check_loss (backup, &info, csn_place_get_path (place), error))
    return FALSE;
  copy = make_copy (backup, path, csn_place_get_path (place), &watch, error);
  if (copy == NULL || !put_in_place (place, copy, now, ret_aside, error))
    return FALSE;
  if (ret_info != NULL)
    *ret_info = info;
  return TRUE;
}
