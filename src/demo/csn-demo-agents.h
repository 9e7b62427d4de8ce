/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-demo-state.h"

G_BEGIN_DECLS

#define CSN_TYPE_DEMO_AGENTS (csn_demo_agents_get_type ())

/**
 * CsnDemoAgents:
 *
 * The agents at work: they act on what was approved and on nothing else, report how it went, ask
 * again after an answer, and give up what has expired.
 */
G_DECLARE_FINAL_TYPE (CsnDemoAgents, csn_demo_agents, CSN, DEMO_AGENTS, GObject)

/**
 * csn_demo_agents_new:
 * @state: their tasks
 * @folder: where they act
 * @act_ms: how long they take to act
 *
 * Returns: (transfer full): agents that work until they are disposed of; what was approved before
 *   and not done yet is done first
 */
CsnDemoAgents *csn_demo_agents_new (CsnDemoState *state, const char *folder, guint act_ms);

G_END_DECLS
