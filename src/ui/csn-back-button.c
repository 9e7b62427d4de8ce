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
  guint idle;
};

G_DEFINE_FINAL_TYPE (CsnBackButton, csn_back_button, GTK_TYPE_WIDGET)

/* Whether the leaflet has other panes before the one that holds us, and after it. Widgets are kept
 * in the order of drawing, so only the pages tell. */
static void
find_panes (CsnBackButton *self, AdwLeaflet *leaflet, gboolean *ret_before, gboolean *ret_after)
{
  g_autoptr (GListModel) pages = G_LIST_MODEL (adw_leaflet_get_pages (leaflet));
  gboolean passed = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr (AdwLeafletPage) page = g_list_model_get_item (pages, i);
      GtkWidget *pane = adw_leaflet_page_get_child (page);

      if (gtk_widget_is_ancestor (GTK_WIDGET (self), pane))
        passed = TRUE;
      else if (adw_leaflet_page_get_navigatable (page) && gtk_widget_get_visible (pane))
        *(passed ? ret_after : ret_before) = TRUE;
    }
}

static gboolean
leads_back (CsnBackButton *self, AdwLeaflet *leaflet)
{
  gboolean before = FALSE;
  gboolean after = FALSE;

  if (!adw_leaflet_get_folded (leaflet))
    return FALSE;
  find_panes (self, leaflet, &before, &after);
  return before;
}

static AdwLeaflet *
find_leaflet (CsnBackButton *self)
{
  for (guint i = 0; i < self->leaflets->len; i++)
    if (leads_back (self, g_ptr_array_index (self->leaflets, i)))
      return g_ptr_array_index (self->leaflets, i);
  return NULL;
}

/* Whether other panes are shown beside ours, at its start and at its end. */
static void
look_beside (CsnBackButton *self, gboolean *ret_at_start, gboolean *ret_at_end)
{
  for (guint i = 0; i < self->leaflets->len; i++)
    {
      AdwLeaflet *leaflet = g_ptr_array_index (self->leaflets, i);

      if (!adw_leaflet_get_folded (leaflet))
        find_panes (self, leaflet, ret_at_start, ret_at_end);
    }
}

static void
update (CsnBackButton *self)
{
  GtkWidget *bar = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_HEADER_BAR);
  gboolean at_start = FALSE;
  gboolean at_end = FALSE;

  gtk_widget_set_visible (self->button, find_leaflet (self) != NULL);
  if (bar == NULL)
    return;
  look_beside (self, &at_start, &at_end);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (bar), !at_start);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), !at_end);
}

static gboolean
on_idle (gpointer user_data)
{
  CsnBackButton *self = user_data;

  self->idle = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* A leaflet folds while sizes are handed out; what changes then is left without one, and nothing is
 * drawn. */
static void
on_folded (CsnBackButton *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_idle, self, NULL);
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
      g_signal_connect_swapped (up, "notify::folded", G_CALLBACK (on_folded), self);
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
  g_clear_handle_id (&self->idle, g_source_remove);
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
