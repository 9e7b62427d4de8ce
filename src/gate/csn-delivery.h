/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * CsnDelivery:
 * @id: the idempotency key
 * @is_mode: %TRUE for `PUT /mode`, %FALSE for `POST /tasks/approve`
 * @source: whom to tell
 * @request_id: (nullable): the request that it is about
 * @task_id: (nullable): the task that it is about
 * @body: the exact bytes to send
 * @queued_at: microseconds since the epoch
 * @give_up_at: likewise: no attempt after it
 * @attempts: attempts so far
 * @next_attempt_at: microseconds since the epoch: not before it
 *
 * A decision or a mode on its way to an agent: an immutable copy of the gate's row.
 */
typedef struct
{
  char *id;
  gboolean is_mode;
  char *source;
  char *request_id;
  char *task_id;
  GBytes *body;
  gint64 queued_at;
  gint64 give_up_at;
  guint attempts;
  gint64 next_attempt_at;
} CsnDelivery;

CsnDelivery *csn_delivery_copy (const CsnDelivery *self);

void csn_delivery_free (CsnDelivery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnDelivery, csn_delivery_free)

/**
 * CsnAttemptResult:
 * @CSN_ATTEMPT_ACKNOWLEDGED: 200 or 202 for this decision
 * @CSN_ATTEMPT_RETRY: 429, 5xx, 401, 403, no answer: the same bytes again later
 * @CSN_ATTEMPT_REFUSED: 409, 410, 412, 422 and every other answer: shown, never silent
 *
 * What an attempt to deliver met.
 */
typedef enum
{
  CSN_ATTEMPT_ACKNOWLEDGED,
  CSN_ATTEMPT_RETRY,
  CSN_ATTEMPT_REFUSED,
} CsnAttemptResult;

G_END_DECLS
