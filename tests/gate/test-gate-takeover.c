/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-fixture.h"

static CsnTakeoverItem *
first_takeover (CsnGateFixture *f)
{
  CsnTakeoverItem *takeover = g_list_model_get_item (csn_gate_get_takeovers (f->gate), 0);

  g_assert_nonnull (takeover);
  return takeover;
}

static guint
n_takeovers (CsnGateFixture *f)
{
  return g_list_model_get_n_items (csn_gate_get_takeovers (f->gate));
}

/* The oldest delivery's body, which is thereby acknowledged: (transfer full). */
static CsnJson *
take_delivery (CsnGateFixture *f, gboolean is_mode)
{
  g_autoptr (GPtrArray) queue = csn_gate_get_deliveries (f->gate, CSN_FIXTURE_SOURCE);
  const CsnDelivery *oldest;
  gsize length;
  const char *text;

  g_assert_cmpuint (queue->len, >, 0);
  oldest = g_ptr_array_index (queue, 0);
  g_assert_cmpint (oldest->is_mode, ==, is_mode);
  text = g_bytes_get_data (oldest->body, &length);
  g_free (csn_gate_fixture_attempt (f, CSN_ATTEMPT_ACKNOWLEDGED));
  return csn_json_parse (text, length, 65536, NULL, NULL);
}

static void
verdict_takes_over_at_once (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_TAKEOVER);
  g_autoptr (CsnTakeoverItem) takeover = first_takeover (f);
  g_autoptr (CsnJson) mode = NULL;
  g_autoptr (CsnJson) decision = NULL;
  g_autoptr (CsnJson) event = NULL;
  CsnAgentItem *agent = csn_gate_fixture_agent (f, "agent-1");

  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_TAKEN_OVER);
  g_assert_true (csn_agent_item_get_read_only (agent));
  g_assert_false (csn_agent_item_get_mode_acknowledged (agent));
  g_assert_cmpstr (csn_takeover_get_author (csn_takeover_item_get_package (takeover)), ==, "rule");
  event = csn_gate_fixture_event (f, id, "takeover");
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "kind"), ==, "policy");
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "read_only"), ==, 1);

  mode = take_delivery (f, TRUE);
  g_assert_cmpstr (csn_gate_fixture_text (mode, "mode", NULL), ==, "read_only");
  g_assert_cmpstr (csn_gate_fixture_text (mode, "task_id", NULL), ==, "t-1");
  g_assert_cmpstr (csn_gate_fixture_text (mode, "agent_id", NULL), ==, "agent-1");
  g_assert_true (csn_agent_item_get_mode_acknowledged (agent));
  decision = take_delivery (f, FALSE);
  g_assert_cmpstr (csn_gate_fixture_text (decision, "decision", NULL), ==, "takeover");
}

/* What must be durable before anybody is told. */
static void
check_recorded (CsnFakeChannel *channel, CsnNoticeKind kind, CsnInboxItem *item, gpointer user_data)
{
  CsnGateFixture *f = user_data;
  g_autoptr (GPtrArray) queue = csn_gate_get_deliveries (f->gate, CSN_FIXTURE_SOURCE);
  gboolean is_backup = channel == f->backup;

  if (kind != CSN_NOTICE_TAKEOVER)
    return;
  g_assert_cmpint (csn_inbox_item_get_state (item), ==, CSN_REQUEST_TAKEN_OVER);
  g_assert_true (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
  g_assert_cmpuint (queue->len, ==, 1);
  g_assert_true (((CsnDelivery *) g_ptr_array_index (queue, 0))->is_mode);
  g_assert_cmpuint (n_takeovers (f), ==, 1);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_TAKEOVER, NULL), ==, 1);
  g_assert_cmpuint (csn_fake_channel_count (f->backup, CSN_NOTICE_TAKEOVER, NULL), ==, is_backup);
}

static void
people_are_told_when_read_only_is_recorded (CsnGateFixture *f)
{
  g_autofree char *id = NULL;
  g_autoptr (CsnTakeoverItem) takeover = NULL;

  csn_fake_channel_set_tell_func (f->channel, check_recorded, f);
  csn_fake_channel_set_tell_func (f->backup, check_recorded, f);
  id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_TAKEOVER);
  takeover = first_takeover (f);
  g_assert_cmpstr (csn_takeover_item_get_told (takeover)[0], ==, "desktop");
  g_assert_cmpstr (csn_takeover_item_get_told (takeover)[1], ==, "e-mail");
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "notified"), ==, 2);
}

static void
failing_channel_never_stops_the_others (CsnGateFixture *f)
{
  static const CsnFakeChannelMode modes[] = { CSN_FAKE_CHANNEL_FAILS, CSN_FAKE_CHANNEL_HANGS };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);
      g_autofree char *id = NULL;
      g_autoptr (CsnTakeoverItem) takeover = NULL;

      csn_fake_channel_set_mode (f->channel, modes[i]);
      id = csn_gate_fixture_submit (f, task_id, CSN_TEST_TAKEOVER);
      takeover = first_takeover (f);
      g_assert_cmpstr (csn_takeover_item_get_told (takeover)[0], ==, "e-mail");
      g_assert_null (csn_takeover_item_get_told (takeover)[1]);
      g_assert_cmpint (csn_gate_fixture_hand_back (f, id, "Done"), ==, -1);
    }
}

static void
read_only_agent_gets_takeovers_whatever_it_answers (CsnGateFixture *f)
{
  g_autofree char *first = csn_gate_fixture_submit (f, "t-1", CSN_TEST_TAKEOVER);
  g_autofree char *second = NULL;
  g_autofree char *harmless = NULL;
  g_autofree char *other = NULL;

  g_free (csn_gate_fixture_attempt (f, CSN_ATTEMPT_REFUSED));
  csn_gate_fixture_restart (f);
  second = csn_gate_fixture_submit (f, "t-2", CSN_TEST_SOFT);
  csn_gate_fixture_assert_state (f, second, CSN_REQUEST_TAKEN_OVER);
  harmless = csn_gate_fixture_submit (f,
                                      "t-3",
                                      "'facts': {'reversible': true, 'read_only': true},"
                                      "'confidence': {'score': 0.9}");
  csn_gate_fixture_assert_state (f, harmless, CSN_REQUEST_PENDING);
  other = csn_gate_fixture_submit (f, "t-4", CSN_TEST_SOFT ", 'agent_id': 'agent-2'");
  csn_gate_fixture_assert_state (f, other, CSN_REQUEST_PENDING);
  g_assert_cmpuint (n_takeovers (f), ==, 2);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "read_only"), ==, 1);
}

static void
hand_back_returns_the_agent_at_hard (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_TAKEOVER);
  g_autoptr (CsnJson) mode = NULL;
  g_autoptr (CsnJson) event = NULL;
  g_autofree char *after = NULL;
  CsnAgentItem *agent = csn_gate_fixture_agent (f, "agent-1");

  csn_gate_fixture_acknowledge_all (f);
  g_assert_cmpint (csn_gate_fixture_hand_back (f, id, "Refunded by hand"), ==, -1);
  g_assert_cmpint (csn_gate_fixture_hand_back (f, id, "Again"), ==, CSN_GATE_ERROR_NOT_FOUND);
  g_assert_cmpuint (n_takeovers (f), ==, 0);
  g_assert_false (csn_agent_item_get_read_only (agent));
  g_assert_false (csn_agent_item_get_mode_acknowledged (agent));
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_HARD_APPROVAL);

  event = csn_gate_fixture_event (f, id, "handed_back");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "note"), ==, "Refunded by hand");
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "name"), ==, "ana@example.org");
  mode = take_delivery (f, TRUE);
  g_assert_cmpstr (csn_gate_fixture_text (mode, "mode", NULL), ==, "normal");
  g_assert_cmpstr (csn_gate_fixture_text (mode, "reason", NULL),
                   ==,
                   "Refunded by hand\nDone: Called the customer");
  g_assert_true (csn_agent_item_get_mode_acknowledged (agent));

  csn_gate_fixture_restart (f);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_HARD_APPROVAL);
  after = csn_gate_fixture_submit (f, "t-2", CSN_TEST_SOFT);
  csn_gate_fixture_assert_state (f, after, CSN_REQUEST_PENDING);
  g_assert_cmpint (csn_inbox_item_get_level (csn_gate_fixture_item (f, after)),
                   ==,
                   CSN_LEVEL_HARD_APPROVAL);
}

static void
agent_stays_read_only_until_the_last_hand_back (CsnGateFixture *f)
{
  g_autofree char *first = csn_gate_fixture_submit (f, "t-1", CSN_TEST_TAKEOVER);
  g_autofree char *second = csn_gate_fixture_submit (f, "t-2", CSN_TEST_TAKEOVER);
  g_autoptr (CsnJson) mode = NULL;

  csn_gate_fixture_acknowledge_all (f);
  csn_gate_fixture_restart (f);
  g_assert_cmpuint (n_takeovers (f), ==, 2);
  g_assert_cmpint (csn_gate_fixture_hand_back (f, first, "One"), ==, -1);
  g_assert_true (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
  mode = take_delivery (f, TRUE);
  g_assert_cmpstr (csn_gate_fixture_text (mode, "mode", NULL), ==, "read_only");
  g_assert_cmpstr (csn_gate_fixture_text (mode, "task_id", NULL), ==, "t-1");
  g_assert_cmpint (csn_gate_fixture_hand_back (f, second, "Two"), ==, -1);
  g_assert_false (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
}

static void
person_may_choose_it (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  g_autoptr (CsnTakeoverItem) takeover = NULL;

  csn_gate_fixture_decide (f, id, CSN_DECISION_TAKEOVER);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_TAKEN_OVER);
  takeover = first_takeover (f);
  g_assert_cmpstr (csn_takeover_get_reason (csn_takeover_item_get_package (takeover)),
                   ==,
                   "You took the request over.");
  g_assert_true (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
  csn_gate_fixture_acknowledge_all (f);
  csn_gate_fixture_pass (f, 3600);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_TAKEN_OVER);
  g_assert_cmpint (csn_gate_fixture_hand_back (f, id, "Done"), ==, -1);
  csn_gate_fixture_pass (f, 10);
  g_assert_null (csn_gate_lookup (f->gate, id));
}

static void
acting_during_a_takeover_is_an_alarm (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_TAKEOVER);
  g_autofree char *fine = csn_gate_fixture_submit (f, "t-2", CSN_TEST_TAKEOVER);

  csn_gate_fixture_acknowledge_all (f);
  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_SUCCESS, NULL), ==, -1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "alarm"), ==, 1);
  g_assert_cmpuint (n_takeovers (f), ==, 2);
  csn_gate_fixture_hand_back (f, fine, "Go on");
  g_assert_cmpint (csn_gate_fixture_report (f, fine, CSN_OUTCOME_SUCCESS, NULL), ==, -1);
  g_assert_cmpuint (csn_gate_fixture_count (f, fine, "alarm"), ==, 0);
}

static void
it_survives_a_crash (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_TAKEOVER);
  g_autoptr (CsnTakeoverItem) takeover = NULL;

  csn_gate_fixture_crash (f);
  takeover = first_takeover (f);
  g_assert_cmpstr (csn_inbox_item_get_id (csn_takeover_item_get_inbox_item (takeover)), ==, id);
  g_assert_cmpint (csn_takeover_item_get_opened_at (takeover), ==, CSN_FIXTURE_NOW);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_TAKEOVER, id), ==, 2);
  g_assert_cmpuint (csn_fake_channel_count (f->backup, CSN_NOTICE_TAKEOVER, id), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_acknowledge_all (f), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/takeover/verdict-takes-over-at-once", verdict_takes_over_at_once);
  csn_gate_fixture_add ("/gate/takeover/people-are-told-when-read-only-is-recorded",
                        people_are_told_when_read_only_is_recorded);
  csn_gate_fixture_add ("/gate/takeover/failing-channel-never-stops-the-others",
                        failing_channel_never_stops_the_others);
  csn_gate_fixture_add ("/gate/takeover/read-only-agent-gets-takeovers-whatever-it-answers",
                        read_only_agent_gets_takeovers_whatever_it_answers);
  csn_gate_fixture_add ("/gate/takeover/hand-back-returns-the-agent-at-hard",
                        hand_back_returns_the_agent_at_hard);
  csn_gate_fixture_add ("/gate/takeover/agent-stays-read-only-until-the-last-hand-back",
                        agent_stays_read_only_until_the_last_hand_back);
  csn_gate_fixture_add ("/gate/takeover/person-may-choose-it", person_may_choose_it);
  csn_gate_fixture_add ("/gate/takeover/acting-during-it-is-an-alarm",
                        acting_during_a_takeover_is_an_alarm);
  csn_gate_fixture_add ("/gate/takeover/it-survives-a-crash", it_survives_a_crash);

  return g_test_run ();
}
