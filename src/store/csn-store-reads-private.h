/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-index-private.h"
#include "csn-read-pool-private.h"
#include "csn-store.h"

G_BEGIN_DECLS

/**
 * csn_store_push_read:
 * @self: a store
 * @task: (transfer full): gets what was read
 * @read: reads it
 * @free_value: frees it
 * @input: (transfer full) (nullable): for @read
 * @free_input: frees @input
 *
 * Reads in a thread of the pool, or answers that the store is closed.
 */
void csn_store_push_read (CsnStore *self,
                          GTask *task,
                          CsnReadFunc read,
                          GDestroyNotify free_value,
                          gpointer input,
                          GDestroyNotify free_input);

/**
 * csn_store_push_write:
 * @self: a store
 * @task: (transfer full): gets a pointer that isn't %NULL when it is durable, or an error
 * @write: writes, in the writer's turn and in a transaction of its own
 * @input: (transfer full): for @write
 * @free_input: frees @input, in the main context
 */
void csn_store_push_write (CsnStore *self,
                           GTask *task,
                           CsnWriteFunc write,
                           gpointer input,
                           GDestroyNotify free_input);

/**
 * csn_store_get_index:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): what the log can be searched by, as long as reads run
 */
CsnIndex *csn_store_get_index (CsnStore *self);

G_END_DECLS
