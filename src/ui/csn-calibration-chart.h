/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-chart.h"

G_BEGIN_DECLS

#define CSN_TYPE_CALIBRATION_CHART (csn_calibration_chart_get_type ())

/**
 * CsnCalibrationChart:
 *
 * Draws the bins of a calibration: said against right, or how often each score was said. A screen
 * reader hears the numbers.
 *
 * Properties: "counts" (boolean, construct-only): which of the two it draws.
 */
G_DECLARE_FINAL_TYPE (CsnCalibrationChart, csn_calibration_chart, CSN, CALIBRATION_CHART, GtkWidget)

GtkWidget *csn_calibration_chart_new (gboolean counts);

/**
 * csn_calibration_chart_set_calibration:
 * @self: a chart
 * @calibration: what to draw
 */
void csn_calibration_chart_set_calibration (CsnCalibrationChart *self, CsnCalibration *calibration);

G_END_DECLS
