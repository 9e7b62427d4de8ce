/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-request.h"

G_BEGIN_DECLS

/**
 * CsnActor:
 * @kind: who
 * @name: (nullable): the reviewer's identity for a person; %NULL otherwise
 * @via: (nullable): "window", "notification", "command-line", ...; a static string
 *
 * Who does something, and by which door.
 */
typedef struct
{
  CsnActorKind kind;
  const char *name;
  const char *via;
} CsnActor;

/**
 * CsnDecision:
 *
 * What ended a request's wait: immutable, with the exact bytes that the agent gets.
 */
typedef struct _CsnDecision CsnDecision;

/**
 * csn_decision_new:
 * @request: what it decides
 * @kind: how
 * @action: (nullable): the edited action for %CSN_DECISION_EDIT, otherwise %NULL
 * @actor: who decides
 * @notes: (nullable): the reviewer's words to the agent
 * @level: the verdict's level
 * @decision_id: a random id, constant over all attempts to deliver
 * @decided_at: microseconds since the epoch
 *
 * Returns: (transfer full): the decision; csn_decision_get_body() is the protocol's Decision; the
 *   protocol has no word for %CSN_ACTOR_SYSTEM and %CSN_ACTOR_AGENT: they become
 *   %CSN_ACTOR_POLICY
 */
CsnDecision *csn_decision_new (const CsnRequest *request,
                               CsnDecisionKind kind,
                               const CsnJson *action,
                               const CsnActor *actor,
                               const char *notes,
                               CsnLevel level,
                               const char *decision_id,
                               gint64 decided_at);

/**
 * csn_decision_from_body:
 * @body: what csn_decision_get_body() gave
 * @error: return location for a #CsnModelError
 *
 * Returns: (transfer full) (nullable): the same decision, for reading it back from the store
 */
CsnDecision *csn_decision_from_body (GBytes *body, GError **error);

CsnDecision *csn_decision_ref (CsnDecision *self);

void csn_decision_unref (CsnDecision *self);

const char *csn_decision_get_id (const CsnDecision *self);

CsnDecisionKind csn_decision_get_kind (const CsnDecision *self);

CsnActorKind csn_decision_get_actor_kind (const CsnDecision *self);

const char *csn_decision_get_reviewer (const CsnDecision *self);

const char *csn_decision_get_notes (const CsnDecision *self);

gint64 csn_decision_get_decided_at (const CsnDecision *self);

/**
 * csn_decision_get_action_digest:
 * @self: a decision
 *
 * Returns: (nullable): what binds the approved action; %NULL where it has no canonical form
 */
const char *csn_decision_get_action_digest (const CsnDecision *self);

/**
 * csn_decision_get_action:
 * @self: a decision
 *
 * Returns: (transfer none): the action that the decision is about: the edited one for an edit
 */
const CsnJson *csn_decision_get_action (const CsnDecision *self);

/**
 * csn_decision_get_body:
 * @self: a decision
 *
 * Returns: (transfer none): the exact bytes to post (protocol.md, "Decision")
 */
GBytes *csn_decision_get_body (const CsnDecision *self);

/**
 * csn_decision_kind_to_state:
 * @kind: a decision
 *
 * Returns: the state that a request has after it
 */
CsnRequestState csn_decision_kind_to_state (CsnDecisionKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnDecision, csn_decision_unref)

G_END_DECLS
