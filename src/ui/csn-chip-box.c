/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-chip-box.h"

#include "csn-chips.h"
#include "csn-widgets.h"

#define SPACING 4

struct _CsnChipBox
{
  GtkWidget parent_instance;

  GPtrArray *chips; /* (owned) (element-type GtkWidget): children */
  GtkWidget *more;  /* "+2" */
  gboolean wrap;
};

G_DEFINE_FINAL_TYPE (CsnChipBox, csn_chip_box, GTK_TYPE_WIDGET)

static int
natural_width (GtkWidget *widget)
{
  int natural = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int
line_height (CsnChipBox *self)
{
  int height = 0;

  if (self->chips->len > 0)
    gtk_widget_measure (g_ptr_array_index (self->chips, 0),
                        GTK_ORIENTATION_VERTICAL,
                        -1,
                        NULL,
                        &height,
                        NULL,
                        NULL);
  return height;
}

/* The chips that fit a line, from @first on; always at least one. */
static guint
fill_line (CsnChipBox *self, guint first, int width, int *ret_used)
{
  int used = 0;
  guint end = first;

  for (; end < self->chips->len; end++)
    {
      int chip = natural_width (g_ptr_array_index (self->chips, end));

      if (end > first && used + SPACING + chip > width)
        break;
      used += (end > first ? SPACING : 0) + MIN (chip, width);
    }
  *ret_used = used;
  return end;
}

static GtkSizeRequestMode
csn_chip_box_get_request_mode (GtkWidget *widget)
{
  return CSN_CHIP_BOX (widget)->wrap ? GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH
                                     : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
measure_width (CsnChipBox *self, int *minimum, int *natural)
{
  int least = 0;

  *natural = 0;
  for (guint i = 0; i < self->chips->len; i++)
    *natural += (i > 0 ? SPACING : 0) + natural_width (g_ptr_array_index (self->chips, i));
  gtk_widget_measure (self->more, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  *minimum = MIN (*natural, 2 * least + SPACING);
}

static void
csn_chip_box_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  CsnChipBox *self = CSN_CHIP_BOX (widget);
  int height = line_height (self);
  int lines = 0;
  int used = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, minimum, natural);
      return;
    }
  if (self->wrap && for_size >= 0)
    for (guint i = 0; i < self->chips->len; lines++)
      i = fill_line (self, i, for_size, &used);
  *minimum = *natural = MAX (lines, 1) * height + MAX (lines - 1, 0) * SPACING;
}

static void
place (CsnChipBox *self, GtkWidget *chip, int x, int y, int width, int height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int whole = gtk_widget_get_width (GTK_WIDGET (self));

  gtk_widget_set_child_visible (chip, TRUE);
  gtk_widget_size_allocate (chip,
                            &(GtkAllocation){ rtl ? whole - x - width : x, y, width, height },
                            -1);
}

static int
place_line (CsnChipBox *self, guint first, guint end, int y, int width, int height)
{
  int x = 0;

  for (guint i = first; i < end; i++)
    {
      GtkWidget *chip = g_ptr_array_index (self->chips, i);
      int chip_width = MIN (natural_width (chip), MAX (width - x, 0));

      place (self, chip, x, y, chip_width, height);
      x += chip_width + SPACING;
    }
  return x;
}

static void
allocate_one_line (CsnChipBox *self, int width, int height)
{
  int used = 0;
  guint end = fill_line (self, 0, width, &used);
  g_autofree char *count = NULL;
  int more = 0;

  if (end == self->chips->len)
    {
      gtk_widget_set_child_visible (self->more, FALSE);
      place_line (self, 0, end, 0, width, height);
      return;
    }
  more = natural_width (self->more);
  end = fill_line (self, 0, MAX (width - more - SPACING, 0), &used);
  for (guint i = end; i < self->chips->len; i++)
    gtk_widget_set_child_visible (g_ptr_array_index (self->chips, i), FALSE);
  count = g_strdup_printf ("+%u", self->chips->len - end);
  gtk_label_set_text (GTK_LABEL (self->more), count);
  place (self,
         self->more,
         place_line (self, 0, end, 0, MAX (width - more - SPACING, 0), height),
         0,
         more,
         height);
}

static void
csn_chip_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CsnChipBox *self = CSN_CHIP_BOX (widget);
  int line = line_height (self);
  int used = 0;
  int y = 0;

  if (!self->wrap)
    {
      allocate_one_line (self, width, height);
      return;
    }
  gtk_widget_set_child_visible (self->more, FALSE);
  for (guint i = 0; i < self->chips->len; y += line + SPACING)
    {
      guint end = fill_line (self, i, width, &used);

      place_line (self, i, end, y, width, line);
      i = end;
    }
}

static void
csn_chip_box_dispose (GObject *object)
{
  CsnChipBox *self = CSN_CHIP_BOX (object);

  g_ptr_array_set_size (self->chips, 0);
  csn_widgets_remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (csn_chip_box_parent_class)->dispose (object);
}

static void
csn_chip_box_finalize (GObject *object)
{
  g_ptr_array_unref (CSN_CHIP_BOX (object)->chips);

  G_OBJECT_CLASS (csn_chip_box_parent_class)->finalize (object);
}

static void
csn_chip_box_class_init (CsnChipBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_chip_box_dispose;
  G_OBJECT_CLASS (klass)->finalize = csn_chip_box_finalize;
  widget_class->get_request_mode = csn_chip_box_get_request_mode;
  widget_class->measure = csn_chip_box_measure;
  widget_class->size_allocate = csn_chip_box_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "chipbox");
}

static void
csn_chip_box_init (CsnChipBox *self)
{
  self->chips = g_ptr_array_new ();
  self->more = gtk_label_new ("+0");
  gtk_widget_add_css_class (self->more, "chip");
  gtk_widget_add_css_class (self->more, "chip-plain");
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));
}

GtkWidget *
csn_chip_box_new (void)
{
  return g_object_new (CSN_TYPE_CHIP_BOX, NULL);
}

void
csn_chip_box_set_wrap (CsnChipBox *self, gboolean wrap)
{
  g_return_if_fail (CSN_IS_CHIP_BOX (self));

  self->wrap = wrap;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
csn_chip_box_set_request (CsnChipBox *self, const CsnRequest *request, gboolean with_confidence)
{
  g_autoptr (GPtrArray) chips = NULL;

  g_return_if_fail (CSN_IS_CHIP_BOX (self));

  for (guint i = 0; i < self->chips->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->chips, i));
  g_ptr_array_set_size (self->chips, 0);
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
      g_ptr_array_add (self->chips, label);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), chips->len > 0);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
