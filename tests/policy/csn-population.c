/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-population.h"

#include <math.h>
#include <string.h>

#define REQUESTS_PER_DAY 16
#define SPREAD 1.5

const char *const csn_population_kinds[] = {
  "calibrated", "over-confident", "very over-confident", "under-confident", "blind",
};

static const double kind_shifts[CSN_POPULATION_N_KINDS] = { 0, 1, 2, -1, 0 };

const double csn_population_reliabilities[] = { 0.80, 0.90, 0.97, 0.995 };

const char *const csn_population_actions[] = { "tag", "mail", "refund", "order" };

static const struct
{
  gboolean undoable;
  gboolean financial;
  gboolean costs;
} actions[CSN_POPULATION_N_ACTIONS] = {
  { .undoable = TRUE },
  { .undoable = FALSE },
  { .undoable = FALSE, .financial = TRUE },
  { .undoable = TRUE, .costs = TRUE },
};

static double
logistic (double x)
{
  return 1 / (1 + exp (-x));
}

/* A standard normal number, by Box and Muller. */
static double
draw_normal (GRand *rand)
{
  double radius = sqrt (-2 * log (1 - g_rand_double (rand)));

  return radius * cos (2 * G_PI * g_rand_double (rand));
}

/* The mean of logistic (centre + SPREAD * z) over the normal distribution. */
static double
mean_share (double centre)
{
  double sum = 0, weights = 0;

  for (int i = -400; i <= 400; i++)
    {
      double z = i / 50.0;
      double weight = exp (-z * z / 2);

      sum += weight * logistic (centre + SPREAD * z);
      weights += weight;
    }
  return sum / weights;
}

/* Around which log odds an agent of this reliability has its cases. */
static double
find_centre (double reliability)
{
  double low = -10, high = 20;

  for (guint i = 0; i < 60; i++)
    {
      double middle = (low + high) / 2;

      if (mean_share (middle) < reliability)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static double
say (GRand *rand, CsnPopulationKind kind, double log_odds)
{
  double score = kind == CSN_POPULATION_BLIND ? 0.80 + 0.19 * g_rand_double (rand)
                                              : logistic (log_odds + kind_shifts[kind]);

  return round (score * 100) / 100;
}

static CsnRequest *
new_request (const CsnProposal *proposal, guint number, guint cost)
{
  g_autofree char *cost_member =
      g_strdup_printf (",\"cost\":{\"amount\":\"%u.00\",\"currency\":\"USD\"}", cost);
  char score[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *text = NULL;
  g_autoptr (CsnJson) json = NULL;
  g_autoptr (GError) error = NULL;
  CsnRequest *request;

  g_ascii_formatd (score, sizeof score, "%.2f", proposal->score);
  text = g_strdup_printf (
      "{\"task_id\":\"t-%u\",\"status\":\"pending_approval\",\"agent_id\":\"agent-%u\","
      "\"action_type\":\"%s\",\"proposed_action\":{\"number\":%u},\"facts\":{\"reversible\":%s,"
      "\"financial\":%s,\"pii\":false,\"regulated\":false%s},\"confidence\":{\"score\":%s}}",
      number,
      proposal->agent,
      csn_population_actions[proposal->action],
      number,
      proposal->undoable ? "true" : "false",
      actions[proposal->action].financial ? "true" : "false",
      actions[proposal->action].costs ? cost_member : "",
      score);
  json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, &error);
  g_assert_no_error (error);
  request = csn_request_new_from_task ("simulation", json, &error);
  g_assert_no_error (error);
  return request;
}

static void
proposal_clear (gpointer data)
{
  csn_request_unref (((CsnProposal *) data)->request);
}

static void
add_proposals (GArray *proposals, GRand *rand, guint agent, guint days)
{
  guint reliability = agent % CSN_POPULATION_N_RELIABILITIES;
  double centre = find_centre (csn_population_reliabilities[reliability]);
  gint64 at = CSN_POPULATION_START;

  for (;;)
    {
      CsnProposal proposal = { .agent = agent, .reliability = reliability };
      double log_odds = centre + SPREAD * draw_normal (rand);

      at += (gint64) (-log (1 - g_rand_double (rand)) * CSN_DAY / REQUESTS_PER_DAY);
      if (at >= CSN_POPULATION_START + days * CSN_DAY)
        return;
      proposal.at = at;
      proposal.kind = (CsnPopulationKind) (agent / CSN_POPULATION_N_RELIABILITIES);
      proposal.action = (guint) g_rand_int_range (rand, 0, CSN_POPULATION_N_ACTIONS);
      proposal.undoable = actions[proposal.action].undoable;
      proposal.score = say (rand, proposal.kind, log_odds);
      proposal.good = g_rand_double (rand) < logistic (log_odds);
      proposal.look = g_rand_double (rand);
      proposal.judge = g_rand_double (rand);
      proposal.report = g_rand_double (rand);
      proposal.request =
          new_request (&proposal, proposals->len, (guint) g_rand_int_range (rand, 20, 201));
      g_array_append_val (proposals, proposal);
    }
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const CsnProposal *one = a;
  const CsnProposal *other = b;

  return one->at < other->at ? -1 : one->at > other->at;
}

GArray *
csn_population_propose (guint32 seed, guint days)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  GArray *proposals = g_array_new (FALSE, FALSE, sizeof (CsnProposal));

  g_array_set_clear_func (proposals, proposal_clear);
  for (guint agent = 0; agent < CSN_POPULATION_N_AGENTS; agent++)
    add_proposals (proposals, rand, agent, days);
  g_array_sort (proposals, compare_times);
  return proposals;
}
