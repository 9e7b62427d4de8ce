/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-fixture.h"

static void
assert_waits (CsnGateFixture *f, const char *id, CsnWaitReason reason)
{
  CsnInboxItem *item = csn_gate_fixture_item (f, id);

  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  g_assert_cmpint (csn_inbox_item_get_wait_reason (item), ==, reason);
  if (reason == CSN_WAIT_NONE)
    g_assert_cmpint (csn_inbox_item_get_deadline_at (item), >, 0);
  else
    g_assert_cmpint (csn_inbox_item_get_deadline_at (item), ==, 0);
}

static void
lock (CsnGateFixture *f)
{
  csn_fake_presence_set (f->presence, CSN_PRESENCE_AWAY, "screen-locked");
  csn_test_run_ready ();
}

static void
unlock (CsnGateFixture *f)
{
  csn_fake_presence_set (f->presence, CSN_PRESENCE_ATTENTIVE, NULL);
  csn_test_run_ready ();
}

static void
consents_after_300_attentive_seconds (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  CsnInboxItem *item = csn_gate_fixture_item (f, id);
  g_autoptr (CsnJson) event = NULL;
  CsnDecision *decision;

  assert_waits (f, id, CSN_WAIT_NONE);
  g_assert_cmpint (csn_inbox_item_get_timeout (item), ==, 300 * CSN_SECOND);
  g_assert_cmpint (csn_inbox_item_get_deadline_at (item), ==, CSN_FIXTURE_NOW + 300 * CSN_SECOND);
  csn_gate_fixture_pass (f, 299);
  assert_waits (f, id, CSN_WAIT_NONE);
  csn_gate_fixture_pass (f, 1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);

  decision = csn_inbox_item_get_decision (item);
  g_assert_cmpint (csn_decision_get_actor_kind (decision), ==, CSN_ACTOR_SILENCE);
  g_assert_null (csn_decision_get_reviewer (decision));
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "approved"), ==, 0);
  event = csn_gate_fixture_event (f, id, "timeout");
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "kind"), ==, "silence");
  g_assert_null (csn_gate_fixture_text (event, "actor", "name"));
  g_assert_null (csn_gate_fixture_text (event, "reviewer_id", NULL));
  g_assert_cmpuint (csn_gate_fixture_acknowledge_all (f), ==, 1);
}

static void
lock_stops_it_and_unlock_starts_it_anew (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  csn_gate_fixture_pass (f, 299);
  lock (f);
  assert_waits (f, id, CSN_WAIT_AWAY);
  csn_gate_fixture_pass (f, 3000);
  assert_waits (f, id, CSN_WAIT_AWAY);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REQUEST, id), ==, 1);
  unlock (f);
  assert_waits (f, id, CSN_WAIT_NONE);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REQUEST, id), ==, 2);
  csn_gate_fixture_pass (f, 299);
  assert_waits (f, id, CSN_WAIT_NONE);
  csn_gate_fixture_pass (f, 1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "presence"), ==, 2);
}

static void
shortest_lock_starts_it_anew (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  csn_gate_fixture_pass (f, 299);
  csn_fake_presence_set (f->presence, CSN_PRESENCE_AWAY, "screen-locked");
  csn_fake_presence_set (f->presence, CSN_PRESENCE_ATTENTIVE, NULL);
  csn_gate_fixture_pass (f, 299);
  assert_waits (f, id, CSN_WAIT_NONE);
  csn_gate_fixture_pass (f, 1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
}

static void
arriving_while_away_waits_for_the_return (CsnGateFixture *f)
{
  g_autofree char *id = NULL;

  lock (f);
  id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  assert_waits (f, id, CSN_WAIT_AWAY);
  csn_fake_channel_set_mode (f->channel, CSN_FAKE_CHANNEL_HANGS);
  unlock (f);
  assert_waits (f, id, CSN_WAIT_UNSEEN);
  csn_gate_fixture_pass (f, 30);
  csn_fake_channel_let_go (f->channel);
  csn_test_run_ready ();
  assert_waits (f, id, CSN_WAIT_NONE);
  csn_gate_fixture_pass (f, 299);
  assert_waits (f, id, CSN_WAIT_NONE);
  csn_gate_fixture_pass (f, 1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
}

static void
what_nobody_was_told_does_not_count (CsnGateFixture *f)
{
  g_autofree char *id = NULL;

  csn_fake_channel_set_mode (f->channel, CSN_FAKE_CHANNEL_FAILS);
  id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  assert_waits (f, id, CSN_WAIT_UNSEEN);
  csn_gate_fixture_pass (f, 1000);
  assert_waits (f, id, CSN_WAIT_UNSEEN);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "notified"), ==, 0);

  /* It is told again by itself, and then it counts. */
  csn_fake_channel_set_mode (f->channel, CSN_FAKE_CHANNEL_ACCEPTS);
  csn_gate_fixture_pass (f, 61);
  assert_waits (f, id, CSN_WAIT_NONE);
  csn_gate_fixture_pass (f, 300);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
}

static void
card_on_screen_counts (CsnGateFixture *f)
{
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;

  csn_fake_channel_set_mode (f->channel, CSN_FAKE_CHANNEL_FAILS);
  id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  other = csn_gate_fixture_submit (f, "t-2", CSN_TEST_SOFT);
  csn_gate_set_on_screen (f->gate, id);
  csn_gate_set_on_screen (f->gate, id);
  csn_test_run_ready ();
  assert_waits (f, id, CSN_WAIT_NONE);
  csn_gate_fixture_pass (f, 200);
  csn_gate_set_on_screen (f->gate, other);
  csn_test_run_ready ();
  assert_waits (f, id, CSN_WAIT_UNSEEN);
  assert_waits (f, other, CSN_WAIT_NONE);
  csn_gate_set_on_screen (f->gate, id);
  csn_gate_fixture_pass (f, 299);
  assert_waits (f, id, CSN_WAIT_NONE);
  csn_gate_fixture_pass (f, 1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
  assert_waits (f, other, CSN_WAIT_UNSEEN);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "shown"), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, other, "shown"), ==, 1);
}

static void
channel_in_trouble_does_not_count (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  csn_gate_fixture_pass (f, 200);
  csn_fake_channel_set_problem (f->channel, "do-not-disturb");
  csn_test_run_ready ();
  assert_waits (f, id, CSN_WAIT_UNSEEN);
  csn_gate_fixture_pass (f, 1000);
  assert_waits (f, id, CSN_WAIT_UNSEEN);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REQUEST, id), ==, 1);
  csn_fake_channel_set_problem (f->channel, NULL);
  csn_test_run_ready ();
  assert_waits (f, id, CSN_WAIT_NONE);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REQUEST, id), ==, 2);
  csn_gate_fixture_pass (f, 299);
  assert_waits (f, id, CSN_WAIT_NONE);
}

static void
shortest_trouble_starts_it_anew (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  csn_gate_fixture_pass (f, 299);
  csn_fake_channel_set_problem (f->channel, "no-server");
  csn_fake_channel_set_problem (f->channel, NULL);
  csn_gate_fixture_pass (f, 299);
  assert_waits (f, id, CSN_WAIT_NONE);
  csn_gate_fixture_pass (f, 1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
}

static void
unknown_is_not_present (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  csn_fake_presence_set (f->presence, CSN_PRESENCE_UNKNOWN, "unknown");
  csn_test_run_ready ();
  assert_waits (f, id, CSN_WAIT_AWAY);
  csn_gate_fixture_pass (f, 1000);
  assert_waits (f, id, CSN_WAIT_AWAY);
  csn_gate_set_accept_unknown_presence (f->gate, TRUE);
  csn_test_run_ready ();
  assert_waits (f, id, CSN_WAIT_NONE);
  csn_gate_fixture_pass (f, 300);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
}

static void
stepped_clock_starts_it_anew (CsnGateFixture *f)
{
  static const gint64 steps[] = { 3600, -7200, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);
      g_autofree char *id = csn_gate_fixture_submit (f, task_id, CSN_TEST_SOFT);

      csn_gate_fixture_pass (f, 290);
      csn_fake_clock_step (f->clock, steps[i] * CSN_SECOND);
      csn_gate_fixture_pass (f, 20);
      assert_waits (f, id, CSN_WAIT_NONE);
      g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "clock_jump"), ==, i + 1);
      g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REQUEST, id), ==, 2);
      csn_gate_fixture_pass (f, 290);
      csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
    }
}

static void
sleep_of_the_machine_does_not_count (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  csn_gate_fixture_pass (f, 100);
  csn_fake_clock_sleep (f->clock, 7200 * CSN_SECOND);
  assert_waits (f, id, CSN_WAIT_NONE);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "clock_jump"), ==, 1);
  csn_gate_fixture_pass (f, 299);
  assert_waits (f, id, CSN_WAIT_NONE);
  csn_gate_fixture_pass (f, 1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
}

static void
restart_starts_it_anew (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  csn_gate_fixture_pass (f, 299);
  csn_gate_fixture_restart (f);
  assert_waits (f, id, CSN_WAIT_NONE);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REQUEST, id), ==, 2);
  csn_gate_fixture_pass (f, 299);
  csn_gate_fixture_crash (f);
  csn_gate_fixture_pass (f, 299);
  assert_waits (f, id, CSN_WAIT_NONE);
  csn_gate_fixture_pass (f, 1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
}

static void
policy_may_forbid_it (CsnGateFixture *f)
{
  g_autofree char *id = NULL;

  csn_policy_unref (f->policy);
  f->policy = csn_policy_new_preset ("cautious");
  csn_gate_fixture_restart (f);
  id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT ", 'allowed_decisions': ['reject']");
  assert_waits (f, id, CSN_WAIT_POLICY);
  csn_gate_fixture_pass (f, 86399);
  assert_waits (f, id, CSN_WAIT_POLICY);
  csn_gate_fixture_pass (f, 1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_ESCALATED);
}

static char *
submit_numbered (CsnGateFixture *f, guint number, const char *agent_id)
{
  g_autofree char *task_id = g_strdup_printf ("t-%u", number);
  g_autofree char *members = g_strdup_printf (CSN_TEST_SOFT ", 'agent_id': '%s'", agent_id);

  return csn_gate_fixture_submit (f, task_id, members);
}

static void
five_in_a_row_and_no_more (CsnGateFixture *f)
{
  g_autofree char *sixth = NULL;
  g_autofree char *other = NULL;
  g_autofree char *after = NULL;

  for (guint i = 0; i < 5; i++)
    g_free (submit_numbered (f, i, "agent-1"));
  sixth = submit_numbered (f, 5, "agent-1");
  csn_gate_fixture_pass (f, 301);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "timeout"), ==, 5);
  assert_waits (f, sixth, CSN_WAIT_CAP);
  csn_gate_fixture_pass (f, 7200);
  assert_waits (f, sixth, CSN_WAIT_CAP);
  other = submit_numbered (f, 6, "agent-2");
  csn_gate_fixture_restart (f);
  assert_waits (f, sixth, CSN_WAIT_CAP);
  csn_gate_fixture_pass (f, 301);
  csn_gate_fixture_assert_state (f, other, CSN_REQUEST_APPROVED);
  assert_waits (f, sixth, CSN_WAIT_CAP);

  /* A person's answer ends the row. */
  csn_gate_fixture_decide (f, sixth, CSN_DECISION_APPROVE);
  after = submit_numbered (f, 7, "agent-1");
  csn_gate_fixture_pass (f, 301);
  csn_gate_fixture_assert_state (f, after, CSN_REQUEST_APPROVED);
}

static void
ten_an_hour_and_no_more (CsnGateFixture *f)
{
  g_autofree char *eleventh = NULL;
  g_autofree char *later = NULL;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *agent_id = g_strdup_printf ("agent-%u", i);

      g_free (submit_numbered (f, i, agent_id));
    }
  csn_gate_fixture_pass (f, 301);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "timeout"), ==, 10);
  csn_gate_fixture_restart (f);
  eleventh = submit_numbered (f, 10, "agent-10");
  assert_waits (f, eleventh, CSN_WAIT_CAP);
  csn_gate_fixture_pass (f, 3600);
  assert_waits (f, eleventh, CSN_WAIT_CAP);
  later = submit_numbered (f, 11, "agent-11");
  csn_gate_fixture_pass (f, 301);
  csn_gate_fixture_assert_state (f, later, CSN_REQUEST_APPROVED);
  assert_waits (f, eleventh, CSN_WAIT_CAP);
}

static void
a_day_without_a_window_escalates (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  lock (f);
  csn_gate_fixture_pass (f, 86399);
  assert_waits (f, id, CSN_WAIT_AWAY);
  csn_gate_fixture_pass (f, 1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_ESCALATED);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "timeout"), ==, 0);
}

static void
person_beats_silence (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  CsnAnswer answer = csn_gate_fixture_answer (f, id, CSN_DECISION_REJECT);
  g_autofree char *said = NULL;

  csn_gate_fixture_pass (f, 299);
  csn_gate_fixture_decide (f, id, CSN_DECISION_REJECT);
  csn_gate_fixture_pass (f, 10);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_REJECTED);
  g_free (id);
  id = csn_gate_fixture_submit (f, "t-2", CSN_TEST_SOFT);
  answer = csn_gate_fixture_answer (f, id, CSN_DECISION_REJECT);
  csn_gate_fixture_pass (f, 300);
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, &said), ==, CSN_GATE_ERROR_DECIDED);
  g_assert_nonnull (strstr (said, "by silence"));
}

static void
it_is_reminded_of_in_each_window (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  csn_gate_fixture_pass (f, 149);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REMINDER, id), ==, 0);
  csn_gate_fixture_pass (f, 1);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REMINDER, id), ==, 1);
  csn_gate_fixture_pass (f, 119);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REMINDER, id), ==, 1);
  csn_gate_fixture_pass (f, 1);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REMINDER, id), ==, 2);
  lock (f);
  unlock (f);
  csn_gate_fixture_pass (f, 150);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REMINDER, id), ==, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/silence/consents-after-300-attentive-seconds",
                        consents_after_300_attentive_seconds);
  csn_gate_fixture_add ("/gate/silence/lock-stops-it-and-unlock-starts-it-anew",
                        lock_stops_it_and_unlock_starts_it_anew);
  csn_gate_fixture_add ("/gate/silence/shortest-lock-starts-it-anew", shortest_lock_starts_it_anew);
  csn_gate_fixture_add ("/gate/silence/arriving-while-away-waits-for-the-return",
                        arriving_while_away_waits_for_the_return);
  csn_gate_fixture_add ("/gate/silence/what-nobody-was-told-does-not-count",
                        what_nobody_was_told_does_not_count);
  csn_gate_fixture_add ("/gate/silence/card-on-screen-counts", card_on_screen_counts);
  csn_gate_fixture_add ("/gate/silence/channel-in-trouble-does-not-count",
                        channel_in_trouble_does_not_count);
  csn_gate_fixture_add ("/gate/silence/shortest-trouble-starts-it-anew",
                        shortest_trouble_starts_it_anew);
  csn_gate_fixture_add ("/gate/silence/unknown-is-not-present", unknown_is_not_present);
  csn_gate_fixture_add ("/gate/silence/stepped-clock-starts-it-anew", stepped_clock_starts_it_anew);
  csn_gate_fixture_add ("/gate/silence/sleep-of-the-machine-does-not-count",
                        sleep_of_the_machine_does_not_count);
  csn_gate_fixture_add ("/gate/silence/restart-starts-it-anew", restart_starts_it_anew);
  csn_gate_fixture_add ("/gate/silence/policy-may-forbid-it", policy_may_forbid_it);
  csn_gate_fixture_add ("/gate/silence/five-in-a-row-and-no-more", five_in_a_row_and_no_more);
  csn_gate_fixture_add ("/gate/silence/ten-an-hour-and-no-more", ten_an_hour_and_no_more);
  csn_gate_fixture_add ("/gate/silence/a-day-without-a-window-escalates",
                        a_day_without_a_window_escalates);
  csn_gate_fixture_add ("/gate/silence/person-beats-silence", person_beats_silence);
  csn_gate_fixture_add ("/gate/silence/it-is-reminded-of-in-each-window",
                        it_is_reminded_of_in_each_window);

  return g_test_run ();
}
