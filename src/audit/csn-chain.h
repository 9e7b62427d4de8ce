/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-digest.h"
#include "csn-event.h"

G_BEGIN_DECLS

#define CSN_LOG_ID_BYTES 16
#define CSN_EVENT_MAX_BYTES (64 * 1024)

/**
 * csn_event_to_body:
 * @event: an event
 * @log_id: (array fixed-size=16): the log's id
 * @seq: its place, from 0
 * @error: return location for a #CsnModelError if the body would exceed %CSN_EVENT_MAX_BYTES
 *
 * Writes the exact bytes that are hashed, shown and exported (audit.md, "Record"). Details that
 * would make it too long are the caller's to shorten; foreign text that is too long for its place
 * is replaced by its digest and size, never cut silently.
 *
 * Returns: (transfer full) (nullable): UTF-8 JSON without a new line at the end
 */
char *csn_event_to_body (const CsnEvent *event,
                         const guint8 log_id[CSN_LOG_ID_BYTES],
                         guint64 seq,
                         GError **error);

/**
 * csn_chain_leaf:
 * @body: (array length=length): an event's bytes
 * @length: how many
 * @ret_leaf: (out) (array fixed-size=32): leaf(n) of audit.md, "Chain"
 */
void csn_chain_leaf (const char *body, gsize length, guint8 ret_leaf[CSN_SHA256_BYTES]);

/**
 * csn_chain_next:
 * @log_id: (array fixed-size=16): the log's id
 * @seq: n
 * @previous: (array fixed-size=32): chain(n-1); 32 zero bytes for n = 0
 * @leaf: (array fixed-size=32): leaf(n)
 * @ret_chain: (out) (array fixed-size=32): chain(n); may be @previous
 */
void csn_chain_next (const guint8 log_id[CSN_LOG_ID_BYTES],
                     guint64 seq,
                     const guint8 previous[CSN_SHA256_BYTES],
                     const guint8 leaf[CSN_SHA256_BYTES],
                     guint8 ret_chain[CSN_SHA256_BYTES]);

G_END_DECLS
