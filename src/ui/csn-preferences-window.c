/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-preferences-window.h"

struct _CsnPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  CsnService *service; /* (owned) */
};

G_DEFINE_FINAL_TYPE (CsnPreferencesWindow, csn_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
csn_preferences_window_dispose (GObject *object)
{
  g_clear_object (&CSN_PREFERENCES_WINDOW (object)->service);

  G_OBJECT_CLASS (csn_preferences_window_parent_class)->dispose (object);
}

static void
csn_preferences_window_class_init (CsnPreferencesWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_preferences_window_dispose;
  gtk_widget_class_set_template_from_resource (
      GTK_WIDGET_CLASS (klass),
      "/io/github/countersign/Countersign/ui/csn-preferences-window.ui");
}

static void
csn_preferences_window_init (CsnPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
csn_preferences_window_new (CsnService *service, GtkWindow *parent)
{
  CsnPreferencesWindow *self = g_object_new (CSN_TYPE_PREFERENCES_WINDOW,
                                             "transient-for",
                                             parent,
                                             "modal",
                                             parent != NULL,
                                             NULL);

  self->service = g_object_ref (service);
  return GTK_WIDGET (self);
}

void
csn_preferences_window_add_agent (CsnPreferencesWindow *self)
{
  g_return_if_fail (CSN_IS_PREFERENCES_WINDOW (self));
}
