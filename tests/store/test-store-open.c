/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* unshare () */
#include "csn-store-fixture.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

/* Opens the database of a closed fixture, which must fail with @code and a sentence with @words,
 * and must not change a byte of it. */
static void
assert_refused (CsnStoreFixture *fixture, CsnStoreError code, const char *words)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_before = 0;
  gsize n_after = 0;

  g_file_get_contents (fixture->path, &before, &n_before, NULL);
  fixture->store = csn_store_open (fixture->path, CSN_STORE_DEFAULT, CSN_FIXTURE_NOW, &error);
  g_assert_error (error, CSN_STORE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (fixture->store);
  g_file_get_contents (fixture->path, &after, &n_after, NULL);
  g_assert_cmpmem (before, n_before, after, n_after);
}

static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

static void
test_files_are_for_their_owner_only (void)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", ".lock", ".ballast" };
  CsnStoreFixture fixture;
  mode_t mask = umask (0);

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (fixture.path, suffixes[i], NULL);
      GStatBuf info;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
    }
  csn_store_fixture_close (&fixture);
  g_assert_cmpint (g_chmod (fixture.path, 0644), ==, 0);
  csn_store_fixture_reopen (&fixture, CSN_STORE_DEFAULT);
  {
    GStatBuf info;

    g_assert_cmpint (g_stat (fixture.path, &info), ==, 0);
    g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  }
  umask (mask);
  csn_store_fixture_clear (&fixture);
}

static void
test_settings_are_those_of_the_design (void)
{
  CsnStoreFixture fixture;
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  g_assert_cmpint (sqlite3_open (fixture.path, &database), ==, SQLITE_OK);
  sqlite3_prepare_v2 (database, "PRAGMA journal_mode", -1, &statement, NULL);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "wal");
  sqlite3_finalize (statement);
  sqlite3_prepare_v2 (database,
                      "SELECT count (*) FROM pragma_table_list "
                      "WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'",
                      -1,
                      &statement,
                      NULL);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (statement, 0), ==, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);
  csn_store_fixture_clear (&fixture);
}

static void
test_second_store_is_told_who_has_it (void)
{
  CsnStoreFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *owner = g_strdup_printf ("process %d", (int) getpid ());

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  g_assert_null (csn_store_open (fixture.path, CSN_STORE_DEFAULT, CSN_FIXTURE_NOW, &error));
  g_assert_error (error, CSN_STORE_ERROR, CSN_STORE_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, owner));
  csn_store_fixture_reopen (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_clear (&fixture);
}

static void
test_reader_needs_no_lock (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnStoreReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  reader = csn_store_reader_open (fixture.path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (csn_log_reader_get_count (CSN_LOG_READER (reader)), ==, 1);

  /* The reader keeps its moment, and doesn't hold up the writer. */
  for (guint i = 0; i < 10; i++)
    {
      CsnChange *change = csn_change_new ();

      csn_change_add_event (change, csn_store_fixture_new_event (CSN_FIXTURE_NOW, i));
      csn_store_fixture_commit_ok (fixture.store, change);
    }
  {
    g_autoptr (CsnVerifyReport) report = NULL;

    report = csn_audit_verify (CSN_LOG_READER (reader), NULL, NULL, NULL, NULL);
    g_assert_cmpint (report->fault, ==, CSN_FAULT_NONE);
    g_assert_cmpuint (report->n_events, ==, 1);
  }
  csn_store_fixture_assert_intact (fixture.path, 11);
  csn_store_fixture_clear (&fixture);
}

static void
test_log_reads_without_its_process (void)
{
  CsnStoreFixture fixture;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  csn_store_fixture_assert_intact (fixture.path, 1);
  csn_store_fixture_reopen (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_clear (&fixture);
}

static gboolean
mount_own (const char *folder)
{
  return (unshare (CLONE_NEWNS) == 0 || unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0) &&
         mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("none", folder, "tmpfs", 0, "size=8m") == 0;
}

/* A copy on a medium that can't be written, with a name that would be a bad address. */
static void
read_from_read_only_medium (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "a?b#c %41.db", NULL);
  g_autoptr (CsnStore) store = NULL;

  store = csn_store_open (path, CSN_STORE_DEFAULT, CSN_FIXTURE_NOW, NULL);
  g_assert_nonnull (store);
  csn_store_close (store);
  g_assert_cmpint (mount (NULL, folder, NULL, MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
  csn_store_fixture_assert_intact (path, 1);
}

static void
test_log_reads_from_a_read_only_medium (void)
{
  g_autofree char *folder = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      if (g_test_trap_has_passed ())
        return;
      g_test_trap_assert_stderr ("*no mounts of its own*");
      g_test_skip ("This machine lets a process have no mounts of its own");
      return;
    }
  folder = g_dir_make_tmp ("csn-still-XXXXXX", NULL);
  if (!mount_own (folder))
    {
      g_rmdir (folder);
      g_printerr ("no mounts of its own\n");
      exit (1);
    }
  read_from_read_only_medium (folder);
  umount2 (folder, MNT_DETACH);
  g_rmdir (folder);
}

static void
test_symbolic_link_is_refused (void)
{
  CsnStoreFixture fixture;
  g_autofree char *other = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  other = g_strconcat (fixture.path, ".other", NULL);
  g_assert_cmpint (g_rename (fixture.path, other), ==, 0);
  g_assert_cmpint (symlink (other, fixture.path), ==, 0);
  assert_refused (&fixture, CSN_STORE_ERROR_IO, "symbolic link");
  csn_store_fixture_clear (&fixture);
}

static void
test_folder_behind_a_link_is_fine (void)
{
  CsnStoreFixture fixture;
  g_autofree char *link = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  link = g_strconcat (fixture.folder, "-link", NULL);
  path = g_build_filename (link, "countersign.db", NULL);
  g_assert_cmpint (symlink (fixture.folder, link), ==, 0);
  fixture.store = csn_store_open (path, CSN_STORE_DEFAULT, CSN_FIXTURE_NOW, &error);
  g_assert_no_error (error);
  csn_store_fixture_assert_intact (path, 1);
  csn_store_fixture_clear (&fixture);
  g_unlink (link);
}

static void
test_second_name_is_refused (void)
{
  CsnStoreFixture fixture;
  g_autofree char *other = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  other = g_strconcat (fixture.path, ".other", NULL);
  g_assert_cmpint (link (fixture.path, other), ==, 0);
  assert_refused (&fixture, CSN_STORE_ERROR_IO, "second name");
  csn_store_fixture_clear (&fixture);
}

static void
test_folder_is_refused (void)
{
  CsnStoreFixture fixture;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  g_unlink (fixture.path);
  g_assert_cmpint (g_mkdir (fixture.path, 0700), ==, 0);
  assert_refused (&fixture, CSN_STORE_ERROR_IO, "not a file");
  g_rmdir (fixture.path);
  csn_store_fixture_clear (&fixture);
}

static void
test_newer_database_is_left_alone (void)
{
  CsnStoreFixture fixture;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  run_sql (fixture.path, "PRAGMA user_version = 7");
  assert_refused (&fixture, CSN_STORE_ERROR_TOO_NEW, "Update Countersign");
  csn_store_fixture_clear (&fixture);
}

static void
test_foreign_database_is_left_alone (void)
{
  CsnStoreFixture fixture;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  g_unlink (fixture.path);
  run_sql (fixture.path, "CREATE TABLE events (seq INTEGER)");
  assert_refused (&fixture, CSN_STORE_ERROR_DAMAGED, "not a database of Countersign");
  csn_store_fixture_clear (&fixture);
}

static void
test_other_bytes_are_left_alone (void)
{
  CsnStoreFixture fixture;
  g_autofree char *text = g_strnfill (10000, 'x');

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  g_assert_true (g_file_set_contents (fixture.path, text, -1, NULL));
  assert_refused (&fixture, CSN_STORE_ERROR_DAMAGED, "not a database");
  csn_store_fixture_clear (&fixture);
}

/* Every length that a file may be cut to: never a new log, and never an open one. */
static void
test_cut_file_is_left_alone (void)
{
  CsnStoreFixture fixture;
  GStatBuf info;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  g_assert_cmpint (g_stat (fixture.path, &info), ==, 0);
  for (goffset size = info.st_size - 1; size >= 0; size = size > 5000 ? size - 4099 : size - 997)
    {
      g_assert_cmpint (truncate (fixture.path, size), ==, 0);
      assert_refused (&fixture, CSN_STORE_ERROR_DAMAGED, "");
    }
  g_assert_cmpint (truncate (fixture.path, 0), ==, 0);
  assert_refused (&fixture, CSN_STORE_ERROR_DAMAGED, "");
  csn_store_fixture_clear (&fixture);
}

/* After an unclean end the whole file is looked at, so damage far from the head is found too. */
static void
test_damage_is_found_after_an_unclean_end (void)
{
  CsnStoreFixture fixture;
  FILE *file;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  for (guint i = 0; i < 100; i++)
    {
      CsnChange *change = csn_change_new ();

      csn_change_add_event (change, csn_store_fixture_new_event (CSN_FIXTURE_NOW, i));
      csn_store_fixture_commit_ok (fixture.store, change);
    }
  csn_store_fixture_close (&fixture);
  run_sql (fixture.path, "UPDATE meta SET value = 1 WHERE key = 'in_use'");
  csn_store_fixture_reopen (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  run_sql (fixture.path, "UPDATE meta SET value = 1 WHERE key = 'in_use'");
  file = g_fopen (fixture.path, "r+b");
  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, -3 * 4096, SEEK_END), ==, 0);
  g_assert_cmpuint (fwrite ("\xff\xff\xff\xff\xff\xff\xff\xff", 1, 8, file), ==, 8);
  fclose (file);
  assert_refused (&fixture, CSN_STORE_ERROR_DAMAGED, "damaged");
  csn_store_fixture_clear (&fixture);
}

static void
test_orphaned_write_ahead_log_is_no_new_log (void)
{
  CsnStoreFixture fixture;
  g_autofree char *wal = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  wal = g_strconcat (fixture.path, "-wal", NULL);
  g_unlink (fixture.path);
  g_assert_true (g_file_set_contents (wal, "x", 1, NULL));
  assert_refused (&fixture, CSN_STORE_ERROR_DAMAGED, "Put the database back");
  g_assert_false (g_file_test (fixture.path, G_FILE_TEST_EXISTS));
  csn_store_fixture_clear (&fixture);
}

static void
test_half_made_database_is_made_anew (void)
{
  CsnStoreFixture fixture;
  g_autofree char *new_path = NULL;
  g_autofree char *journal = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  g_unlink (fixture.path);
  new_path = g_strconcat (fixture.path, ".new", NULL);
  journal = g_strconcat (new_path, "-journal", NULL);
  g_assert_true (g_file_set_contents (new_path, "SQLite format 3", -1, NULL));
  g_assert_true (g_file_set_contents (journal, "x", -1, NULL));
  csn_store_fixture_reopen (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_assert_intact (fixture.path, 1);
  g_assert_false (g_file_test (new_path, G_FILE_TEST_EXISTS));
  csn_store_fixture_clear (&fixture);
}

static void
test_reader_refuses_what_is_no_log (void)
{
  CsnStoreFixture fixture;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) foreign = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  g_unlink (fixture.path);
  g_assert_null (csn_store_reader_open (fixture.path, &missing));
  g_assert_error (missing, CSN_STORE_ERROR, CSN_STORE_ERROR_IO);
  g_assert_false (g_file_test (fixture.path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_set_contents (fixture.path, "No database at all", -1, NULL));
  g_assert_null (csn_store_reader_open (fixture.path, &foreign));
  g_assert_error (foreign, CSN_STORE_ERROR, CSN_STORE_ERROR_DAMAGED);
  csn_store_fixture_clear (&fixture);
}

/* What version 1 wrote must open for ever: see fixtures/README. */
static void
test_version_1_opens (void)
{
  CsnStoreFixture fixture;
  g_autofree char *source = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (CsnSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_close (&fixture);
  source = g_test_build_filename (G_TEST_DIST, "store", "fixtures", "version-1.db", NULL);
  g_assert_true (g_file_get_contents (source, &bytes, &length, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (fixture.path, bytes, (gssize) length, NULL));
  csn_store_fixture_reopen (&fixture, CSN_STORE_DEFAULT);
  snapshot = csn_store_fixture_load (fixture.store, CSN_FIXTURE_NOW);
  g_assert_cmpuint (snapshot->requests->len, ==, 2);
  g_assert_cmpuint (snapshot->deliveries->len, ==, 1);
  g_assert_cmpuint (snapshot->profiles->len, ==, 1);
  g_assert_cmpuint (snapshot->agents->len, ==, 1);
  g_assert_cmpuint (snapshot->takeovers->len, ==, 1);
  g_assert_cmpuint (snapshot->failures->len, ==, 1);
  g_assert_cmpuint (snapshot->sources->len, ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (snapshot->values, "stopped"), ==, "1");
  csn_store_fixture_assert_intact (fixture.path, 5);
  {
    CsnChange *change = csn_change_new ();

    csn_change_add_event (change, csn_store_fixture_new_event (CSN_FIXTURE_NOW, 5));
    csn_store_fixture_commit_ok (fixture.store, change);
  }
  csn_store_fixture_assert_intact (fixture.path, 6);
  csn_store_fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/open/files-are-for-their-owner-only",
                   test_files_are_for_their_owner_only);
  g_test_add_func ("/store/open/settings-are-those-of-the-design",
                   test_settings_are_those_of_the_design);
  g_test_add_func ("/store/open/second-store-is-told-who-has-it",
                   test_second_store_is_told_who_has_it);
  g_test_add_func ("/store/open/reader-needs-no-lock", test_reader_needs_no_lock);
  g_test_add_func ("/store/open/log-reads-without-its-process", test_log_reads_without_its_process);
  g_test_add_func ("/store/open/log-reads-from-a-read-only-medium",
                   test_log_reads_from_a_read_only_medium);
  g_test_add_func ("/store/open/symbolic-link-is-refused", test_symbolic_link_is_refused);
  g_test_add_func ("/store/open/folder-behind-a-link-is-fine", test_folder_behind_a_link_is_fine);
  g_test_add_func ("/store/open/second-name-is-refused", test_second_name_is_refused);
  g_test_add_func ("/store/open/folder-is-refused", test_folder_is_refused);
  g_test_add_func ("/store/open/newer-database-is-left-alone", test_newer_database_is_left_alone);
  g_test_add_func ("/store/open/foreign-database-is-left-alone",
                   test_foreign_database_is_left_alone);
  g_test_add_func ("/store/open/other-bytes-are-left-alone", test_other_bytes_are_left_alone);
  g_test_add_func ("/store/open/cut-file-is-left-alone", test_cut_file_is_left_alone);
  g_test_add_func ("/store/open/damage-is-found-after-an-unclean-end",
                   test_damage_is_found_after_an_unclean_end);
  g_test_add_func ("/store/open/orphaned-write-ahead-log-is-no-new-log",
                   test_orphaned_write_ahead_log_is_no_new_log);
  g_test_add_func ("/store/open/half-made-database-is-made-anew",
                   test_half_made_database_is_made_anew);
  g_test_add_func ("/store/open/reader-refuses-what-is-no-log", test_reader_refuses_what_is_no_log);
  g_test_add_func ("/store/open/version-1-opens", test_version_1_opens);
  return g_test_run ();
}
