/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "csn-action-view.h"
#include "csn-agent-says.h"
#include "csn-back-button.h"
#include "csn-card-head.h"
#include "csn-chip-box.h"
#include "csn-confidence-bar.h"
#include "csn-confidence-view.h"
#include "csn-decision-bar.h"
#include "csn-edit-dialog.h"
#include "csn-gate-fixture.h"
#include "csn-gate-status.h"
#include "csn-inbox-filter.h"
#include "csn-inbox-page.h"
#include "csn-inbox-pane.h"
#include "csn-inbox-row.h"
#include "csn-level-badge.h"
#include "csn-long-text.h"
#include "csn-note-dialog.h"
#include "csn-request-card.h"
#include "csn-rules-view.h"
#include "csn-sidebar.h"
#include "csn-time-ring.h"
#include "csn-timeline-view.h"
#include "csn-ui-resources.h"

#define KEY 36

static void
test_built_and_disposed (void)
{
  GtkWidget *(*const makers[]) (void) = {
    csn_action_view_new, csn_agent_says_new,     csn_back_button_new,     csn_card_head_new,
    csn_chip_box_new,    csn_confidence_bar_new, csn_confidence_view_new, csn_decision_bar_new,
    csn_gate_status_new, csn_inbox_filter_new,   csn_inbox_page_new,      csn_inbox_pane_new,
    csn_level_badge_new, csn_long_text_new,      csn_request_card_new,    csn_rules_view_new,
    csn_sidebar_new,     csn_time_ring_new,      csn_timeline_view_new,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      GtkWidget *widget = g_object_ref_sink (makers[i]());

      g_assert_finalize_object (widget);
    }
}

/* The first widget of a class below @parent for which @matches says yes. */
static GtkWidget *
find (GtkWidget *parent, GType type, const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (G_TYPE_CHECK_INSTANCE_TYPE (child, type) &&
          (label == NULL || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (child)), label) == 0))
        return child;
      found = find (child, type, label);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_button (GtkWidget *parent, const char *label)
{
  GtkWidget *button = find (parent, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  return button;
}

static gboolean
may_approve (gpointer bar)
{
  return csn_decision_bar_get_may_approve (bar);
}

static void
count_decide (CsnDecisionBar *bar, int kind, gboolean with_notes, guint *counts)
{
  counts[kind]++;
}

static GtkWidget *
present (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
test_bar_arms_at_soft (CsnGateFixture *self)
{
  g_autofree char *id = csn_gate_fixture_submit (self, "s1", CSN_TEST_SOFT);
  GtkWidget *bar = csn_decision_bar_new ();
  GtkWidget *window = present (bar, 700, 80);
  GtkWidget *approve = find_button (bar, "Approve");
  guint counts[CSN_DECISION_ESCALATE + 1] = { 0 };

  g_signal_connect (bar, "decide", G_CALLBACK (count_decide), counts);
  csn_decision_bar_set_delay (CSN_DECISION_BAR (bar), 60);
  csn_decision_bar_set_item (CSN_DECISION_BAR (bar), csn_gate_fixture_item (self, id));
  g_assert_false (gtk_widget_get_sensitive (approve));
  /* Not even a click that gets through counts before its time. */
  g_signal_emit_by_name (approve, "clicked");
  g_assert_cmpuint (counts[CSN_DECISION_APPROVE], ==, 0);
  csn_test_wait_for (may_approve, bar, "arming");
  g_assert_true (gtk_widget_get_sensitive (approve));
  g_assert_false (csn_decision_bar_approve_by_key (CSN_DECISION_BAR (bar), KEY));
  g_signal_emit_by_name (approve, "clicked");
  g_assert_cmpuint (counts[CSN_DECISION_APPROVE], ==, 1);
  csn_decision_bar_disturb (CSN_DECISION_BAR (bar));
  g_assert_false (gtk_widget_get_sensitive (approve));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_hard_wants_the_end_read (CsnGateFixture *self)
{
  g_autofree char *id = csn_gate_fixture_submit (self, "h1", NULL);
  GtkWidget *bar = csn_decision_bar_new ();
  GtkWidget *window = present (bar, 700, 80);
  GtkWidget *approve = find_button (bar, "Approve");
  gint64 end = g_get_monotonic_time () + 200 * 1000;

  csn_decision_bar_set_delay (CSN_DECISION_BAR (bar), 1);
  csn_decision_bar_set_item (CSN_DECISION_BAR (bar), csn_gate_fixture_item (self, id));
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (gtk_widget_get_sensitive (approve));
  csn_decision_bar_set_read (CSN_DECISION_BAR (bar), TRUE);
  g_assert_true (gtk_widget_get_sensitive (approve));
  g_assert_false (csn_decision_bar_approve_by_key (CSN_DECISION_BAR (bar), KEY));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_settled_takes_no_answer (CsnGateFixture *self)
{
  g_autofree char *id = csn_gate_fixture_submit (self, "h1", NULL);
  GtkWidget *bar = csn_decision_bar_new ();
  GtkWidget *window = present (bar, 700, 80);
  GtkWidget *reject = find_button (bar, "Reject…");

  csn_decision_bar_set_item (CSN_DECISION_BAR (bar), csn_gate_fixture_item (self, id));
  g_assert_true (gtk_widget_get_sensitive (reject));
  csn_decision_bar_set_held (CSN_DECISION_BAR (bar), "Rejecting…");
  g_assert_false (gtk_widget_get_sensitive (reject));
  csn_decision_bar_set_held (CSN_DECISION_BAR (bar), NULL);
  g_assert_true (gtk_widget_get_sensitive (reject));
  csn_gate_fixture_decide (self, id, CSN_DECISION_APPROVE);
  g_assert_false (gtk_widget_get_sensitive (reject));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The rest of an edited action is approved too. */
static void
test_edit_needs_the_end (CsnGateFixture *self)
{
  g_autofree char *hard = csn_gate_fixture_submit (self, "h1", NULL);
  g_autofree char *soft = csn_gate_fixture_submit (self, "s1", CSN_TEST_SOFT);
  GtkWidget *bar = csn_decision_bar_new ();
  GtkWidget *window = present (bar, 700, 80);
  GtkWidget *edit = find_button (bar, "Edit…");

  csn_decision_bar_set_item (CSN_DECISION_BAR (bar), csn_gate_fixture_item (self, soft));
  g_assert_true (gtk_widget_get_sensitive (edit));
  csn_decision_bar_set_item (CSN_DECISION_BAR (bar), csn_gate_fixture_item (self, hard));
  g_assert_false (gtk_widget_get_sensitive (edit));
  csn_decision_bar_set_read (CSN_DECISION_BAR (bar), TRUE);
  g_assert_true (gtk_widget_get_sensitive (edit));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
append_texts (GtkWidget *parent, GString *out)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_visible (child))
        continue;
      if (GTK_IS_LABEL (child))
        g_string_append_printf (out, "%s\n", gtk_label_get_text (GTK_LABEL (child)));
      append_texts (child, out);
    }
}

static char *
dup_texts (GtkWidget *parent)
{
  GString *out = g_string_new (NULL);

  append_texts (parent, out);
  return g_string_free (out, FALSE);
}

static void
count_signal (GObject *object, guint *count)
{
  (*count)++;
}

static void
test_secrets_stay_masked (void)
{
  g_autoptr (CsnRequest) request =
      csn_test_request_new ("shop",
                            "t",
                            "'proposed_action': {'user': 'ana', 'password': 'hunter2'}");
  GtkWidget *view = g_object_ref_sink (csn_action_view_new ());
  guint wanted = 0;
  g_autofree char *masked = NULL;
  g_autofree char *shown = NULL;

  g_signal_connect (view, "reveal", G_CALLBACK (count_signal), &wanted);
  csn_action_view_set_request (CSN_ACTION_VIEW (view), request);
  masked = dup_texts (view);
  g_assert_null (strstr (masked, "hunter2"));
  g_signal_emit_by_name (find_button (view, "Reveal Secrets"), "clicked");
  /* Who shows them records it first. */
  g_assert_cmpuint (wanted, ==, 1);
  g_assert_true (csn_action_view_get_masked (CSN_ACTION_VIEW (view)));
  csn_action_view_reveal (CSN_ACTION_VIEW (view));
  shown = dup_texts (view);
  g_assert_nonnull (strstr (shown, "hunter2"));
  g_assert_false (csn_action_view_get_masked (CSN_ACTION_VIEW (view)));
  g_assert_finalize_object (view);
}

static void
test_score_waits_for_a_click (void)
{
  g_autoptr (CsnRequest) request =
      csn_test_request_new ("shop", "t", "'confidence': {'score': 0.72}");
  GtkWidget *view = g_object_ref_sink (csn_confidence_view_new ());
  g_autofree char *hidden = NULL;
  g_autofree char *shown = NULL;

  csn_confidence_view_set_request (CSN_CONFIDENCE_VIEW (view),
                                   request,
                                   CSN_LEVEL_HARD_APPROVAL,
                                   NULL);
  hidden = dup_texts (view);
  g_assert_null (strstr (hidden, "0.72"));
  g_signal_emit_by_name (find_button (view, "Show Score"), "clicked");
  shown = dup_texts (view);
  g_assert_nonnull (strstr (shown, "0.72"));
  csn_confidence_view_set_request (CSN_CONFIDENCE_VIEW (view),
                                   request,
                                   CSN_LEVEL_SOFT_APPROVAL,
                                   NULL);
  g_assert_true (csn_confidence_view_get_score_shown (CSN_CONFIDENCE_VIEW (view)));
  g_assert_finalize_object (view);
}

static void
test_foreign_text_is_no_markup (CsnGateFixture *self)
{
  g_autofree char *id = csn_gate_fixture_submit (
      self,
      "h1",
      "'agent_id': '<b>agent</b>', 'action_type': '<span size=1>x', 'description': '<i>hi & bye', "
      "'delegation': ['<u>root'], 'proposed_action': {'<b>name</b>': '<big>value</big> &amp;'}, "
      "'confidence': {'score': 0.7, 'rationale': '<tt>'}");
  GtkWidget *card = csn_request_card_new ();
  GtkWidget *row = csn_inbox_row_new (NULL);
  g_autoptr (CsnInboxEntry) entry = csn_inbox_entry_new (csn_gate_fixture_item (self, id));
  GtkWidget *window = present (card, 720, 700);
  g_autofree char *text = NULL;
  g_autofree char *row_text = NULL;

  csn_request_card_set_item (CSN_REQUEST_CARD (card), csn_gate_fixture_item (self, id));
  csn_test_run_ready ();
  text = dup_texts (card);
  g_assert_nonnull (strstr (text, "<b>agent</b>"));
  g_assert_nonnull (strstr (text, "<big>value</big> &amp;"));
  g_assert_nonnull (strstr (text, "<i>hi & bye"));
  g_assert_nonnull (strstr (text, "<u>root"));
  g_object_ref_sink (row);
  csn_inbox_row_set_entry (CSN_INBOX_ROW (row), entry);
  row_text = dup_texts (row);
  g_assert_nonnull (strstr (row_text, "<b>name</b>: <big>value</big>"));
  g_assert_finalize_object (row);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
tells_of_change (gpointer card)
{
  g_autofree char *text = dup_texts (card);

  return strstr (text, "came with other content") != NULL;
}

static void
test_open_card_tells_of_change (CsnGateFixture *self)
{
  g_autofree char *id = csn_gate_fixture_submit (self, "h1", NULL);
  g_autoptr (CsnRequest) other =
      csn_test_request_new (CSN_FIXTURE_SOURCE, "h1", "'proposed_action': {'order': 7}");
  GtkWidget *card = csn_request_card_new ();
  GtkWidget *window = present (card, 700, 700);

  csn_request_card_set_item (CSN_REQUEST_CARD (card), csn_gate_fixture_item (self, id));
  g_assert_false (tells_of_change (card));
  csn_gate_submit_async (self->gate, other, NULL, NULL, NULL);
  csn_test_wait_for (tells_of_change, card, "the change");
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
card_may_approve (gpointer card)
{
  return gtk_widget_get_sensitive (find_button (card, "Approve"));
}

static void
test_card_sees_its_end (CsnGateFixture *self)
{
  g_autofree char *small = csn_gate_fixture_submit (self, "h1", NULL);
  g_autofree char *filler = g_strnfill (20000, 'x');
  g_autofree char *members = g_strdup_printf ("'proposed_action': {'body': '%s'}", filler);
  g_autofree char *big = csn_gate_fixture_submit (self, "h2", members);
  GtkWidget *card = csn_request_card_new ();
  GtkWidget *window = present (card, 720, 700);
  GtkWidget *text = NULL;
  gint64 end = 0;

  csn_request_card_set_item (CSN_REQUEST_CARD (card), csn_gate_fixture_item (self, small));
  csn_test_wait_for (card_may_approve, card, "arming, with the end in view");
  csn_request_card_set_item (CSN_REQUEST_CARD (card), csn_gate_fixture_item (self, big));
  end = g_get_monotonic_time () + 1500 * 1000;
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (card_may_approve (card));
  /* The text scrolls by itself; its end has to be seen too. */
  text = find (card, GTK_SOURCE_TYPE_VIEW, NULL);
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (text)), 1e9);
  csn_test_wait_for (card_may_approve, card, "the end of the long text");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_narrow_enough (CsnGateFixture *self)
{
  g_autofree char *id = csn_gate_fixture_submit (
      self,
      "h1",
      "'facts': {'reversible': false, 'financial': true, 'pii': true, 'regulated': true, 'cost': "
      "{'amount': '1200000.00', 'currency': 'USD'}}, 'proposed_action': {'to': "
      "'a\\u200bvery-long-address-without-any-blank-in-it@example.org', 'text': 'x y z'}");
  GtkWidget *card = g_object_ref_sink (csn_request_card_new ());
  GtkWidget *row = g_object_ref_sink (csn_inbox_row_new (NULL));
  g_autoptr (CsnInboxEntry) entry = csn_inbox_entry_new (csn_gate_fixture_item (self, id));
  int minimum = 0;

  csn_request_card_set_item (CSN_REQUEST_CARD (card), csn_gate_fixture_item (self, id));
  csn_inbox_row_set_entry (CSN_INBOX_ROW (row), entry);
  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 350);
  gtk_widget_measure (row, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 330);
  g_object_unref (card);
  g_object_unref (row);
}

static CsnVerdict *
judge (const CsnJson *action, gpointer user_data)
{
  CsnVerdictBuilder *builder = csn_verdict_builder_new ();

  csn_verdict_builder_add (builder, "matrix.costly", CSN_LEVEL_HARD_APPROVAL, g_strdup ("Costly."));
  return csn_verdict_builder_end (builder);
}

static gboolean
may_send (gpointer dialog)
{
  return csn_edit_dialog_get_may_send (dialog);
}

static gboolean
status_is_error (gpointer dialog)
{
  return g_str_has_prefix (csn_edit_dialog_get_status (dialog), "Line ");
}

static gboolean
status_is_unbindable (gpointer dialog)
{
  return strstr (csn_edit_dialog_get_status (dialog), "bound") != NULL;
}

static gboolean
status_is_unchanged (gpointer dialog)
{
  return strstr (csn_edit_dialog_get_status (dialog), "Nothing is changed") != NULL;
}

static void
keep_edit (CsnEditDialog *dialog, CsnJson *action, const char *notes, CsnJson **kept)
{
  *kept = csn_json_ref (action);
}

static void
test_edit_is_strict (void)
{
  g_autoptr (CsnRequest) request = csn_test_request_new ("shop", "t", NULL);
  CsnEditDialog *dialog = csn_edit_dialog_new (NULL, request, 50, judge, NULL, NULL);
  g_autoptr (CsnJson) sent = NULL;
  g_autofree char *text = NULL;

  g_signal_connect (dialog, "send", G_CALLBACK (keep_edit), &sent);
  gtk_window_present (GTK_WINDOW (dialog));
  csn_test_wait_for (status_is_unchanged, dialog, "the check");
  g_assert_false (csn_edit_dialog_get_may_send (dialog));
  csn_edit_dialog_set_text (dialog, "{\"order\": 1183,}");
  csn_test_wait_for (status_is_error, dialog, "the fault");
  g_assert_false (csn_edit_dialog_get_may_send (dialog));
  csn_edit_dialog_set_text (dialog, "{\"order\": 9007199254740993}");
  csn_test_wait_for (status_is_unbindable, dialog, "the number");
  g_assert_false (csn_edit_dialog_get_may_send (dialog));
  csn_edit_dialog_set_text (dialog, "{\"order\": 1183}");
  csn_test_wait_for (may_send, dialog, "arming");
  text = dup_texts (GTK_WIDGET (dialog));
  g_assert_nonnull (strstr (text, "1182"));
  g_assert_nonnull (strstr (text, "Hard approval: Costly."));
  g_signal_emit_by_name (find_button (GTK_WIDGET (dialog), "Approve Edited"), "clicked");
  g_assert_nonnull (sent);
  csn_test_run_ready ();
}

static void
keep_notes (CsnNoteDialog *dialog, const char *notes, char **kept)
{
  *kept = g_strdup (notes != NULL ? notes : "");
}

static void
test_reject_has_reasons (void)
{
  CsnNoteDialog *dialog =
      csn_note_dialog_new (NULL, CSN_DECISION_REJECT, CSN_LEVEL_HARD_APPROVAL, 1000);
  GtkWidget *reason = NULL;
  GtkWidget *text = NULL;
  g_autofree char *notes = NULL;

  g_signal_connect (dialog, "send", G_CALLBACK (keep_notes), &notes);
  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "send"));
  reason = find (GTK_WIDGET (dialog), GTK_TYPE_CHECK_BUTTON, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (reason), TRUE);
  text = find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), " Ask Bob ", -1);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "send");
  g_assert_cmpstr (notes, ==, "It targets the wrong thing. Ask Bob");
  csn_test_run_ready ();
}

static gboolean
may_respond (gpointer dialog)
{
  return adw_message_dialog_get_response_enabled (dialog, "send");
}

static void
test_dialogs_hold_back (void)
{
  CsnNoteDialog *respond =
      csn_note_dialog_new (NULL, CSN_DECISION_RESPOND, CSN_LEVEL_SOFT_APPROVAL, 1);
  CsnNoteDialog *approve =
      csn_note_dialog_new (NULL, CSN_DECISION_APPROVE, CSN_LEVEL_HARD_APPROVAL, 100);
  GtkWidget *text = find (GTK_WIDGET (respond), GTK_TYPE_TEXT_VIEW, NULL);

  g_assert_false (may_respond (respond));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "42", -1);
  g_assert_true (may_respond (respond));
  g_assert_false (may_respond (approve));
  /* A mnemonic would be a key that approves. */
  g_assert_null (
      strchr (adw_message_dialog_get_response_label (ADW_MESSAGE_DIALOG (approve), "send"), '_'));
  csn_test_wait_for (may_respond, approve, "arming");
  gtk_window_destroy (GTK_WINDOW (respond));
  gtk_window_destroy (GTK_WINDOW (approve));
}

static void
test_row_speaks (CsnGateFixture *self)
{
  g_autofree char *id = csn_gate_fixture_submit (self, "s1", CSN_TEST_SOFT);
  CsnInboxItem *item = csn_gate_fixture_item (self, id);
  g_autofree char *before = csn_inbox_row_describe (item, csn_inbox_item_get_received_at (item));
  g_autofree char *after = NULL;

  g_assert_true (g_str_has_prefix (before, "Soft approval: Refund, agent-1"));
  csn_gate_fixture_decide (self, id, CSN_DECISION_REJECT);
  after = csn_inbox_row_describe (item, csn_inbox_item_get_received_at (item));
  g_assert_nonnull (strstr (after, "Rejected"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  csn_ui_register_resource ();
  adw_init ();
  gtk_source_init ();
  g_test_add_func ("/ui/widgets/built-and-disposed", test_built_and_disposed);
  csn_gate_fixture_add ("/ui/widgets/bar-arms-at-soft", test_bar_arms_at_soft);
  csn_gate_fixture_add ("/ui/widgets/hard-wants-the-end-read", test_hard_wants_the_end_read);
  csn_gate_fixture_add ("/ui/widgets/edit-needs-the-end", test_edit_needs_the_end);
  csn_gate_fixture_add ("/ui/widgets/open-card-tells-of-change", test_open_card_tells_of_change);
  csn_gate_fixture_add ("/ui/widgets/settled-takes-no-answer", test_settled_takes_no_answer);
  g_test_add_func ("/ui/widgets/secrets-stay-masked", test_secrets_stay_masked);
  g_test_add_func ("/ui/widgets/score-waits-for-a-click", test_score_waits_for_a_click);
  csn_gate_fixture_add ("/ui/widgets/foreign-text-is-no-markup", test_foreign_text_is_no_markup);
  csn_gate_fixture_add ("/ui/widgets/card-sees-its-end", test_card_sees_its_end);
  csn_gate_fixture_add ("/ui/widgets/narrow-enough", test_narrow_enough);
  g_test_add_func ("/ui/widgets/edit-is-strict", test_edit_is_strict);
  g_test_add_func ("/ui/widgets/reject-has-reasons", test_reject_has_reasons);
  g_test_add_func ("/ui/widgets/dialogs-hold-back", test_dialogs_hold_back);
  csn_gate_fixture_add ("/ui/widgets/row-speaks", test_row_speaks);
  return g_test_run ();
}
