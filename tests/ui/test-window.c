/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "csn-action-view.h"
#include "csn-decision-bar.h"
#include "csn-edit-dialog.h"
#include "csn-inbox-entry.h"
#include "csn-screenshots.h"
#include "csn-test-request.h"
#include "csn-test-wait.h"
#include "csn-ui-resources.h"
#include "csn-window.h"

typedef struct
{
  char *folder;
  CsnService *service;
  CsnAnswerSender *sender;
  CsnWindow *window;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("csn-window-XXXXXX", &error);
  g_assert_no_error (error);
  self->service = csn_service_new (self->folder);
  csn_service_start_async (self->service, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  csn_service_start_finish (self->service, result, &error);
  g_assert_no_error (error);
  self->sender = csn_answer_sender_new (csn_service_get_gate (self->service));
  self->window = csn_window_new (ADW_APPLICATION (g_application_get_default ()));
  csn_window_set_service (self->window, self->service, self->sender);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  gtk_window_destroy (GTK_WINDOW (self->window));
  csn_test_run_ready ();
  g_assert_null (self->window);
  csn_service_stop_async (self->service, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  csn_service_stop_finish (self->service, result, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (self->sender);
  g_object_unref (self->service);
  g_free (self->folder);
}

static char *
submit (Fixture *self, const char *task_id, const char *members)
{
  CsnGate *gate = csn_service_get_gate (self->service);
  g_autoptr (CsnRequest) request = csn_test_request_new ("shop", task_id, members);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;
  g_autoptr (GError) error = NULL;
  char *id = NULL;

  csn_gate_submit_async (gate, request, NULL, csn_test_keep_result, &kept);
  result = csn_test_wait_result (&kept);
  id = csn_gate_submit_finish (gate, result, &error);
  g_assert_no_error (error);
  return id;
}

static void
spin (int ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_every_page_shows (Fixture *self, gconstpointer data)
{
  static const char *const pages[] = { "takeovers", "agents",    "confidence", "history",
                                       "reconcile", "readiness", "inbox" };
  g_autofree char *hard = submit (self, "h1", NULL);
  g_autofree char *soft = submit (self, "s1", CSN_TEST_SOFT);
  g_autofree char *takeover = submit (self, "t1", "'agent_id': 'other', " CSN_TEST_TAKEOVER);

  gtk_window_present (GTK_WINDOW (self->window));
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      csn_window_show_page (self->window, pages[i]);
      spin (50);
    }
  csn_window_show_page (self->window, "a-page-of-the-future");
  csn_window_show_request (self->window, hard);
  spin (100);
  g_assert_true (csn_inbox_page_show_request (csn_window_get_inbox (self->window), soft));
  g_assert_false (csn_inbox_page_show_request (csn_window_get_inbox (self->window), "nobody"));
}

static gboolean
card_is_settled (gpointer user_data)
{
  CsnRequestCard *card = csn_inbox_page_get_card (user_data);

  return csn_inbox_item_get_state (csn_request_card_get_item (card)) == CSN_REQUEST_REJECTED;
}

static void
test_answer_from_the_window (Fixture *self, gconstpointer data)
{
  g_autofree char *id = submit (self, "h1", NULL);
  CsnInboxPage *inbox = csn_window_get_inbox (self->window);
  CsnRequestCard *card = csn_inbox_page_get_card (inbox);
  GListModel *toplevels = gtk_window_get_toplevels ();

  gtk_window_present (GTK_WINDOW (self->window));
  csn_window_show_request (self->window, id);
  spin (100);
  csn_request_card_run (card, "decision.reject");
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        adw_message_dialog_response (ADW_MESSAGE_DIALOG (window), "send");
    }
  g_assert_true (csn_answer_sender_is_held (self->sender, id, NULL));
  csn_request_card_run (card, "decision.undo");
  g_assert_false (csn_answer_sender_is_held (self->sender, id, NULL));
  g_object_set (csn_service_get_settings (self->service), "undo-seconds", 0, NULL);
  csn_request_card_run (card, "decision.reject");
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (GTK_WIDGET (window)))
        adw_message_dialog_response (ADW_MESSAGE_DIALOG (window), "send");
    }
  csn_test_wait_for (card_is_settled, inbox, "the decision");
}

static gboolean
has_edit_dialog (gpointer user_data)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  GtkWindow **ret_window = user_data;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (CSN_IS_EDIT_DIALOG (window))
        *ret_window = window;
    }
  return *ret_window != NULL;
}

static gboolean
is_recorded (gpointer user_data)
{
  CsnHistoryModel *history = user_data;
  GListModel *model = G_LIST_MODEL (history);

  csn_history_model_show_new (history);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (CsnHistoryEvent) event = g_list_model_get_item (model, i);

      if (csn_history_event_is_loaded (event) &&
          strstr (csn_history_event_get_body (event), "secrets_revealed") != NULL)
        return TRUE;
    }
  return FALSE;
}

static GtkWidget *
find_below (GtkWidget *parent, GType type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found =
          G_TYPE_CHECK_INSTANCE_TYPE (child, type) ? child : find_below (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
scroll_to_end (GtkWidget *card)
{
  GtkWidget *scroller = find_below (card, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static gboolean
may_approve (gpointer bar)
{
  return csn_decision_bar_get_may_approve (bar);
}

static char *
long_action (guint n_members)
{
  GString *members = g_string_new ("'proposed_action': {'a0': 0");

  for (guint i = 1; i < n_members; i++)
    g_string_append_printf (members, ", 'a%u': %u", i, i);
  g_string_append_c (members, '}');
  return g_string_free (members, FALSE);
}

/* What the card before it showed says nothing about the end of this one. */
static void
test_end_of_each_action_must_be_seen (Fixture *self, gconstpointer data)
{
  g_autofree char *members = long_action (90);
  g_autofree char *brief = submit (self, "h1", NULL);
  g_autofree char *extensive = NULL;
  GtkWidget *card = GTK_WIDGET (csn_inbox_page_get_card (csn_window_get_inbox (self->window)));
  GtkWidget *bar = find_below (card, CSN_TYPE_DECISION_BAR);

  extensive = submit (self, "h2", members);
  gtk_window_present (GTK_WINDOW (self->window));
  csn_window_show_request (self->window, brief);
  csn_test_wait_for (may_approve, bar, "the short action");
  csn_window_show_request (self->window, extensive);
  spin (1500);
  g_assert_false (csn_decision_bar_get_may_approve (CSN_DECISION_BAR (bar)));
  scroll_to_end (card);
  csn_test_wait_for (may_approve, bar, "the end of the long action");
  csn_window_show_request (self->window, brief);
  spin (300);
  scroll_to_end (card);
  spin (300);
  csn_window_show_request (self->window, extensive);
  spin (1500);
  g_assert_false (csn_decision_bar_get_may_approve (CSN_DECISION_BAR (bar)));
}

static GtkWidget *
find_toggle (GtkWidget *parent, gboolean active)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_TOGGLE_BUTTON (child) &&
                                 gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (child)) == active
                             ? child
                             : find_toggle (child, active);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The lower edge of a text that scrolls by itself is not its end. */
static void
test_other_view_is_no_end (Fixture *self, gconstpointer data)
{
  g_autofree char *members = long_action (90);
  g_autofree char *id = submit (self, "h1", members);
  GtkWidget *card = GTK_WIDGET (csn_inbox_page_get_card (csn_window_get_inbox (self->window)));
  GtkWidget *bar = find_below (card, CSN_TYPE_DECISION_BAR);
  GtkWidget *view = find_below (card, CSN_TYPE_ACTION_VIEW);

  gtk_window_present (GTK_WINDOW (self->window));
  csn_window_show_request (self->window, id);
  spin (300);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_toggle (view, FALSE)), TRUE);
  spin (2500);
  g_assert_false (csn_decision_bar_get_may_approve (CSN_DECISION_BAR (bar)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_toggle (view, FALSE)), TRUE);
  spin (2500);
  g_assert_false (csn_decision_bar_get_may_approve (CSN_DECISION_BAR (bar)));
  scroll_to_end (card);
  csn_test_wait_for (may_approve, bar, "the end of the action");
}

static GtkWidget *
find_undo (GtkWidget *parent)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_undo (child);

      if (GTK_IS_BUTTON (child) && gtk_widget_get_visible (child) &&
          g_strcmp0 (gtk_button_get_label (GTK_BUTTON (child)), "Undo") == 0)
        found = child;
      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_toast (GtkWidget *parent)
{
  GType type = g_type_from_name ("AdwToastWidget");

  return type != 0 ? find_below (parent, type) : NULL;
}

static void
hold (Fixture *self, const char *id)
{
  CsnInboxItem *item = csn_gate_lookup (csn_service_get_gate (self->service), id);
  CsnRequest *request = csn_inbox_item_get_request (item);
  CsnAnswer answer = {
    .request_id = id,
    .revision = csn_request_get_revision (request),
    .digest = csn_request_get_action_digest (request),
    .kind = CSN_DECISION_APPROVE,
    .via = "window",
  };

  csn_answer_sender_send (self->sender, &answer, 60 * G_USEC_PER_SEC);
}

static void
test_undo_of_a_card_left_behind (Fixture *self, gconstpointer data)
{
  g_autofree char *first = submit (self, "h1", NULL);
  g_autofree char *second = submit (self, "h2", NULL);
  GtkWidget *toast = NULL;

  gtk_window_present (GTK_WINDOW (self->window));
  csn_window_show_request (self->window, first);
  hold (self, first);
  csn_window_show_request (self->window, second);
  spin (100);
  hold (self, second);
  toast = find_toast (GTK_WIDGET (self->window));
  g_assert_nonnull (toast);
  g_signal_emit_by_name (find_undo (toast), "clicked");
  g_assert_false (csn_answer_sender_is_held (self->sender, first, NULL));
  g_assert_true (csn_answer_sender_is_held (self->sender, second, NULL));
}

static gboolean
has_toast (gpointer window)
{
  return find_toast (window) != NULL;
}

static void
test_failure_of_a_card_left_behind (Fixture *self, gconstpointer data)
{
  g_autofree char *first = submit (self, "h1", NULL);
  g_autofree char *second = submit (self, "h2", NULL);
  CsnAnswer stale = { first, 7, "sha256:other", CSN_DECISION_APPROVE, NULL, NULL, "window" };

  gtk_window_present (GTK_WINDOW (self->window));
  csn_window_show_request (self->window, second);
  spin (100);
  csn_answer_sender_send (self->sender, &stale, 0);
  csn_test_wait_for (has_toast, self->window, "the failure");
}

static void
test_editing_a_secret_is_recorded (Fixture *self, gconstpointer data)
{
  g_autofree char *id = submit (self, "h1", "'proposed_action': {'password': 'hunter2'}");
  g_autoptr (CsnHistoryModel) history = csn_service_new_history (self->service);
  GtkWindow *dialog = NULL;

  gtk_window_present (GTK_WINDOW (self->window));
  csn_window_show_request (self->window, id);
  spin (100);
  g_assert_false (is_recorded (history));
  csn_request_card_run (csn_inbox_page_get_card (csn_window_get_inbox (self->window)),
                        "decision.edit");
  csn_test_wait_for (has_edit_dialog, &dialog, "the editor");
  csn_test_wait_for (is_recorded, history, "the event");
  gtk_window_close (dialog);
  spin (50);
}

static void
test_exported_actions_approve_nothing (Fixture *self, gconstpointer data)
{
  g_auto (GStrv) window = g_action_group_list_actions (G_ACTION_GROUP (self->window));
  const char *const allowed[] = { "show-help-overlay", NULL };

  for (guint i = 0; window[i] != NULL; i++)
    g_assert_true (g_strv_contains (allowed, window[i]));
}

static void
test_narrow (Fixture *self, gconstpointer data)
{
  g_autofree char *hard = submit (self, "h1", NULL);
  int minimum = 0;

  /* GNOME's own; a bare display has no desktop that would say so. */
  g_object_set (gtk_settings_get_default (),
                "gtk-font-name",
                "Cantarell 11",
                "gtk-decoration-layout",
                "appmenu:close",
                NULL);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 700);
  gtk_window_present (GTK_WINDOW (self->window));
  csn_window_show_request (self->window, hard);
  spin (600);
  gtk_widget_measure (GTK_WIDGET (self->window),
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &minimum,
                      NULL,
                      NULL,
                      NULL);
  /* The shadow around it counts too. */
  g_assert_cmpint (minimum, <=, 372);
}

static void
test_picture (Fixture *self, gconstpointer data)
{
  g_autofree char *hard = submit (self, "h1", NULL);
  g_autofree char *path = g_build_filename (self->folder, "window.png", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) picture = NULL;

  gtk_window_present (GTK_WINDOW (self->window));
  csn_window_show_request (self->window, hard);
  spin (500);
  csn_screenshots_save (GTK_WINDOW (self->window), path, &error);
  g_assert_no_error (error);
  picture = gdk_texture_new_from_filename (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (picture), >=, 1180);
}

static void
test_megabyte (Fixture *self, gconstpointer data)
{
  g_autofree char *filler = g_strnfill (1000 * 1000, 'x');
  g_autofree char *members = g_strdup_printf ("'proposed_action': {'body': '%s'}", filler);
  g_autofree char *id = submit (self, "big", members);
  gint64 start = 0;

  gtk_window_present (GTK_WINDOW (self->window));
  spin (300);
  start = g_get_monotonic_time ();
  csn_window_show_request (self->window, id);
  spin (300);
  g_test_minimized_result ((double) (g_get_monotonic_time () - start) / 1e6 - 0.3,
                           "seconds to open a card of 1 MB");
  g_assert_cmpint (g_get_monotonic_time () - start, <, 4 * G_USEC_PER_SEC);
}

static void
add (const char *path, void (*func) (Fixture *self, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  /* Folders are not isolated: icons need the system's types of files. */
  g_test_init (&argc, &argv, NULL);
  csn_ui_register_resource ();
  adw_init ();
  gtk_source_init ();
  application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application),
                                        "/io/github/countersign/Countersign");
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  add ("/ui/window/every-page-shows", test_every_page_shows);
  add ("/ui/window/answer-from-the-window", test_answer_from_the_window);
  add ("/ui/window/end-of-each-action-must-be-seen", test_end_of_each_action_must_be_seen);
  add ("/ui/window/other-view-is-no-end", test_other_view_is_no_end);
  add ("/ui/window/undo-of-a-card-left-behind", test_undo_of_a_card_left_behind);
  add ("/ui/window/failure-of-a-card-left-behind", test_failure_of_a_card_left_behind);
  add ("/ui/window/editing-a-secret-is-recorded", test_editing_a_secret_is_recorded);
  add ("/ui/window/exported-actions-approve-nothing", test_exported_actions_approve_nothing);
  add ("/ui/window/narrow", test_narrow);
  add ("/ui/window/picture", test_picture);
  add ("/ui/window/megabyte", test_megabyte);
  return g_test_run ();
}
