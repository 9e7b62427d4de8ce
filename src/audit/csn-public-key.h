/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-chain.h"

G_BEGIN_DECLS

#define CSN_PUBLIC_KEY_BYTES 32
#define CSN_KEY_ID_BYTES 4
#define CSN_SIGNATURE_BYTES 64

/* Ed25519 public keys. A log's key carries the log's id, in hexadecimal, as its name. */

/**
 * csn_public_key_get_id:
 * @log_id: (array fixed-size=16): the log that the key signs
 * @public_key: (array fixed-size=32): the key
 * @ret_id: (out) (array fixed-size=4): the first bytes of SHA-256(name || "\n" || 0x01 || key), as
 *   C2SP's signed-note has it
 */
void csn_public_key_get_id (const guint8 log_id[CSN_LOG_ID_BYTES],
                            const guint8 public_key[CSN_PUBLIC_KEY_BYTES],
                            guint8 ret_id[CSN_KEY_ID_BYTES]);

/**
 * csn_public_key_to_text:
 * @log_id: (array fixed-size=16): the log that the key signs
 * @public_key: (array fixed-size=32): the key
 *
 * Returns: (transfer full): C2SP's verifier key: name "+" key id in hexadecimal "+" base64 of 0x01
 *   and the key
 */
char *csn_public_key_to_text (const guint8 log_id[CSN_LOG_ID_BYTES],
                              const guint8 public_key[CSN_PUBLIC_KEY_BYTES]);

/**
 * csn_public_key_from_text:
 * @text: what csn_public_key_to_text() gave
 * @ret_log_id: (out) (array fixed-size=16): the log that the key signs
 * @ret_public_key: (out) (array fixed-size=32): the key
 *
 * Returns: %TRUE if @text is exactly such a text, with the right key id
 */
gboolean csn_public_key_from_text (const char *text,
                                   guint8 ret_log_id[CSN_LOG_ID_BYTES],
                                   guint8 ret_public_key[CSN_PUBLIC_KEY_BYTES]);

/**
 * csn_public_key_check:
 * @public_key: (array fixed-size=32): a key
 * @data: (array length=length): bytes
 * @length: how many
 * @signature: (array fixed-size=64): a signature
 *
 * Returns: %TRUE if the owner of @public_key signed @data
 */
gboolean csn_public_key_check (const guint8 public_key[CSN_PUBLIC_KEY_BYTES],
                               gconstpointer data,
                               gsize length,
                               const guint8 signature[CSN_SIGNATURE_BYTES]);

G_END_DECLS
