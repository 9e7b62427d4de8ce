/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-replay-case.h"

G_BEGIN_DECLS

/* Random policies, requests and contexts as whole numbers: scores and thresholds in thousandths,
 * money in hundredths, times in days. The real policy sees them as JSON. */

#define WORLD_UNKNOWN -1
#define WORLD_MAX_RULES 4
#define WORLD_MAX_GRANTS 6
#define WORLD_MAX_CHAIN 3
#define WORLD_N_CURRENCIES 3

typedef struct
{
  int takeover, low, irreversible, moderate, reversible;
  int failures;
  int limits[WORLD_N_CURRENCIES]; /* or unknown */
  int irreversible_hard;
} WorldNumbers;

typedef struct
{
  int agents;       /* 0 "*", 1 "a", 2 "?", 3 "*b" */
  int action_types; /* 0 "*", 1 "pay", 2 "pay*" */
  int condition;    /* 0 none, 1 /amount at most @operand, 2 /to is x, 3 x or y, 4 begins with x */
  int operand;
  int lowers;
  int level;
  int dry;
  int expires;
} WorldRule;

typedef struct
{
  int grantor, delegate; /* 0 to 3 for a to d */
  int action_types;      /* as of a rule */
  int floor;
  int limit, limit_currency;   /* or unknown */
  int budget, budget_currency; /* or unknown */
  int depth;
  int expires;
} WorldGrant;

typedef struct
{
  WorldNumbers base;
  WorldNumbers pay; /* of the action type "pay" */
  int n_rules, n_grants;
  WorldRule rules[WORLD_MAX_RULES];
  WorldGrant grants[WORLD_MAX_GRANTS];
} WorldPolicy;

typedef struct
{
  int reversible, financial, pii, regulated, read_only; /* 0, 1 or unknown */
  int cost, currency;                                   /* or unknown */
  int score;                                            /* or unknown */
  int recommendation;                                   /* a CsnRecommendation */
  int asked;                                            /* a level or unknown */
  int flagged;
  int agent;
  int action_type; /* 0 "pay", 1 "payout", 2 "mail" */
  int amount;      /* or unknown */
  int to;          /* 0 "x", 1 "y", 2 "xy", 3 "z" */
  int n_chain;
  int chain[WORLD_MAX_CHAIN];
  int profile, failures, agent_read_only;
  int now; /* 0 if unknown */
  int n_levels;
  int levels[WORLD_MAX_CHAIN];
  int knows_drawn;
  int drawn[WORLD_MAX_GRANTS]; /* in the budget's currency */
} WorldRequest;

void world_policy_random (WorldPolicy *self, GRand *rand);

/* Makes one thing of it another. */
void world_policy_mutate (WorldPolicy *self, GRand *rand);

CsnPolicy *world_policy_make (const WorldPolicy *self);

void world_request_random (WorldRequest *self, GRand *rand);

/* Makes one fact riskier; FALSE if the one that was drawn can't be. */
gboolean world_request_make_riskier (WorldRequest *self, GRand *rand);

CsnVerdict *world_judge (CsnPolicy *policy, const WorldPolicy *world, const WorldRequest *request);

/* A random request as it was judged by @policy, with a random decision and outcome. */
CsnReplayCase *world_replay_case (CsnPolicy *policy, const WorldPolicy *world, GRand *rand);

G_END_DECLS
