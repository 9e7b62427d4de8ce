/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-log-reader.h"
#include "csn-note.h"

G_BEGIN_DECLS

#define CSN_TYPE_MEMORY_LOG (csn_memory_log_get_type ())

/**
 * CsnMemoryLog:
 *
 * A log in memory, whose rows a test may spoil in every way before it is read.
 */
G_DECLARE_FINAL_TYPE (CsnMemoryLog, csn_memory_log, CSN, MEMORY_LOG, GObject)

typedef struct
{
  guint64 seq;
  GString *body;
  guint8 leaf[CSN_SHA256_BYTES];
  guint8 chain[CSN_SHA256_BYTES];
  gint64 timestamp;
  char *event_type;
  char *request_id;
  char *agent_id;
  char *action_type;
  char *hitl_level;
} CsnMemoryRow;

typedef struct
{
  guint64 count;
  GString *note;
} CsnMemoryCheckpoint;

CsnMemoryLog *csn_memory_log_new (const guint8 log_id[CSN_LOG_ID_BYTES]);

/* Appends @event as the store does. */
void csn_memory_log_append (CsnMemoryLog *self, const CsnEvent *event);

/* Appends @row as it is; takes it. */
void csn_memory_log_append_row (CsnMemoryLog *self, CsnMemoryRow *row);

/* (element-type CsnMemoryRow): to be spoiled. */
GPtrArray *csn_memory_log_get_rows (CsnMemoryLog *self);

CsnMemoryRow *csn_memory_row_copy (const CsnMemoryRow *row);

/* Signs all rows so far. */
void csn_memory_log_seal (CsnMemoryLog *self, CsnSigner *signer);

/* (element-type CsnMemoryCheckpoint): to be spoiled. */
GPtrArray *csn_memory_log_get_checkpoints (CsnMemoryLog *self);

/* (element-type CsnLogKey): to be filled. */
GArray *csn_memory_log_get_keys (CsnMemoryLog *self);

/* Lets the log look like a bundle: no stored leaves, chain values and columns. */
void csn_memory_log_become_bundle (CsnMemoryLog *self);

/* Recomputes leaf and chain of all rows from @first on, as one who knows the format would. */
void csn_memory_log_rechain (CsnMemoryLog *self, guint first);

/* Lets reading fail at a row. */
void csn_memory_log_break_at (CsnMemoryLog *self, guint row);

/* Starts again at the first row. */
void csn_memory_log_rewind (CsnMemoryLog *self);

G_END_DECLS
