/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-chip-box.h"

#include "csn-chips.h"
#include "csn-widgets.h"

struct _CsnChipBox
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (CsnChipBox, csn_chip_box, GTK_TYPE_WIDGET)

static void
csn_chip_box_dispose (GObject *object)
{
  csn_widgets_remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (csn_chip_box_parent_class)->dispose (object);
}

static void
csn_chip_box_class_init (CsnChipBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_chip_box_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "chipbox");
}

static void
csn_chip_box_init (CsnChipBox *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
}

GtkWidget *
csn_chip_box_new (void)
{
  return g_object_new (CSN_TYPE_CHIP_BOX, NULL);
}

void
csn_chip_box_set_request (CsnChipBox *self, const CsnRequest *request, gboolean with_confidence)
{
  g_autoptr (GPtrArray) chips = NULL;

  g_return_if_fail (CSN_IS_CHIP_BOX (self));

  csn_widgets_remove_children (GTK_WIDGET (self));
  if (request == NULL)
    return;
  chips = csn_chips_for_request (request, with_confidence);
  for (guint i = 0; i < chips->len; i++)
    {
      const CsnChip *chip = g_ptr_array_index (chips, i);
      GtkWidget *label = gtk_label_new (chip->text);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (label, "chip");
      gtk_widget_add_css_class (label, chip->css_class);
      gtk_widget_set_parent (label, GTK_WIDGET (self));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), chips->len > 0);
}
