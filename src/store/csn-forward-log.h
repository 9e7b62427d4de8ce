/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-forwarder-config.h"
#include "csn-store.h"

G_BEGIN_DECLS

/* What forwarding reads of the store and keeps in it. */

/**
 * CsnStoredForwarder:
 * @config: what it is
 * @next_seq: the first event that was not acknowledged
 * @sent_at: when anything was last acknowledged, microseconds since the epoch, or 0
 *
 * A forwarder with its cursor.
 */
typedef struct
{
  CsnForwarderConfig *config;
  guint64 next_seq;
  gint64 sent_at;
} CsnStoredForwarder;

void csn_stored_forwarder_free (CsnStoredForwarder *self);

/**
 * csn_forward_log_put:
 * @change: a change
 * @config: a forwarder, new or instead of the one with its id
 * @from_begin: whether a new one sends what the log already holds
 *
 * A forwarder that is there keeps its cursor.
 */
void csn_forward_log_put (CsnChange *change, CsnForwarderConfig *config, gboolean from_begin);

void csn_forward_log_remove (CsnChange *change, const char *id);

/**
 * csn_forward_log_advance:
 * @change: a change
 * @id: a forwarder
 * @next_seq: the first event that was not acknowledged; never less than before
 * @at: microseconds since the epoch
 */
void csn_forward_log_advance (CsnChange *change, const char *id, guint64 next_seq, gint64 at);

/**
 * csn_forward_log_load_async:
 * @store: a store
 * @callback: called with what is configured
 * @user_data: for @callback
 */
void csn_forward_log_load_async (CsnStore *store, GAsyncReadyCallback callback, gpointer user_data);

/**
 * csn_forward_log_load_finish:
 * @store: a store
 * @result: the result
 * @ret_next_seq: (out): the place of the event after the log's last one
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable) (element-type CsnStoredForwarder): all, by their id
 */
GPtrArray *csn_forward_log_load_finish (CsnStore *store,
                                        GAsyncResult *result,
                                        guint64 *ret_next_seq,
                                        GError **error);

/**
 * csn_forward_log_read_async:
 * @store: a store
 * @from_seq: the first event
 * @max_events: at most so many
 * @max_bytes: no more events once their bodies have so many bytes
 * @cancellable: (nullable): stops it
 * @callback: called with the events
 * @user_data: for @callback
 *
 * Reads one page by its key, oldest first.
 */
void csn_forward_log_read_async (CsnStore *store,
                                 guint64 from_seq,
                                 guint max_events,
                                 gsize max_bytes,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * csn_forward_log_read_finish:
 * @store: a store
 * @result: the result
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable) (element-type CsnStoredEvent): the page; empty at the end
 */
GPtrArray *csn_forward_log_read_finish (CsnStore *store, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnStoredForwarder, csn_stored_forwarder_free)

G_END_DECLS
