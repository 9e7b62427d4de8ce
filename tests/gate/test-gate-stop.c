/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-fixture.h"

#define OTHER_AGENT "'agent_id': 'agent-2'"

static void
stopping_an_agent_rejects_what_is_pending (CsnGateFixture *f)
{
  g_autofree char *first = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autofree char *second = csn_gate_fixture_submit (f, "t-2", CSN_TEST_SOFT);
  g_autofree char *other = csn_gate_fixture_submit (f, "t-3", OTHER_AGENT);
  g_autoptr (CsnJson) event = NULL;
  CsnAgentItem *agent = csn_gate_fixture_agent (f, "agent-1");

  csn_gate_fixture_set_stopped (f, "agent-1", TRUE);
  csn_gate_fixture_assert_state (f, first, CSN_REQUEST_REJECTED);
  csn_gate_fixture_assert_state (f, second, CSN_REQUEST_REJECTED);
  csn_gate_fixture_assert_state (f, other, CSN_REQUEST_PENDING);
  g_assert_true (csn_agent_item_get_stopped (agent));
  g_assert_true (csn_agent_item_get_read_only (agent));
  g_assert_false (csn_gate_get_stopped (f->gate));
  event = csn_gate_fixture_event (f, first, "rejected");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "reason"), ==, "stopped");
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "kind"), ==, "human");
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "stopped"), ==, 1);

  g_assert_cmpuint (csn_gate_fixture_acknowledge_all (f), ==, 3);
  g_assert_true (csn_agent_item_get_mode_acknowledged (agent));
}

static void
stopped_agent_gets_nothing_approved (CsnGateFixture *f)
{
  static const char *const members[] = {
    CSN_TEST_SOFT,
    NULL,
    CSN_TEST_TAKEOVER,
    "'facts': {'reversible': true, 'read_only': true}, 'confidence': {'score': 0.95}",
  };

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("a-%u", i);

      g_free (csn_gate_fixture_live (f, task_id, CSN_TEST_SOFT, CSN_OUTCOME_SUCCESS));
    }
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_FULL_AUTO);
  csn_gate_fixture_set_stopped (f, "agent-1", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);
      g_autofree char *id = csn_gate_fixture_submit (f, task_id, members[i]);
      g_autoptr (CsnJson) event = csn_gate_fixture_event (f, id, "rejected");

      csn_gate_fixture_assert_state (f, id, CSN_REQUEST_REJECTED);
      g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "kind"), ==, "policy");
    }
  g_assert_cmpuint (g_list_model_get_n_items (csn_gate_get_takeovers (f->gate)), ==, 0);
}

static void
stop_holds_until_a_person_lifts_it (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  csn_gate_fixture_set_stopped (f, "agent-1", TRUE);
  csn_gate_fixture_restart (f);
  g_assert_true (csn_agent_item_get_stopped (csn_gate_fixture_agent (f, "agent-1")));
  second = csn_gate_fixture_submit (f, "t-2", CSN_TEST_SOFT);
  csn_gate_fixture_assert_state (f, second, CSN_REQUEST_REJECTED);
  csn_gate_fixture_set_stopped (f, "agent-1", FALSE);
  g_assert_false (csn_agent_item_get_stopped (csn_gate_fixture_agent (f, "agent-1")));
  g_assert_false (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "resumed"), ==, 1);
  csn_gate_fixture_crash (f);
  third = csn_gate_fixture_submit (f, "t-3", CSN_TEST_SOFT);
  csn_gate_fixture_assert_state (f, third, CSN_REQUEST_PENDING);
}

static void
stopping_everything_stops_the_unknown_too (CsnGateFixture *f)
{
  g_autofree char *first = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autofree char *other = csn_gate_fixture_submit (f, "t-2", OTHER_AGENT);
  g_autofree char *new = NULL;
  g_autofree char *after = NULL;

  csn_gate_fixture_set_stopped (f, NULL, TRUE);
  g_assert_true (csn_gate_get_stopped (f->gate));
  csn_gate_fixture_assert_state (f, first, CSN_REQUEST_REJECTED);
  csn_gate_fixture_assert_state (f, other, CSN_REQUEST_REJECTED);
  csn_gate_fixture_crash (f);
  g_assert_true (csn_gate_get_stopped (f->gate));
  new = csn_gate_fixture_submit (f, "t-3", "'agent_id': 'agent-3'," CSN_TEST_SOFT);
  csn_gate_fixture_assert_state (f, new, CSN_REQUEST_REJECTED);
  csn_gate_fixture_set_stopped (f, NULL, FALSE);
  csn_gate_fixture_restart (f);
  g_assert_false (csn_gate_get_stopped (f->gate));
  for (guint i = 0; i < g_list_model_get_n_items (csn_gate_get_agents (f->gate)); i++)
    {
      g_autoptr (CsnAgentItem) agent = g_list_model_get_item (csn_gate_get_agents (f->gate), i);

      g_assert_false (csn_agent_item_get_read_only (agent));
    }
  after = csn_gate_fixture_submit (f, "t-4", CSN_TEST_SOFT);
  csn_gate_fixture_assert_state (f, after, CSN_REQUEST_PENDING);
}

static void
lifting_one_stop_leaves_the_other (CsnGateFixture *f)
{
  g_autofree char *first = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autofree char *other = csn_gate_fixture_submit (f, "t-2", OTHER_AGENT);

  csn_gate_fixture_set_stopped (f, "agent-1", TRUE);
  csn_gate_fixture_set_stopped (f, NULL, TRUE);
  csn_gate_fixture_set_stopped (f, NULL, FALSE);
  g_assert_true (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
  g_assert_false (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-2")));
  csn_gate_fixture_set_stopped (f, NULL, TRUE);
  csn_gate_fixture_set_stopped (f, "agent-1", FALSE);
  g_assert_true (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
  csn_gate_fixture_set_stopped (f, NULL, FALSE);
  g_assert_false (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
}

static void
lifting_a_stop_leaves_a_takeover (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_TAKEOVER);

  csn_gate_fixture_set_stopped (f, "agent-1", TRUE);
  csn_gate_fixture_set_stopped (f, "agent-1", FALSE);
  g_assert_true (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
  csn_gate_fixture_set_stopped (f, "agent-1", TRUE);
  g_assert_cmpint (csn_gate_fixture_hand_back (f, id, "Done"), ==, -1);
  g_assert_true (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
  csn_gate_fixture_set_stopped (f, "agent-1", FALSE);
  g_assert_false (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
}

static void
stop_between_submit_and_record_rejects (CsnGateFixture *f)
{
  g_autoptr (CsnRequest) request = csn_test_request_new (CSN_FIXTURE_SOURCE, "t-1", NULL);
  GAsyncResult *submitted = NULL;
  GAsyncResult *stopped = NULL;
  g_autoptr (GAsyncResult) submit_done = NULL;
  g_autoptr (GAsyncResult) stop_done = NULL;
  g_autofree char *id = NULL;

  csn_gate_submit_async (f->gate, request, NULL, csn_test_keep_result, &submitted);
  csn_gate_set_stopped_async (f->gate, NULL, TRUE, csn_test_keep_result, &stopped);
  submit_done = csn_test_wait_result (&submitted);
  stop_done = csn_test_wait_result (&stopped);
  id = csn_gate_submit_finish (f->gate, submit_done, NULL);
  csn_test_run_ready ();
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_REJECTED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/stop/rejects-what-is-pending",
                        stopping_an_agent_rejects_what_is_pending);
  csn_gate_fixture_add ("/gate/stop/nothing-is-approved", stopped_agent_gets_nothing_approved);
  csn_gate_fixture_add ("/gate/stop/holds-until-a-person-lifts-it",
                        stop_holds_until_a_person_lifts_it);
  csn_gate_fixture_add ("/gate/stop/everything-means-the-unknown-too",
                        stopping_everything_stops_the_unknown_too);
  csn_gate_fixture_add ("/gate/stop/lifting-one-leaves-the-other",
                        lifting_one_stop_leaves_the_other);
  csn_gate_fixture_add ("/gate/stop/lifting-it-leaves-a-takeover",
                        lifting_a_stop_leaves_a_takeover);
  csn_gate_fixture_add ("/gate/stop/between-submit-and-record-rejects",
                        stop_between_submit_and_record_rejects);

  return g_test_run ();
}
