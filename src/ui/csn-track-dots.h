/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-calibration.h"

G_BEGIN_DECLS

#define CSN_TYPE_TRACK_DOTS (csn_track_dots_get_type ())

/**
 * CsnTrackDots:
 *
 * What became of the last actions, one mark each, newest last: a disc succeeded, a cross failed, a
 * bar was rejected, a ring was edited. Shape says it as well as colour.
 */
G_DECLARE_FINAL_TYPE (CsnTrackDots, csn_track_dots, CSN, TRACK_DOTS, GtkWidget)

GtkWidget *csn_track_dots_new (void);

/**
 * csn_track_dots_set_results:
 * @self: dots
 * @results: (array length=n_results): what became of each, oldest first
 * @n_results: how many
 */
void csn_track_dots_set_results (CsnTrackDots *self,
                                 const CsnCalibrationResult *results,
                                 guint n_results);

/**
 * csn_track_dots_words:
 * @results: (array length=n_results): what became of each
 * @n_results: how many
 *
 * Returns: (transfer full): how many of each, "Last 20: 17 succeeded, 2 failed, 1 rejected."
 */
char *csn_track_dots_words (const CsnCalibrationResult *results, guint n_results);

G_END_DECLS
