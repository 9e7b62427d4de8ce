/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-verify.h"

#include <gio/gio.h>
#include <string.h>

#include "csn-payload-check-private.h"
#include "csn-row-check-private.h"
#include "csn-seal-check-private.h"

#define ROWS_PER_PROGRESS 4096
#define ROWS_PER_CANCEL_CHECK 256

typedef struct
{
  CsnLogReader *reader; /* (unowned) */
  CsnRowCheck rows;
  CsnSealCheck seals;
  CsnPayloadCheck payloads;
  GArray *anchors; /* (owned) (element-type CsnAnchor): by count */
  guint next_anchor;
  guint64 begin;           /* the first row that counts */
  guint64 last_agreed;     /* the count of the newest anchor that agreed */
  CsnVerifyReport *report; /* (unowned) */
} CsnVerifier;

static int
compare_anchors (gconstpointer a, gconstpointer b)
{
  const CsnAnchor *first = a;
  const CsnAnchor *second = b;

  return first->count < second->count ? -1 : first->count > second->count;
}

static void
set_fault (CsnVerifyReport *report, guint64 seq, CsnFaultKind fault)
{
  report->integrity =
      fault == CSN_FAULT_UNREADABLE ? CSN_INTEGRITY_CORRUPT : CSN_INTEGRITY_TAMPERED;
  report->fault = fault;
  report->first_bad_seq = seq;
}

static void
set_unreadable (CsnVerifyReport *report, guint64 seq, const char *message)
{
  set_fault (report, seq, CSN_FAULT_UNREADABLE);
  report->message = g_strdup (message);
}

/* A tail begins with the chain value that is stored before it; the next note says whether that is
 * the right one. */
static gboolean
skip_to_tail (CsnVerifier *self, const CsnVerifyOptions *options, guint64 base)
{
  guint64 end = base + csn_log_reader_get_count (self->reader);
  CsnLogRow row;

  if (options->tail == 0 || end < base + options->tail + 2 ||
      !csn_log_reader_skip_to (self->reader, end - options->tail - 1) ||
      !csn_log_reader_next (self->reader, &row, NULL) || row.chain == NULL)
    return FALSE;
  memcpy (self->rows.chain, row.chain, CSN_SHA256_BYTES);
  self->begin = row.seq + 1;
  return TRUE;
}

static gboolean
begin (CsnVerifier *self, const CsnVerifyOptions *options, GError **error)
{
  guint64 base;

  csn_log_reader_get_base (self->reader, &base, self->rows.chain);
  self->begin = base;
  self->seals.begins_inside = skip_to_tail (self, options, base) || base > 0;
  self->rows.reader = self->reader;
  self->rows.log_id = csn_log_reader_get_log_id (self->reader);
  self->rows.next_seq = self->begin;
  self->seals.reader = self->reader;
  self->seals.log_id = self->rows.log_id;
  self->seals.trusted_key = options->trusted_key;
  self->seals.begin = self->begin;
  csn_payload_check_begin (&self->payloads);
  self->anchors = g_array_new (FALSE, FALSE, sizeof (CsnAnchor));
  for (gsize i = 0; i < options->n_anchors; i++)
    if (memcmp (options->anchors[i].log_id, self->rows.log_id, CSN_LOG_ID_BYTES) == 0)
      g_array_append_val (self->anchors, options->anchors[i]);
  g_array_sort (self->anchors, compare_anchors);
  while (self->next_anchor < self->anchors->len &&
         g_array_index (self->anchors, CsnAnchor, self->next_anchor).count <= self->begin)
    self->next_anchor++;
  self->last_agreed = self->begin;
  return csn_seal_check_begin (&self->seals, error);
}

/* Whether what was seen of the log from outside at this moment is what is here. */
static CsnFaultKind
check_anchors (CsnVerifier *self, guint64 *ret_seq)
{
  while (self->next_anchor < self->anchors->len)
    {
      const CsnAnchor *anchor = &g_array_index (self->anchors, CsnAnchor, self->next_anchor);

      if (anchor->count > self->rows.next_seq)
        break;
      if (memcmp (anchor->head, self->rows.chain, CSN_SHA256_BYTES) != 0)
        {
          *ret_seq = self->last_agreed;
          return CSN_FAULT_FORKED;
        }
      self->last_agreed = anchor->count;
      self->report->n_anchors++;
      self->next_anchor++;
    }
  return CSN_FAULT_NONE;
}

static CsnFaultKind
verify_row (CsnVerifier *self, const CsnLogRow *row, guint64 *ret_seq, GError **error)
{
  CsnFaultKind fault = csn_row_check_row (&self->rows, row, ret_seq);

  if (fault != CSN_FAULT_NONE)
    return fault;
  fault = csn_payload_check_row (&self->payloads, row);
  if (fault != CSN_FAULT_NONE)
    {
      *ret_seq = row->seq;
      return fault;
    }
  fault = csn_seal_check_row (&self->seals, row, self->rows.chain, ret_seq, error);
  return fault != CSN_FAULT_NONE ? fault : check_anchors (self, ret_seq);
}

/* Reads until the end, the first fault or a wish to stop; FALSE for the last. */
static gboolean
verify_rows (CsnVerifier *self,
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
      CsnFaultKind fault = verify_row (self, &row, &seq, &local_error);
      guint64 n_rows = ++self->report->n_events;

      if (local_error != NULL)
        break;
      if (fault != CSN_FAULT_NONE)
        {
          set_fault (self->report, seq, fault);
          return TRUE;
        }
      if (progress != NULL && n_rows % ROWS_PER_PROGRESS == 0)
        progress (n_rows, total, user_data);
      if (n_rows % ROWS_PER_CANCEL_CHECK == 0 &&
          g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  if (local_error != NULL)
    set_unreadable (self->report, self->rows.next_seq, local_error->message);
  else if (self->report->n_events == 0)
    set_fault (self->report, self->begin, CSN_FAULT_MISSING);
  if (progress != NULL)
    progress (self->report->n_events, total, user_data);
  return TRUE;
}

static void
judge_end (CsnVerifier *self)
{
  CsnVerifyReport *report = self->report;
  guint64 seq = 0;
  CsnFaultKind fault = csn_seal_check_end (&self->seals, self->rows.next_seq, &seq);

  if (fault == CSN_FAULT_NONE)
    fault = csn_payload_check_end (&self->payloads, &seq);
  if (fault != CSN_FAULT_NONE)
    {
      set_fault (report, seq, fault);
      return;
    }
  if (!self->seals.is_sealing || !self->seals.is_trusted)
    report->integrity = CSN_INTEGRITY_UNVERIFIABLE;

  /* A trusted key that this log never had is not one that somebody forgot to give. */
  if (self->seals.is_sealing && !self->seals.is_trusted && self->seals.trusted_key != NULL)
    set_fault (report, self->seals.sealing_since, CSN_FAULT_BAD_SIGNATURE);
}

static void
judge_completeness (CsnVerifier *self)
{
  CsnVerifyReport *report = self->report;
  guint64 count = self->rows.next_seq;

  report->n_exposed = report->n_anchors > 0 ? count - self->last_agreed : count - self->begin;
  report->completeness =
      report->n_exposed == 0 ? CSN_COMPLETENESS_ANCHORED : CSN_COMPLETENESS_EXPOSED;
  if (report->fault != CSN_FAULT_NONE || self->next_anchor == self->anchors->len)
    return;
  report->completeness = CSN_COMPLETENESS_INCOMPLETE;
  report->fault = CSN_FAULT_ROLLED_BACK;
  report->first_bad_seq = count;
}

static void
describe (CsnVerifier *self)
{
  CsnVerifyReport *report = self->report;
  g_autofree char *head = csn_digest_to_hex (self->rows.chain, CSN_SHA256_BYTES);

  memcpy (report->head, head, sizeof report->head);
  report->n_sealed = self->seals.has_sealed ? self->seals.sealed : 0;
  report->n_signatures = self->seals.n_signatures;
  report->is_trusted = self->seals.is_trusted;
  if (self->seals.is_sealing)
    report->public_key = csn_public_key_to_text (self->rows.log_id, self->seals.public_key);
}

static gboolean
verify (CsnVerifier *self,
        const CsnVerifyOptions *options,
        CsnProgressFunc progress,
        gpointer user_data,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!begin (self, options, &local_error))
    {
      set_unreadable (self->report, self->begin, local_error->message);
      return TRUE;
    }
  if (!verify_rows (self, progress, user_data, cancellable, error))
    return FALSE;
  if (self->report->fault == CSN_FAULT_NONE)
    judge_end (self);
  judge_completeness (self);
  describe (self);
  return TRUE;
}

CsnVerifyReport *
csn_audit_verify_against (CsnLogReader *reader,
                          const CsnVerifyOptions *options,
                          CsnProgressFunc progress,
                          gpointer user_data,
                          GCancellable *cancellable,
                          GError **error)
{
  static const CsnVerifyOptions nothing = { 0 };
  g_autoptr (CsnVerifyReport) report = g_new0 (CsnVerifyReport, 1);
  CsnVerifier verifier = { .reader = reader, .report = report };
  gboolean ended;

  g_return_val_if_fail (CSN_IS_LOG_READER (reader), NULL);

  if (csn_log_reader_get_log_id (reader) == NULL)
    {
      report->integrity = CSN_INTEGRITY_UNVERIFIABLE;
      report->completeness = CSN_COMPLETENESS_EXPOSED;
      return g_steal_pointer (&report);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  ended = verify (&verifier,
                  options != NULL ? options : &nothing,
                  progress,
                  user_data,
                  cancellable,
                  error);
  csn_payload_check_clear (&verifier.payloads);
  g_array_unref (verifier.anchors);
  return ended ? g_steal_pointer (&report) : NULL;
}

CsnVerifyReport *
csn_audit_verify (CsnLogReader *reader,
                  CsnProgressFunc progress,
                  gpointer user_data,
                  GCancellable *cancellable,
                  GError **error)
{
  return csn_audit_verify_against (reader, NULL, progress, user_data, cancellable, error);
}
