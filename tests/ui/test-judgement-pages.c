/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "csn-agents-page.h"
#include "csn-confidence-page.h"
#include "csn-grant-row.h"
#include "csn-past-fixture.h"
#include "csn-policy-dialog.h"
#include "csn-policy-page.h"
#include "csn-preferences-window.h"
#include "csn-request-card.h"
#include "csn-rule-row.h"
#include "csn-threshold-handle.h"
#include "csn-ui-resources.h"

#define NARROW 360

static void
count (guint *n)
{
  (*n)++;
}

static void
press (GtkWidget *widget, guint keyval, guint times)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      for (guint n = 0; GTK_IS_EVENT_CONTROLLER_KEY (controller) && n < times; n++)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
    }
  g_assert_true (handled);
}

static GtkWidget *
find_handle (GtkWidget *parent, double value)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (CSN_IS_THRESHOLD_HANDLE (child) &&
          ABS (csn_threshold_handle_get_value (CSN_THRESHOLD_HANDLE (child)) - value) < 1e-6)
        return child;
      found = find_handle (child, value);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
may_apply (gpointer dialog)
{
  return csn_policy_dialog_get_may_apply (dialog);
}

static gboolean
has_changed (gpointer user_data)
{
  return *(guint *) user_data > 0;
}

static void
assert_narrow_enough (GtkWidget *widget)
{
  int minimum = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, NARROW);
}

static void
test_empty_page_says_what_to_do (void)
{
  CsnPagesFixture self = { 0 };
  GtkWidget *page = csn_confidence_page_new ();
  guint wanted = 0;

  csn_pages_fixture_set_up (&self, NULL);
  csn_confidence_page_set_service (CSN_CONFIDENCE_PAGE (page), self.service);
  g_signal_connect_swapped (page, "connect-agent", G_CALLBACK (count), &wanted);
  csn_pages_fixture_show (&self, page);
  csn_pages_fixture_wait_shown (page, "Nothing to Compare Yet");
  csn_pages_fixture_picture (&self, NULL, "confidence-empty");
  csn_pages_fixture_click (page, "Connect an Agent…");
  g_assert_cmpuint (wanted, ==, 1);
  assert_narrow_enough (page);
  csn_pages_fixture_tear_down (&self);
}

/* The two failures that passed would have been caught above 0.87. */
static void
move_threshold (GtkWidget *page)
{
  GtkWidget *handle = find_handle (page, 0.85);

  g_assert_nonnull (handle);
  csn_pages_fixture_wait_shown (page, "8 of 10");
  press (handle, GDK_KEY_Right, 5);
  g_assert_true (csn_pages_fixture_shows (page, "Today (0.85)"));
  g_assert_true (csn_pages_fixture_shows (page, "Proposed (0.90)"));
  g_assert_true (csn_pages_fixture_shows (page, "10 of 10"));
}

static void
test_moved_threshold_is_applied_once (void)
{
  CsnPagesFixture self = { 0 };
  GtkWidget *page = csn_confidence_page_new ();
  GtkWindow *dialog = NULL;
  guint changes = 0;

  csn_pages_fixture_set_up (&self, NULL);
  csn_past_fixture_fill (&self);
  g_signal_connect_swapped (csn_pages_fixture_get_gate (&self),
                            "policy-changed",
                            G_CALLBACK (count),
                            &changes);
  csn_confidence_page_set_service (CSN_CONFIDENCE_PAGE (page), self.service);
  csn_pages_fixture_show (&self, page);
  csn_pages_fixture_wait_shown (page, "requests with a score that turned out");
  csn_pages_fixture_picture (&self, NULL, "confidence");
  assert_narrow_enough (page);
  move_threshold (page);
  csn_pages_fixture_picture (&self, NULL, "confidence-moved");
  csn_pages_fixture_click (page, "Apply 0.90…");
  dialog = csn_pages_fixture_wait_dialog (&self);
  g_assert_false (csn_policy_dialog_get_may_apply (CSN_POLICY_DIALOG (dialog)));
  g_signal_emit_by_name (csn_pages_fixture_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Apply"),
                         "clicked");
  csn_test_run_ready ();
  g_assert_cmpuint (changes, ==, 0);
  csn_test_wait_for (may_apply, dialog, "arming");
  csn_pages_fixture_picture (&self, dialog, "policy-dialog");
  csn_pages_fixture_click (GTK_WIDGET (dialog), "Apply");
  csn_test_wait_for (has_changed, &changes, "the new policy");
  csn_pages_fixture_wait_shown (page, "The new policy is in force and recorded.");
  g_assert_cmpuint (changes, ==, 1);
  csn_pages_fixture_tear_down (&self);
}

static gboolean
status_names_line (gpointer dialog)
{
  return csn_pages_fixture_shows (dialog, "Line 3");
}

static void
test_faulty_json_names_its_line (void)
{
  CsnPagesFixture self = { 0 };
  CsnPolicyDialog *dialog = NULL;
  GtkWidget *page = adw_status_page_new ();
  guint changes = 0;

  csn_pages_fixture_set_up (&self, NULL);
  csn_pages_fixture_show (&self, page);
  g_signal_connect_swapped (csn_pages_fixture_get_gate (&self),
                            "policy-changed",
                            G_CALLBACK (count),
                            &changes);
  dialog = csn_policy_dialog_new (GTK_WINDOW (self.window), self.service, NULL);
  csn_policy_dialog_show_editor (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  csn_pages_fixture_wait_shown (GTK_WIDGET (dialog), "Nothing is changed");
  csn_policy_dialog_set_text (dialog, "{\n  \"version\": 1,\n  \"failures_24h\": \"many\"\n}\n");
  csn_test_wait_for (status_names_line, dialog, "the fault");
  csn_pages_fixture_picture (&self, GTK_WINDOW (dialog), "policy-json");
  g_assert_false (csn_policy_dialog_get_may_apply (dialog));
  csn_policy_dialog_set_text (dialog, "{\n  \"version\": 1,\n  \"failures_24h\": 2\n}\n");
  csn_test_wait_for (may_apply, dialog, "arming");
  gtk_window_close (GTK_WINDOW (dialog));
  csn_test_run_ready ();
  g_assert_cmpuint (changes, ==, 0);
  csn_pages_fixture_tear_down (&self);
}

static void
propose (CsnPagesFixture *self, const char *text)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;
  CsnProposalAnswer answer = CSN_PROPOSAL_APPLIED;

  csn_judgement_propose_policy_async (self->service,
                                      text,
                                      "command-line",
                                      csn_test_keep_result,
                                      &result);
  done = csn_test_wait_result (&result);
  csn_judgement_propose_policy_finish (self->service, done, &answer, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer, ==, CSN_PROPOSAL_WAITS);
}

static void
test_foreign_proposal_is_dropped_on_cancel (void)
{
  CsnPagesFixture self = { 0 };
  CsnPolicyDialog *dialog = NULL;

  csn_pages_fixture_set_up (&self, NULL);
  csn_pages_fixture_show (&self, adw_status_page_new ());
  propose (&self, "{\"version\": 1, \"confidence\": {\"soft_below\": 0.7}}");
  dialog = csn_policy_dialog_new (GTK_WINDOW (self.window),
                                  self.service,
                                  csn_judgement_get_proposal (self.service));
  csn_policy_dialog_set_foreign (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  csn_pages_fixture_wait_shown (GTK_WIDGET (dialog), "proposed this with countersignctl");
  csn_pages_fixture_wait_shown (GTK_WIDGET (dialog), "loosens");
  csn_pages_fixture_picture (&self, GTK_WINDOW (dialog), "policy-proposed");
  assert_narrow_enough (GTK_WIDGET (dialog));
  gtk_window_close (GTK_WINDOW (dialog));
  csn_test_run_ready ();
  g_assert_null (csn_judgement_get_proposal (self.service));
  csn_pages_fixture_tear_down (&self);
}

static void
set_policy (CsnPagesFixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnPolicy) policy = csn_policy_parse (text, strlen (text), &error);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  g_assert_no_error (error);
  csn_judgement_set_policy_async (self->service, policy, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_judgement_set_policy_finish (self->service, done, &error);
  g_assert_no_error (error);
}

#define WITH_AUTHORITY                                                                             \
  "{\"version\": 1, \"rules\": [{\"id\": \"r1\", \"note\": \"Small credits need nobody\","         \
  " \"owner\": \"ana@example.org\", \"agents\": \"billing-*\", \"action_types\": "                 \
  "\"store_credit\","                                                                              \
  " \"conditions\": [{\"pointer\": \"/amount\", \"at_most\": 10}], \"effect\": \"lower\","         \
  " \"level\": \"NOTIFY_ONLY\", \"dry_run\": true, \"created_at\": \"2026-01-01T00:00:00Z\","      \
  " \"expires_at\": \"2999-01-01T00:00:00Z\"}],"                                                   \
  " \"grants\": [{\"id\": \"g1\", \"grantor\": \"planner-agent\", \"delegate\": "                  \
  "\"billing-agent\","                                                                             \
  " \"action_types\": \"*\", \"level_floor\": \"SOFT_APPROVAL\","                                  \
  " \"cost_budget\": {\"amount\": \"500.00\", \"currency\": \"USD\"}, \"depth\": 1,"               \
  " \"expires_at\": \"2999-01-01T00:00:00Z\"}]}"

static void
remove_grant (CsnPagesFixture *self, GtkWidget *page)
{
  GtkWidget *row = csn_pages_fixture_find (page, CSN_TYPE_GRANT_ROW, NULL);

  g_assert_nonnull (row);
  gtk_widget_activate_action (row, "grant.remove", NULL);
  csn_pages_fixture_respond (self, "yes");
}

static void
test_agents_show_grants_and_rules (void)
{
  CsnPagesFixture self = { 0 };
  GtkWidget *page = csn_agents_page_new ();

  csn_pages_fixture_set_up (&self, NULL);
  csn_past_fixture_fill (&self);
  set_policy (&self, WITH_AUTHORITY);
  csn_agents_page_set_service (CSN_AGENTS_PAGE (page), self.service);
  csn_pages_fixture_show (&self, page);
  csn_pages_fixture_wait_shown (page, "Small credits need nobody");
  csn_pages_fixture_wait_shown (page, "Matches 29 of 43 recorded requests");
  csn_pages_fixture_wait_shown (page, "planner-agent lets billing-agent do “*”");
  csn_pages_fixture_wait_shown (page, "0 of 500.00 USD drawn");
  assert_narrow_enough (page);
  gtk_expander_set_expanded (GTK_EXPANDER (csn_pages_fixture_find (page, GTK_TYPE_EXPANDER, NULL)),
                             TRUE);
  csn_pages_fixture_wait_shown (page, "Last 20: 18 succeeded, 2 failed.");
  csn_pages_fixture_picture (&self, NULL, "agents-authority");
  remove_grant (&self, page);
  csn_pages_fixture_wait_shown (page, "The change is in force and recorded.");
  g_assert_cmpuint (csn_policy_get_n_grants (csn_judgement_get_policy (self.service)), ==, 0);
  csn_pages_fixture_tear_down (&self);
}

/* A rule that lowers asks for less: that needs the dialog. */
static void
test_loosening_goes_through_the_dialog (void)
{
  CsnPagesFixture self = { 0 };
  GtkWidget *page = csn_agents_page_new ();
  GtkWidget *row = NULL;
  GtkWindow *dialog = NULL;
  guint changes = 0;

  csn_pages_fixture_set_up (&self, NULL);
  csn_past_fixture_live (&self, "billing-agent", "store_credit", "0.9", CSN_PAST_REJECTED);
  set_policy (&self, WITH_AUTHORITY);
  g_signal_connect_swapped (csn_pages_fixture_get_gate (&self),
                            "policy-changed",
                            G_CALLBACK (count),
                            &changes);
  csn_agents_page_set_service (CSN_AGENTS_PAGE (page), self.service);
  csn_pages_fixture_show (&self, page);
  csn_pages_fixture_wait_shown (page, "dry run");
  row = csn_pages_fixture_find (page, CSN_TYPE_RULE_ROW, NULL);
  gtk_widget_activate_action (row, "rule.force", NULL);
  dialog = csn_pages_fixture_wait_dialog (&self);
  csn_pages_fixture_wait_shown (GTK_WIDGET (dialog), "although a person rejected");
  csn_pages_fixture_picture (&self, dialog, "policy-loosens");
  g_assert_cmpuint (changes, ==, 0);
  csn_pages_fixture_click (GTK_WIDGET (dialog), "Apply");
  csn_test_wait_for (has_changed, &changes, "the new policy");
  csn_pages_fixture_wait_shown (page, "in force");
  csn_pages_fixture_tear_down (&self);
}

static void
open_dialogs (CsnPagesFixture *self, GtkWidget *page)
{
  GtkWindow *dialog = NULL;

  gtk_widget_activate_action (csn_pages_fixture_find (page, CSN_TYPE_RULE_ROW, NULL),
                              "rule.edit",
                              NULL);
  dialog = csn_pages_fixture_wait_dialog (self);
  csn_pages_fixture_wait_shown (GTK_WIDGET (dialog), "No recorded request to try it on yet");
  assert_narrow_enough (GTK_WIDGET (dialog));
  csn_pages_fixture_picture (self, dialog, "rule-dialog");
  gtk_window_destroy (dialog);
  csn_test_run_ready ();
  gtk_widget_activate_action (csn_pages_fixture_find (page, CSN_TYPE_GRANT_ROW, NULL),
                              "grant.edit",
                              NULL);
  dialog = csn_pages_fixture_wait_dialog (self);
  assert_narrow_enough (GTK_WIDGET (dialog));
  csn_pages_fixture_picture (self, dialog, "grant-dialog");
  gtk_window_destroy (dialog);
  csn_test_run_ready ();
}

static void
test_rules_and_grants_are_edited (void)
{
  CsnPagesFixture self = { 0 };
  GtkWidget *page = csn_agents_page_new ();

  csn_pages_fixture_set_up (&self, NULL);
  csn_agents_page_set_service (CSN_AGENTS_PAGE (page), self.service);
  csn_pages_fixture_show (&self, page);
  csn_pages_fixture_wait_shown (page, "No Agents Yet");
  /* They are there to be seen before the first agent speaks. */
  set_policy (&self, WITH_AUTHORITY);
  csn_pages_fixture_wait_shown (page, "Small credits need nobody");
  open_dialogs (&self, page);
  csn_pages_fixture_tear_down (&self);
}

static void
test_card_tells_of_trust (void)
{
  CsnPagesFixture self = { 0 };
  GtkWidget *card = csn_request_card_new ();
  CsnInboxItem *item = NULL;

  csn_pages_fixture_set_up (&self, NULL);
  csn_past_fixture_fill (&self);
  set_policy (&self, WITH_AUTHORITY);
  csn_request_card_set_service (CSN_REQUEST_CARD (card), self.service, NULL);
  csn_pages_fixture_show (&self, card);
  item = csn_past_fixture_submit (
      &self,
      "delegated",
      "'agent_id': 'billing-agent', 'action_type': 'store_credit', 'delegation': "
      "['office-agent', 'planner-agent'], 'confidence': {'score': 0.83}, 'facts': "
      "{'reversible': true, 'financial': false, 'pii': false, 'regulated': false}");
  csn_request_card_set_item (CSN_REQUEST_CARD (card), item);
  csn_request_card_expand (CSN_REQUEST_CARD (card), TRUE);
  csn_pages_fixture_wait_shown (card, "office-agent → planner-agent");
  csn_pages_fixture_wait_shown (card, "There is no grant for this.");
  csn_pages_fixture_wait_shown (card, "planner-agent lets billing-agent do");
  csn_pages_fixture_wait_shown (card, "Last 20: 18 succeeded, 2 failed.");
  /* It would tell the score, which is behind a click at hard approval. */
  g_assert_false (csn_pages_fixture_shows (card, "When this agent says"));
  csn_pages_fixture_click (card, "Show Score");
  csn_pages_fixture_wait_shown (card, "When this agent says 0.8 to 0.9");
  csn_pages_fixture_picture (&self, NULL, "card-trust");
  csn_pages_fixture_tear_down (&self);
}

static GtkWidget *
find_named (GtkWidget *parent, GType type, const char *id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (G_TYPE_CHECK_INSTANCE_TYPE (child, type) &&
          g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (child)), id) == 0)
        return child;
      found = find_named (child, type, id);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
confirms_promotions (gpointer user_data)
{
  CsnPagesFixture *self = user_data;

  return csn_policy_get_autonomy (csn_judgement_get_policy (self->service), NULL)
      ->confirm_promotions;
}

static void
test_preferences_draft_a_policy (void)
{
  CsnPagesFixture self = { 0 };
  GtkWidget *window = NULL;
  GtkWidget *page = NULL;

  csn_pages_fixture_set_up (&self, NULL);
  csn_pages_fixture_show (&self, adw_status_page_new ());
  window = csn_preferences_window_new (self.service, GTK_WINDOW (self.window));
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (window), "policy");
  gtk_window_present (GTK_WINDOW (window));
  page = csn_pages_fixture_find (window, CSN_TYPE_POLICY_PAGE, NULL);
  g_assert_nonnull (page);
  csn_pages_fixture_picture (&self, GTK_WINDOW (window), "preferences-policy");
  gtk_switch_set_active (GTK_SWITCH (find_named (page, GTK_TYPE_SWITCH, "confirm_promotions")),
                         TRUE);
  g_assert_false (confirms_promotions (&self));
  csn_pages_fixture_wait_shown (page, "Not in force before you apply it.");
  csn_pages_fixture_click (page, "Apply…");
  csn_test_wait_for (confirms_promotions, &self, "the new policy");
  gtk_editable_set_text (GTK_EDITABLE (find_named (page, ADW_TYPE_ENTRY_ROW, "costs")), "lots");
  csn_pages_fixture_wait_shown (page, "“lots” is no cost limit");
  gtk_window_destroy (GTK_WINDOW (window));
  csn_pages_fixture_tear_down (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  csn_ui_register_resource ();
  adw_init ();
  gtk_source_init ();
  csn_pages_fixture_load_style ();
  g_test_add_func ("/ui/judgement/empty-page-says-what-to-do", test_empty_page_says_what_to_do);
  g_test_add_func ("/ui/judgement/moved-threshold-is-applied-once",
                   test_moved_threshold_is_applied_once);
  g_test_add_func ("/ui/judgement/faulty-json-names-its-line", test_faulty_json_names_its_line);
  g_test_add_func ("/ui/judgement/foreign-proposal-is-dropped-on-cancel",
                   test_foreign_proposal_is_dropped_on_cancel);
  g_test_add_func ("/ui/judgement/agents-show-grants-and-rules", test_agents_show_grants_and_rules);
  g_test_add_func ("/ui/judgement/loosening-goes-through-the-dialog",
                   test_loosening_goes_through_the_dialog);
  g_test_add_func ("/ui/judgement/rules-and-grants-are-edited", test_rules_and_grants_are_edited);
  g_test_add_func ("/ui/judgement/card-tells-of-trust", test_card_tells_of_trust);
  g_test_add_func ("/ui/judgement/preferences-draft-a-policy", test_preferences_draft_a_policy);
  return g_test_run ();
}
