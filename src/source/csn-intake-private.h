/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-gate.h"

G_BEGIN_DECLS

#define CSN_TYPE_INTAKE (csn_intake_get_type ())

/**
 * CsnIntake:
 *
 * Hands what a source lists to the gate, pass after pass over the whole list: only what is new or
 * changed, and no more than 20 a second (measured over ten seconds), so that a flood is slow for
 * its source alone.
 */
G_DECLARE_FINAL_TYPE (CsnIntake, csn_intake, CSN, INTAKE, GObject)

CsnIntake *csn_intake_new (CsnGate *gate, const char *source);

/**
 * csn_intake_set_pace:
 * @self: an intake
 * @rate: how many new requests a second
 * @burst: how many at once
 */
void csn_intake_set_pace (CsnIntake *self, double rate, double burst);

/**
 * csn_intake_begin:
 * @self: an intake
 *
 * Begins a pass: nothing is seen yet.
 */
void csn_intake_begin (CsnIntake *self);

/**
 * csn_intake_take_async:
 * @self: an intake that takes nothing at the moment
 * @requests: (element-type CsnRequest): one page
 * @callback: called when the gate has all of them
 * @user_data: for @callback
 */
void csn_intake_take_async (CsnIntake *self,
                            GPtrArray *requests,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/**
 * csn_intake_take_finish:
 * @self: an intake
 * @result: the result
 *
 * Returns: %FALSE if the gate could not take some of them; they have to be read again
 */
gboolean csn_intake_take_finish (CsnIntake *self, GAsyncResult *result);

/**
 * csn_intake_end:
 * @self: an intake
 *
 * Ends a pass that saw the whole list.
 */
void csn_intake_end (CsnIntake *self);

gboolean csn_intake_saw (CsnIntake *self, const char *task_id);

guint csn_intake_get_n_seen (CsnIntake *self);

gboolean csn_intake_get_throttled (CsnIntake *self);

/**
 * csn_intake_stop:
 * @self: an intake
 *
 * Takes nothing more; what is under way ends as not taken.
 */
void csn_intake_stop (CsnIntake *self);

/**
 * CsnIntake::throttled:
 * @self: an intake
 *
 * It began to hold requests back, or the pass is at its end.
 */

G_END_DECLS
