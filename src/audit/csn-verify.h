/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-log-reader.h"

G_BEGIN_DECLS

/**
 * CsnIntegrity:
 * @CSN_INTEGRITY_INTACT: every row is what was written, in its place
 * @CSN_INTEGRITY_TAMPERED: something was changed
 * @CSN_INTEGRITY_CORRUPT: the file can't be read
 * @CSN_INTEGRITY_UNVERIFIABLE: there is nothing to check it against
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
 * CsnFaultKind:
 * @CSN_FAULT_NONE: none
 * @CSN_FAULT_ALTERED: a row's bytes changed
 * @CSN_FAULT_MISSING: a row is gone
 * @CSN_FAULT_INSERTED: a row was put in
 * @CSN_FAULT_REORDERED: rows changed places
 * @CSN_FAULT_INDEX_MISMATCH: a derived column differs from the body
 * @CSN_FAULT_UNREADABLE: the database itself is damaged
 *
 * What is wrong with the first bad row.
 */
typedef enum
{
  CSN_FAULT_NONE,
  CSN_FAULT_ALTERED,
  CSN_FAULT_MISSING,
  CSN_FAULT_INSERTED,
  CSN_FAULT_REORDERED,
  CSN_FAULT_INDEX_MISMATCH,
  CSN_FAULT_UNREADABLE,
} CsnFaultKind;

/**
 * CsnVerifyReport:
 * @integrity: the verdict
 * @n_events: rows read
 * @first_bad_seq: the first bad row; meaningful where @fault is not %CSN_FAULT_NONE
 * @fault: what is wrong with it
 * @head: hex of the last chain value
 * @message: (nullable): what the database said, for %CSN_FAULT_UNREADABLE
 *
 * What a verification found.
 */
typedef struct
{
  CsnIntegrity integrity;
  guint64 n_events;
  guint64 first_bad_seq;
  CsnFaultKind fault;
  char head[65];
  char *message;
} CsnVerifyReport;

const char *csn_integrity_to_string (CsnIntegrity integrity);

const char *csn_fault_kind_to_string (CsnFaultKind kind);

/**
 * csn_audit_verify:
 * @reader: where to read
 * @progress: (nullable) (scope call): told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: return location for %G_IO_ERROR_CANCELLED only; every other fault is in the report
 *
 * Recomputes every leaf and chain value and compares the derived columns (audit.md,
 * "Verification"). Blocking: use a worker thread.
 *
 * Returns: (transfer full) (nullable): the report
 */
CsnVerifyReport *csn_audit_verify (CsnLogReader *reader,
                                   CsnProgressFunc progress,
                                   gpointer user_data,
                                   GCancellable *cancellable,
                                   GError **error);

void csn_verify_report_free (CsnVerifyReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnVerifyReport, csn_verify_report_free)

G_END_DECLS
