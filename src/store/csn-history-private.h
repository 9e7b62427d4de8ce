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

/**
 * CsnHistoryOutline:
 * @keys: (element-type guint64): seq of the matches 0, stride, 2 * stride, ...
 * @count: how many match
 *
 * Where the pages of a history begin.
 */
typedef struct
{
  GArray *keys;
  guint64 count;
} CsnHistoryOutline;

void csn_history_outline_free (CsnHistoryOutline *self);

/**
 * csn_history_outline:
 * @connection: a connection
 * @query: which events
 * @after_seq: only events after this one; -1 for all
 * @before_seq: only events before this one
 * @stride: at least 1
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable): the outline
 */
CsnHistoryOutline *csn_history_outline (CsnConnection *connection,
                                        const CsnHistoryQuery *query,
                                        gint64 after_seq,
                                        guint64 before_seq,
                                        guint stride,
                                        GError **error);

G_END_DECLS
