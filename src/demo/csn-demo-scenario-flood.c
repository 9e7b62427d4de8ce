/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-scenario.h"

static const CsnDemoProposal proposals[] = {
  {
      .pause_ms = 20,
      .agent_id = "support-agent",
      .action_type = "tag_ticket",
      .description = "Tag $ticket of $person",
      .action = "{\"record\":\"$ticket\",\"set\":{\"tag\":\"delivery\"}}",
      .facts = "{\"reversible\":true,\"financial\":false,\"pii\":false,\"regulated\":false,"
               "\"read_only\":false}",
      .confidence = "{\"score\":0.91,\"rationale\":\"The subject names the parcel.\","
                    "\"uncertainties\":[],\"recommendation\":\"PROCEED\"}",
  },
};

const CsnDemoScenario csn_demo_scenario_flood = {
  .name = "flood",
  .summary = "Fifty requests a second for as long as it runs: an agent that misbehaves",
  .proposals = proposals,
  .n_proposals = G_N_ELEMENTS (proposals),
  .repeats = 0,
  .act_ms = 100,
};
