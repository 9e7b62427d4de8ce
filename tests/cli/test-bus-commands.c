/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "cli-session.h"

static void
test_without_the_program_each_says_so (void)
{
  static const char *const calls[][5] = {
    { "status", NULL },
    { "list", NULL },
    { "show", "x", NULL },
    { "open", NULL },
    { "reject", "x", NULL },
    { "agents", NULL },
    { "source", "add-task", "x", "t-1", NULL },
    { "source", "list", NULL },
    { "source", "remove", "x", NULL },
    { "source", "test", "x", NULL },
  };
  g_autoptr (CliSession) session = cli_session_new ();

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (CliRun) run = cli_runv (NULL, calls[i]);

      g_assert_cmpint (run->status, ==, 3);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_nonnull (strstr (run->err, "Countersign does not answer"));
    }
}

static void
test_without_a_bus_it_says_so (void)
{
  g_autofree char *bus = g_strdup (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  g_autoptr (CliRun) run = NULL;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  run = cli_run (NULL, "status", NULL);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", bus, TRUE);
  g_assert_cmpint (run->status, ==, 3);
  g_assert_nonnull (strstr (run->err, "no session bus"));
}

static void
test_a_fresh_program_has_nothing (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autoptr (CsnJson) status = NULL;
  g_autoptr (CliRun) list = NULL;
  g_autoptr (CliRun) sources = NULL;
  g_autoptr (CliRun) agents = NULL;

  cli_session_start_host (session);
  status = cli_session_read_json ("status", NULL);
  g_assert_cmpstr (cli_session_text (status, "database"), ==, session->database);
  g_assert_true (
      csn_json_get_boolean (csn_json_get_member (csn_json_get_member (status, "gate"), "open")));
  list = cli_run (NULL, "list", NULL);
  sources = cli_run (NULL, "source", "list", NULL);
  agents = cli_run (NULL, "agents", NULL);
  g_assert_cmpstr (list->out, ==, "Nothing is waiting.\n");
  g_assert_nonnull (strstr (sources->out, "No agent is connected"));
  g_assert_nonnull (strstr (agents->out, "No agent"));
}

static void
wait_for_delivery (const char *id, const char *state)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (CsnJson) shown = cli_session_read_json ("show", id, NULL);

      if (g_strcmp0 (cli_session_text (shown, "delivery"), state) == 0)
        return;
    }
  g_assert_not_reached ();
}

static void
test_a_request_is_read_and_rejected (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autoptr (CsnJson) shown = NULL;
  g_autoptr (CsnJson) waiting = NULL;
  g_autoptr (CsnJson) all = NULL;
  g_autoptr (CliRun) page = NULL;
  g_autoptr (CliRun) rejected = NULL;
  g_autoptr (CliRun) again = NULL;
  g_autoptr (CliRun) unknown = NULL;
  g_autofree char *id = NULL;

  cli_session_start_host (session);
  cli_session_start_agent (session);
  id = cli_session_connect_agent (session);
  page = cli_run (NULL, "show", id, NULL);
  g_assert_cmpint (page->status, ==, 0);
  g_assert_nonnull (strstr (page->out, "What will happen\n{\n"));
  g_assert_nonnull (strstr (page->out, "HARD_APPROVAL"));

  rejected = cli_run (NULL, "reject", id, "--reason", "not this one", NULL);
  g_assert_cmpstr (rejected->err, ==, "");
  g_assert_cmpint (rejected->status, ==, 0);
  again = cli_run (NULL, "reject", id, NULL);
  g_assert_cmpint (again->status, ==, 1);
  g_assert_nonnull (strstr (again->err, "rejected by"));
  unknown = cli_run (NULL, "show", "no-such-request", NULL);
  g_assert_cmpint (unknown->status, ==, 1);

  wait_for_delivery (id, "acknowledged");
  shown = cli_session_read_json ("show", id, NULL);
  g_assert_cmpstr (cli_session_text (shown, "state"), ==, "rejected");
  g_assert_cmpstr (cli_session_text (csn_json_get_member (shown, "decision"), "notes"),
                   ==,
                   "not this one");
  waiting = cli_session_read_json ("list", NULL);
  all = cli_session_read_json ("list", "--all", NULL);
  g_assert_cmpuint (csn_json_get_size (waiting), ==, 0);
  g_assert_cmpuint (csn_json_get_size (all), ==, 1);
}

static void
test_lists_can_be_narrowed (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autoptr (CsnJson) hard = NULL;
  g_autoptr (CsnJson) soft = NULL;
  g_autoptr (CsnJson) nobody = NULL;
  g_autoptr (CliRun) wrong = NULL;
  g_autofree char *id = NULL;

  cli_session_start_host (session);
  cli_session_start_agent (session);
  id = cli_session_connect_agent (session);
  hard = cli_session_read_json ("list", "--level", "HARD_APPROVAL", NULL);
  soft = cli_session_read_json ("list", "--level=SOFT_APPROVAL", NULL);
  nobody = cli_session_read_json ("list", "--agent", "nobody", NULL);
  wrong = cli_run (NULL, "list", "--level", "SOFTER", NULL);
  g_assert_cmpuint (csn_json_get_size (hard), ==, 1);
  g_assert_cmpuint (csn_json_get_size (soft), ==, 0);
  g_assert_cmpuint (csn_json_get_size (nobody), ==, 0);
  g_assert_cmpint (wrong->status, ==, 2);
}

static void
test_sources_are_added_tested_and_removed (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autoptr (CliRun) tested = NULL;
  g_autoptr (CliRun) dead = NULL;
  g_autoptr (CliRun) added = NULL;
  g_autoptr (CliRun) removed = NULL;
  g_autoptr (CliRun) again = NULL;
  g_autoptr (CsnJson) sources = NULL;
  g_autofree char *id = NULL;

  cli_session_start_host (session);
  cli_session_start_agent (session);
  id = cli_session_connect_agent (session);
  tested = cli_run (NULL, "source", "test", "demo", NULL);
  g_assert_cmpint (tested->status, ==, 0);
  g_assert_nonnull (strstr (tested->out, "It answers"));
  added = cli_run (NULL, "source", "add", "dead", "http://127.0.0.1:1", NULL);
  g_assert_cmpint (added->status, ==, 0);
  dead = cli_run (NULL, "source", "test", "dead", NULL);
  g_assert_cmpint (dead->status, ==, 1);
  sources = cli_session_read_json ("source", "list", NULL);
  g_assert_cmpuint (csn_json_get_size (sources), ==, 2);
  removed = cli_run (NULL, "source", "remove", "dead", NULL);
  g_assert_cmpint (removed->status, ==, 0);
  again = cli_run (NULL, "source", "remove", "dead", NULL);
  g_assert_cmpint (again->status, ==, 1);
}

static void
test_wrong_sources_are_refused (void)
{
  static const struct
  {
    const char *input;
    const char *args[8];
  } calls[] = {
    { NULL, { "source", "add", "far", "http://example.org", NULL } },
    { NULL, { "source", "add", "far", "ftp://example.org", NULL } },
    { NULL, { "source", "add", "no spaces", "https://example.org", NULL } },
    { NULL, { "source", "add", "x", "https://example.org", "--protocol", "telepathy", NULL } },
    { NULL, { "source", "add", "x", NULL } },
    { NULL, { "source", "add", "x", "https://example.org", "--token", "secret", NULL } },
    { "", { "source", "add", "x", "https://example.org", "--token-stdin", NULL } },
    { "two words", { "source", "add", "x", "https://example.org", "--token-stdin", NULL } },
    { "a\nb", { "source", "add", "x", "https://example.org", "--token-stdin", NULL } },
    { NULL, { "source", "add", "x", "https://example.org", "--token-file", "/nonexistent", NULL } },
    { "t",
      { "source",
        "add",
        "x",
        "https://example.org",
        "--token-file=/dev/null",
        "--token-stdin",
        NULL } },
  };
  g_autoptr (CliSession) session = cli_session_new ();
  g_autoptr (CsnJson) sources = NULL;

  cli_session_start_host (session);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (CliRun) run = cli_runv (calls[i].input, calls[i].args);

      g_test_message ("%u: %s", i, run->err);
      g_assert_cmpint (run->status, ==, 2);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_cmpstr (run->err, !=, "");
    }
  sources = cli_session_read_json ("source", "list", NULL);
  g_assert_cmpuint (csn_json_get_size (sources), ==, 0);
}

static void
test_a_token_that_can_not_be_kept_adds_nothing (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autoptr (CliRun) run = NULL;
  g_autoptr (CsnJson) sources = NULL;

  /* This bus has no Secret Service. */
  cli_session_start_host (session);
  run = cli_run ("sesame\n", "source", "add", "x", "https://example.org", "--token-stdin", NULL);
  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (strstr (run->err, "keyring"));
  g_assert_null (strstr (run->err, "sesame"));
  sources = cli_session_read_json ("source", "list", NULL);
  g_assert_cmpuint (csn_json_get_size (sources), ==, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GTestDBus) bus = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  g_test_add_func ("/cli/bus/without-the-program-each-says-so",
                   test_without_the_program_each_says_so);
  g_test_add_func ("/cli/bus/without-a-bus-it-says-so", test_without_a_bus_it_says_so);
  g_test_add_func ("/cli/bus/a-fresh-program-has-nothing", test_a_fresh_program_has_nothing);
  g_test_add_func ("/cli/bus/a-request-is-read-and-rejected", test_a_request_is_read_and_rejected);
  g_test_add_func ("/cli/bus/lists-can-be-narrowed", test_lists_can_be_narrowed);
  g_test_add_func ("/cli/bus/sources-are-added-tested-and-removed",
                   test_sources_are_added_tested_and_removed);
  g_test_add_func ("/cli/bus/wrong-sources-are-refused", test_wrong_sources_are_refused);
  g_test_add_func ("/cli/bus/a-token-that-can-not-be-kept-adds-nothing",
                   test_a_token_that_can_not_be_kept_adds_nothing);
  status = g_test_run ();
  g_test_dbus_down (bus);
  return status;
}
