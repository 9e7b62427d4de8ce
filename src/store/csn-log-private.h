/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-chain.h"
#include "csn-connection-private.h"
#include "csn-signer.h"

G_BEGIN_DECLS

/**
 * CSN_LOG_MAX_UNSEALED:
 *
 * There is a checkpoint at least after so many events of a signed log.
 */
#define CSN_LOG_MAX_UNSEALED 64

/**
 * CsnLog:
 * @id: the log's id
 * @next_seq: the place of the next event
 * @chain: the chain value of the last one
 * @base_seq: the first event that is kept
 * @base_chain: the chain value before it
 * @timestamp: the time of the last event that was appended here
 * @signer: (unowned) (nullable): signs the checkpoints; %NULL while the log is unsigned
 * @sealed: how many events the last checkpoint vouches for
 * @note_digest: the digest of its note
 *
 * Where the log ends, as read inside the transaction that appends to it. A copy is a place to
 * return to when a change of the transaction fails.
 */
typedef struct
{
  guint8 id[CSN_LOG_ID_BYTES];
  guint64 next_seq;
  guint8 chain[CSN_SHA256_BYTES];
  guint64 base_seq;
  guint8 base_chain[CSN_SHA256_BYTES];
  gint64 timestamp;
  CsnSigner *signer;
  guint64 sealed;
  guint8 note_digest[CSN_SHA256_BYTES];
} CsnLog;

/**
 * csn_log_read_id:
 * @self: a log
 * @connection: a connection
 * @error: return location for a #CsnStoreError
 *
 * Returns: %TRUE if the database has a log's id
 */
gboolean csn_log_read_id (CsnLog *self, CsnConnection *connection, GError **error);

/**
 * csn_log_read_head:
 * @self: a log
 * @connection: a connection in a transaction
 * @error: return location for a #CsnStoreError
 *
 * Returns: %TRUE if the end of the log is known
 */
gboolean csn_log_read_head (CsnLog *self, CsnConnection *connection, GError **error);

/**
 * csn_log_read_base:
 * @self: a log
 * @connection: a connection
 * @error: return location for a #CsnStoreError
 *
 * Reads the begin of a log that was pruned: the values "base_seq", an integer, and "base_chain",
 * a blob, of the table "meta", which pruning writes in its own transaction.
 *
 * Returns: %TRUE if the begin of the log is known
 */
gboolean csn_log_read_base (CsnLog *self, CsnConnection *connection, GError **error);

/**
 * csn_log_append:
 * @self: a log
 * @connection: a connection in a transaction
 * @event: what to append
 * @commitment: (nullable): what belongs into its details
 * @error: return location for a #CsnStoreError
 *
 * Returns: %TRUE if it was appended, with a checkpoint if it was time for one
 */
gboolean csn_log_append (CsnLog *self,
                         CsnConnection *connection,
                         const CsnEvent *event,
                         const guint8 *commitment,
                         GError **error);

/**
 * csn_log_seal:
 * @self: a log
 * @connection: a connection in a transaction that appended events
 * @error: return location for a #CsnStoreError
 *
 * Adds the checkpoint that vouches for all events so far, with the log's begin as it is at this
 * moment. Does nothing for an unsigned log, or where the last checkpoint says it all.
 *
 * Returns: %TRUE if there was nothing wrong
 */
gboolean csn_log_seal (CsnLog *self, CsnConnection *connection, GError **error);

G_END_DECLS
