/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-words.h"

G_BEGIN_DECLS

#define CSN_TYPE_THRESHOLD_SCALE (csn_threshold_scale_get_type ())

/* More than any policy has on one scale. */
#define CSN_THRESHOLD_SCALE_MAX 4

/**
 * CsnThresholdScale:
 *
 * The scores from 0 to 1 in the colours of the levels that they lead to, with a handle at each
 * threshold between two levels, and above it how often each score was said.
 */
G_DECLARE_FINAL_TYPE (CsnThresholdScale, csn_threshold_scale, CSN, THRESHOLD_SCALE, GtkWidget)

GtkWidget *csn_threshold_scale_new (void);

/**
 * csn_threshold_scale_set_levels:
 * @self: a scale without handles
 * @levels: (array): the level below the first threshold, between two, and above the last:
 *   @n_thresholds + 1
 * @names: (array length=n_thresholds): what each handle is called
 * @n_thresholds: how many, at most %CSN_THRESHOLD_SCALE_MAX
 */
void csn_threshold_scale_set_levels (CsnThresholdScale *self,
                                     const CsnLevel *levels,
                                     const char *const *names,
                                     guint n_thresholds);

/**
 * csn_threshold_scale_set_values:
 * @self: a scale
 * @values: (array): where each handle stands, ascending
 * @today: (array): the values in force
 */
void
csn_threshold_scale_set_values (CsnThresholdScale *self, const double *values, const double *today);

double csn_threshold_scale_get_value (CsnThresholdScale *self, guint threshold);

/**
 * csn_threshold_scale_get_handle:
 * @self: a scale
 * @threshold: which
 *
 * Returns: (transfer none): its handle
 */
GtkWidget *csn_threshold_scale_get_handle (CsnThresholdScale *self, guint threshold);

/**
 * csn_threshold_scale_set_counts:
 * @self: a scale
 * @counts: (array length=n_counts) (nullable): how often scores of each of @n_counts bins of equal
 *   width were said
 * @n_counts: how many; 0 to draw none
 */
void csn_threshold_scale_set_counts (CsnThresholdScale *self, const guint *counts, guint n_counts);

/**
 * CsnThresholdScale::moved:
 * @self: a scale
 *
 * A person moved a handle.
 */

G_END_DECLS
