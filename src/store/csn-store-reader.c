/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-reader.h"

#include <string.h>

#include "csn-log-private.h"
#include "csn-place-private.h"
#include "csn-schema-private.h"
#include "csn-store-error-private.h"

struct _CsnStoreReader
{
  GObject parent_instance;
  CsnConnection *connection; /* (owned) */
  sqlite3_stmt *rows;        /* (unowned): the connection's, as the next two */
  sqlite3_stmt *checkpoints; /* (unowned) (nullable): none once they ended */
  sqlite3_stmt *keys;        /* (unowned) (nullable): none once they ended */
  CsnLog log;
  guint64 count;
  gboolean skips_columns;
  gboolean ended; /* SQLite would begin again */
};

static void csn_store_reader_log_reader_init (CsnLogReaderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnStoreReader,
                               csn_store_reader,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CSN_TYPE_LOG_READER,
                                                      csn_store_reader_log_reader_init))

static void
csn_store_reader_finalize (GObject *object)
{
  CsnStoreReader *self = CSN_STORE_READER (object);

  g_clear_pointer (&self->connection, csn_connection_close);
  G_OBJECT_CLASS (csn_store_reader_parent_class)->finalize (object);
}

static void
csn_store_reader_class_init (CsnStoreReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = csn_store_reader_finalize;
}

static void
csn_store_reader_init (CsnStoreReader *self)
{
}

static gboolean
read_count (CsnStoreReader *self, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean has_row;

  statement = csn_connection_prepare (self->connection, CSN_STATEMENT_COUNT_LOG, error);
  if (statement == NULL || !csn_connection_step (self->connection, statement, &has_row, error))
    return FALSE;
  self->count = (guint64) sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
prepare_series (CsnStoreReader *self,
                CsnStatement statement,
                gint64 begin,
                sqlite3_stmt **ret_series,
                GError **error)
{
  *ret_series = csn_connection_prepare (self->connection, statement, error);
  if (*ret_series == NULL)
    return FALSE;
  if (sqlite3_bind_parameter_count (*ret_series) > 0)
    sqlite3_bind_int64 (*ret_series, 1, begin);
  return TRUE;
}

/* A file that no newer Countersign has opened yet is of a time without checkpoints. */
static gboolean
prepare_seals (CsnStoreReader *self, GError **error)
{
  gint64 version = 0;

  if (!csn_connection_get_integer (self->connection, "PRAGMA user_version", &version, error))
    return FALSE;
  return version < 2 ||
         (prepare_series (self,
                          CSN_STATEMENT_READ_CHECKPOINTS,
                          self->log.base_seq > 0 ? (gint64) self->log.base_seq : G_MININT64,
                          &self->checkpoints,
                          error) &&
          prepare_series (self, CSN_STATEMENT_READ_KEYS, 0, &self->keys, error));
}

static gboolean
start (CsnStoreReader *self, const char *path, GError **error)
{
  g_autofree char *resolved = csn_place_resolve (path);
  CsnConnectionMode mode = CSN_CONNECTION_READ;

  if (csn_place_is_still (resolved))
    mode = CSN_CONNECTION_READ_STILL;
  self->connection = csn_connection_open (resolved, mode, error);
  if (self->connection == NULL || !csn_schema_check (self->connection, error) ||
      !csn_connection_run (self->connection, CSN_STATEMENT_BEGIN_READ, NULL, NULL, error) ||
      !csn_log_read_id (&self->log, self->connection, error) || !read_count (self, error))
    return FALSE;
  return csn_log_read_base (&self->log, self->connection, error) &&
         prepare_series (self, CSN_STATEMENT_READ_LOG, G_MININT64, &self->rows, error) &&
         prepare_seals (self, error);
}

CsnStoreReader *
csn_store_reader_open (const char *path, GError **error)
{
  g_autoptr (CsnStoreReader) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (CSN_TYPE_STORE_READER, NULL);
  return start (self, path, error) ? g_steal_pointer (&self) : NULL;
}

static const guint8 *
get_log_id (CsnLogReader *reader)
{
  return CSN_STORE_READER (reader)->log.id;
}

static guint64
get_count (CsnLogReader *reader)
{
  return CSN_STORE_READER (reader)->count;
}

/* A text that a C string can't hold is none that the log wrote: it must not look like one. */
static const char *
get_text (sqlite3_stmt *rows, int column)
{
  const char *text = (const char *) sqlite3_column_text (rows, column);

  if (text != NULL && (gsize) sqlite3_column_bytes (rows, column) != strlen (text))
    return "\xff";
  return text;
}

static const guint8 *
get_hash (sqlite3_stmt *rows, int column)
{
  static const guint8 none[CSN_SHA256_BYTES] = { 0 };
  const guint8 *hash = sqlite3_column_blob (rows, column);

  return sqlite3_column_bytes (rows, column) == CSN_SHA256_BYTES ? hash : none;
}

static void
read_columns (sqlite3_stmt *rows, CsnLogRow *ret_row)
{
  ret_row->timestamp = sqlite3_column_int64 (rows, 4);
  ret_row->event_type = get_text (rows, 5);
  ret_row->request_id = get_text (rows, 6);
  ret_row->agent_id = get_text (rows, 7);
  ret_row->action_type = get_text (rows, 8);
  ret_row->hitl_level = get_text (rows, 9);
  ret_row->has_columns = TRUE;
}

static void
read_payload (sqlite3_stmt *rows, CsnLogRow *ret_row)
{
  static const guint8 nothing[CSN_PAYLOAD_SALT_BYTES] = { 0 };

  ret_row->has_payloads = TRUE;
  if (sqlite3_column_type (rows, 11) == SQLITE_NULL)
    return;
  ret_row->salt = sqlite3_column_blob (rows, 10);
  if (sqlite3_column_bytes (rows, 10) != CSN_PAYLOAD_SALT_BYTES)
    ret_row->salt = nothing;
  ret_row->payload = sqlite3_column_blob (rows, 11);
  ret_row->payload_length = (gsize) sqlite3_column_bytes (rows, 11);
  if (ret_row->payload == NULL)
    ret_row->payload = nothing;
}

static gboolean
next (CsnLogReader *reader, CsnLogRow *ret_row, GError **error)
{
  CsnStoreReader *self = CSN_STORE_READER (reader);
  gboolean has_row;

  if (self->ended)
    return FALSE;
  memset (ret_row, 0, sizeof *ret_row);
  if (!csn_connection_step (self->connection, self->rows, &has_row, error) || !has_row)
    {
      self->ended = TRUE;
      return FALSE;
    }
  ret_row->seq = (guint64) sqlite3_column_int64 (self->rows, 0);
  ret_row->body = sqlite3_column_blob (self->rows, 1);
  ret_row->length = (gsize) sqlite3_column_bytes (self->rows, 1);
  if (ret_row->body == NULL)
    ret_row->body = "";
  ret_row->leaf = get_hash (self->rows, 2);
  ret_row->chain = get_hash (self->rows, 3);
  if (!self->skips_columns)
    {
      read_columns (self->rows, ret_row);
      read_payload (self->rows, ret_row);
    }
  return TRUE;
}

static void
skip_columns (CsnLogReader *reader)
{
  CsnStoreReader *self = CSN_STORE_READER (reader);
  sqlite3_stmt *rows = NULL;

  if (!prepare_series (self, CSN_STATEMENT_READ_BODIES, G_MININT64, &rows, NULL))
    return;
  self->rows = rows;
  self->skips_columns = TRUE;
}

static gboolean
skip_to (CsnLogReader *reader, guint64 seq)
{
  CsnStoreReader *self = CSN_STORE_READER (reader);

  if (seq > G_MAXINT64)
    return FALSE;
  sqlite3_bind_int64 (self->rows, 1, (gint64) seq);
  if (self->checkpoints != NULL)
    sqlite3_bind_int64 (self->checkpoints, 1, (gint64) seq);
  return TRUE;
}

static void
get_base (CsnLogReader *reader, guint64 *ret_seq, guint8 ret_chain[CSN_SHA256_BYTES])
{
  const CsnStoreReader *self = CSN_STORE_READER (reader);

  *ret_seq = self->log.base_seq;
  memcpy (ret_chain, self->log.base_chain, CSN_SHA256_BYTES);
}

/* Steps through a series that ends once. */
static gboolean
step_series (CsnStoreReader *self, sqlite3_stmt **series, GError **error)
{
  gboolean has_row = FALSE;

  if (*series == NULL)
    return FALSE;
  if (csn_connection_step (self->connection, *series, &has_row, error) && has_row)
    return TRUE;
  *series = NULL;
  return FALSE;
}

static gboolean
next_checkpoint (CsnLogReader *reader, CsnLogCheckpoint *ret_checkpoint, GError **error)
{
  CsnStoreReader *self = CSN_STORE_READER (reader);

  if (!step_series (self, &self->checkpoints, error))
    return FALSE;
  ret_checkpoint->has_count = TRUE;
  ret_checkpoint->count = (guint64) sqlite3_column_int64 (self->checkpoints, 0);
  ret_checkpoint->note = (const char *) sqlite3_column_text (self->checkpoints, 1);
  ret_checkpoint->length = (gsize) sqlite3_column_bytes (self->checkpoints, 1);
  return TRUE;
}

static gboolean
next_key (CsnLogReader *reader, CsnLogKey *ret_key, GError **error)
{
  CsnStoreReader *self = CSN_STORE_READER (reader);

  if (!step_series (self, &self->keys, error))
    return FALSE;
  memset (ret_key, 0, sizeof *ret_key);
  ret_key->since = (guint64) sqlite3_column_int64 (self->keys, 0);
  ret_key->is_missing = sqlite3_column_type (self->keys, 1) == SQLITE_NULL;
  if (!ret_key->is_missing)
    memcpy (ret_key->public_key, get_hash (self->keys, 1), CSN_PUBLIC_KEY_BYTES);
  return TRUE;
}

static void
csn_store_reader_log_reader_init (CsnLogReaderInterface *iface)
{
  iface->get_log_id = get_log_id;
  iface->get_count = get_count;
  iface->next = next;
  iface->skip_columns = skip_columns;
  iface->skip_to = skip_to;
  iface->get_base = get_base;
  iface->next_checkpoint = next_checkpoint;
  iface->next_key = next_key;
}
