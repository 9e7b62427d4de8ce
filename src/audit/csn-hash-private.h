/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-digest.h"

G_BEGIN_DECLS

/**
 * CsnHashPart:
 * @data: (array length=length): bytes
 * @length: how many
 *
 * One of the byte strings that csn_hash_parts() takes together.
 */
typedef struct
{
  gconstpointer data;
  gsize length;
} CsnHashPart;

/**
 * csn_hash_parts:
 * @parts: (array length=n_parts): byte strings
 * @n_parts: how many, at most 4
 * @ret_digest: (out) (array fixed-size=32): the SHA-256 of all of them, one after the other
 *
 * For the log's hashes, of which there are millions: without an allocation, and in the processor's
 * own instructions where it has them.
 */
void csn_hash_parts (const CsnHashPart *parts, guint n_parts, guint8 ret_digest[CSN_SHA256_BYTES]);

/**
 * CsnHash:
 *
 * A SHA-256 in the making, for a file as it is written.
 */
typedef struct _CsnHash CsnHash;

CsnHash *csn_hash_new (void);

void csn_hash_free (CsnHash *self);

void csn_hash_update (CsnHash *self, gconstpointer data, gsize length);

/**
 * csn_hash_finish:
 * @self: a hash that nothing more is added to
 *
 * Returns: (transfer full): the digest, lower-case hexadecimal
 */
char *csn_hash_finish (CsnHash *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnHash, csn_hash_free)

G_END_DECLS
