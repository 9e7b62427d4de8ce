/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-log-private.h"

#include <string.h>

#include "csn-note.h"
#include "csn-store-error-private.h"

static gboolean
fail_as_damaged (GError **error, const char *message)
{
  g_set_error_literal (error, CSN_STORE_ERROR, CSN_STORE_ERROR_DAMAGED, message);
  return FALSE;
}

/* Reads a blob of a known size out of a row. */
static gboolean
copy_blob (sqlite3_stmt *statement, int column, guint8 *ret_bytes, int n_bytes)
{
  const guint8 *blob = sqlite3_column_blob (statement, column);

  if (blob == NULL || sqlite3_column_bytes (statement, column) != n_bytes)
    return FALSE;
  memcpy (ret_bytes, blob, (gsize) n_bytes);
  return TRUE;
}

/* Reads a value of "meta"; the statement is at its row if there is one, and to be reset. */
static sqlite3_stmt *
read_meta (CsnConnection *connection, const char *key, gboolean *ret_has_row, GError **error)
{
  sqlite3_stmt *statement = csn_connection_prepare (connection, CSN_STATEMENT_GET_META, error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  return csn_connection_step (connection, statement, ret_has_row, error) ? statement : NULL;
}

gboolean
csn_log_read_id (CsnLog *self, CsnConnection *connection, GError **error)
{
  gboolean has_row;
  sqlite3_stmt *statement = read_meta (connection, "log_id", &has_row, error);
  gboolean found;

  if (statement == NULL)
    return FALSE;
  found = has_row && copy_blob (statement, 0, self->id, CSN_LOG_ID_BYTES);
  sqlite3_reset (statement);
  return found || fail_as_damaged (error, "The database has no log in it");
}

gboolean
csn_log_read_base (CsnLog *self, CsnConnection *connection, GError **error)
{
  gboolean has_row;
  gboolean has_chain;
  sqlite3_stmt *statement = read_meta (connection, "base_seq", &has_row, error);

  if (statement == NULL)
    return FALSE;
  self->base_seq = has_row ? (guint64) sqlite3_column_int64 (statement, 0) : 0;
  memset (self->base_chain, 0, CSN_SHA256_BYTES);
  sqlite3_reset (statement);
  if (self->base_seq == 0)
    return TRUE;
  statement = read_meta (connection, "base_chain", &has_row, error);
  if (statement == NULL)
    return FALSE;
  has_chain = has_row && copy_blob (statement, 0, self->base_chain, CSN_SHA256_BYTES);
  sqlite3_reset (statement);
  return has_chain || fail_as_damaged (error, "The begin of the log is damaged");
}

static gboolean
read_last_checkpoint (CsnLog *self, CsnConnection *connection, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean has_row;

  statement = csn_connection_prepare (connection, CSN_STATEMENT_GET_LAST_CHECKPOINT, error);
  if (statement == NULL || !csn_connection_step (connection, statement, &has_row, error))
    return FALSE;
  self->sealed = 0;
  memset (self->note_digest, 0, CSN_SHA256_BYTES);
  if (has_row)
    {
      self->sealed = (guint64) sqlite3_column_int64 (statement, 0);
      csn_note_digest ((const char *) sqlite3_column_text (statement, 1),
                       (gsize) sqlite3_column_bytes (statement, 1),
                       self->note_digest);
    }
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
csn_log_read_head (CsnLog *self, CsnConnection *connection, GError **error)
{
  sqlite3_stmt *statement = csn_connection_prepare (connection, CSN_STATEMENT_GET_HEAD, error);
  gboolean has_row;
  gboolean found = TRUE;

  if (statement == NULL || !csn_connection_step (connection, statement, &has_row, error))
    return FALSE;
  self->next_seq = 0;
  memset (self->chain, 0, CSN_SHA256_BYTES);
  if (has_row)
    {
      self->next_seq = (guint64) sqlite3_column_int64 (statement, 0) + 1;
      found = copy_blob (statement, 1, self->chain, CSN_SHA256_BYTES);
    }
  sqlite3_reset (statement);
  if (!found)
    return fail_as_damaged (error, "The last event of the log is damaged");
  return read_last_checkpoint (self, connection, error);
}

static void
bind_text (sqlite3_stmt *statement, int position, char *text)
{
  if (text != NULL)
    sqlite3_bind_text (statement, position, text, -1, g_free);
}

/* The columns that lists and filters use: what the body begins with. */
static void
bind_derived (sqlite3_stmt *statement, const CsnEvent *event)
{
  CsnEventType type = csn_event_get_event_type (event);
  CsnLevel level;

  sqlite3_bind_int64 (statement, 5, csn_event_get_timestamp (event));
  sqlite3_bind_text (statement, 6, csn_event_type_to_string (type), -1, SQLITE_STATIC);
  bind_text (statement, 7, csn_event_text (csn_event_get_request_id (event)));
  bind_text (statement, 8, csn_event_text (csn_event_get_agent_id (event)));
  bind_text (statement, 9, csn_event_text (csn_event_get_action_type (event)));
  if (csn_event_get_level (event, &level))
    sqlite3_bind_text (statement, 10, csn_level_to_string (level), -1, SQLITE_STATIC);
}

static gboolean
insert (CsnLog *self,
        CsnConnection *connection,
        const CsnEvent *event,
        const char *body,
        GError **error)
{
  sqlite3_stmt *statement = csn_connection_prepare (connection, CSN_STATEMENT_INSERT_EVENT, error);
  guint8 leaf[CSN_SHA256_BYTES];
  guint8 chain[CSN_SHA256_BYTES];
  gsize length = strlen (body);
  gboolean has_row;
  gboolean inserted;

  if (statement == NULL)
    return FALSE;
  csn_chain_leaf (body, length, leaf);
  csn_chain_next (self->id, self->next_seq, self->chain, leaf, chain);
  sqlite3_bind_int64 (statement, 1, (gint64) self->next_seq);
  sqlite3_bind_text64 (statement, 2, body, length, SQLITE_STATIC, SQLITE_UTF8);
  sqlite3_bind_blob (statement, 3, leaf, sizeof leaf, SQLITE_STATIC);
  sqlite3_bind_blob (statement, 4, chain, sizeof chain, SQLITE_STATIC);
  bind_derived (statement, event);
  inserted = csn_connection_step (connection, statement, &has_row, error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  if (!inserted)
    return FALSE;
  memcpy (self->chain, chain, sizeof chain);
  self->next_seq++;
  self->timestamp = csn_event_get_timestamp (event);
  return TRUE;
}

gboolean
csn_log_append (CsnLog *self,
                CsnConnection *connection,
                const CsnEvent *event,
                const guint8 *commitment,
                GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *body = NULL;

  if (commitment != NULL)
    body = csn_event_to_committed_body (event, self->id, self->next_seq, commitment, &local_error);
  else
    body = csn_event_to_body (event, self->id, self->next_seq, &local_error);
  if (body == NULL)
    {
      g_set_error_literal (error, CSN_STORE_ERROR, CSN_STORE_ERROR_CONFLICT, local_error->message);
      return FALSE;
    }
  if (!insert (self, connection, event, body, error))
    return FALSE;
  return self->next_seq < self->sealed + CSN_LOG_MAX_UNSEALED ||
         csn_log_seal (self, connection, error);
}

static gboolean
insert_checkpoint (CsnConnection *connection, guint64 count, const char *note, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean has_row;
  gboolean inserted;

  statement = csn_connection_prepare (connection, CSN_STATEMENT_INSERT_CHECKPOINT, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, (gint64) count);
  sqlite3_bind_text (statement, 2, note, -1, SQLITE_STATIC);
  inserted = csn_connection_step (connection, statement, &has_row, error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return inserted;
}

gboolean
csn_log_seal (CsnLog *self, CsnConnection *connection, GError **error)
{
  CsnNote note = { .count = self->next_seq, .timestamp = self->timestamp };
  g_autofree char *text = NULL;

  if (self->signer == NULL || self->sealed >= self->next_seq)
    return TRUE;
  if (!csn_log_read_base (self, connection, error))
    return FALSE;
  memcpy (note.log_id, self->id, sizeof note.log_id);
  memcpy (note.head, self->chain, sizeof note.head);
  note.min_seq = self->base_seq;
  memcpy (note.min_chain, self->base_chain, sizeof note.min_chain);
  memcpy (note.previous, self->note_digest, sizeof note.previous);
  text = csn_note_sign (&note, self->signer);
  if (!insert_checkpoint (connection, note.count, text, error))
    return FALSE;
  csn_note_digest (text, strlen (text), self->note_digest);
  self->sealed = note.count;
  return TRUE;
}
