/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-policy.h"

G_BEGIN_DECLS

#define CSN_TYPE_CONFIDENCE_BAR (csn_confidence_bar_get_type ())

/**
 * CsnConfidenceBar:
 *
 * A score in [0, 1] as a bar with ticks at the policy's thresholds.
 */
G_DECLARE_FINAL_TYPE (CsnConfidenceBar, csn_confidence_bar, CSN, CONFIDENCE_BAR, GtkWidget)

GtkWidget *csn_confidence_bar_new (void);

/**
 * csn_confidence_bar_set_score:
 * @self: a bar
 * @score: the score in [0, 1], or a negative number to show none
 * @thresholds: (nullable): where the levels change
 */
void csn_confidence_bar_set_score (CsnConfidenceBar *self,
                                   double score,
                                   const CsnPolicyThresholds *thresholds);

G_END_DECLS
