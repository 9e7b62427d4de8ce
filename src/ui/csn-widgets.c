/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-widgets.h"

#include <string.h>

void
csn_widgets_remove_children (GtkWidget *parent)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (parent)) != NULL)
    gtk_widget_unparent (child);
}

void
csn_widgets_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
csn_widgets_swap_class (GtkWidget *widget, const char *old, const char *css_class)
{
  if (old != NULL)
    gtk_widget_remove_css_class (widget, old);
  if (css_class != NULL)
    gtk_widget_add_css_class (widget, css_class);
}

static void
add_mark (PangoAttrList *attributes, guint start, guint end)
{
  PangoAttribute *attribute[] = {
    pango_attr_background_new (0xf5f5, 0xc2c2, 0x1111),
    pango_attr_foreground_new (0x2424, 0x1f1f, 0x3131),
    pango_attr_family_new ("monospace"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (attribute); i++)
    {
      attribute[i]->start_index = start;
      attribute[i]->end_index = end;
      pango_attr_list_insert (attributes, attribute[i]);
    }
}

void
csn_widgets_mark_visible_text (GtkLabel *label, const char *text)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  const char *open = text;

  while ((open = strstr (open, "‹")) != NULL)
    {
      const char *close = strstr (open, "›");

      if (close == NULL)
        break;
      close += strlen ("›");
      add_mark (attributes, (guint) (open - text), (guint) (close - text));
      open = close;
    }
  gtk_label_set_text (label, text);
  gtk_label_set_attributes (label, attributes);
}
