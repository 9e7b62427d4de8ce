/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"

G_BEGIN_DECLS

/**
 * CsnDemoProposal:
 * @pause_ms: how long to wait before it, at speed 1
 * @agent_id: who proposes it
 * @action_type: what kind of action
 * @description: (nullable): the agent's words
 * @action: JSON
 * @facts: (nullable): JSON
 * @confidence: (nullable): JSON
 * @asked_level: (nullable): the level that the agent asks for
 * @delegation: (nullable): JSON
 * @allowed: (nullable): JSON, the decisions that the agent takes
 * @history: (nullable): JSON
 * @state: (nullable): JSON
 * @demo: (nullable): JSON, see csn_demo_task_new()
 * @expires_in_s: when the agent gives up, at speed 1; 0 for never
 *
 * What a scenario says about one task. In its texts, words that begin with a dollar sign stand for
 * something that varies: $order, $amount, $small, $person, $mail, $record, $ticket, $topic, and
 * $-90s for the time 90 seconds ago.
 */
typedef struct
{
  guint pause_ms;
  const char *agent_id;
  const char *action_type;
  const char *description;
  const char *action;
  const char *facts;
  const char *confidence;
  const char *asked_level;
  const char *delegation;
  const char *allowed;
  const char *history;
  const char *state;
  const char *demo;
  guint expires_in_s;
} CsnDemoProposal;

/**
 * csn_demo_proposal_expand:
 * @self: a proposal
 * @index: how many were made before; decides what varies, and nothing else does
 * @now: microseconds since the epoch
 * @speed: how much faster than real life
 *
 * Returns: (transfer full): what csn_demo_task_new() takes
 */
CsnJson *
csn_demo_proposal_expand (const CsnDemoProposal *self, guint index, gint64 now, double speed);

G_END_DECLS
