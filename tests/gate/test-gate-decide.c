/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-fixture.h"

typedef struct
{
  CsnDecisionKind kind;
  CsnRequestState state;
  const char *event_type;
  const char *reviewer_decision;
} Kind;

static const Kind kinds[] = {
  { CSN_DECISION_APPROVE, CSN_REQUEST_APPROVED, "approved", "approved" },
  { CSN_DECISION_REJECT, CSN_REQUEST_REJECTED, "rejected", "rejected" },
  { CSN_DECISION_RESPOND, CSN_REQUEST_RESPONDED, "responded", "responded" },
  { CSN_DECISION_TAKEOVER, CSN_REQUEST_TAKEN_OVER, "takeover", "taken_over" },
};

static void
each_kind_is_recorded_and_delivered (CsnGateFixture *f)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);
      g_autofree char *id = csn_gate_fixture_submit (f, task_id, NULL);
      CsnInboxItem *item = csn_gate_fixture_item (f, id);
      g_autoptr (CsnJson) event = NULL;

      csn_fake_clock_advance (f->clock, 1500 * 1000);
      csn_gate_fixture_decide (f, id, kinds[i].kind);
      csn_gate_fixture_assert_state (f, id, kinds[i].state);
      event = csn_gate_fixture_event (f, id, kinds[i].event_type);
      g_assert_cmpstr (csn_gate_fixture_text (event, "reviewer_id", NULL), ==, "ana@example.org");
      g_assert_cmpstr (csn_gate_fixture_text (event, "reviewer_decision", NULL),
                       ==,
                       kinds[i].reviewer_decision);
      g_assert_cmpstr (csn_gate_fixture_text (event, "latency_ms", NULL), ==, "1500");
      g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "via"), ==, "window");
      csn_gate_fixture_acknowledge_all (f);
      g_assert_cmpint (csn_inbox_item_get_delivery (item), ==, CSN_DELIVERY_ACKNOWLEDGED);
    }
}

static void
edit_binds_the_edited_action (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnInboxItem *item = csn_gate_fixture_item (f, id);
  CsnRequest *request = csn_inbox_item_get_request (item);
  g_autoptr (CsnJson) action = csn_test_json ("{'order': 7}");
  g_autofree char *digest = csn_request_digest_for_action (request, action);
  g_autoptr (CsnVerdict) verdict = csn_gate_evaluate_edit (f->gate, id, action);
  CsnAnswer answer = csn_gate_fixture_answer (f, id, CSN_DECISION_EDIT);
  CsnDecision *decision;

  g_assert_nonnull (verdict);
  answer.action = action;
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, -1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_EDITED);
  decision = csn_inbox_item_get_decision (item);
  g_assert_cmpstr (csn_decision_get_action_digest (decision), ==, digest);
  g_assert_true (csn_json_equal (csn_decision_get_action (decision), action));
  g_assert_null (csn_gate_evaluate_edit (f->gate, id, action));
}

static void
edit_that_can_not_be_bound_is_refused (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autoptr (CsnJson) large = csn_test_json ("{'order': 90071992547409931}");
  g_autoptr (CsnJson) array = csn_test_json ("[1]");
  CsnAnswer answer = csn_gate_fixture_answer (f, id, CSN_DECISION_EDIT);

  answer.action = large;
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, CSN_GATE_ERROR_NOT_ALLOWED);
  answer.action = array;
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, CSN_GATE_ERROR_INVALID);
  answer.action = NULL;
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, CSN_GATE_ERROR_INVALID);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
}

static void
loser_is_told_who_won_and_when (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnAnswer answer = csn_gate_fixture_answer (f, id, CSN_DECISION_REJECT);
  g_autoptr (CsnJson) event = NULL;
  g_autofree char *said = NULL;

  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  answer.via = "notification";
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, &said), ==, CSN_GATE_ERROR_DECIDED);
  g_assert_nonnull (strstr (said, "ana@example.org"));
  g_assert_nonnull (strstr (said, "2026-11-"));
  event = csn_gate_fixture_event (f, id, "refused");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "reason"), ==, "decided");
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "via"), ==, "notification");
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
}

static void
loser_is_told_after_the_request_has_left (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnAnswer answer = csn_gate_fixture_answer (f, id, CSN_DECISION_REJECT);
  CsnAnswer nothing = answer;

  answer.digest = NULL;
  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  csn_gate_fixture_acknowledge_all (f);
  csn_gate_fixture_report (f, id, CSN_OUTCOME_SUCCESS, NULL);
  csn_gate_fixture_restart (f);
  g_assert_null (csn_gate_lookup (f->gate, id));
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, CSN_GATE_ERROR_DECIDED);
  nothing.request_id = "nothing";
  nothing.digest = NULL;
  g_assert_cmpint (csn_gate_fixture_try (f, &nothing, NULL), ==, CSN_GATE_ERROR_NOT_FOUND);
}

static void
first_of_two_answers_wins (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnAnswer yes = csn_gate_fixture_answer (f, id, CSN_DECISION_APPROVE);
  CsnAnswer no = csn_gate_fixture_answer (f, id, CSN_DECISION_REJECT);
  GAsyncResult *first = NULL;
  GAsyncResult *second = NULL;
  g_autoptr (GAsyncResult) first_done = NULL;
  g_autoptr (GAsyncResult) second_done = NULL;
  g_autoptr (GError) error = NULL;

  csn_gate_decide_async (f->gate, &yes, csn_test_keep_result, &first);
  csn_gate_decide_async (f->gate, &no, csn_test_keep_result, &second);
  g_assert_true (csn_inbox_item_get_settling (csn_gate_fixture_item (f, id)));
  g_assert_cmpint (csn_inbox_item_get_state (csn_gate_fixture_item (f, id)),
                   ==,
                   CSN_REQUEST_PENDING);
  first_done = csn_test_wait_result (&first);
  second_done = csn_test_wait_result (&second);
  g_assert_true (csn_gate_decide_finish (f->gate, first_done, NULL));
  g_assert_false (csn_gate_decide_finish (f->gate, second_done, &error));
  g_assert_error (error, CSN_GATE_ERROR, CSN_GATE_ERROR_DECIDED);
  csn_test_run_ready ();
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "rejected"), ==, 0);
}

static void
stale_answers_are_refused (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnAnswer answer = csn_gate_fixture_answer (f, id, CSN_DECISION_APPROVE);
  CsnAnswer revision = answer;
  CsnAnswer digest = answer;
  CsnAnswer without = answer;

  revision.revision = 2;
  digest.digest = "sha-256=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  without.digest = NULL;
  g_assert_cmpint (csn_gate_fixture_try (f, &revision, NULL), ==, CSN_GATE_ERROR_STALE);
  g_assert_cmpint (csn_gate_fixture_try (f, &digest, NULL), ==, CSN_GATE_ERROR_STALE);
  g_assert_cmpint (csn_gate_fixture_try (f, &without, NULL), ==, CSN_GATE_ERROR_STALE);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "refused"), ==, 3);
  without.kind = CSN_DECISION_REJECT;
  g_assert_cmpint (csn_gate_fixture_try (f, &without, NULL), ==, -1);
}

typedef struct
{
  const char *via;
  const char *members;
  CsnDecisionKind kind;
  int code;
} Door;

static const Door doors[] = {
  { "command-line", NULL, CSN_DECISION_APPROVE, CSN_GATE_ERROR_NOT_ALLOWED },
  { "command-line", CSN_TEST_SOFT, CSN_DECISION_APPROVE, CSN_GATE_ERROR_NOT_ALLOWED },
  { "command-line", NULL, CSN_DECISION_RESPOND, CSN_GATE_ERROR_NOT_ALLOWED },
  { "command-line", NULL, CSN_DECISION_TAKEOVER, CSN_GATE_ERROR_NOT_ALLOWED },
  { "command-line", NULL, CSN_DECISION_REJECT, -1 },
  { "notification", NULL, CSN_DECISION_APPROVE, CSN_GATE_ERROR_NOT_ALLOWED },
  { "notification", NULL, CSN_DECISION_RESPOND, CSN_GATE_ERROR_NOT_ALLOWED },
  { "notification", NULL, CSN_DECISION_TAKEOVER, CSN_GATE_ERROR_NOT_ALLOWED },
  { "notification", NULL, CSN_DECISION_REJECT, -1 },
  { "notification", CSN_TEST_SOFT, CSN_DECISION_APPROVE, -1 },
  { "notification",
    CSN_TEST_SOFT ", 'proposed_action': {'to': 'a\\u202eb'}",
    CSN_DECISION_APPROVE,
    CSN_GATE_ERROR_NOT_ALLOWED },
  { "window", NULL, CSN_DECISION_ESCALATE, CSN_GATE_ERROR_INVALID },
  { "elsewhere", NULL, CSN_DECISION_REJECT, CSN_GATE_ERROR_INVALID },
  { "window", "'allowed_decisions': ['reject']", CSN_DECISION_APPROVE, CSN_GATE_ERROR_NOT_ALLOWED },
  { "window", "'allowed_decisions': ['approve']", CSN_DECISION_REJECT, -1 },
};

static void
each_door_lets_through_what_it_may (CsnGateFixture *f)
{
  for (guint i = 0; i < G_N_ELEMENTS (doors); i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);
      g_autofree char *id = csn_gate_fixture_submit (f, task_id, doors[i].members);
      CsnAnswer answer = csn_gate_fixture_answer (f, id, doors[i].kind);

      answer.via = doors[i].via;
      if (doors[i].kind == CSN_DECISION_RESPOND)
        answer.notes = "Which order?";
      g_test_message ("door %u", i);
      g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, doors[i].code);
    }
}

static void
wordless_response_is_no_response (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnAnswer answer = csn_gate_fixture_answer (f, id, CSN_DECISION_RESPOND);
  g_autofree char *long_notes = g_strnfill (4001, 'x');

  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, CSN_GATE_ERROR_INVALID);
  answer.notes = "";
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, CSN_GATE_ERROR_INVALID);
  answer.notes = long_notes;
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, CSN_GATE_ERROR_INVALID);
  answer.notes = "\xff";
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, CSN_GATE_ERROR_INVALID);
}

static void
notification_is_judged_like_every_answer (CsnGateFixture *f)
{
  g_autofree char *soft = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  g_autofree char *hard = csn_gate_fixture_submit (f, "t-2", NULL);
  CsnInboxItem *item = csn_gate_fixture_item (f, soft);
  const char *digest = csn_request_get_action_digest (csn_inbox_item_get_request (item));
  CsnChannel *channel = CSN_CHANNEL (f->channel);

  csn_channel_answered (channel, soft, "sha-256=other", CSN_DECISION_APPROVE);
  csn_channel_answered (channel, "nothing", digest, CSN_DECISION_APPROVE);
  csn_channel_answered (channel, hard, NULL, CSN_DECISION_APPROVE);
  csn_test_run_ready ();
  csn_gate_fixture_assert_state (f, soft, CSN_REQUEST_PENDING);
  csn_gate_fixture_assert_state (f, hard, CSN_REQUEST_PENDING);

  csn_channel_answered (channel, soft, digest, CSN_DECISION_APPROVE);
  csn_channel_answered (channel, hard, NULL, CSN_DECISION_REJECT);
  csn_test_run_ready ();
  csn_gate_fixture_assert_state (f, soft, CSN_REQUEST_APPROVED);
  csn_gate_fixture_assert_state (f, hard, CSN_REQUEST_REJECTED);
  g_assert_false (csn_fake_channel_shows (f->channel, soft));
}

static void
keep_review (CsnGate *gate, const char *request_id, char **kept)
{
  g_free (*kept);
  *kept = g_strdup (request_id);
}

static void
wish_to_review_is_passed_on (CsnGateFixture *f)
{
  g_autofree char *kept = NULL;

  g_signal_connect (f->gate, "review", G_CALLBACK (keep_review), &kept);
  csn_channel_review (CSN_CHANNEL (f->channel), "r-1");
  g_assert_cmpstr (kept, ==, "r-1");
  g_signal_handlers_disconnect_by_func (f->gate, keep_review, &kept);
}

static void
card_says_which_answers_it_takes (CsnGateFixture *f)
{
  g_autofree char *id =
      csn_gate_fixture_submit (f, "t-1", "'allowed_decisions': ['approve', 'reject']");
  CsnInboxItem *item = csn_gate_fixture_item (f, id);

  g_assert_true (csn_inbox_item_may_decide (item, CSN_DECISION_APPROVE));
  g_assert_true (csn_inbox_item_may_decide (item, CSN_DECISION_REJECT));
  g_assert_true (csn_inbox_item_may_decide (item, CSN_DECISION_TAKEOVER));
  g_assert_false (csn_inbox_item_may_decide (item, CSN_DECISION_EDIT));
  g_assert_false (csn_inbox_item_may_decide (item, CSN_DECISION_ESCALATE));
  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  g_assert_false (csn_inbox_item_may_decide (item, CSN_DECISION_REJECT));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/decide/each-kind-is-recorded-and-delivered",
                        each_kind_is_recorded_and_delivered);
  csn_gate_fixture_add ("/gate/decide/edit-binds-the-edited-action", edit_binds_the_edited_action);
  csn_gate_fixture_add ("/gate/decide/edit-that-can-not-be-bound-is-refused",
                        edit_that_can_not_be_bound_is_refused);
  csn_gate_fixture_add ("/gate/decide/loser-is-told-who-won-and-when",
                        loser_is_told_who_won_and_when);
  csn_gate_fixture_add ("/gate/decide/loser-is-told-after-the-request-has-left",
                        loser_is_told_after_the_request_has_left);
  csn_gate_fixture_add ("/gate/decide/first-of-two-answers-wins", first_of_two_answers_wins);
  csn_gate_fixture_add ("/gate/decide/stale-answers-are-refused", stale_answers_are_refused);
  csn_gate_fixture_add ("/gate/decide/each-door-lets-through-what-it-may",
                        each_door_lets_through_what_it_may);
  csn_gate_fixture_add ("/gate/decide/wordless-response-is-no-response",
                        wordless_response_is_no_response);
  csn_gate_fixture_add ("/gate/decide/notification-is-judged-like-every-answer",
                        notification_is_judged_like_every_answer);
  csn_gate_fixture_add ("/gate/decide/wish-to-review-is-passed-on", wish_to_review_is_passed_on);
  csn_gate_fixture_add ("/gate/decide/card-says-which-answers-it-takes",
                        card_says_which_answers_it_takes);

  return g_test_run ();
}
