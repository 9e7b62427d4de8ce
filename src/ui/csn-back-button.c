/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-back-button.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "csn-widgets.h"

struct _CsnBackButton
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GPtrArray *leaflets; /* (owned) (element-type AdwLeaflet): those around it, the nearest first */
};

G_DEFINE_FINAL_TYPE (CsnBackButton, csn_back_button, GTK_TYPE_WIDGET)

/* The leaflet's child that holds us, or %NULL. */
static GtkWidget *
find_pane (GtkWidget *widget, AdwLeaflet *leaflet)
{
  while (widget != NULL && gtk_widget_get_parent (widget) != GTK_WIDGET (leaflet))
    widget = gtk_widget_get_parent (widget);
  return widget;
}

static gboolean
leads_back (CsnBackButton *self, AdwLeaflet *leaflet)
{
  GtkWidget *pane = find_pane (GTK_WIDGET (self), leaflet);

  return adw_leaflet_get_folded (leaflet) && pane != NULL &&
         gtk_widget_get_first_child (GTK_WIDGET (leaflet)) != pane;
}

static AdwLeaflet *
find_leaflet (CsnBackButton *self)
{
  for (guint i = 0; i < self->leaflets->len; i++)
    if (leads_back (self, g_ptr_array_index (self->leaflets, i)))
      return g_ptr_array_index (self->leaflets, i);
  return NULL;
}

static void
update (CsnBackButton *self)
{
  GtkWidget *bar = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_HEADER_BAR);
  gboolean leads = find_leaflet (self) != NULL;

  gtk_widget_set_visible (self->button, leads);
  if (bar != NULL)
    adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (bar), leads);
}

static void
on_clicked (CsnBackButton *self)
{
  AdwLeaflet *leaflet = find_leaflet (self);

  if (leaflet != NULL)
    adw_leaflet_navigate (leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
csn_back_button_root (GtkWidget *widget)
{
  CsnBackButton *self = CSN_BACK_BUTTON (widget);

  GTK_WIDGET_CLASS (csn_back_button_parent_class)->root (widget);
  for (GtkWidget *up = gtk_widget_get_parent (widget); up != NULL; up = gtk_widget_get_parent (up))
    {
      if (!ADW_IS_LEAFLET (up))
        continue;
      g_ptr_array_add (self->leaflets, up);
      g_signal_connect_swapped (up, "notify::folded", G_CALLBACK (update), self);
    }
  update (self);
}

static void
csn_back_button_unroot (GtkWidget *widget)
{
  CsnBackButton *self = CSN_BACK_BUTTON (widget);

  for (guint i = 0; i < self->leaflets->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->leaflets, i), self);
  g_ptr_array_set_size (self->leaflets, 0);
  GTK_WIDGET_CLASS (csn_back_button_parent_class)->unroot (widget);
}

static void
csn_back_button_dispose (GObject *object)
{
  CsnBackButton *self = CSN_BACK_BUTTON (object);

  csn_widgets_remove_children (GTK_WIDGET (self));
  g_clear_pointer (&self->leaflets, g_ptr_array_unref);

  G_OBJECT_CLASS (csn_back_button_parent_class)->dispose (object);
}

static void
csn_back_button_class_init (CsnBackButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_back_button_dispose;
  widget_class->root = csn_back_button_root;
  widget_class->unroot = csn_back_button_unroot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
csn_back_button_init (CsnBackButton *self)
{
  self->leaflets = g_ptr_array_new ();
  self->button = gtk_button_new_from_icon_name ("go-previous-symbolic");
  gtk_widget_set_tooltip_text (self->button, _ ("Back"));
  csn_widgets_name (self->button, _ ("Back"));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

GtkWidget *
csn_back_button_new (void)
{
  return g_object_new (CSN_TYPE_BACK_BUTTON, NULL);
}
