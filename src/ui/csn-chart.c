/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-chart.h"

#include <glib/gi18n.h>
#include <math.h>

#define FONT_SCALE 0.82
#define GAP 6
#define DOT_RADIUS 4
#define AXIS_ALPHA 0.4
#define GRID_ALPHA 0.12
#define BAR_ALPHA 0.55

/* Where the values stand, once axes and words have their room. */
typedef struct
{
  const CsnChartStyle *style;
  double left;
  double top;
  double width;
  double height;
} Plot;

GdkRGBA
csn_chart_lookup_color (GtkWidget *widget, const char *name)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (context, name, &colour))
    gtk_style_context_get_color (context, &colour);
  return colour;
}

void
csn_chart_style_init (CsnChartStyle *style, GtkWidget *widget)
{
  style->context = gtk_widget_get_pango_context (widget);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &style->text);
  style->accent = csn_chart_lookup_color (widget, "accent_color");
  style->rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
}

static void
shrink (PangoLayout *layout)
{
  const PangoFontDescription *font =
      pango_context_get_font_description (pango_layout_get_context (layout));
  g_autoptr (PangoFontDescription) small = pango_font_description_copy (font);
  double size = pango_font_description_get_size (font) * FONT_SCALE;

  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (small, size);
  else
    pango_font_description_set_size (small, (int) size);
  pango_layout_set_font_description (layout, small);
}

PangoLayout *
csn_chart_new_layout (cairo_t *cr, const CsnChartStyle *style, const char *text)
{
  PangoLayout *layout = NULL;

  if (style->context != NULL)
    {
      layout = pango_layout_new (style->context);
    }
  else
    {
      g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Cantarell 11");

      layout = pango_cairo_create_layout (cr);
      pango_context_set_font_description (pango_layout_get_context (layout), font);
    }
  shrink (layout);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

int
csn_chart_get_text_height (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "0.50");
  int height = 0;

  shrink (layout);
  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static void
set_colour (cairo_t *cr, const GdkRGBA *colour, double alpha)
{
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha * alpha);
}

static double
x_of (const Plot *plot, double value)
{
  return plot->left + plot->width * (plot->style->rtl ? 1 - value : value);
}

static double
y_of (const Plot *plot, double value)
{
  return plot->top + plot->height * (1 - value);
}

/* @align is 0 for text that begins at @x, 0.5 for text around it, 1 for text that ends there. */
static void
draw_text (cairo_t *cr,
           const CsnChartStyle *style,
           const char *text,
           double x,
           double y,
           double align,
           double middle)
{
  g_autoptr (PangoLayout) layout = csn_chart_new_layout (cr, style, text);
  int width = 0;
  int height = 0;

  pango_layout_get_pixel_size (layout, &width, &height);
  set_colour (cr, &style->text, 0.75);
  cairo_move_to (cr, floor (x - width * align), floor (y - height * middle));
  pango_cairo_show_layout (cr, layout);
}

static void
measure_text (cairo_t *cr, const CsnChartStyle *style, const char *text, int *width, int *height)
{
  g_autoptr (PangoLayout) layout = csn_chart_new_layout (cr, style, text);

  pango_layout_get_pixel_size (layout, width, height);
}

static Plot
new_plot (cairo_t *cr, const CsnChartStyle *style, double width, double height, gboolean has_y)
{
  Plot plot = { style, DOT_RADIUS, 0, 0, 0 };
  int text_width = 0;
  int text_height = 0;
  double side = 0;

  measure_text (cr, style, "0.0", &text_width, &text_height);
  side = has_y ? text_width + GAP : 0;
  plot.left += style->rtl ? 0 : side;
  plot.width = MAX (width - side - 2 * DOT_RADIUS, 1);
  plot.top = has_y ? text_height + GAP : GAP;
  plot.height = MAX (height - plot.top - 2 * text_height - 2 * GAP, 1);
  return plot;
}

static void
draw_line (cairo_t *cr, double x1, double y1, double x2, double y2)
{
  cairo_move_to (cr, x1, y1);
  cairo_line_to (cr, x2, y2);
  cairo_stroke (cr);
}

static void
draw_x_axis (cairo_t *cr, const Plot *plot, const char *title)
{
  const CsnChartStyle *style = plot->style;
  double bottom = y_of (plot, 0);
  int text_height = 0;

  measure_text (cr, style, "0", NULL, &text_height);
  set_colour (cr, &style->text, AXIS_ALPHA);
  cairo_set_line_width (cr, 1);
  draw_line (cr, plot->left, bottom + 0.5, plot->left + plot->width, bottom + 0.5);
  draw_text (cr, style, "0", x_of (plot, 0), bottom + GAP / 2.0, style->rtl ? 1 : 0, 0);
  draw_text (cr, style, "0.5", x_of (plot, 0.5), bottom + GAP / 2.0, 0.5, 0);
  draw_text (cr, style, "1", x_of (plot, 1), bottom + GAP / 2.0, style->rtl ? 0 : 1, 0);
  draw_text (cr,
             style,
             title,
             plot->left + plot->width / 2,
             bottom + GAP / 2.0 + text_height,
             0.5,
             0);
}

static void
draw_y_axis (cairo_t *cr, const Plot *plot)
{
  const CsnChartStyle *style = plot->style;
  double at = x_of (plot, 0) + (style->rtl ? GAP : -GAP);
  double align = style->rtl ? 0 : 1;

  draw_text (cr, style, "1", at, y_of (plot, 1), align, 0.5);
  draw_text (cr, style, "0.5", at, y_of (plot, 0.5), align, 0.5);
  draw_text (cr, style, "0", at, y_of (plot, 0), align, 0.5);
  /* TRANSLATORS: the axis of the share of cases in which an agent was right */
  draw_text (cr, style, _ ("was right"), x_of (plot, 0), 0, style->rtl ? 1 : 0, 0);
  cairo_set_line_width (cr, 1);
  for (int i = 0; i <= 4; i++)
    {
      double y = floor (y_of (plot, i / 4.0)) + 0.5;

      set_colour (cr, &style->text, GRID_ALPHA);
      draw_line (cr, plot->left, y, plot->left + plot->width, y);
    }
  set_colour (cr, &style->text, AXIS_ALPHA);
  draw_line (cr, x_of (plot, 0), y_of (plot, 0), x_of (plot, 0), y_of (plot, 1));
}

static void
draw_diagonal (cairo_t *cr, const Plot *plot)
{
  const double dashes[] = { 5, 4 };

  cairo_save (cr);
  set_colour (cr, &plot->style->text, AXIS_ALPHA);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  draw_line (cr, x_of (plot, 0), y_of (plot, 0), x_of (plot, 1), y_of (plot, 1));
  cairo_restore (cr);
}

static void
draw_intervals (cairo_t *cr, const Plot *plot, const CsnCalibration *calibration)
{
  set_colour (cr, &plot->style->accent, 0.7);
  cairo_set_line_width (cr, 2);
  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    {
      CsnCalibrationBin bin = csn_calibration_get_bin (calibration, i);
      double x = x_of (plot, bin.said);

      if (bin.counts.n == 0)
        continue;
      draw_line (cr, x, y_of (plot, bin.low), x, y_of (plot, bin.high));
      draw_line (cr, x - 3, y_of (plot, bin.low), x + 3, y_of (plot, bin.low));
      draw_line (cr, x - 3, y_of (plot, bin.high), x + 3, y_of (plot, bin.high));
    }
}

static void
draw_points (cairo_t *cr, const Plot *plot, const CsnCalibration *calibration)
{
  set_colour (cr, &plot->style->accent, 1);
  cairo_set_line_width (cr, 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  /* Words leave a point behind. */
  cairo_new_path (cr);
  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    {
      CsnCalibrationBin bin = csn_calibration_get_bin (calibration, i);

      if (bin.counts.n > 0)
        cairo_line_to (cr, x_of (plot, bin.said), y_of (plot, bin.right_share));
    }
  cairo_stroke (cr);
  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    {
      CsnCalibrationBin bin = csn_calibration_get_bin (calibration, i);

      if (bin.counts.n == 0)
        continue;
      cairo_arc (cr, x_of (plot, bin.said), y_of (plot, bin.right_share), DOT_RADIUS, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

void
csn_chart_draw_reliability (cairo_t *cr,
                            const CsnChartStyle *style,
                            double width,
                            double height,
                            const CsnCalibration *calibration)
{
  Plot plot = new_plot (cr, style, width, height, TRUE);

  draw_y_axis (cr, &plot);
  /* TRANSLATORS: the axis of the scores that an agent gave itself */
  draw_x_axis (cr, &plot, _ ("confidence said"));
  draw_diagonal (cr, &plot);
  draw_intervals (cr, &plot, calibration);
  draw_points (cr, &plot, calibration);
}

void
csn_chart_draw_counts (cairo_t *cr,
                       const CsnChartStyle *style,
                       double width,
                       double height,
                       const CsnCalibration *calibration)
{
  Plot plot = new_plot (cr, style, width, height, FALSE);
  double step = plot.width / CSN_CALIBRATION_N_BINS;
  gint64 most = 1;

  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    most = MAX (most, csn_calibration_get_bin (calibration, i).counts.n);
  set_colour (cr, &style->accent, BAR_ALPHA);
  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    {
      gint64 n = csn_calibration_get_bin (calibration, i).counts.n;
      guint place = style->rtl ? CSN_CALIBRATION_N_BINS - 1 - i : i;
      double left = plot.left + step * place + step * 0.08;
      /* One case among many is still to be seen. */
      double bar = MAX (plot.height * (double) n / (double) most, 2);

      if (n > 0)
        cairo_rectangle (cr, left, y_of (&plot, 0) - bar, step * 0.84, bar);
    }
  cairo_fill (cr);
  draw_x_axis (cr, &plot, _ ("how often each score was said"));
}
