/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-gate.h"
#include "csn-protocol-private.h"

G_BEGIN_DECLS

#define CSN_TYPE_COURIER (csn_courier_get_type ())

/**
 * CsnCourier:
 *
 * Takes one source's decisions and modes to it (gate.md, "Delivery"): oldest first, the stored
 * bytes, again and again until an answer acknowledges or refuses them. What it did not get through
 * stays in the gate's queue.
 */
G_DECLARE_FINAL_TYPE (CsnCourier, csn_courier, CSN, COURIER, GObject)

CsnCourier *csn_courier_new (CsnGate *gate, const char *source, CsnProtocol *protocol);

/**
 * csn_courier_hurry:
 * @self: a courier
 *
 * The source is known to answer again: what waits only for its sake goes now.
 */
void csn_courier_hurry (CsnCourier *self);

void csn_courier_start (CsnCourier *self);

void csn_courier_stop (CsnCourier *self);

/**
 * CsnCourier::delivered:
 * @self: a courier
 *
 * The agent has acknowledged something.
 */

G_END_DECLS
