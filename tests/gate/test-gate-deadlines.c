/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-fixture.h"

static void
hard_escalates_after_a_day (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnInboxItem *item = csn_gate_fixture_item (f, id);
  g_autoptr (CsnTakeoverItem) takeover = NULL;
  g_autoptr (CsnJson) event = NULL;

  csn_gate_fixture_pass (f, 86399);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  csn_gate_fixture_pass (f, 1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_ESCALATED);
  g_assert_cmpint (csn_decision_get_kind (csn_inbox_item_get_decision (item)),
                   ==,
                   CSN_DECISION_ESCALATE);
  event = csn_gate_fixture_event (f, id, "escalated");
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "kind"), ==, "system");
  g_assert_cmpstr (csn_gate_fixture_text (event, "latency_ms", NULL), ==, "86400000");

  takeover = g_list_model_get_item (csn_gate_get_takeovers (f->gate), 0);
  g_assert_nonnull (takeover);
  g_assert_true (csn_takeover_item_get_inbox_item (takeover) == item);
  g_assert_true (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_TAKEOVER, id), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_acknowledge_all (f), ==, 2);
}

static void
hard_deadline_holds_across_restarts (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnInboxItem *item;

  csn_gate_fixture_pass (f, 50000);
  csn_gate_fixture_restart (f);
  item = csn_gate_fixture_item (f, id);
  g_assert_cmpint (csn_inbox_item_get_deadline_at (item), ==, CSN_FIXTURE_NOW + CSN_DAY);
  g_assert_cmpint (csn_inbox_item_get_timeout (item), ==, CSN_DAY);
  csn_gate_fixture_pass (f, 36399);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  csn_gate_fixture_pass (f, 1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_ESCALATED);
}

static void
hard_escalates_at_the_start_if_overdue (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);

  csn_fake_clock_step (f->clock, 2 * CSN_DAY);
  csn_gate_fixture_crash (f);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_ESCALATED);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "clock_jump"), ==, 0);
}

static void
silence_never_approves_hard (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);

  csn_gate_set_on_screen (f->gate, id);
  csn_gate_fixture_pass (f, 86400);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_ESCALATED);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "timeout"), ==, 0);
}

static void
hard_is_reminded_of_twice (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);

  csn_gate_fixture_pass (f, 43199);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REMINDER, id), ==, 0);
  csn_gate_fixture_pass (f, 1);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REMINDER, id), ==, 1);
  csn_gate_fixture_restart (f);
  csn_gate_fixture_pass (f, 34559);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REMINDER, id), ==, 1);
  csn_gate_fixture_pass (f, 1);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REMINDER, id), ==, 2);
  csn_gate_fixture_pass (f, 8000);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REMINDER, id), ==, 2);
}

static void
expiry_withdraws_and_never_approves (CsnGateFixture *f)
{
  static const char *const members[] = {
    "'expires_at': '2026-11-22T07:05:31.120431Z'",
    CSN_TEST_SOFT ", 'expires_at': '2026-11-22T07:05:31.120431Z'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);
      g_autofree char *id = csn_gate_fixture_submit (f, task_id, members[i]);
      g_autoptr (CsnJson) event = NULL;

      if (i == 0)
        {
          csn_gate_fixture_pass (f, 119);
          csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
          csn_gate_fixture_pass (f, 1);
        }
      csn_gate_fixture_assert_state (f, id, CSN_REQUEST_WITHDRAWN);
      event = csn_gate_fixture_event (f, id, "withdrawn");
      g_assert_cmpstr (csn_gate_fixture_text (event, "details", "reason"), ==, "expired");
      g_assert_null (csn_inbox_item_get_decision (csn_gate_fixture_item (f, id)));
      g_assert_cmpuint (csn_gate_fixture_acknowledge_all (f), ==, 0);
    }
}

static void
nothing_pending_needs_no_timer (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_live (f, "t-1", NULL, CSN_OUTCOME_SUCCESS);

  csn_gate_fixture_pass (f, 10);
  g_assert_cmpuint (csn_fake_clock_get_n_alarms (f->clock), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/deadlines/hard-escalates-after-a-day", hard_escalates_after_a_day);
  csn_gate_fixture_add ("/gate/deadlines/hard-deadline-holds-across-restarts",
                        hard_deadline_holds_across_restarts);
  csn_gate_fixture_add ("/gate/deadlines/hard-escalates-at-the-start-if-overdue",
                        hard_escalates_at_the_start_if_overdue);
  csn_gate_fixture_add ("/gate/deadlines/silence-never-approves-hard", silence_never_approves_hard);
  csn_gate_fixture_add ("/gate/deadlines/hard-is-reminded-of-twice", hard_is_reminded_of_twice);
  csn_gate_fixture_add ("/gate/deadlines/expiry-withdraws-and-never-approves",
                        expiry_withdraws_and_never_approves);
  csn_gate_fixture_add ("/gate/deadlines/nothing-pending-needs-no-timer",
                        nothing_pending_needs_no_timer);

  return g_test_run ();
}
