/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-signer.h"

G_BEGIN_DECLS

/**
 * CsnKeyChangeKind:
 * @CSN_KEY_CHANGE_FIRST: a log that was opened without a key gets one
 * @CSN_KEY_CHANGE_ROTATED: a new key, signed by the old one too
 * @CSN_KEY_CHANGE_REPLACED: a new key, because the old one is lost: only the new one signs
 * @CSN_KEY_CHANGE_MISSING: the key can't be had; from here on the log is unsigned
 * @CSN_KEY_CHANGE_RESUMED: the key is back
 *
 * What a key_changed event records.
 */
typedef enum
{
  CSN_KEY_CHANGE_FIRST,
  CSN_KEY_CHANGE_ROTATED,
  CSN_KEY_CHANGE_REPLACED,
  CSN_KEY_CHANGE_MISSING,
  CSN_KEY_CHANGE_RESUMED,
} CsnKeyChangeKind;

/**
 * CsnKeyChange:
 * @kind: what happened
 * @has_previous: whether there was a key before
 * @previous_key: the key that signed before, if @has_previous
 * @public_key: the key that signs from here on; zeros for %CSN_KEY_CHANGE_MISSING
 *
 * What the details of a key_changed event say. Each key that signs it signs
 *
 *     "countersign.key.v1\0" || log_id || u64be(seq) || previous_key || public_key
 *
 * with zeros for a key that there isn't.
 */
typedef struct
{
  CsnKeyChangeKind kind;
  gboolean has_previous;
  guint8 previous_key[CSN_PUBLIC_KEY_BYTES];
  guint8 public_key[CSN_PUBLIC_KEY_BYTES];
} CsnKeyChange;

/**
 * csn_key_change_sign:
 * @self: what happened
 * @log_id: (array fixed-size=16): in which log
 * @seq: the place that the event will have
 * @signer: (nullable): the new key; %NULL for %CSN_KEY_CHANGE_MISSING
 * @previous_signer: (nullable): the old key, for %CSN_KEY_CHANGE_ROTATED
 *
 * Returns: (transfer full): the details of the event:
 *   {"code","public_key","previous_public_key","signature","previous_signature"}, keys as
 *   csn_public_key_to_text(), signatures in base64, null for what there isn't
 */
CsnJson *csn_key_change_sign (const CsnKeyChange *self,
                              const guint8 log_id[CSN_LOG_ID_BYTES],
                              guint64 seq,
                              CsnSigner *signer,
                              CsnSigner *previous_signer);

/**
 * csn_key_change_read:
 * @details: (nullable): the details of a key_changed event, perhaps a forged one
 * @log_id: (array fixed-size=16): the log that it is in
 * @seq: its place
 * @ret_change: (out): what it says
 *
 * Checks the signatures that its kind must have.
 *
 * Returns: %TRUE if it is a key change, rightly signed
 */
gboolean csn_key_change_read (const CsnJson *details,
                              const guint8 log_id[CSN_LOG_ID_BYTES],
                              guint64 seq,
                              CsnKeyChange *ret_change);

G_END_DECLS
