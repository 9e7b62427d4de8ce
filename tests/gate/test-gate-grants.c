/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-fixture.h"

/* boss gave agent-1 authority over refunds: 50.00 USD each, 100.00 in all, for an hour. */
#define GRANT                                                                                      \
  "{'id': 'g-1', 'grantor': 'boss', 'delegate': 'agent-1', 'action_types': 'refund',"              \
  " 'cost_limit': {'amount': '50.00', 'currency': 'USD'},"                                         \
  " 'cost_budget': {'amount': '100.00', 'currency': 'USD'},"                                       \
  " 'expires_at': '2026-11-22T08:00:00Z'}"

#define COSTS(amount)                                                                              \
  "'facts': {'reversible': true, 'cost': {'amount': '" amount "', 'currency': 'USD'}},"            \
  "'confidence': {'score': 0.9}, 'delegation': ['boss']"

static void
grant (CsnGateFixture *f)
{
  g_assert_cmpint (csn_gate_fixture_set_policy (f, "'grants': [" GRANT "]", "window"), ==, -1);
}

static CsnLevel
level (CsnGateFixture *f, const char *id)
{
  return csn_inbox_item_get_level (csn_gate_fixture_item (f, id));
}

static void
no_grant_is_hard (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", COSTS ("10.00"));

  g_assert_cmpint (level (f, id), ==, CSN_LEVEL_HARD_APPROVAL);
  g_assert_true (csn_gate_fixture_has_rule (f, id, "delegation.missing"));
}

static void
grant_lets_its_delegate_act (CsnGateFixture *f)
{
  g_autofree char *id = NULL;
  g_autofree char *late = NULL;

  grant (f);
  id = csn_gate_fixture_submit (f, "t-1", COSTS ("10.00"));
  g_assert_cmpint (level (f, id), ==, CSN_LEVEL_SOFT_APPROVAL);
  g_assert_true (csn_gate_fixture_has_rule (f, id, "delegation.chain"));
  csn_gate_fixture_pass (f, 3600);
  late = csn_gate_fixture_submit (f, "t-2", COSTS ("10.00"));
  g_assert_true (csn_gate_fixture_has_rule (f, late, "delegation.exceeded"));
}

/* The strictest of everyone in the chain. */
static void
chain_takes_the_profile_of_the_grantor (CsnGateFixture *f)
{
  g_autoptr (CsnProfile) stricter =
      csn_profile_new_full ("boss",
                            "refund",
                            &(CsnProfileState){ .level = CSN_LEVEL_HARD_APPROVAL });
  g_autofree char *known = NULL;
  g_autofree char *id = NULL;

  grant (f);
  known = csn_gate_fixture_submit (f, "b-1", "'agent_id': 'boss'," CSN_TEST_SOFT);
  g_assert_cmpint (csn_gate_fixture_set_profile (f, stricter), ==, -1);
  id = csn_gate_fixture_submit (f, "t-1", COSTS ("10.00"));
  g_assert_cmpint (level (f, id), ==, CSN_LEVEL_HARD_APPROVAL);
}

static void
approvals_draw_and_the_budget_ends (CsnGateFixture *f)
{
  g_autofree char *last = NULL;

  grant (f);
  /* 0.1 three times is no 0.3 in binary. */
  g_free (csn_gate_fixture_live (f, "t-1", COSTS ("0.10"), CSN_OUTCOME_SUCCESS));
  g_free (csn_gate_fixture_live (f, "t-2", COSTS ("0.1"), CSN_OUTCOME_SUCCESS));
  g_free (csn_gate_fixture_live (f, "t-3", COSTS ("0.100"), CSN_OUTCOME_SUCCESS));
  g_free (csn_gate_fixture_live (f, "t-4", COSTS ("50.00"), CSN_OUTCOME_SUCCESS));
  last = csn_gate_fixture_submit (f, "t-5", COSTS ("49.70"));
  g_assert_cmpint (level (f, last), ==, CSN_LEVEL_SOFT_APPROVAL);
  csn_gate_fixture_decide (f, last, CSN_DECISION_REJECT);
  g_free (last);
  last = csn_gate_fixture_submit (f, "t-6", COSTS ("49.71"));
  g_assert_cmpint (level (f, last), ==, CSN_LEVEL_HARD_APPROVAL);
  g_assert_true (csn_gate_fixture_has_rule (f, last, "delegation.exceeded"));
}

static void
what_was_drawn_holds_across_restarts (CsnGateFixture *f)
{
  g_autofree char *id = NULL;

  grant (f);
  g_free (csn_gate_fixture_live (f, "t-1", COSTS ("50.00"), CSN_OUTCOME_SUCCESS));
  g_free (csn_gate_fixture_live (f, "t-2", COSTS ("50.00"), CSN_OUTCOME_FAILURE));
  csn_gate_fixture_crash (f);
  id = csn_gate_fixture_submit (f, "t-3", COSTS ("0.01"));
  g_assert_true (csn_gate_fixture_has_rule (f, id, "delegation.exceeded"));
}

static void
edited_draws_the_cost_of_the_request (CsnGateFixture *f)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autoptr (CsnJson) action = csn_test_json ("{'order': 7}");
  CsnAnswer answer;

  grant (f);
  first = csn_gate_fixture_submit (f, "t-1", COSTS ("50.00"));
  answer = csn_gate_fixture_answer (f, first, CSN_DECISION_EDIT);
  answer.action = action;
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, -1);
  second = csn_gate_fixture_submit (f, "t-2", COSTS ("50.00"));
  g_assert_cmpint (level (f, second), ==, CSN_LEVEL_SOFT_APPROVAL);
  csn_gate_fixture_decide (f, second, CSN_DECISION_APPROVE);
  third = csn_gate_fixture_submit (f, "t-3", COSTS ("0.01"));
  g_assert_true (csn_gate_fixture_has_rule (f, third, "delegation.exceeded"));
}

static void
refused_and_rejected_draw_nothing (CsnGateFixture *f)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  grant (f);
  first = csn_gate_fixture_submit (f, "t-1", COSTS ("50.00"));
  csn_gate_fixture_decide (f, first, CSN_DECISION_REJECT);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("n-%u", i);

      second = csn_gate_fixture_submit (f, task_id, COSTS ("50.00"));
      g_assert_cmpint (level (f, second), ==, CSN_LEVEL_SOFT_APPROVAL);
      csn_gate_fixture_decide (f, second, CSN_DECISION_APPROVE);
      g_clear_pointer (&second, g_free);
    }
}

/* An undelivered approval keeps what it drew: an attempt may have arrived unanswered. */
static void
undelivered_stays_drawn (CsnGateFixture *f)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  grant (f);
  first = csn_gate_fixture_submit (f, "t-1", COSTS ("50.00"));
  csn_gate_fixture_decide (f, first, CSN_DECISION_APPROVE);
  g_free (csn_gate_fixture_attempt (f, CSN_ATTEMPT_REFUSED));
  second = csn_gate_fixture_submit (f, "t-2", COSTS ("50.00"));
  csn_gate_fixture_decide (f, second, CSN_DECISION_APPROVE);
  third = csn_gate_fixture_submit (f, "t-3", COSTS ("0.01"));
  g_assert_true (csn_gate_fixture_has_rule (f, third, "delegation.exceeded"));
}

/* Each fits alone; together they don't. Silence approves the first and then finds the second
 * beyond the budget; a person may approve it all the same. */
static void
two_that_wait_do_not_share_a_budget (CsnGateFixture *f)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autoptr (CsnJson) event = NULL;

  grant (f);
  g_free (csn_gate_fixture_live (f, "t-0", COSTS ("20.00"), CSN_OUTCOME_SUCCESS));
  first = csn_gate_fixture_submit (f, "t-1", COSTS ("50.00"));
  second = csn_gate_fixture_submit (f, "t-2", COSTS ("50.00"));
  g_assert_cmpint (level (f, second), ==, CSN_LEVEL_SOFT_APPROVAL);
  csn_gate_fixture_pass (f, 301);
  csn_gate_fixture_assert_state (f, first, CSN_REQUEST_APPROVED);
  csn_gate_fixture_assert_state (f, second, CSN_REQUEST_PENDING);
  g_assert_cmpint (level (f, second), ==, CSN_LEVEL_HARD_APPROVAL);
  g_assert_true (csn_gate_fixture_has_rule (f, second, "delegation.exceeded"));
  event = csn_gate_fixture_event (f, second, "rejudged");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "cause"), ==, "silence");
  csn_gate_fixture_decide (f, second, CSN_DECISION_APPROVE);
  csn_gate_fixture_assert_state (f, second, CSN_REQUEST_APPROVED);
  third = csn_gate_fixture_submit (f, "t-3", COSTS ("0.01"));
  g_assert_true (csn_gate_fixture_has_rule (f, third, "delegation.exceeded"));
}

/* Both come in before either is written. */
static void
policy_approvals_at_once_do_not_share_a_budget (CsnGateFixture *f)
{
  static const char *const agents[] = { "boss", "agent-1" };
  GAsyncResult *results[2] = { NULL };
  guint n_auto = 0;

  /* Both earned FULL_AUTO; the grant has room for one of two. */
  grant (f);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *members = g_strdup_printf ("'agent_id': '%s', " CSN_TEST_SOFT, agents[i]);

      for (guint n = 0; n < 20; n++)
        {
          g_autofree char *task_id = g_strdup_printf ("%s-%u", agents[i], n);

          g_free (csn_gate_fixture_live (f, task_id, members, CSN_OUTCOME_SUCCESS));
        }
    }
  g_free (csn_gate_fixture_live (f, "t-0", COSTS ("10.00"), CSN_OUTCOME_SUCCESS));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("two-%u", i);
      g_autoptr (CsnRequest) request =
          csn_test_request_new (CSN_FIXTURE_SOURCE, task_id, COSTS ("50.00"));

      csn_gate_submit_async (f->gate, request, NULL, csn_test_keep_result, &results[i]);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) done = csn_test_wait_result (&results[i]);
      g_autofree char *id = csn_gate_submit_finish (f->gate, done, NULL);

      csn_test_run_ready ();
      n_auto += level (f, id) == CSN_LEVEL_FULL_AUTO;
    }
  g_assert_cmpuint (n_auto, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/grants/none", no_grant_is_hard);
  csn_gate_fixture_add ("/gate/grants/one", grant_lets_its_delegate_act);
  csn_gate_fixture_add ("/gate/grants/chain", chain_takes_the_profile_of_the_grantor);
  csn_gate_fixture_add ("/gate/grants/budget-ends", approvals_draw_and_the_budget_ends);
  csn_gate_fixture_add ("/gate/grants/restart", what_was_drawn_holds_across_restarts);
  csn_gate_fixture_add ("/gate/grants/edited", edited_draws_the_cost_of_the_request);
  csn_gate_fixture_add ("/gate/grants/rejected", refused_and_rejected_draw_nothing);
  csn_gate_fixture_add ("/gate/grants/undelivered", undelivered_stays_drawn);
  csn_gate_fixture_add ("/gate/grants/two-that-wait", two_that_wait_do_not_share_a_budget);
  csn_gate_fixture_add ("/gate/grants/two-at-once", policy_approvals_at_once_do_not_share_a_budget);

  return g_test_run ();
}
