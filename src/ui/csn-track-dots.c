/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-track-dots.h"

#include <glib/gi18n.h>

#include "csn-chart.h"
#include "csn-widgets.h"

#define DOT 10
#define PITCH 15
#define N_RESULTS (CSN_CALIBRATION_EDITED + 1)

struct _CsnTrackDots
{
  GtkWidget parent_instance;

  CsnCalibrationResult *results; /* (owned) (nullable) */
  guint n_results;
};

G_DEFINE_FINAL_TYPE (CsnTrackDots, csn_track_dots, GTK_TYPE_WIDGET)

static guint
dots_per_line (int width)
{
  return (guint) MAX (width / PITCH, 1);
}

static GtkSizeRequestMode
csn_track_dots_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
csn_track_dots_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  CsnTrackDots *self = CSN_TRACK_DOTS (widget);
  guint per_line = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN ((int) self->n_results, 10) * PITCH;
      *natural = (int) self->n_results * PITCH;
      return;
    }
  per_line = for_size < 0 ? MAX (self->n_results, 1) : dots_per_line (for_size);
  *minimum = *natural = (int) ((self->n_results + per_line - 1) / per_line) * PITCH;
}

static const char *
colour_of (CsnCalibrationResult result)
{
  switch (result)
    {
    case CSN_CALIBRATION_RIGHT:
      return "success_color";
    case CSN_CALIBRATION_FAILED:
      return "hard_color";
    case CSN_CALIBRATION_REJECTED:
      return "hard_color";
    case CSN_CALIBRATION_EDITED:
      return "caution_color";
    }
  return "view_fg_color";
}

static void
draw_dot (cairo_t *cr, CsnCalibrationResult result, double x, double y)
{
  const double r = DOT / 2.0;

  cairo_set_line_width (cr, 2.5);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  switch (result)
    {
    case CSN_CALIBRATION_RIGHT:
      cairo_arc (cr, x, y, r, 0, 2 * G_PI);
      cairo_fill (cr);
      return;
    case CSN_CALIBRATION_FAILED:
      cairo_move_to (cr, x - r + 1, y - r + 1);
      cairo_line_to (cr, x + r - 1, y + r - 1);
      cairo_move_to (cr, x - r + 1, y + r - 1);
      cairo_line_to (cr, x + r - 1, y - r + 1);
      cairo_stroke (cr);
      return;
    case CSN_CALIBRATION_REJECTED:
      cairo_move_to (cr, x - r + 1, y);
      cairo_line_to (cr, x + r - 1, y);
      cairo_stroke (cr);
      return;
    case CSN_CALIBRATION_EDITED:
      cairo_arc (cr, x, y, r - 1, 0, 2 * G_PI);
      cairo_stroke (cr);
      return;
    }
}

static void
csn_track_dots_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CsnTrackDots *self = CSN_TRACK_DOTS (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  guint per_line = dots_per_line (width);
  cairo_t *cr =
      gtk_snapshot_append_cairo (snapshot,
                                 &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  for (guint i = 0; i < self->n_results; i++)
    {
      GdkRGBA colour = csn_chart_lookup_color (widget, colour_of (self->results[i]));
      double x = (i % per_line) * PITCH + PITCH / 2.0;
      double y = (i / per_line) * PITCH + PITCH / 2.0;

      cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, colour.alpha);
      draw_dot (cr, self->results[i], rtl ? width - x : x, y);
    }
  cairo_destroy (cr);
}

static void
csn_track_dots_finalize (GObject *object)
{
  g_free (CSN_TRACK_DOTS (object)->results);

  G_OBJECT_CLASS (csn_track_dots_parent_class)->finalize (object);
}

static void
csn_track_dots_class_init (CsnTrackDotsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = csn_track_dots_finalize;
  widget_class->get_request_mode = csn_track_dots_get_request_mode;
  widget_class->measure = csn_track_dots_measure;
  widget_class->snapshot = csn_track_dots_snapshot;
  gtk_widget_class_set_css_name (widget_class, "trackdots");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
csn_track_dots_init (CsnTrackDots *self)
{
}

GtkWidget *
csn_track_dots_new (void)
{
  return g_object_new (CSN_TYPE_TRACK_DOTS, NULL);
}

void
csn_track_dots_set_results (CsnTrackDots *self,
                            const CsnCalibrationResult *results,
                            guint n_results)
{
  g_autofree char *words = csn_track_dots_words (results, n_results);

  g_return_if_fail (CSN_IS_TRACK_DOTS (self));

  g_free (self->results);
  self->results = g_memdup2 (results, n_results * sizeof *results);
  self->n_results = n_results;
  csn_widgets_name (GTK_WIDGET (self), words);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
append_count (GString *out, const char *text)
{
  /* TRANSLATORS: between the parts of "Last 20: 17 succeeded, 2 failed, 1 rejected." */
  g_string_append (out, _ (", "));
  g_string_append (out, text);
}

char *
csn_track_dots_words (const CsnCalibrationResult *results, guint n_results)
{
  static const char *const words[N_RESULTS] = {
    [CSN_CALIBRATION_RIGHT] = N_ ("%u succeeded"),
    [CSN_CALIBRATION_FAILED] = N_ ("%u failed"),
    [CSN_CALIBRATION_REJECTED] = N_ ("%u rejected"),
    [CSN_CALIBRATION_EDITED] = N_ ("%u edited"),
  };
  guint counts[N_RESULTS] = { 0 };
  g_autoptr (GString) parts = g_string_new (NULL);

  if (n_results == 0)
    return g_strdup (_ ("Nothing of this kind has turned out yet."));
  for (guint i = 0; i < n_results; i++)
    counts[results[i]]++;
  for (guint i = 0; i < N_RESULTS; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", counts[i]);
      g_autoptr (GString) text = g_string_new (_ (words[i]));

      if (counts[i] == 0)
        continue;
      g_string_replace (text, "%u", number, 1);
      if (parts->len > 0)
        append_count (parts, text->str);
      else
        g_string_append (parts, text->str);
    }
  /* TRANSLATORS: "Last 20: 17 succeeded, 2 failed." */
  return g_strdup_printf (_ ("Last %u: %s."), n_results, parts->str);
}
