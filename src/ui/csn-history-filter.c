/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-history-filter.h"

#include <glib/gi18n.h>

#include "csn-event-words.h"
#include "csn-event.h"
#include "csn-level-words.h"
#include "csn-moment-words.h"
#include "csn-visible-text.h"
#include "csn-widgets.h"
#include "csn-wrap-box.h"

/* The places of the time ranges in the template. */
enum
{
  RANGE_TODAY,
  RANGE_7_DAYS,
  RANGE_30_DAYS,
  RANGE_ALL,
};

/* The rows after "All decisions" in the template. */
static const CsnRequestState decisions[] = {
  CSN_REQUEST_APPROVED,  CSN_REQUEST_EDITED,     CSN_REQUEST_REJECTED,
  CSN_REQUEST_RESPONDED, CSN_REQUEST_TAKEN_OVER, CSN_REQUEST_WITHDRAWN,
};

struct _CsnHistoryFilter
{
  GtkWidget parent_instance;

  GtkEditable *search;
  GtkDropDown *range;
  GtkDropDown *agent;
  GtkDropDown *type;
  GtkDropDown *level;
  GtkDropDown *decision;
  GtkWidget *request_button;
  GtkLabel *request_label;

  CsnService *service; /* (owned) (nullable) */
  GPtrArray *agents;   /* (owned) (element-type utf8): the ids behind the rows after "All agents" */
  char *request_id;    /* (owned) (nullable) */
  gboolean quiet;      /* several things change at once */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnHistoryFilter, csn_history_filter, GTK_TYPE_WIDGET)

static void
on_changed (CsnHistoryFilter *self)
{
  if (!self->quiet)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_stop_search (CsnHistoryFilter *self)
{
  gtk_editable_set_text (self->search, "");
}

static void
on_request_clicked (CsnHistoryFilter *self)
{
  csn_history_filter_show_request (self, NULL);
}

static const char *
get_agent (CsnHistoryFilter *self)
{
  guint selected = gtk_drop_down_get_selected (self->agent);

  if (selected == 0 || selected > self->agents->len)
    return NULL;
  return g_ptr_array_index (self->agents, selected - 1);
}

static guint
find_agent (CsnHistoryFilter *self, const char *agent_id)
{
  for (guint i = 0; agent_id != NULL && i < self->agents->len; i++)
    if (g_str_equal (g_ptr_array_index (self->agents, i), agent_id))
      return i + 1;
  return 0;
}

static void
update_agents (CsnHistoryFilter *self)
{
  GListModel *agents = csn_gate_get_agents (csn_service_get_gate (self->service));
  g_autofree char *chosen = g_strdup (get_agent (self));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("All agents"));
  g_ptr_array_set_size (self->agents, 0);
  for (guint i = 0; i < g_list_model_get_n_items (agents); i++)
    {
      g_autoptr (CsnAgentItem) agent = g_list_model_get_item (agents, i);
      const char *id = csn_agent_item_get_agent_id (agent);
      g_autofree char *visible = csn_visible_text (id, -1, CSN_VISIBLE_SINGLE_LINE, NULL);

      g_ptr_array_add (self->agents, g_strdup (id));
      gtk_string_list_append (names, visible);
    }
  self->quiet = TRUE;
  gtk_drop_down_set_model (self->agent, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->agent, find_agent (self, chosen));
  self->quiet = FALSE;
}

/* The rows after "All events" are the event types in the order of their values. */
static void
fill_types (CsnHistoryFilter *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("All events"));
  for (int type = 0; type <= CSN_EVENT_RESTORED; type++)
    gtk_string_list_append (names,
                            csn_event_words_name (csn_event_type_to_string ((CsnEventType) type)));
  gtk_drop_down_set_model (self->type, G_LIST_MODEL (names));
  gtk_drop_down_set_expression (
      self->type,
      gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  gtk_drop_down_set_enable_search (self->type, TRUE);
}

/* The rows after "All levels" are the levels in the order of their values. */
static void
fill_levels (CsnHistoryFilter *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("All levels"));
  for (int level = 0; level <= CSN_LEVEL_HUMAN_TAKEOVER; level++)
    gtk_string_list_append (names, csn_level_words_name ((CsnLevel) level));
  gtk_drop_down_set_model (self->level, G_LIST_MODEL (names));
}

static const char *
get_level (CsnHistoryFilter *self)
{
  guint selected = gtk_drop_down_get_selected (self->level);

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return NULL;
  return csn_level_to_string ((CsnLevel) (selected - 1));
}

static const char *
get_decision (CsnHistoryFilter *self)
{
  guint selected = gtk_drop_down_get_selected (self->decision);

  if (selected == 0 || selected > G_N_ELEMENTS (decisions))
    return NULL;
  return csn_request_state_to_string (decisions[selected - 1]);
}

static char *
dup_text (CsnHistoryFilter *self)
{
  char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));

  if (text[0] == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

static const char *
get_event_type (CsnHistoryFilter *self)
{
  guint selected = gtk_drop_down_get_selected (self->type);

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return NULL;
  return csn_event_type_to_string ((CsnEventType) (selected - 1));
}

static gint64
get_since (CsnHistoryFilter *self)
{
  static const int days[] = { [RANGE_TODAY] = 0, [RANGE_7_DAYS] = 6, [RANGE_30_DAYS] = 29 };
  CsnGate *gate = csn_service_get_gate (self->service);
  gint64 now = csn_clock_get_wall (csn_gate_get_clock (gate));
  guint selected = gtk_drop_down_get_selected (self->range);

  return selected < G_N_ELEMENTS (days) ? csn_moment_words_midnight (now, days[selected]) : 0;
}

CsnHistoryQuery *
csn_history_filter_dup_query (CsnHistoryFilter *self)
{
  CsnHistoryQuery *query = g_new0 (CsnHistoryQuery, 1);

  g_return_val_if_fail (CSN_IS_HISTORY_FILTER (self), query);

  if (self->service == NULL)
    return query;
  query->since = get_since (self);
  query->agent_id = g_strdup (get_agent (self));
  query->event_type = g_strdup (get_event_type (self));
  query->request_id = g_strdup (self->request_id);
  query->level = g_strdup (get_level (self));
  query->decision = g_strdup (get_decision (self));
  query->text = dup_text (self);
  return query;
}

static const char *
get_words (GtkDropDown *drop_down)
{
  GtkStringObject *selected = gtk_drop_down_get_selected_item (drop_down);

  return selected != NULL ? gtk_string_object_get_string (selected) : "";
}

/* Those that leave something out; the time always. */
char *
csn_history_filter_dup_words (CsnHistoryFilter *self)
{
  g_autoptr (GString) words = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (CSN_IS_HISTORY_FILTER (self), NULL);

  words = g_string_new (get_words (self->range));
  g_string_append_printf (words, " · %s · %s", get_words (self->agent), get_words (self->type));
  if (get_level (self) != NULL)
    g_string_append_printf (words, " · %s", get_words (self->level));
  if (get_decision (self) != NULL)
    g_string_append_printf (words, " · %s", get_words (self->decision));
  text = dup_text (self);
  if (text != NULL)
    g_string_append_printf (words, _ (" · “%s”"), text);
  return g_strdup (words->str);
}

static void
set_request (CsnHistoryFilter *self, const char *request_id)
{
  g_autofree char *visible = NULL;
  g_autofree char *label = NULL;

  g_free (self->request_id);
  self->request_id = g_strdup (request_id);
  gtk_widget_set_visible (self->request_button, request_id != NULL);
  if (request_id == NULL)
    return;
  visible = csn_visible_text (request_id, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  label = g_strdup_printf (_ ("Request %s"), visible);
  gtk_label_set_text (self->request_label, label);
  csn_widgets_name (self->request_button, label);
}

static void
choose (CsnHistoryFilter *self, guint range, guint agent, guint type)
{
  self->quiet = TRUE;
  gtk_drop_down_set_selected (self->range, range);
  gtk_drop_down_set_selected (self->agent, agent);
  gtk_drop_down_set_selected (self->type, type);
  gtk_drop_down_set_selected (self->level, 0);
  gtk_drop_down_set_selected (self->decision, 0);
  gtk_editable_set_text (self->search, "");
  self->quiet = FALSE;
}

void
csn_history_filter_show_request (CsnHistoryFilter *self, const char *request_id)
{
  g_return_if_fail (CSN_IS_HISTORY_FILTER (self));

  if (request_id != NULL)
    choose (self, RANGE_ALL, 0, 0);
  else
    choose (self, RANGE_7_DAYS, 0, 0);
  set_request (self, request_id);
  on_changed (self);
}

void
csn_history_filter_reset (CsnHistoryFilter *self)
{
  g_return_if_fail (CSN_IS_HISTORY_FILTER (self));

  choose (self, RANGE_ALL, 0, 0);
  set_request (self, NULL);
  on_changed (self);
}

static void
csn_history_filter_dispose (GObject *object)
{
  CsnHistoryFilter *self = CSN_HISTORY_FILTER (object);

  self->quiet = TRUE;
  g_clear_pointer (&self->agents, g_ptr_array_unref);
  g_clear_pointer (&self->request_id, g_free);
  g_clear_object (&self->service);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_history_filter_parent_class)->dispose (object);
}

static void
csn_history_filter_class_init (CsnHistoryFilterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_history_filter_dispose;
  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
  g_type_ensure (CSN_TYPE_WRAP_BOX);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "historyfilter");
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-history-filter.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryFilter, search);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryFilter, level);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryFilter, decision);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryFilter, range);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryFilter, agent);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryFilter, type);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryFilter, request_button);
  gtk_widget_class_bind_template_child (widget_class, CsnHistoryFilter, request_label);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_request_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
}

static void
csn_history_filter_init (CsnHistoryFilter *self)
{
  self->agents = g_ptr_array_new_with_free_func (g_free);
  self->quiet = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_types (self);
  fill_levels (self);
  self->quiet = FALSE;
}

void
csn_history_filter_set_service (CsnHistoryFilter *self, CsnService *service)
{
  g_return_if_fail (CSN_IS_HISTORY_FILTER (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  g_signal_connect_object (csn_gate_get_agents (csn_service_get_gate (service)),
                           "items-changed",
                           G_CALLBACK (update_agents),
                           self,
                           G_CONNECT_SWAPPED);
  update_agents (self);
}

void
csn_history_filter_focus_search (CsnHistoryFilter *self)
{
  g_return_if_fail (CSN_IS_HISTORY_FILTER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
