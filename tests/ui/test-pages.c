/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "csn-agents-page.h"
#include "csn-export-dialog.h"
#include "csn-history-page.h"
#include "csn-pages-fixture.h"
#include "csn-preferences-window.h"
#include "csn-profile-row.h"
#include "csn-source-dialog.h"
#include "csn-takeovers-page.h"
#include "csn-ui-resources.h"

static gboolean
has_takeover (gpointer user_data)
{
  CsnGate *gate = csn_pages_fixture_get_gate (user_data);
  GListModel *takeovers = csn_gate_get_takeovers (gate);

  csn_pages_fixture_approve_all (user_data);
  return g_list_model_get_n_items (takeovers) > 0;
}

static gboolean
has_no_takeover (gpointer user_data)
{
  return g_list_model_get_n_items (
             csn_gate_get_takeovers (csn_pages_fixture_get_gate (user_data))) == 0;
}

static void
write_note (GtkWidget *page, const char *note)
{
  GtkWidget *view = csn_pages_fixture_find (page, GTK_TYPE_TEXT_VIEW, NULL);

  g_assert_nonnull (view);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), note, -1);
}

static void
hand_back_one (CsnPagesFixture *self, GtkWidget *page)
{
  GListModel *takeovers = csn_gate_get_takeovers (csn_pages_fixture_get_gate (self));
  guint before = g_list_model_get_n_items (takeovers);

  write_note (page, "I merged them by hand.");
  csn_pages_fixture_click (page, "Hand Back…");
  csn_pages_fixture_respond (self, "yes");
  while (g_list_model_get_n_items (takeovers) == before)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_takeover (void)
{
  CsnPagesFixture self = { 0 };
  GtkWidget *page = csn_takeovers_page_new ();

  csn_pages_fixture_set_up (&self, "takeover");
  csn_takeovers_page_set_service (CSN_TAKEOVERS_PAGE (page), self.service);
  csn_pages_fixture_show (&self, page);
  csn_pages_fixture_wait_shown (page, "No Takeovers");
  csn_pages_fixture_picture (&self, NULL, "takeovers-empty");
  csn_pages_fixture_connect (&self);
  csn_test_wait_for (has_takeover, &self, "a takeover");

  csn_pages_fixture_wait_shown (page, "You have the wheel");
  csn_pages_fixture_wait_shown (page, "crm-agent is read-only since");
  csn_pages_fixture_wait_shown (page, "(acknowledged)");
  csn_pages_fixture_wait_shown (page, "can’t be undone");
  csn_pages_fixture_wait_shown (page, "pairs left");
  csn_pages_fixture_picture (&self, NULL, "takeover");

  /* Nothing is handed back without a word about what was done. */
  csn_pages_fixture_click (page, "Hand Back…");
  csn_pages_fixture_wait_shown (page, "Write what you did first");
  csn_pages_fixture_picture (&self, NULL, "takeover-note-missing");
  g_assert_false (has_no_takeover (&self));

  write_note (page, "I merged them by hand.");
  csn_pages_fixture_click (page, "Hand Back…");
  csn_pages_fixture_picture (&self, csn_pages_fixture_wait_dialog (&self), "takeover-hand-back");
  csn_pages_fixture_respond (&self, "no");
  while (!has_no_takeover (&self))
    hand_back_one (&self, page);
  csn_pages_fixture_wait_shown (page, "No Takeovers");
  csn_pages_fixture_tear_down (&self);
}

static void
fill_log (CsnPagesFixture *self)
{
  csn_pages_fixture_connect (self);
  csn_test_wait_for (has_takeover, self, "a takeover");
}

static gboolean
is_written (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_export (CsnPagesFixture *self)
{
  CsnHistoryQuery all = { 0 };
  GtkWidget *dialog =
      csn_export_dialog_new (GTK_WINDOW (self->window), self->service, &all, "All time");
  g_autofree char *path = g_build_filename (self->folder, "export.jsonl", NULL);

  gtk_window_present (GTK_WINDOW (dialog));
  csn_pages_fixture_picture (self, GTK_WINDOW (dialog), "export");
  csn_export_dialog_write (CSN_EXPORT_DIALOG (dialog), path);
  csn_test_wait_for (is_written, path, "the export");
  csn_pages_fixture_wait_shown (dialog, "events exported");
  csn_pages_fixture_picture (self, GTK_WINDOW (dialog), "export-done");
  gtk_window_destroy (GTK_WINDOW (dialog));

  /* What can't be written is said, and leaves nothing. */
  dialog = csn_export_dialog_new (GTK_WINDOW (self->window), self->service, &all, "All time");
  gtk_window_present (GTK_WINDOW (dialog));
  csn_export_dialog_write (CSN_EXPORT_DIALOG (dialog), "/nonexistent/export.jsonl");
  csn_pages_fixture_wait_shown (dialog, "Nothing was exported");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
choose (GtkWidget *page, guint index, guint selected)
{
  GtkWidget *drop_down = csn_pages_fixture_find (page, GTK_TYPE_DROP_DOWN, NULL);

  for (guint i = 0; i < index; i++)
    drop_down = gtk_widget_get_next_sibling (drop_down);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), selected);
}

static gboolean
has_one_event (gpointer model)
{
  return g_list_model_get_n_items (model) == 1;
}

static void
test_search (GtkWidget *page)
{
  GtkWidget *search = csn_pages_fixture_find (page, GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (search), "no such word");
  csn_pages_fixture_wait_shown (page, "No Events Found");
  gtk_editable_set_text (GTK_EDITABLE (search), "LOG opened");
  csn_pages_fixture_wait_shown (page, "Log opened");
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  csn_pages_fixture_wait_shown (page, "Agent read-only");
}

/* The log begins with the event that opened it. */
static gboolean
begins_with_first (gpointer model)
{
  g_autoptr (CsnHistoryEvent) event = g_list_model_get_item (model, 0);

  return csn_history_event_is_loaded (event) && csn_history_event_get_seq (event) == 0;
}

static void
test_order (GtkWidget *page, GtkSelectionModel *selection)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (csn_pages_fixture_find (page, GTK_TYPE_COLUMN_VIEW, NULL));
  g_autoptr (GtkColumnViewColumn) time =
      g_list_model_get_item (gtk_column_view_get_columns (view), 0);

  g_assert_false (begins_with_first (selection));
  gtk_column_view_sort_by_column (view, time, GTK_SORT_ASCENDING);
  csn_test_wait_for (begins_with_first, selection, "the oldest event first");
  gtk_column_view_sort_by_column (view, time, GTK_SORT_DESCENDING);
  g_assert_false (begins_with_first (selection));
}

static gboolean
shows_exported (gpointer page)
{
  GtkWidget *revealer = csn_pages_fixture_find (page, GTK_TYPE_REVEALER, NULL);

  if (csn_pages_fixture_shows (page, "Exported"))
    return TRUE;
  /* What came since the last click waits for the next one. */
  g_signal_emit_by_name (gtk_revealer_get_child (GTK_REVEALER (revealer)), "clicked");
  return FALSE;
}

/* They wait until the reviewer wants them. */
static void
test_new_events (GtkWidget *page)
{
  csn_pages_fixture_wait_shown (csn_pages_fixture_find (page, GTK_TYPE_REVEALER, NULL),
                                "new event");
  g_assert_false (csn_pages_fixture_shows (page, "Exported"));
  csn_test_wait_for (shows_exported, page, "new events in the list");
}

static void
test_history (void)
{
  CsnPagesFixture self = { 0 };
  GtkWidget *page = csn_history_page_new ();
  GtkSelectionModel *selection = NULL;
  GtkWidget *view = NULL;

  csn_pages_fixture_set_up (&self, "takeover");
  fill_log (&self);
  csn_history_page_set_service (CSN_HISTORY_PAGE (page), self.service);
  csn_pages_fixture_show (&self, page);
  csn_pages_fixture_wait_shown (page, "Agent read-only");
  csn_pages_fixture_picture (&self, NULL, "history");
  csn_gate_record_event (csn_pages_fixture_get_gate (&self), "exported", NULL);
  test_new_events (page);

  view = csn_pages_fixture_find (page, GTK_TYPE_COLUMN_VIEW, NULL);
  selection = gtk_column_view_get_model (GTK_COLUMN_VIEW (view));
  gtk_selection_model_select_item (selection, 1, TRUE);
  csn_pages_fixture_wait_shown (page, "position in chain");
  gtk_widget_activate_action (page, "history.verify", NULL);
  csn_pages_fixture_wait_shown (page, "chain and");
  csn_pages_fixture_picture (&self, NULL, "history-event");

  choose (page, 2, 1 + 33);
  csn_test_wait_for (has_one_event, selection, "one event");
  csn_pages_fixture_wait_shown (page, "Log opened");
  choose (page, 2, 1 + 4);
  csn_pages_fixture_wait_shown (page, "No Events");
  csn_pages_fixture_picture (&self, NULL, "history-empty");
  csn_pages_fixture_click (page, "Show All");
  csn_pages_fixture_wait_shown (page, "Agent read-only");
  test_search (page);
  test_order (page, selection);
  test_export (&self);
  csn_pages_fixture_tear_down (&self);
}

typedef struct
{
  CsnPagesFixture *fixture;
  CsnLevel level;
} Earned;

static CsnAgentItem *
first_agent (CsnPagesFixture *self)
{
  GListModel *agents = csn_gate_get_agents (csn_pages_fixture_get_gate (self));
  g_autoptr (CsnAgentItem) agent = g_list_model_get_item (agents, 0);

  return agent;
}

static CsnProfile *
first_profile (CsnPagesFixture *self)
{
  CsnAgentItem *agent = first_agent (self);
  GPtrArray *profiles = agent != NULL ? csn_agent_item_get_profiles (agent) : NULL;

  return profiles != NULL && profiles->len > 0 ? g_ptr_array_index (profiles, 0) : NULL;
}

static gboolean
has_earned (gpointer user_data)
{
  Earned *earned = user_data;
  CsnProfile *profile = NULL;

  csn_pages_fixture_approve_all (earned->fixture);
  profile = first_profile (earned->fixture);
  return profile != NULL && csn_profile_get_level (profile) == earned->level;
}

static gboolean
is_stopped (gpointer user_data)
{
  return csn_agent_item_get_stopped (first_agent (user_data));
}

static gboolean
is_pinned (gpointer user_data)
{
  return csn_profile_get_pinned (first_profile (user_data));
}

static gboolean
is_hard (gpointer user_data)
{
  return csn_profile_get_level (first_profile (user_data)) == CSN_LEVEL_HARD_APPROVAL;
}

static gboolean
shows_hard (gpointer row)
{
  CsnProfile *profile = csn_profile_row_get_profile (row);

  return csn_profile_get_level (profile) == CSN_LEVEL_HARD_APPROVAL;
}

static GtkWidget *
find_named (GtkWidget *parent, const char *type)
{
  return csn_pages_fixture_find (parent, g_type_from_name (type), NULL);
}

static void
test_agents (void)
{
  CsnPagesFixture self = { 0 };
  Earned earned = { &self, CSN_LEVEL_NOTIFY_ONLY };
  GtkWidget *page = csn_agents_page_new ();
  GtkWidget *row = NULL;

  csn_pages_fixture_set_up (&self, "trust");
  csn_agents_page_set_service (CSN_AGENTS_PAGE (page), self.service);
  csn_pages_fixture_show (&self, page);
  csn_pages_fixture_wait_shown (page, "No Agents Yet");
  csn_pages_fixture_picture (&self, NULL, "agents-empty");
  csn_pages_fixture_connect (&self);
  csn_test_wait_for (has_earned, &earned, "a promotion");
  csn_pages_fixture_wait_shown (page, "support-agent");
  csn_pages_fixture_wait_shown (page, "demo · connected");
  csn_pages_fixture_wait_shown (page, "successes to “Full auto”");
  csn_pages_fixture_picture (&self, NULL, "agents");

  row = find_named (page, "CsnProfileRow");
  gtk_widget_activate_action (row, "profile.pin", NULL);
  csn_pages_fixture_respond (&self, "yes");
  csn_test_wait_for (is_pinned, &self, "the pin");
  csn_pages_fixture_wait_shown (page, "pinned");
  gtk_widget_activate_action (row, "profile.hard", NULL);
  csn_test_wait_for (is_hard, &self, "more oversight");
  csn_test_wait_for (shows_hard, row, "more oversight in the row");
  /* Less oversight only comes with a question. */
  gtk_widget_activate_action (row, "profile.reset", NULL);
  csn_pages_fixture_wait_shown (GTK_WIDGET (csn_pages_fixture_wait_dialog (&self)),
                                "less oversight than now");
  csn_pages_fixture_picture (&self, csn_pages_fixture_wait_dialog (&self), "agents-reset");
  csn_pages_fixture_respond (&self, "no");
  g_assert_true (is_hard (&self));

  csn_pages_fixture_click (page, "Stop…");
  csn_pages_fixture_respond (&self, "yes");
  csn_test_wait_for (is_stopped, &self, "the stop");
  csn_pages_fixture_wait_shown (page, "Stopped");
  csn_pages_fixture_picture (&self, NULL, "agents-stopped");
  csn_pages_fixture_click (page, "Lift Stop…");
  csn_pages_fixture_respond (&self, "yes");
  csn_pages_fixture_wait_shown (page, "Normal");
  csn_pages_fixture_tear_down (&self);
}

static GtkWidget *
find_entry (GtkWidget *dialog, const char *title)
{
  GtkWidget *list = csn_pages_fixture_find (dialog, GTK_TYPE_LIST_BOX, NULL);

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (ADW_IS_ENTRY_ROW (row) &&
        g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title))
      return row;
  g_assert_not_reached ();
}

static void
test_source_dialog (CsnPagesFixture *self, GtkWidget *dialog)
{
  GtkEditable *url = GTK_EDITABLE (find_entry (dialog, "Address"));
  GtkEditable *name = GTK_EDITABLE (find_entry (dialog, "Name"));

  csn_pages_fixture_picture (self, GTK_WINDOW (dialog), "source-add");
  gtk_editable_set_text (url, "ftp://example.org");
  g_assert_true (csn_pages_fixture_shows (dialog, "must begin with"));
  gtk_editable_set_text (url, "https://agents.example.org/base");
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "agents.example.org");
  g_assert_false (csn_pages_fixture_shows (dialog, "Connect without encryption"));
  gtk_editable_set_text (url, "http://agents.example.org");
  csn_pages_fixture_wait_shown (dialog, "Connect without encryption");
  csn_pages_fixture_picture (self, GTK_WINDOW (dialog), "source-insecure");
  g_assert_false (
      gtk_widget_is_sensitive (csn_pages_fixture_find (dialog, GTK_TYPE_BUTTON, "Test")));

  gtk_editable_set_text (url, "http://127.0.0.1:1");
  csn_pages_fixture_click (dialog, "Test");
  csn_test_run_ready ();
  while (csn_pages_fixture_shows (dialog, "Asking…"))
    g_main_context_iteration (NULL, TRUE);
  csn_pages_fixture_picture (self, GTK_WINDOW (dialog), "source-test-failed");
  gtk_editable_set_text (url, self->url);
  gtk_editable_set_text (name, "demo");
  csn_pages_fixture_click (dialog, "Test");
  csn_pages_fixture_wait_shown (dialog, "It answers");
  csn_pages_fixture_picture (self, GTK_WINDOW (dialog), "source-tested");
  csn_pages_fixture_click (dialog, "_Add");
}

static gboolean
has_source (gpointer user_data)
{
  CsnPagesFixture *self = user_data;

  return g_list_model_get_n_items (csn_service_get_sources (self->service)) == 1;
}

static gboolean
has_no_source (gpointer user_data)
{
  return !has_source (user_data);
}

static void
show_preferences_pages (CsnPagesFixture *self)
{
  static const char *const pages[] = { "notifications", "approvals", "general" };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *name = g_strdup_printf ("preferences-%s", pages[i]);

      adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self->window),
                                                    pages[i]);
      csn_pages_fixture_picture (self, NULL, name);
    }
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (self->window), "agents");
}

static void
test_preferences (void)
{
  CsnPagesFixture self = { 0 };
  GtkWindow *dialog = NULL;

  csn_pages_fixture_set_up (&self, "quiet");
  self.window = csn_preferences_window_new (self.service, NULL);
  gtk_window_present (GTK_WINDOW (self.window));
  csn_pages_fixture_wait_shown (self.window, "No source yet");
  csn_pages_fixture_picture (&self, NULL, "preferences-empty");
  csn_preferences_window_add_agent (CSN_PREFERENCES_WINDOW (self.window));
  dialog = csn_pages_fixture_wait_dialog (&self);
  test_source_dialog (&self, GTK_WIDGET (dialog));
  csn_test_wait_for (has_source, &self, "the source");
  csn_pages_fixture_wait_shown (self.window, "connected");
  g_assert_false (csn_pages_fixture_shows (self.window, "No source yet"));

  adw_expander_row_set_expanded (
      ADW_EXPANDER_ROW (csn_pages_fixture_find (self.window, ADW_TYPE_EXPANDER_ROW, NULL)),
      TRUE);
  csn_test_run_ready ();
  csn_pages_fixture_click (self.window, "Test");
  csn_pages_fixture_wait_shown (self.window, "It answers");
  csn_pages_fixture_picture (&self, NULL, "preferences");
  show_preferences_pages (&self);
  csn_pages_fixture_click (self.window, "Remove…");
  csn_pages_fixture_respond (&self, "yes");
  csn_test_wait_for (has_no_source, &self, "the end of the source");
  csn_pages_fixture_tear_down (&self);
}

/* The height is what it takes to wrap; the width is that of a phone. */
static void
test_narrow_enough (void)
{
  GtkWidget *(*const makers[]) (
      void) = { csn_takeovers_page_new, csn_history_page_new, csn_agents_page_new };

  for (gsize i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      GtkWidget *page = g_object_ref_sink (makers[i]());
      int minimum = 0;

      gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_test_message ("%s %d", G_OBJECT_TYPE_NAME (page), minimum);
      g_assert_cmpint (minimum, <=, 360);
      g_object_unref (page);
    }
}

static void
test_built_and_disposed (void)
{
  GtkWidget *(*const makers[]) (
      void) = { csn_takeovers_page_new, csn_history_page_new, csn_agents_page_new };

  for (gsize i = 0; i < G_N_ELEMENTS (makers); i++)
    {
      GtkWidget *page = g_object_ref_sink (makers[i]());

      g_assert_finalize_object (page);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  csn_ui_register_resource ();
  adw_init ();
  gtk_source_init ();
  csn_pages_fixture_load_style ();

  g_test_add_func ("/ui/pages/built-and-disposed", test_built_and_disposed);
  g_test_add_func ("/ui/pages/narrow-enough", test_narrow_enough);
  g_test_add_func ("/ui/pages/takeover", test_takeover);
  g_test_add_func ("/ui/pages/history", test_history);
  g_test_add_func ("/ui/pages/agents", test_agents);
  g_test_add_func ("/ui/pages/preferences", test_preferences);
  return g_test_run ();
}
