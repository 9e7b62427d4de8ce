/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-threshold-scale.h"

#include <math.h>

#include "csn-chart.h"
#include "csn-threshold-handle.h"
#include "csn-widgets.h"

#define TRACK_HEIGHT 24
#define HANDLE_OVER 5
#define COUNTS_HEIGHT 56
#define GAP 3
/* Half of a handle, so that it stays inside at 0 and 1. */
#define SIDE 12

struct _CsnThresholdScale
{
  GtkWidget parent_instance;

  CsnLevel levels[CSN_THRESHOLD_SCALE_MAX + 1];
  GtkWidget *handles[CSN_THRESHOLD_SCALE_MAX];
  double today[CSN_THRESHOLD_SCALE_MAX];
  guint n_thresholds;
  guint *counts; /* (owned) (nullable) */
  guint n_counts;
};

enum
{
  MOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnThresholdScale, csn_threshold_scale, GTK_TYPE_WIDGET)

static double
get_value (CsnThresholdScale *self, guint threshold)
{
  return csn_threshold_handle_get_value (CSN_THRESHOLD_HANDLE (self->handles[threshold]));
}

static gboolean
is_rtl (CsnThresholdScale *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static double
track_width (CsnThresholdScale *self)
{
  return MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 2 * SIDE, 1);
}

static double
x_of (CsnThresholdScale *self, double value)
{
  return SIDE + track_width (self) * (is_rtl (self) ? 1 - value : value);
}

static double
value_at (CsnThresholdScale *self, double x)
{
  double value = (x - SIDE) / track_width (self);

  return is_rtl (self) ? 1 - value : value;
}

static int
counts_height (CsnThresholdScale *self)
{
  return self->n_counts > 0 ? COUNTS_HEIGHT : 0;
}

/* Two lines of numbers, so that near ones don't overlap. */
static int
words_height (CsnThresholdScale *self)
{
  int lines = self->n_thresholds > 1 ? 2 : 1;

  return lines * csn_chart_get_text_height (GTK_WIDGET (self));
}

static void
csn_threshold_scale_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  CsnThresholdScale *self = CSN_THRESHOLD_SCALE (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 180;
      *natural = 480;
    }
  else
    {
      *minimum = *natural =
          counts_height (self) + TRACK_HEIGHT + 2 * HANDLE_OVER + GAP + words_height (self);
    }
}

static void
csn_threshold_scale_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CsnThresholdScale *self = CSN_THRESHOLD_SCALE (widget);

  for (guint i = 0; i < self->n_thresholds; i++)
    {
      GtkAllocation place = { (int) round (x_of (self, get_value (self, i))) - SIDE,
                              counts_height (self),
                              2 * SIDE,
                              TRACK_HEIGHT + 2 * HANDLE_OVER };

      gtk_widget_measure (self->handles[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (self->handles[i], &place, -1);
    }
}

static const char *
colour_of (CsnLevel level)
{
  switch (level)
    {
    case CSN_LEVEL_FULL_AUTO:
      return "success_bg_color";
    case CSN_LEVEL_NOTIFY_ONLY:
      return "window_fg_color";
    case CSN_LEVEL_SOFT_APPROVAL:
      return "soft_color";
    case CSN_LEVEL_HARD_APPROVAL:
      return "hard_color";
    case CSN_LEVEL_HUMAN_TAKEOVER:
      return "takeover_color";
    }
  return "window_fg_color";
}

static CsnLevel
level_at (CsnThresholdScale *self, double value)
{
  guint level = 0;

  while (level < self->n_thresholds && value >= get_value (self, level))
    level++;
  return self->levels[level];
}

static void
draw_part (CsnThresholdScale *self,
           GtkSnapshot *snapshot,
           double from,
           double to,
           CsnLevel level,
           float top,
           float height,
           float alpha)
{
  GdkRGBA colour = csn_chart_lookup_color (GTK_WIDGET (self), colour_of (level));
  double a = x_of (self, from);
  double b = x_of (self, to);

  colour.alpha *= alpha;
  gtk_snapshot_append_color (
      snapshot,
      &colour,
      &GRAPHENE_RECT_INIT ((float) MIN (a, b), top, (float) fabs (b - a), height));
}

static void
draw_track (CsnThresholdScale *self, GtkSnapshot *snapshot)
{
  float top = (float) counts_height (self) + HANDLE_OVER;
  double from = 0;
  GskRoundedRect clip;

  gsk_rounded_rect_init_from_rect (
      &clip,
      &GRAPHENE_RECT_INIT (SIDE, top, (float) track_width (self), TRACK_HEIGHT),
      6);
  gtk_snapshot_push_rounded_clip (snapshot, &clip);
  for (guint i = 0; i <= self->n_thresholds; i++)
    {
      double to = i < self->n_thresholds ? get_value (self, i) : 1;

      draw_part (self, snapshot, from, to, self->levels[i], top, TRACK_HEIGHT, 0.7f);
      from = to;
    }
  gtk_snapshot_pop (snapshot);
}

static void
draw_counts (CsnThresholdScale *self, GtkSnapshot *snapshot)
{
  guint most = 1;

  for (guint i = 0; i < self->n_counts; i++)
    most = MAX (most, self->counts[i]);
  for (guint i = 0; i < self->n_counts; i++)
    {
      double from = i / (double) self->n_counts;
      double to = (i + 0.88) / (double) self->n_counts;
      float height = (float) (COUNTS_HEIGHT - 4) * (float) self->counts[i] / (float) most;

      if (self->counts[i] == 0)
        continue;
      height = MAX (height, 2);
      draw_part (self,
                 snapshot,
                 from,
                 to,
                 level_at (self, (from + to) / 2),
                 COUNTS_HEIGHT - height,
                 height,
                 0.45f);
    }
}

static void
draw_words (CsnThresholdScale *self, cairo_t *cr, int width)
{
  double top = counts_height (self) + TRACK_HEIGHT + 2 * HANDLE_OVER + GAP;
  double taken = -1000;
  CsnChartStyle style;

  csn_chart_style_init (&style, GTK_WIDGET (self));
  for (guint n = 0; n < self->n_thresholds; n++)
    {
      guint i = style.rtl ? self->n_thresholds - 1 - n : n;
      g_autofree char *text = g_strdup_printf ("%.2f", get_value (self, i));
      g_autoptr (PangoLayout) layout = csn_chart_new_layout (cr, &style, text);
      gboolean moved = fabs (get_value (self, i) - self->today[i]) > 0.005;
      const GdkRGBA *colour = moved ? &style.accent : &style.text;
      int text_width = 0;
      int text_height = 0;
      double left = 0;

      pango_layout_get_pixel_size (layout, &text_width, &text_height);
      left = CLAMP (x_of (self, get_value (self, i)) - text_width / 2.0, 0, width - text_width);
      cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha);
      cairo_move_to (cr, left, left < taken + GAP ? top + text_height : top);
      pango_cairo_show_layout (cr, layout);
      if (left >= taken + GAP)
        taken = left + text_width;
    }
}

static void
csn_threshold_scale_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CsnThresholdScale *self = CSN_THRESHOLD_SCALE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr = NULL;

  draw_counts (self, snapshot);
  draw_track (self, snapshot);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  draw_words (self, cr, width);
  cairo_destroy (cr);
  for (guint i = 0; i < self->n_thresholds; i++)
    gtk_widget_snapshot_child (widget, self->handles[i], snapshot);
}

/* No handle passes its neighbours. */
static void
update_ranges (CsnThresholdScale *self)
{
  for (guint i = 0; i < self->n_thresholds; i++)
    csn_threshold_handle_set_range (CSN_THRESHOLD_HANDLE (self->handles[i]),
                                    i > 0 ? get_value (self, i - 1) : 0,
                                    i + 1 < self->n_thresholds ? get_value (self, i + 1) : 1);
}

static void
on_handle_moved (CsnThresholdScale *self)
{
  update_ranges (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[MOVED], 0);
}

static CsnThresholdHandle *
handle_of (GtkGestureDrag *drag)
{
  return CSN_THRESHOLD_HANDLE (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (drag)));
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, CsnThresholdScale *self)
{
  CsnThresholdHandle *handle = handle_of (drag);

  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (handle));
}

/* The handle moves beneath the pointer, so its own offset says how far the pointer is ahead. */
static void
on_drag_update (GtkGestureDrag *drag, double offset_x, double offset_y, CsnThresholdScale *self)
{
  CsnThresholdHandle *handle = handle_of (drag);
  double x = 0;
  double y = 0;
  double start_x = 0;
  double start_y = 0;

  gtk_gesture_drag_get_start_point (drag, &start_x, &start_y);
  gtk_widget_translate_coordinates (GTK_WIDGET (handle),
                                    GTK_WIDGET (self),
                                    start_x + offset_x,
                                    start_y + offset_y,
                                    &x,
                                    &y);
  csn_threshold_handle_move_to (handle, value_at (self, x - start_x + SIDE));
}

static void
csn_threshold_scale_dispose (GObject *object)
{
  CsnThresholdScale *self = CSN_THRESHOLD_SCALE (object);

  self->n_thresholds = 0;
  csn_widgets_remove_children (GTK_WIDGET (self));
  g_clear_pointer (&self->counts, g_free);

  G_OBJECT_CLASS (csn_threshold_scale_parent_class)->dispose (object);
}

static void
csn_threshold_scale_class_init (CsnThresholdScaleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = csn_threshold_scale_dispose;
  widget_class->measure = csn_threshold_scale_measure;
  widget_class->size_allocate = csn_threshold_scale_size_allocate;
  widget_class->snapshot = csn_threshold_scale_snapshot;
  signals[MOVED] = g_signal_new ("moved",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 0);
  gtk_widget_class_set_css_name (widget_class, "thresholdscale");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
csn_threshold_scale_init (CsnThresholdScale *self)
{
}

GtkWidget *
csn_threshold_scale_new (void)
{
  return g_object_new (CSN_TYPE_THRESHOLD_SCALE, NULL);
}

static void
add_handle (CsnThresholdScale *self, const char *name)
{
  GtkWidget *handle = csn_threshold_handle_new (name);
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_object (handle, "moved", G_CALLBACK (on_handle_moved), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (handle, GTK_WIDGET (self));
  self->handles[self->n_thresholds++] = handle;
}

void
csn_threshold_scale_set_levels (CsnThresholdScale *self,
                                const CsnLevel *levels,
                                const char *const *names,
                                guint n_thresholds)
{
  g_return_if_fail (CSN_IS_THRESHOLD_SCALE (self));
  g_return_if_fail (self->n_thresholds == 0 && n_thresholds <= CSN_THRESHOLD_SCALE_MAX);

  for (guint i = 0; i <= n_thresholds; i++)
    self->levels[i] = levels[i];
  for (guint i = 0; i < n_thresholds; i++)
    add_handle (self, names[i]);
}

void
csn_threshold_scale_set_values (CsnThresholdScale *self, const double *values, const double *today)
{
  g_return_if_fail (CSN_IS_THRESHOLD_SCALE (self));

  for (guint i = 0; i < self->n_thresholds; i++)
    {
      self->today[i] = today[i];
      csn_threshold_handle_set_value (CSN_THRESHOLD_HANDLE (self->handles[i]), values[i], today[i]);
    }
  update_ranges (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
csn_threshold_scale_get_value (CsnThresholdScale *self, guint threshold)
{
  g_return_val_if_fail (CSN_IS_THRESHOLD_SCALE (self), 0);
  g_return_val_if_fail (threshold < self->n_thresholds, 0);

  return get_value (self, threshold);
}

GtkWidget *
csn_threshold_scale_get_handle (CsnThresholdScale *self, guint threshold)
{
  g_return_val_if_fail (CSN_IS_THRESHOLD_SCALE (self), NULL);
  g_return_val_if_fail (threshold < self->n_thresholds, NULL);

  return self->handles[threshold];
}

void
csn_threshold_scale_set_counts (CsnThresholdScale *self, const guint *counts, guint n_counts)
{
  g_return_if_fail (CSN_IS_THRESHOLD_SCALE (self));

  g_free (self->counts);
  self->counts = g_memdup2 (counts, n_counts * sizeof *counts);
  self->n_counts = n_counts;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
