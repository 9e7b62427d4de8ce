/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CSN_SHA256_BYTES 32

/**
 * csn_digest_sha256:
 * @data: (array length=length): bytes
 * @length: how many
 * @ret_digest: (out) (array fixed-size=32): their SHA-256
 */
void csn_digest_sha256 (gconstpointer data, gsize length, guint8 ret_digest[CSN_SHA256_BYTES]);

/**
 * csn_digest_to_string:
 * @digest: (array fixed-size=32): a SHA-256
 *
 * Returns: (transfer full): "sha-256=" and base64, as the tasks protocol writes digests
 */
char *csn_digest_to_string (const guint8 digest[CSN_SHA256_BYTES]);

/**
 * csn_digest_to_hex:
 * @digest: (array length=length): bytes
 * @length: how many
 *
 * Returns: (transfer full): lower-case hexadecimal
 */
char *csn_digest_to_hex (const guint8 *digest, gsize length);

G_END_DECLS
