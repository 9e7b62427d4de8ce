/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-verify.h"

G_BEGIN_DECLS

/**
 * CsnRowCheck:
 * @reader: (unowned): where the rows come from
 * @log_id: (unowned): the log that they must belong to
 * @next_seq: the place of the next row
 * @chain: recomputed, of the last good row
 * @before_last: recomputed, of the row before that one
 *
 * Follows the rows of a log: all that is needed to judge the next one.
 */
typedef struct
{
  CsnLogReader *reader;
  const guint8 *log_id;
  guint64 next_seq;
  guint8 chain[CSN_SHA256_BYTES];
  guint8 before_last[CSN_SHA256_BYTES];
} CsnRowCheck;

/**
 * csn_row_check_row:
 * @self: a check
 * @row: the next row
 * @ret_seq: (out): the first bad row
 *
 * Where a row isn't what belongs there it reads on to say what happened, so a fault ends the check.
 *
 * Returns: what is wrong with it
 */
CsnFaultKind csn_row_check_row (CsnRowCheck *self, const CsnLogRow *row, guint64 *ret_seq);

G_END_DECLS
