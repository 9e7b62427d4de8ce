/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-verify.h"

G_BEGIN_DECLS

/**
 * CsnPayloadCheck:
 * @missing: (owned) (element-type utf8 guint64): by request id, the events whose payload wasn't
 *   there and that no payload_erased event has explained yet
 *
 * Holds the payloads of a log against the commitments in its events.
 */
typedef struct
{
  GHashTable *missing;
} CsnPayloadCheck;

void csn_payload_check_begin (CsnPayloadCheck *self);

void csn_payload_check_clear (CsnPayloadCheck *self);

/**
 * csn_payload_check_row:
 * @self: a check
 * @row: the next good row, with its derived columns
 *
 * Returns: %CSN_FAULT_ALTERED if its payload isn't the one that was committed to
 */
CsnFaultKind csn_payload_check_row (CsnPayloadCheck *self, const CsnLogRow *row);

/**
 * csn_payload_check_end:
 * @self: a check
 * @ret_seq: (out): the first event whose payload is gone
 *
 * Returns: %CSN_FAULT_MISSING if there is one
 */
CsnFaultKind csn_payload_check_end (CsnPayloadCheck *self, guint64 *ret_seq);

G_END_DECLS
