/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-service-private.h"

#include <glib/gi18n.h>

#include "csn-audit-service-private.h"
#include "csn-history-model-private.h"
#include "csn-log-access.h"
#include "csn-service-store-private.h"
#include "csn-session-presence-private.h"
#include "csn-source-item-private.h"
#include "csn-time.h"

struct _CsnService
{
  GObject parent_instance;

  char *path;                 /* (owned): the database */
  CsnSettings *settings;      /* (owned) */
  CsnClock *clock;            /* (owned) */
  CsnPolicy *policy;          /* (owned): where the store has none yet */
  CsnPolicy *proposal;        /* (owned) (nullable): waits for a person */
  CsnPresence *presence;      /* (owned) (nullable) */
  CsnStore *store;            /* (owned) (nullable) */
  CsnGate *gate;              /* (owned) (nullable) */
  CsnSourcePool *pool;        /* (owned) (nullable) */
  CsnAuditKeeper *keeper;     /* (owned) (nullable) */
  CsnDesktopChannel *channel; /* (owned) (nullable) */
  GListStore *sources;        /* (owned) (element-type CsnSourceItem) */
  GDBusConnection *bus;       /* (owned) (nullable): where the interface is offered */
  guint bus_object;
  char *fault; /* (owned) (nullable): why the last start failed */
  gboolean starting;
  gboolean running;
};

G_DEFINE_FINAL_TYPE (CsnService, csn_service, G_TYPE_OBJECT)

enum
{
  REVIEW,
  CHANGED,
  POLICY_PROPOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Sources */

static CsnSourceItem *
find_item (CsnService *self, const char *id, guint *ret_position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->sources));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CsnSourceItem) item = g_list_model_get_item (G_LIST_MODEL (self->sources), i);

      if (g_strcmp0 (csn_source_item_get_id (item), id) != 0)
        continue;
      if (ret_position != NULL)
        *ret_position = i;
      return item;
    }
  return NULL;
}

static int
compare_items (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return g_strcmp0 (csn_source_item_get_id ((CsnSourceItem *) a),
                    csn_source_item_get_id ((CsnSourceItem *) b));
}

static void
drop_removed (CsnService *self, GPtrArray *configs)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->sources));

  while (n-- > 0)
    {
      g_autoptr (CsnSourceItem) item = g_list_model_get_item (G_LIST_MODEL (self->sources), n);
      gboolean kept = FALSE;

      for (guint i = 0; i < configs->len; i++)
        kept |= g_strcmp0 (csn_source_config_get_id (configs->pdata[i]),
                           csn_source_item_get_id (item)) == 0;
      if (!kept)
        g_list_store_remove (self->sources, n);
    }
}

static void
on_sources_changed (CsnService *self)
{
  g_autoptr (GPtrArray) configs = csn_gate_get_sources (self->gate);

  drop_removed (self, configs);
  for (guint i = 0; i < configs->len; i++)
    {
      const char *id = csn_source_config_get_id (configs->pdata[i]);
      CsnSourceItem *item = find_item (self, id, NULL);

      if (item == NULL)
        {
          item = csn_source_item_new (configs->pdata[i]);
          g_list_store_insert_sorted (self->sources, item, compare_items, NULL);
          g_object_unref (item);
        }
      csn_source_item_update (item, configs->pdata[i], csn_source_pool_get_status (self->pool, id));
    }
}

static void
on_status_changed (CsnService *self, const char *source)
{
  CsnSourceItem *item = find_item (self, source, NULL);

  if (item != NULL)
    csn_source_item_update (item,
                            csn_source_item_get_config (item),
                            csn_source_pool_get_status (self->pool, source));
}

CsnSourceConfig *
csn_service_lookup_source (CsnService *self, const char *id)
{
  CsnSourceItem *item = find_item (self, id, NULL);

  return item != NULL ? csn_source_item_get_config (item) : NULL;
}

/* Settings */

static void
apply_settings (CsnService *self)
{
  g_autofree char *reviewer = csn_settings_dup_reviewer_id (self->settings);

  if (self->gate == NULL)
    return;
  csn_gate_set_reviewer (self->gate, reviewer);
  csn_gate_set_accept_unknown_presence (self->gate,
                                        csn_settings_get_accept_unknown_presence (self->settings));
  csn_desktop_channel_set_may_approve (self->channel,
                                       csn_settings_get_notification_approval (self->settings));
}

/* Start and stop */

static void
close_store_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  csn_store_close (CSN_STORE (data));
  g_task_return_boolean (task, TRUE);
}

/* Closing waits for the disk. A thread may drop its task last, so such a task owns nothing: neither
 * the service nor the store may end in there. */
static void
close_store_async (CsnService *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) work = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (work, close_store_async);
  if (self->store == NULL)
    {
      g_task_return_boolean (work, TRUE);
      return;
    }
  g_task_set_task_data (work, self->store, NULL);
  g_task_run_in_thread (work, close_store_in_thread);
}

static void
take_apart (CsnService *self)
{
  self->running = FALSE;
  if (self->pool != NULL)
    {
      csn_source_pool_shut_down (self->pool);
      g_signal_handlers_disconnect_by_data (self->pool, self);
    }
  if (self->gate != NULL)
    g_signal_handlers_disconnect_by_data (self->gate, self);
  if (self->channel != NULL)
    g_signal_handlers_disconnect_by_data (self->channel, self);
  g_list_store_remove_all (self->sources);
  g_clear_object (&self->pool);
  g_clear_object (&self->gate);
  g_clear_object (&self->channel);
  g_clear_object (&self->presence);
  if (self->keeper != NULL)
    g_signal_handlers_disconnect_by_data (self->keeper, self);
  g_clear_object (&self->keeper);
}

static void
on_closed_after_failure (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnService *self = g_task_get_source_object (task);

  g_clear_object (&self->store);
  g_task_return_error (task, g_error_copy (g_task_get_task_data (task)));
}

static void
fail_start (GTask *task, GError *error)
{
  CsnService *self = g_task_get_source_object (task);

  self->starting = FALSE;
  self->fault = g_strdup (error->message);
  take_apart (self);
  g_task_set_task_data (task, error, (GDestroyNotify) g_error_free);
  close_store_async (self, on_closed_after_failure, task);
}

static void
on_review (CsnGate *gate, const char *request_id, CsnService *self)
{
  csn_service_review (self, request_id);
}

static void
on_problem_changed (CsnService *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_policy_changed (CsnService *self)
{
  if (self->bus != NULL)
    csn_service_tell_policy_changed (self, self->bus);
}

static void
on_gate_started (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnService *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!csn_gate_start_finish (CSN_GATE (object), result, &error))
    {
      fail_start (g_steal_pointer (&task), error);
      return;
    }
  self->pool = csn_source_pool_new (self->gate);
  g_signal_connect_swapped (self->pool, "status-changed", G_CALLBACK (on_status_changed), self);
  g_signal_connect_swapped (self->gate, "sources-changed", G_CALLBACK (on_sources_changed), self);
  on_sources_changed (self);
  self->starting = FALSE;
  self->running = TRUE;
  csn_audit_begin (self);
  g_task_return_boolean (task, TRUE);
}

static void
on_presence_changed (CsnService *self)
{
  const char *reason = csn_presence_get_reason (self->presence);

  csn_desktop_channel_set_screen_locked (self->channel, g_strcmp0 (reason, "screen-locked") == 0);
}

static void
assemble (CsnService *self)
{
  gint64 soft = csn_policy_get_timeout (self->policy, CSN_LEVEL_SOFT_APPROVAL, "");

  self->presence = csn_session_presence_new ((guint64) (soft / 1000));
  self->gate = csn_gate_new (self->store, self->policy, self->clock, self->presence);
  self->channel = csn_desktop_channel_new (_ ("Countersign"));
  apply_settings (self);
  g_signal_connect (self->gate, "review", G_CALLBACK (on_review), self);
  g_signal_connect_swapped (self->gate, "policy-changed", G_CALLBACK (on_policy_changed), self);
  g_signal_connect_swapped (self->channel,
                            "problem-changed",
                            G_CALLBACK (on_problem_changed),
                            self);
  g_signal_connect_object (self->presence,
                           "changed",
                           G_CALLBACK (on_presence_changed),
                           self,
                           G_CONNECT_SWAPPED);
  on_presence_changed (self);
  csn_gate_add_channel (self->gate, CSN_CHANNEL (self->channel));
}

static void
on_store_opened (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnService *self = g_task_get_source_object (task);
  CsnSealKey *key = NULL;
  GError *error = NULL;

  self->store = csn_service_store_open_finish (result, &key, &error);
  if (self->store == NULL)
    {
      fail_start (g_steal_pointer (&task), error);
      return;
    }
  self->keeper = csn_audit_keeper_new (self->store, self->settings, key);
  g_signal_connect_swapped (self->keeper, "changed", G_CALLBACK (on_problem_changed), self);
  assemble (self);
  csn_gate_start_async (self->gate, on_gate_started, g_steal_pointer (&task));
}

void
csn_service_start_async (CsnService *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CSN_IS_SERVICE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, csn_service_start_async);
  if (self->starting || self->running)
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_PENDING,
                               "%s",
                               _ ("Countersign is running already."));
      return;
    }
  self->starting = TRUE;
  g_clear_pointer (&self->fault, g_free);
  csn_service_store_open_async (self->path,
                                csn_clock_get_wall (self->clock),
                                on_store_opened,
                                g_steal_pointer (&task));
}

gboolean
csn_service_start_finish (CsnService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_store_closed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnService *self = g_task_get_source_object (task);
  GError *error = g_task_get_task_data (task);

  g_clear_object (&self->store);
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_keeper_stopped (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CsnService *self = g_task_get_source_object (user_data);

  csn_audit_keeper_stop_finish (CSN_AUDIT_KEEPER (object), result);
  take_apart (self);
  close_store_async (self, on_store_closed, user_data);
}

static void
on_gate_stopped (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnService *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!csn_gate_stop_finish (CSN_GATE (object), result, &error))
    g_task_set_task_data (task, error, (GDestroyNotify) g_error_free);
  csn_audit_keeper_stop_async (self->keeper, on_keeper_stopped, g_steal_pointer (&task));
}

void
csn_service_stop_async (CsnService *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CSN_IS_SERVICE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, csn_service_stop_async);
  if (!self->running)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->running = FALSE;
  csn_source_pool_shut_down (self->pool);
  csn_gate_stop_async (self->gate, on_gate_stopped, g_steal_pointer (&task));
}

gboolean
csn_service_stop_finish (CsnService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The object */

static void
csn_service_dispose (GObject *object)
{
  CsnService *self = CSN_SERVICE (object);

  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  if (self->bus != NULL)
    g_dbus_connection_unregister_object (self->bus, self->bus_object);
  g_clear_object (&self->bus);
  if (self->sources != NULL)
    take_apart (self);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  g_clear_object (&self->clock);
  g_clear_object (&self->sources);
  g_clear_pointer (&self->policy, csn_policy_unref);
  g_clear_pointer (&self->proposal, csn_policy_unref);
  g_clear_pointer (&self->fault, g_free);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (csn_service_parent_class)->dispose (object);
}

static guint
new_signal (CsnServiceClass *klass, const char *name, guint n_params)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (klass),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_params,
                       G_TYPE_STRING);
}

static void
csn_service_class_init (CsnServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_service_dispose;

  signals[REVIEW] = new_signal (klass, "review", 1);
  signals[CHANGED] = new_signal (klass, "changed", 0);
  signals[POLICY_PROPOSED] = new_signal (klass, "policy-proposed", 0);
}

static void
csn_service_init (CsnService *self)
{
  self->settings = csn_settings_new ();
  self->clock = csn_system_clock_new ();
  self->policy = csn_policy_new_preset ("reference");
  self->sources = g_list_store_new (CSN_TYPE_SOURCE_ITEM);
  g_signal_connect_swapped (self->settings, "notify", G_CALLBACK (apply_settings), self);
}

CsnService *
csn_service_new (const char *data_dir)
{
  CsnService *self = g_object_new (CSN_TYPE_SERVICE, NULL);

  self->path = data_dir != NULL ? g_build_filename (data_dir, "countersign.db", NULL)
                                : csn_log_access_get_default_path ();
  return self;
}

CsnPolicy *
csn_service_get_proposal (CsnService *self)
{
  return self->proposal;
}

void
csn_service_set_proposal (CsnService *self, CsnPolicy *proposal)
{
  if (proposal == NULL && self->proposal == NULL)
    return;
  g_clear_pointer (&self->proposal, csn_policy_unref);
  if (proposal != NULL)
    self->proposal = csn_policy_ref (proposal);
  on_policy_changed (self);
  g_signal_emit (self, signals[POLICY_PROPOSED], 0);
}

CsnStore *
csn_service_get_store (CsnService *self)
{
  return self->store;
}

CsnSourcePool *
csn_service_get_pool (CsnService *self)
{
  return self->pool;
}

CsnAuditKeeper *
csn_service_get_keeper (CsnService *self)
{
  return self->keeper;
}

const char *
csn_service_get_start_fault (CsnService *self)
{
  return self->fault;
}

gboolean
csn_service_return_if_stopped (CsnService *self, GTask *task)
{
  if (self->running)
    return FALSE;
  g_task_return_new_error (task,
                           G_IO_ERROR,
                           G_IO_ERROR_CLOSED,
                           "%s",
                           _ ("Countersign is not running yet, or is about to stop."));
  return TRUE;
}

void
csn_service_take_export (CsnService *self, GDBusConnection *connection, guint id)
{
  if (self->bus != NULL)
    g_dbus_connection_unregister_object (self->bus, self->bus_object);
  g_set_object (&self->bus, connection);
  self->bus_object = id;
}

void
csn_service_review (CsnService *self, const char *request_id)
{
  g_signal_emit (self, signals[REVIEW], 0, request_id);
}

CsnGate *
csn_service_get_gate (CsnService *self)
{
  g_return_val_if_fail (CSN_IS_SERVICE (self), NULL);

  return self->gate;
}

CsnSettings *
csn_service_get_settings (CsnService *self)
{
  g_return_val_if_fail (CSN_IS_SERVICE (self), NULL);

  return self->settings;
}

GListModel *
csn_service_get_sources (CsnService *self)
{
  g_return_val_if_fail (CSN_IS_SERVICE (self), NULL);

  return G_LIST_MODEL (self->sources);
}

const char *
csn_service_get_notification_problem (CsnService *self)
{
  g_return_val_if_fail (CSN_IS_SERVICE (self), NULL);

  return self->channel != NULL ? csn_desktop_channel_get_problem (self->channel) : NULL;
}

CsnHistoryModel *
csn_service_new_history (CsnService *self)
{
  g_return_val_if_fail (CSN_IS_SERVICE (self), NULL);
  g_return_val_if_fail (self->store != NULL, NULL);

  return csn_history_model_new (self->store);
}
