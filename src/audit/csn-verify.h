/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-anchor.h"
#include "csn-log-reader.h"

G_BEGIN_DECLS

/**
 * CsnIntegrity:
 * @CSN_INTEGRITY_INTACT: every row is what was written, in its place, and a signature vouches for
 *   all of it
 * @CSN_INTEGRITY_TAMPERED: something was changed
 * @CSN_INTEGRITY_CORRUPT: the file can't be read
 * @CSN_INTEGRITY_UNVERIFIABLE: the rows fit together, but no signature, or none of a key that can
 *   be trusted, vouches for the newest: who can write the file could have written all of it
 *
 * The first verdict of audit.md, "Verification".
 */
typedef enum
{
  CSN_INTEGRITY_INTACT,
  CSN_INTEGRITY_TAMPERED,
  CSN_INTEGRITY_CORRUPT,
  CSN_INTEGRITY_UNVERIFIABLE,
} CsnIntegrity;

/**
 * CsnCompleteness:
 * @CSN_COMPLETENESS_ANCHORED: an anchor outside of the log knows its newest event
 * @CSN_COMPLETENESS_EXPOSED: no anchor knows the newest events: were more cut off, it would not
 * show
 * @CSN_COMPLETENESS_INCOMPLETE: an anchor knows events that aren't there any more
 *
 * The second verdict of audit.md, "Verification".
 */
typedef enum
{
  CSN_COMPLETENESS_ANCHORED,
  CSN_COMPLETENESS_EXPOSED,
  CSN_COMPLETENESS_INCOMPLETE,
} CsnCompleteness;

/**
 * CsnFaultKind:
 * @CSN_FAULT_NONE: none
 * @CSN_FAULT_ALTERED: a row's bytes, or its payload, changed
 * @CSN_FAULT_MISSING: a row, or a payload that was never erased, is gone
 * @CSN_FAULT_INSERTED: a row was put in
 * @CSN_FAULT_REORDERED: rows or checkpoints changed places
 * @CSN_FAULT_INDEX_MISMATCH: something stored differs from the event or note that it is derived
 *   from
 * @CSN_FAULT_UNSEALED: a checkpoint that must be there is gone
 * @CSN_FAULT_BAD_SIGNATURE: a checkpoint, or a change of keys, isn't signed by the log's key, or
 *   not for these events
 * @CSN_FAULT_FORKED: an anchor knows another event at this place
 * @CSN_FAULT_ROLLED_BACK: an anchor knows events after the last one
 * @CSN_FAULT_UNREADABLE: the database itself is damaged
 *
 * What is wrong with the first bad row. For what concerns checkpoints, that is the first row after
 * the last good one.
 */
typedef enum
{
  CSN_FAULT_NONE,
  CSN_FAULT_ALTERED,
  CSN_FAULT_MISSING,
  CSN_FAULT_INSERTED,
  CSN_FAULT_REORDERED,
  CSN_FAULT_INDEX_MISMATCH,
  CSN_FAULT_UNSEALED,
  CSN_FAULT_BAD_SIGNATURE,
  CSN_FAULT_FORKED,
  CSN_FAULT_ROLLED_BACK,
  CSN_FAULT_UNREADABLE,
} CsnFaultKind;

/**
 * CsnVerifyOptions:
 * @trusted_key: (nullable) (array fixed-size=32): the public key that the log must be signed by, or
 *   by one that it handed over to; %NULL to trust the one in the log's first event
 * @anchors: (nullable) (array length=n_anchors): what is known of the log's end, in any order; read
 *   them before the log is opened, or an append in between looks like a loss
 * @n_anchors: how many
 * @tail: how many of the newest events to check; 0 for all
 *
 * What a verification is held against besides the log itself.
 */
typedef struct
{
  const guint8 *trusted_key;
  const CsnAnchor *anchors;
  gsize n_anchors;
  guint64 tail;
} CsnVerifyOptions;

/**
 * CsnVerifyReport:
 * @integrity: the first verdict
 * @completeness: the second
 * @n_exposed: how many events come after the newest anchor
 * @n_anchors: how many anchors were found to agree
 * @n_events: rows read
 * @n_sealed: how many events of the log a good signature vouches for
 * @n_signatures: how many checkpoints were checked
 * @first_bad_seq: the first bad row; meaningful where @fault is not %CSN_FAULT_NONE
 * @fault: what is wrong with it
 * @head: hex of the last chain value
 * @public_key: (nullable): the key that signs, as csn_public_key_to_text(); %NULL if none does
 * @is_trusted: whether that key is the trusted one or one that it handed over to
 * @message: (nullable): what the database said, for %CSN_FAULT_UNREADABLE
 *
 * What a verification found.
 */
typedef struct
{
  CsnIntegrity integrity;
  CsnCompleteness completeness;
  guint64 n_exposed;
  guint64 n_anchors;
  guint64 n_events;
  guint64 n_sealed;
  guint64 n_signatures;
  guint64 first_bad_seq;
  CsnFaultKind fault;
  char head[65];
  char *public_key;
  gboolean is_trusted;
  char *message;
} CsnVerifyReport;

const char *csn_integrity_to_string (CsnIntegrity integrity);

const char *csn_completeness_to_string (CsnCompleteness completeness);

const char *csn_fault_kind_to_string (CsnFaultKind kind);

/**
 * csn_audit_verify:
 * @reader: where to read
 * @progress: (nullable) (scope call): told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: return location for %G_IO_ERROR_CANCELLED only; every other fault is in the report
 *
 * As csn_audit_verify_against() with nothing from outside.
 *
 * Returns: (transfer full) (nullable): the report
 */
CsnVerifyReport *csn_audit_verify (CsnLogReader *reader,
                                   CsnProgressFunc progress,
                                   gpointer user_data,
                                   GCancellable *cancellable,
                                   GError **error);

/**
 * csn_audit_verify_against:
 * @reader: where to read
 * @options: (nullable): what it is held against
 * @progress: (nullable) (scope call): told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: return location for %G_IO_ERROR_CANCELLED only; every other fault is in the report
 *
 * Recomputes every leaf and chain value, checks every signature, and compares the derived columns,
 * the payloads and the anchors (audit.md, "Verification"). Blocking: use a worker thread.
 *
 * Returns: (transfer full) (nullable): the report
 */
CsnVerifyReport *csn_audit_verify_against (CsnLogReader *reader,
                                           const CsnVerifyOptions *options,
                                           CsnProgressFunc progress,
                                           gpointer user_data,
                                           GCancellable *cancellable,
                                           GError **error);

void csn_verify_report_free (CsnVerifyReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnVerifyReport, csn_verify_report_free)

G_END_DECLS
