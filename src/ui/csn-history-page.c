/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-history-page.h"

#include "csn-back-button.h"
#include "csn-widgets.h"

struct _CsnHistoryPage
{
  GtkWidget parent_instance;

  CsnService *service; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CsnHistoryPage, csn_history_page, GTK_TYPE_WIDGET)

static void
csn_history_page_dispose (GObject *object)
{
  CsnHistoryPage *self = CSN_HISTORY_PAGE (object);

  csn_widgets_remove_children (GTK_WIDGET (self));
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_history_page_parent_class)->dispose (object);
}

static void
csn_history_page_class_init (CsnHistoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_BACK_BUTTON);
  G_OBJECT_CLASS (klass)->dispose = csn_history_page_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-history-page.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
csn_history_page_init (CsnHistoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
csn_history_page_new (void)
{
  return g_object_new (CSN_TYPE_HISTORY_PAGE, NULL);
}

void
csn_history_page_set_service (CsnHistoryPage *self, CsnService *service)
{
  g_return_if_fail (CSN_IS_HISTORY_PAGE (self));

  g_set_object (&self->service, service);
}

void
csn_history_page_show_request (CsnHistoryPage *self, const char *request_id)
{
  g_return_if_fail (CSN_IS_HISTORY_PAGE (self));
}
