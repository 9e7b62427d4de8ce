/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CSN_TYPE_CONFIDENCE_FILTER (csn_confidence_filter_get_type ())

/**
 * CsnConfidenceFilter:
 *
 * Which agent, which kind of action and since when.
 */
G_DECLARE_FINAL_TYPE (CsnConfidenceFilter, csn_confidence_filter, CSN, CONFIDENCE_FILTER, GtkWidget)

/**
 * csn_confidence_filter_set_choices:
 * @self: a filter
 * @calibrated: (element-type CsnCalibrated): of what something is counted; what is chosen stays
 *   chosen if it is among it
 */
void csn_confidence_filter_set_choices (CsnConfidenceFilter *self, GPtrArray *calibrated);

/**
 * csn_confidence_filter_get_agent:
 * @self: a filter
 *
 * Returns: (nullable): the agent, %NULL for all
 */
const char *csn_confidence_filter_get_agent (CsnConfidenceFilter *self);

/**
 * csn_confidence_filter_get_action_type:
 * @self: a filter
 *
 * Returns: (nullable): the action type, %NULL for all
 */
const char *csn_confidence_filter_get_action_type (CsnConfidenceFilter *self);

/**
 * csn_confidence_filter_get_since:
 * @self: a filter
 * @now: microseconds since the epoch
 *
 * Returns: since when, 0 for all time
 */
gint64 csn_confidence_filter_get_since (CsnConfidenceFilter *self, gint64 now);

/**
 * csn_confidence_filter_dup_words:
 * @self: a filter
 *
 * Returns: (transfer full): what is chosen, in words; visible text
 */
char *csn_confidence_filter_dup_words (CsnConfidenceFilter *self);

/**
 * csn_confidence_filter_clear:
 * @self: a filter
 *
 * Chooses everything.
 */
void csn_confidence_filter_clear (CsnConfidenceFilter *self);

/**
 * CsnConfidenceFilter::changed:
 * @self: a filter
 *
 * A person chose something else.
 */

G_END_DECLS
