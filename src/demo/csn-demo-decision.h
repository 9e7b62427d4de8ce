/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"
#include "csn-words.h"

G_BEGIN_DECLS

/**
 * CsnDemoDecision:
 * @task_id: the task that it decides
 * @revision: the revision that it decides
 * @kind: how
 * @decision_id: constant over all attempts to deliver it
 * @decided_by: human, silence or policy
 * @reviewer: (nullable): the person
 * @notes: (nullable): words for the agent
 * @action: (nullable): exactly what was decided about
 * @action_digest: (nullable): what binds it
 * @body_sha256: hex, over the bytes that came in
 *
 * A decision as it came in, before anyone asked whether it fits a task.
 */
typedef struct
{
  char *task_id;
  gint64 revision;
  CsnDecisionKind kind;
  char *decision_id;
  char *decided_by;
  char *reviewer;
  char *notes;
  CsnJson *action;
  char *action_digest;
  char *body_sha256;
} CsnDemoDecision;

/**
 * csn_demo_decision_parse:
 * @body: what was posted
 * @idempotency_key: (nullable): the header of that name
 * @error: return location for an error whose message says what is wrong
 *
 * Returns: (transfer full) (nullable): the decision; %NULL if @body is not a valid one
 */
CsnDemoDecision *
csn_demo_decision_parse (GBytes *body, const char *idempotency_key, GError **error);

void csn_demo_decision_free (CsnDemoDecision *self);

/**
 * csn_demo_decision_approves:
 * @self: a decision
 *
 * Returns: %TRUE if the agent may act
 */
gboolean csn_demo_decision_approves (const CsnDemoDecision *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnDemoDecision, csn_demo_decision_free)

G_END_DECLS
