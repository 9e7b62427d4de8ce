/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-scenario.h"

#define TAG(problem)                                                                               \
  {                                                                                                \
    .pause_ms = 400, .agent_id = "support-agent", .action_type = "tag_ticket",                     \
    .description = "Tag the ticket of $person.",                                                   \
    .action = "{\"record\":\"$ticket\",\"set\":{\"tag\":\"delivery\"}}",                           \
    .facts = "{\"reversible\":true,\"financial\":false,\"pii\":false,\"regulated\":false,"         \
             "\"read_only\":false}",                                                               \
    .confidence = "{\"score\":0.93,\"rationale\":\"The subject names the parcel.\","               \
                  "\"uncertainties\":[],\"recommendation\":\"PROCEED\"}",                          \
    .demo = problem,                                                                               \
  }

#define GOOD TAG (NULL)
#define BAD TAG ("{\"fails\":\"the ticket system answered 503\"}")
#define FIVE_GOOD GOOD, GOOD, GOOD, GOOD, GOOD

/* Twice ten successes lead from SOFT_APPROVAL to FULL_AUTO, two failures lead back. */
static const CsnDemoProposal proposals[] = {
  FIVE_GOOD, FIVE_GOOD, FIVE_GOOD, FIVE_GOOD, GOOD, GOOD, BAD, BAD, GOOD,
};

const CsnDemoScenario csn_demo_scenario_trust = {
  .name = "trust",
  .summary = "One low-risk action again and again: two promotions, then a demotion",
  .proposals = proposals,
  .n_proposals = G_N_ELEMENTS (proposals),
  .repeats = G_N_ELEMENTS (proposals) - 1,
  .max_pending = 3,
  .act_ms = 200,
};
