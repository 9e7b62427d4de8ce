/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-private.h"

typedef struct
{
  CsnInboxItem *item;
  CsnRequestState state;
  CsnDecision *decision;
  gint64 settled_at;
} Settlement;

static void
settlement_free (gpointer data)
{
  Settlement *settlement = data;

  g_object_unref (settlement->item);
  g_clear_pointer (&settlement->decision, csn_decision_unref);
  g_free (settlement);
}

static void
wake_waiters (CsnGate *gate, CsnInboxItem *item)
{
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&item->waiters);

  for (guint i = 0; waiters != NULL && i < waiters->len; i++)
    csn_gate_submit_again (gate, g_object_ref (g_ptr_array_index (waiters, i)));
}

static void
apply_settlement (CsnGate *gate, gpointer data)
{
  Settlement *settlement = data;
  CsnInboxItem *item = settlement->item;

  item->settling = FALSE;
  item->state = settlement->state;
  item->settled_at = settlement->settled_at;
  g_clear_pointer (&item->decision, csn_decision_unref);
  if (settlement->decision != NULL)
    item->decision = csn_decision_ref (settlement->decision);
  item->window_boot = -1;
  item->wait_reason = CSN_WAIT_NONE;
  csn_gate_take_back (gate, item);
  csn_inbox_item_changed (item);
  wake_waiters (gate, item);
  csn_gate_look_soon (gate);
}

/*
 * Adds the one conditional update to a move. Until the move has ended the item is settling, and
 * nobody else may settle it.
 */
void
csn_gate_settle (CsnMove *move, CsnInboxItem *item, CsnRequestState state, CsnDecision *decision)
{
  Settlement *settlement = g_new0 (Settlement, 1);

  settlement->item = g_object_ref (item);
  settlement->state = state;
  settlement->settled_at = move->now;
  if (decision != NULL)
    settlement->decision = csn_decision_ref (decision);

  csn_change_settle (move->change, item->id, state, decision, move->now);
  if (item->conflict_recorded)
    {
      g_autofree char *key = g_strconcat (CSN_GATE_CHANGED_PREFIX, item->id, NULL);

      csn_change_put_value (move->change, key, NULL);
    }
  item->settling = TRUE;
  csn_move_then (move, apply_settlement, settlement, settlement_free);
  csn_inbox_item_changed (item);
}

void
csn_gate_settle_by (CsnMove *move,
                    CsnInboxItem *item,
                    CsnEventType type,
                    CsnDecision *decision,
                    const CsnActor *actor,
                    CsnJson *details)
{
  CsnEvent *event = csn_move_new_item_event (move, type, actor, item);

  csn_gate_settle (move,
                   item,
                   csn_decision_kind_to_state (csn_decision_get_kind (decision)),
                   decision);
  csn_event_set_decision (event, decision, csn_gate_latency_ms (move, item));
  csn_move_event (move, event, details);
}

void
csn_gate_settle_withdrawn (CsnMove *move,
                           CsnInboxItem *item,
                           const CsnActor *actor,
                           const char *reason)
{
  CsnEvent *event = csn_move_new_item_event (move, CSN_EVENT_WITHDRAWN, actor, item);

  csn_gate_settle (move, item, CSN_REQUEST_WITHDRAWN, NULL);
  csn_event_set_reviewer_decision (event, "withdrawn", csn_gate_latency_ms (move, item));
  csn_move_event (move, event, csn_details_new ("reason", reason, NULL));
}

CsnDecision *
csn_gate_new_decision (CsnMove *move,
                       CsnInboxItem *item,
                       CsnDecisionKind kind,
                       const CsnJson *action,
                       const CsnActor *actor,
                       const char *notes)
{
  g_autofree char *decision_id = g_uuid_string_random ();

  return csn_decision_new (item->request,
                           kind,
                           action,
                           actor,
                           notes,
                           csn_verdict_get_level (item->verdict),
                           decision_id,
                           move->now);
}

gint64
csn_gate_latency_ms (CsnMove *move, CsnInboxItem *item)
{
  return MAX (0, move->now - item->received_at) / 1000;
}

static const char *
describe_state (CsnRequestState state)
{
  switch (state)
    {
    case CSN_REQUEST_PENDING:
      return "This request is pending";
    case CSN_REQUEST_APPROVED:
      return "This request was approved";
    case CSN_REQUEST_EDITED:
      return "This request was edited and approved";
    case CSN_REQUEST_REJECTED:
      return "This request was rejected";
    case CSN_REQUEST_RESPONDED:
      return "This request was answered";
    case CSN_REQUEST_ESCALATED:
      return "This request was escalated because nobody answered in time";
    case CSN_REQUEST_TAKEN_OVER:
      return "This request was taken over";
    case CSN_REQUEST_WITHDRAWN:
      return "This request was withdrawn";
    }
  return "This request is decided";
}

static char *
describe_actor (CsnDecision *decision)
{
  const char *reviewer;

  if (decision == NULL)
    return g_strdup ("");
  reviewer = csn_decision_get_reviewer (decision);
  switch (csn_decision_get_actor_kind (decision))
    {
    case CSN_ACTOR_HUMAN:
      return g_strconcat (" by ", reviewer != NULL ? reviewer : "a person", NULL);
    case CSN_ACTOR_SILENCE:
      return g_strdup (" by silence");
    case CSN_ACTOR_POLICY:
      return g_strdup (" by the policy");
    case CSN_ACTOR_SYSTEM:
    case CSN_ACTOR_AGENT:
      break;
    }
  return g_strdup ("");
}

char *
csn_gate_describe_settled (CsnInboxItem *item)
{
  g_autoptr (GDateTime) at = NULL;
  g_autofree char *when = NULL;
  g_autofree char *who = NULL;

  if (item->state == CSN_REQUEST_PENDING)
    return g_strdup ("This request is being decided at this moment.");

  who = item->state == CSN_REQUEST_ESCALATED ? g_strdup ("") : describe_actor (item->decision);
  at = g_date_time_new_from_unix_local (item->settled_at / G_USEC_PER_SEC);
  when = at != NULL ? g_date_time_format (at, "%Y-%m-%d %H:%M:%S") : g_strdup ("an unknown time");
  return g_strdup_printf ("%s%s on %s.", describe_state (item->state), who, when);
}
