/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "csn-log-reader.h"
#include "csn-note.h"

G_BEGIN_DECLS

#define CSN_PROOF_FORMAT "countersign-proof-1"
#define CSN_PROOF_MAX_BYTES (1024 * 1024)

/* The proof that one event is in a log: one JSON object {"format", "log_id", "seq", "body",
 * "previous", "leaves", "note", "public_key"}. "body" is the event's exact bytes as a string,
 * "previous" the chain value before it, "leaves" the leaves of the events after it, up to the end
 * of "note", all in lower-case hexadecimal; "public_key" is that which signed the note. */

/**
 * csn_proof_make:
 * @reader: a log at its first row
 * @seq: an event
 * @cancellable: (nullable): stops it
 * @error: return location for a #GIOError: %G_IO_ERROR_NOT_FOUND if there is no such event, or no
 *   checkpoint over it
 *
 * Returns: (transfer full) (nullable): the proof, JSON with a new line at its end
 */
char *csn_proof_make (CsnLogReader *reader, guint64 seq, GCancellable *cancellable, GError **error);

/**
 * CsnProof:
 * @log_id: in which log
 * @seq: which event
 * @body: (owned): its exact bytes
 * @public_key: (owned): the key that vouches for it
 * @timestamp: when that was signed, microseconds since the epoch
 *
 * What a good proof proves.
 */
typedef struct
{
  guint8 log_id[CSN_LOG_ID_BYTES];
  guint64 seq;
  char *body;
  char *public_key;
  gint64 timestamp;
} CsnProof;

/**
 * csn_proof_check:
 * @text: (array length=length): a proof, perhaps a forged one
 * @length: how many bytes
 * @trusted_key: (nullable) (array fixed-size=32): the key that must have signed it
 * @ret_fault: (out): for a proof that can be read and is wrong: what is
 * @error: return location for a #GIOError if it can't be read
 *
 * Returns: (transfer full) (nullable): what it proves
 */
CsnProof *csn_proof_check (const char *text,
                           gsize length,
                           const guint8 *trusted_key,
                           const char **ret_fault,
                           GError **error);

void csn_proof_free (CsnProof *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnProof, csn_proof_free)

G_END_DECLS
