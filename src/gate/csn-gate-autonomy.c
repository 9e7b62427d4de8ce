/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-autonomy.h"
#include "csn-gate-private.h"

static void
apply_profile (CsnGate *gate, gpointer data)
{
  csn_gate_show_agent (gate, data);
}

/* What moves a profile, and why. */
typedef struct
{
  CsnEventType type;
  const CsnActor *actor;
  const char *source;
  const char *cause;
  const char *request_id; /* (nullable) */
} Step;

static void
add_event (CsnMove *move, const Step *step, CsnProfile *before, CsnProfile *after)
{
  CsnEvent *event = csn_event_new (step->type, move->now, step->actor);
  gboolean pinning = csn_profile_get_pinned (before) != csn_profile_get_pinned (after);

  csn_event_set_agent (event,
                       step->source,
                       csn_profile_get_agent_id (after),
                       csn_profile_get_action_type (after));
  csn_event_set_level (event, csn_profile_get_level (after));
  csn_move_event (move,
                  event,
                  csn_details_new ("from",
                                   csn_level_to_string (csn_profile_get_level (before)),
                                   "to",
                                   csn_level_to_string (csn_profile_get_level (after)),
                                   "pinned",
                                   csn_profile_get_pinned (after) ? "yes"
                                   : pinning                      ? "no"
                                                                  : NULL,
                                   "cause",
                                   step->cause,
                                   "request_id",
                                   step->request_id,
                                   NULL));
}

/* The event of a move, and where the level really moved, its place in the history of levels. */
static void
record_step (CsnMove *move, const Step *step, CsnProfile *before, CsnProfile *after)
{
  CsnLevel level_before = csn_profile_get_level (before);

  add_event (move, step, before, after);
  if (csn_profile_get_level (after) == level_before &&
      csn_profile_get_pinned (after) == csn_profile_get_pinned (before) &&
      step->actor->kind != CSN_ACTOR_HUMAN)
    return;
  csn_change_add_level (move->change,
                        csn_profile_get_agent_id (after),
                        csn_profile_get_action_type (after),
                        move->now,
                        &level_before,
                        csn_profile_get_level (after),
                        step->cause,
                        step->actor->kind);
}

static void
put_profile (CsnMove *move, CsnAgentItem *agent, CsnProfile *profile)
{
  csn_agent_item_put_profile (agent, profile);
  csn_change_put_profile (move->change, profile);
  csn_move_then (move, apply_profile, g_object_ref (agent), g_object_unref);
}

static gboolean
describe_change (CsnAutonomyChange change, CsnAutonomyInput input, Step *step)
{
  static const char *const causes[] = {
    [CSN_AUTONOMY_SUCCESS] = "successes",   [CSN_AUTONOMY_FAILURE] = "failures",
    [CSN_AUTONOMY_REJECTED] = "rejected",   [CSN_AUTONOMY_EDITED] = "edited",
    [CSN_AUTONOMY_HAND_BACK] = "hand_back",
  };

  step->cause = causes[input];
  switch (change)
    {
    case CSN_AUTONOMY_PROMOTED:
      step->type = CSN_EVENT_PROMOTED;
      return TRUE;
    case CSN_AUTONOMY_DEMOTED:
      step->type = CSN_EVENT_DEMOTED;
      return TRUE;
    case CSN_AUTONOMY_SET:
      step->type = CSN_EVENT_PROFILE_SET;
      return TRUE;
    case CSN_AUTONOMY_PROMOTION_WAITS:
      step->type = CSN_EVENT_PROFILE_SET;
      step->cause = "promotion_waits";
      return TRUE;
    case CSN_AUTONOMY_PROMOTION_TAKEN_BACK:
      step->type = CSN_EVENT_PROFILE_SET;
      step->cause = "promotion_taken_back";
      return TRUE;
    case CSN_AUTONOMY_UNCHANGED:
      break;
    }
  return FALSE;
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
  Step step = { .actor = &csn_actor_system, .source = source, .request_id = item->id };
  g_autoptr (CsnProfile) before = NULL;
  g_autoptr (CsnProfile) after = NULL;
  CsnAutonomyChange change = CSN_AUTONOMY_UNCHANGED;
  gint64 at;

  before = known != NULL ? csn_profile_ref (known) : csn_profile_new (agent_id, action_type);
  /* What is recorded here happens now: a clock that was set back must not make it late. */
  at = MAX (move->now, csn_profile_get_last_at (before));
  after = csn_autonomy_apply (before,
                              csn_policy_get_autonomy (move->gate->policy, action_type),
                              (CsnAutonomyInput) input,
                              at,
                              &change);
  put_profile (move, agent, after);
  if (describe_change (change, (CsnAutonomyInput) input, &step))
    record_step (move, &step, before, after);
}

static CsnProfile *
need_profile (CsnAgentItem *agent, const char *action_type)
{
  CsnProfile *known = csn_agent_item_find_profile (agent, action_type);

  return known != NULL ? csn_profile_ref (known) : csn_profile_new (agent->agent_id, action_type);
}

static const char *
describe_setting (CsnProfile *before, CsnProfile *after)
{
  if (csn_profile_get_pinned (before) != csn_profile_get_pinned (after))
    return csn_profile_get_pinned (after) ? "pinned" : "unpinned";
  if (csn_profile_get_level (after) > csn_profile_get_level (before))
    return "stricter";
  return csn_profile_get_level (after) == CSN_LEVEL_SOFT_APPROVAL ? "reset" : "reviewer";
}

static void
set_profile (CsnMove *move, CsnAgentItem *agent, CsnProfile *profile)
{
  CsnActor actor = csn_gate_reviewer_actor (move->gate, "window");
  g_autoptr (CsnProfile) before = NULL;
  Step step = { .type = CSN_EVENT_PROFILE_SET, .actor = &actor, .source = agent->source };

  before = need_profile (agent, csn_profile_get_action_type (profile));
  step.cause = describe_setting (before, profile);
  record_step (move, &step, before, profile);
  put_profile (move, agent, profile);
}

/* A person may reset a profile or make it stricter; less oversight is earned. */
static const char *
check_profile (CsnAgentItem *agent, CsnProfile *profile)
{
  CsnLevel level = csn_profile_get_level (profile);
  CsnProfile *known;
  CsnLevel before;

  known = csn_agent_item_find_profile (agent, csn_profile_get_action_type (profile));
  if (csn_profile_get_promotion_waits (profile) &&
      (known == NULL || !csn_profile_get_promotion_waits (known)))
    return "A promotion must be earned.";
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

static void
answer_promotion (CsnGate *self,
                  CsnAgentItem *agent,
                  CsnProfile *before,
                  CsnProfile *after,
                  GTask *task)
{
  CsnActor actor = csn_gate_reviewer_actor (self, "window");
  gboolean promoted = csn_profile_get_level (after) < csn_profile_get_level (before);
  const Step step = {
    .type = promoted ? CSN_EVENT_PROMOTED : CSN_EVENT_PROFILE_SET,
    .actor = &actor,
    .source = agent->source,
    .cause = promoted ? "promotion_confirmed" : "promotion_declined",
  };
  CsnMove *move = csn_move_new (self);

  record_step (move, &step, before, after);
  put_profile (move, agent, after);
  csn_move_run (move, task);
}

void
csn_gate_answer_promotion_async (CsnGate *self,
                                 const char *agent_id,
                                 const char *action_type,
                                 gboolean accept,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  CsnAgentItem *agent;
  g_autoptr (CsnProfile) before = NULL;
  g_autoptr (CsnProfile) after = NULL;

  g_return_if_fail (CSN_IS_GATE (self));
  g_return_if_fail (agent_id != NULL && action_type != NULL);

  g_task_set_source_tag (task, csn_gate_answer_promotion_async);
  if (!csn_gate_check_open (self, task))
    return;
  agent = csn_gate_find_agent (self, agent_id);
  if (agent != NULL)
    {
      before = need_profile (agent, action_type);
      after = csn_autonomy_answer_promotion (before, accept);
    }
  if (after != NULL)
    {
      answer_promotion (self, agent, before, after, task);
      return;
    }
  g_task_return_new_error (task,
                           CSN_GATE_ERROR,
                           CSN_GATE_ERROR_NOT_FOUND,
                           "No promotion of this agent waits for this action type any more.");
  g_object_unref (task);
}

gboolean
csn_gate_answer_promotion_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
