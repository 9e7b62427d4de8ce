/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-connection-private.h"
#include "csn-history-query.h"

G_BEGIN_DECLS

/**
 * csn_history_read_page:
 * @connection: a connection
 * @query: which events
 * @before_seq: only events before this one
 * @limit: at most so many
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable) (element-type CsnStoredEvent): the page, newest first
 */
GPtrArray *csn_history_read_page (CsnConnection *connection,
                                  const CsnHistoryQuery *query,
                                  guint64 before_seq,
                                  guint limit,
                                  GError **error);

/**
 * csn_history_count:
 * @connection: a connection
 * @query: which events
 * @ret_count: (out): how many there are
 * @error: return location for a #CsnStoreError
 *
 * Returns: %TRUE if they were counted
 */
gboolean csn_history_count (CsnConnection *connection,
                            const CsnHistoryQuery *query,
                            gint64 *ret_count,
                            GError **error);

G_END_DECLS
