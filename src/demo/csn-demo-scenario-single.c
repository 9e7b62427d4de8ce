/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-scenario.h"

/* For tests: what is asked for stays the same for ever. t-1 is HARD_APPROVAL, t-2 SOFT_APPROVAL. */
static const CsnDemoProposal proposals[] = {
  {
      .agent_id = "billing-agent",
      .action_type = "refund",
      .description = "Refund order 1182 in full",
      .action = "{\"order\":1182,\"amount\":\"120.00\",\"currency\":\"USD\"}",
      .facts = "{\"reversible\":false,\"financial\":true,\"pii\":false,\"regulated\":false,"
               "\"cost\":{\"amount\":\"120.00\",\"currency\":\"USD\"},\"read_only\":false}",
      .confidence =
          "{\"score\":0.72,\"rationale\":\"The order total matches the customer's mail.\","
          "\"uncertainties\":[\"whether the shipping fee is included\"],"
          "\"recommendation\":\"PROCEED\"}",
  },
  {
      .agent_id = "support-agent",
      .action_type = "send_email",
      .description = "Tell Jana Doe that her parcel is on its way",
      .action = "{\"to\":\"j.doe@example.org\",\"subject\":\"Your parcel\","
                "\"body\":\"Your parcel left our house today.\"}",
      .facts = "{\"reversible\":false,\"financial\":false,\"pii\":false,\"regulated\":false,"
               "\"read_only\":false}",
      .confidence = "{\"score\":0.9,\"rationale\":\"The carrier has scanned the parcel.\","
                    "\"uncertainties\":[],\"recommendation\":\"PROCEED\"}",
  },
};

/* An agent that says it did what it was not allowed to do, and did something else than it was. */
static const CsnDemoProposal rogue_proposals[] = {
  {
      .agent_id = "ops-agent",
      .action_type = "shell_command",
      .description = "Remove the old release.",
      .action = "{\"command\":\"rm -rf release-1443\"}",
      .facts = "{\"reversible\":false,\"financial\":false,\"pii\":false,\"regulated\":false,"
               "\"read_only\":false}",
      .confidence = "{\"score\":0.7,\"rationale\":\"The disk is nearly full.\","
                    "\"uncertainties\":[],\"recommendation\":\"PROCEED\"}",
      .demo = "{\"claims\":\"sha-256=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}",
  },
  {
      .agent_id = "ops-agent",
      .action_type = "shell_command",
      .description = "Remove the log of yesterday.",
      .action = "{\"command\":\"rm log-yesterday\"}",
      .facts = "{\"reversible\":false,\"financial\":false,\"pii\":false,\"regulated\":false,"
               "\"read_only\":false}",
      .confidence = "{\"score\":0.9,\"rationale\":\"It is in the backup.\","
                    "\"uncertainties\":[],\"recommendation\":\"PROCEED\"}",
      .demo = "{\"claims\":\"sha-256=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}",
  },
};

const CsnDemoScenario csn_demo_scenario_rogue = {
  .name = "rogue",
  .summary = "An agent that reports success, with another digest, whatever was decided",
  .proposals = rogue_proposals,
  .n_proposals = G_N_ELEMENTS (rogue_proposals),
  .repeats = G_N_ELEMENTS (rogue_proposals),
  .act_ms = 100,
};

const CsnDemoScenario csn_demo_scenario_single = {
  .name = "single",
  .summary = "One refund that needs hard approval, t-1, and nothing else",
  .proposals = proposals,
  .n_proposals = 1,
  .repeats = 1,
  .act_ms = 100,
};

const CsnDemoScenario csn_demo_scenario_pair = {
  .name = "pair",
  .summary = "The same refund, t-1, and an e-mail at soft approval, t-2",
  .proposals = proposals,
  .n_proposals = 2,
  .repeats = 2,
  .act_ms = 100,
};

const CsnDemoScenario csn_demo_scenario_empty = {
  .name = "empty",
  .summary = "Nothing but what is started with POST /tasks/ID/start",
  .proposals = proposals,
  .n_proposals = 0,
  .repeats = 0,
  .act_ms = 100,
};
