/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate.h"

#include "csn-gate-private.h"
#include "csn-store.h"

G_DEFINE_QUARK (csn - gate - error - quark, csn_gate_error)

G_DEFINE_FINAL_TYPE (CsnGate, csn_gate, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_DELIVERY_QUEUED,
  SIGNAL_SOURCES_CHANGED,
  SIGNAL_REVIEW,
  SIGNAL_POLICY_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
csn_gate_dispose (GObject *object)
{
  CsnGate *self = CSN_GATE (object);

  if (self->clock != NULL)
    {
      csn_gate_stop_watching (self);
      if (self->recover_alarm != 0)
        csn_clock_remove_alarm (self->clock, self->recover_alarm);
      self->recover_alarm = 0;
    }
  g_clear_object (&self->store);
  g_clear_pointer (&self->policy, csn_policy_unref);
  g_clear_pointer (&self->in_force, csn_policy_unref);
  g_clear_object (&self->clock);
  g_clear_object (&self->presence);
  g_clear_pointer (&self->channels, g_ptr_array_unref);
  g_clear_object (&self->inbox);
  g_clear_object (&self->takeovers);
  g_clear_object (&self->agents);

  G_OBJECT_CLASS (csn_gate_parent_class)->dispose (object);
}

static void
csn_gate_finalize (GObject *object)
{
  CsnGate *self = CSN_GATE (object);

  g_free (self->reviewer);
  g_free (self->fault);
  g_free (self->fault_message);
  g_free (self->on_screen);
  g_hash_table_unref (self->troubled);
  g_hash_table_unref (self->conflicts);
  g_hash_table_unref (self->submitting);
  g_hash_table_unref (self->tasks);
  g_hash_table_unref (self->by_source);
  g_hash_table_unref (self->settled);
  g_hash_table_unref (self->takeovers_by_id);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->agents_by_id);
  g_hash_table_unref (self->deliveries);
  g_hash_table_unref (self->queues);
  g_hash_table_unref (self->sources);
  g_hash_table_unref (self->silence_rows);
  g_array_unref (self->silence_hour);
  g_ptr_array_unref (self->drawn);

  G_OBJECT_CLASS (csn_gate_parent_class)->finalize (object);
}

static guint
add_signal (GObjectClass *klass, const char *name, guint n_params, GType type)
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
                       type);
}

static void
csn_gate_class_init (CsnGateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = csn_gate_dispose;
  object_class->finalize = csn_gate_finalize;

  signals[SIGNAL_CHANGED] = add_signal (object_class, "changed", 0, G_TYPE_NONE);
  signals[SIGNAL_DELIVERY_QUEUED] = add_signal (object_class, "delivery-queued", 1, G_TYPE_STRING);
  signals[SIGNAL_SOURCES_CHANGED] = add_signal (object_class, "sources-changed", 0, G_TYPE_NONE);
  signals[SIGNAL_REVIEW] = add_signal (object_class, "review", 1, G_TYPE_STRING);
  signals[SIGNAL_POLICY_CHANGED] = add_signal (object_class, "policy-changed", 0, G_TYPE_NONE);
}

static void
free_queue (gpointer data)
{
  g_queue_free_full (data, (GDestroyNotify) csn_delivery_free);
}

static GHashTable *
new_table (GDestroyNotify free_key, GDestroyNotify free_value)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, free_key, free_value);
}

static void
csn_gate_init (CsnGate *self)
{
  self->fault = g_strdup ("Countersign is starting.");
  self->channels = g_ptr_array_new_with_free_func (g_object_unref);
  self->troubled = g_hash_table_new (NULL, NULL);
  self->inbox = g_list_store_new (CSN_TYPE_INBOX_ITEM);
  self->takeovers = g_list_store_new (CSN_TYPE_TAKEOVER_ITEM);
  self->agents = g_list_store_new (CSN_TYPE_AGENT_ITEM);
  self->items = new_table (NULL, g_object_unref);
  self->tasks = new_table (g_free, NULL);
  self->by_source = new_table (g_free, (GDestroyNotify) g_ptr_array_unref);
  self->conflicts = new_table (g_free, NULL);
  self->submitting = new_table (g_free, (GDestroyNotify) g_queue_free);
  self->settled = new_table (NULL, g_object_unref);
  self->agents_by_id = new_table (NULL, g_object_unref);
  self->takeovers_by_id = new_table (NULL, g_object_unref);
  self->deliveries = new_table (NULL, NULL);
  self->queues = new_table (g_free, free_queue);
  self->sources = new_table (g_free, (GDestroyNotify) csn_source_config_unref);
  self->silence_rows = new_table (g_free, NULL);
  self->silence_hour = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->drawn = g_ptr_array_new ();
}

CsnGate *
csn_gate_new (CsnStore *store, CsnPolicy *policy, CsnClock *clock, CsnPresence *presence)
{
  CsnGate *self = g_object_new (CSN_TYPE_GATE, NULL);

  self->store = g_object_ref (store);
  self->policy = csn_policy_ref (policy);
  self->in_force = csn_policy_ref (policy);
  self->clock = g_object_ref (clock);
  self->presence = g_object_ref (presence);
  g_signal_connect_object (presence,
                           "changed",
                           G_CALLBACK (csn_gate_look_at_presence),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

GError *
csn_gate_new_closed_error (CsnGate *self)
{
  return g_error_new_literal (CSN_GATE_ERROR,
                              CSN_GATE_ERROR_CLOSED,
                              self->fault != NULL ? self->fault : "The gate was closed.");
}

void
csn_gate_return_closed (CsnGate *self, GTask *task)
{
  g_task_return_error (task, csn_gate_new_closed_error (self));
  g_object_unref (task);
}

gboolean
csn_gate_check_open (CsnGate *self, GTask *task)
{
  if (self->fault == NULL)
    return TRUE;
  csn_gate_return_closed (self, task);
  return FALSE;
}

void
csn_gate_changed (CsnGate *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
csn_gate_emit_delivery_queued (CsnGate *self, const char *source)
{
  g_signal_emit (self, signals[SIGNAL_DELIVERY_QUEUED], 0, source);
}

void
csn_gate_emit_sources_changed (CsnGate *self)
{
  g_signal_emit (self, signals[SIGNAL_SOURCES_CHANGED], 0);
}

void
csn_gate_emit_policy_changed (CsnGate *self)
{
  g_signal_emit (self, signals[SIGNAL_POLICY_CHANGED], 0);
}

GPtrArray *
csn_gate_list_objects (GHashTable *table)
{
  GPtrArray *objects = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (objects, g_object_ref (value));
  return objects;
}

static GPtrArray *
need_items_of (CsnGate *self, const char *source)
{
  GPtrArray *items = g_hash_table_lookup (self->by_source, source);

  if (items == NULL)
    {
      items = g_ptr_array_new ();
      g_hash_table_insert (self->by_source, g_strdup (source), items);
    }
  return items;
}

void
csn_gate_add_item (CsnGate *self, CsnInboxItem *item)
{
  char *key = csn_gate_new_task_key (csn_request_get_source (item->request),
                                     csn_request_get_task_id (item->request));
  CsnInboxItem *newest = g_hash_table_lookup (self->tasks, key);

  g_hash_table_replace (self->items, item->id, g_object_ref (item));
  if (newest == NULL ||
      csn_request_get_revision (newest->request) < csn_request_get_revision (item->request))
    g_hash_table_replace (self->tasks, key, item);
  else
    g_free (key);
  g_ptr_array_add (need_items_of (self, csn_request_get_source (item->request)), item);
  g_list_store_append (self->inbox, item);
}

void
csn_gate_drop_item (CsnGate *self, CsnInboxItem *item)
{
  g_autofree char *key = csn_gate_new_task_key (csn_request_get_source (item->request),
                                                csn_request_get_task_id (item->request));
  guint position;

  if (g_hash_table_lookup (self->tasks, key) == item)
    g_hash_table_remove (self->tasks, key);
  g_ptr_array_remove (need_items_of (self, csn_request_get_source (item->request)), item);
  if (g_list_store_find (self->inbox, item, &position))
    g_list_store_remove (self->inbox, position);
  csn_gate_remember (self, item);
  g_hash_table_remove (self->items, item->id);
}

/* People are told of everything that waits: nobody knows what they still see of it. */
static void
tell_pending (CsnGate *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->inbox));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (G_LIST_MODEL (self->inbox), i);
      guint reminders = item->reminders;

      if (!csn_inbox_item_is_pending (item))
        continue;
      csn_gate_tell_anew (self, item);
      item->reminders = reminders;
    }
}

void
csn_gate_open (CsnGate *self)
{
  g_clear_pointer (&self->fault, g_free);
  csn_gate_start_watching (self);
  csn_gate_judge_pending (self);
  csn_gate_count_old_scores (self);
  tell_pending (self);
  csn_gate_tell_takeovers (self);
  csn_gate_changed (self);
}

static void
apply_started (CsnGate *gate, gpointer data)
{
  csn_gate_open (gate);
}

static void
load_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnGate *self = g_task_get_source_object (task);
  g_autoptr (CsnSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  CsnMove *move;

  snapshot = csn_store_load_finish (CSN_STORE (object), result, &error);
  if (snapshot == NULL)
    {
      csn_gate_fail (self, error);
      g_task_return_error (task, csn_gate_new_closed_error (self));
      return;
    }
  if (!csn_gate_load_policy (self, snapshot, &error))
    {
      g_free (self->fault);
      self->fault = g_strdup (error->message);
      csn_gate_changed (self);
      g_task_return_error (task, csn_gate_new_closed_error (self));
      return;
    }
  csn_gate_load (self, snapshot);
  move = csn_move_new (self);
  csn_move_event (move, csn_event_new (CSN_EVENT_APP_STARTED, move->now, &csn_actor_system), NULL);
  csn_gate_keep_first_policy (move);
  csn_move_then (move, apply_started, NULL, NULL);
  csn_move_run (move, g_steal_pointer (&task));
}

void
csn_gate_start_async (CsnGate *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_return_if_fail (CSN_IS_GATE (self));

  g_task_set_source_tag (task, csn_gate_start_async);
  csn_store_load_async (self->store, csn_clock_get_wall (self->clock), NULL, load_cb, task);
}

gboolean
csn_gate_start_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
take_back_all (CsnGate *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->inbox));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (G_LIST_MODEL (self->inbox), i);

      csn_gate_take_back (self, item);
    }
}

void
csn_gate_stop_async (CsnGate *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  gboolean open = self->fault == NULL;

  g_return_if_fail (CSN_IS_GATE (self));
  g_return_if_fail (self->stop_task == NULL);

  g_task_set_source_tag (task, csn_gate_stop_async);
  self->stop_task = task;
  g_free (self->fault);
  self->fault = g_strdup ("Countersign is stopping.");
  csn_gate_stop_watching (self);
  csn_gate_abandon_submits (self);
  take_back_all (self);
  if (self->recover_alarm != 0)
    csn_clock_remove_alarm (self->clock, self->recover_alarm);
  self->recover_alarm = 0;

  /* Ends at once where nothing is under way, otherwise with the last of it. */
  self->n_moves++;
  if (open)
    {
      CsnMove *move = csn_move_new (self);

      csn_move_event (move,
                      csn_event_new (CSN_EVENT_APP_STOPPED, move->now, &csn_actor_system),
                      NULL);
      csn_move_run (move, NULL);
    }
  csn_gate_end_work (self);
}

gboolean
csn_gate_stop_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
csn_gate_get_fault (CsnGate *self)
{
  g_return_val_if_fail (CSN_IS_GATE (self), NULL);

  return self->fault;
}

CsnPolicy *
csn_gate_get_policy (CsnGate *self)
{
  g_return_val_if_fail (CSN_IS_GATE (self), NULL);

  return self->in_force;
}

CsnClock *
csn_gate_get_clock (CsnGate *self)
{
  g_return_val_if_fail (CSN_IS_GATE (self), NULL);

  return self->clock;
}

CsnPresence *
csn_gate_get_presence (CsnGate *self)
{
  g_return_val_if_fail (CSN_IS_GATE (self), NULL);

  return self->presence;
}

void
csn_gate_set_reviewer (CsnGate *self, const char *reviewer_id)
{
  g_return_if_fail (CSN_IS_GATE (self));

  g_free (self->reviewer);
  self->reviewer = g_strdup (reviewer_id);
}

const char *
csn_gate_get_reviewer (CsnGate *self)
{
  g_return_val_if_fail (CSN_IS_GATE (self), NULL);

  return self->reviewer;
}

void
csn_gate_add_channel (CsnGate *self, CsnChannel *channel)
{
  g_return_if_fail (CSN_IS_GATE (self));
  g_return_if_fail (CSN_IS_CHANNEL (channel));

  csn_gate_connect_channel (self, channel);
}

GListModel *
csn_gate_get_inbox (CsnGate *self)
{
  g_return_val_if_fail (CSN_IS_GATE (self), NULL);

  return G_LIST_MODEL (self->inbox);
}

GListModel *
csn_gate_get_takeovers (CsnGate *self)
{
  g_return_val_if_fail (CSN_IS_GATE (self), NULL);

  return G_LIST_MODEL (self->takeovers);
}

GListModel *
csn_gate_get_agents (CsnGate *self)
{
  g_return_val_if_fail (CSN_IS_GATE (self), NULL);

  return G_LIST_MODEL (self->agents);
}

CsnInboxItem *
csn_gate_lookup (CsnGate *self, const char *request_id)
{
  g_return_val_if_fail (CSN_IS_GATE (self), NULL);

  return request_id != NULL ? g_hash_table_lookup (self->items, request_id) : NULL;
}

static void
record_event (CsnGate *self,
              const char *type_name,
              const char *details,
              const char *via,
              GTask *task)
{
  CsnActor reviewer = csn_gate_reviewer_actor (self, via);
  const CsnActor *actor = &reviewer;
  g_autoptr (CsnJson) json = NULL;
  CsnEventType type;
  CsnMove *move;

  g_return_if_fail (csn_event_type_from_string (type_name, &type));

  if (details != NULL)
    json = csn_json_parse (details, strlen (details), CSN_JSON_MAX_REQUEST_BYTES, NULL, NULL);
  g_return_if_fail (details == NULL || json != NULL);
  /* Nobody did that: it was met. */
  if (type == CSN_EVENT_REQUEST_MALFORMED)
    actor = &csn_actor_system;
  move = csn_move_new (self);
  csn_move_event (move, csn_event_new (type, move->now, actor), g_steal_pointer (&json));
  csn_move_run (move, task);
}

void
csn_gate_record_event (CsnGate *self, const char *type_name, const char *details)
{
  g_return_if_fail (CSN_IS_GATE (self));

  if (self->fault == NULL)
    record_event (self, type_name, details, NULL, NULL);
}

void
csn_gate_record_event_async (CsnGate *self,
                             const char *type_name,
                             const char *details,
                             const char *via,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CSN_IS_GATE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, csn_gate_record_event_async);
  if (csn_gate_check_open (self, task))
    record_event (self, type_name, details, via, task);
}

gboolean
csn_gate_record_event_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
