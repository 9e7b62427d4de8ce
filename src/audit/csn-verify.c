/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-verify.h"

#include <gio/gio.h>
#include <string.h>

#include "csn-event-body-private.h"

#define ROWS_PER_PROGRESS 4096
#define ROWS_PER_CANCEL_CHECK 256

/* Where a verification stands: all that is needed to judge the next row. */
typedef struct
{
  CsnLogReader *reader;                 /* (unowned) */
  const guint8 *log_id;                 /* (unowned) */
  guint64 n_rows;                       /* good rows so far, and so the seq of the next one */
  guint8 chain[CSN_SHA256_BYTES];       /* recomputed, of the last good row */
  guint8 before_last[CSN_SHA256_BYTES]; /* recomputed, of the row before that one */
} CsnVerifier;

/* What a row says about itself, set against where it was found. */
typedef struct
{
  guint8 leaf[CSN_SHA256_BYTES]; /* recomputed from the body */
  gboolean leaf_fits;            /* the stored leaf is the body's */
  gboolean chain_fits;           /* the stored chain value follows from the row before */
  gboolean has_place;            /* the body begins as bodies do, and names this log */
  gboolean is_foreign;           /* the body names another log */
  guint64 place;                 /* where the body says that it belongs */
} CsnRowCheck;

const char *
csn_integrity_to_string (CsnIntegrity integrity)
{
  switch (integrity)
    {
    case CSN_INTEGRITY_INTACT:
      return "INTACT";
    case CSN_INTEGRITY_TAMPERED:
      return "TAMPERED";
    case CSN_INTEGRITY_CORRUPT:
      return "CORRUPT";
    case CSN_INTEGRITY_UNVERIFIABLE:
      return "UNVERIFIABLE";
    }
  g_return_val_if_reached (NULL);
}

const char *
csn_fault_kind_to_string (CsnFaultKind kind)
{
  switch (kind)
    {
    case CSN_FAULT_NONE:
      return "none";
    case CSN_FAULT_ALTERED:
      return "altered";
    case CSN_FAULT_MISSING:
      return "missing";
    case CSN_FAULT_INSERTED:
      return "inserted";
    case CSN_FAULT_REORDERED:
      return "reordered";
    case CSN_FAULT_INDEX_MISMATCH:
      return "index-mismatch";
    case CSN_FAULT_UNREADABLE:
      return "unreadable";
    }
  g_return_val_if_reached (NULL);
}

void
csn_verify_report_free (CsnVerifyReport *self)
{
  if (self == NULL)
    return;
  g_free (self->message);
  g_free (self);
}

static CsnRowCheck
check_row (const CsnVerifier *self, const CsnLogRow *row)
{
  CsnRowCheck check = { 0 };
  guint8 log_id[CSN_LOG_ID_BYTES];
  guint8 chain[CSN_SHA256_BYTES];

  csn_chain_leaf (row->body, row->length, check.leaf);
  csn_chain_next (self->log_id, self->n_rows, self->chain, check.leaf, chain);
  check.leaf_fits = memcmp (check.leaf, row->leaf, CSN_SHA256_BYTES) == 0;
  check.chain_fits = memcmp (chain, row->chain, CSN_SHA256_BYTES) == 0;
  if (csn_event_body_get_place (row->body, row->length, log_id, &check.place))
    {
      check.has_place = memcmp (log_id, self->log_id, CSN_LOG_ID_BYTES) == 0;
      check.is_foreign = !check.has_place;
    }
  return check;
}

/* Whether one of the rows to come says that it belongs at @place: the next one only, or any. */
static gboolean
comes_later (CsnVerifier *self, guint64 place, gboolean next_only)
{
  CsnLogRow row;
  guint8 log_id[CSN_LOG_ID_BYTES];
  guint64 claimed;

  while (csn_log_reader_next (self->reader, &row, NULL))
    {
      if (csn_event_body_get_place (row.body, row.length, log_id, &claimed) && claimed == place &&
          memcmp (log_id, self->log_id, CSN_LOG_ID_BYTES) == 0)
        return TRUE;
      if (next_only)
        return FALSE;
    }
  return FALSE;
}

/* A body that belongs before its row: a copy of an earlier row, or the true row that was moved on
 * by one when another was put before it. */
static CsnFaultKind
classify_earlier (const CsnVerifier *self,
                  const CsnRowCheck *check,
                  const CsnLogRow *row,
                  guint64 *ret_seq)
{
  guint8 chain[CSN_SHA256_BYTES];

  if (!check->leaf_fits)
    return CSN_FAULT_ALTERED;
  if (check->place + 1 == self->n_rows)
    {
      csn_chain_next (self->log_id, check->place, self->before_last, check->leaf, chain);
      if (memcmp (chain, row->chain, CSN_SHA256_BYTES) == 0 &&
          memcmp (chain, self->chain, CSN_SHA256_BYTES) != 0)
        *ret_seq = check->place;
    }
  return CSN_FAULT_INSERTED;
}

/* Says what happened to a row that isn't what belongs here. Reads on, so it ends the verification.
 */
static CsnFaultKind
classify (CsnVerifier *self, const CsnRowCheck *check, const CsnLogRow *row, guint64 *ret_seq)
{
  guint64 seq = self->n_rows;

  *ret_seq = seq;
  if (row->seq != seq)
    return CSN_FAULT_MISSING;
  if (check->is_foreign && check->leaf_fits)
    return CSN_FAULT_INSERTED;
  if (check->has_place && check->place < seq)
    return classify_earlier (self, check, row, ret_seq);
  if (check->has_place && check->place > seq)
    {
      gboolean leaf_fits = check->leaf_fits;

      if (comes_later (self, seq, FALSE))
        return CSN_FAULT_REORDERED;
      return leaf_fits ? CSN_FAULT_MISSING : CSN_FAULT_ALTERED;
    }
  return comes_later (self, seq, TRUE) ? CSN_FAULT_INSERTED : CSN_FAULT_ALTERED;
}

static CsnFaultKind
verify_row (CsnVerifier *self, const CsnLogRow *row, guint64 *ret_seq)
{
  CsnRowCheck check = check_row (self, row);

  if (row->seq != self->n_rows || !check.leaf_fits || !check.chain_fits || !check.has_place ||
      check.place != row->seq)
    return classify (self, &check, row, ret_seq);
  if (row->has_columns && !csn_event_body_is_derived_from (row, self->log_id))
    {
      *ret_seq = row->seq;
      return CSN_FAULT_INDEX_MISMATCH;
    }
  memcpy (self->before_last, self->chain, CSN_SHA256_BYTES);
  memcpy (self->chain, row->chain, CSN_SHA256_BYTES);
  self->n_rows++;
  return CSN_FAULT_NONE;
}

static void
set_unreadable (CsnVerifyReport *report, guint64 seq, const char *message)
{
  report->integrity = CSN_INTEGRITY_CORRUPT;
  report->fault = CSN_FAULT_UNREADABLE;
  report->first_bad_seq = seq;
  report->message = g_strdup (message);
}

static void
set_tampered (CsnVerifyReport *report, guint64 seq, CsnFaultKind fault)
{
  report->integrity = CSN_INTEGRITY_TAMPERED;
  report->fault = fault;
  report->first_bad_seq = seq;
}

/* Reads until the end, the first fault or a wish to stop; FALSE for the last. */
static gboolean
verify_rows (CsnVerifier *self,
             CsnVerifyReport *report,
             CsnProgressFunc progress,
             gpointer user_data,
             GCancellable *cancellable,
             GError **error)
{
  guint64 total = csn_log_reader_get_count (self->reader);
  g_autoptr (GError) local_error = NULL;
  CsnLogRow row;

  while (csn_log_reader_next (self->reader, &row, &local_error))
    {
      guint64 seq = 0;
      CsnFaultKind fault = verify_row (self, &row, &seq);

      report->n_events++;
      if (fault != CSN_FAULT_NONE)
        {
          set_tampered (report, seq, fault);
          return TRUE;
        }
      if (progress != NULL && self->n_rows % ROWS_PER_PROGRESS == 0)
        progress (self->n_rows, total, user_data);
      if (self->n_rows % ROWS_PER_CANCEL_CHECK == 0 &&
          g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  if (local_error != NULL)
    set_unreadable (report, self->n_rows, local_error->message);
  else if (self->n_rows == 0)
    set_tampered (report, 0, CSN_FAULT_MISSING);
  if (progress != NULL)
    progress (self->n_rows, total, user_data);
  return TRUE;
}

CsnVerifyReport *
csn_audit_verify (CsnLogReader *reader,
                  CsnProgressFunc progress,
                  gpointer user_data,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (CsnVerifyReport) report = g_new0 (CsnVerifyReport, 1);
  CsnVerifier verifier = { .reader = reader };
  g_autofree char *head = NULL;

  g_return_val_if_fail (CSN_IS_LOG_READER (reader), NULL);

  verifier.log_id = csn_log_reader_get_log_id (reader);
  if (verifier.log_id == NULL)
    {
      report->integrity = CSN_INTEGRITY_UNVERIFIABLE;
      return g_steal_pointer (&report);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (!verify_rows (&verifier, report, progress, user_data, cancellable, error))
    return NULL;
  head = csn_digest_to_hex (verifier.chain, CSN_SHA256_BYTES);
  memcpy (report->head, head, sizeof report->head);
  return g_steal_pointer (&report);
}
