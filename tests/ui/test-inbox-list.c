/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-answer-sender.h"
#include "csn-gate-fixture.h"
#include "csn-inbox-list.h"
#include "csn-test-request.h"
#include "csn-test-wait.h"

/* One after the other, so that their order is known. */
static char *
submit (CsnGateFixture *self, const char *task_id, const char *members)
{
  csn_gate_fixture_pass (self, 1);
  return csn_gate_fixture_submit (self, task_id, members);
}

static char *
describe (CsnInboxList *list)
{
  static const char *const sections[] = { "TAKEOVERS", "HARD", "SOFT", "SETTLED" };
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (CsnInboxEntry) entry = g_list_model_get_item (G_LIST_MODEL (list), i);
      CsnInboxItem *item = csn_inbox_entry_get_item (entry);

      if (item != NULL)
        g_string_append_printf (out,
                                "%s ",
                                csn_request_get_task_id (csn_inbox_item_get_request (item)));
      else
        g_string_append_printf (out,
                                "%s:%u ",
                                sections[csn_inbox_entry_get_section (entry)],
                                csn_inbox_entry_get_count (entry));
    }
  return g_string_free (out, FALSE);
}

static void
assert_list (CsnInboxList *list, const char *expected)
{
  g_autofree char *found = describe (list);

  g_assert_cmpstr (found, ==, expected);
}

/* What a widget would believe from the signals alone. */
typedef struct
{
  GPtrArray *seen;
} Mirror;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Mirror *mirror)
{
  for (guint i = 0; i < removed; i++)
    g_ptr_array_remove_index (mirror->seen, position);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror->seen,
                        (gint) (position + i),
                        g_list_model_get_item (model, position + i));
}

static void
assert_mirror (Mirror *mirror, CsnInboxList *list)
{
  g_assert_cmpuint (mirror->seen->len, ==, g_list_model_get_n_items (G_LIST_MODEL (list)));
  for (guint i = 0; i < mirror->seen->len; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_true (item == g_ptr_array_index (mirror->seen, i));
    }
}

static void
test_sections (CsnGateFixture *self)
{
  g_autofree char *soft = submit (self, "s1", CSN_TEST_SOFT);
  g_autofree char *hard = submit (self, "h1", NULL);
  g_autofree char *more = NULL;
  g_autofree char *takeover = NULL;
  g_autoptr (CsnInboxList) list = csn_inbox_list_new (csn_gate_get_inbox (self->gate));
  Mirror mirror = { g_ptr_array_new_with_free_func (g_object_unref) };

  assert_list (list, "HARD:1 h1 SOFT:1 s1 ");
  on_items_changed (G_LIST_MODEL (list), 0, 0, 4, &mirror);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &mirror);
  more = submit (self, "h2", NULL);
  takeover = submit (self, "t1", "'agent_id': 'other', " CSN_TEST_TAKEOVER);
  assert_list (list, "TAKEOVERS:1 t1 HARD:2 h1 h2 SOFT:1 s1 ");
  assert_mirror (&mirror, list);
  g_ptr_array_unref (mirror.seen);
  g_signal_handlers_disconnect_by_data (list, &mirror);
}

static void
test_nothing_moves_while_held (CsnGateFixture *self)
{
  g_autofree char *first = submit (self, "h1", NULL);
  g_autoptr (CsnInboxList) list = csn_inbox_list_new (csn_gate_get_inbox (self->gate));
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  csn_inbox_list_set_held (list, TRUE);
  second = submit (self, "h2", NULL);
  third = submit (self, "s1", CSN_TEST_SOFT);
  assert_list (list, "HARD:1 h1 ");
  g_assert_cmpuint (csn_inbox_list_get_n_new (list), ==, 2);
  csn_gate_fixture_decide (self, first, CSN_DECISION_REJECT);
  assert_list (list, "HARD:1 h1 ");
  csn_inbox_list_show_new (list);
  assert_list (list, "HARD:1 h2 SOFT:1 s1 SETTLED:1 h1 ");
  g_assert_cmpuint (csn_inbox_list_get_n_new (list), ==, 0);
}

static void
test_new_ones_that_are_settled_are_not_new (CsnGateFixture *self)
{
  g_autoptr (CsnInboxList) list = csn_inbox_list_new (csn_gate_get_inbox (self->gate));
  g_autofree char *id = NULL;

  csn_inbox_list_set_held (list, TRUE);
  id = submit (self, "h1", NULL);
  g_assert_cmpuint (csn_inbox_list_get_n_new (list), ==, 1);
  csn_gate_fixture_decide (self, id, CSN_DECISION_REJECT);
  g_assert_cmpuint (csn_inbox_list_get_n_new (list), ==, 0);
}

static void
test_filter (CsnGateFixture *self)
{
  g_autofree char *first = submit (self, "h1", "'proposed_action': {'order': 1182}");
  g_autofree char *second =
      submit (self, "h2", "'agent_id': 'mail-agent', 'action_type': 'send_email'");
  g_autofree char *third = submit (self, "s1", CSN_TEST_SOFT);
  g_autoptr (CsnInboxList) list = csn_inbox_list_new (csn_gate_get_inbox (self->gate));
  g_autoptr (CsnInboxEntry) before = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_autoptr (CsnInboxEntry) after = NULL;

  csn_inbox_list_set_filter (list, "1182 REFUND", NULL, ~0u);
  assert_list (list, "HARD:1 h1 SOFT:1 s1 ");
  csn_inbox_list_set_filter (list, "e-mail", NULL, ~0u);
  assert_list (list, "HARD:1 h2 ");
  csn_inbox_list_set_filter (list, NULL, "mail-agent", ~0u);
  assert_list (list, "HARD:1 h2 ");
  csn_inbox_list_set_filter (list, "", NULL, 1u << CSN_INBOX_SOFT);
  assert_list (list, "SOFT:1 s1 ");
  csn_inbox_list_set_filter (list, NULL, NULL, ~0u);
  assert_list (list, "HARD:2 h1 h2 SOFT:1 s1 ");
  after = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_assert_true (before == after);
}

static void
test_steps_skip_headings (CsnGateFixture *self)
{
  g_autofree char *first = submit (self, "h1", NULL);
  g_autofree char *second = submit (self, "s1", CSN_TEST_SOFT);
  g_autoptr (CsnInboxList) list = csn_inbox_list_new (csn_gate_get_inbox (self->gate));

  g_assert_cmpuint (csn_inbox_list_next_item (list, G_MAXUINT, 1), ==, 1);
  g_assert_cmpuint (csn_inbox_list_next_item (list, 1, 1), ==, 3);
  g_assert_cmpuint (csn_inbox_list_next_item (list, 3, 1), ==, G_MAXUINT);
  g_assert_cmpuint (csn_inbox_list_next_item (list, 3, -1), ==, 1);
  g_assert_cmpuint (csn_inbox_list_next_item (list, 1, -1), ==, G_MAXUINT);
  g_assert_cmpuint (csn_inbox_list_find (list, second), ==, 3);
  g_assert_cmpuint (csn_inbox_list_find (list, "nobody"), ==, G_MAXUINT);
}

static void
test_goes_with_its_last_reference (CsnGateFixture *self)
{
  g_autofree char *first = submit (self, "h1", NULL);
  CsnInboxList *list = csn_inbox_list_new (csn_gate_get_inbox (self->gate));

  g_assert_finalize_object (list);
  csn_gate_fixture_decide (self, first, CSN_DECISION_REJECT);
}

static void
count_release (CsnAnswerSender *sender, const char *request_id, guint *count)
{
  (*count)++;
}

static gboolean
is_settled (gpointer user_data)
{
  return csn_inbox_item_get_state (user_data) != CSN_REQUEST_PENDING;
}

static void
test_undo_leaves_it_pending (CsnGateFixture *self)
{
  g_autofree char *id = submit (self, "h1", NULL);
  g_autoptr (CsnAnswerSender) sender = csn_answer_sender_new (self->gate);
  CsnAnswer answer = csn_gate_fixture_answer (self, id, CSN_DECISION_APPROVE);
  CsnDecisionKind kind = CSN_DECISION_REJECT;
  guint released = 0;

  g_signal_connect (sender, "released", G_CALLBACK (count_release), &released);
  csn_answer_sender_send (sender, &answer, 3600 * CSN_SECOND);
  g_assert_true (csn_answer_sender_is_held (sender, id, &kind));
  g_assert_cmpint (kind, ==, CSN_DECISION_APPROVE);
  csn_test_run_ready ();
  csn_gate_fixture_assert_state (self, id, CSN_REQUEST_PENDING);
  g_assert_true (csn_answer_sender_undo (sender, NULL));
  g_assert_false (csn_answer_sender_undo (sender, NULL));
  g_assert_cmpuint (released, ==, 1);
  g_assert_false (csn_answer_sender_is_held (sender, id, NULL));
  g_assert_cmpuint (csn_gate_fixture_count (self, id, "approved"), ==, 0);
}

static void
test_answer_is_sent_after_its_time (CsnGateFixture *self)
{
  g_autofree char *id = submit (self, "h1", NULL);
  g_autoptr (CsnAnswerSender) sender = csn_answer_sender_new (self->gate);
  CsnAnswer answer = csn_gate_fixture_answer (self, id, CSN_DECISION_APPROVE);

  csn_answer_sender_send (sender, &answer, CSN_SECOND / 20);
  csn_test_wait_for (is_settled, csn_gate_fixture_item (self, id), "the decision");
  csn_gate_fixture_assert_state (self, id, CSN_REQUEST_APPROVED);
}

static void
keep_message (CsnAnswerSender *sender, const char *request_id, const char *message, char **kept)
{
  g_free (*kept);
  *kept = g_strdup (message);
}

static gboolean
has_text (gpointer user_data)
{
  return *(char **) user_data != NULL;
}

static void
test_loser_is_told (CsnGateFixture *self)
{
  g_autofree char *id = submit (self, "h1", NULL);
  g_autoptr (CsnAnswerSender) sender = csn_answer_sender_new (self->gate);
  CsnAnswer answer = csn_gate_fixture_answer (self, id, CSN_DECISION_APPROVE);
  g_autofree char *message = NULL;

  g_signal_connect (sender, "failed", G_CALLBACK (keep_message), &message);
  csn_answer_sender_send (sender, &answer, CSN_SECOND / 20);
  csn_gate_fixture_decide (self, id, CSN_DECISION_REJECT);
  csn_test_wait_for (has_text, &message, "the gate's refusal");
  csn_gate_fixture_assert_state (self, id, CSN_REQUEST_REJECTED);
}

/* What was shown is not all that the agent says under this name. */
static void
test_changed_while_held (CsnGateFixture *self)
{
  g_autofree char *id = submit (self, "h1", NULL);
  g_autoptr (CsnRequest) other =
      csn_test_request_new ("shop", "h1", "'proposed_action': {'order': 7}");
  g_autoptr (CsnAnswerSender) sender = csn_answer_sender_new (self->gate);
  CsnAnswer answer = csn_gate_fixture_answer (self, id, CSN_DECISION_APPROVE);
  g_autofree char *message = NULL;

  g_signal_connect (sender, "failed", G_CALLBACK (keep_message), &message);
  csn_answer_sender_send (sender, &answer, CSN_SECOND / 20);
  csn_gate_submit_async (self->gate, other, NULL, NULL, NULL);
  csn_test_wait_for (has_text, &message, "the change");
  csn_test_run_ready ();
  csn_gate_fixture_assert_state (self, id, CSN_REQUEST_PENDING);
  answer = csn_gate_fixture_answer (self, id, CSN_DECISION_REJECT);
  csn_answer_sender_send (sender, &answer, 0);
  csn_test_wait_for (is_settled, csn_gate_fixture_item (self, id), "the decision");
  csn_gate_fixture_assert_state (self, id, CSN_REQUEST_REJECTED);
}

static void
test_held_answer_dies_with_the_program (CsnGateFixture *self)
{
  g_autofree char *id = submit (self, "h1", NULL);
  CsnAnswerSender *sender = csn_answer_sender_new (self->gate);
  CsnAnswer answer = csn_gate_fixture_answer (self, id, CSN_DECISION_APPROVE);

  csn_answer_sender_send (sender, &answer, CSN_SECOND / 100);
  g_assert_finalize_object (sender);
  csn_test_run_ready ();
  csn_gate_fixture_assert_state (self, id, CSN_REQUEST_PENDING);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  csn_gate_fixture_add ("/ui/inbox/sections", test_sections);
  csn_gate_fixture_add ("/ui/inbox/nothing-moves-while-held", test_nothing_moves_while_held);
  csn_gate_fixture_add ("/ui/inbox/settled-is-not-new", test_new_ones_that_are_settled_are_not_new);
  csn_gate_fixture_add ("/ui/inbox/filter", test_filter);
  csn_gate_fixture_add ("/ui/inbox/steps-skip-headings", test_steps_skip_headings);
  csn_gate_fixture_add ("/ui/inbox/goes-with-its-last-reference",
                        test_goes_with_its_last_reference);
  csn_gate_fixture_add ("/ui/answer/undo-leaves-it-pending", test_undo_leaves_it_pending);
  csn_gate_fixture_add ("/ui/answer/sent-after-its-time", test_answer_is_sent_after_its_time);
  csn_gate_fixture_add ("/ui/answer/loser-is-told", test_loser_is_told);
  csn_gate_fixture_add ("/ui/answer/changed-while-held", test_changed_while_held);
  csn_gate_fixture_add ("/ui/answer/dies-with-the-program", test_held_answer_dies_with_the_program);
  return g_test_run ();
}
