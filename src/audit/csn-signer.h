/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-public-key.h"

G_BEGIN_DECLS

/**
 * CsnSigner:
 *
 * The key pair of one log, immutable. Its secret lives in the Secret Service and nowhere else; it
 * is never logged, and never derived from anything.
 */
typedef struct _CsnSigner CsnSigner;

/**
 * csn_signer_new:
 * @log_id: (array fixed-size=16): the log that it signs
 *
 * Returns: (transfer full): a new key, random
 */
CsnSigner *csn_signer_new (const guint8 log_id[CSN_LOG_ID_BYTES]);

/**
 * csn_signer_new_for_new_log:
 *
 * Returns: (transfer full): a new key, random, of a log that doesn't exist yet, with a random id
 */
CsnSigner *csn_signer_new_for_new_log (void);

/**
 * csn_signer_new_from_secret:
 * @log_id: (array fixed-size=16): the log that it signs
 * @secret: what csn_signer_to_secret() gave
 *
 * Returns: (transfer full) (nullable): that key; %NULL if @secret is no such text
 */
CsnSigner *csn_signer_new_from_secret (const guint8 log_id[CSN_LOG_ID_BYTES], const char *secret);

CsnSigner *csn_signer_ref (CsnSigner *self);

void csn_signer_unref (CsnSigner *self);

/**
 * csn_signer_to_secret:
 * @self: a signer
 *
 * Returns: (transfer full): the seed in base64, for the Secret Service; free it with
 *   csn_signer_free_secret()
 */
char *csn_signer_to_secret (CsnSigner *self);

/**
 * csn_signer_free_secret:
 * @secret: (nullable): what csn_signer_to_secret() gave; overwritten first
 */
void csn_signer_free_secret (char *secret);

/**
 * csn_signer_get_log_id:
 * @self: a signer
 *
 * Returns: (transfer none) (array fixed-size=16): the log that it signs
 */
const guint8 *csn_signer_get_log_id (CsnSigner *self);

/**
 * csn_signer_get_public_key:
 * @self: a signer
 *
 * Returns: (transfer none) (array fixed-size=32): what checks its signatures
 */
const guint8 *csn_signer_get_public_key (CsnSigner *self);

/**
 * csn_signer_sign:
 * @self: a signer
 * @data: (array length=length): bytes
 * @length: how many
 * @ret_signature: (out) (array fixed-size=64): the Ed25519 signature
 */
void csn_signer_sign (CsnSigner *self,
                      gconstpointer data,
                      gsize length,
                      guint8 ret_signature[CSN_SIGNATURE_BYTES]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnSigner, csn_signer_unref)

G_END_DECLS
