/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-step-chart.h"

#include <glib/gi18n.h>
#include <math.h>

#include "csn-chart.h"
#include "csn-level-words.h"
#include "csn-time-words.h"
#include "csn-widgets.h"

#define N_LEVELS (CSN_LEVEL_HUMAN_TAKEOVER + 1)
#define GAP 6
#define MINIMUM_PITCH 13

struct _CsnStepChart
{
  GtkWidget parent_instance;

  CsnStep *steps; /* (owned) (nullable) */
  guint n_steps;
  gint64 now;
};

G_DEFINE_FINAL_TYPE (CsnStepChart, csn_step_chart, GTK_TYPE_WIDGET)

/* Where levels and times stand, beside and above their words. */
typedef struct
{
  CsnChartStyle style;
  double left;
  double width;
  double pitch;
  gint64 from;
  gint64 to;
} Place;

static int
get_pitch (GtkWidget *widget)
{
  return MAX (csn_chart_get_text_height (widget), MINIMUM_PITCH);
}

static void
csn_step_chart_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 180;
      *natural = 400;
    }
  else
    {
      *minimum = *natural = (N_LEVELS + 1) * get_pitch (widget) + GAP;
    }
}

static double
x_of (const Place *place, gint64 at)
{
  double part = place->to > place->from
                    ? (double) (at - place->from) / (double) (place->to - place->from)
                    : 0;

  part = CLAMP (part, 0, 1);
  return place->left + place->width * (place->style.rtl ? 1 - part : part);
}

/* The strictest level is at the top. */
static double
y_of (const Place *place, CsnLevel level)
{
  return floor ((N_LEVELS - 0.5 - (double) level) * place->pitch) + 0.5;
}

static void
draw_words (cairo_t *cr, const Place *place, const char *text, double x, double y, double align)
{
  g_autoptr (PangoLayout) layout = csn_chart_new_layout (cr, &place->style, text);
  int width = 0;
  int height = 0;

  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cr, floor (x - width * align), floor (y - height / 2.0));
  pango_cairo_show_layout (cr, layout);
}

static int
widest_word (cairo_t *cr, const CsnChartStyle *style)
{
  int widest = 0;

  for (int i = 0; i < N_LEVELS; i++)
    {
      g_autoptr (PangoLayout) layout =
          csn_chart_new_layout (cr, style, csn_level_words_short ((CsnLevel) i));
      int width = 0;

      pango_layout_get_pixel_size (layout, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

static void
draw_axes (CsnStepChart *self, cairo_t *cr, const Place *place)
{
  const GdkRGBA *text = &place->style.text;
  gboolean rtl = place->style.rtl;
  double start = rtl ? place->left + place->width : place->left;
  double bottom = (N_LEVELS + 0.5) * place->pitch + GAP / 2.0;
  g_autofree char *ago = csn_time_words_ago (place->to - place->from);

  for (int i = 0; i < N_LEVELS; i++)
    {
      double y = y_of (place, (CsnLevel) i);

      cairo_set_source_rgba (cr, text->red, text->green, text->blue, text->alpha * 0.75);
      draw_words (cr,
                  place,
                  csn_level_words_short ((CsnLevel) i),
                  rtl ? start + GAP : start - GAP,
                  y,
                  rtl ? 0 : 1);
      cairo_set_source_rgba (cr, text->red, text->green, text->blue, text->alpha * 0.12);
      cairo_move_to (cr, place->left, y);
      cairo_line_to (cr, place->left + place->width, y);
      cairo_stroke (cr);
    }
  cairo_set_source_rgba (cr, text->red, text->green, text->blue, text->alpha * 0.75);
  draw_words (cr, place, ago, start, bottom, rtl ? 1 : 0);
  draw_words (cr,
              place,
              /* TRANSLATORS: the end of a time axis */
              _ ("now"),
              rtl ? place->left : place->left + place->width,
              bottom,
              rtl ? 0 : 1);
}

static void
draw_steps (CsnStepChart *self, cairo_t *cr, const Place *place)
{
  const GdkRGBA *accent = &place->style.accent;

  cairo_set_source_rgba (cr, accent->red, accent->green, accent->blue, accent->alpha);
  cairo_set_line_width (cr, 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  /* Words leave a point behind. */
  cairo_new_path (cr);
  for (guint i = 0; i < self->n_steps; i++)
    {
      gint64 end = i + 1 < self->n_steps ? self->steps[i + 1].at : self->now;

      cairo_line_to (cr, x_of (place, self->steps[i].at), y_of (place, self->steps[i].level));
      cairo_line_to (cr, x_of (place, end), y_of (place, self->steps[i].level));
    }
  cairo_stroke (cr);
}

static void
csn_step_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CsnStepChart *self = CSN_STEP_CHART (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double side = 0;
  Place place = { 0 };
  cairo_t *cr = NULL;

  if (self->n_steps == 0)
    return;
  csn_chart_style_init (&place.style, widget);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  side = widest_word (cr, &place.style) + GAP;
  place.left = place.style.rtl ? 0 : side;
  place.width = MAX (width - side, 1);
  place.pitch = get_pitch (widget);
  place.from = self->steps[0].at;
  place.to = self->now;
  cairo_set_line_width (cr, 1);
  draw_axes (self, cr, &place);
  draw_steps (self, cr, &place);
  cairo_destroy (cr);
}

static void
csn_step_chart_finalize (GObject *object)
{
  g_free (CSN_STEP_CHART (object)->steps);

  G_OBJECT_CLASS (csn_step_chart_parent_class)->finalize (object);
}

static void
csn_step_chart_class_init (CsnStepChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = csn_step_chart_finalize;
  widget_class->measure = csn_step_chart_measure;
  widget_class->snapshot = csn_step_chart_snapshot;
  gtk_widget_class_set_css_name (widget_class, "stepchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
csn_step_chart_init (CsnStepChart *self)
{
}

GtkWidget *
csn_step_chart_new (void)
{
  return g_object_new (CSN_TYPE_STEP_CHART, NULL);
}

static char *
describe (CsnStepChart *self)
{
  GString *out = g_string_new (_ ("Levels over time:"));

  for (guint i = 0; i < self->n_steps; i++)
    {
      g_autofree char *ago = csn_time_words_ago (self->now - self->steps[i].at);

      g_string_append_printf (out,
                              "%s %s (%s)",
                              i > 0 ? "," : "",
                              csn_level_words_name (self->steps[i].level),
                              ago);
    }
  return g_string_free (out, FALSE);
}

void
csn_step_chart_set_steps (CsnStepChart *self, const CsnStep *steps, guint n_steps, gint64 now)
{
  g_autofree char *words = NULL;

  g_return_if_fail (CSN_IS_STEP_CHART (self));

  g_free (self->steps);
  self->steps = g_memdup2 (steps, n_steps * sizeof *steps);
  self->n_steps = n_steps;
  self->now = now;
  words = describe (self);
  csn_widgets_name (GTK_WIDGET (self), words);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
