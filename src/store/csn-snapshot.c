/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-snapshot-private.h"

#include "csn-stored-private.h"
#include "csn-time.h"

typedef gpointer (*CsnRowFunc) (sqlite3_stmt *statement, GError **error);

/* Where the rows of one table go. */
typedef struct
{
  CsnStatement statement;
  gint64 since; /* the parameter, where there is one */
  CsnRowFunc read;
  GPtrArray *rows; /* (unowned) */
} CsnTableLoad;

void
csn_snapshot_free (CsnSnapshot *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->deliveries);
  g_ptr_array_unref (self->profiles);
  g_ptr_array_unref (self->agents);
  g_ptr_array_unref (self->takeovers);
  g_ptr_array_unref (self->failures);
  g_ptr_array_unref (self->sources);
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->policies);
  g_ptr_array_unref (self->drawn);
  g_free (self);
}

static CsnSnapshot *
snapshot_new (void)
{
  CsnSnapshot *self = g_new0 (CsnSnapshot, 1);

  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_stored_request_free);
  self->deliveries = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_stored_delivery_free);
  self->profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_profile_unref);
  self->agents = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_stored_agent_free);
  self->takeovers = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_stored_takeover_free);
  self->failures = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_stored_failure_free);
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_source_config_unref);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->policies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->drawn = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_stored_drawn_free);
  return self;
}

static gboolean
load_table (const CsnTableLoad *table, CsnConnection *connection, GError **error)
{
  sqlite3_stmt *statement = csn_connection_prepare (connection, table->statement, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  if (sqlite3_bind_parameter_count (statement) > 0)
    sqlite3_bind_int64 (statement, 1, table->since);
  while (csn_connection_step (connection, statement, &has_row, error) && has_row)
    {
      gpointer row = table->read (statement, error);

      if (row == NULL)
        break;
      g_ptr_array_add (table->rows, row);
    }
  sqlite3_reset (statement);
  return !has_row && (error == NULL || *error == NULL);
}

static gboolean
load_pairs (GHashTable *pairs, CsnStatement which, CsnConnection *connection, GError **error)
{
  sqlite3_stmt *statement = csn_connection_prepare (connection, which, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (csn_connection_step (connection, statement, &has_row, error) && has_row)
    g_hash_table_insert (pairs,
                         g_strdup ((const char *) sqlite3_column_text (statement, 0)),
                         g_strdup ((const char *) sqlite3_column_text (statement, 1)));
  sqlite3_reset (statement);
  return error == NULL || *error == NULL;
}

static gboolean
load (CsnSnapshot *self, CsnConnection *connection, gint64 now, GError **error)
{
  const CsnTableLoad tables[] = {
    { CSN_STATEMENT_LOAD_REQUESTS,
      now - CSN_SNAPSHOT_DAYS_WITHOUT_OUTCOME * CSN_DAY,
      (CsnRowFunc) csn_stored_request_read,
      self->requests },
    { CSN_STATEMENT_LOAD_DELIVERIES, 0, (CsnRowFunc) csn_stored_delivery_read, self->deliveries },
    { CSN_STATEMENT_LOAD_PROFILES, 0, (CsnRowFunc) csn_stored_profile_read, self->profiles },
    { CSN_STATEMENT_LOAD_AGENTS, 0, (CsnRowFunc) csn_stored_agent_read, self->agents },
    { CSN_STATEMENT_LOAD_TAKEOVERS, 0, (CsnRowFunc) csn_stored_takeover_read, self->takeovers },
    { CSN_STATEMENT_LOAD_FAILURES,
      now - CSN_DAY,
      (CsnRowFunc) csn_stored_failure_read,
      self->failures },
    { CSN_STATEMENT_LOAD_DRAWN, 0, (CsnRowFunc) csn_stored_drawn_read, self->drawn },
    { CSN_STATEMENT_LOAD_SOURCES, 0, (CsnRowFunc) csn_stored_source_read, self->sources },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!load_table (&tables[i], connection, error))
      return FALSE;
  return load_pairs (self->values, CSN_STATEMENT_LOAD_VALUES, connection, error) &&
         load_pairs (self->policies, CSN_STATEMENT_LOAD_POLICIES, connection, error);
}

CsnSnapshot *
csn_snapshot_read (CsnConnection *connection, gint64 now, GError **error)
{
  g_autoptr (CsnSnapshot) self = snapshot_new ();
  g_autoptr (GError) local_error = NULL;

  if (csn_connection_run (connection, CSN_STATEMENT_BEGIN_READ, NULL, NULL, &local_error))
    load (self, connection, now, &local_error);
  csn_connection_roll_back (connection);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&self);
}
