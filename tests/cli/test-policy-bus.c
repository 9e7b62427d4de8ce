/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <string.h>

#include "cli-session.h"

#define PATIENCE_US (20 * G_USEC_PER_SEC)

static char *
write_policy (CliSession *session, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (session->home, name, NULL);

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static char *
get_sha256 (void)
{
  g_autoptr (CliRun) run = cli_run (NULL, "policy", "show", NULL);
  const char *at = strstr (run->out, "SHA-256");

  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (at);
  at += strlen ("SHA-256");
  at += strspn (at, " ");
  return g_strndup (at, 64);
}

static gboolean
a_policy_waits (void)
{
  g_autoptr (CliRun) run = cli_run (NULL, "policy", "show", NULL);

  return strstr (run->out, "waits for a person") != NULL;
}

static void
wait_for_proposal (void)
{
  gint64 end_time = g_get_monotonic_time () + PATIENCE_US;

  while (!a_policy_waits ())
    g_assert_cmpint (g_get_monotonic_time (), <, end_time);
}

static int
count_events (CliSession *session, const char *type)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count (*) FROM events WHERE event_type = '%s'", type);
  sqlite3_stmt *statement = NULL;
  sqlite3 *db = NULL;
  int count;

  g_assert_cmpint (sqlite3_open_v2 (session->database, &db, SQLITE_OPEN_READONLY, NULL),
                   ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  count = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return count;
}

/* Besides the one that says what it began with. */
static int
count_changes (CliSession *session)
{
  return count_events (session, "policy_changed") - 1;
}

static void
test_without_the_program_each_says_so (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autofree char *path = write_policy (session, "p.json", "{\"version\":1}");
  const char *const calls[][4] = {
    { "policy", "show", NULL },
    { "policy", "apply", path, NULL },
    { "policy", "preset", "cautious", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (CliRun) run = cli_runv (NULL, calls[i]);

      g_assert_cmpint (run->status, ==, 3);
      g_assert_cmpstr (run->out, ==, "");
      g_assert_nonnull (strstr (run->err, "Countersign does not answer"));
    }
}

static void
test_the_policy_in_force_is_shown (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autoptr (CliRun) shown = NULL;
  g_autoptr (CliRun) file = NULL;
  g_autoptr (CliRun) again = NULL;
  g_autofree char *path = NULL;

  cli_session_start_host (session);
  shown = cli_run (NULL, "policy", "show", NULL);
  g_assert_cmpint (shown->status, ==, 0);
  g_assert_nonnull (strstr (shown->out, "reference"));
  g_assert_nonnull (strstr (shown->out, "confidence.hard_below"));
  g_assert_nonnull (strstr (shown->out, "0.65"));
  g_assert_nonnull (strstr (shown->out, "cost_limits.USD"));
  g_assert_null (strstr (shown->out, "waits for a person"));

  /* What it prints is a policy file: the one in force. */
  file = cli_run (NULL, "policy", "show", "--json", NULL);
  g_assert_cmpint (file->status, ==, 0);
  path = write_policy (session, "same.json", file->out);
  again = cli_run (NULL, "policy", "apply", path, NULL);
  g_assert_cmpint (again->status, ==, 0);
  g_assert_nonnull (strstr (again->out, "in force already"));
  g_assert_cmpint (count_changes (session), ==, 0);
}

static void
test_a_stricter_policy_is_in_force_at_once (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autofree char *path = write_policy (session,
                                        "stricter.json",
                                        "{\"version\":1,\"confidence\":{\"hard_below\":0.7}}");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *restarted = NULL;
  g_autoptr (CliRun) run = NULL;

  cli_session_start_host (session);
  before = get_sha256 ();
  run = cli_run (NULL, "policy", "apply", path, NULL);
  g_assert_cmpstr (run->err, ==, "");
  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->out, "confidence.hard_below"));
  g_assert_nonnull (strstr (run->out, "The policy is in force."));
  after = get_sha256 ();
  g_assert_cmpstr (after, !=, before);
  g_assert_cmpint (count_changes (session), ==, 1);

  cli_session_stop_host (session);
  cli_session_start_host (session);
  restarted = get_sha256 ();
  g_assert_cmpstr (restarted, ==, after);
}

/* Everything on record names the policy in force, also what is recorded without the program. */
static void
test_an_export_without_the_program_names_the_policy (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autofree char *first = g_build_filename (session->home, "one.jsonl", NULL);
  g_autofree char *second = g_build_filename (session->home, "two.jsonl", NULL);
  g_autofree char *sha256 = NULL;
  g_autofree char *member = NULL;
  g_autofree char *text = NULL;
  g_autoptr (CliRun) preset = NULL;
  g_autoptr (CliRun) one = NULL;
  g_autoptr (CliRun) two = NULL;

  cli_session_start_host (session);
  preset = cli_run (NULL, "policy", "preset", "cautious", NULL);
  g_assert_cmpint (preset->status, ==, 0);
  sha256 = get_sha256 ();
  cli_session_stop_host (session);

  one = cli_run (NULL, "audit", "export", "-o", first, NULL);
  g_assert_cmpint (one->status, ==, 0);
  two = cli_run (NULL, "audit", "export", "--type=exported", "-o", second, NULL);
  g_assert_cmpint (two->status, ==, 0);
  g_assert_true (g_file_get_contents (second, &text, NULL, NULL));
  member = g_strdup_printf ("\"policy_sha256\":\"%s\"", sha256);
  g_assert_nonnull (strstr (text, member));
}

static void
test_a_refused_file_leaves_the_old_policy (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autofree char *path =
      write_policy (session, "wrong.json", "{\"version\":1,\n\"confidence\":{\"hard_below\":7}}");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (CliRun) run = NULL;

  cli_session_start_host (session);
  before = get_sha256 ();
  run = cli_run (NULL, "policy", "apply", path, NULL);
  g_assert_cmpint (run->status, ==, 2);
  g_assert_cmpstr (run->out, ==, "");
  g_assert_nonnull (strstr (run->err, "ine 2"));
  g_assert_nonnull (strstr (run->err, "confidence.hard_below"));
  g_assert_nonnull (strstr (run->err, "The policy in force stays as it is."));
  after = get_sha256 ();
  g_assert_cmpstr (after, ==, before);
}

/* Nothing but a person in the window can loosen the policy. */
static void
test_a_looser_policy_waits_for_a_person (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autofree char *path =
      write_policy (session, "looser.json", "{\"version\":1,\"cost_limits\":{\"USD\":\"500.00\"}}");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (CliRun) run = NULL;

  cli_session_start_host (session);
  before = get_sha256 ();
  run = cli_run (NULL, "policy", "apply", path, NULL);
  g_assert_cmpint (run->status, ==, 1);
  g_assert_nonnull (strstr (run->out, "cost_limits.USD"));
  g_assert_nonnull (strstr (run->out, "maybe less"));
  g_assert_nonnull (strstr (run->out, "a person has to confirm it"));
  g_assert_true (a_policy_waits ());
  after = get_sha256 ();
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (count_changes (session), ==, 0);
}

static GSubprocess *
start_waiting (const char *path)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                              &error,
                              cli_program (),
                              "policy",
                              "apply",
                              "--wait",
                              path,
                              NULL);
  g_assert_no_error (error);
  return process;
}

static void
end_waiting (GSubprocess *process, int status, const char *says)
{
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, &err, &error);
  g_assert_no_error (error);
  g_test_message ("%s%s", out, err);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, status);
  g_assert_true (strstr (out, says) != NULL || strstr (err, says) != NULL);
}

static void
test_it_waits_for_the_answer (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autofree char *path =
      write_policy (session, "looser.json", "{\"version\":1,\"cost_limits\":{\"USD\":\"500.00\"}}");
  g_autofree char *before = NULL;
  g_autofree char *declined = NULL;
  g_autofree char *confirmed = NULL;
  g_autoptr (GSubprocess) first = NULL;
  g_autoptr (GSubprocess) second = NULL;

  cli_session_start_host (session);
  before = get_sha256 ();

  first = start_waiting (path);
  wait_for_proposal ();
  cli_session_answer_proposal (session, FALSE);
  end_waiting (first, 1, "It was not confirmed.");
  declined = get_sha256 ();
  g_assert_cmpstr (declined, ==, before);

  second = start_waiting (path);
  wait_for_proposal ();
  cli_session_answer_proposal (session, TRUE);
  end_waiting (second, 0, "It was confirmed and is in force.");
  confirmed = get_sha256 ();
  g_assert_cmpstr (confirmed, !=, before);
  g_assert_cmpint (count_changes (session), ==, 1);
}

static void
test_a_later_proposal_takes_the_place (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autofree char *path =
      write_policy (session, "looser.json", "{\"version\":1,\"cost_limits\":{\"USD\":\"500.00\"}}");
  g_autofree char *other =
      write_policy (session, "other.json", "{\"version\":1,\"cost_limits\":{\"USD\":\"600.00\"}}");
  g_autoptr (GSubprocess) waiting = NULL;
  g_autoptr (CliRun) later = NULL;

  cli_session_start_host (session);
  waiting = start_waiting (path);
  wait_for_proposal ();
  later = cli_run (NULL, "policy", "apply", other, NULL);
  g_assert_cmpint (later->status, ==, 1);
  end_waiting (waiting, 1, "It was not confirmed.");
}

static void
test_the_program_may_end_meanwhile (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autofree char *path =
      write_policy (session, "looser.json", "{\"version\":1,\"cost_limits\":{\"USD\":\"500.00\"}}");
  g_autoptr (GSubprocess) waiting = NULL;

  cli_session_start_host (session);
  waiting = start_waiting (path);
  wait_for_proposal ();
  cli_session_kill_host (session);
  end_waiting (waiting, 3, "Countersign has ended.");
}

static void
test_presets (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autoptr (CliRun) cautious = NULL;
  g_autoptr (CliRun) reference = NULL;
  g_autoptr (CliRun) shown = NULL;

  cli_session_start_host (session);
  cautious = cli_run (NULL, "policy", "preset", "cautious", NULL);
  g_assert_cmpstr (cautious->err, ==, "");
  g_assert_cmpint (cautious->status, ==, 0);
  shown = cli_run (NULL, "policy", "show", NULL);
  g_assert_nonnull (strstr (shown->out, "cautious"));
  reference = cli_run (NULL, "policy", "preset", "reference", NULL);
  g_assert_cmpint (reference->status, ==, 1);
  g_assert_nonnull (strstr (reference->out, "a person has to confirm it"));
}

#define LOWERING                                                                                   \
  "{\"version\":1,\"rules\":[{\"id\":\"tickets\",\"note\":\"solved\",\"owner\":\"ana\","           \
  "\"agents\":\"support-*\",\"action_types\":\"update_record\",\"conditions\":[],"                 \
  "\"effect\":\"lower\",\"level\":\"FULL_AUTO\",\"dry_run\":%s,"                                   \
  "\"created_at\":\"2020-01-01T00:00:00Z\",\"expires_at\":\"2099-01-01T00:00:00Z\"}]}"

static const CsnJson *
get_array (const CsnJson *object, const char *key)
{
  const CsnJson *array = csn_json_get_member (object, key);

  g_assert_nonnull (array);
  g_assert_cmpint (csn_json_get_value_type (array), ==, CSN_JSON_ARRAY);
  return array;
}

static void
check_lowering (CliSession *session, const char *id, const char *path)
{
  g_autoptr (CliRun) text = NULL;
  g_autoptr (CsnJson) json = NULL;
  const CsnJson *skipped;

  text = cli_run (NULL, "policy", "replay", "--policy", path, NULL);
  g_assert_cmpstr (text->err, ==, "");
  g_assert_cmpint (text->status, ==, 0);
  g_assert_nonnull (strstr (text->out, "1 would have passed a person by"));
  g_assert_nonnull (strstr (text->out, id));
  g_assert_nonnull (strstr (text->out, "a person rejected it"));

  json = cli_session_read_json ("policy", "replay", "--policy", path, NULL);
  skipped = get_array (json, "skipped");
  g_assert_cmpuint (csn_json_get_size (skipped), ==, 1);
  g_assert_cmpstr (cli_session_text (csn_json_get_element (skipped, 0), "id"), ==, id);
  g_assert_cmpstr (cli_session_text (csn_json_get_element (skipped, 0), "to"), ==, "FULL_AUTO");
}

static void
check_nothing_skipped (const char *option, const char *value, const char *since)
{
  g_autoptr (CliRun) run = cli_run (NULL, "policy", "replay", option, value, since, NULL);

  g_assert_cmpstr (run->err, ==, "");
  g_assert_cmpint (run->status, ==, 0);
  g_assert_null (strstr (run->out, "a person rejected it"));
}

/* A ticket that a person rejected, and a policy by which nobody would have been asked. */
static void
test_replay_finds_who_would_have_been_skipped (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autofree char *live_text = g_strdup_printf (LOWERING, "false");
  g_autofree char *dry_text = g_strdup_printf (LOWERING, "true");
  g_autofree char *live = write_policy (session, "live.json", live_text);
  g_autofree char *dry = write_policy (session, "dry.json", dry_text);
  g_autoptr (CliRun) rejected = NULL;
  g_autoptr (CliRun) later = NULL;
  g_autofree char *id = NULL;

  cli_session_start_host (session);
  cli_session_start_scenario (session, "quiet");
  id = cli_session_connect_and_find (session, "update_record");
  rejected = cli_run (NULL, "reject", id, "--reason", "still open", NULL);
  g_assert_cmpint (rejected->status, ==, 0);

  check_lowering (session, id, live);
  check_nothing_skipped ("--policy", dry, NULL);
  check_nothing_skipped ("--preset", "reference", NULL);
  check_nothing_skipped ("--preset", "cautious", NULL);
  check_nothing_skipped ("--policy", live, "--agent=ops-agent");
  check_nothing_skipped ("--policy", live, "--action-type=refund");
  later = cli_run (NULL, "policy", "replay", "--policy", live, "--since=2098-01-01", NULL);
  g_assert_nonnull (strstr (later->out, "No recorded request"));

  /* The database alone is enough. */
  cli_session_stop_host (session);
  check_lowering (session, id, live);
}

static void
test_replay_needs_a_database (void)
{
  g_autoptr (CliSession) session = cli_session_new ();
  g_autoptr (CliRun) none = NULL;
  g_autoptr (CliRun) no_database = NULL;
  g_autofree char *junk = write_policy (session, "junk.db", "This is no database at all.");

  none = cli_run (NULL, "policy", "replay", "--preset=cautious", NULL);
  g_assert_cmpint (none->status, ==, 3);
  g_assert_cmpstr (none->out, ==, "");
  no_database = cli_run (NULL, "policy", "replay", "--preset=cautious", "--database", junk, NULL);
  g_assert_cmpint (no_database->status, ==, 3);
  g_assert_cmpstr (no_database->err, !=, "");
}

int
main (int argc, char **argv)
{
  g_autoptr (GTestDBus) bus = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);

  g_test_add_func ("/cli/policy-bus/an-export-without-the-program-names-the-policy",
                   test_an_export_without_the_program_names_the_policy);
  g_test_add_func ("/cli/policy-bus/without-the-program-each-says-so",
                   test_without_the_program_each_says_so);
  g_test_add_func ("/cli/policy-bus/the-policy-in-force-is-shown",
                   test_the_policy_in_force_is_shown);
  g_test_add_func ("/cli/policy-bus/a-stricter-policy-is-in-force-at-once",
                   test_a_stricter_policy_is_in_force_at_once);
  g_test_add_func ("/cli/policy-bus/a-refused-file-leaves-the-old-policy",
                   test_a_refused_file_leaves_the_old_policy);
  g_test_add_func ("/cli/policy-bus/a-looser-policy-waits-for-a-person",
                   test_a_looser_policy_waits_for_a_person);
  g_test_add_func ("/cli/policy-bus/it-waits-for-the-answer", test_it_waits_for_the_answer);
  g_test_add_func ("/cli/policy-bus/a-later-proposal-takes-the-place",
                   test_a_later_proposal_takes_the_place);
  g_test_add_func ("/cli/policy-bus/the-program-may-end-meanwhile",
                   test_the_program_may_end_meanwhile);
  g_test_add_func ("/cli/policy-bus/presets", test_presets);
  g_test_add_func ("/cli/policy-bus/replay-finds-who-would-have-been-skipped",
                   test_replay_finds_who_would_have_been_skipped);
  g_test_add_func ("/cli/policy-bus/replay-needs-a-database", test_replay_needs_a_database);

  status = g_test_run ();
  g_test_dbus_down (bus);
  return status;
}
