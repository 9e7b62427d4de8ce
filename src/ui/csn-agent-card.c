/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-agent-card.h"

#include <glib/gi18n.h>

#include "csn-action-words.h"
#include "csn-agent-words.h"
#include "csn-feedback.h"
#include "csn-profile-row.h"
#include "csn-source-line.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"

struct _CsnAgentCard
{
  GtkWidget parent_instance;

  GtkLabel *avatar;
  GtkLabel *name;
  GtkLabel *mode;
  GtkButton *stop_button;
  CsnSourceLine *source_line;
  GtkWidget *no_profiles;
  GtkBox *profiles;

  CsnService *service;   /* (owned) (nullable) */
  CsnAgentItem *agent;   /* (owned) (nullable) */
  GPtrArray *rows;       /* (owned) (element-type CsnProfileRow), children of profiles */
  const char *css_class; /* (nullable): of the mode */
};

enum
{
  SAY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnAgentCard, csn_agent_card, GTK_TYPE_WIDGET)

static CsnGate *
get_gate (CsnAgentCard *self)
{
  return csn_service_get_gate (self->service);
}

static char *
dup_name (CsnAgentCard *self)
{
  return csn_visible_text (csn_agent_item_get_agent_id (self->agent),
                           -1,
                           CSN_VISIBLE_SINGLE_LINE,
                           NULL);
}

static void
on_row_say (CsnAgentCard *self, const char *text)
{
  g_signal_emit (self, signals[SAY], 0, text);
}

static gboolean
rows_match (CsnAgentCard *self, GPtrArray *profiles)
{
  if (self->rows->len != profiles->len)
    return FALSE;
  for (guint i = 0; i < profiles->len; i++)
    {
      CsnProfile *shown = csn_profile_row_get_profile (g_ptr_array_index (self->rows, i));

      if (!g_str_equal (csn_profile_get_action_type (shown),
                        csn_profile_get_action_type (g_ptr_array_index (profiles, i))))
        return FALSE;
    }
  return TRUE;
}

/* A row that stays is only filled anew, so that an open menu stays open. */
static void
update_profiles (CsnAgentCard *self)
{
  GPtrArray *profiles = csn_agent_item_get_profiles (self->agent);

  gtk_widget_set_visible (self->no_profiles, profiles->len == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->profiles), profiles->len > 0);
  if (!rows_match (self, profiles))
    {
      csn_widgets_remove_children (GTK_WIDGET (self->profiles));
      g_ptr_array_set_size (self->rows, 0);
      for (guint i = 0; i < profiles->len; i++)
        {
          GtkWidget *row = csn_profile_row_new (self->service);

          g_signal_connect_object (row, "say", G_CALLBACK (on_row_say), self, G_CONNECT_SWAPPED);
          gtk_box_append (self->profiles, row);
          g_ptr_array_add (self->rows, row);
        }
    }
  for (guint i = 0; i < profiles->len; i++)
    csn_profile_row_set_profile (g_ptr_array_index (self->rows, i),
                                 g_ptr_array_index (profiles, i));
}

static void
update (CsnAgentCard *self)
{
  gboolean stopped = csn_agent_item_get_stopped (self->agent);
  g_autofree char *mode = csn_agent_words_mode (self->agent);
  g_autofree char *name = dup_name (self);
  g_autofree char *stop_name = NULL;
  const char *css_class = csn_agent_words_css_class (self->agent);

  gtk_label_set_text (self->mode, mode);
  csn_widgets_swap_class (GTK_WIDGET (self->mode), self->css_class, css_class);
  self->css_class = css_class;
  gtk_button_set_label (self->stop_button, stopped ? _ ("Lift Stop…") : _ ("Stop…"));
  if (stopped)
    gtk_widget_remove_css_class (GTK_WIDGET (self->stop_button), "stop-button");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->stop_button), "stop-button");
  /* TRANSLATORS: %s is an agent */
  stop_name = g_strdup_printf (stopped ? _ ("Lift the stop of %s") : _ ("Stop %s"), name);
  csn_widgets_name (GTK_WIDGET (self->stop_button), stop_name);
  update_profiles (self);
}

static void
update_source (CsnAgentCard *self)
{
  GListModel *sources = csn_service_get_sources (self->service);
  const char *id = csn_agent_item_get_source (self->agent);
  CsnClock *clock = csn_gate_get_clock (get_gate (self));

  for (guint i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr (CsnSourceItem) source = g_list_model_get_item (sources, i);

      if (g_strcmp0 (csn_source_item_get_id (source), id) != 0)
        continue;
      csn_source_line_set_source (self->source_line, source, clock);
      return;
    }
  csn_source_line_set_source (self->source_line, NULL, clock);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnAgentCard) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!csn_gate_set_stopped_finish (CSN_GATE (source), result, &error))
    g_signal_emit (self, signals[SAY], 0, error->message);
}

static void
set_stopped (CsnAgentCard *self, gboolean stopped)
{
  csn_gate_set_stopped_async (get_gate (self),
                              csn_agent_item_get_agent_id (self->agent),
                              stopped,
                              on_stopped,
                              g_object_ref (self));
}

static void
on_stop_confirmed (CsnAgentCard *self)
{
  set_stopped (self, TRUE);
}

static void
on_lift_confirmed (CsnAgentCard *self)
{
  set_stopped (self, FALSE);
}

static void
on_stop_clicked (CsnAgentCard *self)
{
  gboolean stopped = csn_agent_item_get_stopped (self->agent);
  g_autofree char *name = dup_name (self);
  g_autofree char *heading = NULL;
  GtkWidget *dialog = NULL;

  /* TRANSLATORS: %s is an agent */
  heading = g_strdup_printf (stopped ? _ ("Lift the Stop of %s?") : _ ("Stop %s?"), name);
  dialog = csn_feedback_confirm (
      GTK_WIDGET (self),
      heading,
      stopped ? _ ("It may propose and act again, as its levels allow. What was rejected stays "
                   "rejected.")
              : _ ("What it has pending is rejected, it goes read-only, and nothing of it is "
                   "approved by policy or silence until you lift the stop."),
      stopped ? _ ("_Lift Stop") : _ ("_Stop"),
      stopped ? ADW_RESPONSE_SUGGESTED : ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog,
                           "response::yes",
                           stopped ? G_CALLBACK (on_lift_confirmed)
                                   : G_CALLBACK (on_stop_confirmed),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
csn_agent_card_dispose (GObject *object)
{
  CsnAgentCard *self = CSN_AGENT_CARD (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->agent);
  g_clear_object (&self->service);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_agent_card_parent_class)->dispose (object);
}

static void
csn_agent_card_class_init (CsnAgentCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_agent_card_dispose;
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
  g_type_ensure (CSN_TYPE_SOURCE_LINE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "agentcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-agent-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnAgentCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, CsnAgentCard, name);
  gtk_widget_class_bind_template_child (widget_class, CsnAgentCard, mode);
  gtk_widget_class_bind_template_child (widget_class, CsnAgentCard, stop_button);
  gtk_widget_class_bind_template_child (widget_class, CsnAgentCard, source_line);
  gtk_widget_class_bind_template_child (widget_class, CsnAgentCard, no_profiles);
  gtk_widget_class_bind_template_child (widget_class, CsnAgentCard, profiles);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked);
}

static void
csn_agent_card_init (CsnAgentCard *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_name (CsnAgentCard *self)
{
  const char *agent_id = csn_agent_item_get_agent_id (self->agent);
  g_autofree char *name = dup_name (self);
  g_autofree char *initials = csn_action_words_initials (agent_id);

  csn_widgets_mark_visible_text (self->name, name);
  gtk_label_set_text (self->avatar, initials);
  gtk_widget_add_css_class (GTK_WIDGET (self->avatar), csn_action_words_colour (agent_id));
  csn_widgets_name (GTK_WIDGET (self), name);
}

GtkWidget *
csn_agent_card_new (CsnService *service, CsnAgentItem *agent)
{
  CsnAgentCard *self = g_object_new (CSN_TYPE_AGENT_CARD, NULL);

  self->service = g_object_ref (service);
  self->agent = g_object_ref (agent);
  show_name (self);
  g_signal_connect_object (agent, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (csn_service_get_sources (service),
                           "items-changed",
                           G_CALLBACK (update_source),
                           self,
                           G_CONNECT_SWAPPED);
  update (self);
  update_source (self);
  return GTK_WIDGET (self);
}
