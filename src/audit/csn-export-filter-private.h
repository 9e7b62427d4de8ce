/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-history-query.h"
#include "csn-log-reader.h"

G_BEGIN_DECLS

/**
 * CsnExportFilter:
 *
 * A query, ready to be asked of every event of a log.
 */
typedef struct _CsnExportFilter CsnExportFilter;

/**
 * csn_export_filter_new:
 * @query: (nullable): which events; %NULL for all; must outlive the filter
 *
 * Returns: (transfer full): the filter
 */
CsnExportFilter *csn_export_filter_new (const CsnHistoryQuery *query);

void csn_export_filter_free (CsnExportFilter *self);

/**
 * csn_export_filter_needs_columns:
 * @self: a filter
 *
 * Returns: %TRUE if it looks at derived columns
 */
gboolean csn_export_filter_needs_columns (const CsnExportFilter *self);

/**
 * csn_export_filter_matches:
 * @self: a filter
 * @row: an event; of one without columns the body is read
 *
 * Returns: %TRUE if @self lets @row through; never a skeleton
 */
gboolean csn_export_filter_matches (const CsnExportFilter *self, const CsnLogRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnExportFilter, csn_export_filter_free)

G_END_DECLS
