/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-agents-page.h"

#include "csn-back-button.h"
#include "csn-widgets.h"

struct _CsnAgentsPage
{
  GtkWidget parent_instance;

  CsnService *service; /* (owned) (nullable) */
};

enum
{
  CONNECT_AGENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnAgentsPage, csn_agents_page, GTK_TYPE_WIDGET)

static void
csn_agents_page_dispose (GObject *object)
{
  CsnAgentsPage *self = CSN_AGENTS_PAGE (object);

  csn_widgets_remove_children (GTK_WIDGET (self));
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_agents_page_parent_class)->dispose (object);
}

static void
csn_agents_page_class_init (CsnAgentsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_BACK_BUTTON);
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
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-agents-page.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
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

  g_set_object (&self->service, service);
}
