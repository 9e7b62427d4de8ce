/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-confidence-filter.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-action-words.h"
#include "csn-judgement.h"
#include "csn-time.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"
#include "csn-wrap-box.h"

struct _CsnConfidenceFilter
{
  GtkWidget parent_instance;

  GtkDropDown *agent;
  GtkDropDown *action_type;
  GtkDropDown *range;

  GPtrArray *agents;       /* (owned) (element-type utf8): from the second choice on */
  GPtrArray *action_types; /* (owned) (element-type utf8): likewise */
  gboolean filling;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnConfidenceFilter, csn_confidence_filter, GTK_TYPE_WIDGET)

static const int range_days[] = { 7, 30, 90, 0 };

static void
on_changed (CsnConfidenceFilter *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
csn_confidence_filter_dispose (GObject *object)
{
  CsnConfidenceFilter *self = CSN_CONFIDENCE_FILTER (object);

  self->filling = TRUE;
  csn_widgets_remove_children (GTK_WIDGET (self));
  g_clear_pointer (&self->agents, g_ptr_array_unref);
  g_clear_pointer (&self->action_types, g_ptr_array_unref);

  G_OBJECT_CLASS (csn_confidence_filter_parent_class)->dispose (object);
}

static void
csn_confidence_filter_class_init (CsnConfidenceFilterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->dispose = csn_confidence_filter_dispose;
  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "confidencefilter");
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-confidence-filter.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnConfidenceFilter, agent);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidenceFilter, action_type);
  gtk_widget_class_bind_template_child (widget_class, CsnConfidenceFilter, range);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
csn_confidence_filter_init (CsnConfidenceFilter *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  self->agents = g_ptr_array_new_with_free_func (g_free);
  self->action_types = g_ptr_array_new_with_free_func (g_free);
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
  csn_confidence_filter_set_choices (self, none);
}

static const char *
get_chosen (GtkDropDown *drop_down, GPtrArray *values)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  return selected > 0 && selected <= values->len ? g_ptr_array_index (values, selected - 1) : NULL;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_once (GPtrArray *values, const char *value)
{
  for (guint i = 0; i < values->len; i++)
    if (g_str_equal (g_ptr_array_index (values, i), value))
      return;
  g_ptr_array_add (values, g_strdup (value));
}

static char *
say_agent (const char *agent_id)
{
  return csn_visible_text (agent_id, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
}

static void
fill (GtkDropDown *drop_down,
      GPtrArray *values,
      const char *chosen,
      const char *all,
      char *(*say) (const char *) )
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint selected = 0;

  gtk_string_list_append (list, all);
  for (guint i = 0; i < values->len; i++)
    {
      const char *value = g_ptr_array_index (values, i);

      gtk_string_list_take (list, say (value));
      if (g_strcmp0 (value, chosen) == 0)
        selected = i + 1;
    }
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (drop_down, selected);
}

void
csn_confidence_filter_set_choices (CsnConfidenceFilter *self, GPtrArray *calibrated)
{
  g_autofree char *agent = NULL;
  g_autofree char *action_type = NULL;

  g_return_if_fail (CSN_IS_CONFIDENCE_FILTER (self));

  agent = g_strdup (csn_confidence_filter_get_agent (self));
  action_type = g_strdup (csn_confidence_filter_get_action_type (self));
  g_ptr_array_set_size (self->agents, 0);
  g_ptr_array_set_size (self->action_types, 0);
  /* What is chosen stays a choice, so that an empty range doesn't forget it. */
  if (agent != NULL)
    add_once (self->agents, agent);
  if (action_type != NULL)
    add_once (self->action_types, action_type);
  for (guint i = 0; i < calibrated->len; i++)
    {
      const CsnCalibrated *entry = g_ptr_array_index (calibrated, i);

      add_once (self->agents, entry->agent_id);
      if (agent == NULL || g_str_equal (agent, entry->agent_id))
        add_once (self->action_types, entry->action_type);
    }
  g_ptr_array_sort (self->agents, compare_texts);
  g_ptr_array_sort (self->action_types, compare_texts);
  self->filling = TRUE;
  fill (self->agent, self->agents, agent, _ ("All agents"), say_agent);
  fill (self->action_type,
        self->action_types,
        action_type,
        _ ("All actions"),
        csn_action_words_type);
  self->filling = FALSE;
}

const char *
csn_confidence_filter_get_agent (CsnConfidenceFilter *self)
{
  g_return_val_if_fail (CSN_IS_CONFIDENCE_FILTER (self), NULL);

  return get_chosen (self->agent, self->agents);
}

const char *
csn_confidence_filter_get_action_type (CsnConfidenceFilter *self)
{
  g_return_val_if_fail (CSN_IS_CONFIDENCE_FILTER (self), NULL);

  return get_chosen (self->action_type, self->action_types);
}

gint64
csn_confidence_filter_get_since (CsnConfidenceFilter *self, gint64 now)
{
  guint selected = 0;

  g_return_val_if_fail (CSN_IS_CONFIDENCE_FILTER (self), 0);

  selected = gtk_drop_down_get_selected (self->range);
  if (selected >= G_N_ELEMENTS (range_days) || range_days[selected] == 0)
    return 0;
  return now - range_days[selected] * CSN_DAY;
}

static const char *
get_words (GtkDropDown *drop_down)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (drop_down);

  return item != NULL ? gtk_string_object_get_string (item) : "";
}

char *
csn_confidence_filter_dup_words (CsnConfidenceFilter *self)
{
  g_return_val_if_fail (CSN_IS_CONFIDENCE_FILTER (self), NULL);

  return g_strdup_printf ("%s · %s · %s",
                          get_words (self->agent),
                          get_words (self->action_type),
                          get_words (self->range));
}

void
csn_confidence_filter_clear (CsnConfidenceFilter *self)
{
  g_return_if_fail (CSN_IS_CONFIDENCE_FILTER (self));

  self->filling = TRUE;
  gtk_drop_down_set_selected (self->agent, 0);
  gtk_drop_down_set_selected (self->action_type, 0);
  gtk_drop_down_set_selected (self->range, G_N_ELEMENTS (range_days) - 1);
  self->filling = FALSE;
  on_changed (self);
}
