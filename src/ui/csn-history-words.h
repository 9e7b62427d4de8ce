/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-history-model.h"

G_BEGIN_DECLS

/**
 * CsnHistoryColumn:
 * @CSN_HISTORY_COLUMN_TIME: when
 * @CSN_HISTORY_COLUMN_EVENT: what
 * @CSN_HISTORY_COLUMN_AGENT: whose
 * @CSN_HISTORY_COLUMN_ACTION: about which action type
 * @CSN_HISTORY_COLUMN_LEVEL: the level, or where a profile moved
 * @CSN_HISTORY_COLUMN_CONFIDENCE: the score
 * @CSN_HISTORY_COLUMN_REVIEWER: who decided, silence too
 * @CSN_HISTORY_COLUMN_DECISION: what was decided, or the outcome
 * @CSN_HISTORY_COLUMN_LATENCY: from arrival to resolution
 *
 * The columns of History.
 */
typedef enum
{
  CSN_HISTORY_COLUMN_TIME,
  CSN_HISTORY_COLUMN_EVENT,
  CSN_HISTORY_COLUMN_AGENT,
  CSN_HISTORY_COLUMN_ACTION,
  CSN_HISTORY_COLUMN_LEVEL,
  CSN_HISTORY_COLUMN_CONFIDENCE,
  CSN_HISTORY_COLUMN_REVIEWER,
  CSN_HISTORY_COLUMN_DECISION,
  CSN_HISTORY_COLUMN_LATENCY,
  CSN_HISTORY_N_COLUMNS,
} CsnHistoryColumn;

/**
 * csn_history_words_title:
 * @column: a column
 *
 * Returns: its title
 */
const char *csn_history_words_title (CsnHistoryColumn column);

/**
 * csn_history_words_cell:
 * @event: a loaded event
 * @column: a column
 * @now: microseconds since the epoch
 *
 * Returns: (transfer full): what stands there; visible text, empty where it doesn't apply
 */
char *csn_history_words_cell (CsnHistoryEvent *event, CsnHistoryColumn column, gint64 now);

/**
 * csn_history_words_css_class:
 * @event: a loaded event
 * @column: a column
 *
 * Returns: (nullable): the style class that colours the cell
 */
const char *csn_history_words_css_class (CsnHistoryEvent *event, CsnHistoryColumn column);

G_END_DECLS
