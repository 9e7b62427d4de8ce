/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-confidence-export.h"

#include <cairo-svg.h>
#include <string.h>

#include "csn-chart.h"
#include "csn-confidence-words.h"

#define WIDTH 640
#define DIAGRAM_HEIGHT 420
#define COUNTS_HEIGHT 170
#define MARGIN 24
#define LINE 22
#define PIXELS_PER_UNIT 2

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw_line (cairo_t *cr, const CsnChartStyle *style, const char *text, double y)
{
  g_autoptr (PangoLayout) layout = csn_chart_new_layout (cr, style, text);

  pango_layout_set_width (layout, (WIDTH - 2 * MARGIN) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  cairo_set_source_rgb (cr, style->text.red, style->text.green, style->text.blue);
  cairo_move_to (cr, MARGIN, y);
  pango_cairo_show_layout (cr, layout);
}

/* On paper, whatever the window's style is. */
static void
draw (cairo_t *cr, const CsnCalibration *calibration, const char *title)
{
  const CsnChartStyle style = { .text = { 0.18f, 0.2f, 0.21f, 1 },
                                .accent = { 0.11f, 0.44f, 0.85f, 1 } };
  gboolean any = csn_calibration_get_total (calibration).n > 0;
  g_autofree char *cases = csn_confidence_words_cases (calibration);
  g_autofree char *scores = any ? csn_confidence_words_scores (calibration) : g_strdup ("");

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  draw_line (cr, &style, title, MARGIN);
  draw_line (cr, &style, cases, MARGIN + LINE);
  draw_line (cr, &style, scores, MARGIN + 2 * LINE);
  cairo_translate (cr, MARGIN, MARGIN + 5 * LINE);
  csn_chart_draw_reliability (cr, &style, WIDTH - 2 * MARGIN, DIAGRAM_HEIGHT, calibration);
  cairo_translate (cr, 0, DIAGRAM_HEIGHT + MARGIN);
  csn_chart_draw_counts (cr, &style, WIDTH - 2 * MARGIN, COUNTS_HEIGHT, calibration);
}

static GBytes *
draw_picture (CsnConfidenceFormat format, const CsnCalibration *calibration, const char *title)
{
  const double height = DIAGRAM_HEIGHT + COUNTS_HEIGHT + 5 * LINE + 3 * MARGIN;
  GByteArray *bytes = g_byte_array_new ();
  gboolean svg = format == CSN_CONFIDENCE_SVG;
  cairo_surface_t *surface = NULL;
  cairo_t *cr = NULL;

  if (svg)
    surface = cairo_svg_surface_create_for_stream (append, bytes, WIDTH, height);
  else
    surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                          WIDTH * PIXELS_PER_UNIT,
                                          (int) height * PIXELS_PER_UNIT);
  cr = cairo_create (surface);
  if (!svg)
    cairo_scale (cr, PIXELS_PER_UNIT, PIXELS_PER_UNIT);
  draw (cr, calibration, title);
  cairo_destroy (cr);
  if (!svg)
    cairo_surface_write_to_png_stream (surface, append, bytes);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
csn_confidence_export (CsnConfidenceFormat format,
                       const CsnCalibration *calibration,
                       const char *title)
{
  char *csv = NULL;

  if (format != CSN_CONFIDENCE_CSV)
    return draw_picture (format, calibration, title);
  csv = csn_confidence_words_csv (calibration);
  return g_bytes_new_take (csv, strlen (csv));
}

const char *
csn_confidence_export_suffix (CsnConfidenceFormat format)
{
  switch (format)
    {
    case CSN_CONFIDENCE_PNG:
      return ".png";
    case CSN_CONFIDENCE_SVG:
      return ".svg";
    case CSN_CONFIDENCE_CSV:
      return ".csv";
    }
  return "";
}
