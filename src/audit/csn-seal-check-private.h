/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-note.h"
#include "csn-verify.h"

G_BEGIN_DECLS

/**
 * CsnSealCheck:
 *
 * Follows the keys and checkpoints of a log along its rows. After each good row it says whether the
 * seals up to there are what they must be.
 */
typedef struct
{
  CsnLogReader *reader;      /* (unowned) */
  const guint8 *log_id;      /* (unowned) */
  const guint8 *trusted_key; /* (unowned) (nullable) */
  guint64 begin;             /* the first row that is looked at */
  gboolean begins_inside;    /* there were rows before it */

  gboolean has_key;    /* the log had a key once */
  gboolean is_sealing; /* and it signs now */
  gboolean is_trusted; /* and it is the trusted one, or one that came from it */
  guint8 public_key[CSN_PUBLIC_KEY_BYTES];
  guint64 sealing_since;   /* the event that brought it in */
  gboolean compares_keys;  /* the reader has the history of the keys */
  gboolean has_stored_key; /* the next step of that history, not yet met */
  CsnLogKey stored_key;

  gboolean has_checkpoint; /* the next one, not yet met */
  CsnLogCheckpoint checkpoint;
  CsnNote note;        /* what it says */
  gboolean note_fits;  /* it is a note, filed under its count */
  guint64 sealed;      /* what the last good one vouches for */
  gboolean has_sealed; /* there was a good one */
  CsnNote sealed_note;
  guint8 sealed_digest[CSN_SHA256_BYTES];
  guint64 n_signatures;
} CsnSealCheck;

/**
 * csn_seal_check_begin:
 * @self: zeros, with @reader, @log_id, @trusted_key, @begin and @begins_inside set
 * @error: return location for what the reader said
 *
 * Returns: %TRUE if the reader can be read
 */
gboolean csn_seal_check_begin (CsnSealCheck *self, GError **error);

/**
 * csn_seal_check_row:
 * @self: a check
 * @row: the next good row
 * @chain: (array fixed-size=32): its chain value
 * @ret_seq: (out): the first bad row
 * @error: return location for what the reader said; then %CSN_FAULT_UNREADABLE is returned
 *
 * Returns: what is wrong with the seals up to and with @row
 */
CsnFaultKind csn_seal_check_row (CsnSealCheck *self,
                                 const CsnLogRow *row,
                                 const guint8 chain[CSN_SHA256_BYTES],
                                 guint64 *ret_seq,
                                 GError **error);

/**
 * csn_seal_check_end:
 * @self: a check
 * @count: how many events the log has, with those before its begin
 * @ret_seq: (out): the first bad row
 *
 * Returns: what is wrong with the seals at the end of the log
 */
CsnFaultKind csn_seal_check_end (CsnSealCheck *self, guint64 count, guint64 *ret_seq);

G_END_DECLS
