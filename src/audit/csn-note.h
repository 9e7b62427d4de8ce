/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-signer.h"

G_BEGIN_DECLS

/**
 * CsnNote:
 * @log_id: whose
 * @count: how many events the log had
 * @head: the chain value of the last of them
 * @timestamp: when, microseconds since the epoch: the time of that event
 * @min_seq: the first event that was still kept
 * @min_chain: the chain value before it; zeros if @min_seq is 0
 * @previous: SHA-256 of the note before this one, csn_note_digest(); zeros for the first
 *
 * What a checkpoint says (audit.md, "Checkpoints and anchors"). Written as a C2SP signed note:
 *
 *     countersign/<log_id hex>
 *     <count>
 *     <base64 head>
 *     ts <RFC 3339>
 *     min <min_seq> <base64 min_chain>
 *     prev <base64 previous>
 *
 *     — <log_id hex> <base64(key id || signature)>
 *
 * each line with a new line at its end. The signature is over the text up to and with the new line
 * before the empty line.
 */
typedef struct
{
  guint8 log_id[CSN_LOG_ID_BYTES];
  guint64 count;
  guint8 head[CSN_SHA256_BYTES];
  gint64 timestamp;
  guint64 min_seq;
  guint8 min_chain[CSN_SHA256_BYTES];
  guint8 previous[CSN_SHA256_BYTES];
} CsnNote;

/**
 * csn_note_sign:
 * @self: what to say
 * @signer: a key of the log @self names
 *
 * Returns: (transfer full): the note
 */
char *csn_note_sign (const CsnNote *self, CsnSigner *signer);

/**
 * csn_note_parse:
 * @text: (array length=length): a note, perhaps a forged one
 * @length: how many bytes
 * @ret_note: (out): what it says
 *
 * Takes nothing but what csn_note_sign() writes, byte for byte, with one signature line of any
 * content of the right form. Says nothing of who signed it.
 *
 * Returns: %TRUE if it is a note
 */
gboolean csn_note_parse (const char *text, gsize length, CsnNote *ret_note);

/**
 * csn_note_check:
 * @text: (array length=length): a note
 * @length: how many bytes
 * @log_id: (array fixed-size=16): the log that it must be of
 * @public_key: (array fixed-size=32): the key that must have signed it
 * @ret_note: (out) (optional): what it says
 *
 * Returns: %TRUE if it is a note of that log, signed by that key
 */
gboolean csn_note_check (const char *text,
                         gsize length,
                         const guint8 log_id[CSN_LOG_ID_BYTES],
                         const guint8 public_key[CSN_PUBLIC_KEY_BYTES],
                         CsnNote *ret_note);

/**
 * csn_note_digest:
 * @text: (array length=length): a note
 * @length: how many bytes
 * @ret_digest: (out) (array fixed-size=32): the SHA-256 of all of it, what the next note names as
 *   the previous one
 */
void csn_note_digest (const char *text, gsize length, guint8 ret_digest[CSN_SHA256_BYTES]);

G_END_DECLS
