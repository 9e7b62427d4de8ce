/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-inbox-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "csn-action-words.h"
#include "csn-back-button.h"
#include "csn-inbox-filter.h"
#include "csn-inbox-list.h"
#include "csn-inbox-row.h"
#include "csn-widgets.h"

struct _CsnInboxPage
{
  GtkWidget parent_instance;

  AdwToastOverlay *toasts;
  AdwLeaflet *leaflet;
  GtkWidget *list_pane;
  GtkWidget *card_pane;
  GtkToggleButton *search_button;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  CsnInboxFilter *filter;
  GtkRevealer *new_revealer;
  GtkButton *new_button;
  GtkStack *list_stack;
  GtkListView *list_view;
  GtkEventControllerMotion *pointer;
  AdwWindowTitle *card_title;
  GtkStack *card_stack;
  CsnRequestCard *card;

  CsnService *service;           /* (owned) (nullable) */
  CsnAnswerSender *sender;       /* (owned) (nullable) */
  CsnInboxList *list;            /* (owned) (nullable) */
  GtkSingleSelection *selection; /* (owned) (nullable) */
  GtkWindow *window;             /* (unowned) (nullable): the root */
  gulong item_handler;
  char *on_screen; /* (owned) (nullable): what the gate was told */
};

enum
{
  OPEN_TAKEOVER,
  CONNECT_AGENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnInboxPage, csn_inbox_page, GTK_TYPE_WIDGET)

static void
update_list_stack (CsnInboxPage *self)
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

/* Nothing moves while the reviewer points at the list or has a request open. */
static void
update_held (CsnInboxPage *self)
{
  CsnInboxItem *item = csn_request_card_get_item (self->card);
  gboolean reads = item != NULL && csn_inbox_item_get_state (item) == CSN_REQUEST_PENDING;
  gboolean points = gtk_event_controller_motion_contains_pointer (self->pointer);

  if (self->list != NULL)
    csn_inbox_list_set_held (self->list, reads || points);
}

/* Tells the gate which card the reviewer can see. */
static void
update_presence (CsnInboxPage *self)
{
  CsnInboxItem *item = csn_request_card_get_item (self->card);
  gboolean visible = item != NULL && self->window != NULL && gtk_window_is_active (self->window) &&
                     gtk_widget_get_mapped (GTK_WIDGET (self->card));
  const char *id = visible ? csn_inbox_item_get_id (item) : NULL;

  if (self->service == NULL || g_strcmp0 (id, self->on_screen) == 0)
    return;
  g_free (self->on_screen);
  self->on_screen = g_strdup (id);
  csn_gate_set_on_screen (csn_service_get_gate (self->service), id);
}

static void
on_active_changed (CsnInboxPage *self)
{
  if (gtk_window_is_active (self->window))
    csn_request_card_disturb (self->card);
  update_presence (self);
}

static void
update_new (CsnInboxPage *self)
{
  guint n_new = csn_inbox_list_get_n_new (self->list);
  g_autofree char *text = g_strdup_printf (ngettext ("%u new", "%u new", n_new), n_new);

  if (n_new > 0)
    gtk_button_set_label (self->new_button, text);
  gtk_revealer_set_reveal_child (self->new_revealer, n_new > 0);
}

static void
on_new_clicked (CsnInboxPage *self)
{
  csn_inbox_list_show_new (self->list);
}

static void
update_filter (CsnInboxPage *self)
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
on_show_all_clicked (CsnInboxPage *self)
{
  gtk_editable_set_text (self->search_entry, "");
  csn_inbox_filter_reset (self->filter);
}

static void
on_undo_clicked (CsnInboxPage *self)
{
  csn_answer_sender_undo (self->sender, NULL);
}

/* The answer's own Undo left with its card; it stays within reach. */
static void
offer_undo (CsnInboxPage *self, CsnInboxItem *left)
{
  AdwToast *toast = NULL;

  if (left == NULL || !csn_answer_sender_is_held (self->sender, csn_inbox_item_get_id (left), NULL))
    return;
  toast = adw_toast_new (_ ("Your answer is not sent yet"));
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (
      toast,
      (guint) csn_settings_get_undo_seconds (csn_service_get_settings (self->service)));
  g_signal_connect_object (toast,
                           "button-clicked",
                           G_CALLBACK (on_undo_clicked),
                           self,
                           G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
show_item (CsnInboxPage *self, CsnInboxItem *item)
{
  CsnInboxItem *before = csn_request_card_get_item (self->card);
  g_autofree char *title = NULL;

  if (before == item)
    return;
  if (before != NULL)
    g_clear_signal_handler (&self->item_handler, before);
  offer_undo (self, before);
  if (item != NULL)
    {
      title =
          csn_action_words_type (csn_request_get_action_type (csn_inbox_item_get_request (item)));
      self->item_handler =
          g_signal_connect_swapped (item, "changed", G_CALLBACK (update_held), self);
    }
  adw_window_title_set_title (self->card_title, title != NULL ? title : "");
  csn_request_card_set_item (self->card, item);
  gtk_stack_set_visible_child_name (self->card_stack, item != NULL ? "card" : "none");
  update_held (self);
  update_presence (self);
}

static void
on_selected (CsnInboxPage *self)
{
  CsnInboxEntry *entry = gtk_single_selection_get_selected_item (self->selection);
  CsnInboxItem *item = entry != NULL ? csn_inbox_entry_get_item (entry) : NULL;

  /* A row that went away does not close its card. */
  if (item != NULL)
    show_item (self, item);
}

static void
on_row_activated (CsnInboxPage *self, guint position)
{
  g_autoptr (CsnInboxEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (entry == NULL || csn_inbox_entry_get_item (entry) == NULL)
    return;
  gtk_single_selection_set_selected (self->selection, position);
  show_item (self, csn_inbox_entry_get_item (entry));
  adw_leaflet_set_visible_child (self->leaflet, self->card_pane);
}

/* A row that moved to another section is a new row to the selection. */
static void
on_list_changed (CsnInboxPage *self)
{
  CsnInboxItem *item = csn_request_card_get_item (self->card);
  guint position = G_MAXUINT;

  update_list_stack (self);
  if (item == NULL ||
      gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    return;
  position = csn_inbox_list_find (self->list, csn_inbox_item_get_id (item));
  if (position != G_MAXUINT)
    gtk_single_selection_set_selected (self->selection, position);
}

static void
select_step (CsnInboxPage *self, int step)
{
  guint selected = gtk_single_selection_get_selected (self->selection);
  guint position =
      csn_inbox_list_next_item (self->list,
                                selected == GTK_INVALID_LIST_POSITION ? G_MAXUINT : selected,
                                selected == GTK_INVALID_LIST_POSITION ? 1 : step);

  if (position == G_MAXUINT)
    return;
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
}

static gboolean
run_key (CsnInboxPage *self, guint keyval)
{
  switch (keyval)
    {
    case GDK_KEY_j:
      select_step (self, 1);
      return TRUE;
    case GDK_KEY_k:
      select_step (self, -1);
      return TRUE;
    case GDK_KEY_r:
      csn_request_card_run (self->card, "decision.reject");
      return TRUE;
    case GDK_KEY_e:
      csn_request_card_run (self->card, "decision.edit");
      return TRUE;
    case GDK_KEY_t:
      csn_request_card_run (self->card, "decision.take-over");
      return TRUE;
    case GDK_KEY_u:
      csn_answer_sender_undo (self->sender, NULL);
      return TRUE;
    case GDK_KEY_slash:
      gtk_toggle_button_set_active (self->search_button, TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
      return TRUE;
    case GDK_KEY_question:
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-help-overlay", NULL);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_key_pressed (CsnInboxPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (self->service == NULL)
    return FALSE;
  if (modifiers == GDK_CONTROL_MASK && (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter))
    return csn_request_card_approve_by_key (self->card, keycode);
  if ((modifiers & ~GDK_SHIFT_MASK) != 0 ||
      !csn_settings_get_single_key_shortcuts (csn_service_get_settings (self->service)))
    return FALSE;
  return run_key (self, keyval);
}

static void
on_open_takeover (CsnInboxPage *self)
{
  CsnInboxItem *item = csn_request_card_get_item (self->card);

  if (item != NULL)
    g_signal_emit (self, signals[OPEN_TAKEOVER], 0, csn_inbox_item_get_id (item));
}

static void
on_connect_clicked (CsnInboxPage *self)
{
  g_signal_emit (self, signals[CONNECT_AGENT], 0);
}

static void
setup_row (CsnInboxPage *self, GtkListItem *list_item)
{
  CsnGate *gate = csn_service_get_gate (self->service);

  gtk_list_item_set_child (list_item, csn_inbox_row_new (csn_gate_get_clock (gate)));
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
csn_inbox_page_root (GtkWidget *widget)
{
  CsnInboxPage *self = CSN_INBOX_PAGE (widget);
  GtkRoot *root = NULL;

  GTK_WIDGET_CLASS (csn_inbox_page_parent_class)->root (widget);
  root = gtk_widget_get_root (widget);
  if (!GTK_IS_WINDOW (root))
    return;
  self->window = GTK_WINDOW (root);
  g_signal_connect_swapped (root, "notify::is-active", G_CALLBACK (on_active_changed), self);
}

static void
csn_inbox_page_unroot (GtkWidget *widget)
{
  CsnInboxPage *self = CSN_INBOX_PAGE (widget);

  if (self->window != NULL)
    g_signal_handlers_disconnect_by_data (self->window, self);
  self->window = NULL;
  update_presence (self);
  GTK_WIDGET_CLASS (csn_inbox_page_parent_class)->unroot (widget);
}

static void
csn_inbox_page_dispose (GObject *object)
{
  CsnInboxPage *self = CSN_INBOX_PAGE (object);
  CsnInboxItem *item = self->card != NULL ? csn_request_card_get_item (self->card) : NULL;

  if (item != NULL)
    g_clear_signal_handler (&self->item_handler, item);
  self->card = NULL;
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  csn_widgets_remove_children (GTK_WIDGET (self));
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->sender);
  g_clear_object (&self->service);
  g_clear_pointer (&self->on_screen, g_free);

  G_OBJECT_CLASS (csn_inbox_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-inbox-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, list_pane);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, card_pane);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, filter);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, new_revealer);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, new_button);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, pointer);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, card_title);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, card_stack);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, card);
  gtk_widget_class_bind_template_callback (widget_class, update_presence);
  gtk_widget_class_bind_template_callback (widget_class, update_filter);
  gtk_widget_class_bind_template_callback (widget_class, on_new_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, update_held);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_open_takeover);
  gtk_widget_class_bind_template_callback (widget_class, on_connect_clicked);
}

static void
csn_inbox_page_class_init (CsnInboxPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_BACK_BUTTON);
  g_type_ensure (CSN_TYPE_INBOX_FILTER);
  g_type_ensure (CSN_TYPE_REQUEST_CARD);
  G_OBJECT_CLASS (klass)->dispose = csn_inbox_page_dispose;
  widget_class->root = csn_inbox_page_root;
  widget_class->unroot = csn_inbox_page_unroot;
  signals[OPEN_TAKEOVER] = g_signal_new ("open-takeover",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_STRING);
  signals[CONNECT_AGENT] = g_signal_new ("connect-agent",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "inboxpage");
}

static void
csn_inbox_page_init (CsnInboxPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
csn_inbox_page_new (void)
{
  return g_object_new (CSN_TYPE_INBOX_PAGE, NULL);
}

static void
watch_presence (CsnInboxPage *self)
{
  CsnPresence *presence = csn_gate_get_presence (csn_service_get_gate (self->service));

  /* The session may have been unlocked a moment ago. */
  g_signal_connect_object (presence,
                           "changed",
                           G_CALLBACK (csn_request_card_disturb),
                           self->card,
                           G_CONNECT_SWAPPED);
}

void
csn_inbox_page_set_service (CsnInboxPage *self, CsnService *service, CsnAnswerSender *sender)
{
  GtkListItemFactory *factory = NULL;
  CsnGate *gate = NULL;

  g_return_if_fail (CSN_IS_INBOX_PAGE (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  self->sender = g_object_ref (sender);
  gate = csn_service_get_gate (service);
  csn_request_card_set_service (self->card, service, sender);
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
  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row), self, G_CONNECT_SWAPPED);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row), NULL);
  gtk_list_view_set_factory (self->list_view, factory);
  g_object_unref (factory);
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
  watch_presence (self);
  update_list_stack (self);
}

gboolean
csn_inbox_page_show_request (CsnInboxPage *self, const char *request_id)
{
  guint position = G_MAXUINT;

  g_return_val_if_fail (CSN_IS_INBOX_PAGE (self), FALSE);

  if (request_id == NULL || self->list == NULL)
    {
      adw_leaflet_set_visible_child (self->leaflet, self->list_pane);
      return FALSE;
    }
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
csn_inbox_page_open_first (CsnInboxPage *self, guint section)
{
  g_return_val_if_fail (CSN_IS_INBOX_PAGE (self), FALSE);

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

CsnRequestCard *
csn_inbox_page_get_card (CsnInboxPage *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_PAGE (self), NULL);

  return self->card;
}
