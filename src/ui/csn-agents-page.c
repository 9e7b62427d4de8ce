/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-agents-page.h"

#include <glib/gi18n.h>

#include "csn-agent-card.h"
#include "csn-authority-view.h"
#include "csn-back-button.h"
#include "csn-feedback.h"
#include "csn-source-line.h"
#include "csn-widgets.h"

struct _CsnAgentsPage
{
  GtkWidget parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkBox *agents;
  GtkBox *sources;
  CsnAuthorityView *authority;

  CsnService *service; /* (owned) (nullable) */
};

enum
{
  CONNECT_AGENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnAgentsPage, csn_agents_page, GTK_TYPE_WIDGET)

static GListModel *
get_agents (CsnAgentsPage *self)
{
  return csn_gate_get_agents (csn_service_get_gate (self->service));
}

static gboolean
has_agents (CsnAgentsPage *self, CsnSourceItem *source)
{
  GListModel *agents = get_agents (self);

  for (guint i = 0; i < g_list_model_get_n_items (agents); i++)
    {
      g_autoptr (CsnAgentItem) agent = g_list_model_get_item (agents, i);

      if (g_strcmp0 (csn_agent_item_get_source (agent), csn_source_item_get_id (source)) == 0)
        return TRUE;
    }
  return FALSE;
}

static GtkWidget *
new_line (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_source_card (CsnAgentsPage *self, CsnSourceItem *source)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = csn_source_line_new ();

  csn_source_line_set_source (CSN_SOURCE_LINE (line),
                              source,
                              csn_gate_get_clock (csn_service_get_gate (self->service)));
  gtk_box_append (GTK_BOX (card), line);
  gtk_box_append (GTK_BOX (card), new_line (csn_source_item_get_url (source), "dim-label"));
  gtk_box_append (
      GTK_BOX (card),
      new_line (_ ("No agent has proposed anything through this source yet."), "dim-label"));
  gtk_widget_add_css_class (card, "zone");
  return card;
}

/* Grants and rules are there to be seen before the first agent speaks. */
static gboolean
has_authority (CsnAgentsPage *self)
{
  CsnPolicy *policy = csn_gate_get_policy (csn_service_get_gate (self->service));

  return csn_policy_get_n_rules (policy) + csn_policy_get_n_grants (policy) > 0;
}

static void
update_sources (CsnAgentsPage *self)
{
  GListModel *sources = csn_service_get_sources (self->service);
  guint n_agents = g_list_model_get_n_items (get_agents (self));
  guint n_sources = g_list_model_get_n_items (sources);

  csn_widgets_remove_children (GTK_WIDGET (self->sources));
  for (guint i = 0; i < n_sources; i++)
    {
      g_autoptr (CsnSourceItem) source = g_list_model_get_item (sources, i);

      if (!has_agents (self, source))
        gtk_box_append (self->sources, new_source_card (self, source));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->sources),
                          gtk_widget_get_first_child (GTK_WIDGET (self->sources)) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->agents), n_agents > 0);
  gtk_stack_set_visible_child_name (self->stack,
                                    n_agents + n_sources > 0 || has_authority (self) ? "list"
                                                                                     : "empty");
}

static void
on_say (CsnAgentsPage *self, const char *text)
{
  csn_feedback_toast (self->toasts, text);
}

static GtkWidget *
child_at (CsnAgentsPage *self, guint position)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->agents));

  while (child != NULL && position-- > 0)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
on_agents_changed (CsnAgentsPage *self, guint position, guint removed, guint added)
{
  GtkWidget *before = position > 0 ? child_at (self, position - 1) : NULL;

  for (guint i = 0; i < removed; i++)
    gtk_box_remove (self->agents, child_at (self, position));
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (CsnAgentItem) agent = g_list_model_get_item (get_agents (self), position + i);
      GtkWidget *card = csn_agent_card_new (self->service, agent);

      g_signal_connect_object (card, "say", G_CALLBACK (on_say), self, G_CONNECT_SWAPPED);
      gtk_box_insert_child_after (self->agents, card, before);
      before = card;
    }
  update_sources (self);
}

static void
on_connect_clicked (CsnAgentsPage *self)
{
  g_signal_emit (self, signals[CONNECT_AGENT], 0);
}

static void
csn_agents_page_dispose (GObject *object)
{
  CsnAgentsPage *self = CSN_AGENTS_PAGE (object);

  g_clear_object (&self->service);
  csn_widgets_remove_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (csn_agents_page_parent_class)->dispose (object);
}

static void
csn_agents_page_class_init (CsnAgentsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_agents_page_dispose;
  signals[CONNECT_AGENT] = g_signal_new ("connect-agent",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  g_type_ensure (CSN_TYPE_AUTHORITY_VIEW);
  g_type_ensure (CSN_TYPE_BACK_BUTTON);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "agentspage");
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-agents-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsnAgentsPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, CsnAgentsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsnAgentsPage, agents);
  gtk_widget_class_bind_template_child (widget_class, CsnAgentsPage, sources);
  gtk_widget_class_bind_template_child (widget_class, CsnAgentsPage, authority);
  gtk_widget_class_bind_template_callback (widget_class, on_say);
  gtk_widget_class_bind_template_callback (widget_class, on_connect_clicked);
}

static void
csn_agents_page_init (CsnAgentsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
csn_agents_page_new (void)
{
  return g_object_new (CSN_TYPE_AGENTS_PAGE, NULL);
}

void
csn_agents_page_set_service (CsnAgentsPage *self, CsnService *service)
{
  g_return_if_fail (CSN_IS_AGENTS_PAGE (self));
  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  csn_authority_view_set_service (self->authority, service);
  g_signal_connect_object (get_agents (self),
                           "items-changed",
                           G_CALLBACK (on_agents_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (csn_service_get_sources (service),
                           "items-changed",
                           G_CALLBACK (update_sources),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (csn_service_get_gate (service),
                           "policy-changed",
                           G_CALLBACK (update_sources),
                           self,
                           G_CONNECT_SWAPPED);
  on_agents_changed (self, 0, 0, g_list_model_get_n_items (get_agents (self)));
}
