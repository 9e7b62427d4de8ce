/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-public-key.h"

G_BEGIN_DECLS

/**
 * CsnLogRow:
 * @seq: its place
 * @body: (array length=length) (nullable): the exact bytes, without a NUL after them; %NULL for a
 *   skeleton, of which only the leaf is there
 * @length: how many
 * @leaf: (array fixed-size=32) (nullable): the stored leaf; %NULL where none is stored
 * @chain: (array fixed-size=32) (nullable): the stored chain value; %NULL where none is stored
 * @has_columns: whether the derived columns that follow are stored and were read
 * @timestamp: the derived column, microseconds since the epoch
 * @event_type: (nullable): the derived column
 * @request_id: (nullable): the derived column
 * @agent_id: (nullable): the derived column
 * @action_type: (nullable): the derived column
 * @hitl_level: (nullable): the derived column
 * @has_payloads: whether payloads are kept where this row was read from
 * @salt: (array fixed-size=16) (nullable): the salt of the row's payload; %NULL if it has none
 * @payload: (array length=payload_length) (nullable): the payload's bytes
 * @payload_length: how many
 *
 * One row of the log as stored. Owned by its reader until the next call. A database has all of it;
 * a bundle has bodies or leaves, and what it hasn't needn't be set.
 */
typedef struct
{
  guint64 seq;
  const char *body;
  gsize length;
  const guint8 *leaf;
  const guint8 *chain;
  gboolean has_columns;
  gint64 timestamp;
  const char *event_type;
  const char *request_id;
  const char *agent_id;
  const char *action_type;
  const char *hitl_level;
  gboolean has_payloads;
  const guint8 *salt;
  const guint8 *payload;
  gsize payload_length;
} CsnLogRow;

/**
 * CsnLogCheckpoint:
 * @has_count: whether @count is stored apart from the note
 * @count: the place that the note is filed under: how many events it says there were
 * @note: (array length=length): the exact bytes of a signed note, see csn-note.h
 * @length: how many
 *
 * A checkpoint as stored. Owned by its reader until the next call.
 */
typedef struct
{
  gboolean has_count;
  guint64 count;
  const char *note;
  gsize length;
} CsnLogCheckpoint;

/**
 * CsnLogKey:
 * @since: the event that brought the key in, or that says there is none
 * @is_missing: whether the log went unsigned from there on
 * @public_key: the key that signs from there on, unless @is_missing
 *
 * One step of the history of a log's keys. It is what the events of the types log_opened and
 * key_changed say; a log that was pruned has lost some of those.
 */
typedef struct
{
  guint64 since;
  gboolean is_missing;
  guint8 public_key[CSN_PUBLIC_KEY_BYTES];
} CsnLogKey;

#define CSN_TYPE_LOG_READER (csn_log_reader_get_type ())

G_DECLARE_INTERFACE (CsnLogReader, csn_log_reader, CSN, LOG_READER, GObject)

/**
 * CsnLogReaderInterface:
 * @get_log_id: gives the log's id, 16 bytes
 * @get_count: how many rows there are to read
 * @next: reads the next row in seq order; %FALSE without an error at the end
 * @skip_columns: (nullable): see csn_log_reader_skip_columns()
 * @skip_to: (nullable): see csn_log_reader_skip_to()
 * @get_base: (nullable): see csn_log_reader_get_base()
 * @next_checkpoint: (nullable): see csn_log_reader_next_checkpoint()
 * @next_key: (nullable): see csn_log_reader_next_key()
 *
 * Where verification and export read a log from: a database or a bundle. Rows, checkpoints and keys
 * are three series, each read from its begin to its end, in any turn. What is %NULL stands for
 * nothing: no checkpoints, no keys, and a log from its first event on. Blocking: use it in a worker
 * thread only.
 */
struct _CsnLogReaderInterface
{
  GTypeInterface parent_iface;

  const guint8 *(*get_log_id) (CsnLogReader *self);
  guint64 (*get_count) (CsnLogReader *self);
  gboolean (*next) (CsnLogReader *self, CsnLogRow *ret_row, GError **error);
  void (*skip_columns) (CsnLogReader *self);
  gboolean (*skip_to) (CsnLogReader *self, guint64 seq);
  void (*get_base) (CsnLogReader *self, guint64 *ret_seq, guint8 ret_chain[CSN_SHA256_BYTES]);
  gboolean (*next_checkpoint) (CsnLogReader *self,
                               CsnLogCheckpoint *ret_checkpoint,
                               GError **error);
  gboolean (*next_key) (CsnLogReader *self, CsnLogKey *ret_key, GError **error);
};

const guint8 *csn_log_reader_get_log_id (CsnLogReader *self);

guint64 csn_log_reader_get_count (CsnLogReader *self);

gboolean csn_log_reader_next (CsnLogReader *self, CsnLogRow *ret_row, GError **error);

/**
 * csn_log_reader_skip_columns:
 * @self: a reader at the first row
 *
 * Tells that the derived columns and the payloads won't be looked at, so that they needn't be read.
 */
void csn_log_reader_skip_columns (CsnLogReader *self);

/**
 * csn_log_reader_skip_to:
 * @self: a reader at the first row
 * @seq: a place
 *
 * Leaves out the rows before @seq and the checkpoints of at most @seq events.
 *
 * Returns: %FALSE if this reader can't do it without reading them; then it did nothing
 */
gboolean csn_log_reader_skip_to (CsnLogReader *self, guint64 seq);

/**
 * csn_log_reader_get_base:
 * @self: a reader
 * @ret_seq: (out): the first event that is kept
 * @ret_chain: (out) (array fixed-size=32): the chain value before it; zeros if @ret_seq is 0
 *
 * What the database or bundle says of its own begin; the newest note must say the same.
 */
void
csn_log_reader_get_base (CsnLogReader *self, guint64 *ret_seq, guint8 ret_chain[CSN_SHA256_BYTES]);

/**
 * csn_log_reader_next_checkpoint:
 * @self: a reader
 * @ret_checkpoint: (out): the next one, in the order of the counts
 * @error: return location for an error
 *
 * Returns: %FALSE without an error at the end
 */
gboolean csn_log_reader_next_checkpoint (CsnLogReader *self,
                                         CsnLogCheckpoint *ret_checkpoint,
                                         GError **error);

/**
 * csn_log_reader_next_key:
 * @self: a reader
 * @ret_key: (out): the next step of the keys' history, from the first event of the log on, kept or
 *   not
 * @error: return location for an error
 *
 * Returns: %FALSE without an error at the end
 */
gboolean csn_log_reader_next_key (CsnLogReader *self, CsnLogKey *ret_key, GError **error);

/**
 * CsnProgressFunc:
 * @done: rows so far
 * @total: rows in all
 * @user_data: the caller's
 *
 * Called from the worker thread, now and then.
 */
typedef void (*CsnProgressFunc) (guint64 done, guint64 total, gpointer user_data);

G_END_DECLS
