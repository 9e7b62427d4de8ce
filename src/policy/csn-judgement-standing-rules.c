/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-policy-private.h"
#include "csn-visible-text.h"

static char *
visible (const char *text)
{
  return csn_visible_text (text, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
}

/* A rule that raises counts where the time is unknown, one that lowers doesn't. */
static gboolean
is_in_force (const CsnJudgement *self, const CsnStandingRuleTerms *terms)
{
  gint64 now = self->context->now;

  return now == 0 ? terms->effect == CSN_RULE_RAISE : now < terms->expires_at;
}

static void
speak (const CsnJudgement *self,
       const char *code,
       const CsnStandingRuleTerms *terms,
       const char *does,
       const char *to)
{
  g_autofree char *id = visible (terms->id);
  g_autofree char *note = visible (terms->note);

  csn_verdict_builder_say (self->verdict,
                           code,
                           terms->level,
                           "The standing rule “",
                           id,
                           "” ",
                           does,
                           to,
                           ": ",
                           note,
                           NULL);
}

static void
speak_dry (const CsnJudgement *self, const CsnStandingRuleTerms *terms)
{
  CsnLevel level = csn_verdict_builder_get_level (self->verdict);
  CsnLevel after = terms->effect == CSN_RULE_RAISE
                       ? MAX (level, terms->level)
                       : csn_verdict_builder_get_lowered (self->verdict, terms->level);

  if (after == level)
    speak (self, CSN_RULE_CODE_DRY_RUN, terms, "is in dry run and would have changed nothing", "");
  else
    speak (self,
           CSN_RULE_CODE_DRY_RUN,
           terms,
           after > level ? "is in dry run and would have raised this to "
                         : "is in dry run and would have lowered this to ",
           csn_level_to_string (after));
}

/* Of several lowering rules the strictest decides, so all speak or none does. */
static void
lower (const CsnJudgement *self, GPtrArray *lowering)
{
  CsnLevel target = CSN_LEVEL_FULL_AUTO;

  for (guint i = 0; i < lowering->len; i++)
    target = MAX (target, csn_standing_rule_get_terms (lowering->pdata[i])->level);
  if (csn_verdict_builder_get_lowered (self->verdict, target) ==
      csn_verdict_builder_get_level (self->verdict))
    return;

  for (guint i = 0; i < lowering->len; i++)
    {
      const CsnStandingRuleTerms *terms = csn_standing_rule_get_terms (lowering->pdata[i]);

      speak (self,
             CSN_RULE_CODE_LOWER,
             terms,
             "lowers this to ",
             csn_level_to_string (terms->level));
    }
}

void
csn_judgement_standing_rules (const CsnJudgement *self)
{
  guint n_rules = csn_policy_get_n_rules (self->policy);
  g_autoptr (GPtrArray) lowering = NULL;
  g_autoptr (GPtrArray) dry = NULL;

  if (n_rules == 0)
    return;

  lowering = g_ptr_array_new ();
  dry = g_ptr_array_new ();
  for (guint i = 0; i < n_rules; i++)
    {
      CsnStandingRule *rule = csn_policy_get_rule (self->policy, i);
      const CsnStandingRuleTerms *terms = csn_standing_rule_get_terms (rule);

      if (!is_in_force (self, terms) || !csn_standing_rule_matches (rule, self->request))
        continue;
      if (terms->dry_run)
        g_ptr_array_add (dry, rule);
      else if (terms->effect == CSN_RULE_LOWER)
        g_ptr_array_add (lowering, rule);
      else
        speak (self,
               CSN_RULE_CODE_RAISE,
               terms,
               "asks for at least ",
               csn_level_to_string (terms->level));
    }

  if (lowering->len > 0)
    lower (self, lowering);
  for (guint i = 0; i < dry->len; i++)
    speak_dry (self, csn_standing_rule_get_terms (dry->pdata[i]));
}
