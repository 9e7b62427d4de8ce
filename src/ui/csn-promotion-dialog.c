/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-promotion-dialog.h"

#include <glib/gi18n.h>

#include "csn-arming.h"
#include "csn-ratchet-words.h"
#include "csn-replay-view.h"
#include "csn-wrap-box.h"

struct _CsnPromotionDialog
{
  AdwWindow parent_instance;

  GtkLabel *words;
  CsnReplayView *replay;
  GtkLabel *failure;
  GtkWidget *decline_button;
  GtkWidget *accept_button;

  GtkWidget *over; /* (owned): who gets told */
  CsnPolicySay say;
  CsnService *service; /* (owned) */
  CsnProfile *profile; /* (owned) */
  CsnArming *arming;   /* (owned) */
  gboolean answering;
  gboolean accepted;
};

G_DEFINE_FINAL_TYPE (CsnPromotionDialog, csn_promotion_dialog, ADW_TYPE_WINDOW)

static void
update (CsnPromotionDialog *self)
{
  gboolean ready = csn_arming_get_armed (self->arming) && !self->answering &&
                   !csn_replay_view_get_running (self->replay);

  gtk_widget_set_sensitive (self->accept_button, ready);
  gtk_widget_set_sensitive (self->decline_button, !self->answering);
}

static void
on_active (CsnPromotionDialog *self)
{
  if (self->service == NULL || !gtk_window_is_active (GTK_WINDOW (self)))
    return;
  csn_arming_restart (
      self->arming,
      (guint) csn_settings_get_arming_ms (csn_service_get_settings (self->service)));
  update (self);
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                CsnPromotionDialog *self)
{
  csn_arming_key_pressed (self->arming, keycode);
  if (gtk_window_get_focus (GTK_WINDOW (self)) != self->accept_button)
    return FALSE;
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter &&
      keyval != GDK_KEY_space && keyval != GDK_KEY_KP_Space)
    return FALSE;
  return !csn_arming_key_counts (self->arming, keycode);
}

static void
on_key_released (GtkEventControllerKey *controller,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 CsnPromotionDialog *self)
{
  csn_arming_key_released (self->arming, keycode);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnPromotionDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  self->answering = FALSE;
  if (!csn_gate_answer_promotion_finish (CSN_GATE (source), result, &error))
    {
      gtk_label_set_text (self->failure, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->failure), TRUE);
      update (self);
      return;
    }
  if (self->say != NULL && self->over != NULL)
    self->say (self->over,
               self->accepted ? _ ("The promotion is recorded.")
                              : _ ("The level stays, and that is recorded."));
  gtk_window_close (GTK_WINDOW (self));
}

static void
answer (CsnPromotionDialog *self, gboolean accept)
{
  self->answering = TRUE;
  self->accepted = accept;
  update (self);
  csn_gate_answer_promotion_async (csn_service_get_gate (self->service),
                                   csn_profile_get_agent_id (self->profile),
                                   csn_profile_get_action_type (self->profile),
                                   accept,
                                   on_answered,
                                   g_object_ref (self));
}

static void
on_accept_clicked (CsnPromotionDialog *self)
{
  if (gtk_widget_get_sensitive (self->accept_button))
    answer (self, TRUE);
}

static void
on_decline_clicked (CsnPromotionDialog *self)
{
  answer (self, FALSE);
}

static void
csn_promotion_dialog_dispose (GObject *object)
{
  CsnPromotionDialog *self = CSN_PROMOTION_DIALOG (object);

  if (self->arming != NULL)
    csn_arming_stop (self->arming);
  g_clear_object (&self->arming);
  g_clear_pointer (&self->profile, csn_profile_unref);
  g_clear_object (&self->over);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_promotion_dialog_parent_class)->dispose (object);
}

static void
csn_promotion_dialog_class_init (CsnPromotionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_REPLAY_VIEW);
  g_type_ensure (CSN_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->dispose = csn_promotion_dialog_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-promotion-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnPromotionDialog, words);
  gtk_widget_class_bind_template_child (widget_class, CsnPromotionDialog, replay);
  gtk_widget_class_bind_template_child (widget_class, CsnPromotionDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, CsnPromotionDialog, decline_button);
  gtk_widget_class_bind_template_child (widget_class, CsnPromotionDialog, accept_button);
  gtk_widget_class_bind_template_callback (widget_class, on_active);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_key_released);
  gtk_widget_class_bind_template_callback (widget_class, on_accept_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_decline_clicked);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
csn_promotion_dialog_init (CsnPromotionDialog *self)
{
  self->arming = csn_arming_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->arming,
                           "notify::armed",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
csn_promotion_dialog_open (GtkWidget *over,
                           CsnService *service,
                           CsnProfile *profile,
                           CsnPolicySay say)
{
  GtkRoot *root = gtk_widget_get_root (over);
  CsnPromotionDialog *self = g_object_new (CSN_TYPE_PROMOTION_DIALOG,
                                           "transient-for",
                                           GTK_IS_WINDOW (root) ? root : NULL,
                                           NULL);
  g_autofree char *words = csn_ratchet_words_promotion (profile);

  self->over = g_object_ref (over);
  self->say = say;
  self->service = g_object_ref (service);
  self->profile = csn_profile_ref (profile);
  gtk_label_set_text (self->words, words);
  csn_replay_view_run_promotion (self->replay,
                                 service,
                                 csn_profile_get_agent_id (profile),
                                 csn_profile_get_action_type (profile),
                                 (CsnLevel) (csn_profile_get_level (profile) - 1));
  on_active (self);
  csn_arming_restart (self->arming,
                      (guint) csn_settings_get_arming_ms (csn_service_get_settings (service)));
  gtk_window_present (GTK_WINDOW (self));
  return GTK_WIDGET (self);
}
