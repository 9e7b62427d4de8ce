/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-history-query.h"
#include "csn-index-private.h"

G_BEGIN_DECLS

/**
 * csn_history_read_page:
 * @log: a connection to the log
 * @index: (nullable): what it can be searched by
 * @query: which events
 * @before_seq: only events before this one
 * @limit: at most so many
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable) (element-type CsnStoredEvent): the page, newest first
 */
GPtrArray *csn_history_read_page (CsnConnection *log,
                                  CsnIndex *index,
                                  const CsnHistoryQuery *query,
                                  guint64 before_seq,
                                  guint limit,
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
 * @log: a connection to the log
 * @index: (nullable): what it can be searched by
 * @query: which events
 * @after_seq: only events after this one; -1 for all
 * @before_seq: only events before this one
 * @stride: at least 1
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable): the outline
 */
CsnHistoryOutline *csn_history_outline (CsnConnection *log,
                                        CsnIndex *index,
                                        const CsnHistoryQuery *query,
                                        gint64 after_seq,
                                        guint64 before_seq,
                                        guint stride,
                                        GError **error);

G_END_DECLS
