/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-change.h"
#include "csn-history-query.h"
#include "csn-signer.h"
#include "csn-snapshot.h"

G_BEGIN_DECLS

#define CSN_STORE_ERROR (csn_store_error_quark ())

/**
 * CsnStoreError:
 * @CSN_STORE_ERROR_CONFLICT: a condition of the change did not hold; nothing was written
 * @CSN_STORE_ERROR_BUSY: another process has the store
 * @CSN_STORE_ERROR_TOO_NEW: a newer Countersign wrote it
 * @CSN_STORE_ERROR_DAMAGED: it is no database, or a damaged one
 * @CSN_STORE_ERROR_FULL: the disk is full
 * @CSN_STORE_ERROR_IO: reading or writing failed
 * @CSN_STORE_ERROR_CLOSED: the store is faulted or closed
 *
 * Why the store could not do something. After %CSN_STORE_ERROR_FULL, %CSN_STORE_ERROR_IO and
 * %CSN_STORE_ERROR_DAMAGED it is faulted and commits nothing until csn_store_recover_async()
 * succeeds.
 */
typedef enum
{
  CSN_STORE_ERROR_CONFLICT,
  CSN_STORE_ERROR_BUSY,
  CSN_STORE_ERROR_TOO_NEW,
  CSN_STORE_ERROR_DAMAGED,
  CSN_STORE_ERROR_FULL,
  CSN_STORE_ERROR_IO,
  CSN_STORE_ERROR_CLOSED,
} CsnStoreError;

GQuark csn_store_error_quark (void);

/**
 * CsnStoreFlags:
 * @CSN_STORE_DEFAULT: one writer thread with group commit
 * @CSN_STORE_INLINE: commits and reads happen in the calling thread before the call returns, and
 *   the callback still comes from the main context: for deterministic simulation
 *
 * How a store works.
 */
typedef enum /*< flags >*/
{
  CSN_STORE_DEFAULT = 0,
  CSN_STORE_INLINE = 1 << 0,
} CsnStoreFlags;

#define CSN_TYPE_STORE (csn_store_get_type ())

/**
 * CsnStore:
 *
 * The one door to disk (safety.md, "Store"): one read-write connection in one thread, first in
 * first out; reads on read-only connections in worker threads.
 */
G_DECLARE_FINAL_TYPE (CsnStore, csn_store, CSN, STORE, GObject)

/**
 * csn_store_open:
 * @path: the database file; made with mode 0600 if it isn't there
 * @flags: how it works
 * @now: microseconds since the epoch, for the log_opened event
 * @error: return location for a #CsnStoreError with a sentence for the user
 *
 * Takes the instance lock, opens, checks and migrates the database, and starts the writer.
 * Blocking: call it before the main loop or from a worker thread.
 *
 * Returns: (transfer full) (nullable): the store
 */
CsnStore *csn_store_open (const char *path, CsnStoreFlags flags, gint64 now, GError **error);

/**
 * csn_store_open_signed:
 * @path: the database file; made with mode 0600 if it isn't there
 * @flags: how it works
 * @signer: (nullable): the log's key
 * @now: microseconds since the epoch, for what is recorded
 * @error: return location for a #CsnStoreError with a sentence for the user
 *
 * As csn_store_open(), with checkpoints signed by @signer. A new log takes its id too. A log that
 * had no key takes @signer as its first; one that has another key, or has one and gets none,
 * records that its key is missing and goes on unsigned until csn_store_take_key_async().
 *
 * Returns: (transfer full) (nullable): the store
 */
CsnStore *csn_store_open_signed (const char *path,
                                 CsnStoreFlags flags,
                                 CsnSigner *signer,
                                 gint64 now,
                                 GError **error);

/**
 * csn_store_close:
 * @self: a store
 *
 * Commits what was handed over, checkpoints and closes. Blocking. Later calls give
 * %CSN_STORE_ERROR_CLOSED.
 */
void csn_store_close (CsnStore *self);

const char *csn_store_get_path (CsnStore *self);

/**
 * csn_store_commit_async:
 * @self: a store
 * @change: (transfer full): what shall become true
 * @callback: called when it is durable, or failed whole
 * @user_data: for @callback
 *
 * Changes are committed in the order of the calls, up to 64 events in one transaction; each
 * succeeds or fails alone. Can't be cancelled.
 */
void csn_store_commit_async (CsnStore *self,
                             CsnChange *change,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

gboolean csn_store_commit_finish (CsnStore *self, GAsyncResult *result, GError **error);

/**
 * csn_store_recover_async:
 * @self: a faulted store
 * @callback: called when it is open again, or still faulted
 * @user_data: for @callback
 *
 * Opens the database again, checks it and reads the head anew. After a full disk it succeeds only
 * when there is room again; the store itself has recorded that fault as store_fault, with the help
 * of its ballast. A change that failed with %CSN_STORE_ERROR_IO may be durable nevertheless: load
 * again before going on.
 */
void csn_store_recover_async (CsnStore *self, GAsyncReadyCallback callback, gpointer user_data);

gboolean csn_store_recover_finish (CsnStore *self, GAsyncResult *result, GError **error);

void csn_store_load_async (CsnStore *self,
                           gint64 now,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/**
 * csn_store_load_finish:
 * @self: a store
 * @result: the result
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable): all that the gate needs to go on
 */
CsnSnapshot *csn_store_load_finish (CsnStore *self, GAsyncResult *result, GError **error);

void csn_store_read_request_async (CsnStore *self,
                                   const char *request_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/**
 * csn_store_read_request_finish:
 * @self: a store
 * @result: the result
 * @error: return location for a #CsnStoreError; %G_IO_ERROR_NOT_FOUND if there is none
 *
 * Returns: (transfer full) (nullable): the request in any state
 */
CsnStoredRequest *
csn_store_read_request_finish (CsnStore *self, GAsyncResult *result, GError **error);

/**
 * csn_store_read_uncounted_async:
 * @self: a store
 * @limit: at most so many
 * @callback: called with them
 * @user_data: for @callback
 *
 * Reads decided requests of version 1 whose scores nobody has counted yet: each is marked with
 * csn_change_mark_counted() in the change that counts it.
 */
void csn_store_read_uncounted_async (CsnStore *self,
                                     guint limit,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/**
 * csn_store_read_uncounted_finish:
 * @self: a store
 * @result: the result
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable) (element-type CsnStoredCase): some of them; empty when all
 *   are counted
 */
GPtrArray *csn_store_read_uncounted_finish (CsnStore *self, GAsyncResult *result, GError **error);

/**
 * csn_store_read_history_async:
 * @self: a store
 * @query: which events
 * @before_seq: only events before this one; %G_MAXUINT64 for the newest
 * @limit: at most so many
 * @cancellable: (nullable): stops it
 * @callback: called with the page
 * @user_data: for @callback
 *
 * Reads one page, newest first, by key and never by offset.
 */
void csn_store_read_history_async (CsnStore *self,
                                   const CsnHistoryQuery *query,
                                   guint64 before_seq,
                                   guint limit,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/**
 * csn_store_read_history_finish:
 * @self: a store
 * @result: the result
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable) (element-type CsnStoredEvent): the page
 */
GPtrArray *csn_store_read_history_finish (CsnStore *self, GAsyncResult *result, GError **error);

/**
 * csn_store_count_history_async:
 * @self: a store
 * @query: which events
 * @cancellable: (nullable): stops it
 * @callback: called with the count
 * @user_data: for @callback
 */
void csn_store_count_history_async (CsnStore *self,
                                    const CsnHistoryQuery *query,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/**
 * csn_store_count_history_finish:
 * @self: a store
 * @result: the result
 * @error: return location for a #CsnStoreError
 *
 * Returns: how many events match, or -1
 */
gint64 csn_store_count_history_finish (CsnStore *self, GAsyncResult *result, GError **error);

/**
 * csn_store_outline_history_async:
 * @self: a store
 * @query: which events
 * @after_seq: only events after this one; -1 for all
 * @before_seq: only events before this one; %G_MAXUINT64 for all
 * @stride: at least 1
 * @cancellable: (nullable): stops it
 * @callback: called with the outline
 * @user_data: for @callback
 *
 * Walks the keys of the matching events once, newest first, without their bodies: how many there
 * are, and the place of every @stride-th, so that any page can be read by its key.
 */
void csn_store_outline_history_async (CsnStore *self,
                                      const CsnHistoryQuery *query,
                                      gint64 after_seq,
                                      guint64 before_seq,
                                      guint stride,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/**
 * csn_store_outline_history_finish:
 * @self: a store
 * @result: the result
 * @ret_count: (out): how many events match
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable) (element-type guint64): seq of the matches 0, @stride,
 *   2 * @stride, ...
 */
GArray *csn_store_outline_history_finish (CsnStore *self,
                                          GAsyncResult *result,
                                          guint64 *ret_count,
                                          GError **error);

/**
 * CsnStore::committed:
 * @self: a store
 * @head_seq: the newest event's place
 *
 * Emitted in the main context after a commit that appended events.
 */

G_END_DECLS
