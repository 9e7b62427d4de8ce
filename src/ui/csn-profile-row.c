/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-profile-row.h"

#include <glib/gi18n.h>

#include "csn-action-words.h"
#include "csn-autonomy.h"
#include "csn-feedback.h"
#include "csn-judgement.h"
#include "csn-level-words.h"
#include "csn-promotion-dialog.h"
#include "csn-ratchet-view.h"
#include "csn-ratchet-words.h"
#include "csn-track-view.h"
#include "csn-widgets.h"

struct _CsnProfileRow
{
  GtkWidget parent_instance;

  GtkLabel *action_type;
  GtkWidget *pinned;
  GtkWidget *menu_button;
  CsnRatchetView *ratchet;
  GtkWidget *promotion;
  GtkLabel *promotion_words;
  GtkExpander *track_expander;
  CsnTrackView *track;

  CsnService *service; /* (owned) (nullable) */
  CsnProfile *profile; /* (owned) (nullable) */
};

enum
{
  SAY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnProfileRow, csn_profile_row, GTK_TYPE_WIDGET)

/* Widget actions, which nobody reaches over D-Bus. Each sets the level of its place. */
static const struct
{
  const char *action;
  CsnLevel level;
} stricter[] = {
  { "profile.notify", CSN_LEVEL_NOTIFY_ONLY },
  { "profile.soft", CSN_LEVEL_SOFT_APPROVAL },
  { "profile.hard", CSN_LEVEL_HARD_APPROVAL },
  { "profile.takeover", CSN_LEVEL_HUMAN_TAKEOVER },
};

static void
on_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnProfileRow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (csn_gate_set_profile_finish (CSN_GATE (source), result, &error))
    g_signal_emit (self, signals[SAY], 0, _ ("The change is recorded."));
  else
    g_signal_emit (self, signals[SAY], 0, error->message);
}

static void
set (CsnProfileRow *self, CsnProfile *profile)
{
  csn_gate_set_profile_async (csn_service_get_gate (self->service),
                              profile,
                              on_set,
                              g_object_ref (self));
}

static void
set_stricter (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CsnProfileRow *self = CSN_PROFILE_ROW (widget);

  for (gsize i = 0; i < G_N_ELEMENTS (stricter); i++)
    {
      g_autoptr (CsnProfile) profile = NULL;

      if (!g_str_equal (stricter[i].action, action))
        continue;
      profile = csn_autonomy_set_level (self->profile, stricter[i].level);
      if (profile != NULL)
        set (self, profile);
    }
}

static void
reset (CsnProfileRow *self)
{
  g_autoptr (CsnProfile) profile = csn_profile_new (csn_profile_get_agent_id (self->profile),
                                                    csn_profile_get_action_type (self->profile));

  set (self, profile);
}

static void
toggle_pinned (CsnProfileRow *self)
{
  g_autoptr (CsnProfile) profile =
      csn_autonomy_set_pinned (self->profile, !csn_profile_get_pinned (self->profile));

  set (self, profile);
}

static void
ask_reset (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CsnProfileRow *self = CSN_PROFILE_ROW (widget);
  g_autofree char *body = csn_ratchet_words_reset (self->profile);
  gboolean loosens = csn_profile_get_level (self->profile) > CSN_LEVEL_SOFT_APPROVAL;
  GtkWidget *dialog =
      csn_feedback_confirm (widget,
                            _ ("Reset This Profile?"),
                            body,
                            _ ("_Reset"),
                            loosens ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);

  g_signal_connect_object (dialog, "response::yes", G_CALLBACK (reset), self, G_CONNECT_SWAPPED);
}

static void
ask_pin (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CsnProfileRow *self = CSN_PROFILE_ROW (widget);
  gboolean is_pinned = csn_profile_get_pinned (self->profile);
  g_autofree char *body = csn_ratchet_words_pin (self->profile);
  GtkWidget *dialog = csn_feedback_confirm (widget,
                                            is_pinned ? _ ("Let This Profile Move Again?")
                                                      : _ ("Pin This Profile?"),
                                            body,
                                            is_pinned ? _ ("Let _Go") : _ ("_Pin"),
                                            ADW_RESPONSE_SUGGESTED);

  g_signal_connect_object (dialog,
                           "response::yes",
                           G_CALLBACK (toggle_pinned),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
say (GtkWidget *widget, const char *text)
{
  g_signal_emit (widget, signals[SAY], 0, text);
}

static void
on_promotion_clicked (CsnProfileRow *self)
{
  csn_promotion_dialog_open (GTK_WIDGET (self), self->service, self->profile, say);
}

static void
load_track (CsnProfileRow *self)
{
  if (self->profile != NULL && gtk_expander_get_expanded (self->track_expander))
    csn_track_view_load (self->track,
                         self->service,
                         csn_profile_get_agent_id (self->profile),
                         csn_profile_get_action_type (self->profile));
}

static void
csn_profile_row_dispose (GObject *object)
{
  CsnProfileRow *self = CSN_PROFILE_ROW (object);

  g_clear_pointer (&self->profile, csn_profile_unref);
  g_clear_object (&self->service);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_profile_row_parent_class)->dispose (object);
}

static void
csn_profile_row_class_init (CsnProfileRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_profile_row_dispose;
  signals[SAY] = g_signal_new ("say",
                               G_TYPE_FROM_CLASS (klass),
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               1,
                               G_TYPE_STRING);
  g_type_ensure (CSN_TYPE_RATCHET_VIEW);
  g_type_ensure (CSN_TYPE_TRACK_VIEW);
  for (gsize i = 0; i < G_N_ELEMENTS (stricter); i++)
    gtk_widget_class_install_action (widget_class, stricter[i].action, NULL, set_stricter);
  gtk_widget_class_install_action (widget_class, "profile.reset", NULL, ask_reset);
  gtk_widget_class_install_action (widget_class, "profile.pin", NULL, ask_pin);
  gtk_widget_class_install_action (widget_class, "profile.unpin", NULL, ask_pin);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "profilerow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-profile-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnProfileRow, action_type);
  gtk_widget_class_bind_template_child (widget_class, CsnProfileRow, pinned);
  gtk_widget_class_bind_template_child (widget_class, CsnProfileRow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, CsnProfileRow, ratchet);
  gtk_widget_class_bind_template_child (widget_class, CsnProfileRow, promotion);
  gtk_widget_class_bind_template_child (widget_class, CsnProfileRow, promotion_words);
  gtk_widget_class_bind_template_child (widget_class, CsnProfileRow, track_expander);
  gtk_widget_class_bind_template_child (widget_class, CsnProfileRow, track);
  gtk_widget_class_bind_template_callback (widget_class, on_promotion_clicked);
  gtk_widget_class_bind_template_callback (widget_class, load_track);
}

static void
csn_profile_row_init (CsnProfileRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
csn_profile_row_new (CsnService *service)
{
  CsnProfileRow *self = g_object_new (CSN_TYPE_PROFILE_ROW, NULL);

  self->service = g_object_ref (service);
  return GTK_WIDGET (self);
}

static void
update_actions (CsnProfileRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  CsnLevel level = csn_profile_get_level (self->profile);
  gboolean is_pinned = csn_profile_get_pinned (self->profile);

  gtk_widget_action_set_enabled (widget, "profile.pin", !is_pinned);
  gtk_widget_action_set_enabled (widget, "profile.unpin", is_pinned);
  for (gsize i = 0; i < G_N_ELEMENTS (stricter); i++)
    gtk_widget_action_set_enabled (widget, stricter[i].action, stricter[i].level > level);
}

static void
show_ratchet (CsnProfileRow *self)
{
  CsnGate *gate = csn_service_get_gate (self->service);
  const char *action_type = csn_profile_get_action_type (self->profile);
  gboolean waits = csn_profile_get_promotion_waits (self->profile);
  CsnLevel level = csn_profile_get_level (self->profile);

  csn_ratchet_view_set_profile (self->ratchet,
                                self->profile,
                                csn_policy_get_autonomy (csn_gate_get_policy (gate), action_type),
                                csn_clock_get_wall (csn_gate_get_clock (gate)));
  gtk_widget_set_visible (self->promotion, waits);
  if (waits && level > CSN_LEVEL_FULL_AUTO)
    {
      /* TRANSLATORS: %s is a level, such as "Notify only" */
      g_autofree char *words = g_strdup_printf (_ ("“%s” is earned and waits for you."),
                                                csn_level_words_name ((CsnLevel) (level - 1)));

      gtk_label_set_text (self->promotion_words, words);
    }
}

void
csn_profile_row_set_profile (CsnProfileRow *self, CsnProfile *profile)
{
  g_autofree char *action = csn_action_words_type (csn_profile_get_action_type (profile));
  g_autofree char *menu_name = NULL;

  g_return_if_fail (CSN_IS_PROFILE_ROW (self));

  csn_profile_ref (profile);
  g_clear_pointer (&self->profile, csn_profile_unref);
  self->profile = profile;
  csn_widgets_mark_visible_text (self->action_type, action);
  gtk_widget_set_visible (self->pinned, csn_profile_get_pinned (profile));
  show_ratchet (self);
  csn_widgets_name (GTK_WIDGET (self), action);
  /* TRANSLATORS: %s is an action in words, such as "Merge records" */
  menu_name = g_strdup_printf (_ ("Change the level of “%s”"), action);
  csn_widgets_name (self->menu_button, menu_name);
  update_actions (self);
  load_track (self);
}

CsnProfile *
csn_profile_row_get_profile (CsnProfileRow *self)
{
  g_return_val_if_fail (CSN_IS_PROFILE_ROW (self), NULL);

  return self->profile;
}
