/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-private.h"

GPtrArray *
csn_gate_get_sources (CsnGate *self)
{
  GPtrArray *sources;
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (CSN_IS_GATE (self), NULL);

  sources = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_source_config_unref);
  g_hash_table_iter_init (&iter, self->sources);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (sources, csn_source_config_ref (value));
  return sources;
}

static void
add_source_event (CsnMove *move, const char *source, CsnSourceConfig *config)
{
  CsnActor actor = csn_gate_reviewer_actor (move->gate, NULL);
  CsnEvent *event = csn_event_new (CSN_EVENT_SOURCE_CHANGED, move->now, &actor);

  csn_event_set_agent (event, source, NULL, NULL);
  if (config == NULL)
    csn_move_event (move, event, csn_details_new ("change", "removed", NULL));
  else
    csn_move_event (move,
                    event,
                    csn_details_new ("change",
                                     "put",
                                     "url",
                                     csn_source_config_get_url (config),
                                     "protocol",
                                     csn_source_config_get_protocol (config),
                                     "allow_insecure",
                                     csn_source_config_get_allow_insecure (config) ? "yes" : "no",
                                     NULL));
}

static void
apply_put (CsnGate *gate, gpointer data)
{
  CsnSourceConfig *config = data;

  g_hash_table_insert (gate->sources,
                       g_strdup (csn_source_config_get_id (config)),
                       csn_source_config_ref (config));
  csn_gate_emit_sources_changed (gate);
}

/**
 * csn_gate_put_source_async:
 * @self: a gate
 * @config: a source, new or instead of the one with its id
 * @callback: called when it is recorded
 * @user_data: for @callback
 */
void
csn_gate_put_source_async (CsnGate *self,
                           CsnSourceConfig *config,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  CsnMove *move;

  g_return_if_fail (CSN_IS_GATE (self));
  g_return_if_fail (config != NULL);

  g_task_set_source_tag (task, csn_gate_put_source_async);
  if (!csn_gate_check_open (self, task))
    return;
  move = csn_move_new (self);
  csn_change_put_source (move->change, config);
  add_source_event (move, csn_source_config_get_id (config), config);
  csn_move_then (move,
                 apply_put,
                 csn_source_config_ref (config),
                 (GDestroyNotify) csn_source_config_unref);
  csn_move_run (move, task);
}

gboolean
csn_gate_put_source_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
apply_removed (CsnGate *gate, gpointer data)
{
  g_hash_table_remove (gate->sources, data);
  csn_gate_emit_sources_changed (gate);
}

/* What waits for an endpoint that is gone can't be decided any more. */
static void
withdraw_pending (CsnMove *move, const char *source, const CsnActor *actor)
{
  GListModel *inbox = G_LIST_MODEL (move->gate->inbox);
  guint n_items = g_list_model_get_n_items (inbox);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (inbox, i);

      if (csn_inbox_item_is_pending (item) &&
          g_str_equal (csn_request_get_source (item->request), source))
        csn_gate_settle_withdrawn (move, item, actor, "source_removed");
    }
}

/**
 * csn_gate_remove_source_async:
 * @self: a gate
 * @source: a source's id
 * @callback: called when it is recorded
 * @user_data: for @callback
 *
 * Withdraws what is pending from it and gives up what is queued for it.
 */
void
csn_gate_remove_source_async (CsnGate *self,
                              const char *source,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  CsnActor actor;
  CsnMove *move;

  g_return_if_fail (CSN_IS_GATE (self));
  g_return_if_fail (source != NULL);

  g_task_set_source_tag (task, csn_gate_remove_source_async);
  if (!csn_gate_check_open (self, task))
    return;
  if (!g_hash_table_contains (self->sources, source))
    {
      g_task_return_new_error (task,
                               CSN_GATE_ERROR,
                               CSN_GATE_ERROR_NOT_FOUND,
                               "There is no such source.");
      g_object_unref (task);
      return;
    }
  actor = csn_gate_reviewer_actor (self, NULL);
  move = csn_move_new (self);
  csn_change_remove_source (move->change, source);
  add_source_event (move, source, NULL);
  withdraw_pending (move, source, &actor);
  csn_gate_drop_deliveries (move, source, "The source was removed.");
  csn_move_then (move, apply_removed, g_strdup (source), g_free);
  csn_move_run (move, task);
}

gboolean
csn_gate_remove_source_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

GPtrArray *
csn_gate_get_open_items (CsnGate *self, const char *source)
{
  GPtrArray *open = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *items;

  g_return_val_if_fail (CSN_IS_GATE (self), open);

  items = g_hash_table_lookup (self->by_source, source);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      CsnInboxItem *item = g_ptr_array_index (items, i);

      if (item->state == CSN_REQUEST_PENDING || csn_gate_awaits_outcome (self, item))
        g_ptr_array_add (open, g_object_ref (item));
    }
  return open;
}
