/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-decision-bar.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "csn-arming.h"
#include "csn-fit-box.h"
#include "csn-widgets.h"

struct _CsnDecisionBar
{
  GtkWidget parent_instance;

  GtkLabel *hint;
  GtkWidget *buttons;
  GtkWidget *approve_button;
  GtkWidget *undo_box;
  GtkLabel *undo_label;

  CsnInboxItem *item; /* (owned) (nullable) */
  gulong changed_handler;
  CsnArming *arming;             /* (owned) */
  GtkEventController *key_watch; /* (unowned) (nullable): of the root */
  GtkWidget *watched;            /* (unowned) (nullable): the root */
  guint delay_ms;
  guint show_arming;
  gboolean read;
  gboolean held;
};

enum
{
  DECIDE,
  UNDO,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnDecisionBar, csn_decision_bar, GTK_TYPE_WIDGET)

static gboolean
is_hard (CsnDecisionBar *self)
{
  return csn_inbox_item_get_level (self->item) >= CSN_LEVEL_HARD_APPROVAL;
}

static gboolean
may (CsnDecisionBar *self, CsnDecisionKind kind)
{
  return self->item != NULL && !self->held && csn_inbox_item_may_decide (self->item, kind);
}

gboolean
csn_decision_bar_get_may_approve (CsnDecisionBar *self)
{
  g_return_val_if_fail (CSN_IS_DECISION_BAR (self), FALSE);

  return may (self, CSN_DECISION_APPROVE) && csn_arming_get_armed (self->arming) &&
         (!is_hard (self) || self->read);
}

static const char *
find_hint (CsnDecisionBar *self)
{
  if (self->item == NULL || self->held || csn_inbox_item_get_settling (self->item) ||
      csn_inbox_item_get_state (self->item) != CSN_REQUEST_PENDING)
    return NULL;
  if (!csn_inbox_item_may_decide (self->item, CSN_DECISION_APPROVE))
    return _ ("This request can’t be approved as it is.");
  if (is_hard (self) && !self->read)
    return _ ("Read the action to its end to approve or edit it.");
  return NULL;
}

/* The style animates from empty to full, so it has to see the button empty for a frame. */
static gboolean
on_show_arming (GtkWidget *button, GdkFrameClock *clock, gpointer user_data)
{
  CsnDecisionBar *self = user_data;

  self->show_arming = 0;
  if (!csn_arming_get_armed (self->arming))
    gtk_widget_add_css_class (button, "arming");
  return G_SOURCE_REMOVE;
}

static void
update (CsnDecisionBar *self)
{
  const char *hint = find_hint (self);
  gboolean armed = csn_arming_get_armed (self->arming);
  gboolean may_approve = csn_decision_bar_get_may_approve (self);

  gtk_label_set_text (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
  gtk_widget_set_sensitive (self->approve_button, may_approve);
  gtk_widget_remove_css_class (self->approve_button, "arming");
  csn_widgets_swap_class (self->approve_button, "armed", armed && may_approve ? "armed" : NULL);
  if (!armed && may (self, CSN_DECISION_APPROVE) && self->show_arming == 0)
    self->show_arming =
        gtk_widget_add_tick_callback (self->approve_button, on_show_arming, self, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "decision.comment", may_approve);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "decision.reject",
                                 may (self, CSN_DECISION_REJECT));
  /* What an edit leaves as it is gets approved with it. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "decision.edit",
                                 may (self, CSN_DECISION_EDIT) && (!is_hard (self) || self->read));
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "decision.respond",
                                 may (self, CSN_DECISION_RESPOND));
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "decision.take-over",
                                 may (self, CSN_DECISION_TAKEOVER));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "decision.undo", self->held);
  gtk_widget_set_visible (self->buttons, !self->held);
  gtk_widget_set_visible (self->undo_box, self->held);
}

static void
on_item_changed (CsnDecisionBar *self)
{
  csn_decision_bar_disturb (self);
}

static void
decide (CsnDecisionBar *self, CsnDecisionKind kind, gboolean with_notes)
{
  g_signal_emit (self, signals[DECIDE], 0, (int) kind, with_notes);
}

static void
on_approve_clicked (CsnDecisionBar *self)
{
  if (csn_decision_bar_get_may_approve (self))
    decide (self, CSN_DECISION_APPROVE, FALSE);
}

static gboolean
on_approve_key (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                CsnDecisionBar *self)
{
  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      /* At HARD only a deliberate click approves; elsewhere only a press that began after arming.
       */
      return self->item == NULL || is_hard (self) || !csn_arming_key_counts (self->arming, keycode);
    default:
      return FALSE;
    }
}

static gboolean
on_root_key_pressed (CsnDecisionBar *self, guint keyval, guint keycode)
{
  csn_arming_key_pressed (self->arming, keycode);
  return FALSE;
}

static void
on_root_key_released (CsnDecisionBar *self, guint keyval, guint keycode)
{
  csn_arming_key_released (self->arming, keycode);
}

static void
csn_decision_bar_root (GtkWidget *widget)
{
  CsnDecisionBar *self = CSN_DECISION_BAR (widget);

  GTK_WIDGET_CLASS (csn_decision_bar_parent_class)->root (widget);
  self->watched = GTK_WIDGET (gtk_widget_get_root (widget));
  self->key_watch = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->key_watch, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (self->key_watch, "key-pressed", G_CALLBACK (on_root_key_pressed), self);
  g_signal_connect_swapped (self->key_watch,
                            "key-released",
                            G_CALLBACK (on_root_key_released),
                            self);
  gtk_widget_add_controller (self->watched, self->key_watch);
}

static void
csn_decision_bar_unroot (GtkWidget *widget)
{
  CsnDecisionBar *self = CSN_DECISION_BAR (widget);

  gtk_widget_remove_controller (self->watched, self->key_watch);
  self->watched = NULL;
  self->key_watch = NULL;
  GTK_WIDGET_CLASS (csn_decision_bar_parent_class)->unroot (widget);
}

static void
run_decision (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsnDecisionBar *self = CSN_DECISION_BAR (widget);

  if (g_str_equal (name, "decision.undo"))
    g_signal_emit (self, signals[UNDO], 0);
  else if (g_str_equal (name, "decision.reject"))
    decide (self, CSN_DECISION_REJECT, TRUE);
  else if (g_str_equal (name, "decision.edit"))
    decide (self, CSN_DECISION_EDIT, TRUE);
  else if (g_str_equal (name, "decision.respond"))
    decide (self, CSN_DECISION_RESPOND, TRUE);
  else if (g_str_equal (name, "decision.take-over"))
    decide (self, CSN_DECISION_TAKEOVER, TRUE);
  else if (csn_decision_bar_get_may_approve (self))
    decide (self, CSN_DECISION_APPROVE, TRUE);
}

static void
csn_decision_bar_dispose (GObject *object)
{
  CsnDecisionBar *self = CSN_DECISION_BAR (object);

  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_handler, self->item);
  g_clear_object (&self->item);
  if (self->show_arming != 0)
    gtk_widget_remove_tick_callback (self->approve_button, self->show_arming);
  self->show_arming = 0;
  g_clear_object (&self->arming);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_decision_bar_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const char *const names[] = { "decision.reject",    "decision.edit",    "decision.respond",
                                       "decision.take-over", "decision.comment", "decision.undo" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_class_install_action (widget_class, names[i], NULL, run_decision);
}

static void
install_signals (GType type)
{
  signals[DECIDE] = g_signal_new ("decide",
                                  type,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  2,
                                  G_TYPE_INT,
                                  G_TYPE_BOOLEAN);
  signals[UNDO] =
      g_signal_new ("undo", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
csn_decision_bar_class_init (CsnDecisionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_decision_bar_dispose;
  widget_class->root = csn_decision_bar_root;
  widget_class->unroot = csn_decision_bar_unroot;
  install_signals (G_TYPE_FROM_CLASS (klass));
  install_actions (widget_class);
  g_type_ensure (CSN_TYPE_FIT_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-decision-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnDecisionBar, hint);
  gtk_widget_class_bind_template_child (widget_class, CsnDecisionBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, CsnDecisionBar, approve_button);
  gtk_widget_class_bind_template_child (widget_class, CsnDecisionBar, undo_box);
  gtk_widget_class_bind_template_child (widget_class, CsnDecisionBar, undo_label);
  gtk_widget_class_bind_template_callback (widget_class, on_approve_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_approve_key);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "decisionbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
csn_decision_bar_init (CsnDecisionBar *self)
{
  self->delay_ms = 1000;
  self->arming = csn_arming_new ();
  g_signal_connect_object (self->arming,
                           "notify::armed",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
  csn_widgets_name (GTK_WIDGET (self), _ ("Your answer"));
  update (self);
}

GtkWidget *
csn_decision_bar_new (void)
{
  return g_object_new (CSN_TYPE_DECISION_BAR, NULL);
}

void
csn_decision_bar_set_item (CsnDecisionBar *self, CsnInboxItem *item)
{
  g_return_if_fail (CSN_IS_DECISION_BAR (self));

  if (self->item == item)
    return;
  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_handler, self->item);
  g_set_object (&self->item, item);
  if (item != NULL)
    self->changed_handler =
        g_signal_connect_swapped (item, "changed", G_CALLBACK (on_item_changed), self);
  self->read = FALSE;
  self->held = FALSE;
  csn_decision_bar_disturb (self);
}

void
csn_decision_bar_set_delay (CsnDecisionBar *self, guint delay_ms)
{
  g_return_if_fail (CSN_IS_DECISION_BAR (self));

  self->delay_ms = delay_ms;
}

void
csn_decision_bar_disturb (CsnDecisionBar *self)
{
  g_return_if_fail (CSN_IS_DECISION_BAR (self));

  if (self->item != NULL)
    csn_arming_restart (self->arming, self->delay_ms);
  else
    csn_arming_stop (self->arming);
  update (self);
}

void
csn_decision_bar_set_read (CsnDecisionBar *self, gboolean read)
{
  g_return_if_fail (CSN_IS_DECISION_BAR (self));

  self->read = read;
  update (self);
}

void
csn_decision_bar_set_held (CsnDecisionBar *self, const char *text)
{
  g_return_if_fail (CSN_IS_DECISION_BAR (self));

  if (!self->held && text == NULL)
    return;
  self->held = text != NULL;
  gtk_label_set_text (self->undo_label, text != NULL ? text : "");
  csn_decision_bar_disturb (self);
}

gboolean
csn_decision_bar_approve_by_key (CsnDecisionBar *self, guint keycode)
{
  g_return_val_if_fail (CSN_IS_DECISION_BAR (self), FALSE);

  if (self->item == NULL || is_hard (self) || !csn_decision_bar_get_may_approve (self) ||
      !csn_arming_key_counts (self->arming, keycode))
    return FALSE;
  decide (self, CSN_DECISION_APPROVE, FALSE);
  return TRUE;
}
