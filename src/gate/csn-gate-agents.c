/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-private.h"

CsnAgentItem *
csn_gate_find_agent (CsnGate *self, const char *agent_id)
{
  return g_hash_table_lookup (self->agents_by_id, agent_id);
}

static void
apply_agent (CsnGate *gate, gpointer data)
{
  csn_gate_show_agent (gate, data);
}

static int
compare_agents (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return g_strcmp0 (((const CsnAgentItem *) a)->agent_id, ((const CsnAgentItem *) b)->agent_id);
}

/*
 * Lets others see an agent, or that it changed.
 */
void
csn_gate_show_agent (CsnGate *self, CsnAgentItem *agent)
{
  if (g_list_store_find (self->agents, agent, NULL))
    csn_agent_item_changed (agent);
  else
    g_list_store_insert_sorted (self->agents, agent, compare_agents, NULL);
}

void
csn_gate_put_agent (CsnMove *move, CsnAgentItem *agent)
{
  csn_change_put_agent (move->change,
                        agent->agent_id,
                        agent->source,
                        agent->read_only,
                        agent->mode_acknowledged,
                        agent->stopped);
  csn_move_then (move, apply_agent, g_object_ref (agent), g_object_unref);
}

/*
 * The agent, made known to the store if it is new or was last seen elsewhere.
 */
CsnAgentItem *
csn_gate_need_agent (CsnMove *move, const char *agent_id, const char *source)
{
  CsnGate *self = move->gate;
  CsnAgentItem *agent = csn_gate_find_agent (self, agent_id);

  if (agent != NULL && g_str_equal (agent->source, source))
    return agent;

  if (agent == NULL)
    {
      agent = csn_agent_item_new (agent_id, source);
      g_hash_table_insert (self->agents_by_id, agent->agent_id, agent);
    }
  else
    {
      g_free (agent->source);
      agent->source = g_strdup (source);
    }
  csn_gate_put_agent (move, agent);
  return agent;
}

void
csn_gate_set_mode (CsnMove *move,
                   CsnAgentItem *agent,
                   gboolean read_only,
                   const char *reason,
                   CsnInboxItem *item)
{
  const char *mode = read_only ? "read_only" : "normal";
  CsnEvent *event;

  agent->read_only = read_only;
  agent->mode_acknowledged = FALSE;
  csn_gate_put_agent (move, agent);

  if (item != NULL)
    event = csn_move_new_item_event (move, CSN_EVENT_READ_ONLY, &csn_actor_system, item);
  else
    event = csn_event_new (CSN_EVENT_READ_ONLY, move->now, &csn_actor_system);
  if (item == NULL)
    csn_event_set_agent (event, agent->source, agent->agent_id, NULL);
  csn_move_event (move, event, csn_details_new ("mode", mode, "reason", reason, NULL));
  csn_gate_queue_mode (move, agent, mode, reason, item);
}

gboolean
csn_gate_agent_has_takeover (CsnGate *self, const char *agent_id, CsnTakeoverItem *except)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->takeovers_by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      CsnTakeoverItem *takeover = value;

      if (takeover != except && !takeover->closing &&
          g_str_equal (csn_request_get_agent_id (takeover->item->request), agent_id))
        return TRUE;
    }
  return FALSE;
}

void
csn_gate_add_failure (CsnMove *move, CsnAgentItem *agent)
{
  csn_agent_item_add_failure (agent, move->now);
  csn_move_then (move, apply_agent, g_object_ref (agent), g_object_unref);
}
