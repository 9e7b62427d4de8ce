/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-index-file-private.h"

G_BEGIN_DECLS

/**
 * CsnIndex:
 *
 * What the log can be searched by, in a file of its own beside it and filled by a thread of its
 * own while nothing is appended: it costs the writer nothing, it is behind the log at times, and
 * whatever happens to it the log is as readable as before. Whoever reads it looks at the events
 * behind its end himself.
 */
typedef struct _CsnIndex CsnIndex;

/**
 * csn_index_new:
 * @path: the log's path
 *
 * Returns: (transfer full): the index, on its way to the end of the log
 */
CsnIndex *csn_index_new (const char *path);

/**
 * csn_index_stop:
 * @self: an index that nobody reads any more
 *
 * Closes all files, so that whoever closes the log after it is the last one.
 */
void csn_index_stop (CsnIndex *self);

void csn_index_free (CsnIndex *self);

/**
 * csn_index_tell:
 * @self: an index
 * @head_seq: the newest event's place
 *
 * Says that the log has grown. For any thread.
 */
void csn_index_tell (CsnIndex *self, gint64 head_seq);

/**
 * csn_index_take:
 * @self: (nullable): an index
 *
 * For any thread.
 *
 * Returns: (transfer full) (nullable): a read-only connection to it; %NULL if there is none yet
 */
CsnConnection *csn_index_take (CsnIndex *self);

/**
 * csn_index_give_back:
 * @self: an index
 * @connection: (transfer full): a connection of csn_index_take()
 * @failed: it could not be read, so it shall be made anew
 */
void csn_index_give_back (CsnIndex *self, CsnConnection *connection, gboolean failed);

/**
 * csn_index_get_next:
 * @self: an index
 *
 * Returns: seq of the first event that is not in it
 */
gint64 csn_index_get_next (CsnIndex *self);

G_END_DECLS
