/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-store.h"

G_BEGIN_DECLS

/* The key that signs the log's checkpoints, and where the log ends. */

/**
 * csn_store_is_signing:
 * @self: a store
 *
 * Returns: %TRUE if what is committed now gets signed checkpoints
 */
gboolean csn_store_is_signing (CsnStore *self);

/**
 * csn_store_take_key_async:
 * @self: a store
 * @signer: a key of this log
 * @actor: who wants it
 * @now: microseconds since the epoch
 * @callback: called when the log has it
 * @user_data: for @callback
 *
 * Lets @signer sign from here on. Recorded as a key_changed event: as the first key, as the old one
 * that is back, as a rotation signed by the old key too, or, where the old key is lost, as its
 * replacement, which only the new key signs.
 */
void csn_store_take_key_async (CsnStore *self,
                               CsnSigner *signer,
                               const CsnActor *actor,
                               gint64 now,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

gboolean csn_store_take_key_finish (CsnStore *self, GAsyncResult *result, GError **error);

/**
 * CsnLogHead:
 * @log_id: the log's id
 * @count: how many events it has
 * @chain: the chain value of the last
 * @timestamp: the time of the last, microseconds since the epoch
 *
 * Where a log ends: what an anchor keeps.
 */
typedef struct
{
  guint8 log_id[CSN_LOG_ID_BYTES];
  guint64 count;
  guint8 chain[CSN_SHA256_BYTES];
  gint64 timestamp;
} CsnLogHead;

void csn_store_read_head_async (CsnStore *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * csn_store_read_head_finish:
 * @self: a store
 * @result: the result
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable): where the log ends; free it with g_free()
 */
CsnLogHead *csn_store_read_head_finish (CsnStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
