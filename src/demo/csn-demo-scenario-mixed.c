/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-scenario.h"

#define PAUSE_MS 5000

#define CHANGES(reversible)                                                                        \
  "{\"reversible\":" reversible ",\"financial\":false,\"pii\":false,\"regulated\":false,"          \
  "\"read_only\":false}"

#define READS                                                                                      \
  "{\"reversible\":true,\"financial\":false,\"pii\":false,\"regulated\":false,\"read_only\":true}"

#define PAYS(reversible, amount)                                                                   \
  "{\"reversible\":" reversible ",\"financial\":true,\"pii\":false,\"regulated\":false,"           \
  "\"cost\":{\"amount\":\"" amount "\",\"currency\":\"USD\"},\"read_only\":false}"

#define SURE(score, why)                                                                           \
  "{\"score\":" score ",\"rationale\":\"" why "\",\"uncertainties\":[],"                           \
  "\"recommendation\":\"PROCEED\"}"

#define UNSURE(score, why, about)                                                                  \
  "{\"score\":" score ",\"rationale\":\"" why "\",\"uncertainties\":[\"" about "\"],"              \
  "\"recommendation\":\"PROCEED\"}"

#define TAG                                                                                        \
  {                                                                                                \
    .pause_ms = PAUSE_MS, .agent_id = "support-agent", .action_type = "tag_ticket",                \
    .description = "Tag the ticket of $person.",                                                   \
    .action = "{\"record\":\"$ticket\",\"set\":{\"tag\":\"delivery\"}}",                           \
    .facts = CHANGES ("true"), .confidence = SURE ("0.93", "The subject names the parcel."),       \
  }

#define LOOKUP                                                                                     \
  {                                                                                                \
    .pause_ms = PAUSE_MS, .agent_id = "research-agent", .action_type = "lookup",                   \
    .description = "Look it up for the answer to $ticket.",                                        \
    .action = "{\"query\":\"$topic\",\"in\":\"intranet\"}", .facts = READS,                        \
    .confidence = SURE ("0.95", "One page has it."), .asked_level = "NOTIFY_ONLY",                 \
  }

/* A calm stream in which trust grows (tags, lookups) and is lost (the third clean-up takes the
 * whole agent away from itself). */
static const CsnDemoProposal proposals[] = {
  TAG,
  LOOKUP,
  {
      .pause_ms = PAUSE_MS,
      .agent_id = "billing-agent",
      .action_type = "store_credit",
      .description = "Credit for a parcel that came two days late.",
      .action = "{\"order\":$order,\"amount\":\"$small\",\"currency\":\"USD\"}",
      .facts = PAYS ("true", "$small"),
      .confidence = SURE ("0.87", "The rule for late parcels fits."),
  },
  TAG,
  {
      .pause_ms = PAUSE_MS,
      .agent_id = "ops-agent",
      .action_type = "shell_command",
      .description = "Prepare the folder of the next release.",
      .action = "{\"command\":\"mkdir -p release-$order && touch release-$order-ready\"}",
      .facts = CHANGES ("true"),
      .confidence = SURE ("0.9", "The release plan says so."),
  },
  {
      .pause_ms = PAUSE_MS,
      .agent_id = "billing-agent",
      .action_type = "refund",
      .description = "Refund to $person, whose order came broken.",
      .action = "{\"order\":$order,\"amount\":\"$amount\",\"currency\":\"USD\","
                "\"destination\":\"visa \\u2022\\u2022\\u2022\\u2022 2209\"}",
      .facts = PAYS ("false", "$amount"),
      .confidence = UNSURE ("0.84",
                            "Photo and order fit together.",
                            "whether a replacement was sent already"),
  },
  {
      .pause_ms = PAUSE_MS,
      .agent_id = "support-agent",
      .action_type = "send_email",
      .description = "Answer $person.",
      .action = "{\"to\":\"$mail\",\"subject\":\"Your order $order\",\"body\":\"Dear $person,\\n\\n"
                "thank you for your patience. Your order $order leaves our house today.\\n\\nKind "
                "regards\\nYour support team\"}",
      .facts = CHANGES ("false"),
      .confidence = UNSURE ("0.79", "The stock list shows the parts.", "whether it leaves today"),
  },
  LOOKUP,
  {
      .pause_ms = PAUSE_MS,
      .agent_id = "crm-agent",
      .action_type = "update_record",
      .description = "$person wrote from a new address.",
      .action = "{\"record\":\"$record\",\"set\":{\"e-mail\":\"$mail\"}}",
      .facts = "{\"reversible\":true,\"financial\":false,\"pii\":true,\"regulated\":false,"
               "\"read_only\":false}",
      .confidence = SURE ("0.86", "Two mails came from the new address."),
  },
  TAG,
  {
      .pause_ms = PAUSE_MS,
      .agent_id = "ops-agent",
      .action_type = "shell_command",
      .description = "Clean up after release $order.",
      .action = "{\"command\":\"rm -rf release-$order\"}",
      .facts = CHANGES ("true"),
      .confidence = UNSURE ("0.76", "The release is out.", "whether a backup has run"),
      .demo = "{\"fails\":\"rm: cannot remove 'release-$order': Permission denied\"}",
  },
  LOOKUP,
  {
      .pause_ms = PAUSE_MS,
      .agent_id = "support-agent",
      .action_type = "send_email",
      .description = "Ask $person for a photo.",
      .action =
          "{\"to\":\"$mail\",\"subject\":\"A photo of order $order, please\",\"body\":\"Could "
          "you send us a photo of the damage?\"}",
      .facts = CHANGES ("false"),
      .confidence = SURE ("0.82", "No photo came with the mail."),
      .demo = "{\"withdraws_after_ms\":25000}",
  },
  {
      .pause_ms = PAUSE_MS,
      .agent_id = "billing-agent",
      .action_type = "refund",
      .description = "Refund of the deposit, asked for by the planner.",
      .action = "{\"order\":$order,\"amount\":\"$small\",\"currency\":\"EUR\"}",
      .facts = PAYS ("false", "$small"),
      .confidence = UNSURE ("0.74", "The deposit was paid.", "whether the bottles came back"),
      .delegation = "[\"planner-agent\",\"office-agent\"]",
      .expires_in_s = 180,
  },
  TAG,
  {
      .pause_ms = PAUSE_MS,
      .agent_id = "crm-agent",
      .action_type = "lookup",
      .description = "Compare the tax ids of two customers.",
      .action = "{\"records\":[\"c-8812\",\"$record\"],\"field\":\"tax id\"}",
      .facts = READS,
      .confidence = UNSURE ("0.62", "Both records may be locked.", "who holds the lock crm:merge"),
  },
};

const CsnDemoScenario csn_demo_scenario_mixed = {
  .name = "mixed",
  .summary = "Requests of every level at once, then a calm stream of more (the default)",
  .begins_with = &csn_demo_scenario_quiet,
  .proposals = proposals,
  .n_proposals = G_N_ELEMENTS (proposals),
  .repeats = 0,
  .max_pending = 14,
  .act_ms = 1500,
};
