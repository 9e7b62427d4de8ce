/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * simulate-population [--seed N] [--days N]
 *
 * How many bad actions of a population of agents the policy stops before they happen, and how often
 * it asks a person for that. The judgement, the ratchet and the calibration are the real ones; the
 * agents and the reviewer are the model below. Every policy sees the same proposals and the same
 * luck, so that they differ by what they do alone. Prints a table, then what must hold whatever the
 * seed is, and ends with 1 if something doesn't.
 *
 * What the model assumes; none of it is measured on real agents:
 *
 * - An agent meets easy and hard cases: the odds that a proposal is right are log-normal around its
 *   reliability (spread 1.5), which is its share of right proposals.
 * - A calibrated agent says exactly its odds. An over-confident one multiplies them by e (2.7) or
 * by e^2 (7.4), an under-confident one divides them by e. A blind one says 0.80 to 0.99 whatever
 *   comes. Scores have two decimals. No agent recommends anything or asks for a level.
 * - Five ways of scoring and four reliabilities give twenty agents. Each does four things in turn:
 * tags (undoable), sends mail (not undoable, not sensitive), refunds (not undoable, money) and
 * orders (undoable, 20 to 200 USD), at random times, 16 a day in the mean. It states its
 * facts truly. Whether a proposal is right does not depend on what it does.
 * - The reviewer is fallible: who is asked and must answer finds a bad action with CATCH_HARD, and
 *   rejects a good one with FALSE_ALARM. Where silence consents, the reviewer looks at LOOK of the
 *   requests and then finds a bad one with CATCH_SOFT. There is no fatigue: the thousandth question
 *   is answered as well as the first, which flatters asking everything. Nothing is edited.
 * - A takeover stops the action: a person does the work. It ends after an hour with a hand-back.
 * - A bad action that was done is reported as a failure with NOTICED, after an hour; otherwise it
 *   passes for a success, and feeds the ratchet as one. Of the good ones BREAKS fail all the same.
 * - "Stopped" means that the agent did not do it. That some of the others can be undone afterwards
 *   counts for nothing.
 */
#include <stdlib.h>

#include "csn-autonomy.h"
#include "csn-calibration.h"
#include "csn-policy.h"
#include "csn-population.h"

#define SEED 20261125
#define DAYS 60

#define CATCH_HARD 0.90
#define CATCH_SOFT 0.85
#define LOOK 0.60
#define FALSE_ALARM 0.02
#define NOTICED 0.80
#define BREAKS 0.01

/* Which rules of the verdict count. */
typedef enum
{
  CONFIDENCE = 1 << 0,
  MATRIX = 1 << 1,
  RATCHET = 1 << 2,
  EVERYTHING = 1 << 3,
} Parts;

typedef enum
{
  ASK_NOTHING,
  CONFIDENCE_ALONE,
  MATRIX_ALONE,
  RATCHET_ALONE,
  WITHOUT_CONFIDENCE,
  WITHOUT_MATRIX,
  WITHOUT_RATCHET,
  REFERENCE,
  CAUTIOUS,
  ASK_EVERYTHING,
  N_SETUPS,
} Setup;

static const struct
{
  const char *name;
  const char *preset;
  Parts parts;
} setups[N_SETUPS] = {
  { "ask nothing", "reference", 0 },
  { "confidence alone", "reference", CONFIDENCE },
  { "matrix alone", "reference", MATRIX },
  { "ratchet alone", "reference", RATCHET },
  { "reference without confidence", "reference", MATRIX | RATCHET },
  { "reference without matrix", "reference", CONFIDENCE | RATCHET },
  { "reference without ratchet", "reference", CONFIDENCE | MATRIX },
  { "reference", "reference", CONFIDENCE | MATRIX | RATCHET },
  { "cautious", "cautious", CONFIDENCE | MATRIX | RATCHET },
  { "ask everything", "reference", EVERYTHING },
};

/* What a setup came to. */
typedef struct
{
  guint bad, stopped;             /* bad actions, and those of them that did not happen */
  guint bad_final, stopped_final; /* of these, the ones that can't be undone */
  guint questions;                /* a person has to answer */
  guint soft;                     /* a person may object */
  guint looks;                    /* how often a person looked, one way or the other */
  guint good_stopped;             /* good actions that a person had to reject, by mistake */
  guint stopped_by[CSN_POPULATION_N_KINDS], bad_by[CSN_POPULATION_N_KINDS];
  guint asked_late[CSN_POPULATION_N_RELIABILITIES]; /* questions of any sort in the second half */
} Result;

/* A report or a hand-back that is on its way. */
typedef struct
{
  gint64 at;
  guint agent;
  guint action;
  CsnAutonomyInput input;
} Coming;

typedef struct
{
  CsnPolicy *policy; /* (owned) */
  Parts parts;
  CsnProfile *profiles[CSN_POPULATION_N_AGENTS][CSN_POPULATION_N_ACTIONS]; /* (owned) */
  GArray *failures[CSN_POPULATION_N_AGENTS]; /* (owned) (element-type gint64) */
  GQueue coming;                             /* (element-type Coming): all take an hour */
} World;

static void
world_init (World *self, Setup setup)
{
  self->policy = csn_policy_new_preset (setups[setup].preset);
  self->parts = setups[setup].parts;
  g_queue_init (&self->coming);
  for (guint i = 0; i < CSN_POPULATION_N_AGENTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("agent-%u", i);

      self->failures[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
      for (guint j = 0; j < CSN_POPULATION_N_ACTIONS; j++)
        self->profiles[i][j] = csn_profile_new (name, csn_population_actions[j]);
    }
}

static void
world_clear (World *self)
{
  csn_policy_unref (self->policy);
  g_queue_clear_full (&self->coming, g_free);
  for (guint i = 0; i < CSN_POPULATION_N_AGENTS; i++)
    {
      g_array_unref (self->failures[i]);
      for (guint j = 0; j < CSN_POPULATION_N_ACTIONS; j++)
        csn_profile_unref (self->profiles[i][j]);
    }
}

static void
move_ratchet (World *self, const Coming *what)
{
  static const CsnPolicyAutonomy numbers = CSN_AUTONOMY_REFERENCE;
  CsnProfile **profile = &self->profiles[what->agent][what->action];
  CsnProfile *next = csn_autonomy_apply (*profile, &numbers, what->input, what->at, NULL);

  csn_profile_unref (*profile);
  *profile = next;
  if (what->input == CSN_AUTONOMY_FAILURE)
    g_array_append_val (self->failures[what->agent], what->at);
}

static void
pass_time (World *self, gint64 now)
{
  while (!g_queue_is_empty (&self->coming) &&
         ((Coming *) g_queue_peek_head (&self->coming))->at <= now)
    {
      g_autofree Coming *what = g_queue_pop_head (&self->coming);

      move_ratchet (self, what);
    }
}

static void
expect (World *self, const CsnProposal *proposal, CsnAutonomyInput input)
{
  Coming *what = g_new (Coming, 1);

  *what = (Coming){ proposal->at + CSN_HOUR, proposal->agent, proposal->action, input };
  g_queue_push_tail (&self->coming, what);
}

static gboolean
counts (Parts parts, const char *code)
{
  if (g_str_has_prefix (code, "confidence."))
    return (parts & CONFIDENCE) != 0;
  if (g_str_has_prefix (code, "matrix."))
    return (parts & MATRIX) != 0;
  return (parts & RATCHET) != 0;
}

/* The level is the maximum of what the rules say, so leaving rules out is leaving a part out. */
static CsnLevel
judge (World *self, const CsnProposal *proposal)
{
  CsnPolicyContext context = { .now = proposal->at };
  g_autoptr (CsnVerdict) verdict = NULL;
  CsnLevel level = CSN_LEVEL_FULL_AUTO;
  const GArray *failures = self->failures[proposal->agent];

  if ((self->parts & EVERYTHING) != 0)
    return CSN_LEVEL_HARD_APPROVAL;
  context.profile_level = csn_profile_get_level (self->profiles[proposal->agent][proposal->action]);
  for (guint i = failures->len; i > 0; i--)
    {
      if (g_array_index (failures, gint64, i - 1) < proposal->at - CSN_DAY)
        break;
      context.failures_24h++;
    }
  verdict = csn_policy_evaluate (self->policy, proposal->request, &context);
  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    {
      const CsnRule *rule = csn_verdict_get_rule (verdict, i);

      if (counts (self->parts, rule->code))
        level = MAX (level, rule->level);
    }
  return level;
}

/* Whether the agent does it in the end. */
static gboolean
decide (World *self, const CsnProposal *proposal, CsnLevel level, Result *result)
{
  gboolean reject = FALSE;

  switch (level)
    {
    case CSN_LEVEL_FULL_AUTO:
    case CSN_LEVEL_NOTIFY_ONLY:
      return TRUE;
    case CSN_LEVEL_SOFT_APPROVAL:
      result->soft++;
      if (proposal->look >= LOOK)
        return TRUE;
      result->looks++;
      reject = proposal->judge < (proposal->good ? FALSE_ALARM : CATCH_SOFT);
      break;
    case CSN_LEVEL_HARD_APPROVAL:
      result->questions++;
      result->looks++;
      reject = proposal->judge < (proposal->good ? FALSE_ALARM : CATCH_HARD);
      break;
    case CSN_LEVEL_HUMAN_TAKEOVER:
      result->questions++;
      result->looks++;
      expect (self, proposal, CSN_AUTONOMY_HAND_BACK);
      return FALSE;
    }
  if (!reject)
    return TRUE;
  result->good_stopped += proposal->good;
  move_ratchet (
      self,
      &(Coming){ proposal->at, proposal->agent, proposal->action, CSN_AUTONOMY_REJECTED });
  return FALSE;
}

static void
live (World *self, const CsnProposal *proposal, gint64 half_time, Result *result)
{
  gboolean done;
  CsnLevel level;

  pass_time (self, proposal->at);
  level = judge (self, proposal);
  done = decide (self, proposal, level, result);
  if (done)
    expect (self,
            proposal,
            proposal->report < (proposal->good ? BREAKS : NOTICED) ? CSN_AUTONOMY_FAILURE
                                                                   : CSN_AUTONOMY_SUCCESS);
  if (proposal->at >= half_time && level >= CSN_LEVEL_SOFT_APPROVAL)
    result->asked_late[proposal->reliability]++;
  if (proposal->good)
    return;
  result->bad++;
  result->bad_by[proposal->kind]++;
  result->bad_final += !proposal->undoable;
  if (done)
    return;
  result->stopped++;
  result->stopped_by[proposal->kind]++;
  result->stopped_final += !proposal->undoable;
}

static void
run_setup (const GArray *proposals, Setup setup, gint64 half_time, Result *result)
{
  World world = { 0 };

  world_init (&world, setup);
  for (guint i = 0; i < proposals->len; i++)
    live (&world, &g_array_index (proposals, CsnProposal, i), half_time, result);
  world_clear (&world);
}

static double
percent (guint part, guint whole)
{
  return whole == 0 ? 0 : 100.0 * part / whole;
}

static void
print_table (const Result *results, guint n)
{
  g_print ("%-30s %8s %9s %10s %10s %9s %8s\n",
           "",
           "stopped",
           "of what",
           "must ask",
           "may object",
           "of looks,",
           "good");
  g_print ("%-30s %8s %9s %10s %10s %9s %8s\n",
           "",
           "",
           "is final",
           "per 100",
           "per 100",
           "that stop",
           "rejected");
  for (guint i = 0; i < N_SETUPS; i++)
    {
      const Result *result = &results[i];

      g_print ("%-30s %7.1f%% %8.1f%% %10.1f %10.1f %8.1f%% %7.1f%%\n",
               setups[i].name,
               percent (result->stopped, result->bad),
               percent (result->stopped_final, result->bad_final),
               percent (result->questions, n),
               percent (result->soft, n),
               percent (result->stopped, result->looks),
               percent (result->good_stopped, n - result->bad));
    }
}

static guint
stopped_share (const Result *result)
{
  return result->bad == 0 ? 0 : (guint) (1e6 * result->stopped / result->bad);
}

/* Whoever looks as often as with the reference, but at random ones, finds what asking everything
 * finds in that part of them. */
static guint
random_share (const Result *results)
{
  double part = (double) results[REFERENCE].looks / results[ASK_EVERYTHING].looks;

  return (guint) (part * stopped_share (&results[ASK_EVERYTHING]));
}

static void
print_parts (const Result *results)
{
  static const struct
  {
    const char *name;
    Setup without;
  } parts[] = {
    { "confidence", WITHOUT_CONFIDENCE },
    { "matrix", WITHOUT_MATRIX },
    { "ratchet", WITHOUT_RATCHET },
  };
  const Result *all = &results[REFERENCE];

  g_print (
      "\nWhat each part adds to the other two, in percent of the bad actions, and in questions\n"
      "that must be answered and that may be:\n");
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const Result *without = &results[parts[i].without];

      g_print ("  %-12s %+6.1f %%  %+7d %+7d\n",
               parts[i].name,
               percent (all->stopped, all->bad) - percent (without->stopped, without->bad),
               (int) all->questions - (int) without->questions,
               (int) all->soft - (int) without->soft);
    }
  g_print ("\nBad actions stopped, by how their agents score:  confidence alone  reference\n");
  for (guint i = 0; i < CSN_POPULATION_N_KINDS; i++)
    g_print ("  %-46s %15.1f%% %9.1f%%\n",
             csn_population_kinds[i],
             percent (results[CONFIDENCE_ALONE].stopped_by[i], results[CONFIDENCE_ALONE].bad_by[i]),
             percent (all->stopped_by[i], all->bad_by[i]));
  g_print ("\nLooking as often as with the reference, but at random, stops %.1f %%.\n",
           random_share (results) / 1e4);
  g_print (
      "\nThe note says that asking by confidence catches 80 %% of incidents. Here confidence alone "
      "stops %.0f %%, the reference %.0f %%.\n\n",
      percent (results[CONFIDENCE_ALONE].stopped, results[CONFIDENCE_ALONE].bad),
      percent (all->stopped, all->bad));
}

static gboolean
promise (gboolean holds, const char *what)
{
  g_print ("%s: %s\n", holds ? "holds" : "DOES NOT HOLD", what);
  return holds;
}

static gboolean
check_policies (const Result *results, guint n)
{
  const Result *all = &results[REFERENCE];
  const Result *everything = &results[ASK_EVERYTHING];
  gboolean holds = TRUE;

  holds &= promise (results[ASK_NOTHING].stopped == 0 && results[ASK_NOTHING].questions == 0 &&
                        results[ASK_NOTHING].soft == 0,
                    "asking nothing stops nothing");
  holds &= promise (everything->questions == n, "asking everything asks everything");
  for (guint i = CONFIDENCE_ALONE; i < REFERENCE; i++)
    {
      g_autofree char *what = g_strdup_printf ("the reference stops more than %s", setups[i].name);

      holds &= promise (stopped_share (all) > stopped_share (&results[i]), what);
    }
  holds &= promise (stopped_share (&results[CAUTIOUS]) > stopped_share (all),
                    "the cautious preset stops more than the reference");
  holds &= promise (all->questions < results[CAUTIOUS].questions &&
                        results[CAUTIOUS].questions < everything->questions,
                    "the reference asks less than the cautious preset, that less than everything");
  holds &= promise (stopped_share (all) > random_share (results),
                    "the reference stops more than looking as often at random");
  holds &= promise (percent (all->stopped_final, all->bad_final) > percent (all->stopped, all->bad),
                    "what can't be undone is stopped more often than the rest");
  return holds;
}

static gboolean
check_agents (const Result *results)
{
  const Result *confidence = &results[CONFIDENCE_ALONE];
  const Result *ratchet = &results[RATCHET_ALONE];
  double by[CSN_POPULATION_N_KINDS];
  gboolean holds = TRUE;

  for (guint i = 0; i < CSN_POPULATION_N_KINDS; i++)
    by[i] = percent (confidence->stopped_by[i], confidence->bad_by[i]);
  holds &= promise (by[CSN_POPULATION_UNDER] > by[CSN_POPULATION_CALIBRATED] &&
                        by[CSN_POPULATION_CALIBRATED] > by[CSN_POPULATION_OVER] &&
                        by[CSN_POPULATION_OVER] > by[CSN_POPULATION_VERY_OVER] &&
                        by[CSN_POPULATION_VERY_OVER] > by[CSN_POPULATION_BLIND],
                    "the more an agent overrates itself, the less confidence alone stops");
  for (guint i = 0; i < CSN_POPULATION_N_KINDS; i++)
    {
      g_autofree char *what =
          g_strdup_printf ("the reference stops more than confidence alone for %s agents",
                           csn_population_kinds[i]);

      holds &= promise (results[REFERENCE].stopped_by[i] > confidence->stopped_by[i], what);
    }
  for (guint i = 0; i + 1 < CSN_POPULATION_N_RELIABILITIES; i++)
    {
      g_autofree char *what = g_strdup_printf ("with trust earned, the ratchet alone asks less of "
                                               "agents right in %.1f %% than in %.1f %%",
                                               100 * csn_population_reliabilities[i + 1],
                                               100 * csn_population_reliabilities[i]);

      holds &= promise (ratchet->asked_late[i + 1] < ratchet->asked_late[i], what);
    }
  return holds;
}

/* What becomes known where everything is asked and each answer is right. */
static CsnCalibration *
count_calibration (const GArray *proposals, CsnPopulationKind kind)
{
  CsnCalibration *calibration = csn_calibration_new (NULL, 0, NULL);

  for (guint i = 0; i < proposals->len; i++)
    {
      const CsnProposal *proposal = &g_array_index (proposals, CsnProposal, i);
      CsnCalibration *next;

      if (proposal->kind != kind)
        continue;
      next =
          csn_calibration_add (calibration,
                               proposal->score,
                               proposal->good ? CSN_CALIBRATION_RIGHT : CSN_CALIBRATION_REJECTED);
      csn_calibration_unref (calibration);
      calibration = next;
    }
  return calibration;
}

static gboolean
check_calibration (const GArray *proposals)
{
  double errors[CSN_POPULATION_N_KINDS];
  gboolean holds = TRUE;

  g_print ("\nWhat the calibration says of them:\n");
  for (guint i = 0; i < CSN_POPULATION_N_KINDS; i++)
    {
      g_autoptr (CsnCalibration) calibration = count_calibration (proposals, (CsnPopulationKind) i);
      g_autoptr (GArray) ranges = csn_calibration_list_ranges (calibration);
      g_autofree char *words = csn_calibration_describe (calibration);
      g_autofree char *what = NULL;
      gboolean over = FALSE, under = FALSE;

      errors[i] = csn_calibration_get_expected_error (calibration);
      for (guint j = 0; j < ranges->len; j++)
        {
          over |= g_array_index (ranges, CsnCalibrationRange, j).over_confident;
          under |= !g_array_index (ranges, CsnCalibrationRange, j).over_confident;
        }
      g_print ("%s: Brier %.3f, expected calibration error %.3f. %s\n",
               csn_population_kinds[i],
               csn_calibration_get_brier (calibration),
               errors[i],
               words);
      what = g_strdup_printf ("it knows them for %s", csn_population_kinds[i]);
      if (i == CSN_POPULATION_OVER || i == CSN_POPULATION_VERY_OVER)
        holds &= promise (over && !under, what);
      else if (i == CSN_POPULATION_UNDER)
        holds &= promise (under && !over, what);
    }
  holds &= promise (errors[CSN_POPULATION_CALIBRATED] < errors[CSN_POPULATION_OVER] &&
                        errors[CSN_POPULATION_OVER] < errors[CSN_POPULATION_VERY_OVER] &&
                        errors[CSN_POPULATION_CALIBRATED] < errors[CSN_POPULATION_UNDER],
                    "the calibrated agents have the least calibration error");
  return holds;
}

int
main (int argc, char **argv)
{
  static Result results[N_SETUPS];
  int seed = SEED;
  int days = DAYS;
  const GOptionEntry options[] = {
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "The seed", "N" },
    { "days", 0, 0, G_OPTION_ARG_INT, &days, "How long it goes", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GArray) proposals = NULL;
  gboolean holds;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL) || days < 1)
    return 2;
  proposals = csn_population_propose ((guint32) seed, (guint) days);
  for (guint i = 0; i < N_SETUPS; i++)
    run_setup (proposals, (Setup) i, CSN_POPULATION_START + days * CSN_DAY / 2, &results[i]);

  g_print ("seed %d, %u agents, %d days, %u requests, %u of them bad\n\n",
           seed,
           (guint) CSN_POPULATION_N_AGENTS,
           days,
           proposals->len,
           results[0].bad);
  print_table (results, proposals->len);
  print_parts (results);
  holds = check_policies (results, proposals->len);
  holds &= check_agents (results);
  holds &= check_calibration (proposals);
  return holds ? EXIT_SUCCESS : EXIT_FAILURE;
}
