/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-fixture.h"

static CsnProfile *
profile (CsnGateFixture *f)
{
  GPtrArray *profiles = csn_agent_item_get_profiles (csn_gate_fixture_agent (f, "agent-1"));

  g_assert_cmpuint (profiles->len, ==, 1);
  return g_ptr_array_index (profiles, 0);
}

static void
live_numbered (CsnGateFixture *f, guint number, CsnOutcomeKind outcome)
{
  g_autofree char *task_id = g_strdup_printf ("n-%u", number);

  g_free (csn_gate_fixture_live (f, task_id, CSN_TEST_SOFT, outcome));
}

static void
outcome_counts_once (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_live (f, "t-1", CSN_TEST_SOFT, CSN_OUTCOME_SUCCESS);

  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_FAILURE, NULL),
                   ==,
                   CSN_GATE_ERROR_DECIDED);
  csn_gate_fixture_pass (f, 10);
  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_FAILURE, NULL),
                   ==,
                   CSN_GATE_ERROR_DECIDED);
  csn_gate_fixture_restart (f);
  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_FAILURE, NULL),
                   ==,
                   CSN_GATE_ERROR_DECIDED);
  g_assert_cmpuint (csn_profile_get_successes (profile (f)), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "outcome"), ==, 1);
}

static void
two_outcomes_at_once_count_once (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  g_autoptr (CsnOutcome) outcome = csn_outcome_new (CSN_OUTCOME_SUCCESS, NULL, NULL);
  GAsyncResult *results[2] = { NULL };

  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  csn_gate_fixture_acknowledge_all (f);
  for (guint i = 0; i < 2; i++)
    csn_gate_record_outcome_async (f->gate, id, outcome, csn_test_keep_result, &results[i]);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) done = csn_test_wait_result (&results[i]);

      g_assert_cmpint (csn_gate_record_outcome_finish (f->gate, done, NULL), ==, i == 0);
    }
  g_assert_cmpuint (csn_profile_get_successes (profile (f)), ==, 1);
}

static void
tenth_success_promotes (CsnGateFixture *f)
{
  g_autoptr (CsnJson) event = NULL;

  for (guint i = 0; i < 9; i++)
    live_numbered (f, i, CSN_OUTCOME_SUCCESS);
  csn_gate_fixture_restart (f);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_SOFT_APPROVAL);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "promoted"), ==, 0);
  live_numbered (f, 9, CSN_OUTCOME_SUCCESS);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_NOTIFY_ONLY);
  event = csn_gate_fixture_event (f, NULL, "promoted");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "from"), ==, "SOFT_APPROVAL");
  g_assert_cmpstr (csn_gate_fixture_text (event, "hitl_level", NULL), ==, "NOTIFY_ONLY");
  g_assert_cmpstr (csn_gate_fixture_text (event, "agent_id", NULL), ==, "agent-1");
}

static void
second_failure_in_a_day_demotes (CsnGateFixture *f)
{
  live_numbered (f, 0, CSN_OUTCOME_FAILURE);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_SOFT_APPROVAL);
  csn_gate_fixture_restart (f);
  csn_gate_fixture_pass (f, 86300);
  live_numbered (f, 1, CSN_OUTCOME_FAILURE);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_HARD_APPROVAL);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "demoted"), ==, 1);
}

static void
failures_days_apart_do_not_demote (CsnGateFixture *f)
{
  live_numbered (f, 0, CSN_OUTCOME_FAILURE);
  csn_gate_fixture_pass (f, 90000);
  live_numbered (f, 1, CSN_OUTCOME_FAILURE);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_SOFT_APPROVAL);
}

static gboolean
has_rule (CsnVerdict *verdict, const char *code)
{
  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    {
      if (g_str_equal (csn_verdict_get_rule (verdict, i)->code, code))
        return TRUE;
    }
  return FALSE;
}

static void
third_failure_makes_takeovers (CsnGateFixture *f)
{
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;
  g_autofree char *later = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);
      g_autofree char *members = g_strdup_printf ("'action_type': 'type-%u'", i);

      g_free (csn_gate_fixture_live (f, task_id, members, CSN_OUTCOME_FAILURE));
    }
  g_assert_cmpuint (csn_agent_item_get_failures_24h (csn_gate_fixture_agent (f, "agent-1")), ==, 3);
  csn_gate_fixture_restart (f);
  g_assert_cmpuint (csn_agent_item_get_failures_24h (csn_gate_fixture_agent (f, "agent-1")), ==, 3);

  id = csn_gate_fixture_submit (f, "t-4", CSN_TEST_SOFT);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_TAKEN_OVER);
  g_assert_true (
      has_rule (csn_inbox_item_get_verdict (csn_gate_fixture_item (f, id)), "failures.multiple"));
  other = csn_gate_fixture_submit (f, "t-5", "'agent_id': 'agent-2'," CSN_TEST_SOFT);
  csn_gate_fixture_assert_state (f, other, CSN_REQUEST_PENDING);

  csn_gate_fixture_pass (f, 90000);
  g_assert_cmpint (csn_gate_fixture_hand_back (f, id, "Done by hand"), ==, -1);
  later = csn_gate_fixture_submit (f, "t-6", "'action_type': 'new'," CSN_TEST_SOFT);
  csn_gate_fixture_assert_state (f, later, CSN_REQUEST_PENDING);
}

static void
success_of_a_rejected_request_is_an_alarm (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnInboxItem *item = csn_gate_fixture_item (f, id);
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (CsnJson) event = NULL;
  guint n_failures;

  csn_gate_fixture_decide (f, id, CSN_DECISION_REJECT);
  csn_gate_fixture_acknowledge_all (f);
  open = csn_gate_get_open_items (f->gate, CSN_FIXTURE_SOURCE);
  g_assert_cmpuint (open->len, ==, 1);
  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_SUCCESS, NULL), ==, -1);

  event = csn_gate_fixture_event (f, id, "alarm");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "alarm"),
                   ==,
                   "executed_against_decision");
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "outcome"), ==, 0);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_ALARM, id), ==, 1);
  csn_profile_get_failures (profile (f), &n_failures);
  g_assert_cmpuint (n_failures, ==, 1);
  g_assert_cmpuint (csn_agent_item_get_failures_24h (csn_gate_fixture_agent (f, "agent-1")), ==, 1);
  g_assert_cmpint (csn_outcome_get_kind (csn_inbox_item_get_outcome (item)),
                   ==,
                   CSN_OUTCOME_FAILURE);
}

static void
failure_of_a_rejected_request_is_nothing (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);

  csn_gate_fixture_decide (f, id, CSN_DECISION_REJECT);
  csn_gate_fixture_acknowledge_all (f);
  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_FAILURE, NULL), ==, -1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "alarm"), ==, 0);
  g_assert_cmpuint (csn_agent_item_get_failures_24h (csn_gate_fixture_agent (f, "agent-1")), ==, 0);
  csn_gate_fixture_restart (f);
  g_assert_cmpuint (csn_agent_item_get_failures_24h (csn_gate_fixture_agent (f, "agent-1")), ==, 0);
}

static void
rejected_request_is_watched_for_an_hour (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);

  csn_gate_fixture_decide (f, id, CSN_DECISION_REJECT);
  csn_gate_fixture_acknowledge_all (f);
  csn_gate_fixture_pass (f, 1800);
  csn_gate_fixture_restart (f);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_REJECTED);
  csn_gate_fixture_pass (f, 1810);
  g_assert_null (csn_gate_lookup (f->gate, id));
  csn_gate_fixture_restart (f);
  g_assert_null (csn_gate_lookup (f->gate, id));
  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_SUCCESS, NULL), ==, -1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "alarm"), ==, 1);
}

static void
other_digest_is_an_alarm (CsnGateFixture *f)
{
  g_autofree char *good = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autofree char *bad = csn_gate_fixture_submit (f, "t-2", NULL);
  CsnRequest *request = csn_inbox_item_get_request (csn_gate_fixture_item (f, good));
  const char *digest = csn_request_get_action_digest (request);

  csn_gate_fixture_decide (f, good, CSN_DECISION_APPROVE);
  csn_gate_fixture_decide (f, bad, CSN_DECISION_APPROVE);
  csn_gate_fixture_acknowledge_all (f);
  g_assert_cmpint (csn_gate_fixture_report (f, good, CSN_OUTCOME_SUCCESS, digest), ==, -1);
  g_assert_cmpint (csn_gate_fixture_report (f, bad, CSN_OUTCOME_SUCCESS, digest), ==, -1);
  g_assert_cmpuint (csn_gate_fixture_count (f, good, "alarm"), ==, 0);
  g_assert_cmpuint (csn_gate_fixture_count (f, bad, "alarm"), ==, 1);
  g_assert_cmpuint (csn_profile_get_successes (profile (f)), ==, 0);
  g_assert_cmpuint (csn_agent_item_get_failures_24h (csn_gate_fixture_agent (f, "agent-1")), ==, 1);
}

static void
success_without_a_decision_is_an_alarm (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autoptr (CsnJson) event = NULL;

  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_SUCCESS, NULL), ==, -1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_WITHDRAWN);
  event = csn_gate_fixture_event (f, id, "alarm");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "alarm"),
                   ==,
                   "executed_without_decision");
}

static void
undelivered_approval_is_no_success (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  g_free (csn_gate_fixture_attempt (f, CSN_ATTEMPT_REFUSED));
  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_SUCCESS, NULL), ==, -1);
  g_assert_cmpuint (csn_agent_item_get_profiles (csn_gate_fixture_agent (f, "agent-1"))->len,
                    ==,
                    0);
}

static void
acting_before_the_delivery_is_an_alarm (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_SUCCESS, NULL), ==, -1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "alarm"), ==, 1);
  g_assert_cmpuint (csn_agent_item_get_profiles (csn_gate_fixture_agent (f, "agent-1"))->len,
                    ==,
                    0);
}

static void
rejection_and_edit_end_the_streak (CsnGateFixture *f)
{
  g_autoptr (CsnJson) action = csn_test_json ("{'order': 7}");
  g_autofree char *rejected = NULL;
  g_autofree char *edited = NULL;
  CsnAnswer answer;

  for (guint i = 0; i < 5; i++)
    live_numbered (f, i, CSN_OUTCOME_SUCCESS);
  g_assert_cmpuint (csn_profile_get_successes (profile (f)), ==, 5);
  rejected = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  csn_gate_fixture_decide (f, rejected, CSN_DECISION_REJECT);
  g_assert_cmpuint (csn_profile_get_successes (profile (f)), ==, 0);

  live_numbered (f, 5, CSN_OUTCOME_SUCCESS);
  edited = csn_gate_fixture_submit (f, "t-2", CSN_TEST_SOFT);
  answer = csn_gate_fixture_answer (f, edited, CSN_DECISION_EDIT);
  answer.action = action;
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, -1);
  g_assert_cmpuint (csn_profile_get_successes (profile (f)), ==, 0);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_SOFT_APPROVAL);
}

static void
unknown_outcome_counts_for_nothing (CsnGateFixture *f)
{
  live_numbered (f, 0, CSN_OUTCOME_SUCCESS);
  live_numbered (f, 1, CSN_OUTCOME_UNKNOWN);
  g_assert_cmpuint (csn_profile_get_successes (profile (f)), ==, 1);
}

static int
set_profile (CsnGateFixture *f, CsnProfile *changed)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;

  csn_gate_set_profile_async (f->gate, changed, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_set_profile_finish (f->gate, done, &error);
  return error != NULL ? error->code : -1;
}

static void
person_may_only_ask_for_more_oversight (CsnGateFixture *f)
{
  const CsnProfileState hard = { .level = CSN_LEVEL_HARD_APPROVAL, .pinned = TRUE };
  const CsnProfileState notify = { .level = CSN_LEVEL_NOTIFY_ONLY };
  g_autoptr (CsnProfile) stricter = csn_profile_new_full ("agent-1", "refund", &hard);
  g_autoptr (CsnProfile) looser = csn_profile_new_full ("agent-1", "refund", &notify);
  g_autoptr (CsnProfile) reset = csn_profile_new ("agent-1", "refund");
  g_autoptr (CsnProfile) nobody = csn_profile_new ("agent-9", "refund");

  live_numbered (f, 0, CSN_OUTCOME_SUCCESS);
  g_assert_cmpint (set_profile (f, nobody), ==, CSN_GATE_ERROR_NOT_FOUND);
  g_assert_cmpint (set_profile (f, looser), ==, CSN_GATE_ERROR_NOT_ALLOWED);
  g_assert_cmpint (set_profile (f, stricter), ==, -1);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_HARD_APPROVAL);
  csn_gate_fixture_restart (f);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_HARD_APPROVAL);
  g_assert_true (csn_profile_get_pinned (profile (f)));
  g_assert_cmpint (set_profile (f, reset), ==, -1);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_SOFT_APPROVAL);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "profile_set"), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/outcome/counts-once", outcome_counts_once);
  csn_gate_fixture_add ("/gate/outcome/two-at-once-count-once", two_outcomes_at_once_count_once);
  csn_gate_fixture_add ("/gate/outcome/tenth-success-promotes", tenth_success_promotes);
  csn_gate_fixture_add ("/gate/outcome/second-failure-in-a-day-demotes",
                        second_failure_in_a_day_demotes);
  csn_gate_fixture_add ("/gate/outcome/failures-days-apart-do-not-demote",
                        failures_days_apart_do_not_demote);
  csn_gate_fixture_add ("/gate/outcome/third-failure-makes-takeovers",
                        third_failure_makes_takeovers);
  csn_gate_fixture_add ("/gate/outcome/success-of-a-rejected-request-is-an-alarm",
                        success_of_a_rejected_request_is_an_alarm);
  csn_gate_fixture_add ("/gate/outcome/failure-of-a-rejected-request-is-nothing",
                        failure_of_a_rejected_request_is_nothing);
  csn_gate_fixture_add ("/gate/outcome/rejected-request-is-watched-for-an-hour",
                        rejected_request_is_watched_for_an_hour);
  csn_gate_fixture_add ("/gate/outcome/other-digest-is-an-alarm", other_digest_is_an_alarm);
  csn_gate_fixture_add ("/gate/outcome/success-without-a-decision-is-an-alarm",
                        success_without_a_decision_is_an_alarm);
  csn_gate_fixture_add ("/gate/outcome/undelivered-approval-is-no-success",
                        undelivered_approval_is_no_success);
  csn_gate_fixture_add ("/gate/outcome/acting-before-the-delivery-is-an-alarm",
                        acting_before_the_delivery_is_an_alarm);
  csn_gate_fixture_add ("/gate/outcome/rejection-and-edit-end-the-streak",
                        rejection_and_edit_end_the_streak);
  csn_gate_fixture_add ("/gate/outcome/unknown-counts-for-nothing",
                        unknown_outcome_counts_for_nothing);
  csn_gate_fixture_add ("/gate/outcome/person-may-only-ask-for-more-oversight",
                        person_may_only_ask_for_more_oversight);

  return g_test_run ();
}
