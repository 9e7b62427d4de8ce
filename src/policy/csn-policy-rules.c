/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-policy-private.h"
#include "csn-visible-text.h"

/* What every rule of one judgement sees and where it speaks. */
typedef struct
{
  const CsnPolicyNumbers *numbers;
  const CsnRequest *request;
  const CsnFacts *facts;
  const CsnConfidence *confidence; /* (nullable) */
  const CsnPolicyContext *context;
  CsnVerdictBuilder *verdict;
} Judgement;

static void speak (const Judgement *self, const char *code, CsnLevel level, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

static void
speak (const Judgement *self, const char *code, CsnLevel level, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  csn_verdict_builder_add (self->verdict, code, level, g_strdup_vprintf (format, args));
  va_end (args);
}

static const char *
score_text (const Judgement *self)
{
  return self->confidence == NULL ? NULL : self->confidence->score_text;
}

/* An unknown score is above nothing. */
static gboolean
is_above (const Judgement *self, double threshold)
{
  return score_text (self) != NULL && self->confidence->score > threshold;
}

static gboolean
is_below (const Judgement *self, double threshold)
{
  return score_text (self) != NULL && self->confidence->score < threshold;
}

static void
judge_failures (const Judgement *self)
{
  if (self->context->failures_24h >= self->numbers->failures_24h)
    speak (self,
           "failures.multiple",
           CSN_LEVEL_HUMAN_TAKEOVER,
           "The agent had %u failures in the last 24 hours.",
           self->context->failures_24h);
}

static void
judge_read_only (const Judgement *self)
{
  if (self->context->agent_read_only && self->facts->read_only != CSN_TRISTATE_TRUE)
    speak (self,
           "agent.read_only",
           CSN_LEVEL_HUMAN_TAKEOVER,
           "The agent is read-only, and it does not say that this action changes nothing.");
}

static const char *
describe_irreversible (const Judgement *self)
{
  return self->facts->reversible == CSN_TRISTATE_FALSE ? "It can't be undone"
                                                       : "Nobody says that it can be undone";
}

/* Lists what is sensitive or may be; %NULL if nothing is. */
static char *
describe_sensitive (const CsnFacts *facts)
{
  const struct
  {
    CsnTristate fact;
    const char *is;
    const char *may_be;
  } kinds[] = {
    { facts->financial, "moves money", "may move money" },
    { facts->pii, "touches personal data", "may touch personal data" },
    { facts->regulated, "is regulated", "may be regulated" },
  };
  const char *words[G_N_ELEMENTS (kinds)];
  GString *list;
  guint n_words = 0;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (kinds[i].fact != CSN_TRISTATE_FALSE)
        words[n_words++] = kinds[i].fact == CSN_TRISTATE_TRUE ? kinds[i].is : kinds[i].may_be;
    }

  if (n_words == 0)
    return NULL;

  list = g_string_new (words[0]);
  for (guint i = 1; i < n_words; i++)
    g_string_append_printf (list, "%s%s", i + 1 < n_words ? ", " : " and ", words[i]);

  return g_string_free (list, FALSE);
}

/* Says why a score is not above @threshold. */
static char *
describe_unsure (const Judgement *self, double threshold)
{
  if (score_text (self) == NULL)
    return g_strdup ("the confidence is unknown");

  return g_strdup_printf ("the confidence %s is not above %.2f", score_text (self), threshold);
}

static gboolean
judge_cost (const Judgement *self)
{
  const CsnMoney *cost = self->facts->cost;
  const char *amount, *currency;

  if (cost == NULL)
    return FALSE;

  amount = csn_money_get_amount (cost);
  currency = csn_money_get_currency (cost);
  if (strcmp (currency, self->numbers->cost_currency) != 0)
    speak (self,
           "matrix.costly",
           CSN_LEVEL_HARD_APPROVAL,
           "It costs %s %s, and there is no limit for that currency.",
           amount,
           currency);
  else if (csn_money_compare_amounts (amount, self->numbers->cost_limit) > 0)
    speak (self,
           "matrix.costly",
           CSN_LEVEL_HARD_APPROVAL,
           "It costs %s %s, more than %s %s.",
           amount,
           currency,
           self->numbers->cost_limit,
           currency);
  else
    return FALSE;

  return TRUE;
}

/* Cost speaks here too: otherwise a costly action would get a milder level for being irreversible,
 * and a riskier fact must never lower the level. */
static void
judge_irreversible (const Judgement *self)
{
  double threshold = self->numbers->thresholds.irreversible;
  const char *irreversible = describe_irreversible (self);
  g_autofree char *sensitive = describe_sensitive (self->facts);
  g_autofree char *unsure = NULL;

  if (self->numbers->irreversible_hard)
    speak (self,
           "matrix.irreversible_cautious",
           CSN_LEVEL_HARD_APPROVAL,
           "%s, and the cautious policy asks a person about all such actions.",
           irreversible);

  if (sensitive != NULL)
    {
      speak (self,
             "matrix.irreversible_sensitive",
             CSN_LEVEL_HARD_APPROVAL,
             "%s, and it %s.",
             irreversible,
             sensitive);
      return;
    }

  if (is_above (self, threshold))
    {
      speak (self,
             "matrix.irreversible_confident",
             CSN_LEVEL_SOFT_APPROVAL,
             "%s, but nothing about it is sensitive and the confidence %s is above %.2f.",
             irreversible,
             score_text (self),
             threshold);
      judge_cost (self);
      return;
    }

  unsure = describe_unsure (self, threshold);
  speak (self,
         "matrix.irreversible_unsure",
         CSN_LEVEL_HARD_APPROVAL,
         "%s, and %s.",
         irreversible,
         unsure);
}

static void
judge_reversible (const Judgement *self)
{
  double threshold = self->numbers->thresholds.reversible;
  g_autofree char *unsure = NULL;

  if (is_above (self, threshold))
    {
      speak (self,
             "matrix.reversible_confident",
             CSN_LEVEL_FULL_AUTO,
             "It can be undone, and the confidence %s is above %.2f.",
             score_text (self),
             threshold);
      return;
    }

  unsure = describe_unsure (self, threshold);
  speak (self,
         "matrix.reversible_unsure",
         CSN_LEVEL_SOFT_APPROVAL,
         "It can be undone, but %s.",
         unsure);
}

static void
judge_matrix (const Judgement *self)
{
  if (self->facts->reversible != CSN_TRISTATE_TRUE)
    judge_irreversible (self);
  else if (!judge_cost (self))
    judge_reversible (self);
}

static void
judge_score (const Judgement *self)
{
  const CsnPolicyThresholds *thresholds = &self->numbers->thresholds;

  if (score_text (self) == NULL)
    speak (self,
           "confidence.unknown",
           CSN_LEVEL_SOFT_APPROVAL,
           "How confident the agent is, is unknown.");
  else if (is_below (self, thresholds->low))
    speak (self,
           "confidence.low",
           CSN_LEVEL_HARD_APPROVAL,
           "The confidence %s is below %.2f.",
           score_text (self),
           thresholds->low);
  else if (is_below (self, thresholds->moderate))
    speak (self,
           "confidence.moderate",
           CSN_LEVEL_SOFT_APPROVAL,
           "The confidence %s is below %.2f.",
           score_text (self),
           thresholds->moderate);
  else
    speak (self,
           "confidence.high",
           CSN_LEVEL_FULL_AUTO,
           "The confidence %s is at least %.2f.",
           score_text (self),
           thresholds->moderate);
}

static void
judge_confidence (const Judgement *self)
{
  double takeover = self->numbers->thresholds.takeover;
  CsnRecommendation recommendation =
      self->confidence == NULL ? CSN_RECOMMENDATION_NONE : self->confidence->recommendation;

  if (recommendation == CSN_RECOMMENDATION_ESCALATE)
    speak (self,
           "confidence.takeover",
           CSN_LEVEL_HUMAN_TAKEOVER,
           "The agent recommends that a person takes over.");
  else if (is_below (self, takeover))
    speak (self,
           "confidence.takeover",
           CSN_LEVEL_HUMAN_TAKEOVER,
           "The confidence %s is below %.2f.",
           score_text (self),
           takeover);
  else if (recommendation == CSN_RECOMMENDATION_CLARIFY)
    speak (self,
           "confidence.clarify",
           CSN_LEVEL_HARD_APPROVAL,
           "The agent asks for a clarification, which only a person can give.");
  else
    judge_score (self);
}

static void
judge_autonomy (const Judgement *self)
{
  speak (self,
         "autonomy.level",
         self->context->profile_level,
         "The agent's record for this action type stands at %s.",
         csn_level_to_string (self->context->profile_level));
}

static void
judge_asked_level (const Judgement *self)
{
  CsnLevel level;

  if (csn_request_get_asked_level (self->request, &level))
    speak (self, "agent.asked", level, "The agent asked for %s.", csn_level_to_string (level));
}

/* There are no grants yet, so every link of a chain lacks one. */
static void
judge_delegation (const Judgement *self)
{
  const char *const *chain = csn_request_get_delegation (self->request);
  g_autofree char *root = NULL;

  if (chain[0] == NULL)
    return;

  root = csn_visible_text (chain[0], -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  speak (self,
         "delegation.missing",
         CSN_LEVEL_HARD_APPROVAL,
         "The agent acts on behalf of %s, and no grant says that it may.",
         root);
}

static void
judge_flags (const Judgement *self)
{
  g_autofree char *problems = NULL;

  if (csn_request_get_flags (self->request) == CSN_REQUEST_FLAG_NONE)
    return;

  problems = g_strjoinv (" ", (char **) csn_request_get_problems (self->request));
  speak (self, "request.flagged", CSN_LEVEL_HARD_APPROVAL, "%s", problems);
}

CsnVerdict *
csn_policy_evaluate (const CsnPolicy *self,
                     const CsnRequest *request,
                     const CsnPolicyContext *context)
{
  Judgement judgement = { 0 };

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (context != NULL, NULL);

  judgement.numbers = csn_policy_get_numbers (self);
  judgement.request = request;
  judgement.facts = csn_request_get_facts (request);
  judgement.confidence = csn_request_get_confidence (request);
  judgement.context = context;
  judgement.verdict = csn_verdict_builder_new ();

  judge_failures (&judgement);
  judge_read_only (&judgement);
  judge_matrix (&judgement);
  judge_confidence (&judgement);
  judge_autonomy (&judgement);
  judge_asked_level (&judgement);
  judge_delegation (&judgement);
  judge_flags (&judgement);

  return csn_verdict_builder_end (judgement.verdict);
}
