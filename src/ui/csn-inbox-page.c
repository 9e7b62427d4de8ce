/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-inbox-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "csn-action-words.h"
#include "csn-back-button.h"
#include "csn-inbox-pane.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"

struct _CsnInboxPage
{
  GtkWidget parent_instance;

  AdwToastOverlay *toasts;
  AdwLeaflet *leaflet;
  CsnInboxPane *pane;
  GtkWidget *card_pane;
  AdwWindowTitle *card_title;
  GtkStack *card_stack;
  CsnRequestCard *card;

  CsnService *service;     /* (owned) (nullable) */
  CsnAnswerSender *sender; /* (owned) (nullable) */
  GtkWindow *window;       /* (unowned) (nullable): the root */
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

/* Of the answer that the toast is about, whatever was answered since. */
static void
run_undo (GtkWidget *widget, const char *name, GVariant *request_id)
{
  csn_answer_sender_undo (CSN_INBOX_PAGE (widget)->sender, g_variant_get_string (request_id, NULL));
}

/* Its own card says so itself. */
static void
on_answer_failed (CsnInboxPage *self, const char *request_id, const char *message)
{
  CsnInboxItem *item = csn_request_card_get_item (self->card);
  g_autofree char *visible = NULL;
  g_autofree char *text = NULL;
  g_autofree char *title = NULL;
  AdwToast *toast = NULL;

  if (item != NULL && g_str_equal (csn_inbox_item_get_id (item), request_id))
    return;
  visible = csn_visible_text (message, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  text = g_strdup_printf (_ ("An answer was not taken: %s"), visible);
  /* Toasts read markup. */
  title = g_markup_escape_text (text, -1);
  toast = adw_toast_new (title);
  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
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
  adw_toast_set_action_name (toast, "answer.undo");
  adw_toast_set_action_target (toast, "s", csn_inbox_item_get_id (left));
  adw_toast_set_timeout (
      toast,
      (guint) csn_settings_get_undo_seconds (csn_service_get_settings (self->service)));
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
update_reading (CsnInboxPage *self)
{
  CsnInboxItem *item = csn_request_card_get_item (self->card);

  csn_inbox_pane_set_reading (self->pane,
                              item != NULL &&
                                  csn_inbox_item_get_state (item) == CSN_REQUEST_PENDING);
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
          g_signal_connect_swapped (item, "changed", G_CALLBACK (update_reading), self);
    }
  adw_window_title_set_title (self->card_title, title != NULL ? title : "");
  csn_request_card_set_item (self->card, item);
  gtk_stack_set_visible_child_name (self->card_stack, item != NULL ? "card" : "none");
  update_reading (self);
  update_presence (self);
}

static void
on_chosen (CsnInboxPage *self, CsnInboxItem *item, gboolean open)
{
  show_item (self, item);
  if (open)
    adw_leaflet_set_visible_child (self->leaflet, self->card_pane);
}

static void
on_connect_agent (CsnInboxPage *self)
{
  g_signal_emit (self, signals[CONNECT_AGENT], 0);
}

static gboolean
run_key (CsnInboxPage *self, guint keyval)
{
  switch (keyval)
    {
    case GDK_KEY_j:
      csn_inbox_pane_step (self->pane, 1);
      return TRUE;
    case GDK_KEY_k:
      csn_inbox_pane_step (self->pane, -1);
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
      csn_inbox_pane_search (self->pane);
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
  csn_widgets_remove_children (GTK_WIDGET (self));
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
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, pane);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, card_pane);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, card_title);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, card_stack);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxPage, card);
  gtk_widget_class_bind_template_callback (widget_class, update_presence);
  gtk_widget_class_bind_template_callback (widget_class, on_open_takeover);
  gtk_widget_class_bind_template_callback (widget_class, on_connect_agent);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
}

static void
csn_inbox_page_class_init (CsnInboxPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_BACK_BUTTON);
  g_type_ensure (CSN_TYPE_INBOX_PANE);
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
  gtk_widget_class_install_action (widget_class, "answer.undo", "s", run_undo);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "inboxpage");
}

static void
csn_inbox_page_init (CsnInboxPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
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
  g_return_if_fail (CSN_IS_INBOX_PAGE (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  self->sender = g_object_ref (sender);
  csn_request_card_set_service (self->card, service, sender);
  csn_inbox_pane_set_service (self->pane, service);
  watch_presence (self);
  g_signal_connect_object (sender,
                           "failed",
                           G_CALLBACK (on_answer_failed),
                           self,
                           G_CONNECT_SWAPPED);
}

gboolean
csn_inbox_page_show_request (CsnInboxPage *self, const char *request_id)
{
  g_return_val_if_fail (CSN_IS_INBOX_PAGE (self), FALSE);

  if (request_id != NULL && self->service != NULL)
    return csn_inbox_pane_open (self->pane, request_id);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->pane));
  return FALSE;
}

gboolean
csn_inbox_page_open_first (CsnInboxPage *self, guint section)
{
  g_return_val_if_fail (CSN_IS_INBOX_PAGE (self), FALSE);

  return self->service != NULL && csn_inbox_pane_open_first (self->pane, section);
}

CsnRequestCard *
csn_inbox_page_get_card (CsnInboxPage *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_PAGE (self), NULL);

  return self->card;
}
