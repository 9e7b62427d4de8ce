/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-policy.h"
#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_CONFIDENCE_VIEW (csn_confidence_view_get_type ())

/**
 * CsnConfidenceView:
 *
 * The agent's self-assessment: score, thresholds, recommendation. At HARD_APPROVAL the score is
 * behind a click, so that it doesn't anchor.
 */
G_DECLARE_FINAL_TYPE (CsnConfidenceView, csn_confidence_view, CSN, CONFIDENCE_VIEW, GtkWidget)

GtkWidget *csn_confidence_view_new (void);

/**
 * csn_confidence_view_set_request:
 * @self: a view
 * @request: (nullable): whose confidence
 * @level: the verdict's level
 * @thresholds: (nullable): where the levels change
 */
void csn_confidence_view_set_request (CsnConfidenceView *self,
                                      CsnRequest *request,
                                      CsnLevel level,
                                      const CsnPolicyThresholds *thresholds);

/**
 * csn_confidence_view_load_record:
 * @self: a view with a request
 * @service: a started service
 *
 * Reads how far this agent's scores can be believed for this kind of action, and says so.
 */
void csn_confidence_view_load_record (CsnConfidenceView *self, CsnService *service);

/**
 * csn_confidence_view_get_score_shown:
 * @self: a view
 *
 * Returns: %TRUE if the score can be read now
 */
gboolean csn_confidence_view_get_score_shown (CsnConfidenceView *self);

G_END_DECLS
