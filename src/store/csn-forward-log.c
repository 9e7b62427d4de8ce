/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-forward-log.h"

#include "csn-change-private.h"
#include "csn-connection-private.h"
#include "csn-store-reads-private.h"

void
csn_stored_forwarder_free (CsnStoredForwarder *self)
{
  csn_forwarder_config_unref (self->config);
  g_free (self);
}

void
csn_forward_log_put (CsnChange *change, CsnForwarderConfig *config, gboolean from_begin)
{
  gint64 allow_insecure = csn_forwarder_config_get_allow_insecure (config) != FALSE;

  g_return_if_fail (change != NULL);

  csn_change_add_step (
      change,
      CSN_STATEMENT_PUT_FORWARDER,
      NULL,
      g_variant_new ("(sssxx)",
                     csn_forwarder_config_get_id (config),
                     csn_forwarder_kind_to_string (csn_forwarder_config_get_kind (config)),
                     csn_forwarder_config_get_address (config),
                     allow_insecure,
                     (gint64) (from_begin != FALSE)));
}

void
csn_forward_log_remove (CsnChange *change, const char *id)
{
  g_return_if_fail (change != NULL);

  csn_change_add_step (change,
                       CSN_STATEMENT_REMOVE_FORWARDER,
                       "There is no such forwarder",
                       g_variant_new ("(s)", id));
}

void
csn_forward_log_advance (CsnChange *change, const char *id, guint64 next_seq, gint64 at)
{
  g_return_if_fail (change != NULL);

  /* One that was removed meanwhile has no use for it, so that is no conflict. */
  csn_change_add_step (change,
                       CSN_STATEMENT_ADVANCE_FORWARDER,
                       NULL,
                       g_variant_new ("(sxx)", id, (gint64) next_seq, at));
}

/* Loading */

typedef struct
{
  GPtrArray *forwarders; /* (owned) (nullable) */
  guint64 next_seq;
} Loaded;

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;

  g_clear_pointer (&loaded->forwarders, g_ptr_array_unref);
  g_free (loaded);
}

static CsnStoredForwarder *
read_forwarder (sqlite3_stmt *statement, GError **error)
{
  const char *id = (const char *) sqlite3_column_text (statement, 0);
  CsnForwarderConfig *config;
  CsnStoredForwarder *stored;

  config = csn_forwarder_config_new (id,
                                     (const char *) sqlite3_column_text (statement, 1),
                                     (const char *) sqlite3_column_text (statement, 2),
                                     sqlite3_column_int (statement, 3) != 0,
                                     NULL);
  if (config == NULL)
    {
      g_set_error (error,
                   CSN_STORE_ERROR,
                   CSN_STORE_ERROR_DAMAGED,
                   "The forwarder “%s” in the database can't be read",
                   id);
      return NULL;
    }
  stored = g_new0 (CsnStoredForwarder, 1);
  stored->config = config;
  stored->next_seq = (guint64) sqlite3_column_int64 (statement, 4);
  stored->sent_at = sqlite3_column_int64 (statement, 5);
  return stored;
}

static gboolean
read_forwarders (CsnConnection *connection, GPtrArray *forwarders, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean has_row = TRUE;
  gboolean done = FALSE;

  statement = csn_connection_prepare (connection, CSN_STATEMENT_LOAD_FORWARDERS, error);
  if (statement == NULL)
    return FALSE;
  while (csn_connection_step (connection, statement, &has_row, error))
    {
      CsnStoredForwarder *stored = has_row ? read_forwarder (statement, error) : NULL;

      done = !has_row;
      if (stored == NULL)
        break;
      g_ptr_array_add (forwarders, stored);
    }
  sqlite3_reset (statement);
  return done;
}

static gpointer
load (CsnConnection *connection, gpointer input, GError **error)
{
  g_autoptr (GPtrArray) forwarders =
      g_ptr_array_new_with_free_func ((GDestroyNotify) csn_stored_forwarder_free);
  Loaded *loaded;
  gint64 next_seq = 0;

  if (!read_forwarders (connection, forwarders, error) ||
      !csn_connection_get_integer (connection,
                                   "SELECT coalesce (max (seq) + 1, 0) FROM events",
                                   &next_seq,
                                   error))
    return NULL;
  loaded = g_new0 (Loaded, 1);
  loaded->forwarders = g_steal_pointer (&forwarders);
  loaded->next_seq = (guint64) next_seq;
  return loaded;
}

void
csn_forward_log_load_async (CsnStore *store, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CSN_IS_STORE (store));

  task = g_task_new (store, NULL, callback, user_data);
  g_task_set_source_tag (task, csn_forward_log_load_async);
  csn_store_push_read (store, task, load, loaded_free, NULL, g_free);
}

GPtrArray *
csn_forward_log_load_finish (CsnStore *store,
                             GAsyncResult *result,
                             guint64 *ret_next_seq,
                             GError **error)
{
  Loaded *loaded;
  GPtrArray *forwarders;

  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  loaded = g_task_propagate_pointer (G_TASK (result), error);
  if (loaded == NULL)
    return NULL;
  *ret_next_seq = loaded->next_seq;
  forwarders = g_steal_pointer (&loaded->forwarders);
  loaded_free (loaded);
  return forwarders;
}

/* Reading */

typedef struct
{
  guint64 from_seq;
  guint max_events;
  gsize max_bytes;
} Page;

static gpointer
read_page (CsnConnection *connection, gpointer input, GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) csn_stored_event_free);
  const Page *page = input;
  sqlite3_stmt *statement = NULL;
  gboolean has_row = TRUE;
  gboolean failed = FALSE;
  gsize n_bytes = 0;

  statement = csn_connection_prepare (connection, CSN_STATEMENT_READ_FORWARD, error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, (gint64) page->from_seq);
  sqlite3_bind_int64 (statement, 2, page->max_events);
  while (has_row && !failed && (events->len == 0 || n_bytes < page->max_bytes))
    {
      CsnStoredEvent *event;

      failed = !csn_connection_step (connection, statement, &has_row, error);
      if (failed || !has_row)
        break;
      event = g_new0 (CsnStoredEvent, 1);
      event->seq = (guint64) sqlite3_column_int64 (statement, 0);
      event->body = g_strdup ((const char *) sqlite3_column_text (statement, 1));
      n_bytes += (gsize) sqlite3_column_bytes (statement, 1);
      g_ptr_array_add (events, event);
    }
  sqlite3_reset (statement);
  return failed ? NULL : g_steal_pointer (&events);
}

void
csn_forward_log_read_async (CsnStore *store,
                            guint64 from_seq,
                            guint max_events,
                            gsize max_bytes,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  const Page page = { from_seq, max_events, max_bytes };
  GTask *task;

  g_return_if_fail (CSN_IS_STORE (store));
  g_return_if_fail (max_events > 0);

  task = g_task_new (store, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_forward_log_read_async);
  csn_store_push_read (store,
                       task,
                       read_page,
                       (GDestroyNotify) g_ptr_array_unref,
                       g_memdup2 (&page, sizeof page),
                       g_free);
}

GPtrArray *
csn_forward_log_read_finish (CsnStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
