/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-place-private.h"
#include "csn-reply-private.h"
#include "csn-store.h"

G_BEGIN_DECLS

/**
 * CsnWriter:
 *
 * The one read-write connection and the thread that owns it: a queue, first in first out, of
 * changes that are committed in groups.
 */
typedef struct _CsnWriter CsnWriter;

/**
 * CsnWriterFunc:
 * @replies: (transfer full) (element-type CsnReply): answers that are true now
 * @head_seq: the newest event's place if any was appended, otherwise -1
 * @user_data: the caller's
 *
 * Called in the writer's thread after each group, to bring the answers to the main one.
 */
typedef void (*CsnWriterFunc) (GPtrArray *replies, gint64 head_seq, gpointer user_data);

/**
 * csn_writer_new:
 * @place: where the database is; must outlive the writer
 * @flags: %CSN_STORE_INLINE for no thread
 * @signer: (nullable): the log's key, if it can be had
 * @now: microseconds since the epoch, for what is recorded about the key
 * @func: takes the answers
 * @user_data: for @func
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable): a writer that is ready
 */
CsnWriter *csn_writer_new (CsnPlace *place,
                           CsnStoreFlags flags,
                           CsnSigner *signer,
                           gint64 now,
                           CsnWriterFunc func,
                           gpointer user_data,
                           GError **error);

/**
 * csn_writer_free:
 * @self: a writer
 *
 * Commits what is queued, ends the thread and closes the database.
 */
void csn_writer_free (CsnWriter *self);

/**
 * csn_writer_commit:
 * @self: a writer
 * @reply: (transfer full): with a change
 */
void csn_writer_commit (CsnWriter *self, CsnReply *reply);

/**
 * csn_writer_run:
 * @self: a writer
 * @reply: (transfer full): with a #CsnWriteFunc
 */
void csn_writer_run (CsnWriter *self, CsnReply *reply);

/**
 * csn_writer_is_signing:
 * @self: a writer
 *
 * Returns: %TRUE if what is committed now gets signed checkpoints
 */
gboolean csn_writer_is_signing (CsnWriter *self);

/**
 * csn_writer_recover:
 * @self: a writer
 * @reply: (transfer full): without a change
 */
void csn_writer_recover (CsnWriter *self, CsnReply *reply);

/**
 * csn_writer_forbid_growth:
 * @self: a writer with %CSN_STORE_INLINE
 *
 * For tests: the database gets no page more, as on a full disk, until the next recovery.
 */
void csn_writer_forbid_growth (CsnWriter *self);

G_END_DECLS
