/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-digest.h"
#include "csn-event.h"

G_BEGIN_DECLS

#define CSN_LOG_ID_BYTES 16
#define CSN_EVENT_MAX_BYTES (64 * 1024)

/**
 * CSN_EVENT_VERSION:
 *
 * The form of the body: its member "v".
 */
#define CSN_EVENT_VERSION 1

/**
 * CSN_EVENT_MAX_TEXT_BYTES:
 *
 * The longest text that stands in a body outside of "details", in bytes.
 */
#define CSN_EVENT_MAX_TEXT_BYTES 512

/**
 * csn_event_text:
 * @text: (nullable): a text, perhaps foreign
 *
 * Gives the text as it stands in a body, and so in the columns derived from it: itself, or its
 * digest and size where it is longer than %CSN_EVENT_MAX_TEXT_BYTES.
 *
 * Returns: (transfer full) (nullable): the text; %NULL for %NULL
 */
char *csn_event_text (const char *text);

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
 * csn_event_to_committed_body:
 * @event: an event
 * @log_id: (array fixed-size=16): the log's id
 * @seq: its place, from 0
 * @commitment: (array fixed-size=32): csn_payload_commitment() of the payload that it records
 * @error: as for csn_event_to_body()
 *
 * As csn_event_to_body(), with @commitment in hexadecimal as the last member of "details",
 * "payload_commitment".
 *
 * Returns: (transfer full) (nullable): UTF-8 JSON without a new line at the end
 */
char *csn_event_to_committed_body (const CsnEvent *event,
                                   const guint8 log_id[CSN_LOG_ID_BYTES],
                                   guint64 seq,
                                   const guint8 commitment[CSN_SHA256_BYTES],
                                   GError **error);

#define CSN_PAYLOAD_SALT_BYTES 16

/**
 * csn_payload_commitment:
 * @salt: (array fixed-size=16): random, kept and erased with the payload
 * @raw: the payload
 * @ret_commitment: (out) (array fixed-size=32): what the log says of it
 *
 * SHA-256("countersign.commit.v1\0" || salt || raw): binds the payload to the log, and says nothing
 * of it once salt and payload are erased.
 */
void csn_payload_commitment (const guint8 salt[CSN_PAYLOAD_SALT_BYTES],
                             GBytes *raw,
                             guint8 ret_commitment[CSN_SHA256_BYTES]);

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
