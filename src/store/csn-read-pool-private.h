/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-connection-private.h"
#include "csn-reply-private.h"
#include "csn-store.h"

G_BEGIN_DECLS

/**
 * CsnReadPool:
 *
 * A few threads with a read-only connection each, so that a long count doesn't hold up a page.
 */
typedef struct _CsnReadPool CsnReadPool;

/**
 * CsnReadFunc:
 * @connection: a read-only connection
 * @input: what to read
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable): what was read, never %NULL without an error
 */
typedef gpointer (*CsnReadFunc) (CsnConnection *connection, gpointer input, GError **error);

/**
 * CsnReadDoneFunc:
 * @reply: (transfer full): the answer
 * @user_data: the caller's
 *
 * Called in a thread of the pool.
 */
typedef void (*CsnReadDoneFunc) (CsnReply *reply, gpointer user_data);

CsnReadPool *
csn_read_pool_new (const char *path, CsnStoreFlags flags, CsnReadDoneFunc func, gpointer user_data);

/**
 * csn_read_pool_free:
 * @self: a pool
 *
 * Answers what is queued and closes the connections.
 */
void csn_read_pool_free (CsnReadPool *self);

/**
 * csn_read_pool_push:
 * @self: a pool
 * @task: (transfer full): gets what was read, and may be cancelled
 * @read: reads it
 * @free_value: frees it
 * @input: (transfer full): for @read
 * @free_input: frees @input
 */
void csn_read_pool_push (CsnReadPool *self,
                         GTask *task,
                         CsnReadFunc read,
                         GDestroyNotify free_value,
                         gpointer input,
                         GDestroyNotify free_input);

G_END_DECLS
