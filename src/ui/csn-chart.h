/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-calibration.h"

G_BEGIN_DECLS

/**
 * CsnChartStyle:
 * @context: (nullable): fonts, of a widget; %NULL for a plain one
 * @text: colour of words and axes
 * @accent: colour of what is shown
 * @rtl: whether 0 is at the right
 *
 * How a chart looks. Nothing in it is owned.
 */
typedef struct
{
  PangoContext *context;
  GdkRGBA text;
  GdkRGBA accent;
  gboolean rtl;
} CsnChartStyle;

/**
 * csn_chart_style_init:
 * @style: (out caller-allocates): the style to fill
 * @widget: a widget whose theme and direction count
 */
void csn_chart_style_init (CsnChartStyle *style, GtkWidget *widget);

/**
 * csn_chart_lookup_color:
 * @widget: a widget
 * @name: the theme's name of a colour
 *
 * Returns: that colour, or the widget's own where the theme has none of that name
 */
GdkRGBA csn_chart_lookup_color (GtkWidget *widget, const char *name);

/**
 * csn_chart_new_layout:
 * @cr: a context
 * @style: a style
 * @text: plain text
 *
 * Returns: (transfer full): @text in the size of a caption
 */
PangoLayout *csn_chart_new_layout (cairo_t *cr, const CsnChartStyle *style, const char *text);

/**
 * csn_chart_get_text_height:
 * @widget: a widget
 *
 * Returns: the height of a line of csn_chart_new_layout(), in pixels
 */
int csn_chart_get_text_height (GtkWidget *widget);

/**
 * csn_chart_draw_reliability:
 * @cr: a context
 * @style: a style
 * @width: the width to fill
 * @height: the height to fill
 * @calibration: what to draw
 *
 * Draws what was said against how often it was right, with 95 % intervals.
 */
void csn_chart_draw_reliability (cairo_t *cr,
                                 const CsnChartStyle *style,
                                 double width,
                                 double height,
                                 const CsnCalibration *calibration);

/**
 * csn_chart_draw_counts:
 * @cr: a context
 * @style: a style
 * @width: the width to fill
 * @height: the height to fill
 * @calibration: what to draw
 *
 * Draws how often each score was said.
 */
void csn_chart_draw_counts (cairo_t *cr,
                            const CsnChartStyle *style,
                            double width,
                            double height,
                            const CsnCalibration *calibration);

G_END_DECLS
