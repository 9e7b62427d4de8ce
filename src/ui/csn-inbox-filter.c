/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-inbox-filter.h"

#include <glib/gi18n.h>

#include "csn-agent-item.h"
#include "csn-inbox-entry.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"

struct _CsnInboxFilter
{
  GtkWidget parent_instance;

  GtkDropDown *agents;
  GtkCheckButton *takeovers;
  GtkCheckButton *hard;
  GtkCheckButton *soft;
  GtkCheckButton *settled;

  GListModel *model; /* (owned) (nullable) */
  GPtrArray *ids;    /* (owned) (element-type utf8): of the rows after the first */
  gboolean filling;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnInboxFilter, csn_inbox_filter, GTK_TYPE_WIDGET)

static void
emit_changed (CsnInboxFilter *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Agents come and go; the chosen one stays chosen. */
static void
fill_agents (CsnInboxFilter *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *chosen = csn_inbox_filter_dup_agent_id (self);
  guint selected = 0;

  self->filling = TRUE;
  g_ptr_array_set_size (self->ids, 0);
  gtk_string_list_append (names, _ ("All agents"));
  for (guint i = 0; i < g_list_model_get_n_items (self->model); i++)
    {
      g_autoptr (CsnAgentItem) agent = g_list_model_get_item (self->model, i);
      const char *id = csn_agent_item_get_agent_id (agent);
      g_autofree char *visible = csn_visible_text (id, -1, CSN_VISIBLE_SINGLE_LINE, NULL);

      g_ptr_array_add (self->ids, g_strdup (id));
      gtk_string_list_append (names, visible);
      if (g_strcmp0 (id, chosen) == 0)
        selected = i + 1;
    }
  gtk_drop_down_set_model (self->agents, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->agents, selected);
  self->filling = FALSE;
}

static void
csn_inbox_filter_dispose (GObject *object)
{
  CsnInboxFilter *self = CSN_INBOX_FILTER (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  self->filling = TRUE;
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_inbox_filter_parent_class)->dispose (object);
}

static void
csn_inbox_filter_finalize (GObject *object)
{
  g_ptr_array_unref (CSN_INBOX_FILTER (object)->ids);

  G_OBJECT_CLASS (csn_inbox_filter_parent_class)->finalize (object);
}

static void
csn_inbox_filter_class_init (CsnInboxFilterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_inbox_filter_dispose;
  G_OBJECT_CLASS (klass)->finalize = csn_inbox_filter_finalize;
  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-inbox-filter.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnInboxFilter, agents);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxFilter, takeovers);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxFilter, hard);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxFilter, soft);
  gtk_widget_class_bind_template_child (widget_class, CsnInboxFilter, settled);
  gtk_widget_class_bind_template_callback (widget_class, emit_changed);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
csn_inbox_filter_init (CsnInboxFilter *self)
{
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
}

GtkWidget *
csn_inbox_filter_new (void)
{
  return g_object_new (CSN_TYPE_INBOX_FILTER, NULL);
}

void
csn_inbox_filter_set_agents (CsnInboxFilter *self, GListModel *agents)
{
  g_return_if_fail (CSN_IS_INBOX_FILTER (self));
  g_return_if_fail (self->model == NULL);

  if (agents == NULL)
    return;
  self->model = g_object_ref (agents);
  g_signal_connect_swapped (agents, "items-changed", G_CALLBACK (fill_agents), self);
  fill_agents (self);
}

char *
csn_inbox_filter_dup_agent_id (CsnInboxFilter *self)
{
  guint selected = 0;

  g_return_val_if_fail (CSN_IS_INBOX_FILTER (self), NULL);

  selected = gtk_drop_down_get_selected (self->agents);
  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION || selected > self->ids->len)
    return NULL;
  return g_strdup (g_ptr_array_index (self->ids, selected - 1));
}

guint
csn_inbox_filter_get_sections (CsnInboxFilter *self)
{
  guint sections = 0;

  g_return_val_if_fail (CSN_IS_INBOX_FILTER (self), 0);

  if (gtk_check_button_get_active (self->takeovers))
    sections |= 1u << CSN_INBOX_TAKEOVERS;
  if (gtk_check_button_get_active (self->hard))
    sections |= 1u << CSN_INBOX_HARD;
  if (gtk_check_button_get_active (self->soft))
    sections |= 1u << CSN_INBOX_SOFT;
  if (gtk_check_button_get_active (self->settled))
    sections |= 1u << CSN_INBOX_SETTLED;
  return sections;
}

void
csn_inbox_filter_reset (CsnInboxFilter *self)
{
  g_return_if_fail (CSN_IS_INBOX_FILTER (self));

  self->filling = TRUE;
  gtk_drop_down_set_selected (self->agents, 0);
  gtk_check_button_set_active (self->takeovers, TRUE);
  gtk_check_button_set_active (self->hard, TRUE);
  gtk_check_button_set_active (self->soft, TRUE);
  gtk_check_button_set_active (self->settled, TRUE);
  self->filling = FALSE;
  emit_changed (self);
}
