/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-wrap-box.h"

#include "csn-widgets.h"

struct _CsnWrapBox
{
  GtkWidget parent_instance;

  int spacing;
};

enum
{
  PROP_SPACING = 1,
};

G_DEFINE_FINAL_TYPE (CsnWrapBox, csn_wrap_box, GTK_TYPE_WIDGET)

static GtkWidget *
first_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
next_shown (GtkWidget *child)
{
  return first_shown (gtk_widget_get_next_sibling (child));
}

static void
measure_child (GtkWidget *child, int width, int *ret_width, int *ret_height)
{
  int minimum = 0;
  int natural = 0;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  *ret_width = MAX (minimum, MIN (natural, width));
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, *ret_width, NULL, ret_height, NULL, NULL);
}

/* The children from @child on that share a line of @width; gives the first one after them. */
static GtkWidget *
take_line (CsnWrapBox *self, GtkWidget *child, int width, int *ret_height)
{
  int used = 0;

  *ret_height = 0;
  for (; child != NULL; child = next_shown (child))
    {
      int child_width = 0;
      int child_height = 0;

      measure_child (child, width, &child_width, &child_height);
      if (used > 0 && used + self->spacing + child_width > width)
        return child;
      used += (used > 0 ? self->spacing : 0) + child_width;
      *ret_height = MAX (*ret_height, child_height);
    }
  return NULL;
}

static int
measure_lines (CsnWrapBox *self, int width)
{
  GtkWidget *child = first_shown (gtk_widget_get_first_child (GTK_WIDGET (self)));
  int height = 0;

  while (child != NULL)
    {
      int line_height = 0;

      child = take_line (self, child, width, &line_height);
      height += line_height + (child != NULL ? self->spacing : 0);
    }
  return height;
}

static void
measure_width (CsnWrapBox *self, int *minimum, int *natural)
{
  GtkWidget *child = first_shown (gtk_widget_get_first_child (GTK_WIDGET (self)));

  for (; child != NULL; child = next_shown (child))
    {
      int child_minimum = 0;
      int child_natural = 0;

      gtk_widget_measure (child,
                          GTK_ORIENTATION_HORIZONTAL,
                          -1,
                          &child_minimum,
                          &child_natural,
                          NULL,
                          NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? self->spacing : 0);
    }
}

static void
csn_wrap_box_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = 0;
  *natural = 0;
  *minimum_baseline = -1;
  *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (CSN_WRAP_BOX (widget), minimum, natural);
  else
    *minimum = *natural =
        measure_lines (CSN_WRAP_BOX (widget), for_size < 0 ? G_MAXINT / 2 : for_size);
}

static void
allocate_line (CsnWrapBox *self, GtkWidget *child, GtkWidget *end, GtkAllocation line)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (; child != end; child = next_shown (child))
    {
      GtkAllocation place = { 0, line.y, 0, 0 };

      measure_child (child, line.width, &place.width, &place.height);
      place.x = is_rtl ? line.width - x - place.width : x;
      place.y += (line.height - place.height) / 2;
      gtk_widget_size_allocate (child, &place, -1);
      x += place.width + self->spacing;
    }
}

static void
csn_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CsnWrapBox *self = CSN_WRAP_BOX (widget);
  GtkWidget *child = first_shown (gtk_widget_get_first_child (widget));
  GtkAllocation line = { 0, 0, width, 0 };

  while (child != NULL)
    {
      GtkWidget *end = take_line (self, child, width, &line.height);

      allocate_line (self, child, end, line);
      line.y += line.height + self->spacing;
      child = end;
    }
}

static GtkSizeRequestMode
csn_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
csn_wrap_box_dispose (GObject *object)
{
  csn_widgets_remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (csn_wrap_box_parent_class)->dispose (object);
}

static void
csn_wrap_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SPACING)
    g_value_set_int (value, CSN_WRAP_BOX (object)->spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
csn_wrap_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SPACING)
    CSN_WRAP_BOX (object)->spacing = g_value_get_int (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  gtk_widget_queue_resize (GTK_WIDGET (object));
}

static void
csn_wrap_box_class_init (CsnWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = csn_wrap_box_dispose;
  object_class->get_property = csn_wrap_box_get_property;
  object_class->set_property = csn_wrap_box_set_property;
  widget_class->measure = csn_wrap_box_measure;
  widget_class->size_allocate = csn_wrap_box_size_allocate;
  widget_class->get_request_mode = csn_wrap_box_get_request_mode;
  g_object_class_install_property (object_class,
                                   PROP_SPACING,
                                   g_param_spec_int ("spacing",
                                                     NULL,
                                                     NULL,
                                                     0,
                                                     1000,
                                                     6,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_css_name (widget_class, "wrapbox");
}

static void
csn_wrap_box_init (CsnWrapBox *self)
{
  self->spacing = 6;
}

GtkWidget *
csn_wrap_box_new (void)
{
  return g_object_new (CSN_TYPE_WRAP_BOX, NULL);
}
