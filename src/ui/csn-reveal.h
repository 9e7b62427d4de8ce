/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-gate.h"

G_BEGIN_DECLS

/**
 * csn_reveal_record_async:
 * @gate: the gate
 * @request_id: a request
 * @callback: called when it is on record that the reviewer sees its secrets; ends with
 *   csn_gate_record_event_finish()
 * @user_data: for @callback
 *
 * Nobody sees a secret before it is on record that they do.
 */
void csn_reveal_record_async (CsnGate *gate,
                              const char *request_id,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

G_END_DECLS
