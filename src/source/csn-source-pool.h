/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-gate.h"

G_BEGIN_DECLS

/**
 * CsnSourceState:
 * @CSN_SOURCE_CONNECTING: no answer yet
 * @CSN_SOURCE_CONNECTED: the last answer was good
 * @CSN_SOURCE_FAILING: the last answer was none, or wrong; it is tried again
 * @CSN_SOURCE_UNAUTHORIZED: it does not accept the token
 * @CSN_SOURCE_THROTTLED: it misbehaves and is read slowly
 * @CSN_SOURCE_UNLISTED: it answers but has no list; no task of it was read yet by its id
 *
 * How a source is doing.
 */
typedef enum
{
  CSN_SOURCE_CONNECTING,
  CSN_SOURCE_CONNECTED,
  CSN_SOURCE_FAILING,
  CSN_SOURCE_UNAUTHORIZED,
  CSN_SOURCE_THROTTLED,
  CSN_SOURCE_UNLISTED,
} CsnSourceState;

/**
 * CsnSourceStatus:
 * @source: its id
 * @state: how it is doing
 * @message: (nullable): what there is to say about @state, already visible text
 * @last_contact: microseconds since the epoch of the last good answer, or 0
 * @latency_us: how long the last plain answer took, or -1
 * @long_poll: whether it holds requests until something changes
 * @encrypted: whether it is reached by https
 * @authenticated: whether a token is sent
 *
 * A snapshot of one source.
 */
typedef struct
{
  const char *source;
  CsnSourceState state;
  const char *message;
  gint64 last_contact;
  gint64 latency_us;
  gboolean long_poll;
  gboolean encrypted;
  gboolean authenticated;
} CsnSourceStatus;

#define CSN_TYPE_SOURCE_POOL (csn_source_pool_get_type ())

/**
 * CsnSourcePool:
 *
 * Runs every source that the gate has configured: polls for requests, delivers decisions with a
 * courier each, reads outcomes. Each source fails alone.
 */
G_DECLARE_FINAL_TYPE (CsnSourcePool, csn_source_pool, CSN, SOURCE_POOL, GObject)

/**
 * csn_source_pool_new:
 * @gate: a started gate
 *
 * Returns: (transfer full): a pool that follows the gate's sources from now on
 */
CsnSourcePool *csn_source_pool_new (CsnGate *gate);

/**
 * csn_source_pool_shut_down:
 * @self: a pool
 *
 * Stops polling and delivering; what was not acknowledged stays queued in the gate.
 */
void csn_source_pool_shut_down (CsnSourcePool *self);

/**
 * csn_source_pool_refresh:
 * @self: a pool
 * @source: a source's id
 *
 * Looks its token up again and asks it now, whatever the plan was; for after a token changed.
 */
void csn_source_pool_refresh (CsnSourcePool *self, const char *source);

/**
 * csn_source_pool_get_status:
 * @self: a pool
 * @source: a source's id
 *
 * Returns: (transfer none) (nullable): valid until the next main loop iteration
 */
const CsnSourceStatus *csn_source_pool_get_status (CsnSourcePool *self, const char *source);

/**
 * csn_source_pool_test_async:
 * @self: a pool
 * @config: what to try; need not be configured
 * @token: (nullable): the bearer token to try
 * @cancellable: (nullable): stops it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Asks the endpoint once for its pending requests, and changes nothing.
 */
void csn_source_pool_test_async (CsnSourcePool *self,
                                 CsnSourceConfig *config,
                                 const char *token,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * csn_source_pool_test_finish:
 * @self: a pool
 * @result: the result
 * @ret_n_pending: (out) (optional): how many requests are pending there
 * @error: return location for an error whose message is a plain sentence for the user
 *
 * Returns: %TRUE if the endpoint speaks the protocol
 */
gboolean csn_source_pool_test_finish (CsnSourcePool *self,
                                      GAsyncResult *result,
                                      guint *ret_n_pending,
                                      GError **error);

/**
 * csn_source_pool_add_task_async:
 * @self: a pool
 * @source: a configured source
 * @task_id: a task's id
 * @callback: called when the task was read and submitted
 * @user_data: for @callback
 *
 * Adds a request by id, for an agent that has no list (protocol.md).
 */
void csn_source_pool_add_task_async (CsnSourcePool *self,
                                     const char *source,
                                     const char *task_id,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

gboolean
csn_source_pool_add_task_finish (CsnSourcePool *self, GAsyncResult *result, GError **error);

/**
 * CsnSourcePool::status-changed:
 * @self: a pool
 * @source: whose status changed
 */

G_END_DECLS
