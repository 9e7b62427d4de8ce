/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-history-query.h"
#include "csn-log-reader.h"

G_BEGIN_DECLS

/**
 * csn_export_filter_is_empty:
 * @filter: (nullable): which events
 *
 * Returns: %TRUE if it lets every event through
 */
gboolean csn_export_filter_is_empty (const CsnHistoryQuery *filter);

/**
 * csn_export_filter_matches:
 * @filter: (nullable): which events
 * @row: an event; of one without columns the body is read
 *
 * Returns: %TRUE if @filter lets @row through; never a skeleton
 */
gboolean csn_export_filter_matches (const CsnHistoryQuery *filter, const CsnLogRow *row);

G_END_DECLS
