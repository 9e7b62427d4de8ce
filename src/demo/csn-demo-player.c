/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-player.h"

#include "csn-demo-json.h"

/* How long to wait before looking again whether the next proposal may be made, at speed 1. */
#define RETRY_MS 1000

struct _CsnDemoPlayer
{
  GObject parent_instance;

  CsnDemoState *state;             /* (owned) */
  const CsnDemoScenario *scenario; /* (unowned): static */
  double speed;
  guint made;
  guint timer;
};

G_DEFINE_FINAL_TYPE (CsnDemoPlayer, csn_demo_player, G_TYPE_OBJECT)

static void
csn_demo_player_dispose (GObject *object)
{
  CsnDemoPlayer *self = CSN_DEMO_PLAYER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->state);
  G_OBJECT_CLASS (csn_demo_player_parent_class)->dispose (object);
}

static void
csn_demo_player_class_init (CsnDemoPlayerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_demo_player_dispose;
}

static void
csn_demo_player_init (CsnDemoPlayer *self)
{
}

static gboolean
goes_round (const CsnDemoScenario *scenario)
{
  return scenario->repeats < scenario->n_proposals;
}

static const CsnDemoProposal *
next_proposal (CsnDemoPlayer *self)
{
  const CsnDemoScenario *scenario = self->scenario;
  const CsnDemoScenario *first = scenario->begins_with;
  guint index = self->made;

  if (first != NULL && index < first->n_proposals)
    return &first->proposals[index];
  if (first != NULL)
    index -= first->n_proposals;
  if (index >= scenario->n_proposals && goes_round (scenario))
    index = scenario->repeats +
            (index - scenario->n_proposals) % (scenario->n_proposals - scenario->repeats);
  return index < scenario->n_proposals ? &scenario->proposals[index] : NULL;
}

static gboolean
may_propose (CsnDemoPlayer *self, const CsnDemoProposal *proposal, const CsnJson *expanded)
{
  guint max_pending = self->scenario->max_pending;
  const CsnJson *facts = csn_json_get_member (expanded, "facts");

  if (max_pending > 0 && csn_demo_state_count_pending (self->state) >= max_pending)
    return FALSE;
  return csn_demo_json_member_is_true (facts, "read_only") ||
         !csn_demo_state_is_read_only (self->state, proposal->agent_id);
}

/* In a scenario that goes round, what a read-only agent may not propose comes again anyway. */
static gboolean
may_skip (CsnDemoPlayer *self, const CsnDemoProposal *proposal)
{
  return goes_round (self->scenario) &&
         csn_demo_state_is_read_only (self->state, proposal->agent_id);
}

static gboolean
play_next (CsnDemoPlayer *self)
{
  const CsnDemoProposal *proposal = next_proposal (self);
  gint64 now = csn_demo_now ();
  g_autoptr (CsnJson) expanded = NULL;
  g_autoptr (GError) error = NULL;
  gboolean skip;

  expanded = csn_demo_proposal_expand (proposal, self->made, now, self->speed);
  skip = !may_propose (self, proposal, expanded);
  if (skip && !may_skip (self, proposal))
    return FALSE;
  if (!csn_demo_state_set_position (self->state, self->scenario->name, self->made + 1, &error) ||
      (!skip && csn_demo_state_add (self->state, NULL, expanded, now, &error) == NULL))
    {
      g_printerr ("The agents can't write to their folder: %s\n", error->message);
      return FALSE;
    }
  self->made++;
  return TRUE;
}

/* Proposals without a pause between them are made in one go: whoever asks first sees them all. */
static guint
play_due (CsnDemoPlayer *self)
{
  const CsnDemoProposal *proposal;

  do
    {
      if (!play_next (self))
        return RETRY_MS;
      proposal = next_proposal (self);
    }
  while (proposal != NULL && proposal->pause_ms == 0);
  return proposal != NULL ? proposal->pause_ms : 0;
}

static gboolean
on_timer (gpointer user_data)
{
  CsnDemoPlayer *self = user_data;
  guint pause_ms = play_due (self);

  self->timer = 0;
  if (pause_ms > 0)
    self->timer = g_timeout_add ((guint) (pause_ms / self->speed), on_timer, self);
  return G_SOURCE_REMOVE;
}

CsnDemoPlayer *
csn_demo_player_new (CsnDemoState *state, const CsnDemoScenario *scenario, double speed)
{
  CsnDemoPlayer *self = g_object_new (CSN_TYPE_DEMO_PLAYER, NULL);
  const CsnDemoProposal *proposal;

  self->state = g_object_ref (state);
  self->scenario = scenario;
  self->speed = speed;
  self->made = csn_demo_state_get_position (state, scenario->name);
  proposal = next_proposal (self);
  if (proposal != NULL && proposal->pause_ms == 0)
    on_timer (self);
  else if (proposal != NULL)
    self->timer = g_timeout_add ((guint) (proposal->pause_ms / speed), on_timer, self);
  return self;
}
