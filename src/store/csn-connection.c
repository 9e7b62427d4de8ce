/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-connection-private.h"

#include "csn-store-error-private.h"

#define STEPS_PER_CANCEL_CHECK 20000

struct _CsnConnection
{
  sqlite3 *database;                          /* (owned) */
  sqlite3_stmt *statements[CSN_N_STATEMENTS]; /* (owned) (nullable) */
  GCancellable *cancellable;                  /* (unowned) (nullable) */
};

static gboolean
check (CsnConnection *self, int result, GError **error)
{
  if (result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE)
    return TRUE;
  csn_store_error_set_from_sqlite (error, result, self->database);
  return FALSE;
}

gboolean
csn_connection_run_script (CsnConnection *self, const char *script, GError **error)
{
  return check (self, sqlite3_exec (self->database, script, NULL, NULL, NULL), error);
}

/* Runs a query that gives one row; the caller finalizes it after reading. */
static sqlite3_stmt *
run_query (CsnConnection *self, const char *query, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int result = sqlite3_prepare_v2 (self->database, query, -1, &statement, NULL);

  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  if (result == SQLITE_ROW)
    return statement;
  csn_store_error_set_from_sqlite (error,
                                   result == SQLITE_DONE ? SQLITE_CORRUPT : result,
                                   self->database);
  sqlite3_finalize (statement);
  return NULL;
}

gboolean
csn_connection_get_integer (CsnConnection *self,
                            const char *query,
                            gint64 *ret_value,
                            GError **error)
{
  sqlite3_stmt *statement = run_query (self, query, error);

  if (statement == NULL)
    return FALSE;
  *ret_value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return TRUE;
}

char *
csn_connection_get_text (CsnConnection *self, const char *query, GError **error)
{
  sqlite3_stmt *statement = run_query (self, query, error);
  char *text;

  if (statement == NULL)
    return NULL;
  text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return text != NULL ? text : g_strdup ("");
}

/* What is true of every connection. SQLite's defaults differ between builds, so each is set. */
static gboolean
harden (CsnConnection *self, GError **error)
{
  sqlite3 *database = self->database;

  sqlite3_extended_result_codes (database, 1);
  sqlite3_busy_timeout (database, CSN_CONNECTION_BUSY_TIMEOUT_MS);
  sqlite3_wal_autocheckpoint (database, 0);
  sqlite3_db_config (database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  return csn_connection_run_script (self,
                                    "PRAGMA trusted_schema = OFF;"
                                    "PRAGMA cell_size_check = ON;"
                                    "PRAGMA mmap_size = 0;"
                                    "PRAGMA temp_store = MEMORY;"
                                    "PRAGMA foreign_keys = OFF;",
                                    error);
}

static gboolean
set_durable (CsnConnection *self, GError **error)
{
  gint64 synchronous = 0;

  if (!csn_connection_run_script (self,
                                  "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;",
                                  error) ||
      !csn_connection_get_integer (self, "PRAGMA synchronous", &synchronous, error))
    return FALSE;
  if (synchronous == 2)
    return TRUE;
  g_set_error_literal (error,
                       CSN_STORE_ERROR,
                       CSN_STORE_ERROR_IO,
                       "This SQLite doesn't wait for the disk, so it can't hold an audit log");
  return FALSE;
}

static int
get_open_flags (CsnConnectionMode mode)
{
  switch (mode)
    {
    case CSN_CONNECTION_WRITE:
      return SQLITE_OPEN_READWRITE;
    case CSN_CONNECTION_CREATE:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case CSN_CONNECTION_READ:
      return SQLITE_OPEN_READONLY;
    case CSN_CONNECTION_READ_STILL:
      return SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    }
  g_return_val_if_reached (SQLITE_OPEN_READONLY);
}

static gboolean
is_writing (CsnConnectionMode mode)
{
  return mode == CSN_CONNECTION_WRITE || mode == CSN_CONNECTION_CREATE;
}

static char *
new_name (const char *path, CsnConnectionMode mode)
{
  g_autofree char *escaped = NULL;

  if (mode != CSN_CONNECTION_READ_STILL)
    return g_strdup (path);
  escaped = g_uri_escape_string (path, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH, FALSE);
  return g_strconcat ("file:", escaped, "?immutable=1", NULL);
}

CsnConnection *
csn_connection_open (const char *path, CsnConnectionMode mode, GError **error)
{
  g_autoptr (CsnConnection) self = g_new0 (CsnConnection, 1);
  g_autofree char *name = new_name (path, mode);
  int flags =
      get_open_flags (mode) | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;

  if (!check (self, sqlite3_open_v2 (name, &self->database, flags, NULL), error))
    return NULL;
  if (!harden (self, error))
    return NULL;
  if (is_writing (mode) && !set_durable (self, error))
    return NULL;
  if (!is_writing (mode) && !csn_connection_run_script (self, "PRAGMA query_only = ON;", error))
    return NULL;
  return g_steal_pointer (&self);
}

void
csn_connection_close (CsnConnection *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < CSN_N_STATEMENTS; i++)
    sqlite3_finalize (self->statements[i]);
  sqlite3_close_v2 (self->database);
  g_free (self);
}

sqlite3 *
csn_connection_get_database (CsnConnection *self)
{
  return self->database;
}

sqlite3_stmt *
csn_connection_prepare (CsnConnection *self, CsnStatement statement, GError **error)
{
  sqlite3_stmt **slot = &self->statements[statement];
  const char *text = csn_statements_get_text (statement);

  if (*slot == NULL &&
      !check (self,
              sqlite3_prepare_v3 (self->database, text, -1, SQLITE_PREPARE_PERSISTENT, slot, NULL),
              error))
    return NULL;
  sqlite3_reset (*slot);
  sqlite3_clear_bindings (*slot);
  return *slot;
}

static void
bind_value (sqlite3_stmt *statement, int position, GVariant *value)
{
  g_autoptr (GVariant) inner = NULL;
  gconstpointer data;
  gsize length;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_MAYBE))
    {
      inner = g_variant_get_maybe (value);
      if (inner != NULL)
        bind_value (statement, position, inner);
      return;
    }
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    sqlite3_bind_int64 (statement, position, g_variant_get_int64 (value));
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    {
      data = g_variant_get_string (value, &length);
      sqlite3_bind_text64 (statement, position, data, length, SQLITE_STATIC, SQLITE_UTF8);
    }
  else
    {
      data = g_variant_get_fixed_array (value, &length, 1);
      sqlite3_bind_blob64 (statement, position, data != NULL ? data : "", length, SQLITE_STATIC);
    }
}

void
csn_connection_bind (sqlite3_stmt *statement, GVariant *values)
{
  gsize n_values = values != NULL ? g_variant_n_children (values) : 0;

  for (gsize i = 0; i < n_values; i++)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (values, i);

      bind_value (statement, (int) i + 1, value);
    }
}

gboolean
csn_connection_step (CsnConnection *self,
                     sqlite3_stmt *statement,
                     gboolean *ret_has_row,
                     GError **error)
{
  int result = sqlite3_step (statement);

  *ret_has_row = result == SQLITE_ROW;
  return check (self, result, error);
}

gboolean
csn_connection_run (CsnConnection *self,
                    CsnStatement statement,
                    GVariant *values,
                    int *ret_n_changes,
                    GError **error)
{
  g_autoptr (GVariant) owned = values != NULL ? g_variant_ref_sink (values) : NULL;
  sqlite3_stmt *prepared = csn_connection_prepare (self, statement, error);
  gboolean has_row;
  gboolean done;

  if (prepared == NULL)
    return FALSE;
  csn_connection_bind (prepared, owned);
  done = csn_connection_step (self, prepared, &has_row, error);
  if (done && ret_n_changes != NULL)
    *ret_n_changes = sqlite3_changes (self->database);
  sqlite3_reset (prepared);
  sqlite3_clear_bindings (prepared);
  return done;
}

void
csn_connection_roll_back (CsnConnection *self)
{
  if (!sqlite3_get_autocommit (self->database))
    csn_connection_run (self, CSN_STATEMENT_ROLLBACK, NULL, NULL, NULL);
}

static int
on_progress (gpointer user_data)
{
  return g_cancellable_is_cancelled (user_data);
}

void
csn_connection_set_cancellable (CsnConnection *self, GCancellable *cancellable)
{
  self->cancellable = cancellable;
  sqlite3_progress_handler (self->database,
                            cancellable != NULL ? STEPS_PER_CANCEL_CHECK : 0,
                            cancellable != NULL ? on_progress : NULL,
                            cancellable);
}

GCancellable *
csn_connection_get_cancellable (CsnConnection *self)
{
  return self->cancellable;
}
