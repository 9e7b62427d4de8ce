/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-policy-change.h"
#include "csn-policy-world.h"
#include "csn-replay.h"

#define N_POLICIES 1200
#define N_REQUESTS 100 /* for each: 120,000 in all */

#define UNKNOWN WORLD_UNKNOWN

enum
{
  FULL,
  NOTIFY,
  SOFT,
  HARD,
  TAKEOVER,
};

static const char *const codes[] = {
  "failures.multiple",
  "agent.read_only",
  "matrix.irreversible_cautious",
  "matrix.irreversible_sensitive",
  "matrix.irreversible_confident",
  "matrix.irreversible_unsure",
  "matrix.costly",
  "matrix.reversible_confident",
  "matrix.reversible_unsure",
  "confidence.takeover",
  "confidence.clarify",
  "confidence.low",
  "confidence.moderate",
  "confidence.high",
  "confidence.unknown",
  "autonomy.level",
  "agent.asked",
  "delegation.chain",
  "delegation.missing",
  "delegation.exceeded",
  "delegation.depth",
  "request.flagged",
  "rule.raise",
  "rule.lower",
  "rule.dry_run",
};

/* What each code says at most, UNKNOWN where it says nothing. */
typedef struct
{
  int said[G_N_ELEMENTS (codes)];
  int level;
} Opinion;

static void
say (Opinion *self, const char *code, int level)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (strcmp (codes[i], code) != 0)
        continue;
      self->said[i] = MAX (self->said[i], level);
      return;
    }
  g_assert_not_reached ();
}

static int
heard (const Opinion *self, const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (strcmp (codes[i], code) == 0)
        return self->said[i];
    }
  g_assert_not_reached ();
}

/* The second implementation: written from the tables of countersign-policy(7), line by line, on
 * whole numbers, and only by saying what is the case. */

static gboolean
costs_too_much (const WorldNumbers *n, const WorldRequest *r)
{
  return r->cost != UNKNOWN &&
         (n->limits[r->currency] == UNKNOWN || r->cost > n->limits[r->currency]);
}

static void
think_of_matrix (Opinion *o, const WorldNumbers *n, const WorldRequest *r)
{
  gboolean sensitive = r->financial != 0 || r->pii != 0 || r->regulated != 0;
  gboolean sure_if_final = r->score != UNKNOWN && r->score > n->irreversible;
  gboolean sure = r->score != UNKNOWN && r->score > n->reversible;
  gboolean final = r->reversible != 1;

  if (final && n->irreversible_hard)
    say (o, "matrix.irreversible_cautious", HARD);
  if (final && sensitive)
    say (o, "matrix.irreversible_sensitive", HARD);
  if (final && !sensitive && sure_if_final)
    say (o, "matrix.irreversible_confident", SOFT);
  if (final && !sensitive && !sure_if_final)
    say (o, "matrix.irreversible_unsure", HARD);
  if (costs_too_much (n, r) && (!final || (!sensitive && sure_if_final)))
    say (o, "matrix.costly", HARD);
  if (!final && !costs_too_much (n, r) && sure)
    say (o, "matrix.reversible_confident", FULL);
  if (!final && !costs_too_much (n, r) && !sure)
    say (o, "matrix.reversible_unsure", SOFT);
}

static void
think_of_confidence (Opinion *o, const WorldNumbers *n, const WorldRequest *r)
{
  if (r->recommendation == CSN_RECOMMENDATION_ESCALATE ||
      (r->score != UNKNOWN && r->score < n->takeover))
    say (o, "confidence.takeover", TAKEOVER);
  else if (r->recommendation == CSN_RECOMMENDATION_CLARIFY)
    say (o, "confidence.clarify", HARD);
  else if (r->score == UNKNOWN)
    say (o, "confidence.unknown", SOFT);
  else if (r->score >= n->moderate)
    say (o, "confidence.high", FULL);
  else if (r->score >= n->low)
    say (o, "confidence.moderate", SOFT);
  else
    say (o, "confidence.low", HARD);
}

static gboolean
is_for_action_type (int pattern, int action_type)
{
  static const gboolean table[3][3] = {
    { TRUE, TRUE, TRUE },
    { TRUE, FALSE, FALSE },
    { TRUE, TRUE, FALSE },
  };

  return table[pattern][action_type];
}

static gboolean
covers (const WorldGrant *g, int index, const WorldRequest *r)
{
  gboolean limited = g->limit != UNKNOWN;
  gboolean budgeted = g->budget != UNKNOWN;

  if (r->now == 0 || r->now >= g->expires)
    return FALSE;
  if ((limited || budgeted) && r->cost == UNKNOWN)
    return FALSE;
  if (limited && (r->currency != g->limit_currency || r->cost > g->limit))
    return FALSE;
  return !budgeted || (r->knows_drawn && r->currency == g->budget_currency &&
                       r->cost + r->drawn[index] <= g->budget);
}

static void
think_of_link (Opinion *o, const WorldPolicy *p, const WorldRequest *r, int link, int delegate)
{
  int n_between = 0, n_relevant = 0, n_shallow = 0, n_covering = 0, n_uncovering = 0;
  int mildest = TAKEOVER, strictest = FULL;

  for (int i = 0; i < p->n_grants; i++)
    {
      const WorldGrant *g = &p->grants[i];
      gboolean deep = g->depth >= r->n_chain - 1 - link;

      if (g->grantor != r->chain[link] || g->delegate != delegate)
        continue;
      n_between++;
      if (!is_for_action_type (g->action_types, r->action_type))
        continue;
      n_relevant++;
      n_shallow += !deep;
      n_uncovering += !covers (g, i, r);
      strictest = MAX (strictest, g->floor);
      if (!deep || !covers (g, i, r))
        continue;
      n_covering++;
      mildest = MIN (mildest, g->floor);
    }
  if (n_covering > 0)
    say (o, "delegation.chain", mildest);
  else
    say (o, "delegation.chain", strictest);
  if (n_between == 0)
    say (o, "delegation.missing", HARD);
  else if (n_covering == 0 && n_uncovering == n_relevant)
    say (o, "delegation.exceeded", HARD);
  if (n_covering == 0 && n_shallow > 0)
    say (o, "delegation.depth", TAKEOVER);
}

static void
think_of_delegation (Opinion *o, const WorldPolicy *p, const WorldRequest *r)
{
  for (int i = 0; i < r->n_chain; i++)
    {
      say (o, "delegation.chain", i < r->n_levels ? r->levels[i] : HARD);
      think_of_link (o, p, r, i, i + 1 < r->n_chain ? r->chain[i + 1] : r->agent);
      for (int j = 0; j < r->n_chain; j++)
        {
          if ((i != j && r->chain[i] == r->chain[j]) || r->chain[i] == r->agent)
            say (o, "delegation.depth", TAKEOVER);
        }
    }
}

static gboolean
is_about (const WorldRule *rule, const WorldRequest *r)
{
  gboolean agents = rule->agents == 0 || rule->agents == 2 ||
                    (rule->agents == 1 && r->agent == 0) || (rule->agents == 3 && r->agent == 1);
  gboolean condition =
      rule->condition == 0 ||
      (rule->condition == 1 && r->amount != UNKNOWN && r->amount <= rule->operand) ||
      (rule->condition == 2 && r->to == 0) ||
      (rule->condition == 3 && (r->to == 0 || r->to == 1)) ||
      (rule->condition == 4 && (r->to == 0 || r->to == 2));
  gboolean in_force = r->now == 0 ? !rule->lowers : r->now < rule->expires;

  return agents && condition && in_force && is_for_action_type (rule->action_types, r->action_type);
}

static int
strictest_of (const Opinion *o)
{
  int strictest = FULL;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (strcmp (codes[i], "rule.lower") != 0 && strcmp (codes[i], "rule.dry_run") != 0)
        strictest = MAX (strictest, o->said[i]);
    }
  return strictest;
}

static gboolean
nothing_may_be_lowered (const Opinion *o)
{
  return strictest_of (o) > SOFT || heard (o, "failures.multiple") != UNKNOWN ||
         heard (o, "agent.read_only") != UNKNOWN || heard (o, "delegation.chain") != UNKNOWN ||
         heard (o, "request.flagged") != UNKNOWN;
}

static void
think_of_rules (Opinion *o, const WorldPolicy *p, const WorldRequest *r)
{
  int target = UNKNOWN;
  int lowered;

  for (int i = 0; i < p->n_rules; i++)
    {
      const WorldRule *rule = &p->rules[i];

      if (!is_about (rule, r))
        continue;
      if (rule->dry)
        say (o, "rule.dry_run", rule->level);
      else if (rule->lowers)
        target = MAX (target, rule->level);
      else
        say (o, "rule.raise", rule->level);
    }
  o->level = strictest_of (o);
  if (target == UNKNOWN || nothing_may_be_lowered (o))
    return;
  lowered = MAX (target, heard (o, "rule.raise"));
  if (lowered >= o->level)
    return;
  say (o, "rule.lower", target);
  o->level = lowered;
}

static Opinion
think (const WorldPolicy *p, const WorldRequest *r)
{
  const WorldNumbers *n = r->action_type == 0 ? &p->pay : &p->base;
  WorldNumbers numbers = *n;
  Opinion o;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    o.said[i] = UNKNOWN;
  /* A currency that the action type doesn't name is as for all others. */
  for (guint i = 0; i < WORLD_N_CURRENCIES; i++)
    {
      if (numbers.limits[i] == UNKNOWN)
        numbers.limits[i] = p->base.limits[i];
    }

  if (r->failures >= numbers.failures)
    say (&o, "failures.multiple", TAKEOVER);
  if (r->agent_read_only && r->read_only != 1)
    say (&o, "agent.read_only", TAKEOVER);
  think_of_matrix (&o, &numbers, r);
  think_of_confidence (&o, &numbers, r);
  say (&o, "autonomy.level", r->profile);
  if (r->asked != UNKNOWN)
    say (&o, "agent.asked", r->asked);
  think_of_delegation (&o, p, r);
  if (r->flagged)
    say (&o, "request.flagged", HARD);
  think_of_rules (&o, p, r);
  return o;
}

static Opinion
opinion_of_verdict (const CsnVerdict *verdict)
{
  Opinion o = { .level = (int) csn_verdict_get_level (verdict) };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    o.said[i] = UNKNOWN;
  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    say (&o,
         csn_verdict_get_rule (verdict, i)->code,
         (int) csn_verdict_get_rule (verdict, i)->level);
  return o;
}

static gboolean
check_agreement (const WorldPolicy *world, const WorldRequest *request, const CsnVerdict *verdict)
{
  Opinion ours = opinion_of_verdict (verdict);
  Opinion theirs = think (world, request);
  gboolean same = ours.level == theirs.level;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (ours.said[i] != theirs.said[i])
        g_test_message ("%s: %d, the second one says %d", codes[i], ours.said[i], theirs.said[i]);
      same = same && ours.said[i] == theirs.said[i];
    }
  if (same)
    return TRUE;
  g_test_message ("level %d, the second one says %d", ours.level, theirs.level);
  g_test_fail ();
  return FALSE;
}

/* The maximum of its rules, unless something lowered it, and then it was SOFT at most; one that is
 * decisive is always there, and a dry run never is. */
static void
check_maximum (const CsnVerdict *verdict)
{
  Opinion o = opinion_of_verdict (verdict);
  guint n_decisive = 0;

  g_assert_cmpint (o.level, <=, strictest_of (&o));
  if (heard (&o, "rule.lower") == UNKNOWN)
    g_assert_cmpint (o.level, ==, strictest_of (&o));
  else
    g_assert_false (nothing_may_be_lowered (&o));
  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    {
      const CsnRule *rule = csn_verdict_get_rule (verdict, i);

      n_decisive += rule->decisive;
      g_assert_false (rule->decisive && g_str_equal (rule->code, "rule.dry_run"));
      g_assert_cmpuint (strlen (rule->why), >, 0);
    }
  g_assert_cmpuint (n_decisive, >, 0);
}

static void
test_second_implementation_agrees (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint levels[TAKEOVER + 1] = { 0 };
  guint lowered = 0;

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < N_POLICIES && !g_test_failed (); i++)
    {
      g_autoptr (CsnPolicy) policy = NULL;
      WorldPolicy world;

      world_policy_random (&world, rand);
      policy = world_policy_make (&world);
      for (guint j = 0; j < N_REQUESTS && !g_test_failed (); j++)
        {
          WorldRequest request;
          g_autoptr (CsnVerdict) verdict = NULL;
          Opinion o;

          world_request_random (&request, rand);
          verdict = world_judge (policy, &world, &request);
          if (!check_agreement (&world, &request, verdict))
            break;
          check_maximum (verdict);
          o = opinion_of_verdict (verdict);
          levels[o.level]++;
          lowered += heard (&o, "rule.lower") != UNKNOWN;
        }
    }
  g_test_message ("%u %u %u %u %u by level, %u lowered",
                  levels[FULL],
                  levels[NOTIFY],
                  levels[SOFT],
                  levels[HARD],
                  levels[TAKEOVER],
                  lowered);
  g_assert_cmpuint (lowered, >, 300);
}

static void
test_riskier_never_lowers (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < N_POLICIES && !g_test_failed (); i++)
    {
      g_autoptr (CsnPolicy) policy = NULL;
      WorldPolicy world;

      world_policy_random (&world, rand);
      policy = world_policy_make (&world);
      for (guint j = 0; j < N_REQUESTS / 2; j++)
        {
          WorldRequest request, riskier;
          g_autoptr (CsnVerdict) verdict = NULL;
          g_autoptr (CsnVerdict) after = NULL;

          world_request_random (&request, rand);
          riskier = request;
          if (!world_request_make_riskier (&riskier, rand))
            continue;
          verdict = world_judge (policy, &world, &request);
          after = world_judge (policy, &world, &riskier);
          g_assert_cmpint (csn_verdict_get_level (after), >=, csn_verdict_get_level (verdict));
        }
    }
}

/* Where a change is said to loosen nothing, it doesn't. */
static void
test_at_least_as_strict_is_true (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint n_strict = 0;

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < N_POLICIES; i++)
    {
      WorldPolicy world, changed;
      g_autoptr (CsnPolicy) policy = NULL;
      g_autoptr (CsnPolicy) after = NULL;

      world_policy_random (&world, rand);
      changed = world;
      world_policy_mutate (&changed, rand);
      policy = world_policy_make (&world);
      after = world_policy_make (&changed);
      if (!csn_policy_is_at_least_as_strict (after, policy))
        continue;
      n_strict++;
      for (guint j = 0; j < N_REQUESTS; j++)
        {
          WorldRequest request;
          g_autoptr (CsnVerdict) verdict = NULL;
          g_autoptr (CsnVerdict) again = NULL;

          world_request_random (&request, rand);
          verdict = world_judge (policy, &world, &request);
          again = world_judge (after, &changed, &request);
          if (request.n_chain > 0 && csn_verdict_get_level (again) >= CSN_LEVEL_HARD_APPROVAL)
            continue;
          g_assert_cmpint (csn_verdict_get_level (again), >=, csn_verdict_get_level (verdict));
        }
    }
  g_assert_cmpuint (n_strict, >, 100);
}

/* What was judged by a policy stays where it is under that policy, whatever became of it; under
 * another one the sums are right, and nobody is skipped who still waits for a person. */
static void
test_replay (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < N_POLICIES / 10; i++)
    {
      WorldPolicy world, other_world;
      g_autoptr (CsnPolicy) policy = NULL;
      g_autoptr (CsnPolicy) other = NULL;
      g_autoptr (CsnReplay) same = NULL;
      g_autoptr (CsnReplay) moved = NULL;
      guint64 in = 0, out = 0;

      world_policy_random (&world, rand);
      world_policy_random (&other_world, rand);
      policy = world_policy_make (&world);
      other = world_policy_make (&other_world);
      same = csn_replay_new (policy);
      moved = csn_replay_new (other);
      for (guint j = 0; j < N_REQUESTS; j++)
        {
          g_autoptr (CsnReplayCase) one = world_replay_case (policy, &world, rand);

          csn_replay_add (same, one);
          csn_replay_add (moved, one);
        }
      g_assert_cmpuint (csn_replay_get_total (same), ==, N_REQUESTS);
      g_assert_cmpuint (csn_replay_get_moved (same), ==, 0);
      g_assert_cmpuint (csn_replay_get_n_skipped (same), ==, 0);
      for (CsnLevel level = CSN_LEVEL_FULL_AUTO; level <= CSN_LEVEL_HUMAN_TAKEOVER; level++)
        {
          in += csn_replay_get_in (moved, level);
          out += csn_replay_get_out (moved, level);
        }
      g_assert_cmpuint (in, ==, csn_replay_get_moved (moved));
      g_assert_cmpuint (out, ==, in);
      for (guint j = 0; j < csn_replay_get_n_kept (moved); j++)
        {
          const CsnReplaySkip *skip = csn_replay_get_skip (moved, j);
          const CsnReplayRecord *record = csn_replay_case_get_record (skip->replay_case);

          g_assert_cmpint (skip->reasons, !=, 0);
          g_assert_cmpint (record->level, >=, CSN_LEVEL_SOFT_APPROVAL);
          g_assert_cmpint (csn_verdict_get_level (skip->verdict), <, CSN_LEVEL_SOFT_APPROVAL);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/policy/second/agrees-on-every-case", test_second_implementation_agrees);
  g_test_add_func ("/policy/second/riskier-never-lowers", test_riskier_never_lowers);
  g_test_add_func ("/policy/second/at-least-as-strict-is-true", test_at_least_as_strict_is_true);
  g_test_add_func ("/policy/second/replay-by-the-same-policy-moves-nothing", test_replay);

  return g_test_run ();
}
