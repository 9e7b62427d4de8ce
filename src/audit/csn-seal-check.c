/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-seal-check-private.h"

#include <string.h>

#include "csn-event-body-private.h"
#include "csn-key-change.h"

/* The longest stretch without a checkpoint that a signed log has. */
#define MAX_UNSEALED 64

static gboolean
is_trusted_key (const CsnSealCheck *self, const guint8 public_key[CSN_PUBLIC_KEY_BYTES])
{
  return self->trusted_key != NULL &&
         memcmp (public_key, self->trusted_key, CSN_PUBLIC_KEY_BYTES) == 0;
}

static void
take_key (CsnSealCheck *self,
          guint64 seq,
          const guint8 public_key[CSN_PUBLIC_KEY_BYTES],
          gboolean is_handed_over)
{
  gboolean is_first = !self->has_key;

  self->has_key = TRUE;
  self->is_sealing = TRUE;
  self->sealing_since = seq;
  memcpy (self->public_key, public_key, CSN_PUBLIC_KEY_BYTES);
  if (is_first && self->trusted_key == NULL)
    self->is_trusted = TRUE;
  else if (!is_handed_over)
    self->is_trusted = FALSE;
  if (is_trusted_key (self, public_key))
    self->is_trusted = TRUE;
}

static gboolean
read_next_key (CsnSealCheck *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  self->has_stored_key = csn_log_reader_next_key (self->reader, &self->stored_key, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* A log that is read from its middle, or was pruned: its keys are what was noted of them. */
static gboolean
skip_keys (CsnSealCheck *self, GError **error)
{
  while (self->has_stored_key && self->stored_key.since < self->begin)
    {
      if (self->stored_key.is_missing)
        self->is_sealing = FALSE;
      else
        take_key (self, self->stored_key.since, self->stored_key.public_key, TRUE);
      if (!read_next_key (self, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_next_checkpoint (CsnSealCheck *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  self->has_checkpoint =
      csn_log_reader_next_checkpoint (self->reader, &self->checkpoint, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (self->has_checkpoint && self->checkpoint.note == NULL)
    self->checkpoint.note = "";
  self->note_fits = self->has_checkpoint &&
                    csn_note_parse (self->checkpoint.note, self->checkpoint.length, &self->note);
  return TRUE;
}

gboolean
csn_seal_check_begin (CsnSealCheck *self, GError **error)
{
  self->sealed = self->begin;
  self->compares_keys = CSN_LOG_READER_GET_IFACE (self->reader)->next_key != NULL;
  return read_next_key (self, error) && skip_keys (self, error) &&
         read_next_checkpoint (self, error);
}

/* Keys */

static gboolean
fits_stored_key (CsnSealCheck *self, guint64 seq, const guint8 *public_key, GError **error)
{
  if (!self->compares_keys)
    return TRUE;
  if (!self->has_stored_key || self->stored_key.since != seq ||
      self->stored_key.is_missing != (public_key == NULL) ||
      (public_key != NULL &&
       memcmp (public_key, self->stored_key.public_key, CSN_PUBLIC_KEY_BYTES) != 0))
    return FALSE;
  return read_next_key (self, error);
}

static gboolean
change_key (CsnSealCheck *self, guint64 seq, const CsnKeyChange *change)
{
  gboolean is_same = self->has_key && change->has_previous &&
                     memcmp (change->previous_key, self->public_key, CSN_PUBLIC_KEY_BYTES) == 0;

  switch (change->kind)
    {
    case CSN_KEY_CHANGE_FIRST:
      if (self->has_key)
        return FALSE;
      take_key (self, seq, change->public_key, FALSE);
      return TRUE;
    case CSN_KEY_CHANGE_ROTATED:
      if (!is_same || !self->is_sealing)
        return FALSE;
      take_key (self, seq, change->public_key, TRUE);
      return TRUE;
    case CSN_KEY_CHANGE_REPLACED:
      if (!is_same || self->is_sealing)
        return FALSE;
      take_key (self, seq, change->public_key, FALSE);
      return TRUE;
    case CSN_KEY_CHANGE_MISSING:
      if (!is_same || !self->is_sealing)
        return FALSE;
      self->is_sealing = FALSE;
      return TRUE;
    case CSN_KEY_CHANGE_RESUMED:
      if (!is_same || self->is_sealing)
        return FALSE;
      take_key (self, seq, change->public_key, TRUE);
      return TRUE;
    }
  return FALSE;
}

static CsnFaultKind
check_opening (CsnSealCheck *self, const CsnJson *details, guint64 seq, GError **error)
{
  const CsnJson *key = details != NULL ? csn_json_get_member (details, "public_key") : NULL;
  guint8 log_id[CSN_LOG_ID_BYTES];
  guint8 public_key[CSN_PUBLIC_KEY_BYTES];

  if (key == NULL || csn_json_get_value_type (key) == CSN_JSON_NULL)
    return CSN_FAULT_NONE;
  if (seq != 0 || csn_json_get_value_type (key) != CSN_JSON_STRING ||
      !csn_public_key_from_text (csn_json_get_text (key), log_id, public_key) ||
      memcmp (log_id, self->log_id, CSN_LOG_ID_BYTES) != 0)
    return CSN_FAULT_BAD_SIGNATURE;
  take_key (self, seq, public_key, FALSE);
  return fits_stored_key (self, seq, public_key, error) ? CSN_FAULT_NONE : CSN_FAULT_INDEX_MISMATCH;
}

static CsnFaultKind
check_key_event (CsnSealCheck *self, const CsnLogRow *row, gboolean is_opening, GError **error)
{
  g_autoptr (CsnJson) body =
      csn_json_parse (row->body, row->length, CSN_EVENT_MAX_BYTES, NULL, NULL);
  const CsnJson *details = body != NULL ? csn_json_get_member (body, "details") : NULL;
  CsnKeyChange change;

  if (is_opening)
    return check_opening (self, details, row->seq, error);
  if (!csn_key_change_read (details, self->log_id, row->seq, &change) ||
      !change_key (self, row->seq, &change))
    return CSN_FAULT_BAD_SIGNATURE;
  return fits_stored_key (self, row->seq, self->is_sealing ? self->public_key : NULL, error)
             ? CSN_FAULT_NONE
             : CSN_FAULT_INDEX_MISMATCH;
}

/* Of a skeleton nothing is known but what the bundle says of its keys. */
static CsnFaultKind
check_key_of_skeleton (CsnSealCheck *self, guint64 seq, GError **error)
{
  if (!self->has_stored_key || self->stored_key.since != seq)
    return CSN_FAULT_NONE;
  if (self->stored_key.is_missing)
    self->is_sealing = FALSE;
  else
    take_key (self, seq, self->stored_key.public_key, FALSE);
  read_next_key (self, error);
  return CSN_FAULT_NONE;
}

static CsnFaultKind
check_key (CsnSealCheck *self, const CsnLogRow *row, GError **error)
{
  if (row->body == NULL)
    return check_key_of_skeleton (self, row->seq, error);
  if (csn_event_body_is_of_type (row, "log_opened"))
    return check_key_event (self, row, TRUE, error);
  if (csn_event_body_is_of_type (row, "key_changed"))
    return check_key_event (self, row, FALSE, error);
  if (self->compares_keys && self->has_stored_key && self->stored_key.since <= row->seq)
    return CSN_FAULT_INDEX_MISMATCH;
  return CSN_FAULT_NONE;
}

/* Checkpoints */

static guint64
get_first_unsealed (const CsnSealCheck *self)
{
  return self->is_sealing ? MAX (self->sealed, self->sealing_since) : self->sealed;
}

/* The next note doesn't follow from the last one: the one between them was put elsewhere, or is
 * gone. Reads on, so it ends the check. */
static CsnFaultKind
classify_gap (CsnSealCheck *self)
{
  guint8 wanted[CSN_SHA256_BYTES];
  guint8 digest[CSN_SHA256_BYTES];

  memcpy (wanted, self->note.previous, sizeof wanted);
  while (read_next_checkpoint (self, NULL) && self->has_checkpoint)
    {
      csn_note_digest (self->checkpoint.note, self->checkpoint.length, digest);
      if (memcmp (digest, wanted, sizeof wanted) == 0)
        return self->checkpoint.has_count ? CSN_FAULT_INDEX_MISMATCH : CSN_FAULT_REORDERED;
    }
  return CSN_FAULT_UNSEALED;
}

static CsnFaultKind
check_note (CsnSealCheck *self, const guint8 chain[CSN_SHA256_BYTES], gboolean has_chains)
{
  gboolean is_first = !self->has_sealed && self->begins_inside;

  if (!self->is_sealing || !csn_note_check (self->checkpoint.note,
                                            self->checkpoint.length,
                                            self->log_id,
                                            self->public_key,
                                            NULL))
    return CSN_FAULT_BAD_SIGNATURE;
  if (!is_first && memcmp (self->note.previous, self->sealed_digest, CSN_SHA256_BYTES) != 0)
    return classify_gap (self);

  /* A bundle keeps no chain values that would name the row. */
  if (memcmp (self->note.head, chain, CSN_SHA256_BYTES) != 0)
    return has_chains ? CSN_FAULT_BAD_SIGNATURE : CSN_FAULT_ALTERED;
  return CSN_FAULT_NONE;
}

static gboolean
accept_note (CsnSealCheck *self, GError **error)
{
  self->has_sealed = TRUE;
  self->sealed = self->note.count;
  self->sealed_note = self->note;
  self->n_signatures++;
  csn_note_digest (self->checkpoint.note, self->checkpoint.length, self->sealed_digest);
  return read_next_checkpoint (self, error);
}

/* What can be said of the next checkpoint before its rows were read. */
static CsnFaultKind
check_place (const CsnSealCheck *self)
{
  if (!self->has_checkpoint)
    return CSN_FAULT_NONE;
  if (!self->note_fits || memcmp (self->note.log_id, self->log_id, CSN_LOG_ID_BYTES) != 0)
    return CSN_FAULT_BAD_SIGNATURE;
  if (self->checkpoint.has_count && self->checkpoint.count != self->note.count)
    return CSN_FAULT_INDEX_MISMATCH;
  if (self->note.count <= self->sealed)
    return CSN_FAULT_REORDERED;
  return CSN_FAULT_NONE;
}

CsnFaultKind
csn_seal_check_row (CsnSealCheck *self,
                    const CsnLogRow *row,
                    const guint8 chain[CSN_SHA256_BYTES],
                    guint64 *ret_seq,
                    GError **error)
{
  CsnFaultKind fault = check_key (self, row, error);
  guint64 count = row->seq + 1;

  *ret_seq = row->seq;
  if (fault != CSN_FAULT_NONE)
    return fault;
  *ret_seq = get_first_unsealed (self);
  fault = check_place (self);
  if (fault == CSN_FAULT_NONE && self->has_checkpoint && self->note.count == count)
    {
      fault = check_note (self, chain, row->chain != NULL);
      if (fault == CSN_FAULT_NONE && !accept_note (self, error))
        return CSN_FAULT_UNREADABLE;
    }
  if (fault == CSN_FAULT_NONE && self->is_sealing &&
      count >= get_first_unsealed (self) + MAX_UNSEALED)
    fault = CSN_FAULT_UNSEALED;
  return fault;
}

/* A note over events that aren't there: of a key that the log had, or one that was made up. */
static gboolean
is_of_some_key (CsnSealCheck *self)
{
  gboolean is_signed = FALSE;

  do
    is_signed = csn_note_check (self->checkpoint.note,
                                self->checkpoint.length,
                                self->log_id,
                                self->public_key,
                                NULL) ||
                (self->has_stored_key && csn_note_check (self->checkpoint.note,
                                                         self->checkpoint.length,
                                                         self->log_id,
                                                         self->stored_key.public_key,
                                                         NULL));
  while (!is_signed && self->has_stored_key && read_next_key (self, NULL));
  return is_signed;
}

static CsnFaultKind
check_begin (const CsnSealCheck *self, guint64 *ret_seq)
{
  guint64 seq;
  guint8 chain[CSN_SHA256_BYTES];

  csn_log_reader_get_base (self->reader, &seq, chain);
  if (!self->has_sealed || (self->sealed_note.min_seq == seq &&
                            memcmp (self->sealed_note.min_chain, chain, CSN_SHA256_BYTES) == 0))
    return CSN_FAULT_NONE;
  *ret_seq = MIN (seq, self->sealed_note.min_seq);
  return self->sealed_note.min_seq == seq ? CSN_FAULT_INDEX_MISMATCH : CSN_FAULT_MISSING;
}

CsnFaultKind
csn_seal_check_end (CsnSealCheck *self, guint64 count, guint64 *ret_seq)
{
  CsnFaultKind fault = check_place (self);

  *ret_seq = get_first_unsealed (self);
  if (fault != CSN_FAULT_NONE)
    return fault;
  if (self->has_checkpoint)
    {
      if (!is_of_some_key (self))
        return CSN_FAULT_BAD_SIGNATURE;
      *ret_seq = count;
      return CSN_FAULT_MISSING;
    }
  if (self->is_sealing && self->sealed < count)
    return CSN_FAULT_UNSEALED;
  if (self->compares_keys && self->has_stored_key)
    {
      *ret_seq = MIN (self->stored_key.since, count);
      return CSN_FAULT_INDEX_MISMATCH;
    }
  return check_begin (self, ret_seq);
}
