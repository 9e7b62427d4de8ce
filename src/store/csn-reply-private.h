/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-change.h"

G_BEGIN_DECLS

/**
 * CsnReply:
 * @task: (owned): whom it answers; it returns @value, or @error
 * @value: (owned) (nullable): a success
 * @free_value: (nullable): frees @value
 * @error: (owned) (nullable): a failure
 * @change: (owned) (nullable): what was committed or not, to be freed with the answer
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
