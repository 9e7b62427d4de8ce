/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-private.h"

#define STOPPED_KEY "stopped"

gboolean
csn_gate_is_stopped_for (CsnGate *self, const char *agent_id)
{
  CsnAgentItem *agent;

  if (self->stopped)
    return TRUE;
  agent = csn_gate_find_agent (self, agent_id);
  return agent != NULL && agent->stopped;
}

void
csn_gate_reject_stopped (CsnMove *move, CsnInboxItem *item, const CsnActor *actor)
{
  g_autoptr (CsnDecision) decision = NULL;

  decision =
      csn_gate_new_decision (move, item, CSN_DECISION_REJECT, NULL, actor, CSN_GATE_STOP_NOTE);
  csn_gate_settle_by (move,
                      item,
                      CSN_EVENT_REJECTED,
                      decision,
                      actor,
                      csn_details_new ("reason", "stopped", NULL));
  csn_gate_queue_decision (move, item, decision);
}

/* Rejects one by one what is pending; gives the last move, not yet run, or NULL. */
static CsnMove *
reject_pending (CsnGate *self, const CsnActor *actor)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->inbox));
  CsnMove *last = NULL;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (G_LIST_MODEL (self->inbox), i);

      if (!csn_inbox_item_is_pending (item) ||
          !csn_gate_is_stopped_for (self, csn_request_get_agent_id (item->request)))
        continue;
      if (last != NULL)
        csn_move_run (last, NULL);
      last = csn_move_new (self);
      csn_gate_reject_stopped (last, item, actor);
    }
  return last;
}

static void
apply_stop (CsnGate *gate, gpointer data)
{
  csn_gate_changed (gate);
}

static void
set_agent_mode (CsnMove *move, CsnAgentItem *agent, gboolean stopped)
{
  CsnGate *self = move->gate;

  if (stopped && !agent->read_only)
    csn_gate_set_mode (move, agent, TRUE, CSN_GATE_STOP_NOTE, NULL);
  else if (!stopped && agent->read_only && !csn_gate_is_stopped_for (self, agent->agent_id) &&
           !csn_gate_agent_has_takeover (self, agent->agent_id, NULL))
    csn_gate_set_mode (move, agent, FALSE, "The reviewer lifted the stop.", NULL);
  else
    csn_gate_put_agent (move, agent);
}

static void
set_all_modes (CsnMove *move, gboolean stopped)
{
  g_autoptr (GPtrArray) agents = csn_gate_list_objects (move->gate->agents_by_id);

  for (guint i = 0; i < agents->len; i++)
    set_agent_mode (move, g_ptr_array_index (agents, i), stopped);
}

static void
set_stopped (CsnMove *move, CsnAgentItem *agent, gboolean stopped, const CsnActor *actor)
{
  CsnGate *self = move->gate;
  CsnEvent *event;

  event = csn_event_new (stopped ? CSN_EVENT_STOPPED : CSN_EVENT_RESUMED, move->now, actor);
  if (agent != NULL)
    csn_event_set_agent (event, agent->source, agent->agent_id, NULL);
  csn_move_event (move,
                  event,
                  csn_details_new ("scope", agent != NULL ? "agent" : "everything", NULL));
  if (agent != NULL)
    {
      agent->stopped = stopped;
      set_agent_mode (move, agent, stopped);
    }
  else
    {
      self->stopped = stopped;
      csn_change_put_value (move->change, STOPPED_KEY, stopped ? "1" : NULL);
      set_all_modes (move, stopped);
    }
  csn_move_then (move, apply_stop, NULL, NULL);
}

void
csn_gate_set_stopped_async (CsnGate *self,
                            const char *agent_id,
                            gboolean stopped,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  CsnAgentItem *agent = NULL;
  CsnActor actor;
  CsnMove *move;
  CsnMove *last;

  g_return_if_fail (CSN_IS_GATE (self));

  g_task_set_source_tag (task, csn_gate_set_stopped_async);
  if (!csn_gate_check_open (self, task))
    return;
  if (agent_id != NULL)
    agent = csn_gate_find_agent (self, agent_id);
  if (agent_id != NULL && agent == NULL)
    {
      g_task_return_new_error (task,
                               CSN_GATE_ERROR,
                               CSN_GATE_ERROR_NOT_FOUND,
                               "There is no such agent.");
      g_object_unref (task);
      return;
    }

  /* First the stop, then what it rejects, each by itself: the caller hears when all is durable. */
  actor = csn_gate_reviewer_actor (self, "window");
  move = csn_move_new (self);
  set_stopped (move, agent, stopped, &actor);
  last = stopped ? reject_pending (self, &actor) : NULL;
  csn_move_run (move, last == NULL ? task : NULL);
  if (last != NULL)
    csn_move_run (last, task);
  csn_gate_look_soon (self);
}

gboolean
csn_gate_set_stopped_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
csn_gate_get_stopped (CsnGate *self)
{
  g_return_val_if_fail (CSN_IS_GATE (self), TRUE);

  return self->stopped;
}
