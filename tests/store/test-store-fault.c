/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* unshare () */
#include "csn-store-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include "csn-store-private.h"

#define TMPFS_OPTIONS "size=3m,mode=0700"
#define EVENTS_UNTIL_FULL 20000

static CsnChange *
new_change (guint number)
{
  CsnChange *change = csn_change_new ();

  csn_change_add_event (change, csn_store_fixture_new_event (CSN_FIXTURE_NOW, number));
  return change;
}

/* Commits until it fails; says how often it didn't. */
static guint
commit_until_fault (CsnStore *store, CsnStoreError code)
{
  for (guint i = 0; i < EVENTS_UNTIL_FULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (csn_store_fixture_commit (store, new_change (i), &error))
        continue;
      g_assert_error (error, CSN_STORE_ERROR, (int) code);
      return i;
    }
  g_assert_not_reached ();
}

static void
assert_closed (CsnStore *store)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (csn_store_fixture_commit (store, new_change (0), &error));
  g_assert_error (error, CSN_STORE_ERROR, CSN_STORE_ERROR_CLOSED);
}

static void
assert_recovers (CsnStore *store)
{
  g_autoptr (GError) error = NULL;

  csn_store_fixture_recover (store, &error);
  g_assert_no_error (error);
}

static void
test_database_without_room_closes_and_recovers (void)
{
  CsnStoreFixture fixture;
  guint n_events;

  csn_store_fixture_init (&fixture, CSN_STORE_INLINE);
  csn_store_forbid_growth (fixture.store);
  n_events = commit_until_fault (fixture.store, CSN_STORE_ERROR_FULL);
  assert_closed (fixture.store);
  assert_closed (fixture.store);
  assert_recovers (fixture.store);
  csn_store_fixture_commit_ok (fixture.store, new_change (0));
  csn_store_fixture_assert_intact (fixture.path, n_events + 2);
  csn_store_fixture_clear (&fixture);
}

static gboolean
enter_own_mounts (void)
{
  if (unshare (CLONE_NEWNS) == 0 || unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0)
    return mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
  return FALSE;
}

static void
fill_disk (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "filler", NULL);
  g_autofree char *block = g_malloc0 (4096);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  while (write (fd, block, 4096) > 0)
    ;
  g_assert_cmpint (errno, ==, ENOSPC);
  close (fd);
}

static void
assert_fault_is_recorded (CsnStore *store)
{
  CsnHistoryQuery query = { .event_type = (char *) "store_fault" };
  g_autoptr (GPtrArray) page = NULL;

  page = csn_store_fixture_read_history (store, &query, G_MAXUINT64, 10);
  g_assert_cmpuint (page->len, ==, 1);
  g_assert_nonnull (strstr (((CsnStoredEvent *) g_ptr_array_index (page, 0))->body,
                            "\"details\":{\"code\":\"full\"}"));
}

/* A disk of three megabytes that someone else fills: nothing acknowledged is lost, the ballast
 * holds the record of the fault, and the store is open again once there is room. */
static void
run_on_full_disk (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "countersign.db", NULL);
  g_autofree char *filler = g_build_filename (folder, "filler", NULL);
  g_autoptr (CsnStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) still_full = NULL;
  guint n_events;

  store = csn_store_open (path, CSN_STORE_DEFAULT, CSN_FIXTURE_NOW, &error);
  g_assert_no_error (error);
  fill_disk (folder);
  n_events = commit_until_fault (store, CSN_STORE_ERROR_FULL);
  assert_closed (store);
  assert_fault_is_recorded (store);
  fill_disk (folder);
  g_assert_false (csn_store_fixture_recover (store, &still_full));
  g_assert_error (still_full, CSN_STORE_ERROR, CSN_STORE_ERROR_FULL);
  assert_closed (store);
  g_assert_cmpint (g_unlink (filler), ==, 0);
  assert_recovers (store);
  csn_store_fixture_commit_ok (store, new_change (0));
  csn_store_fixture_assert_intact (path, n_events + 3);
  csn_store_close (store);
}

static void
test_full_disk_in_its_own_mounts (void)
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
  folder = g_dir_make_tmp ("csn-full-XXXXXX", NULL);
  if (!enter_own_mounts () || mount ("none", folder, "tmpfs", 0, TMPFS_OPTIONS) != 0)
    {
      g_rmdir (folder);
      g_printerr ("no mounts of its own\n");
      exit (1);
    }
  run_on_full_disk (folder);
  umount2 (folder, MNT_DETACH);
  g_rmdir (folder);
}

/* A write that fails for another reason than room. */
static void
run_with_failing_writes (CsnStoreFixture *fixture)
{
  struct rlimit limit = { 0 };
  guint n_events;

  csn_store_fixture_init (fixture, CSN_STORE_DEFAULT);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = 512 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  n_events = commit_until_fault (fixture->store, CSN_STORE_ERROR_IO);
  assert_closed (fixture->store);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  assert_recovers (fixture->store);
  csn_store_fixture_commit_ok (fixture->store, new_change (0));
  csn_store_fixture_assert_intact (fixture->path, n_events + 2);
}

static void
test_failing_write_closes_and_recovers (void)
{
  CsnStoreFixture fixture;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  run_with_failing_writes (&fixture);
  csn_store_fixture_clear (&fixture);
}

/* Someone writes into the file under us. */
static void
test_damage_under_way_closes (void)
{
  CsnStoreFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *garbage = g_strnfill (4096, '\x55');
  int fd;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  for (guint i = 0; i < 200; i++)
    csn_store_fixture_commit_ok (fixture.store, new_change (i));
  csn_store_fixture_reopen (&fixture, CSN_STORE_DEFAULT);
  fd = g_open (fixture.path, O_WRONLY | O_CLOEXEC, 0);
  for (goffset page = 1; page < 60; page++)
    g_assert_cmpint (pwrite (fd, garbage, 4096, page * 4096), ==, 4096);
  close (fd);
  g_assert_false (csn_store_fixture_commit (fixture.store, new_change (0), &error));
  g_assert_error (error, CSN_STORE_ERROR, CSN_STORE_ERROR_DAMAGED);
  assert_closed (fixture.store);
  g_clear_error (&error);
  g_assert_false (csn_store_fixture_recover (fixture.store, &error));
  g_assert_error (error, CSN_STORE_ERROR, CSN_STORE_ERROR_DAMAGED);
  assert_closed (fixture.store);
  csn_store_fixture_clear (&fixture);
}

static void
test_recovery_without_a_fault_is_nothing (void)
{
  CsnStoreFixture fixture;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  assert_recovers (fixture.store);
  csn_store_fixture_commit_ok (fixture.store, new_change (0));
  csn_store_fixture_assert_intact (fixture.path, 2);
  csn_store_fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/fault/database-without-room-closes-and-recovers",
                   test_database_without_room_closes_and_recovers);
  g_test_add_func ("/store/fault/full-disk-closes-and-recovers", test_full_disk_in_its_own_mounts);
  g_test_add_func ("/store/fault/failing-write-closes-and-recovers",
                   test_failing_write_closes_and_recovers);
  g_test_add_func ("/store/fault/damage-under-way-closes", test_damage_under_way_closes);
  g_test_add_func ("/store/fault/recovery-without-a-fault-is-nothing",
                   test_recovery_without_a_fault_is_nothing);
  return g_test_run ();
}
