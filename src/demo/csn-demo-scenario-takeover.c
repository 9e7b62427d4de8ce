/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-scenario.h"

#define PAUSE_MS 3000

#define CHANGE(problem)                                                                            \
  {                                                                                                \
    .pause_ms = PAUSE_MS, .agent_id = "crm-agent", .action_type = "update_record",                 \
    .description = "Take the address from the billing system.",                                    \
    .action = "{\"record\":\"$record\",\"set\":{\"city\":\"Lyon\"}}",                              \
    .facts = "{\"reversible\":true,\"financial\":false,\"pii\":false,\"regulated\":false,"         \
             "\"read_only\":false}",                                                               \
    .confidence = "{\"score\":0.88,\"rationale\":\"The billing system is newer.\","                \
                  "\"uncertainties\":[],\"recommendation\":\"PROCEED\"}",                          \
    .demo = problem,                                                                               \
  }

#define FAILS "{\"fails\":\"conflicting tax ids\"}"

/* After two failures the agent gets unsure. While it is read-only it only looks things up; it goes
 * on with the rest once it has been handed back. */
static const CsnDemoProposal proposals[] = {
  {
      .agent_id = "support-agent",
      .action_type = "send_email",
      .description = "Answer $person.",
      .action =
          "{\"to\":\"$mail\",\"subject\":\"Your order $order\",\"body\":\"It is on its way.\"}",
      .facts = "{\"reversible\":false,\"financial\":false,\"pii\":false,\"regulated\":false,"
               "\"read_only\":false}",
      .confidence = "{\"score\":0.84,\"rationale\":\"The carrier has it.\",\"uncertainties\":[],"
                    "\"recommendation\":\"PROCEED\"}",
  },
  CHANGE (FAILS),
  CHANGE (FAILS),
  {
      .pause_ms = PAUSE_MS,
      .agent_id = "crm-agent",
      .action_type = "merge_records",
      .description = "Merge two customers who may be the same person.",
      .action = "{\"keep\":\"c-8812\",\"drop\":\"c-9034\"}",
      .facts = "{\"reversible\":false,\"financial\":false,\"pii\":true,\"regulated\":false,"
               "\"read_only\":false}",
      .confidence =
          "{\"score\":0.44,\"rationale\":\"Unsure whether A. M\\u00fcller and Anna Mueller "
          "are the same person.\",\"uncertainties\":[\"the tax ids differ\"],"
          "\"recommendation\":\"ESCALATE\"}",
      .history = "[{\"at\":\"$-840s\",\"action\":\"searched for duplicate pairs\","
                 "\"result\":\"38 found\"},"
                 "{\"at\":\"$-400s\",\"action\":\"merged 31 pairs\","
                 "\"result\":\"12 of them for good\",\"reversible\":false},"
                 "{\"at\":\"$-30s\",\"action\":\"merged 2 pairs\","
                 "\"result\":\"failed: conflicting tax ids\"}]",
      .state = "{\"pairs_left\":5,\"last_pair\":\"c-8812 / c-9034\",\"lock_held\":\"crm:merge\"}",
  },
  {
      .pause_ms = PAUSE_MS,
      .agent_id = "crm-agent",
      .action_type = "lookup",
      .description = "Compare the tax ids with those of the billing system.",
      .action = "{\"records\":[\"c-8812\",\"c-9034\"],\"field\":\"tax id\"}",
      .facts = "{\"reversible\":true,\"financial\":false,\"pii\":false,\"regulated\":false,"
               "\"read_only\":true}",
      .confidence = "{\"score\":0.9,\"rationale\":\"It changes nothing.\",\"uncertainties\":[],"
                    "\"recommendation\":\"PROCEED\"}",
  },
  CHANGE (NULL),
  CHANGE (NULL),
};

const CsnDemoScenario csn_demo_scenario_takeover = {
  .name = "takeover",
  .summary = "An agent that fails twice and then gets unsure",
  .proposals = proposals,
  .n_proposals = G_N_ELEMENTS (proposals),
  .repeats = G_N_ELEMENTS (proposals),
  .act_ms = 500,
};
