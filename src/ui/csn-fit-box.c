/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-fit-box.h"

#include "csn-widgets.h"

struct _CsnFitBox
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (CsnFitBox, csn_fit_box, GTK_TYPE_WIDGET)

static int
natural_width (GtkWidget *child)
{
  int natural = 0;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static GtkWidget *
choose (GtkWidget *widget, int width)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  while (child != NULL && gtk_widget_get_next_sibling (child) != NULL &&
         natural_width (child) > width)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
measure_width (GtkWidget *widget, int *minimum, int *natural)
{
  GtkWidget *first = gtk_widget_get_first_child (widget);
  GtkWidget *last = gtk_widget_get_last_child (widget);

  if (first == NULL)
    return;
  gtk_widget_measure (last, GTK_ORIENTATION_HORIZONTAL, -1, minimum, NULL, NULL, NULL);
  *natural = MAX (natural_width (first), *minimum);
}

/* As high as the highest, so that nothing around it moves when another one is shown. */
static void
measure_height (GtkWidget *widget, int *minimum, int *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum = 0;
      int child_natural = 0;

      gtk_widget_measure (child,
                          GTK_ORIENTATION_VERTICAL,
                          -1,
                          &child_minimum,
                          &child_natural,
                          NULL,
                          NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

static void
csn_fit_box_measure (GtkWidget *widget,
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
    measure_width (widget, minimum, natural);
  else
    measure_height (widget, minimum, natural);
}

static void
csn_fit_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *chosen = choose (widget, width);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_child_visible (child, child == chosen);
  if (chosen != NULL)
    gtk_widget_allocate (chosen, width, height, baseline, NULL);
}

static void
csn_fit_box_dispose (GObject *object)
{
  csn_widgets_remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (csn_fit_box_parent_class)->dispose (object);
}

static void
csn_fit_box_class_init (CsnFitBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_fit_box_dispose;
  widget_class->measure = csn_fit_box_measure;
  widget_class->size_allocate = csn_fit_box_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "fitbox");
}

static void
csn_fit_box_init (CsnFitBox *self)
{
}

GtkWidget *
csn_fit_box_new (void)
{
  return g_object_new (CSN_TYPE_FIT_BOX, NULL);
}
