/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-time-ring.h"

#include <math.h>

#define RING_SIZE 14

struct _CsnTimeRing
{
  GtkWidget parent_instance;

  double fraction;
};

G_DEFINE_FINAL_TYPE (CsnTimeRing, csn_time_ring, GTK_TYPE_WIDGET)

static void
csn_time_ring_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = RING_SIZE;
  *natural = RING_SIZE;
}

static void
csn_time_ring_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CsnTimeRing *self = CSN_TIME_RING (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double radius = MIN (width, height) / 2.0 - 1.5;
  double top = -G_PI / 2;
  GdkRGBA colour;
  cairo_t *cr = NULL;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_set_line_width (cr, 2.5);
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, colour.alpha * 0.25);
  cairo_arc (cr, width / 2.0, height / 2.0, radius, 0, 2 * G_PI);
  cairo_stroke (cr);
  if (self->fraction > 0)
    {
      cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, colour.alpha);
      /* What has passed is gone clockwise from the top, as on a clock. */
      cairo_arc (cr,
                 width / 2.0,
                 height / 2.0,
                 radius,
                 top + (1 - self->fraction) * 2 * G_PI,
                 top + 2 * G_PI);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

static void
csn_time_ring_class_init (CsnTimeRingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = csn_time_ring_measure;
  widget_class->snapshot = csn_time_ring_snapshot;
  gtk_widget_class_set_css_name (widget_class, "timering");
  /* The words beside it say the same. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
csn_time_ring_init (CsnTimeRing *self)
{
  self->fraction = 1;
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
csn_time_ring_new (void)
{
  return g_object_new (CSN_TYPE_TIME_RING, NULL);
}

void
csn_time_ring_set_fraction (CsnTimeRing *self, double fraction)
{
  g_return_if_fail (CSN_IS_TIME_RING (self));

  fraction = CLAMP (fraction, 0, 1);
  if (fabs (fraction - self->fraction) < 1e-6)
    return;
  self->fraction = fraction;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
csn_time_ring_get_fraction (CsnTimeRing *self)
{
  g_return_val_if_fail (CSN_IS_TIME_RING (self), 0);

  return self->fraction;
}
