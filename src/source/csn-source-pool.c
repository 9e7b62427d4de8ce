/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-source-pool.h"

#include "csn-credentials.h"
#include "csn-source-private.h"
#include "csn-source-test-private.h"

struct _CsnSourcePool
{
  GObject parent_instance;

  CsnGate *gate;             /* (owned) */
  GHashTable *sources;       /* (owned) (element-type utf8 CsnSource): by id */
  GCancellable *cancellable; /* (owned): for what asks the keyring */
  CsnSourceStatus status;    /* the one handed out last */
  gboolean stopped;
};

enum
{
  SIGNAL_STATUS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnSourcePool, csn_source_pool, G_TYPE_OBJECT)

/* Tokens */

static void
on_token (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnSource) source = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = csn_credentials_lookup_finish (result, &error);
  const char *trouble = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    trouble = "The keyring could not be read, so no token was sent. Unlock the keyring.";
  csn_source_set_token (source, token, trouble);
  csn_source_start (source);
}

static void
look_up_token (CsnSourcePool *self, CsnSource *source)
{
  if (!self->stopped)
    csn_credentials_lookup_async (csn_source_config_get_id (csn_source_get_config (source)),
                                  self->cancellable,
                                  on_token,
                                  g_object_ref (source));
}

/* Following the gate */

static void
on_status_changed (CsnSourcePool *self, CsnSource *source)
{
  g_signal_emit (self,
                 signals[SIGNAL_STATUS_CHANGED],
                 0,
                 csn_source_config_get_id (csn_source_get_config (source)));
}

static void
stop_source (gpointer source)
{
  g_signal_handlers_disconnect_matched (source,
                                        G_SIGNAL_MATCH_FUNC,
                                        0,
                                        0,
                                        NULL,
                                        on_status_changed,
                                        NULL);
  csn_source_stop (source);
  g_object_unref (source);
}

static void
add_source (CsnSourcePool *self, CsnSourceConfig *config)
{
  const char *id = csn_source_config_get_id (config);
  CsnSource *source = csn_source_new (self->gate, config);

  g_signal_connect_object (source,
                           "status-changed",
                           G_CALLBACK (on_status_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source,
                           "unauthorized",
                           G_CALLBACK (look_up_token),
                           self,
                           G_CONNECT_SWAPPED);
  g_hash_table_replace (self->sources, g_strdup (id), source);
  look_up_token (self, source);
  on_status_changed (self, source);
}

static gboolean
has_config (GPtrArray *configs, const char *id)
{
  for (guint i = 0; i < configs->len; i++)
    {
      if (g_strcmp0 (csn_source_config_get_id (g_ptr_array_index (configs, i)), id) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
follow (CsnSourcePool *self)
{
  g_autoptr (GPtrArray) configs = csn_gate_get_sources (self->gate);
  GHashTableIter iter;
  const char *id = NULL;

  if (self->stopped)
    return;
  g_hash_table_iter_init (&iter, self->sources);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    {
      if (!has_config (configs, id))
        g_hash_table_iter_remove (&iter);
    }
  for (guint i = 0; i < configs->len; i++)
    {
      CsnSourceConfig *config = g_ptr_array_index (configs, i);
      CsnSource *source = g_hash_table_lookup (self->sources, csn_source_config_get_id (config));

      /* Configured anew, even with the same address: its token may be another one. */
      if (source == NULL || csn_source_get_config (source) != config)
        add_source (self, config);
    }
}

CsnSourcePool *
csn_source_pool_new (CsnGate *gate)
{
  CsnSourcePool *self = NULL;

  g_return_val_if_fail (CSN_IS_GATE (gate), NULL);

  self = g_object_new (CSN_TYPE_SOURCE_POOL, NULL);
  self->gate = g_object_ref (gate);
  g_signal_connect_object (gate, "sources-changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  follow (self);

  return self;
}

void
csn_source_pool_shut_down (CsnSourcePool *self)
{
  g_return_if_fail (CSN_IS_SOURCE_POOL (self));

  self->stopped = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove_all (self->sources);
}

void
csn_source_pool_refresh (CsnSourcePool *self, const char *source)
{
  CsnSource *found = NULL;

  g_return_if_fail (CSN_IS_SOURCE_POOL (self));

  found = g_hash_table_lookup (self->sources, source);
  if (found == NULL)
    return;
  csn_source_refresh (found);
  look_up_token (self, found);
}

const CsnSourceStatus *
csn_source_pool_get_status (CsnSourcePool *self, const char *source)
{
  CsnSource *found = NULL;

  g_return_val_if_fail (CSN_IS_SOURCE_POOL (self), NULL);

  found = g_hash_table_lookup (self->sources, source);
  if (found == NULL)
    return NULL;
  csn_source_fill_status (found, &self->status);

  return &self->status;
}

/* Trying an endpoint */

static void
on_tested (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  guint n_pending = 0;

  if (csn_source_test_finish (result, &n_pending, &error))
    g_task_return_int (task, (gssize) n_pending);
  else
    g_task_return_error (task, error);
}

void
csn_source_pool_test_async (CsnSourcePool *self,
                            CsnSourceConfig *config,
                            const char *token,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (CSN_IS_SOURCE_POOL (self));
  g_return_if_fail (config != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, csn_source_pool_test_async);
  csn_source_test_async (config, token, cancellable, on_tested, task);
}

gboolean
csn_source_pool_test_finish (CsnSourcePool *self,
                             GAsyncResult *result,
                             guint *ret_n_pending,
                             GError **error)
{
  gssize n_pending;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  n_pending = g_task_propagate_int (G_TASK (result), error);
  if (n_pending < 0)
    return FALSE;
  if (ret_n_pending != NULL)
    *ret_n_pending = (guint) n_pending;

  return TRUE;
}

/* Adding by id */

static void
on_added (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (csn_source_add_task_finish (CSN_SOURCE (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
csn_source_pool_add_task_async (CsnSourcePool *self,
                                const char *source,
                                const char *task_id,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  CsnSource *found = NULL;

  g_return_if_fail (CSN_IS_SOURCE_POOL (self));
  g_return_if_fail (source != NULL && task_id != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, csn_source_pool_add_task_async);
  found = g_hash_table_lookup (self->sources, source);
  if (found != NULL && *task_id != '\0')
    {
      csn_source_add_task_async (found, task_id, on_added, g_steal_pointer (&task));
      return;
    }
  g_task_return_new_error (task,
                           G_IO_ERROR,
                           G_IO_ERROR_NOT_FOUND,
                           found == NULL ? "There is no source with this name."
                                         : "A task's id can't be empty.");
}

gboolean
csn_source_pool_add_task_finish (CsnSourcePool *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
csn_source_pool_dispose (GObject *object)
{
  CsnSourcePool *self = CSN_SOURCE_POOL (object);

  if (self->sources != NULL)
    csn_source_pool_shut_down (self);
  g_clear_pointer (&self->sources, g_hash_table_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->gate);

  G_OBJECT_CLASS (csn_source_pool_parent_class)->dispose (object);
}

static void
csn_source_pool_class_init (CsnSourcePoolClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_source_pool_dispose;

  signals[SIGNAL_STATUS_CHANGED] = g_signal_new ("status-changed",
                                                 CSN_TYPE_SOURCE_POOL,
                                                 G_SIGNAL_RUN_LAST,
                                                 0,
                                                 NULL,
                                                 NULL,
                                                 NULL,
                                                 G_TYPE_NONE,
                                                 1,
                                                 G_TYPE_STRING);
}

static void
csn_source_pool_init (CsnSourcePool *self)
{
  self->sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, stop_source);
  self->cancellable = g_cancellable_new ();
}
