/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-chain.h"

G_BEGIN_DECLS

/**
 * CsnLogRow:
 * @seq: its place
 * @body: (array length=length): the exact bytes, without a NUL after them
 * @length: how many
 * @leaf: (array fixed-size=32): the stored leaf
 * @chain: (array fixed-size=32): the stored chain value
 * @timestamp: the derived column, microseconds since the epoch
 * @event_type: the derived column
 * @request_id: (nullable): the derived column
 * @agent_id: (nullable): the derived column
 * @action_type: (nullable): the derived column
 * @hitl_level: (nullable): the derived column
 *
 * One row of the log as stored. Owned by its reader until the next call.
 */
typedef struct
{
  guint64 seq;
  const char *body;
  gsize length;
  const guint8 *leaf;
  const guint8 *chain;
  gint64 timestamp;
  const char *event_type;
  const char *request_id;
  const char *agent_id;
  const char *action_type;
  const char *hitl_level;
} CsnLogRow;

#define CSN_TYPE_LOG_READER (csn_log_reader_get_type ())

G_DECLARE_INTERFACE (CsnLogReader, csn_log_reader, CSN, LOG_READER, GObject)

/**
 * CsnLogReaderInterface:
 * @get_log_id: gives the log's id, 16 bytes
 * @get_count: how many rows there are to read
 * @next: reads the next row in seq order; %FALSE without an error at the end
 * @skip_columns: (nullable): see csn_log_reader_skip_columns()
 *
 * Where verification and export read a log from: a database, later a bundle. Blocking: use it in a
 * worker thread only.
 */
struct _CsnLogReaderInterface
{
  GTypeInterface parent_iface;

  const guint8 *(*get_log_id) (CsnLogReader *self);
  guint64 (*get_count) (CsnLogReader *self);
  gboolean (*next) (CsnLogReader *self, CsnLogRow *ret_row, GError **error);
  void (*skip_columns) (CsnLogReader *self);
};

const guint8 *csn_log_reader_get_log_id (CsnLogReader *self);

guint64 csn_log_reader_get_count (CsnLogReader *self);

gboolean csn_log_reader_next (CsnLogReader *self, CsnLogRow *ret_row, GError **error);

/**
 * csn_log_reader_skip_columns:
 * @self: a reader at the first row
 *
 * Tells that the derived columns won't be looked at, so that they needn't be read.
 */
void csn_log_reader_skip_columns (CsnLogReader *self);

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
