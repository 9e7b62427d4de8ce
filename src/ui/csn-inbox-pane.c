/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-inbox-pane.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "csn-back-button.h"
#include "csn-inbox-filter.h"
#include "csn-inbox-list.h"
#include "csn-inbox-row.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"

struct _CsnInboxPane
{
  GtkWidget parent_instance;

  GtkToggleButton *search_button;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  CsnInboxFilter *filter;
  GtkRevealer *fault_revealer;
  GtkLabel *fault;
  GtkRevealer *new_revealer;
  GtkButton *new_button;
  GtkStack *list_stack;
  GtkListView *list_view;
  GtkEventControllerMotion *pointer;

  CsnService *service;           /* (owned) (nullable) */
  CsnInboxList *list;            /* (owned) (nullable) */
  GtkSingleSelection *selection; /* (owned) (nullable) */
  char *chosen_id;               /* (owned) (nullable) */
  gboolean reading;
  gboolean at_top;
};

enum
{
  CHOSEN,
  CONNECT_AGENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnInboxPane, csn_inbox_pane, GTK_TYPE_WIDGET)

static void
update_list_stack (CsnInboxPane *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;
  gboolean anything =
      g_list_model_get_n_items (csn_gate_get_inbox (csn_service_get_gate (self->service))) > 0;
  gboolean connected = g_list_model_get_n_items (csn_service_get_sources (self->service)) > 0;

  if (any)
    gtk_stack_set_visible_child_name (self->list_stack, "list");
  else if (anything)
    gtk_stack_set_visible_child_name (self->list_stack, "no-match");
  else
    gtk_stack_set_visible_child_name (self->list_stack, connected ? "empty" : "first");
}

/* Nothing moves while the reviewer points at the list or reads a request. */
static void
update_held (CsnInboxPane *self)
{
  gboolean points = gtk_event_controller_motion_contains_pointer (self->pointer);

  if (self->list != NULL)
    csn_inbox_list_set_held (self->list, self->reading || points);
}

/* The sidebar says so too, but may be out of sight. */
static void
update_fault (CsnInboxPane *self)
{
  CsnGate *gate = csn_service_get_gate (self->service);
  const char *fault = csn_gate_get_fault (gate);
  g_autofree char *text = NULL;

  if (fault != NULL)
    text = csn_visible_text (fault, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  else if (csn_gate_get_stopped (gate))
    text = g_strdup (_ ("Everything is stopped. Nothing is approved until you lift the stop."));
  if (text != NULL)
    gtk_label_set_text (self->fault, text);
  gtk_revealer_set_reveal_child (self->fault_revealer, text != NULL);
}

static void
update_new (CsnInboxPane *self)
{
  guint n_new = csn_inbox_list_get_n_new (self->list);
  g_autofree char *text = g_strdup_printf (ngettext ("%u new", "%u new", n_new), n_new);

  if (n_new > 0)
    gtk_button_set_label (self->new_button, text);
  gtk_revealer_set_reveal_child (self->new_revealer, n_new > 0);
}

static void
on_new_clicked (CsnInboxPane *self)
{
  csn_inbox_list_show_new (self->list);
}

static void
update_filter (CsnInboxPane *self)
{
  g_autofree char *agent = csn_inbox_filter_dup_agent_id (self->filter);
  guint sections = csn_inbox_filter_get_sections (self->filter);

  if (self->list == NULL)
    return;
  csn_inbox_list_set_filter (self->list,
                             gtk_editable_get_text (self->search_entry),
                             agent,
                             sections);
  update_list_stack (self);
}

static void
on_show_all_clicked (CsnInboxPane *self)
{
  gtk_editable_set_text (self->search_entry, "");
  csn_inbox_filter_reset (self->filter);
}

static void
choose (CsnInboxPane *self, CsnInboxItem *item, gboolean open)
{
  g_free (self->chosen_id);
  self->chosen_id = g_strdup (csn_inbox_item_get_id (item));
  g_signal_emit (self, signals[CHOSEN], 0, item, open);
}

static void
on_selected (CsnInboxPane *self)
{
  CsnInboxEntry *entry = gtk_single_selection_get_selected_item (self->selection);
  CsnInboxItem *item = entry != NULL ? csn_inbox_entry_get_item (entry) : NULL;

  /* A row that went away does not close its card. */
  if (item != NULL)
    choose (self, item, FALSE);
}

static void
on_row_activated (CsnInboxPane *self, guint position)
{
  g_autoptr (CsnInboxEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (entry == NULL || csn_inbox_entry_get_item (entry) == NULL)
    return;
  gtk_single_selection_set_selected (self->selection, position);
  choose (self, csn_inbox_entry_get_item (entry), TRUE);
}

/* Rows that come in above the first one must not push it out of sight. */
static void
stay_at_top (CsnInboxPane *self)
{
  if (self->at_top && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
}

static void
on_list_scrolled (CsnInboxPane *self, GtkAdjustment *adjustment)
{
  if (gtk_event_controller_motion_contains_pointer (self->pointer))
    self->at_top = gtk_adjustment_get_value (adjustment) < 1;
}

/* A row that moved to another section is a new row to the selection. */
static void
on_list_changed (CsnInboxPane *self)
{
  guint position = G_MAXUINT;

  update_list_stack (self);
  stay_at_top (self);
  if (self->chosen_id == NULL ||
      gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    return;
  position = csn_inbox_list_find (self->list, self->chosen_id);
  if (position != G_MAXUINT)
    gtk_single_selection_set_selected (self->selection, position);
}

static void
on_connect_clicked (CsnInboxPane *self)
{
  g_signal_emit (self, signals[CONNECT_AGENT], 0);
}

static void
on_row_open (CsnInboxPane *self, CsnInboxRow *row)
{
  CsnInboxItem *item = csn_inbox_entry_get_item (csn_inbox_row_get_entry (row));
  guint position = csn_inbox_list_find (self->list, csn_inbox_item_get_id (item));

  if (position != G_MAXUINT)
    on_row_activated (self, position);
}

static void
setup_row (CsnInboxPane *self, GtkListItem *list_item)
{
  CsnGate *gate = csn_service_get_gate (self->service);
  GtkWidget *row = csn_inbox_row_new (csn_gate_get_clock (gate));

  g_signal_connect_object (row, "open", G_CALLBACK (on_row_open), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  CsnInboxEntry *entry = gtk_list_item_get_item (list_item);
  gboolean is_item = csn_inbox_entry_get_item (entry) != NULL;

  gtk_list_item_set_selectable (list_item, is_item);
  gtk_list_item_set_activatable (list_item, is_item);
  csn_inbox_row_set_entry (CSN_INBOX_ROW (gtk_list_item_get_child (list_item)), entry);
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  csn_inbox_row_set_entry (CSN_INBOX_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
csn_inbox_pane_dispose (GObject *object)
{
  CsnInboxPane *self = CSN_INBOX_PANE (object);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  csn_widgets_remove_children (GTK_WIDGET (self));
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->service);
  g_clear_pointer (&self->chosen_id, g_free);

  G_OBJECT_CLASS (csn_inbox_pane_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-inbox-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPane, search_button);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPane, search_bar);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPane, filter);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPane, fault_revealer);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPane, fault);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPane, new_revealer);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPane, new_button);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPane, list_stack);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPane, list_view);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPane, pointer);
  gtk_widget_class_bind_template_callback (widget_class, update_filter);
  gtk_widget_class_bind_template_callback (widget_class, on_new_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, update_held);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_connect_clicked);
}

static void
install_signals (GType type)
{
  signals[CHOSEN] = g_signal_new ("chosen",
                                  type,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  2,
                                  CSN_TYPE_INBOX_ITEM,
                                  G_TYPE_BOOLEAN);
  signals[CONNECT_AGENT] =
      g_signal_new ("connect-agent", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
csn_inbox_pane_class_init (CsnInboxPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_BACK_BUTTON);
  g_type_ensure (CSN_TYPE_INBOX_FILTER);
  G_OBJECT_CLASS (klass)->dispose = csn_inbox_pane_dispose;
  install_signals (G_TYPE_FROM_CLASS (klass));
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "inboxpane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
csn_inbox_pane_init (CsnInboxPane *self)
{
  self->at_top = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  csn_widgets_name (GTK_WIDGET (self), _ ("Inbox"));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  g_signal_connect_object (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view)),
                           "value-changed",
                           G_CALLBACK (on_list_scrolled),
                           self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
csn_inbox_pane_new (void)
{
  return g_object_new (CSN_TYPE_INBOX_PANE, NULL);
}

static void
set_factory (CsnInboxPane *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row), self, G_CONNECT_SWAPPED);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row), NULL);
  gtk_list_view_set_factory (self->list_view, factory);
}

void
csn_inbox_pane_set_service (CsnInboxPane *self, CsnService *service)
{
  CsnGate *gate = NULL;

  g_return_if_fail (CSN_IS_INBOX_PANE (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  gate = csn_service_get_gate (service);
  csn_inbox_filter_set_agents (self->filter, csn_gate_get_agents (gate));
  self->list = csn_inbox_list_new (csn_gate_get_inbox (gate));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_swapped (self->list, "notify::n-new", G_CALLBACK (update_new), self);
  g_signal_connect_object (self->selection,
                           "notify::selected-item",
                           G_CALLBACK (on_selected),
                           self,
                           G_CONNECT_SWAPPED);
  set_factory (self);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection,
                           "items-changed",
                           G_CALLBACK (on_list_changed),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (csn_service_get_sources (service),
                           "items-changed",
                           G_CALLBACK (update_list_stack),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gate, "changed", G_CALLBACK (update_fault), self, G_CONNECT_SWAPPED);
  update_list_stack (self);
  update_fault (self);
}

void
csn_inbox_pane_set_reading (CsnInboxPane *self, gboolean reading)
{
  g_return_if_fail (CSN_IS_INBOX_PANE (self));

  self->reading = reading;
  update_held (self);
}

void
csn_inbox_pane_step (CsnInboxPane *self, int step)
{
  guint selected = gtk_single_selection_get_selected (self->selection);
  guint position =
      csn_inbox_list_next_item (self->list,
                                selected == GTK_INVALID_LIST_POSITION ? G_MAXUINT : selected,
                                selected == GTK_INVALID_LIST_POSITION ? 1 : step);

  if (position == G_MAXUINT)
    return;
  self->at_top = FALSE;
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
}

void
csn_inbox_pane_search (CsnInboxPane *self)
{
  g_return_if_fail (CSN_IS_INBOX_PANE (self));

  gtk_toggle_button_set_active (self->search_button, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

gboolean
csn_inbox_pane_open (CsnInboxPane *self, const char *request_id)
{
  guint position = G_MAXUINT;

  g_return_val_if_fail (CSN_IS_INBOX_PANE (self), FALSE);

  csn_inbox_list_show_new (self->list);
  position = csn_inbox_list_find (self->list, request_id);
  if (position == G_MAXUINT)
    {
      on_show_all_clicked (self);
      position = csn_inbox_list_find (self->list, request_id);
    }
  if (position == G_MAXUINT)
    return FALSE;
  on_row_activated (self, position);
  return TRUE;
}

gboolean
csn_inbox_pane_open_first (CsnInboxPane *self, guint section)
{
  g_return_val_if_fail (CSN_IS_INBOX_PANE (self), FALSE);

  for (guint i = csn_inbox_list_next_item (self->list, G_MAXUINT, 1); i != G_MAXUINT;
       i = csn_inbox_list_next_item (self->list, i, 1))
    {
      g_autoptr (CsnInboxEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if ((guint) csn_inbox_entry_get_section (entry) != section)
        continue;
      on_row_activated (self, i);
      return TRUE;
    }
  return FALSE;
}
