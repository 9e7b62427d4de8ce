/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-log-keys-private.h"

#include <string.h>

#include "csn-key-change.h"
#include "csn-store-error-private.h"

static const CsnActor system_actor = { .kind = CSN_ACTOR_SYSTEM };

/* The key that the log had last, whether or not it is missing now. */
typedef struct
{
  gboolean has_key;
  gboolean is_missing;
  guint8 public_key[CSN_PUBLIC_KEY_BYTES];
} CsnLastKey;

gboolean
csn_log_keys_put (CsnConnection *connection,
                  guint64 since,
                  const guint8 *public_key,
                  GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean has_row;
  gboolean inserted;

  statement = csn_connection_prepare (connection, CSN_STATEMENT_INSERT_KEY, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, (gint64) since);
  if (public_key != NULL)
    sqlite3_bind_blob (statement, 2, public_key, CSN_PUBLIC_KEY_BYTES, SQLITE_STATIC);
  inserted = csn_connection_step (connection, statement, &has_row, error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return inserted;
}

static gboolean
read_last_key (CsnConnection *connection, CsnLastKey *ret_key, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean has_row;

  memset (ret_key, 0, sizeof *ret_key);
  statement = csn_connection_prepare (connection, CSN_STATEMENT_READ_KEYS, error);
  if (statement == NULL)
    return FALSE;
  while (csn_connection_step (connection, statement, &has_row, error) && has_row)
    {
      ret_key->is_missing = sqlite3_column_type (statement, 1) == SQLITE_NULL;
      if (ret_key->is_missing)
        continue;
      ret_key->has_key = TRUE;
      if (sqlite3_column_bytes (statement, 1) == CSN_PUBLIC_KEY_BYTES)
        memcpy (ret_key->public_key, sqlite3_column_blob (statement, 1), CSN_PUBLIC_KEY_BYTES);
    }
  sqlite3_reset (statement);
  return error == NULL || *error == NULL;
}

static gboolean
is_key_of (const CsnLastKey *last, CsnSigner *signer)
{
  return memcmp (last->public_key, csn_signer_get_public_key (signer), CSN_PUBLIC_KEY_BYTES) == 0;
}

static gboolean
record (CsnLog *log,
        CsnConnection *connection,
        const CsnLastKey *last,
        CsnKeyChangeKind kind,
        CsnSigner *signer,
        const CsnActor *actor,
        gint64 now,
        GError **error)
{
  CsnKeyChange change = { .kind = kind, .has_previous = last->has_key };
  CsnSigner *previous_signer = kind == CSN_KEY_CHANGE_ROTATED ? log->signer : NULL;
  g_autoptr (CsnEvent) event = csn_event_new (CSN_EVENT_KEY_CHANGED, now, actor);
  g_autoptr (CsnJson) details = NULL;
  guint64 seq = log->next_seq;

  if (last->has_key)
    memcpy (change.previous_key, last->public_key, CSN_PUBLIC_KEY_BYTES);
  if (signer != NULL)
    memcpy (change.public_key, csn_signer_get_public_key (signer), CSN_PUBLIC_KEY_BYTES);
  details = csn_key_change_sign (&change, log->id, seq, signer, previous_signer);
  csn_event_set_details (event, details);
  log->signer = signer;
  return csn_log_append (log, connection, event, NULL, error) &&
         csn_log_keys_put (connection, seq, signer != NULL ? change.public_key : NULL, error);
}

gboolean
csn_log_keys_begin (CsnLog *log,
                    CsnConnection *connection,
                    CsnSigner *signer,
                    gint64 now,
                    GError **error)
{
  CsnKeyChangeKind kind = CSN_KEY_CHANGE_FIRST;
  CsnLastKey last;

  log->signer = NULL;
  if (!read_last_key (connection, &last, error))
    return FALSE;
  if (signer != NULL && (memcmp (csn_signer_get_log_id (signer), log->id, sizeof log->id) != 0 ||
                         (last.has_key && !is_key_of (&last, signer))))
    signer = NULL;
  if (signer == NULL && (!last.has_key || last.is_missing))
    return TRUE;
  if (signer != NULL && last.has_key && !last.is_missing)
    {
      log->signer = signer;
      return TRUE;
    }
  if (last.has_key)
    kind = signer != NULL ? CSN_KEY_CHANGE_RESUMED : CSN_KEY_CHANGE_MISSING;
  return record (log, connection, &last, kind, signer, &system_actor, now, error);
}

gboolean
csn_log_keys_take (CsnLog *log,
                   CsnConnection *connection,
                   CsnSigner *signer,
                   const CsnActor *actor,
                   gint64 now,
                   GError **error)
{
  CsnKeyChangeKind kind = CSN_KEY_CHANGE_FIRST;
  CsnLastKey last;

  if (memcmp (csn_signer_get_log_id (signer), log->id, sizeof log->id) != 0)
    {
      g_set_error_literal (error,
                           CSN_STORE_ERROR,
                           CSN_STORE_ERROR_CONFLICT,
                           "The key belongs to another log");
      return FALSE;
    }
  if (!read_last_key (connection, &last, error))
    return FALSE;
  if (last.has_key && is_key_of (&last, signer) && !last.is_missing)
    {
      log->signer = signer;
      return TRUE;
    }
  if (last.has_key && is_key_of (&last, signer))
    kind = CSN_KEY_CHANGE_RESUMED;
  else if (last.has_key)
    kind = log->signer != NULL ? CSN_KEY_CHANGE_ROTATED : CSN_KEY_CHANGE_REPLACED;
  return record (log, connection, &last, kind, signer, actor, now, error);
}
