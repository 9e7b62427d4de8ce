/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-log-private.h"

G_BEGIN_DECLS

/**
 * csn_log_keys_put:
 * @connection: a connection in a transaction
 * @since: the event that says so
 * @public_key: (nullable) (array fixed-size=32): the key that signs from there on; %NULL for none
 * @error: return location for a #CsnStoreError
 *
 * Returns: %TRUE if it was noted
 */
gboolean csn_log_keys_put (CsnConnection *connection,
                           guint64 since,
                           const guint8 *public_key,
                           GError **error);

/**
 * csn_log_keys_begin:
 * @log: the end of a log
 * @connection: the read-write connection, in a transaction
 * @signer: (nullable): the key that there is
 * @now: microseconds since the epoch
 * @error: return location for a #CsnStoreError
 *
 * What opening a log does to its keys: signs on with the key that signed before, takes a first key,
 * or records that the log's key is missing and leaves it unsigned. Never takes another key for the
 * log's own.
 *
 * Returns: %TRUE if that is recorded, or there was nothing to record
 */
gboolean csn_log_keys_begin (CsnLog *log,
                             CsnConnection *connection,
                             CsnSigner *signer,
                             gint64 now,
                             GError **error);

/**
 * csn_log_keys_take:
 * @log: the end of a log
 * @connection: the read-write connection, in a transaction
 * @signer: a key
 * @actor: who wants it
 * @now: microseconds since the epoch
 * @error: return location for a #CsnStoreError
 *
 * Lets @signer sign from here on, whatever there was before: a first key, the old one again, a
 * rotation that the old key signs too, or the replacement of a key that is lost.
 *
 * Returns: %TRUE if that is recorded
 */
gboolean csn_log_keys_take (CsnLog *log,
                            CsnConnection *connection,
                            CsnSigner *signer,
                            const CsnActor *actor,
                            gint64 now,
                            GError **error);

G_END_DECLS
