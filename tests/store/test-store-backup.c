/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "csn-backup.h"
#include "csn-store-fixture.h"

static void
append_one (CsnStoreFixture *f, guint number)
{
  CsnChange *change = csn_change_new ();

  csn_change_add_event (change, csn_store_fixture_new_event (CSN_FIXTURE_NOW + number, number));
  csn_store_fixture_commit_ok (f->store, change);
}

static void
append (CsnStoreFixture *f, guint n_events)
{
  for (guint i = 0; i < n_events; i++)
    append_one (f, i);
}

static char *
beside (const CsnStoreFixture *f, const char *name)
{
  return g_build_filename (f->folder, name, NULL);
}

static void
back_up (const CsnStoreFixture *f, const char *path, guint64 next_seq)
{
  CsnBackupInfo info;
  g_autoptr (GError) error = NULL;

  csn_backup_make (f->path, path, NULL, NULL, NULL, &info, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (info.next_seq, ==, next_seq);
}

static void
edit (const char *path, const char *script)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, script, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static gboolean
restore (const CsnStoreFixture *f, const char *path, gboolean replace, char **aside, GError **error)
{
  return csn_backup_restore (path, f->path, replace, CSN_FIXTURE_NOW, NULL, NULL, aside, error);
}

static void
assert_refused (const CsnStoreFixture *f, const char *path, CsnStoreError code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (restore (f, path, FALSE, NULL, &error));
  g_assert_error (error, CSN_STORE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, words));
}

static void
backup_is_whole_private_and_one_file (void)
{
  CsnStoreFixture f;
  g_autofree char *path = NULL;
  g_autofree char *wal = NULL;
  GStatBuf info;

  csn_store_fixture_init (&f, CSN_STORE_DEFAULT);
  append (&f, 300);
  path = beside (&f, "backup.db");
  wal = beside (&f, "backup.db-wal");
  back_up (&f, path, 301);
  /* What comes later is not in it, and nothing of it is elsewhere. */
  append (&f, 5);
  csn_store_fixture_assert_intact (path, 301);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  csn_store_fixture_assert_intact (f.path, 306);
  csn_store_fixture_clear (&f);
}

static void
name_that_is_taken_is_kept (void)
{
  CsnStoreFixture f;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  csn_store_fixture_init (&f, CSN_STORE_INLINE);
  path = beside (&f, "backup.db");
  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  g_assert_false (csn_backup_make (f.path, path, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, CSN_STORE_ERROR, CSN_STORE_ERROR_IO);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "mine");
  csn_store_fixture_clear (&f);
}

static void
stopped_backup_leaves_nothing (void)
{
  CsnStoreFixture f;
  g_autofree char *path = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint n_files;

  csn_store_fixture_init (&f, CSN_STORE_INLINE);
  append (&f, 10);
  path = beside (&f, "backup.db");
  n_files = count_files (f.folder);
  g_cancellable_cancel (cancellable);
  g_assert_false (csn_backup_make (f.path, path, NULL, NULL, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (f.folder), ==, n_files);
  csn_store_fixture_clear (&f);
}

static void
tampered_log_makes_no_backup (void)
{
  CsnStoreFixture f;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  csn_store_fixture_init (&f, CSN_STORE_INLINE);
  append (&f, 10);
  csn_store_fixture_close (&f);
  edit (f.path,
        "DROP TRIGGER events_never_change;"
        "UPDATE events SET body = replace (body, 'presence', 'presents') WHERE seq = 4;");
  path = beside (&f, "backup.db");
  g_assert_false (csn_backup_make (f.path, path, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, CSN_STORE_ERROR, CSN_STORE_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "event 4"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  csn_store_fixture_clear (&f);
}

static void
restores_where_there_is_nothing (void)
{
  CsnStoreFixture f;
  g_autofree char *path = NULL;
  g_autofree char *aside = NULL;
  g_autoptr (GError) error = NULL;

  csn_store_fixture_init (&f, CSN_STORE_INLINE);
  append (&f, 20);
  path = beside (&f, "backup.db");
  back_up (&f, path, 21);
  csn_store_fixture_close (&f);
  g_assert_cmpint (g_unlink (f.path), ==, 0);
  g_assert_true (restore (&f, path, FALSE, &aside, &error));
  g_assert_no_error (error);
  g_assert_null (aside);
  csn_store_fixture_reopen (&f, CSN_STORE_INLINE);
  append (&f, 3);
  csn_store_fixture_assert_intact (f.path, 24);
  csn_store_fixture_clear (&f);
}

static void
newer_log_is_replaced_on_demand_only (void)
{
  CsnStoreFixture f;
  g_autofree char *path = NULL;
  g_autofree char *aside = NULL;
  g_autoptr (GError) error = NULL;

  csn_store_fixture_init (&f, CSN_STORE_INLINE);
  append (&f, 20);
  path = beside (&f, "backup.db");
  back_up (&f, path, 21);
  append (&f, 7);
  assert_refused (&f, path, CSN_STORE_ERROR_BUSY, "in use");
  csn_store_fixture_close (&f);
  assert_refused (&f, path, CSN_STORE_ERROR_CONFLICT, "lacks its last 7 events");
  csn_store_fixture_assert_intact (f.path, 28);
  g_assert_true (restore (&f, path, TRUE, &aside, &error));
  g_assert_no_error (error);
  csn_store_fixture_assert_intact (f.path, 21);
  csn_store_fixture_assert_intact (aside, 28);
  csn_store_fixture_clear (&f);
}

/* The newest events may still lie in the write-ahead log of a program that was killed. */
static void
replaced_database_keeps_its_write_ahead_log (void)
{
  CsnStoreFixture f;
  g_autofree char *path = NULL;
  g_autofree char *aside = NULL;
  g_autofree char *wal = NULL;
  g_autofree char *killed = NULL;
  g_autofree char *killed_wal = NULL;
  g_autofree char *bytes = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;

  csn_store_fixture_init (&f, CSN_STORE_INLINE);
  append (&f, 4);
  path = beside (&f, "backup.db");
  back_up (&f, path, 5);
  append (&f, 4);
  wal = beside (&f, "countersign.db-wal");
  killed = beside (&f, "killed.db");
  killed_wal = beside (&f, "killed.db-wal");
  g_assert_true (g_file_get_contents (f.path, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (killed, bytes, (gssize) length, NULL));
  g_free (bytes);
  g_assert_true (g_file_get_contents (wal, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 0);
  g_assert_true (g_file_set_contents (killed_wal, bytes, (gssize) length, NULL));

  g_assert_true (
      csn_backup_restore (path, killed, TRUE, CSN_FIXTURE_NOW, NULL, NULL, &aside, &error));
  g_assert_no_error (error);
  csn_store_fixture_assert_intact (killed, 5);
  csn_store_fixture_assert_intact (aside, 9);
  csn_store_fixture_clear (&f);
}

static void
another_log_is_replaced_on_demand_only (void)
{
  CsnStoreFixture f;
  CsnStoreFixture other;
  g_autofree char *path = NULL;

  csn_store_fixture_init (&f, CSN_STORE_INLINE);
  csn_store_fixture_init (&other, CSN_STORE_INLINE);
  append (&other, 50);
  path = beside (&other, "backup.db");
  back_up (&other, path, 51);
  csn_store_fixture_close (&f);
  assert_refused (&f, path, CSN_STORE_ERROR_CONFLICT, "another log");
  csn_store_fixture_assert_intact (f.path, 1);
  csn_store_fixture_clear (&other);
  csn_store_fixture_clear (&f);
}

static void
older_part_of_the_same_log_is_replaced (void)
{
  CsnStoreFixture f;
  g_autofree char *early = NULL;
  g_autofree char *late = NULL;
  g_autoptr (GError) error = NULL;

  csn_store_fixture_init (&f, CSN_STORE_INLINE);
  early = beside (&f, "early.db");
  late = beside (&f, "late.db");
  append (&f, 4);
  back_up (&f, early, 5);
  append (&f, 4);
  back_up (&f, late, 9);
  csn_store_fixture_close (&f);
  g_assert_true (restore (&f, early, TRUE, NULL, &error));
  g_assert_true (restore (&f, late, FALSE, NULL, &error));
  g_assert_no_error (error);
  csn_store_fixture_assert_intact (f.path, 9);
  /* From the early one on it went another way. */
  g_assert_true (restore (&f, early, TRUE, NULL, &error));
  csn_store_fixture_reopen (&f, CSN_STORE_INLINE);
  append_one (&f, 77);
  csn_store_fixture_close (&f);
  assert_refused (&f, late, CSN_STORE_ERROR_CONFLICT, "another way");
  csn_store_fixture_clear (&f);
}

static void
bad_backups_are_refused (void)
{
  static const struct
  {
    const char *script;
    CsnStoreError code;
    const char *words;
  } cases[] = {
    { "PRAGMA user_version = 99;", CSN_STORE_ERROR_TOO_NEW, "newer" },
    { "PRAGMA application_id = 7;", CSN_STORE_ERROR_DAMAGED, "not a database of Countersign" },
    { "DROP TRIGGER events_never_go; DELETE FROM events WHERE seq = 3;",
      CSN_STORE_ERROR_DAMAGED,
      "event 3 is missing" },
  };
  CsnStoreFixture f;

  csn_store_fixture_init (&f, CSN_STORE_INLINE);
  append (&f, 9);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("bad-%u.db", i);
      g_autofree char *path = beside (&f, name);

      back_up (&f, path, 10);
      edit (path, cases[i].script);
      if (i == 0)
        csn_store_fixture_close (&f);
      assert_refused (&f, path, cases[i].code, cases[i].words);
      csn_store_fixture_assert_intact (f.path, 10);
      csn_store_fixture_reopen (&f, CSN_STORE_INLINE);
      csn_store_fixture_close (&f);
    }
  csn_store_fixture_clear (&f);
}

static void
cut_off_backup_is_refused (void)
{
  CsnStoreFixture f;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  csn_store_fixture_init (&f, CSN_STORE_INLINE);
  append (&f, 200);
  path = beside (&f, "backup.db");
  back_up (&f, path, 201);
  csn_store_fixture_close (&f);
  g_assert_cmpint (truncate (path, 40000), ==, 0);
  g_assert_false (restore (&f, path, TRUE, NULL, &error));
  g_assert_error (error, CSN_STORE_ERROR, CSN_STORE_ERROR_DAMAGED);
  csn_store_fixture_assert_intact (f.path, 201);
  g_clear_error (&error);
  g_assert_false (restore (&f, f.path, TRUE, NULL, &error));
  g_assert_nonnull (strstr (error->message, "itself"));
  csn_store_fixture_clear (&f);
}

/* The last step of a restore that was broken off is done by the next start, so that it can't begin
 * a new log instead. */
static void
broken_off_restore_ends_at_the_next_start (void)
{
  CsnStoreFixture f;
  g_autofree char *waiting = NULL;

  csn_store_fixture_init (&f, CSN_STORE_INLINE);
  append (&f, 6);
  waiting = beside (&f, "countersign.db.restored");
  back_up (&f, waiting, 7);
  csn_store_fixture_close (&f);
  g_assert_cmpint (g_unlink (f.path), ==, 0);
  csn_store_fixture_reopen (&f, CSN_STORE_INLINE);
  g_assert_false (g_file_test (waiting, G_FILE_TEST_EXISTS));
  csn_store_fixture_assert_intact (f.path, 7);
  csn_store_fixture_clear (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup/whole", backup_is_whole_private_and_one_file);
  g_test_add_func ("/backup/taken", name_that_is_taken_is_kept);
  g_test_add_func ("/backup/stopped", stopped_backup_leaves_nothing);
  g_test_add_func ("/backup/tampered", tampered_log_makes_no_backup);
  g_test_add_func ("/restore/nothing", restores_where_there_is_nothing);
  g_test_add_func ("/restore/newer", newer_log_is_replaced_on_demand_only);
  g_test_add_func ("/restore/write-ahead-log", replaced_database_keeps_its_write_ahead_log);
  g_test_add_func ("/restore/another", another_log_is_replaced_on_demand_only);
  g_test_add_func ("/restore/older", older_part_of_the_same_log_is_replaced);
  g_test_add_func ("/restore/bad", bad_backups_are_refused);
  g_test_add_func ("/restore/cut-off", cut_off_backup_is_refused);
  g_test_add_func ("/restore/broken-off", broken_off_restore_ends_at_the_next_start);
  return g_test_run ();
}
