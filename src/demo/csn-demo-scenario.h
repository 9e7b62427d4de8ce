/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-demo-proposal.h"

G_BEGIN_DECLS

/**
 * CsnDemoScenario:
 * @name: how it is chosen
 * @summary: one sentence for the help
 * @begins_with: (nullable): a scenario whose proposals are made first
 * @proposals: (array length=n_proposals): in the order in which they are made
 * @n_proposals: how many
 * @repeats: from which of @proposals to begin again after the last; @n_proposals for not at all
 * @max_pending: with so many pending the agents propose nothing more; 0 for no limit
 * @act_ms: how long an agent takes to act, at speed 1
 *
 * What the sample agents will do. Static; never changes.
 */
typedef struct _CsnDemoScenario
{
  const char *name;
  const char *summary;
  const struct _CsnDemoScenario *begins_with;
  const CsnDemoProposal *proposals;
  guint n_proposals;
  guint repeats;
  guint max_pending;
  guint act_ms;
} CsnDemoScenario;

extern const CsnDemoScenario csn_demo_scenario_mixed;
extern const CsnDemoScenario csn_demo_scenario_quiet;
extern const CsnDemoScenario csn_demo_scenario_trust;
extern const CsnDemoScenario csn_demo_scenario_takeover;
extern const CsnDemoScenario csn_demo_scenario_single;
extern const CsnDemoScenario csn_demo_scenario_pair;
extern const CsnDemoScenario csn_demo_scenario_rogue;
extern const CsnDemoScenario csn_demo_scenario_empty;
extern const CsnDemoScenario csn_demo_scenario_flood;

/**
 * csn_demo_scenario_lookup:
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the scenario of that name
 */
const CsnDemoScenario *csn_demo_scenario_lookup (const char *name);

/**
 * csn_demo_scenario_describe_all:
 *
 * Returns: (transfer full): names and summaries, a line each
 */
char *csn_demo_scenario_describe_all (void);

G_END_DECLS
