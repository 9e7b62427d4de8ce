/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-change.h"
#include "csn-statements-private.h"

G_BEGIN_DECLS

/**
 * CsnStep:
 * @statement: what to run
 * @values: (owned) (nullable): its parameters, see csn_connection_bind()
 * @conflict: (nullable): a sentence: the change fails with it if the statement changes no row;
 * %NULL if that is no failure
 *
 * One statement of a change.
 */
typedef struct
{
  CsnStatement statement;
  GVariant *values;
  const char *conflict;
} CsnStep;

/**
 * csn_change_add_step:
 * @self: a change
 * @statement: what to run
 * @conflict: (nullable): see #CsnStep; a static string
 * @values: its parameters; sunk
 */
void csn_change_add_step (CsnChange *self,
                          CsnStatement statement,
                          const char *conflict,
                          GVariant *values);

/**
 * csn_change_get_steps:
 * @self: a change
 *
 * Returns: (transfer none) (element-type CsnStep): its statements, in order
 */
GPtrArray *csn_change_get_steps (const CsnChange *self);

/**
 * csn_change_get_events:
 * @self: a change
 *
 * Returns: (transfer none) (element-type CsnEvent): its events, in order
 */
GPtrArray *csn_change_get_events (const CsnChange *self);

/**
 * csn_change_get_commitment:
 * @self: a change
 * @event: one of its events
 *
 * Returns: (transfer none) (nullable) (array fixed-size=32): the commitment that belongs into
 *   @event's details
 */
const guint8 *csn_change_get_commitment (const CsnChange *self, const CsnEvent *event);

/**
 * csn_change_erase_payload:
 * @self: a change
 * @request_id: a request; %CSN_STORE_ERROR_CONFLICT if the gate still needs its payload
 * @decision: (nullable): its decision without the action
 * @rejected_before: a rejected request must have been settled before this time
 * @now: microseconds since the epoch
 */
void csn_change_erase_payload (CsnChange *self,
                               const char *request_id,
                               GBytes *decision,
                               gint64 rejected_before,
                               gint64 now);

/**
 * csn_change_get_erases:
 * @self: a change
 *
 * Returns: %TRUE if something in it must not stay behind in the write-ahead log
 */
gboolean csn_change_get_erases (const CsnChange *self);

G_END_DECLS
