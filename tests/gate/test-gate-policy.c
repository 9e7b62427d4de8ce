/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include "csn-gate-fixture.h"

#define REFERENCE "'preset': 'reference'"
#define CAUTIOUS "'preset': 'cautious'"
#define RULE                                                                                       \
  "{'id': 'r-1', 'note': 'Small ones', 'owner': 'ana', 'agents': 'agent-*',"                       \
  " 'action_types': 'refund', 'effect': 'raise', 'level': 'HARD_APPROVAL', 'dry_run': false,"      \
  " 'expires_at': '2026-11-22T08:00:00Z'}"
#define GRANT                                                                                      \
  "{'id': 'g-1', 'grantor': 'boss', 'delegate': 'agent-1', 'action_types': '*',"                   \
  " 'expires_at': '2027-01-01T00:00:00Z'}"

static const char *
sha256_in_force (CsnGateFixture *f)
{
  return csn_policy_get_sha256 (csn_gate_get_policy (f->gate));
}

static void
set_policy (CsnGateFixture *f, const char *members)
{
  g_assert_cmpint (csn_gate_fixture_set_policy (f, members, "window"), ==, -1);
}

static void
first_policy_is_kept_with_an_event (CsnGateFixture *f)
{
  g_autoptr (CsnJson) event = csn_gate_fixture_event (f, NULL, "policy_changed");

  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "policy_changed"), ==, 1);
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "reason"), ==, "first_use");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "new_sha256"), ==, sha256_in_force (f));
  csn_gate_fixture_restart (f);
  csn_gate_fixture_crash (f);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "policy_changed"), ==, 1);
}

static void
change_is_recorded_with_old_and_new_values (CsnGateFixture *f)
{
  g_autofree char *old = g_strdup (sha256_in_force (f));
  g_autoptr (CsnJson) event = NULL;
  const CsnJson *changes;

  set_policy (f, "'failures_24h': 2, 'cost_limits': {'USD': '50.00'}");
  event = csn_gate_fixture_event (f, NULL, "policy_changed");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "old_sha256"), ==, old);
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "new_sha256"), ==, sha256_in_force (f));
  g_assert_cmpstr (csn_gate_fixture_text (event, "policy_sha256", NULL), ==, sha256_in_force (f));
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "kind"), ==, "human");
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "name"), ==, "ana@example.org");
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "via"), ==, "window");
  changes = csn_json_get_member (csn_json_get_member (event, "details"), "changes");
  g_assert_cmpuint (csn_json_get_size (changes), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const CsnJson *change = csn_json_get_element (changes, i);

      if (g_str_equal (csn_gate_fixture_text (change, "path", NULL), "failures_24h"))
        {
          g_assert_cmpstr (csn_gate_fixture_text (change, "before", NULL), ==, "3");
          g_assert_cmpstr (csn_gate_fixture_text (change, "after", NULL), ==, "2");
        }
      else
        {
          g_assert_cmpstr (csn_gate_fixture_text (change, "path", NULL), ==, "cost_limits.USD");
          g_assert_cmpstr (csn_gate_fixture_text (change, "before", NULL), ==, "100.00");
          g_assert_cmpstr (csn_gate_fixture_text (change, "after", NULL), ==, "50.00");
        }
    }
}

static void
rules_and_grants_have_events_of_their_own (CsnGateFixture *f)
{
  g_autoptr (CsnJson) added = NULL;
  g_autoptr (CsnJson) granted = NULL;
  g_autoptr (CsnJson) removed = NULL;

  set_policy (f, "'rules': [" RULE "], 'grants': [" GRANT "]");
  added = csn_gate_fixture_event (f, NULL, "rule_changed");
  g_assert_cmpstr (csn_gate_fixture_text (added, "details", "id"), ==, "r-1");
  g_assert_cmpstr (csn_gate_fixture_text (added, "details", "change"), ==, "added");
  granted = csn_gate_fixture_event (f, NULL, "grant_changed");
  g_assert_cmpstr (csn_gate_fixture_text (granted, "details", "id"), ==, "g-1");
  g_assert_cmpstr (csn_gate_fixture_text (granted, "policy_sha256", NULL), ==, sha256_in_force (f));
  set_policy (f, "'grants': [" GRANT "]");
  removed = csn_gate_fixture_event (f, NULL, "rule_changed");
  g_assert_cmpstr (csn_gate_fixture_text (removed, "details", "change"), ==, "removed");
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "rule_changed"), ==, 2);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "grant_changed"), ==, 1);
}

static void
the_same_policy_is_no_change (CsnGateFixture *f)
{
  set_policy (f, REFERENCE);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "policy_changed"), ==, 1);
}

static void
it_holds_across_restarts (CsnGateFixture *f)
{
  g_autofree char *sha256 = NULL;
  g_autofree char *id = NULL;

  set_policy (f, CAUTIOUS);
  sha256 = g_strdup (sha256_in_force (f));
  csn_gate_fixture_restart (f);
  g_assert_cmpstr (sha256_in_force (f), ==, sha256);
  csn_gate_fixture_crash (f);
  g_assert_cmpstr (sha256_in_force (f), ==, sha256);
  id = csn_gate_fixture_submit (f,
                                "t-1",
                                "'facts': {'reversible': false, 'financial': false, 'pii': false,"
                                " 'regulated': false}, 'confidence': {'score': 0.99}");
  g_assert_cmpint (csn_inbox_item_get_level (csn_gate_fixture_item (f, id)),
                   ==,
                   CSN_LEVEL_HARD_APPROVAL);
}

static void
every_event_names_the_policy (CsnGateFixture *f)
{
  g_auto (GStrv) types = NULL;

  g_free (csn_gate_fixture_live (f, "t-1", CSN_TEST_SOFT, CSN_OUTCOME_SUCCESS));
  set_policy (f, CAUTIOUS);
  csn_gate_fixture_restart (f);
  types = csn_gate_fixture_event_types (f, NULL);
  for (guint i = 0; types[i] != NULL; i++)
    {
      g_autoptr (CsnJson) event = csn_gate_fixture_event (f, NULL, types[i]);

      /* The store opens the log before there is a gate. */
      if (!g_str_equal (types[i], "log_opened"))
        g_assert_nonnull (csn_gate_fixture_text (event, "policy_sha256", NULL));
    }
}

static void
only_the_window_loosens (CsnGateFixture *f)
{
  g_autofree char *before = NULL;

  g_assert_cmpint (csn_gate_fixture_set_policy (f, CAUTIOUS, "command-line"), ==, -1);
  before = g_strdup (sha256_in_force (f));
  g_assert_cmpint (csn_gate_fixture_set_policy (f, REFERENCE, "command-line"),
                   ==,
                   CSN_GATE_ERROR_NOT_ALLOWED);
  g_assert_cmpint (csn_gate_fixture_set_policy (f, REFERENCE, NULL),
                   ==,
                   CSN_GATE_ERROR_NOT_ALLOWED);
  g_assert_cmpstr (sha256_in_force (f), ==, before);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "policy_changed"), ==, 2);
  set_policy (f, REFERENCE);
  g_assert_cmpstr (sha256_in_force (f), !=, before);
}

static void
set_file_limit (gboolean broken)
{
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &limit);
  limit.rlim_cur = broken ? 0 : limit.rlim_max;
  setrlimit (RLIMIT_FSIZE, &limit);
}

static void
what_is_not_recorded_is_not_in_force (CsnGateFixture *f)
{
  g_autofree char *before = g_strdup (sha256_in_force (f));
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  set_file_limit (TRUE);
  g_assert_cmpint (csn_gate_fixture_set_policy (f, "'rules': [" RULE "]", "window"),
                   ==,
                   CSN_GATE_ERROR_CLOSED);
  g_assert_nonnull (csn_gate_get_fault (f->gate));
  set_file_limit (FALSE);
  csn_gate_fixture_pass (f, 31);
  g_assert_null (csn_gate_get_fault (f->gate));
  g_assert_cmpstr (sha256_in_force (f), ==, before);
  g_assert_cmpint (csn_inbox_item_get_level (csn_gate_fixture_item (f, id)),
                   ==,
                   CSN_LEVEL_SOFT_APPROVAL);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "policy_changed"), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "rejudged"), ==, 0);
}

/* What waits */

static void
stricter_reaches_what_waits_at_once (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  CsnInboxItem *item = csn_gate_fixture_item (f, id);
  g_autoptr (CsnJson) event = NULL;
  gint64 now;

  csn_gate_fixture_pass (f, 200);
  set_policy (f, "'rules': [" RULE "]");
  now = csn_clock_get_wall (CSN_CLOCK (f->clock));
  g_assert_cmpint (csn_inbox_item_get_level (item), ==, CSN_LEVEL_HARD_APPROVAL);
  g_assert_true (csn_gate_fixture_has_rule (f, id, "rule.raise"));
  g_assert_cmpint (csn_inbox_item_get_deadline_at (item), ==, now + 86400 * CSN_SECOND);
  event = csn_gate_fixture_event (f, id, "rejudged");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "from"), ==, "SOFT_APPROVAL");
  g_assert_cmpstr (csn_gate_fixture_text (event, "hitl_level", NULL), ==, "HARD_APPROVAL");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "cause"), ==, "policy_changed");
  g_assert_cmpstr (csn_gate_fixture_text (event, "policy_sha256", NULL), ==, sha256_in_force (f));
  csn_gate_fixture_crash (f);
  item = csn_gate_fixture_item (f, id);
  g_assert_cmpint (csn_inbox_item_get_level (item), ==, CSN_LEVEL_HARD_APPROVAL);
  g_assert_cmpint (csn_inbox_item_get_deadline_at (item), ==, now + 86400 * CSN_SECOND);
  csn_gate_fixture_pass (f, 1000);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
}

static void
looser_never_reaches_what_waits (CsnGateFixture *f)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  set_policy (f, "'rules': [" RULE "]");
  first = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  set_policy (f, REFERENCE);
  second = csn_gate_fixture_submit (f, "t-2", CSN_TEST_SOFT);
  g_assert_cmpint (csn_inbox_item_get_level (csn_gate_fixture_item (f, first)),
                   ==,
                   CSN_LEVEL_HARD_APPROVAL);
  g_assert_cmpint (csn_inbox_item_get_level (csn_gate_fixture_item (f, second)),
                   ==,
                   CSN_LEVEL_SOFT_APPROVAL);
  csn_gate_fixture_restart (f);
  g_assert_cmpint (csn_inbox_item_get_level (csn_gate_fixture_item (f, first)),
                   ==,
                   CSN_LEVEL_HARD_APPROVAL);
}

/* At SOFT under both policies: but the first lets silence approve nothing that can't be undone. */
static void
silence_needs_both_policies (CsnGateFixture *f)
{
  static const char members[] =
      "'facts': {'reversible': false, 'financial': false, 'pii': false, 'regulated': false},"
      "'confidence': {'score': 0.9}";
  g_autofree char *id = NULL;

  set_policy (f, "'silence_approves_reversible_only': true");
  id = csn_gate_fixture_submit (f, "t-1", members);
  g_assert_cmpint (csn_inbox_item_get_level (csn_gate_fixture_item (f, id)),
                   ==,
                   CSN_LEVEL_SOFT_APPROVAL);
  set_policy (f, REFERENCE);
  csn_gate_fixture_pass (f, 1000);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  csn_gate_fixture_restart (f);
  csn_gate_fixture_pass (f, 1000);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
}

static void
window_of_silence_never_gets_shorter (CsnGateFixture *f)
{
  g_autofree char *long_one = NULL;
  g_autofree char *short_one = NULL;

  set_policy (f, "'timeout_seconds': {'soft': 600}");
  long_one = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  set_policy (f, "'timeout_seconds': {'soft': 60}");
  short_one = csn_gate_fixture_submit (f, "t-2", CSN_TEST_SOFT);
  csn_gate_fixture_pass (f, 61);
  csn_gate_fixture_assert_state (f, short_one, CSN_REQUEST_APPROVED);
  csn_gate_fixture_assert_state (f, long_one, CSN_REQUEST_PENDING);
  csn_gate_fixture_restart (f);
  csn_gate_fixture_pass (f, 590);
  csn_gate_fixture_assert_state (f, long_one, CSN_REQUEST_PENDING);
  csn_gate_fixture_pass (f, 20);
  csn_gate_fixture_assert_state (f, long_one, CSN_REQUEST_APPROVED);
}

static void
longer_window_reaches_what_waits (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  csn_gate_fixture_pass (f, 200);
  set_policy (f, "'timeout_seconds': {'soft': 600}");
  csn_gate_fixture_pass (f, 590);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  csn_gate_fixture_pass (f, 20);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
}

/* A crash between the policy and what it reaches: the start judges anew. */
static void
start_judges_anew (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  g_autoptr (CsnPolicy) policy = csn_gate_fixture_new_policy ("'rules': [" RULE "]");
  g_autofree char *json = csn_policy_to_json (policy);
  CsnChange *change = csn_change_new ();

  csn_change_put_policy (change, csn_policy_get_sha256 (policy), json, 1);
  csn_store_commit_async (f->store, change, NULL, NULL);
  csn_gate_fixture_crash (f);
  g_assert_cmpint (csn_inbox_item_get_level (csn_gate_fixture_item (f, id)),
                   ==,
                   CSN_LEVEL_HARD_APPROVAL);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "rejudged"), ==, 1);
}

static void
silence_judges_anew (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  g_autoptr (CsnProfile) profile = csn_profile_new ("agent-1", "refund");
  g_autoptr (CsnProfile) stricter =
      csn_profile_new_full ("agent-1",
                            "refund",
                            &(CsnProfileState){ .level = CSN_LEVEL_HARD_APPROVAL });
  g_autoptr (CsnJson) event = NULL;

  g_assert_cmpint (csn_gate_fixture_set_profile (f, stricter), ==, -1);
  csn_gate_fixture_pass (f, 301);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  g_assert_cmpint (csn_inbox_item_get_level (csn_gate_fixture_item (f, id)),
                   ==,
                   CSN_LEVEL_HARD_APPROVAL);
  event = csn_gate_fixture_event (f, id, "rejudged");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "cause"), ==, "silence");
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "timeout"), ==, 0);
}

static void
raised_to_a_takeover_is_one (CsnGateFixture *f)
{
  static const char rule[] = "{'id': 'r-1', 'note': 'n', 'owner': 'ana', 'effect': 'raise',"
                             " 'level': 'HUMAN_TAKEOVER', 'dry_run': false,"
                             " 'expires_at': '2026-11-22T08:00:00Z'}";
  g_autofree char *members = g_strdup_printf ("'rules': [%s]", rule);
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  set_policy (f, members);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_TAKEN_OVER);
  g_assert_cmpuint (g_list_model_get_n_items (csn_gate_get_takeovers (f->gate)), ==, 1);
  g_assert_true (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
}

static void
rule_ends_with_its_time (CsnGateFixture *f)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  set_policy (f, "'rules': [" RULE "]");
  before = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  csn_gate_fixture_pass (f, 3600);
  after = csn_gate_fixture_submit (f, "t-2", CSN_TEST_SOFT);
  g_assert_true (csn_gate_fixture_has_rule (f, before, "rule.raise"));
  g_assert_false (csn_gate_fixture_has_rule (f, after, "rule.raise"));
}

/* A policy that can't be read */

static void
damage (CsnGateFixture *f, const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (f->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* Starts another gate on the store; it must refuse. Gives what it says. */
static char *
refuse_to_open (CsnGateFixture *f)
{
  g_autoptr (CsnGate) gate =
      csn_gate_new (f->store, f->policy, CSN_CLOCK (f->clock), CSN_PRESENCE (f->presence));
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;

  csn_gate_start_async (gate, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  g_assert_false (csn_gate_start_finish (gate, done, &error));
  g_assert_error (error, CSN_GATE_ERROR, CSN_GATE_ERROR_CLOSED);
  csn_gate_fixture_pass (f, 60);
  g_assert_cmpstr (csn_gate_get_fault (gate), ==, error->message);
  return g_strdup (error->message);
}

static void
policy_changed_from_outside_keeps_the_gate_closed (CsnGateFixture *f)
{
  g_autofree char *said = NULL;

  set_policy (f, CAUTIOUS);
  damage (f,
          "DROP TRIGGER policies_never_change;"
          "UPDATE policies SET json = replace (json, 'true', 'false');");
  said = refuse_to_open (f);
  g_assert_nonnull (strstr (said, "changed from outside"));
}

static void
policy_of_a_newer_version_keeps_the_gate_closed (CsnGateFixture *f)
{
  g_autofree char *said = NULL;
  CsnChange *change = csn_change_new ();

  /* SHA-256 of {"version":2} */
  csn_change_put_policy (change,
                         "732322c128ed67841ef5aa42c7cd04ffcd74a61b2d17d710cd502b713d62930d",
                         "{\"version\":2}",
                         1);
  csn_store_commit_async (f->store, change, NULL, NULL);
  csn_test_run_ready ();
  said = refuse_to_open (f);
  g_assert_nonnull (strstr (said, "version"));
}

static void
missing_policy_keeps_the_gate_closed (CsnGateFixture *f)
{
  g_autofree char *said = NULL;

  damage (f, "UPDATE gate_values SET value = 'abcdef' WHERE key = 'policy';");
  said = refuse_to_open (f);
  g_assert_nonnull (strstr (said, "missing"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/policy/first-is-kept", first_policy_is_kept_with_an_event);
  csn_gate_fixture_add ("/gate/policy/old-and-new-values",
                        change_is_recorded_with_old_and_new_values);
  csn_gate_fixture_add ("/gate/policy/rules-and-grants", rules_and_grants_have_events_of_their_own);
  csn_gate_fixture_add ("/gate/policy/no-change", the_same_policy_is_no_change);
  csn_gate_fixture_add ("/gate/policy/restart", it_holds_across_restarts);
  csn_gate_fixture_add ("/gate/policy/every-event-names-it", every_event_names_the_policy);
  csn_gate_fixture_add ("/gate/policy/only-the-window-loosens", only_the_window_loosens);
  csn_gate_fixture_add ("/gate/policy/no-record-no-policy", what_is_not_recorded_is_not_in_force);
  csn_gate_fixture_add ("/gate/policy/stricter-at-once", stricter_reaches_what_waits_at_once);
  csn_gate_fixture_add ("/gate/policy/looser-never", looser_never_reaches_what_waits);
  csn_gate_fixture_add ("/gate/policy/silence-needs-both", silence_needs_both_policies);
  csn_gate_fixture_add ("/gate/policy/window-never-shorter", window_of_silence_never_gets_shorter);
  csn_gate_fixture_add ("/gate/policy/window-longer", longer_window_reaches_what_waits);
  csn_gate_fixture_add ("/gate/policy/start-judges-anew", start_judges_anew);
  csn_gate_fixture_add ("/gate/policy/silence-judges-anew", silence_judges_anew);
  csn_gate_fixture_add ("/gate/policy/raised-to-takeover", raised_to_a_takeover_is_one);
  csn_gate_fixture_add ("/gate/policy/rule-ends", rule_ends_with_its_time);
  csn_gate_fixture_add ("/gate/policy/changed-from-outside",
                        policy_changed_from_outside_keeps_the_gate_closed);
  csn_gate_fixture_add ("/gate/policy/newer-version",
                        policy_of_a_newer_version_keeps_the_gate_closed);
  csn_gate_fixture_add ("/gate/policy/missing", missing_policy_keeps_the_gate_closed);

  return g_test_run ();
}
