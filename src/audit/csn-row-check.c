/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-row-check-private.h"

#include <string.h>

#include "csn-event-body-private.h"

/* What a row says about itself, set against where it was found. */
typedef struct
{
  guint8 leaf[CSN_SHA256_BYTES];  /* recomputed from the body */
  guint8 chain[CSN_SHA256_BYTES]; /* recomputed from the row before */
  gboolean leaf_fits;             /* the stored leaf is the body's */
  gboolean chain_fits;            /* the stored chain value follows from the row before */
  gboolean has_place;             /* the body begins as bodies do, and names this log */
  gboolean is_foreign;            /* the body names another log */
  guint64 place;                  /* where the body says that it belongs */
} CsnRowFacts;

static CsnRowFacts
get_facts (const CsnRowCheck *self, const CsnLogRow *row)
{
  CsnRowFacts facts = { .leaf_fits = TRUE, .chain_fits = TRUE };
  guint8 log_id[CSN_LOG_ID_BYTES];

  if (row->body != NULL)
    csn_chain_leaf (row->body, row->length, facts.leaf);
  else if (row->leaf != NULL)
    memcpy (facts.leaf, row->leaf, CSN_SHA256_BYTES);
  csn_chain_next (self->log_id, self->next_seq, self->chain, facts.leaf, facts.chain);
  if (row->leaf != NULL)
    facts.leaf_fits = memcmp (facts.leaf, row->leaf, CSN_SHA256_BYTES) == 0;
  if (row->chain != NULL)
    facts.chain_fits = memcmp (facts.chain, row->chain, CSN_SHA256_BYTES) == 0;
  if (row->body == NULL)
    {
      facts.has_place = row->leaf != NULL;
      facts.place = row->seq;
    }
  else if (csn_event_body_get_place (row->body, row->length, log_id, &facts.place))
    {
      facts.has_place = memcmp (log_id, self->log_id, CSN_LOG_ID_BYTES) == 0;
      facts.is_foreign = !facts.has_place;
    }
  return facts;
}

/* Whether one of the rows to come says that it belongs at @place: the next one only, or any. */
static gboolean
comes_later (CsnRowCheck *self, guint64 place, gboolean next_only)
{
  CsnLogRow row;
  guint8 log_id[CSN_LOG_ID_BYTES];
  guint64 claimed;

  while (csn_log_reader_next (self->reader, &row, NULL))
    {
      if (row.body == NULL
              ? row.seq == place
              : csn_event_body_get_place (row.body, row.length, log_id, &claimed) &&
                    claimed == place && memcmp (log_id, self->log_id, CSN_LOG_ID_BYTES) == 0)
        return TRUE;
      if (next_only)
        return FALSE;
    }
  return FALSE;
}

/* A body that belongs before its row: a copy of an earlier row, or the true row that was moved on
 * by one when another was put before it. */
static CsnFaultKind
classify_earlier (const CsnRowCheck *self,
                  const CsnRowFacts *facts,
                  const CsnLogRow *row,
                  guint64 *ret_seq)
{
  guint8 chain[CSN_SHA256_BYTES];

  if (!facts->leaf_fits)
    return CSN_FAULT_ALTERED;
  if (row->chain != NULL && facts->place + 1 == self->next_seq)
    {
      csn_chain_next (self->log_id, facts->place, self->before_last, facts->leaf, chain);
      if (memcmp (chain, row->chain, CSN_SHA256_BYTES) == 0 &&
          memcmp (chain, self->chain, CSN_SHA256_BYTES) != 0)
        *ret_seq = facts->place;
    }
  return CSN_FAULT_INSERTED;
}

/* Rows of a bundle come in the order of its lines, those of a database in the order of the seq. */
static CsnFaultKind
classify_seq (CsnRowCheck *self, const CsnLogRow *row)
{
  if (row->chain != NULL)
    return CSN_FAULT_MISSING;
  if (row->seq < self->next_seq)
    return CSN_FAULT_INSERTED;
  return comes_later (self, self->next_seq, FALSE) ? CSN_FAULT_REORDERED : CSN_FAULT_MISSING;
}

/* Says what happened to a row that isn't what belongs here. Reads on, so it ends the check. */
static CsnFaultKind
classify (CsnRowCheck *self, const CsnRowFacts *facts, const CsnLogRow *row, guint64 *ret_seq)
{
  guint64 seq = self->next_seq;

  *ret_seq = seq;
  if (row->seq != seq)
    return classify_seq (self, row);
  if (facts->is_foreign && facts->leaf_fits)
    return CSN_FAULT_INSERTED;
  if (facts->has_place && facts->place < seq)
    return classify_earlier (self, facts, row, ret_seq);
  if (facts->has_place && facts->place > seq)
    {
      if (comes_later (self, seq, FALSE))
        return CSN_FAULT_REORDERED;
      return facts->leaf_fits ? CSN_FAULT_MISSING : CSN_FAULT_ALTERED;
    }
  return comes_later (self, seq, TRUE) ? CSN_FAULT_INSERTED : CSN_FAULT_ALTERED;
}

CsnFaultKind
csn_row_check_row (CsnRowCheck *self, const CsnLogRow *row, guint64 *ret_seq)
{
  CsnRowFacts facts = get_facts (self, row);

  if (row->seq != self->next_seq || !facts.leaf_fits || !facts.chain_fits || !facts.has_place ||
      facts.place != row->seq)
    return classify (self, &facts, row, ret_seq);
  if (row->has_columns && !csn_event_body_is_derived_from (row, self->log_id))
    {
      *ret_seq = row->seq;
      return CSN_FAULT_INDEX_MISMATCH;
    }
  memcpy (self->before_last, self->chain, CSN_SHA256_BYTES);
  memcpy (self->chain, facts.chain, CSN_SHA256_BYTES);
  self->next_seq++;
  return CSN_FAULT_NONE;
}
