/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-takeovers-page.h"

#include "csn-back-button.h"
#include "csn-widgets.h"

struct _CsnTakeoversPage
{
  GtkWidget parent_instance;

  CsnService *service; /* (owned) (nullable) */
};

enum
{
  EVIDENCE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnTakeoversPage, csn_takeovers_page, GTK_TYPE_WIDGET)

static void
csn_takeovers_page_dispose (GObject *object)
{
  CsnTakeoversPage *self = CSN_TAKEOVERS_PAGE (object);

  csn_widgets_remove_children (GTK_WIDGET (self));
  g_clear_object (&self->service);

  G_OBJECT_CLASS (csn_takeovers_page_parent_class)->dispose (object);
}

static void
csn_takeovers_page_class_init (CsnTakeoversPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CSN_TYPE_BACK_BUTTON);
  G_OBJECT_CLASS (klass)->dispose = csn_takeovers_page_dispose;
  signals[EVIDENCE] = g_signal_new ("evidence",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/csn-takeovers-page.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
csn_takeovers_page_init (CsnTakeoversPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
csn_takeovers_page_new (void)
{
  return g_object_new (CSN_TYPE_TAKEOVERS_PAGE, NULL);
}

void
csn_takeovers_page_set_service (CsnTakeoversPage *self, CsnService *service)
{
  g_return_if_fail (CSN_IS_TAKEOVERS_PAGE (self));

  g_set_object (&self->service, service);
}

gboolean
csn_takeovers_page_show_request (CsnTakeoversPage *self, const char *request_id)
{
  g_return_val_if_fail (CSN_IS_TAKEOVERS_PAGE (self), FALSE);

  return FALSE;
}
