/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <string.h>

#include "cli-session.h"

/* A log of some events that no process has open. */
static CliSession *
new_session_with_log (void)
{
  CliSession *session = cli_session_new ();

  cli_session_start_host (session);
  cli_session_start_agent (session);
  g_free (cli_session_connect_agent (session));
  cli_session_stop_host (session);
  return session;
}

static void
change (const char *path, const char *sql)
{
  sqlite3 *database;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

static void
drop_triggers (const char *path)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement;
  sqlite3 *database;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  sqlite3_prepare_v2 (database,
                      "SELECT name FROM sqlite_master WHERE type = 'trigger'",
                      -1,
                      &statement,
                      NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (names, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  sqlite3_finalize (statement);
  sqlite3_close (database);
  g_assert_cmpuint (names->len, >, 0);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("DROP TRIGGER \"%s\"", (char *) names->pdata[i]);

      change (path, sql);
    }
}

static guint
count_lines (const char *path)
{
  g_autofree char *text = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (const char *p = text; *p != '\0'; p++)
    n += *p == '\n';
  return n;
}

static void
test_an_untouched_log_without_a_key_is_whole_but_unverifiable (void)
{
  g_autoptr (CliSession) session = new_session_with_log ();
  g_autoptr (CliRun) by_default = cli_run (NULL, "audit", "verify", NULL);
  g_autoptr (CliRun) by_name = cli_run (NULL, "audit", "verify", session->database, NULL);
  g_autoptr (CsnJson) report = cli_session_read_json ("audit", "verify", NULL);

  g_assert_cmpint (by_default->status, ==, 3);
  g_assert_nonnull (strstr (by_default->out, "UNVERIFIABLE"));
  g_assert_nonnull (strstr (by_default->out, "EXPOSED"));
  g_assert_cmpstr (by_default->out, ==, by_name->out);
  g_assert_cmpstr (cli_session_text (report, "integrity"), ==, "UNVERIFIABLE");
  g_assert_null (csn_json_get_member (report, "fault"));
}

static void
test_a_changed_log_is_tampered_with (void)
{
  static const struct
  {
    const char *sql;
    const char *fault;
  } changes[] = {
    { "UPDATE events SET body = replace (body, 'billing', 'holding')", "altered" },
    { "DELETE FROM events WHERE seq = 2", "missing" },
    { "UPDATE events SET agent_id = 'nobody' WHERE agent_id IS NOT NULL", "index-mismatch" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (CliSession) session = new_session_with_log ();
      g_autoptr (CliRun) run = NULL;
      g_autoptr (CsnJson) report = NULL;

      drop_triggers (session->database);
      change (session->database, changes[i].sql);
      run = cli_run (NULL, "audit", "verify", session->database, NULL);
      g_assert_cmpint (run->status, ==, 1);
      g_assert_nonnull (strstr (run->out, "TAMPERED"));
      report = cli_session_read_json ("audit", "verify", NULL);
      g_assert_cmpstr (cli_session_text (report, "fault"), ==, changes[i].fault);
    }
}

static void
test_what_is_no_log_is_unreadable (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autofree char *garbage = g_build_filename (session->home, "garbage.db", NULL);
  g_autoptr (CliRun) missing = cli_run (NULL, "audit", "verify", NULL);
  g_autoptr (CliRun) broken = NULL;

  g_assert_true (g_file_set_contents (garbage, "not a database at all", -1, NULL));
  broken = cli_run (NULL, "audit", "verify", garbage, NULL);
  g_assert_cmpint (missing->status, ==, 2);
  g_assert_nonnull (strstr (missing->err, session->database));
  g_assert_cmpint (broken->status, ==, 2);
  g_assert_cmpstr (broken->out, ==, "");
}

static void
test_an_export_of_the_running_log_is_an_event_of_it (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autofree char *first = g_build_filename (session->home, "one.jsonl", NULL);
  g_autofree char *second = g_build_filename (session->home, "two.jsonl", NULL);
  g_autofree char *manifest = g_strconcat (first, ".manifest.json", NULL);
  g_autofree char *id = NULL;
  g_autoptr (CliRun) one = NULL;
  g_autoptr (CliRun) two = NULL;

  cli_session_start_host (session);
  cli_session_start_agent (session);
  id = cli_session_connect_agent (session);
  one = cli_run (NULL, "audit", "export", "--output", first, NULL);
  g_assert_cmpstr (one->err, ==, "");
  g_assert_cmpint (one->status, ==, 0);
  g_assert_true (g_file_test (manifest, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_lines (first), >=, 4);
  two = cli_run (NULL, "audit", "export", "--type", "exported", "-o", second, NULL);
  g_assert_cmpint (two->status, ==, 0);
  g_assert_cmpuint (count_lines (second), ==, 1);
}

static void
test_an_export_without_the_program_is_an_event_too (void)
{
  g_autoptr (CliSession) session = new_session_with_log ();
  g_autofree char *first = g_build_filename (session->home, "one.csv", NULL);
  g_autofree char *second = g_build_filename (session->home, "two.jsonl", NULL);
  g_autoptr (CliRun) one = cli_run (NULL, "audit", "export", "--format=csv", "-o", first, NULL);
  g_autoptr (CliRun) two = cli_run (NULL, "audit", "export", "--type=exported", "-o", second, NULL);
  g_autoptr (CliRun) verified = cli_run (NULL, "audit", "verify", NULL);
  g_autofree char *text = NULL;

  g_assert_cmpstr (one->err, ==, "");
  g_assert_cmpint (one->status, ==, 0);
  g_assert_cmpint (two->status, ==, 0);
  g_assert_true (g_file_get_contents (second, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"event_type\":\"exported\""));
  g_assert_nonnull (strstr (text, "\"via\":\"command-line\""));
  g_assert_cmpuint (count_lines (second), ==, 1);
  g_assert_cmpint (verified->status, ==, 3);
}

static void
test_a_log_that_is_not_in_use_is_left_alone (void)
{
  g_autoptr (CliSession) session = new_session_with_log ();
  g_autofree char *copy = g_build_filename (session->home, "copy.db", NULL);
  g_autofree char *out = g_build_filename (session->home, "out.jsonl", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (CliRun) run = NULL;
  gsize length;
  gsize length_after;

  g_assert_true (g_file_get_contents (session->database, &before, &length, NULL));
  g_assert_true (g_file_set_contents (copy, before, length, NULL));
  run = cli_run (NULL, "audit", "export", "--database", copy, "-o", out, NULL);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->err, "not as an event"));
  g_assert_true (g_file_get_contents (copy, &after, &length_after, NULL));
  g_assert_cmpmem (before, length, after, length_after);
}

static char *
read_file (const char *path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
test_an_export_can_be_narrowed (void)
{
  g_autoptr (CliSession) session = new_session_with_log ();
  g_autofree char *out = g_build_filename (session->home, "out.jsonl", NULL);
  static const struct
  {
    const char *args[3];
    guint n_lines;
  } filters[] = {
    { { "--type=requested", NULL }, 1 },
    { { "--type=requested", "--agent=billing-agent", NULL }, 1 },
    { { "--type=requested", "--agent=nobody", NULL }, 0 },
    { { "--type=requested", "--action=refund", NULL }, 1 },
    { { "--type=requested", "--action=payment", NULL }, 0 },
    { { "--request=none", NULL }, 0 },
    { { "--type=requested", "--since=2100-01-01", NULL }, 0 },
    { { "--type=requested", "--until=2100-01-01T00:00:00Z", NULL }, 1 },
    { { "--type=requested", "--until=2000-01-01", NULL }, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr (CliRun) run = cli_run (NULL,
                                        "audit",
                                        "export",
                                        "--force",
                                        "-o",
                                        out,
                                        filters[i].args[0],
                                        filters[i].args[1],
                                        NULL);

      g_assert_cmpint (run->status, ==, 0);
      g_assert_cmpuint (count_lines (out), ==, filters[i].n_lines);
    }
}

static void
test_a_wrong_export_writes_nothing (void)
{
  g_autoptr (CliSession) session = new_session_with_log ();
  g_autofree char *out = g_build_filename (session->home, "out.jsonl", NULL);
  static const char *const wrong[] = {
    "--format=xml", "--type=bought", "--since=yesterday", "--until=2026-13-01", "more",
  };
  g_autoptr (CliRun) nowhere = cli_run (NULL, "audit", "export", NULL);
  g_autoptr (CliRun) no_folder = cli_run (NULL, "audit", "export", "-o", "/nonexistent/x", NULL);

  g_assert_cmpint (nowhere->status, ==, 2);
  g_assert_cmpint (no_folder->status, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (CliRun) run = cli_run (NULL, "audit", "export", "-o", out, wrong[i], NULL);

      g_assert_cmpint (run->status, ==, 2);
      g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
    }
}

static void
test_an_export_replaces_nothing_unasked (void)
{
  g_autoptr (CliSession) session = new_session_with_log ();
  g_autofree char *out = g_build_filename (session->home, "out", NULL);
  g_autoptr (CliRun) one = cli_run (NULL, "audit", "export", "-o", out, NULL);
  g_autofree char *before = read_file (out);
  g_autofree char *after = NULL;
  g_autoptr (CliRun) two = cli_run (NULL, "audit", "export", "--format=html", "-o", out, NULL);
  g_autoptr (CliRun) folder = cli_run (NULL, "audit", "export", "--format=bundle", "-o", out, NULL);

  g_assert_cmpint (one->status, ==, 0);
  g_assert_cmpint (two->status, ==, 1);
  g_assert_nonnull (strstr (two->err, "--force"));
  g_assert_cmpint (folder->status, ==, 1);
  after = read_file (out);
  g_assert_cmpstr (before, ==, after);
}

static void
test_every_format_is_written (void)
{
  g_autoptr (CliSession) session = new_session_with_log ();
  static const char *const formats[] = { "jsonl", "csv", "ocsf", "cef", "otlp", "html", "bundle" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *out = g_build_filename (session->home, formats[i], NULL);
      g_autoptr (CliRun) run = NULL;

      run = cli_run (NULL, "audit", "export", "--format", formats[i], "-o", out, NULL);
      g_assert_cmpint (run->status, ==, 0);
      g_assert_true (g_file_test (out, G_FILE_TEST_EXISTS));
    }
}

static void
test_a_killed_program_leaves_an_intact_log (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autoptr (CliRun) run = NULL;
  g_autofree char *id = NULL;

  cli_session_start_host (session);
  cli_session_start_agent (session);
  id = cli_session_connect_agent (session);
  cli_session_kill_host (session);
  run = cli_run (NULL, "audit", "verify", NULL);
  g_assert_cmpint (run->status, ==, 3);
  g_assert_nonnull (strstr (run->out, "UNVERIFIABLE"));
}

int
main (int argc, char **argv)
{
  g_autoptr (GTestDBus) bus = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  g_test_add_func ("/cli/audit/an-untouched-log-without-a-key-is-whole-but-unverifiable",
                   test_an_untouched_log_without_a_key_is_whole_but_unverifiable);
  g_test_add_func ("/cli/audit/a-changed-log-is-tampered-with",
                   test_a_changed_log_is_tampered_with);
  g_test_add_func ("/cli/audit/what-is-no-log-is-unreadable", test_what_is_no_log_is_unreadable);
  g_test_add_func ("/cli/audit/an-export-of-the-running-log-is-an-event-of-it",
                   test_an_export_of_the_running_log_is_an_event_of_it);
  g_test_add_func ("/cli/audit/an-export-without-the-program-is-an-event-too",
                   test_an_export_without_the_program_is_an_event_too);
  g_test_add_func ("/cli/audit/a-log-that-is-not-in-use-is-left-alone",
                   test_a_log_that_is_not_in_use_is_left_alone);
  g_test_add_func ("/cli/audit/an-export-can-be-narrowed", test_an_export_can_be_narrowed);
  g_test_add_func ("/cli/audit/an-export-replaces-nothing-unasked",
                   test_an_export_replaces_nothing_unasked);
  g_test_add_func ("/cli/audit/every-format-is-written", test_every_format_is_written);
  g_test_add_func ("/cli/audit/a-wrong-export-writes-nothing", test_a_wrong_export_writes_nothing);
  g_test_add_func ("/cli/audit/a-killed-program-leaves-an-intact-log",
                   test_a_killed_program_leaves_an_intact_log);
  status = g_test_run ();
  g_test_dbus_down (bus);
  return status;
}
