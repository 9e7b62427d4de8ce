/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-change.h"
#include "csn-log-private.h"

G_BEGIN_DECLS

/**
 * CsnWriteFunc:
 * @log: the end of the log, read in the transaction
 * @connection: the read-write connection, in a transaction of its own
 * @input: what to do
 * @error: return location for a #CsnStoreError; %CSN_STORE_ERROR_CONFLICT for what can't be done
 *
 * Writes what a #CsnChange has no word for. What it appends to the log gets its checkpoint after
 * it returned.
 *
 * Returns: %TRUE to commit
 */
typedef gboolean (*CsnWriteFunc) (CsnLog *log,
                                  CsnConnection *connection,
                                  gpointer input,
                                  GError **error);

/**
 * CsnReply:
 * @task: (owned): whom it answers; it returns @value, or @error
 * @value: (owned) (nullable): a success
 * @free_value: (nullable): frees @value
 * @error: (owned) (nullable): a failure
 * @change: (owned) (nullable): what was committed or not, to be freed with the answer
 * @write: (nullable): what was done instead of a change
 * @input: (owned) (nullable): for @write
 * @free_input: (nullable): frees @input
 *
 * The answer to a task, made in any thread and given in the main one. References to the store are
 * dropped there too: were a worker the last to hold one, it would have to wait for itself.
 */
typedef struct
{
  GTask *task;
  gpointer value;
  GDestroyNotify free_value;
  GError *error;
  CsnChange *change;
  CsnWriteFunc write;
  gpointer input;
  GDestroyNotify free_input;
} CsnReply;

CsnReply *csn_reply_new (GTask *task);

/**
 * csn_reply_give:
 * @self: (transfer full): a complete reply
 *
 * Returns the task, and so calls back. Only in the thread that the task came from.
 */
void csn_reply_give (CsnReply *self);

G_END_DECLS
