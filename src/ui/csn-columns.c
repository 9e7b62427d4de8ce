/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-columns.h"

#include "csn-widgets.h"

struct _CsnColumns
{
  GtkWidget parent_instance;

  int threshold;
  int spacing;
};

enum
{
  PROP_THRESHOLD = 1,
  PROP_SPACING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CsnColumns, csn_columns, GTK_TYPE_WIDGET)

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

static int
count_shown (CsnColumns *self)
{
  int n_shown = 0;

  for (GtkWidget *child = first_shown (gtk_widget_get_first_child (GTK_WIDGET (self)));
       child != NULL;
       child = next_shown (child))
    n_shown++;
  return n_shown;
}

static int
column_width (CsnColumns *self, int width)
{
  int n_columns = MAX (count_shown (self), 1);

  if (width < self->threshold)
    return width;
  return (width - (n_columns - 1) * self->spacing) / n_columns;
}

static void
measure_width (CsnColumns *self, int *minimum, int *natural)
{
  int n_shown = count_shown (self);
  int widest = 0;

  for (GtkWidget *child = first_shown (gtk_widget_get_first_child (GTK_WIDGET (self)));
       child != NULL;
       child = next_shown (child))
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
      widest = MAX (widest, child_natural);
    }
  *natural = MAX (*minimum, n_shown * widest + MAX (n_shown - 1, 0) * self->spacing);
}

static void
measure_height (CsnColumns *self, int width, int *minimum, int *natural)
{
  gboolean in_columns = width < 0 || width >= self->threshold;
  int child_width = width < 0 ? -1 : column_width (self, width);
  int n_shown = count_shown (self);

  for (GtkWidget *child = first_shown (gtk_widget_get_first_child (GTK_WIDGET (self)));
       child != NULL;
       child = next_shown (child))
    {
      int child_minimum = 0;
      int child_natural = 0;

      gtk_widget_measure (child,
                          GTK_ORIENTATION_VERTICAL,
                          child_width,
                          &child_minimum,
                          &child_natural,
                          NULL,
                          NULL);
      *minimum = in_columns ? MAX (*minimum, child_minimum) : *minimum + child_minimum;
      *natural = in_columns ? MAX (*natural, child_natural) : *natural + child_natural;
    }
  if (in_columns)
    return;
  *minimum += MAX (n_shown - 1, 0) * self->spacing;
  *natural += MAX (n_shown - 1, 0) * self->spacing;
}

static void
csn_columns_measure (GtkWidget *widget,
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
    measure_width (CSN_COLUMNS (widget), minimum, natural);
  else
    measure_height (CSN_COLUMNS (widget), for_size, minimum, natural);
}

static int
stacked_height (GtkWidget *child, int width)
{
  int natural = 0;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static void
csn_columns_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CsnColumns *self = CSN_COLUMNS (widget);
  gboolean in_columns = width >= self->threshold;
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int child_width = column_width (self, width);
  int x = in_columns && is_rtl ? width - child_width : 0;
  int y = 0;

  for (GtkWidget *child = first_shown (gtk_widget_get_first_child (widget)); child != NULL;
       child = next_shown (child))
    {
      GtkAllocation place = { x, y, child_width, height };

      if (!in_columns)
        place.height = stacked_height (child, child_width);
      gtk_widget_size_allocate (child, &place, -1);
      if (!in_columns)
        y += place.height + self->spacing;
      else
        x += (is_rtl ? -1 : 1) * (child_width + self->spacing);
    }
}

static GtkSizeRequestMode
csn_columns_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
csn_columns_dispose (GObject *object)
{
  csn_widgets_remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (csn_columns_parent_class)->dispose (object);
}

static void
csn_columns_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsnColumns *self = CSN_COLUMNS (object);

  if (id == PROP_THRESHOLD)
    g_value_set_int (value, self->threshold);
  else if (id == PROP_SPACING)
    g_value_set_int (value, self->spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
csn_columns_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsnColumns *self = CSN_COLUMNS (object);

  if (id == PROP_THRESHOLD)
    self->threshold = g_value_get_int (value);
  else if (id == PROP_SPACING)
    self->spacing = g_value_get_int (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
csn_columns_class_init (CsnColumnsClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = csn_columns_dispose;
  object_class->get_property = csn_columns_get_property;
  object_class->set_property = csn_columns_set_property;
  widget_class->measure = csn_columns_measure;
  widget_class->size_allocate = csn_columns_size_allocate;
  widget_class->get_request_mode = csn_columns_get_request_mode;
  properties[PROP_THRESHOLD] = g_param_spec_int ("threshold", NULL, NULL, 0, G_MAXINT, 560, flags);
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 12, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "columns");
}

static void
csn_columns_init (CsnColumns *self)
{
  self->threshold = 560;
  self->spacing = 12;
}
