/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-scenario.h"

/* A fixed handful for pictures and tests: every level, and everything that a card can show. */
static const CsnDemoProposal proposals[] = {
  {
      .agent_id = "billing-agent",
      .action_type = "refund",
      .description = "Customer reported damage with photo. Order total matches. Not sure whether "
                     "the shipping fee is included.",
      .action = "{\"order\":1182,\"amount\":\"120.00\",\"currency\":\"USD\","
                "\"destination\":\"visa \\u2022\\u2022\\u2022\\u2022 4411\","
                "\"reason\":\"damaged on arrival\\u200b\"}",
      .facts = "{\"reversible\":false,\"financial\":true,\"pii\":false,\"regulated\":false,"
               "\"cost\":{\"amount\":\"120.00\",\"currency\":\"USD\"},\"read_only\":false}",
      .confidence =
          "{\"score\":0.72,\"rationale\":\"The photo shows a broken screen and the order "
          "total matches the customer's mail.\",\"uncertainties\":[\"whether the shipping "
          "fee is included\"],\"recommendation\":\"PROCEED\"}",
      .history = "[{\"at\":\"$-95s\",\"action\":\"looked up order 1182\",\"result\":\"found\"},"
                 "{\"at\":\"$-60s\",\"action\":\"compared photo with the product\","
                 "\"result\":\"damage visible\"}]",
      .state = "{\"step\":3,\"of\":4}",
  },
  {
      .agent_id = "ops-agent",
      .action_type = "shell_command",
      .description = "The build folder is stale; start over and publish the fixed branch.",
      .action = "{\"command\":\"rm -rf build/ && git push --force origin main\","
                "\"cwd\":\"/srv/site\"}",
      .facts = "{\"reversible\":false,\"financial\":false,\"pii\":false,\"regulated\":false,"
               "\"read_only\":false}",
      .confidence = "{\"score\":0.71,\"rationale\":\"The branch was rebased an hour ago.\","
                    "\"uncertainties\":[\"someone may have pushed to main since\","
                    "\"the build folder may hold the only copy of yesterday's release\"],"
                    "\"recommendation\":\"PROCEED\"}",
  },
  {
      .agent_id = "crm-agent",
      .action_type = "export_records",
      .description = "Export the customers of the spring campaign for the printer.",
      .action = "{\"fields\":[\"name\",\"e-mail\",\"phone\"],\"rows\":2140,"
                "\"to\":\"https://files.ex\\u0430mple.com/upload\"}",
      .facts = "{\"reversible\":false,\"financial\":false,\"pii\":true,\"regulated\":true,"
               "\"read_only\":false}",
      .confidence = "{\"score\":0.83,\"rationale\":\"The printer asked for this list by mail.\","
                    "\"uncertainties\":[\"whether the printer needs the phone numbers\"],"
                    "\"recommendation\":\"PROCEED\"}",
      .delegation = "[\"planner-agent\"]",
  },
  {
      .agent_id = "support-agent",
      .action_type = "send_email",
      .description = "Answer Jana Doe, who asks where her parcel is.",
      .action =
          "{\"to\":\"j.doe@example.org\",\"subject\":\"Your ticket 5519\",\"body\":\"Dear Jana "
          "Doe,\\n\\nyour parcel left our house on Friday and is with the carrier. It should "
          "reach you by Tuesday.\\n\\nKind regards\\nYour support team\"}",
      .facts = "{\"reversible\":false,\"financial\":false,\"pii\":false,\"regulated\":false,"
               "\"read_only\":false}",
      .confidence = "{\"score\":0.78,\"rationale\":\"The carrier's page says the same.\","
                    "\"uncertainties\":[\"the carrier's page was last updated on Saturday\"],"
                    "\"recommendation\":\"PROCEED\"}",
  },
  {
      .agent_id = "support-agent",
      .action_type = "update_record",
      .description = "The customer wrote that it works again.",
      .action = "{\"record\":\"ticket-5519\",\"set\":{\"status\":\"solved\"},"
                "\"was\":{\"status\":\"open\"}}",
      .facts = "{\"reversible\":true,\"financial\":false,\"pii\":false,\"regulated\":false,"
               "\"read_only\":false}",
      .confidence = "{\"score\":0.81,\"rationale\":\"The customer's last mail says so.\","
                    "\"uncertainties\":[],\"recommendation\":\"PROCEED\"}",
  },
  {
      .agent_id = "research-agent",
      .action_type = "lookup",
      .description = "Look up the opening hours for the answer to ticket 5523.",
      .action = "{\"query\":\"opening hours of the Lyon depot\",\"in\":\"intranet\"}",
      .facts = "{\"reversible\":true,\"financial\":false,\"pii\":false,\"regulated\":false,"
               "\"read_only\":true}",
      .confidence = "{\"score\":0.94,\"rationale\":\"One page has them.\",\"uncertainties\":[],"
                    "\"recommendation\":\"PROCEED\"}",
      .asked_level = "NOTIFY_ONLY",
  },
  {
      .agent_id = "ops-agent",
      .action_type = "restart_service",
      .description = "The queue worker answers slowly. Restart it now, or after the nightly run?",
      .action = "{\"record\":\"queue-worker\",\"set\":{\"state\":\"restarted\"}}",
      .facts = "{\"reversible\":true,\"financial\":false,\"pii\":false,\"regulated\":false,"
               "\"read_only\":false}",
      .confidence =
          "{\"score\":0.66,\"rationale\":\"A restart helped the last two times, but a run "
          "is in progress.\",\"uncertainties\":[\"whether the run in progress can be "
          "resumed after a restart\",\"whether the slowness comes from the database instead, "
          "which would make a restart useless and would cost the caches that took four hours "
          "to fill this morning\",\"who is on call today\"],\"recommendation\":\"CLARIFY\"}",
      .demo =
          "{\"answered\":{\"description\":\"Restart the queue worker, as you said.\","
          "\"confidence\":{\"score\":0.88,\"rationale\":\"A person answered the open question.\","
          "\"uncertainties\":[],\"recommendation\":\"PROCEED\"}}}",
  },
  {
      .agent_id = "crm-agent",
      .action_type = "merge_records",
      .description = "Merge two customers who may be the same person.",
      .action = "{\"keep\":\"c-8812\",\"drop\":\"c-9034\",\"names\":[\"A. M\\u00fcller\","
                "\"Anna Mueller\"]}",
      .facts = "{\"reversible\":false,\"financial\":false,\"pii\":true,\"regulated\":false,"
               "\"read_only\":false}",
      .confidence =
          "{\"score\":0.44,\"rationale\":\"Unsure whether A. M\\u00fcller and Anna Mueller "
          "are the same person.\",\"uncertainties\":[\"the tax ids differ\",\"both have the "
          "same address\"],\"recommendation\":\"ESCALATE\"}",
      .history = "[{\"at\":\"$-840s\",\"action\":\"searched for duplicate pairs\","
                 "\"result\":\"38 found\"},"
                 "{\"at\":\"$-400s\",\"action\":\"merged 31 pairs\","
                 "\"result\":\"12 of them can't be undone\"},"
                 "{\"at\":\"$-30s\",\"action\":\"merged 2 pairs\","
                 "\"result\":\"failed: conflicting tax ids\"}]",
      .state = "{\"pairs_left\":5,\"last_pair\":\"c-8812 / c-9034\",\"lock_held\":\"crm:merge\"}",
  },
};

const CsnDemoScenario csn_demo_scenario_quiet = {
  .name = "quiet",
  .summary = "A fixed handful of requests of every level; no new ones come",
  .proposals = proposals,
  .n_proposals = G_N_ELEMENTS (proposals),
  .repeats = G_N_ELEMENTS (proposals),
  .act_ms = 300,
};
