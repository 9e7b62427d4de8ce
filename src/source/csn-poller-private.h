/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-protocol-private.h"
#include "csn-source-pool.h"
#include "csn-watcher-private.h"

G_BEGIN_DECLS

#define CSN_TYPE_POLLER (csn_poller_get_type ())

/**
 * CsnPoller:
 *
 * Reads one source's list again and again: held by the other side where it can, otherwise every 2 s
 * while there is something to do, backing off to 30 s; after faults ever more rarely.
 */
G_DECLARE_FINAL_TYPE (CsnPoller, csn_poller, CSN, POLLER, GObject)

CsnPoller *
csn_poller_new (CsnGate *gate, const char *source, CsnProtocol *protocol, CsnWatcher *watcher);

/**
 * csn_poller_set_pace:
 * @self: a poller
 * @rate: how many new requests a second
 * @burst: how many at once
 */
void csn_poller_set_pace (CsnPoller *self, double rate, double burst);

/**
 * csn_poller_ask:
 * @self: a poller
 *
 * Asks now, whatever the plan was; also begins it all.
 */
void csn_poller_ask (CsnPoller *self);

/**
 * csn_poller_note_task:
 * @self: a poller
 *
 * A task was read by its id and submitted: the agent can do without a list.
 */
void csn_poller_note_task (CsnPoller *self);

void csn_poller_stop (CsnPoller *self);

/**
 * csn_poller_fill_status:
 * @self: a poller
 * @status: gets state, message, last_contact, latency_us and long_poll
 */
void csn_poller_fill_status (CsnPoller *self, CsnSourceStatus *status);

/**
 * CsnPoller::changed:
 * @self: a poller
 * @before: the #CsnSourceState so far
 */

G_END_DECLS
