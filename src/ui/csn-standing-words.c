/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-standing-words.h"

#include <glib/gi18n.h>

#include "csn-level-words.h"
#include "csn-time-words.h"
#include "csn-visible-text.h"

static char *
visible (const char *text)
{
  return csn_visible_text (text, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
}

char *
csn_standing_words_condition (const CsnCondition *condition)
{
  g_autofree char *pointer = visible (*condition->pointer != '\0' ? condition->pointer : "/");
  g_autofree char *json = csn_json_to_text (condition->value, 0);
  g_autofree char *value = visible (json);

  switch (condition->kind)
    {
    case CSN_CONDITION_EQUALS:
      return g_strdup_printf (_ ("%s is %s"), pointer, value);
    case CSN_CONDITION_ONE_OF:
      return g_strdup_printf (_ ("%s is one of %s"), pointer, value);
    case CSN_CONDITION_PREFIX:
      return g_strdup_printf (_ ("%s begins with %s"), pointer, value);
    case CSN_CONDITION_AT_MOST:
      return g_strdup_printf (_ ("%s is at most %s"), pointer, value);
    }
  return g_strdup ("");
}

static void
append_conditions (GString *out, const CsnStandingRuleTerms *terms)
{
  for (guint i = 0; i < terms->n_conditions; i++)
    {
      g_autofree char *condition = csn_standing_words_condition (&terms->conditions[i]);

      /* TRANSLATORS: before the first condition of a rule, and between two */
      g_string_append (out, i == 0 ? _ (" where ") : _ (" and "));
      g_string_append (out, condition);
    }
}

char *
csn_standing_words_rule (const CsnStandingRuleTerms *terms)
{
  g_autofree char *agents = visible (terms->agents);
  g_autofree char *types = visible (terms->action_types);
  const char *level = csn_level_words_name (terms->level);
  GString *out = g_string_new (NULL);

  if (terms->effect == CSN_RULE_RAISE)
    /* TRANSLATORS: patterns of action types and agents, then a level */
    g_string_append_printf (out, _ ("“%s” by “%s”: at least “%s”"), types, agents, level);
  else
    g_string_append_printf (out,
                            _ ("“%s” by “%s”: “%s” instead of soft approval"),
                            types,
                            agents,
                            level);
  append_conditions (out, terms);
  return g_string_free (out, FALSE);
}

char *
csn_standing_words_matches (const CsnRuleMatches *matches, gboolean dry_run)
{
  guint moved = (guint) (matches->n_raised + matches->n_lowered);

  if (matches->n_read == 0)
    return g_strdup (_ ("No recorded request to try it on yet."));
  if (matches->n_matches == 0)
    return g_strdup_printf (ngettext ("Matches nothing of %u recorded request.",
                                      "Matches none of %u recorded requests.",
                                      (gulong) matches->n_read),
                            (guint) matches->n_read);
  if (dry_run)
    return g_strdup_printf (_ ("Matches %u of %u recorded requests; in force it would have "
                               "changed the level of %u (%u raised, %u lowered)."),
                            (guint) matches->n_matches,
                            (guint) matches->n_read,
                            moved,
                            (guint) matches->n_raised,
                            (guint) matches->n_lowered);
  return g_strdup_printf (
      _ ("Matches %u of %u recorded requests; it changes the level of %u (%u raised, %u lowered)."),
      (guint) matches->n_matches,
      (guint) matches->n_read,
      moved,
      (guint) matches->n_raised,
      (guint) matches->n_lowered);
}

static void
append_money (GString *out, const CsnMoney *money, const char *format)
{
  g_autoptr (GString) text = NULL;
  g_autofree char *amount = NULL;

  if (money == NULL)
    return;
  amount = g_strdup_printf ("%s %s", csn_money_get_amount (money), csn_money_get_currency (money));
  text = g_string_new (format);
  g_string_replace (text, "%s", amount, 1);
  g_string_append (out, text->str);
}

char *
csn_standing_words_grant (const CsnGrantTerms *terms)
{
  g_autofree char *grantor = visible (terms->grantor);
  g_autofree char *delegate = visible (terms->delegate);
  g_autofree char *types = visible (terms->action_types);
  GString *out = g_string_new (NULL);

  /* TRANSLATORS: an agent, another agent, a pattern of action types */
  g_string_append_printf (out, _ ("%s lets %s do “%s”"), grantor, delegate, types);
  if (terms->level_floor > CSN_LEVEL_FULL_AUTO)
    g_string_append_printf (out, _ (" · at least “%s”"), csn_level_words_name (terms->level_floor));
  append_money (out, terms->cost_limit, _ (" · up to %s each"));
  append_money (out, terms->cost_budget, _ (" · %s in all"));
  if (terms->depth == 0)
    g_string_append (out, _ (" · not to be passed on"));
  else
    g_string_append_printf (
        out,
        ngettext (" · may be passed on %u time", " · may be passed on %u times", terms->depth),
        terms->depth);
  return g_string_free (out, FALSE);
}

static const char *
get_drawn (CsnGate *gate, const CsnGrantTerms *terms)
{
  const CsnMoney *drawn =
      csn_gate_get_drawn (gate, terms->id, csn_money_get_currency (terms->cost_budget));

  return drawn != NULL ? csn_money_get_amount (drawn) : "0";
}

char *
csn_standing_words_drawn (CsnGate *gate, const CsnGrantTerms *terms)
{
  if (terms->cost_budget == NULL)
    return NULL;
  /* TRANSLATORS: two amounts and a currency, "120.00 of 500.00 USD drawn" */
  return g_strdup_printf (_ ("%s of %s %s drawn"),
                          get_drawn (gate, terms),
                          csn_money_get_amount (terms->cost_budget),
                          csn_money_get_currency (terms->cost_budget));
}

double
csn_standing_words_drawn_part (CsnGate *gate, const CsnGrantTerms *terms)
{
  double budget = 0;

  if (terms->cost_budget == NULL)
    return 0;
  budget = g_ascii_strtod (csn_money_get_amount (terms->cost_budget), NULL);
  return budget > 0 ? g_ascii_strtod (get_drawn (gate, terms), NULL) / budget : 1;
}

char *
csn_standing_words_expiry (gint64 expires_at, gint64 now)
{
  g_autofree char *span = expires_at > now ? csn_time_words_age (expires_at - now)
                                           : csn_time_words_ago (now - expires_at);

  if (expires_at > now)
    /* TRANSLATORS: %s is a span of time such as "3 d" */
    return g_strdup_printf (_ ("expires in %s"), span);
  /* TRANSLATORS: %s is such as "3 d ago" */
  return g_strdup_printf (_ ("expired %s"), span);
}
