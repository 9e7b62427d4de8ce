/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-payload-check-private.h"

#include <string.h>

#include "csn-event-body-private.h"

void
csn_payload_check_begin (CsnPayloadCheck *self)
{
  self->missing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

void
csn_payload_check_clear (CsnPayloadCheck *self)
{
  g_clear_pointer (&self->missing, g_hash_table_unref);
}

static gboolean
is_committed (const CsnLogRow *row, const guint8 commitment[CSN_SHA256_BYTES])
{
  g_autoptr (GBytes) raw = g_bytes_new_static (row->payload, row->payload_length);
  guint8 computed[CSN_SHA256_BYTES];

  csn_payload_commitment (row->salt, raw, computed);
  return memcmp (computed, commitment, CSN_SHA256_BYTES) == 0;
}

CsnFaultKind
csn_payload_check_row (CsnPayloadCheck *self, const CsnLogRow *row)
{
  guint8 commitment[CSN_SHA256_BYTES];

  if (!row->has_payloads || row->request_id == NULL)
    return CSN_FAULT_NONE;
  if (csn_event_body_is_of_type (row, "payload_erased"))
    {
      g_hash_table_remove (self->missing, row->request_id);
      return CSN_FAULT_NONE;
    }
  if (!csn_event_body_is_of_type (row, "requested") ||
      !csn_event_body_get_commitment (row->body, row->length, commitment))
    return CSN_FAULT_NONE;
  if (row->salt != NULL)
    return is_committed (row, commitment) ? CSN_FAULT_NONE : CSN_FAULT_ALTERED;
  g_hash_table_insert (self->missing,
                       g_strdup (row->request_id),
                       g_memdup2 (&row->seq, sizeof row->seq));
  return CSN_FAULT_NONE;
}

CsnFaultKind
csn_payload_check_end (CsnPayloadCheck *self, guint64 *ret_seq)
{
  GHashTableIter iter;
  gpointer value;

  if (g_hash_table_size (self->missing) == 0)
    return CSN_FAULT_NONE;
  *ret_seq = G_MAXUINT64;
  g_hash_table_iter_init (&iter, self->missing);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    *ret_seq = MIN (*ret_seq, *(guint64 *) value);
  return CSN_FAULT_MISSING;
}
