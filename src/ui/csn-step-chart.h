/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-words.h"

G_BEGIN_DECLS

#define CSN_TYPE_STEP_CHART (csn_step_chart_get_type ())

/**
 * CsnStep:
 * @at: since when, microseconds since the epoch
 * @level: the level from then on
 *
 * One step of a history of levels.
 */
typedef struct
{
  gint64 at;
  CsnLevel level;
} CsnStep;

/**
 * CsnStepChart:
 *
 * The levels of one agent for one action type over time, as steps.
 */
G_DECLARE_FINAL_TYPE (CsnStepChart, csn_step_chart, CSN, STEP_CHART, GtkWidget)

GtkWidget *csn_step_chart_new (void);

/**
 * csn_step_chart_set_steps:
 * @self: a chart
 * @steps: (array length=n_steps): the levels, oldest first
 * @n_steps: how many
 * @now: where the last step ends, microseconds since the epoch
 */
void csn_step_chart_set_steps (CsnStepChart *self, const CsnStep *steps, guint n_steps, gint64 now);

G_END_DECLS
