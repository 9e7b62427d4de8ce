/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-policy-private.h"

#define SAY(self, code, level, ...)                                                                \
  csn_verdict_builder_say ((self)->verdict, code, CSN_LEVEL_##level, __VA_ARGS__, NULL)

static const char *
score_text (const CsnJudgement *self)
{
  return self->confidence == NULL ? NULL : self->confidence->score_text;
}

/* An unknown score is above nothing. */
static gboolean
is_above (const CsnJudgement *self, double threshold)
{
  return score_text (self) != NULL && self->confidence->score > threshold;
}

static gboolean
is_below (const CsnJudgement *self, double threshold)
{
  return score_text (self) != NULL && self->confidence->score < threshold;
}

static void
judge_failures (const CsnJudgement *self)
{
  char count[16];

  if (self->context->failures_24h < self->numbers->failures_24h)
    return;

  g_snprintf (count, sizeof count, "%u", self->context->failures_24h);
  SAY (self,
       "failures.multiple",
       HUMAN_TAKEOVER,
       "The agent had ",
       count,
       self->context->failures_24h == 1 ? " failure" : " failures",
       " in the last 24 hours.");
}

static void
judge_read_only (const CsnJudgement *self)
{
  if (self->context->agent_read_only && self->facts->read_only != CSN_TRISTATE_TRUE)
    SAY (self,
         "agent.read_only",
         HUMAN_TAKEOVER,
         "The agent is read-only, and it does not say that this action changes nothing.");
}

static const char *
describe_irreversible (const CsnJudgement *self)
{
  return self->facts->reversible == CSN_TRISTATE_FALSE ? "It can't be undone"
                                                       : "Nobody says that it can be undone";
}

/* Says what is sensitive or may be; %FALSE if nothing is. */
static gboolean
judge_sensitive (const CsnJudgement *self)
{
  static const char *const is[] = { "moves money", "touches personal data", "is regulated" };
  static const char *const may_be[] = { "may move money",
                                        "may touch personal data",
                                        "may be regulated" };
  const CsnTristate facts[] = { self->facts->financial, self->facts->pii, self->facts->regulated };
  const char *words[G_N_ELEMENTS (facts)] = { "", "", "" };
  const char *before[G_N_ELEMENTS (facts)] = { "", "", "" };
  guint n_words = 0;

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      if (facts[i] != CSN_TRISTATE_FALSE)
        words[n_words++] = facts[i] == CSN_TRISTATE_TRUE ? is[i] : may_be[i];
    }
  if (n_words == 0)
    return FALSE;

  for (guint i = 1; i < n_words; i++)
    before[i] = i + 1 < n_words ? ", " : " and ";
  SAY (self,
       "matrix.irreversible_sensitive",
       HARD_APPROVAL,
       describe_irreversible (self),
       ", and it ",
       words[0],
       before[1],
       words[1],
       before[2],
       words[2],
       ".");
  return TRUE;
}

static gboolean
judge_cost (const CsnJudgement *self)
{
  const CsnMoney *cost = self->facts->cost;
  const CsnMoney *limit;
  const char *amount, *currency;

  if (cost == NULL)
    return FALSE;

  amount = csn_money_get_amount (cost);
  currency = csn_money_get_currency (cost);
  limit = csn_policy_find_limit (self->numbers->cost_limits, currency);
  if (limit == NULL)
    SAY (self,
         "matrix.costly",
         HARD_APPROVAL,
         "It costs ",
         amount,
         " ",
         currency,
         ", and there is no limit for that currency.");
  else if (csn_money_compare_amounts (amount, csn_money_get_amount (limit)) > 0)
    SAY (self,
         "matrix.costly",
         HARD_APPROVAL,
         "It costs ",
         amount,
         " ",
         currency,
         ", more than ",
         csn_money_get_amount (limit),
         " ",
         currency,
         ".");
  else
    return FALSE;

  return TRUE;
}

/* Cost speaks here too: otherwise a costly action would get a milder level for being irreversible,
 * and a riskier fact must never lower the level. */
static void
judge_irreversible (const CsnJudgement *self)
{
  const char *threshold = self->words->irreversible;

  if (self->numbers->irreversible_hard)
    SAY (self,
         "matrix.irreversible_cautious",
         HARD_APPROVAL,
         describe_irreversible (self),
         ", and the cautious policy asks a person about all such actions.");

  if (judge_sensitive (self))
    return;

  if (is_above (self, self->numbers->thresholds.irreversible))
    {
      SAY (self,
           "matrix.irreversible_confident",
           SOFT_APPROVAL,
           describe_irreversible (self),
           ", but nothing about it is sensitive and the confidence ",
           score_text (self),
           " is above ",
           threshold,
           ".");
      judge_cost (self);
    }
  else if (score_text (self) == NULL)
    {
      SAY (self,
           "matrix.irreversible_unsure",
           HARD_APPROVAL,
           describe_irreversible (self),
           ", and the confidence is unknown.");
    }
  else
    {
      SAY (self,
           "matrix.irreversible_unsure",
           HARD_APPROVAL,
           describe_irreversible (self),
           ", and the confidence ",
           score_text (self),
           " is not above ",
           threshold,
           ".");
    }
}

static void
judge_reversible (const CsnJudgement *self)
{
  const char *threshold = self->words->reversible;

  if (is_above (self, self->numbers->thresholds.reversible))
    SAY (self,
         "matrix.reversible_confident",
         FULL_AUTO,
         "It can be undone, and the confidence ",
         score_text (self),
         " is above ",
         threshold,
         ".");
  else if (score_text (self) == NULL)
    SAY (self,
         "matrix.reversible_unsure",
         SOFT_APPROVAL,
         "It can be undone, but the confidence is unknown.");
  else
    SAY (self,
         "matrix.reversible_unsure",
         SOFT_APPROVAL,
         "It can be undone, but the confidence ",
         score_text (self),
         " is not above ",
         threshold,
         ".");
}

static void
judge_matrix (const CsnJudgement *self)
{
  if (self->facts->reversible != CSN_TRISTATE_TRUE)
    judge_irreversible (self);
  else if (!judge_cost (self))
    judge_reversible (self);
}

static void
judge_score (const CsnJudgement *self)
{
  const CsnPolicyThresholds *thresholds = &self->numbers->thresholds;
  const char *score = score_text (self);

  if (score == NULL)
    SAY (self, "confidence.unknown", SOFT_APPROVAL, "How confident the agent is, is unknown.");
  else if (is_below (self, thresholds->low))
    SAY (self,
         "confidence.low",
         HARD_APPROVAL,
         "The confidence ",
         score,
         " is below ",
         self->words->low,
         ".");
  else if (is_below (self, thresholds->moderate))
    SAY (self,
         "confidence.moderate",
         SOFT_APPROVAL,
         "The confidence ",
         score,
         " is below ",
         self->words->moderate,
         ".");
  else
    SAY (self,
         "confidence.high",
         FULL_AUTO,
         "The confidence ",
         score,
         " is at least ",
         self->words->moderate,
         ".");
}

static void
judge_confidence (const CsnJudgement *self)
{
  CsnRecommendation recommendation =
      self->confidence == NULL ? CSN_RECOMMENDATION_NONE : self->confidence->recommendation;

  if (recommendation == CSN_RECOMMENDATION_ESCALATE)
    SAY (self,
         "confidence.takeover",
         HUMAN_TAKEOVER,
         "The agent recommends that a person takes over.");
  else if (is_below (self, self->numbers->thresholds.takeover))
    SAY (self,
         "confidence.takeover",
         HUMAN_TAKEOVER,
         "The confidence ",
         score_text (self),
         " is below ",
         self->words->takeover,
         ".");
  else if (recommendation == CSN_RECOMMENDATION_CLARIFY)
    SAY (self,
         "confidence.clarify",
         HARD_APPROVAL,
         "The agent asks for a clarification, which only a person can give.");
  else
    judge_score (self);
}

static void
judge_autonomy (const CsnJudgement *self)
{
  csn_verdict_builder_say (self->verdict,
                           "autonomy.level",
                           self->context->profile_level,
                           "The agent's record for this action type stands at ",
                           csn_level_to_string (self->context->profile_level),
                           ".",
                           NULL);
}

static void
judge_asked_level (const CsnJudgement *self)
{
  CsnLevel level;

  if (csn_request_get_asked_level (self->request, &level))
    csn_verdict_builder_say (self->verdict,
                             "agent.asked",
                             level,
                             "The agent asked for ",
                             csn_level_to_string (level),
                             ".",
                             NULL);
}

static void
judge_flags (const CsnJudgement *self)
{
  g_autofree char *problems = NULL;

  if (csn_request_get_flags (self->request) == CSN_REQUEST_FLAG_NONE)
    return;

  problems = g_strjoinv (" ", (char **) csn_request_get_problems (self->request));
  SAY (self, "request.flagged", HARD_APPROVAL, problems);
}

CsnVerdict *
csn_policy_evaluate (const CsnPolicy *self,
                     const CsnRequest *request,
                     const CsnPolicyContext *context)
{
  const CsnPolicyNumbersFor *numbers;
  CsnJudgement judgement = { 0 };

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (context != NULL, NULL);

  numbers = csn_policy_get_numbers_for (self, csn_request_get_action_type (request));
  judgement.policy = self;
  judgement.numbers = &numbers->numbers;
  judgement.words = &numbers->words;
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
  csn_judgement_delegation (&judgement);
  judge_flags (&judgement);
  csn_judgement_standing_rules (&judgement);

  return csn_verdict_builder_end (judgement.verdict);
}
