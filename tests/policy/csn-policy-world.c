/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-policy-world.h"

#include <string.h>

#include "csn-time.h"

#define DAYS 28

static const char *const agents[] = { "a", "b", "c", "d" };
static const char *const currencies[] = { "USD", "EUR", "XAU" };
static const char *const action_types[] = { "pay", "payout", "mail" };
static const char *const agent_patterns[] = { "*", "a", "?", "*b" };
static const char *const action_patterns[] = { "*", "pay", "pay*" };
static const char *const recipients[] = { "x", "y", "xy", "z" };

static int
pick (GRand *rand, int end)
{
  return g_rand_int_range (rand, 0, end);
}

/* Often just where a threshold is. */
static int
pick_score (GRand *rand)
{
  static const int edges[] = { 500, 650, 750, 800, 850 };

  if (pick (rand, 2) == 0)
    return pick (rand, 1001);
  return edges[pick (rand, G_N_ELEMENTS (edges))] + pick (rand, 3) - 1;
}

static int
pick_money (GRand *rand)
{
  return pick (rand, 2) == 0 ? 9999 + pick (rand, 3) : pick (rand, 30000);
}

static int
compare_ints (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

static void
numbers_random (WorldNumbers *self, GRand *rand)
{
  int scores[] = { pick_score (rand), pick_score (rand), pick_score (rand) };

  qsort (scores, G_N_ELEMENTS (scores), sizeof *scores, compare_ints);
  self->takeover = scores[0];
  self->low = scores[1];
  self->moderate = scores[2];
  self->irreversible = pick_score (rand);
  self->reversible = pick_score (rand);
  self->failures = 1 + pick (rand, 4);
  self->irreversible_hard = pick (rand, 4) == 0;
  for (guint i = 0; i < WORLD_N_CURRENCIES; i++)
    self->limits[i] = pick (rand, 3) == 0 ? WORLD_UNKNOWN : pick_money (rand);
}

static void
rule_random (WorldRule *self, GRand *rand)
{
  self->agents = pick (rand, G_N_ELEMENTS (agent_patterns));
  self->action_types = pick (rand, G_N_ELEMENTS (action_patterns));
  self->condition = pick (rand, 5);
  self->operand = pick (rand, 100);
  self->lowers = pick (rand, 3) > 0;
  self->level = self->lowers ? pick (rand, 2) : 1 + pick (rand, 4);
  self->dry = pick (rand, 4) == 0;
  self->expires = 1 + pick (rand, DAYS);
}

static void
grant_random (WorldGrant *self, GRand *rand)
{
  self->grantor = pick (rand, 4);
  self->delegate = (self->grantor + 1 + pick (rand, 3)) % 4;
  self->action_types = pick (rand, G_N_ELEMENTS (action_patterns));
  self->floor = pick (rand, 3) == 0 ? pick (rand, 5) : 0;
  self->limit = pick (rand, 2) == 0 ? WORLD_UNKNOWN : pick_money (rand);
  self->limit_currency = pick (rand, 2);
  self->budget = pick (rand, 2) == 0 ? WORLD_UNKNOWN : 2 * pick_money (rand);
  self->budget_currency = pick (rand, 4) == 0 ? pick (rand, 2) : self->limit_currency;
  self->depth = pick (rand, 3);
  self->expires = 1 + pick (rand, DAYS);
}

void
world_policy_random (WorldPolicy *self, GRand *rand)
{
  numbers_random (&self->base, rand);
  numbers_random (&self->pay, rand);
  self->n_rules = pick (rand, WORLD_MAX_RULES + 1);
  self->n_grants = pick (rand, WORLD_MAX_GRANTS + 1);
  for (int i = 0; i < WORLD_MAX_RULES; i++)
    rule_random (&self->rules[i], rand);
  for (int i = 0; i < WORLD_MAX_GRANTS; i++)
    grant_random (&self->grants[i], rand);
}

void
world_policy_mutate (WorldPolicy *self, GRand *rand)
{
  WorldPolicy other;

  world_policy_random (&other, rand);
  switch (pick (rand, 8))
    {
    case 0:
      self->base.irreversible_hard = other.base.irreversible_hard;
      self->base.failures = other.base.failures;
      break;
    case 1:
      self->base.irreversible = other.base.irreversible;
      self->pay.reversible = other.pay.reversible;
      break;
    case 2:
      self->pay.limits[0] = other.pay.limits[0];
      break;
    case 3:
      self->base.limits[pick (rand, WORLD_N_CURRENCIES)] = other.base.limits[0];
      break;
    case 4:
      self->rules[pick (rand, WORLD_MAX_RULES)] = other.rules[0];
      break;
    case 5:
      self->rules[0].level = self->rules[0].lowers ? pick (rand, 2) : 1 + pick (rand, 4);
      self->rules[0].dry = other.rules[0].dry;
      break;
    case 6:
      self->n_rules = MAX (0, self->n_rules - 1);
      break;
    default:
      self->n_grants = MAX (0, self->n_grants - 1);
      break;
    }
}

static void
append_numbers (GString *out, const WorldNumbers *self)
{
  gboolean first = TRUE;

  g_string_append_printf (out,
                          "\"confidence\":{\"takeover_below\":%d.%03d,\"hard_below\":%d.%03d,"
                          "\"irreversible_soft_above\":%d.%03d,\"soft_below\":%d.%03d,"
                          "\"reversible_auto_above\":%d.%03d},\"failures_24h\":%d,"
                          "\"irreversible_hard\":%s,\"cost_limits\":{",
                          self->takeover / 1000,
                          self->takeover % 1000,
                          self->low / 1000,
                          self->low % 1000,
                          self->irreversible / 1000,
                          self->irreversible % 1000,
                          self->moderate / 1000,
                          self->moderate % 1000,
                          self->reversible / 1000,
                          self->reversible % 1000,
                          self->failures,
                          self->irreversible_hard ? "true" : "false");
  for (guint i = 0; i < WORLD_N_CURRENCIES; i++)
    {
      if (self->limits[i] == WORLD_UNKNOWN)
        continue;
      g_string_append_printf (out,
                              "%s\"%s\":\"%d.%02d\"",
                              first ? "" : ",",
                              currencies[i],
                              self->limits[i] / 100,
                              self->limits[i] % 100);
      first = FALSE;
    }
  g_string_append_c (out, '}');
}

static void
append_rule (GString *out, const WorldRule *self, int index)
{
  g_string_append_printf (
      out,
      "%s{\"id\":\"r%d\",\"note\":\"n\",\"owner\":\"o\",\"agents\":\"%s\",\"action_types\":\"%s\","
      "\"effect\":\"%s\",\"level\":\"%s\",\"dry_run\":%s,"
      "\"expires_at\":\"2027-01-%02dT00:00:00Z\",\"conditions\":[",
      index > 0 ? "," : "",
      index,
      agent_patterns[self->agents],
      action_patterns[self->action_types],
      self->lowers ? "lower" : "raise",
      csn_level_to_string ((CsnLevel) self->level),
      self->dry ? "true" : "false",
      self->expires);
  if (self->condition == 1)
    g_string_append_printf (out, "{\"pointer\":\"/amount\",\"at_most\":%d.5}", self->operand);
  else if (self->condition == 2)
    g_string_append (out, "{\"pointer\":\"/to/0\",\"equals\":\"x\"}");
  else if (self->condition == 3)
    g_string_append (out, "{\"pointer\":\"/to/0\",\"one_of\":[7,\"x\",\"y\"]}");
  else if (self->condition == 4)
    g_string_append (out, "{\"pointer\":\"/to/0\",\"prefix\":\"x\"}");
  g_string_append (out, "]}");
}

static void
append_money (GString *out, const char *key, int money, int currency)
{
  if (money != WORLD_UNKNOWN)
    g_string_append_printf (out,
                            ",\"%s\":{\"amount\":\"%d.%02d\",\"currency\":\"%s\"}",
                            key,
                            money / 100,
                            money % 100,
                            currencies[currency]);
}

static void
append_grant (GString *out, const WorldGrant *self, int index)
{
  g_string_append_printf (out,
                          "%s{\"id\":\"g%d\",\"grantor\":\"%s\",\"delegate\":\"%s\","
                          "\"action_types\":\"%s\",\"level_floor\":\"%s\",\"depth\":%d,"
                          "\"expires_at\":\"2027-01-%02dT00:00:00Z\"",
                          index > 0 ? "," : "",
                          index,
                          agents[self->grantor],
                          agents[self->delegate],
                          action_patterns[self->action_types],
                          csn_level_to_string ((CsnLevel) self->floor),
                          self->depth,
                          self->expires);
  append_money (out, "cost_limit", self->limit, self->limit_currency);
  append_money (out, "cost_budget", self->budget, self->budget_currency);
  g_string_append_c (out, '}');
}

CsnPolicy *
world_policy_make (const WorldPolicy *self)
{
  g_autoptr (GString) out = g_string_new ("{\"version\":1,");
  g_autoptr (GError) error = NULL;
  CsnPolicy *policy;

  append_numbers (out, &self->base);
  g_string_append (out, ",\"action_types\":{\"pay\":{");
  append_numbers (out, &self->pay);
  g_string_append (out, "}},\"rules\":[");
  for (int i = 0; i < self->n_rules; i++)
    append_rule (out, &self->rules[i], i);
  g_string_append (out, "],\"grants\":[");
  for (int i = 0; i < self->n_grants; i++)
    append_grant (out, &self->grants[i], i);
  g_string_append (out, "]}");
  policy = csn_policy_parse (out->str, out->len, &error);
  g_assert_no_error (error);
  return policy;
}

static int
pick_fact (GRand *rand)
{
  return pick (rand, 4) == 0 ? WORLD_UNKNOWN : pick (rand, 2);
}

void
world_request_random (WorldRequest *self, GRand *rand)
{
  gboolean calm = pick (rand, 2) == 0; /* otherwise hardly any request would stay below HARD */

  *self = (WorldRequest){ 0 };
  self->reversible = calm ? 1 : pick_fact (rand);
  self->financial = pick_fact (rand);
  self->pii = pick_fact (rand);
  self->regulated = pick_fact (rand);
  self->read_only = pick_fact (rand);
  self->currency = pick (rand, WORLD_N_CURRENCIES);
  self->cost = pick (rand, 3) == 0 ? WORLD_UNKNOWN : pick_money (rand);
  self->score = pick (rand, 8) == 0 ? WORLD_UNKNOWN : calm ? 1000 : pick_score (rand);
  self->recommendation = calm ? 0 : pick (rand, 4);
  self->asked = pick (rand, 3) > 0 ? WORLD_UNKNOWN : pick (rand, calm ? 3 : 5);
  self->flagged = pick (rand, 10) == 0;
  self->agent = pick (rand, 4);
  self->action_type = pick (rand, 3);
  self->amount = pick (rand, 4) == 0 ? WORLD_UNKNOWN : pick (rand, 100);
  self->to = pick (rand, 4);
  self->n_chain = pick (rand, 2) * pick (rand, WORLD_MAX_CHAIN + 1);
  self->profile = pick (rand, calm ? 3 : 5);
  self->failures = calm ? 0 : pick (rand, 5);
  self->agent_read_only = pick (rand, 10) == 0;
  self->now = pick (rand, 10) == 0 ? 0 : 1 + pick (rand, DAYS);
  self->n_levels = pick (rand, 6) == 0 ? pick (rand, self->n_chain + 1) : self->n_chain;
  self->knows_drawn = pick (rand, 10) > 0;
  for (int i = 0; i < WORLD_MAX_CHAIN; i++)
    {
      self->chain[i] = pick (rand, 4);
      self->levels[i] = pick (rand, 5);
    }
  for (int i = 0; i < WORLD_MAX_GRANTS; i++)
    self->drawn[i] = pick (rand, 2) * pick_money (rand);
}

static gboolean
raise_fact (int *fact)
{
  int before = *fact;

  /* Risky, unknown, safe: only one way. */
  *fact = before == 0 ? WORLD_UNKNOWN : 1;
  return before != 1;
}

static gboolean
drop_fact (int *fact)
{
  int before = *fact;

  *fact = before == 1 ? WORLD_UNKNOWN : 0;
  return before != 0;
}

static gboolean
increase (int *value, int by, int max)
{
  if (*value == WORLD_UNKNOWN || *value + by > max)
    return FALSE;
  *value += by;
  return TRUE;
}

gboolean
world_request_make_riskier (WorldRequest *self, GRand *rand)
{
  switch (pick (rand, 15))
    {
    case 0:
      return drop_fact (&self->reversible);
    case 1:
      return raise_fact (&self->financial);
    case 2:
      return raise_fact (&self->pii);
    case 3:
      return raise_fact (&self->regulated);
    case 4:
      return drop_fact (&self->read_only);
    case 5:
      return increase (&self->cost, 1 + pick (rand, 10000), 100000);
    case 6:
      return increase (&self->score, -(1 + pick (rand, 400)), 1000) && self->score >= 0;
    case 7:
      return increase (&self->recommendation, 1, 3);
    case 8:
      return increase (&self->asked, 1, 4);
    case 9:
      return increase (&self->flagged, 1, 1);
    case 10:
      return increase (&self->profile, 1, 4);
    case 11:
      return increase (&self->failures, 1, 9);
    case 12:
      return increase (&self->agent_read_only, 1, 1);
    case 13:
      return increase (&self->levels[pick (rand, WORLD_MAX_CHAIN)], 1, 4);
    default:
      return increase (&self->drawn[pick (rand, WORLD_MAX_GRANTS)], 1 + pick (rand, 9999), 100000);
    }
}

static const char *
fact_text (int fact)
{
  return fact == WORLD_UNKNOWN ? "null" : fact ? "true" : "false";
}

static void
append_facts (GString *out, const WorldRequest *self)
{
  g_string_append_printf (out,
                          ",\"facts\":{\"reversible\":%s,\"financial\":%s,\"pii\":%s,"
                          "\"regulated\":%s,\"read_only\":%s",
                          fact_text (self->reversible),
                          fact_text (self->financial),
                          fact_text (self->pii),
                          fact_text (self->regulated),
                          fact_text (self->read_only));
  append_money (out, "cost", self->cost, self->currency);
  g_string_append (out, "},\"confidence\":{\"rationale\":\"r\"");
  if (self->score != WORLD_UNKNOWN)
    g_string_append_printf (out, ",\"score\":%d.%03d", self->score / 1000, self->score % 1000);
  if (self->recommendation != 0)
    g_string_append_printf (
        out,
        ",\"recommendation\":\"%s\"",
        csn_recommendation_to_string ((CsnRecommendation) self->recommendation));
  g_string_append_c (out, '}');
}

static CsnRequest *
make_request (const WorldRequest *self)
{
  g_autoptr (GString) out = g_string_new ("{\"task_id\":\"t\",\"status\":\"pending_approval\"");
  g_autoptr (CsnJson) json = NULL;
  g_autoptr (GError) error = NULL;
  CsnRequest *request;

  g_string_append_printf (out,
                          ",\"agent_id\":\"%s\",\"action_type\":\"%s\",\"description\":\"%s\","
                          "\"proposed_action\":{\"to\":[\"%s\"]",
                          agents[self->agent],
                          action_types[self->action_type],
                          self->flagged ? "a\\u202eb" : "ab",
                          recipients[self->to]);
  if (self->amount != WORLD_UNKNOWN)
    g_string_append_printf (out, ",\"amount\":%d", self->amount);
  g_string_append (out, "},\"delegation\":[");
  for (int i = 0; i < self->n_chain; i++)
    g_string_append_printf (out, "%s\"%s\"", i > 0 ? "," : "", agents[self->chain[i]]);
  g_string_append_c (out, ']');
  append_facts (out, self);
  if (self->asked != WORLD_UNKNOWN)
    g_string_append_printf (out,
                            ",\"hitl_level\":\"%s\"",
                            csn_level_to_string ((CsnLevel) self->asked));
  g_string_append_c (out, '}');
  json = csn_json_parse (out->str, out->len, G_MAXSIZE, NULL, &error);
  g_assert_no_error (error);
  request = csn_request_new_from_task ("s", json, &error);
  g_assert_no_error (error);
  return request;
}

typedef struct
{
  CsnLevel levels[WORLD_MAX_CHAIN];
  CsnDrawn drawn[WORLD_MAX_GRANTS];
  char ids[WORLD_MAX_GRANTS][8];
  CsnPolicyContext values;
} Context;

static void
context_init (Context *self, const WorldPolicy *world, const WorldRequest *request)
{
  self->values = (CsnPolicyContext){
    .profile_level = (CsnLevel) request->profile,
    .failures_24h = (guint) request->failures,
    .agent_read_only = request->agent_read_only,
    .chain_levels = self->levels,
    .n_chain_levels = (guint) request->n_levels,
    .drawn = self->drawn,
    .n_drawn = (guint) world->n_grants,
    .knows_drawn = request->knows_drawn,
  };
  csn_time_from_string ("2026-12-31T00:00:00Z", &self->values.now);
  self->values.now = request->now == 0 ? 0 : self->values.now + request->now * CSN_DAY;
  for (int i = 0; i < WORLD_MAX_CHAIN; i++)
    self->levels[i] = (CsnLevel) request->levels[i];
  for (int i = 0; i < world->n_grants; i++)
    {
      g_autofree char *amount =
          g_strdup_printf ("%d.%02d", request->drawn[i] / 100, request->drawn[i] % 100);

      g_snprintf (self->ids[i], sizeof self->ids[i], "g%d", i);
      self->drawn[i].grant_id = self->ids[i];
      self->drawn[i].money = csn_money_new (amount, currencies[world->grants[i].budget_currency]);
    }
}

static void
context_clear (Context *self)
{
  for (guint i = 0; i < self->values.n_drawn; i++)
    csn_money_free ((CsnMoney *) self->drawn[i].money);
}

CsnVerdict *
world_judge (CsnPolicy *policy, const WorldPolicy *world, const WorldRequest *request)
{
  g_autoptr (CsnRequest) real = make_request (request);
  CsnVerdict *verdict;
  Context context;

  context_init (&context, world, request);
  verdict = csn_policy_evaluate (policy, real, &context.values);
  context_clear (&context);
  return verdict;
}

CsnReplayCase *
world_replay_case (CsnPolicy *policy, const WorldPolicy *world, GRand *rand)
{
  CsnReplayRecord record = { .id = "r", .decided = pick (rand, 4) > 0 };
  g_autoptr (CsnRequest) real = NULL;
  g_autoptr (CsnVerdict) verdict = NULL;
  CsnReplayCase *replay_case;
  WorldRequest request;
  Context context;

  world_request_random (&request, rand);
  record.decision = (CsnDecisionKind) pick (rand, 6);
  record.actor = (CsnActorKind) pick (rand, 5);
  record.outcome = (CsnOutcomeKind) pick (rand, 4);
  real = make_request (&request);
  context_init (&context, world, &request);
  verdict = csn_policy_evaluate (policy, real, &context.values);
  record.level = csn_verdict_get_level (verdict);
  replay_case = csn_replay_case_new (real, &context.values, &record);
  context_clear (&context);
  return replay_case;
}
