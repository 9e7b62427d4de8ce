/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "cli-session.h"

static void
assert_run (CliRun *run, int status, const char *words)
{
  const char *text = status == 0 ? run->out : run->err;

  g_test_message ("%d, out: %s, err: %s", run->status, run->out, run->err);
  g_assert_cmpint (run->status, ==, status);
  g_assert_nonnull (strstr (text, words));
}

static void
backup_and_restore_keep_what_was_there (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autofree char *path = g_build_filename (session->home, "backup.db", NULL);
  g_autofree char *id = NULL;
  g_autoptr (CliRun) backup = NULL;
  g_autoptr (CliRun) again = NULL;
  g_autoptr (CliRun) running = NULL;
  g_autoptr (CliRun) newer = NULL;
  g_autoptr (CliRun) restored = NULL;
  g_autoptr (CliRun) reject = NULL;
  g_autoptr (CsnJson) report = NULL;

  cli_session_start_host (session);
  cli_session_start_agent (session);
  id = cli_session_connect_agent (session);
  backup = cli_run (NULL, "backup", path, NULL);
  assert_run (backup, 0, "Backed up and verified");
  again = cli_run (NULL, "backup", path, NULL);
  assert_run (again, 1, "is there already");
  reject = cli_run (NULL, "reject", id, NULL);
  assert_run (reject, 0, "Rejected");
  running = cli_run (NULL, "restore", path, NULL);
  assert_run (running, 1, "Quit Countersign first");
  cli_session_stop_host (session);

  newer = cli_run (NULL, "restore", path, NULL);
  assert_run (newer, 1, "--replace");
  restored = cli_run (NULL, "restore", "--replace", path, NULL);
  assert_run (restored, 0, "countersign.db.replaced-");
  report = cli_session_read_json ("audit", "verify", NULL);
  g_assert_cmpstr (cli_session_text (report, "integrity"), ==, "UNVERIFIABLE");
  cli_session_start_host (session);
}

static void
erasing_says_why_and_keeps_the_log (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autofree char *id = NULL;
  g_autoptr (CliRun) pending = NULL;
  g_autoptr (CliRun) without_reason = NULL;
  g_autoptr (CliRun) removed = NULL;
  g_autoptr (CliRun) erased = NULL;
  g_autoptr (CliRun) again = NULL;
  g_autoptr (CsnJson) report = NULL;
  g_autoptr (CsnJson) shown = NULL;

  cli_session_start_host (session);
  cli_session_start_agent (session);
  id = cli_session_connect_agent (session);
  without_reason = cli_run (NULL, "payload", "erase", id, NULL);
  assert_run (without_reason, 2, "--reason");
  pending = cli_run (NULL, "payload", "erase", id, "--reason", "They asked", NULL);
  assert_run (pending, 2, "still expected");
  removed = cli_run (NULL, "source", "remove", "demo", NULL);
  g_assert_cmpint (removed->status, ==, 0);
  cli_session_stop_host (session);

  erased = cli_run (NULL, "payload", "erase", id, "--reason", "They asked", NULL);
  assert_run (erased, 0, "Erased the payload");
  report = cli_session_read_json ("audit", "verify", NULL);
  g_assert_cmpstr (cli_session_text (report, "integrity"), ==, "UNVERIFIABLE");
  cli_session_start_host (session);
  shown = cli_session_read_json ("show", id, NULL);
  g_assert_true (csn_json_get_boolean (csn_json_get_member (shown, "payload_erased")));
  g_assert_cmpuint (csn_json_get_size (csn_json_get_member (shown, "action")), ==, 0);
  again = cli_run (NULL, "payload", "erase", id, "--reason", "They asked", NULL);
  assert_run (again, 2, "erased before");
}

int
main (int argc, char **argv)
{
  g_autoptr (GTestDBus) bus = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  g_test_add_func ("/cli/backup", backup_and_restore_keep_what_was_there);
  g_test_add_func ("/cli/payload-erase", erasing_says_why_and_keeps_the_log);
  status = g_test_run ();
  g_test_dbus_down (bus);
  return status;
}
