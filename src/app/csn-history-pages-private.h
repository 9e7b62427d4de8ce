/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-history-model.h"

G_BEGIN_DECLS

#define CSN_HISTORY_PAGE_ROWS 100

/**
 * CsnHistoryPages:
 *
 * The few pages of the log that were asked for last: rows that are loaded, or on their way.
 */
typedef struct _CsnHistoryPages CsnHistoryPages;

typedef struct _CsnStore CsnStore;

/**
 * csn_history_pages_new:
 * @store: where to read
 * @query: which events; copied
 *
 * Returns: (transfer full): no pages yet
 */
CsnHistoryPages *csn_history_pages_new (CsnStore *store, const CsnHistoryQuery *query);

void csn_history_pages_free (CsnHistoryPages *self);

/**
 * csn_history_pages_get_row:
 * @self: the pages
 * @key: seq of the page's first row
 * @n_rows: rows of the page
 * @row: which one
 *
 * Returns: (transfer none): the row; if its page was not there it is a placeholder, and the page is
 *   on its way
 */
CsnHistoryEvent *
csn_history_pages_get_row (CsnHistoryPages *self, guint64 key, guint n_rows, guint row);

/**
 * csn_history_pages_put:
 * @self: the pages
 * @stored: (element-type CsnStoredEvent): the rows of a page that was read already; at least one
 */
void csn_history_pages_put (CsnHistoryPages *self, GPtrArray *stored);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnHistoryPages, csn_history_pages_free)

G_END_DECLS
