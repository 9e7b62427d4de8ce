/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-clock.h"
#include "csn-forward-log.h"

G_BEGIN_DECLS

#define CSN_TYPE_FORWARDER (csn_forwarder_get_type ())

/**
 * CsnForwarder:
 *
 * Sends the audit log to one place, in order and at least once: reads a page by its key, sends it,
 * and moves its cursor in the store when the other side has it. What can't be sent stays in the log
 * and is tried again, with full jitter, ever more rarely. It holds one page at a time and never
 * makes anybody wait.
 */
G_DECLARE_FINAL_TYPE (CsnForwarder, csn_forwarder, CSN, FORWARDER, GObject)

/**
 * csn_forwarder_new:
 * @store: the store
 * @clock: the time
 * @stored: what it is and where it stands
 * @head: the place of the event after the log's last one
 * @authorities: (nullable): whom to trust instead of the system's authorities
 *
 * Returns: (transfer full): a forwarder that is not started
 */
CsnForwarder *csn_forwarder_new (CsnStore *store,
                                 CsnClock *clock,
                                 const CsnStoredForwarder *stored,
                                 guint64 head,
                                 GTlsDatabase *authorities);

/**
 * csn_forwarder_set_token:
 * @self: a forwarder
 * @token: (nullable): the bearer token
 *
 * Where it has to be asked for again, #CsnForwarder::token-refused is emitted.
 */
void csn_forwarder_set_token (CsnForwarder *self, const char *token);

void csn_forwarder_start (CsnForwarder *self);

/**
 * csn_forwarder_stop:
 * @self: a forwarder
 *
 * Breaks off what is under way. What was not acknowledged is sent again by the next one.
 */
void csn_forwarder_stop (CsnForwarder *self);

/**
 * csn_forwarder_hurry:
 * @self: a forwarder
 *
 * Tries now what waits for its next try.
 */
void csn_forwarder_hurry (CsnForwarder *self);

CsnForwarderConfig *csn_forwarder_get_config (CsnForwarder *self);

/**
 * csn_forwarder_get_next_seq:
 * @self: a forwarder
 *
 * Returns: the first event that was not acknowledged
 */
guint64 csn_forwarder_get_next_seq (CsnForwarder *self);

/**
 * csn_forwarder_get_backlog:
 * @self: a forwarder
 *
 * Returns: how many events wait to be sent
 */
guint64 csn_forwarder_get_backlog (CsnForwarder *self);

/**
 * csn_forwarder_get_sent_at:
 * @self: a forwarder
 *
 * Returns: when anything was last acknowledged, microseconds since the epoch, or 0
 */
gint64 csn_forwarder_get_sent_at (CsnForwarder *self);

/**
 * csn_forwarder_get_error:
 * @self: a forwarder
 *
 * Returns: (nullable): why the last try failed, a sentence; %NULL after a success
 */
const char *csn_forwarder_get_error (CsnForwarder *self);

/**
 * csn_forwarder_get_next_try:
 * @self: a forwarder
 *
 * Returns: when it tries again, microseconds since the epoch; 0 if it waits for nothing
 */
gint64 csn_forwarder_get_next_try (CsnForwarder *self);

/**
 * CsnForwarder::changed:
 * @self: a forwarder
 *
 * One of the above changed.
 */

/**
 * CsnForwarder::token-refused:
 * @self: a forwarder
 *
 * The other side did not accept the token, or there is none.
 */

G_END_DECLS
