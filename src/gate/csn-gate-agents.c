/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-autonomy.h"
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

static void
add_level_event (CsnMove *move,
                 CsnInboxItem *item,
                 CsnEventType type,
                 CsnProfile *before,
                 CsnProfile *after,
                 const char *cause)
{
  CsnEvent *event = csn_event_new (type, move->now, &csn_actor_system);

  csn_event_set_agent (event,
                       csn_request_get_source (item->request),
                       csn_profile_get_agent_id (after),
                       csn_profile_get_action_type (after));
  csn_event_set_level (event, csn_profile_get_level (after));
  csn_move_event (move,
                  event,
                  csn_details_new ("from",
                                   csn_level_to_string (csn_profile_get_level (before)),
                                   "to",
                                   csn_level_to_string (csn_profile_get_level (after)),
                                   "cause",
                                   cause,
                                   "request_id",
                                   item->id,
                                   NULL));
}

/*
 * Moves the ratchet of the item's agent and action type.
 */
void
csn_gate_apply_ratchet (CsnMove *move, CsnInboxItem *item, int input)
{
  const char *action_type = csn_request_get_action_type (item->request);
  const char *agent_id = csn_request_get_agent_id (item->request);
  const char *source = csn_request_get_source (item->request);
  CsnAgentItem *agent = csn_gate_need_agent (move, agent_id, source);
  CsnProfile *known = csn_agent_item_find_profile (agent, action_type);
  static const CsnPolicyAutonomy numbers = CSN_AUTONOMY_REFERENCE;
  g_autoptr (CsnProfile) before = NULL;
  g_autoptr (CsnProfile) after = NULL;
  CsnAutonomyChange change = CSN_AUTONOMY_UNCHANGED;
  gint64 at;

  before = known != NULL ? csn_profile_ref (known) : csn_profile_new (agent_id, action_type);
  /* What is recorded here happens now: a clock that was set back must not make it late. */
  at = MAX (move->now, csn_profile_get_last_at (before));
  after = csn_autonomy_apply (before, &numbers, (CsnAutonomyInput) input, at, &change);
  csn_agent_item_put_profile (agent, after);
  csn_change_put_profile (move->change, after);
  csn_move_then (move, apply_agent, g_object_ref (agent), g_object_unref);

  switch (change)
    {
    case CSN_AUTONOMY_PROMOTED:
      add_level_event (move, item, CSN_EVENT_PROMOTED, before, after, "successes");
      break;
    case CSN_AUTONOMY_DEMOTED:
      add_level_event (move, item, CSN_EVENT_DEMOTED, before, after, "failures");
      break;
    case CSN_AUTONOMY_SET:
      add_level_event (move, item, CSN_EVENT_PROFILE_SET, before, after, "hand_back");
      break;
    case CSN_AUTONOMY_PROMOTION_WAITS:
    case CSN_AUTONOMY_PROMOTION_TAKEN_BACK:
    case CSN_AUTONOMY_UNCHANGED:
      break;
    }
}

void
csn_gate_add_failure (CsnMove *move, CsnAgentItem *agent)
{
  csn_agent_item_add_failure (agent, move->now);
  csn_move_then (move, apply_agent, g_object_ref (agent), g_object_unref);
}

CsnVerdict *
csn_gate_judge (CsnGate *self, CsnRequest *request, gint64 now)
{
  CsnPolicyContext context = { .profile_level = CSN_LEVEL_SOFT_APPROVAL };
  CsnAgentItem *agent = csn_gate_find_agent (self, csn_request_get_agent_id (request));

  if (agent != NULL)
    {
      CsnProfile *profile;

      profile = csn_agent_item_find_profile (agent, csn_request_get_action_type (request));
      if (profile != NULL)
        context.profile_level = csn_profile_get_level (profile);
      csn_agent_item_forget_failures (agent, now);
      context.failures_24h = agent->failures->len;
      context.agent_read_only = agent->read_only;
    }
  return csn_policy_evaluate (self->policy, request, &context);
}

static void
set_profile (CsnMove *move, CsnAgentItem *agent, CsnProfile *profile)
{
  CsnActor actor = csn_gate_reviewer_actor (move->gate, "window");
  CsnEvent *event = csn_event_new (CSN_EVENT_PROFILE_SET, move->now, &actor);
  CsnProfile *before;

  before = csn_agent_item_find_profile (agent, csn_profile_get_action_type (profile));
  csn_event_set_agent (event,
                       agent->source,
                       agent->agent_id,
                       csn_profile_get_action_type (profile));
  csn_event_set_level (event, csn_profile_get_level (profile));
  csn_move_event (
      move,
      event,
      csn_details_new ("from",
                       before != NULL ? csn_level_to_string (csn_profile_get_level (before)) : NULL,
                       "to",
                       csn_level_to_string (csn_profile_get_level (profile)),
                       "pinned",
                       csn_profile_get_pinned (profile) ? "yes" : "no",
                       "cause",
                       "reviewer",
                       NULL));
  csn_agent_item_put_profile (agent, profile);
  csn_change_put_profile (move->change, profile);
  csn_move_then (move, apply_agent, g_object_ref (agent), g_object_unref);
}

/* A person may reset a profile or make it stricter; less oversight is earned. */
static const char *
check_profile (CsnAgentItem *agent, CsnProfile *profile)
{
  CsnLevel level = csn_profile_get_level (profile);
  CsnProfile *known;
  CsnLevel before;

  known = csn_agent_item_find_profile (agent, csn_profile_get_action_type (profile));
  before = known != NULL ? csn_profile_get_level (known) : CSN_LEVEL_SOFT_APPROVAL;
  if (level >= before)
    return NULL;
  if (before == CSN_LEVEL_HUMAN_TAKEOVER)
    return "Only a hand-back ends a takeover of this action type.";
  return level == CSN_LEVEL_SOFT_APPROVAL ? NULL : "Less oversight must be earned.";
}

void
csn_gate_set_profile_async (CsnGate *self,
                            CsnProfile *profile,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  CsnAgentItem *agent;
  const char *wrong;
  CsnMove *move;

  g_return_if_fail (CSN_IS_GATE (self));

  g_task_set_source_tag (task, csn_gate_set_profile_async);
  if (!csn_gate_check_open (self, task))
    return;
  agent = csn_gate_find_agent (self, csn_profile_get_agent_id (profile));
  if (agent == NULL)
    {
      g_task_return_new_error (task,
                               CSN_GATE_ERROR,
                               CSN_GATE_ERROR_NOT_FOUND,
                               "There is no such agent.");
      g_object_unref (task);
      return;
    }
  wrong = check_profile (agent, profile);
  if (wrong != NULL)
    {
      g_task_return_new_error (task, CSN_GATE_ERROR, CSN_GATE_ERROR_NOT_ALLOWED, "%s", wrong);
      g_object_unref (task);
      return;
    }
  move = csn_move_new (self);
  set_profile (move, agent, profile);
  csn_move_run (move, task);
}

gboolean
csn_gate_set_profile_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
