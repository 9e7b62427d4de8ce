/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-policy-change.h"

#include <string.h>

#include "csn-policy-private.h"

void
csn_policy_change_free (CsnPolicyChange *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_free (self->before);
  g_free (self->after);
  g_free (self);
}

static void
free_change (gpointer data)
{
  csn_policy_change_free (data);
}

/* Takes the texts over; says nothing where both are the same. */
static void
add_change (GPtrArray *changes, char *path, char *before, char *after, gboolean loosens)
{
  CsnPolicyChange *change;

  if (g_strcmp0 (before, after) == 0)
    {
      g_free (path);
      g_free (before);
      g_free (after);
      return;
    }
  change = g_new0 (CsnPolicyChange, 1);
  change->path = path;
  change->before = before;
  change->after = after;
  change->loosens = loosens;
  g_ptr_array_add (changes, change);
}

/* %NULL for a number that an action type doesn't say itself. */
static char *
format_own (const CsnPolicyNumbersFor *numbers, guint index)
{
  if (numbers == NULL || (numbers->action_type != NULL && (numbers->given & (1u << index)) == 0))
    return NULL;

  return csn_policy_numbers_format (&numbers->numbers, index);
}

static char *
format_own_limit (const CsnPolicyNumbersFor *numbers, const char *currency)
{
  const GPtrArray *limits;
  const CsnMoney *limit;

  if (numbers == NULL)
    return NULL;

  limits = numbers->action_type != NULL ? numbers->own_limits : numbers->numbers.cost_limits;
  limit = csn_policy_find_limit (limits, currency);
  return limit != NULL ? g_strdup_printf ("\"%s\"", csn_money_get_amount (limit)) : NULL;
}

/* A currency without a limit is the strictest. */
static gboolean
limit_loosens (const GPtrArray *before, const GPtrArray *after, const char *currency)
{
  const CsnMoney *old = csn_policy_find_limit (before, currency);
  const CsnMoney *new = csn_policy_find_limit (after, currency);

  if (new == NULL || old == NULL)
    return new != NULL;

  return csn_money_compare_amounts (csn_money_get_amount (new), csn_money_get_amount (old)) > 0;
}

/* What is said of one action type, or with %NULL of all, and what comes of it. */
typedef struct
{
  const char *action_type;
  const CsnPolicyNumbersFor *own;       /* (nullable) */
  const CsnPolicyNumbersFor *effective; /* with what it takes from the others */
} Side;

static Side
find_side (const CsnPolicy *policy, const char *action_type)
{
  Side side = { .action_type = action_type };

  side.effective = csn_policy_get_numbers_for (policy, action_type);
  if (action_type == NULL || side.effective->action_type != NULL)
    side.own = side.effective;
  return side;
}

static char *
make_path (const Side *side, const char *group, const char *name)
{
  return g_strconcat (side->action_type != NULL ? "action_types." : "",
                      side->action_type != NULL ? side->action_type : "",
                      side->action_type != NULL ? "." : "",
                      group != NULL ? group : "",
                      group != NULL ? "." : "",
                      name,
                      NULL);
}

static void
compare_limits (GPtrArray *changes, const Side *before, const Side *after)
{
  const GPtrArray *old = before->effective->numbers.cost_limits;
  const GPtrArray *new = after->effective->numbers.cost_limits;
  g_autoptr (GPtrArray) all = csn_policy_copy_limits (old);

  for (guint i = 0; i < new->len; i++)
    csn_policy_put_limit (all, csn_money_copy (new->pdata[i]));
  for (guint i = 0; i < all->len; i++)
    {
      const char *currency = csn_money_get_currency (all->pdata[i]);

      add_change (changes,
                  make_path (before, "cost_limits", currency),
                  format_own_limit (before->own, currency),
                  format_own_limit (after->own, currency),
                  limit_loosens (old, new, currency));
    }
}

static void
compare_numbers (GPtrArray *changes,
                 const CsnPolicy *before,
                 const CsnPolicy *after,
                 const char *action_type)
{
  Side old = find_side (before, action_type);
  Side new = find_side (after, action_type);

  for (guint i = 0; i < CSN_POLICY_N_NUMBERS; i++)
    {
      const CsnPolicyNumberInfo *info = csn_policy_numbers_get_info (i);
      int order = csn_policy_numbers_compare (&new.effective->numbers, &old.effective->numbers, i);

      add_change (changes,
                  make_path (&old, info->group, info->name),
                  format_own (old.own, i),
                  format_own (new.own, i),
                  order * info->loosens > 0);
    }
  compare_limits (changes, &old, &new);
}

static void
compare_overrides (GPtrArray *changes, const CsnPolicy *before, const CsnPolicy *after)
{
  const GPtrArray *old = csn_policy_get_parts (before)->overrides;
  const GPtrArray *new = csn_policy_get_parts (after)->overrides;

  for (guint i = 0; i < old->len; i++)
    compare_numbers (changes,
                     before,
                     after,
                     ((const CsnPolicyNumbersFor *) old->pdata[i])->action_type);
  for (guint i = 0; i < new->len; i++)
    {
      const char *action_type = ((const CsnPolicyNumbersFor *) new->pdata[i])->action_type;

      if (find_side (before, action_type).own == NULL)
        compare_numbers (changes, before, after, action_type);
    }
}

static CsnJson *
read_canonical (char *text)
{
  g_autofree char *owned = text;
  g_autoptr (CsnJson) json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, NULL);
  g_autofree char *canonical = csn_json_to_canonical (json, NULL);

  return csn_json_parse (canonical, strlen (canonical), G_MAXSIZE, NULL, NULL);
}

static CsnStandingRule *
find_rule (const CsnPolicy *policy, const char *id)
{
  for (guint i = 0; i < csn_policy_get_n_rules (policy); i++)
    {
      CsnStandingRule *rule = csn_policy_get_rule (policy, i);

      if (strcmp (csn_standing_rule_get_terms (rule)->id, id) == 0)
        return rule;
    }
  return NULL;
}

/* Whether both are about the same requests, as far as can be seen. */
static gboolean
same_scope (const CsnStandingRule *a, const CsnStandingRule *b)
{
  static const char *const names[] = { "agents", "action_types", "conditions" };
  g_autoptr (CsnJson) a_json = read_canonical (csn_standing_rule_to_json (a));
  g_autoptr (CsnJson) b_json = read_canonical (csn_standing_rule_to_json (b));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (!csn_json_equal (csn_json_get_member (a_json, names[i]),
                           csn_json_get_member (b_json, names[i])))
        return FALSE;
    }
  return TRUE;
}

/* Of several lowering rules the strictest decides, so without one a milder one may. */
static gboolean
another_is_milder (const CsnPolicy *policy, const CsnStandingRuleTerms *gone)
{
  for (guint i = 0; i < csn_policy_get_n_rules (policy); i++)
    {
      const CsnStandingRuleTerms *terms =
          csn_standing_rule_get_terms (csn_policy_get_rule (policy, i));

      if (!terms->dry_run && terms->effect == CSN_RULE_LOWER && terms->level < gone->level &&
          strcmp (terms->id, gone->id) != 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
rule_loosens (const CsnStandingRule *before, const CsnStandingRule *after, const CsnPolicy *policy)
{
  const CsnStandingRuleTerms *old = before != NULL ? csn_standing_rule_get_terms (before) : NULL;
  const CsnStandingRuleTerms *new = after != NULL ? csn_standing_rule_get_terms (after) : NULL;
  gboolean had = old != NULL && !old->dry_run;
  gboolean has = new != NULL ? !new->dry_run : FALSE;

  /* In dry run it does nothing. */
  if (!had)
    return has ? new->effect == CSN_RULE_LOWER : FALSE;
  if (!has)
    return old->effect == CSN_RULE_RAISE || another_is_milder (policy, old);
  if (old->effect != new->effect || !same_scope (before, after))
    return old->effect == CSN_RULE_RAISE || new->effect == CSN_RULE_LOWER ||
           another_is_milder (policy, old);
  if (new->level < old->level)
    return TRUE;
  if (old->effect == CSN_RULE_RAISE)
    return new->expires_at < old->expires_at;

  return new->expires_at > old->expires_at ||
         (new->expires_at < old->expires_at &&another_is_milder (policy, old));
}

static char *
format_rule (const CsnStandingRule *rule)
{
  g_autoptr (CsnJson) json = NULL;

  if (rule == NULL)
    return NULL;

  json = read_canonical (csn_standing_rule_to_json (rule));
  return csn_json_to_text (json, 0);
}

static void
compare_rules (GPtrArray *changes, const CsnPolicy *before, const CsnPolicy *after)
{
  const CsnPolicy *const policies[] = { before, after };

  for (guint side = 0; side < G_N_ELEMENTS (policies); side++)
    {
      for (guint i = 0; i < csn_policy_get_n_rules (policies[side]); i++)
        {
          const char *id =
              csn_standing_rule_get_terms (csn_policy_get_rule (policies[side], i))->id;
          const CsnStandingRule *old = find_rule (before, id);
          const CsnStandingRule *new = find_rule (after, id);

          if (side == 1 && old != NULL)
            continue;
          add_change (changes,
                      g_strconcat ("rules.", id, NULL),
                      format_rule (old),
                      format_rule (new),
                      rule_loosens (old, new, after));
        }
    }
}

static CsnGrant *
find_grant (const CsnPolicy *policy, const char *id)
{
  for (guint i = 0; i < csn_policy_get_n_grants (policy); i++)
    {
      CsnGrant *grant = csn_policy_get_grant (policy, i);

      if (strcmp (csn_grant_get_terms (grant)->id, id) == 0)
        return grant;
    }
  return NULL;
}

static gboolean
money_loosens (const CsnMoney *before, const CsnMoney *after)
{
  if (before == NULL || after == NULL)
    return before != NULL && after == NULL;

  return strcmp (csn_money_get_currency (before), csn_money_get_currency (after)) != 0 ||
         csn_money_compare_amounts (csn_money_get_amount (after), csn_money_get_amount (before)) >
             0;
}

static gboolean
grant_loosens (const CsnGrant *before, const CsnGrant *after)
{
  const CsnGrantTerms *old, *new;

  if (before == NULL || after == NULL)
    return after != NULL;

  old = csn_grant_get_terms (before);
  new = csn_grant_get_terms (after);
  return strcmp (old->grantor, new->grantor) != 0 || strcmp (old->delegate, new->delegate) != 0 ||
         strcmp (old->action_types, new->action_types) != 0 ||
         new->level_floor < old->level_floor || new->depth > old->depth ||
         new->expires_at > old->expires_at || money_loosens (old->cost_limit, new->cost_limit) ||
         money_loosens (old->cost_budget, new->cost_budget);
}

static char *
format_grant (const CsnGrant *grant)
{
  g_autoptr (CsnJson) json = NULL;

  if (grant == NULL)
    return NULL;

  json = read_canonical (csn_grant_to_json (grant));
  return csn_json_to_text (json, 0);
}

static void
compare_grants (GPtrArray *changes, const CsnPolicy *before, const CsnPolicy *after)
{
  const CsnPolicy *const policies[] = { before, after };

  for (guint side = 0; side < G_N_ELEMENTS (policies); side++)
    {
      for (guint i = 0; i < csn_policy_get_n_grants (policies[side]); i++)
        {
          const char *id = csn_grant_get_terms (csn_policy_get_grant (policies[side], i))->id;
          const CsnGrant *old = find_grant (before, id);
          const CsnGrant *new = find_grant (after, id);

          if (side == 1 && old != NULL)
            continue;
          add_change (changes,
                      g_strconcat ("grants.", id, NULL),
                      format_grant (old),
                      format_grant (new),
                      grant_loosens (old, new));
        }
    }
}

GPtrArray *
csn_policy_describe_changes (const CsnPolicy *before, const CsnPolicy *after)
{
  GPtrArray *changes;

  g_return_val_if_fail (before != NULL, NULL);
  g_return_val_if_fail (after != NULL, NULL);

  changes = g_ptr_array_new_with_free_func (free_change);
  if (strcmp (csn_policy_get_sha256 (before), csn_policy_get_sha256 (after)) == 0)
    return changes;

  compare_numbers (changes, before, after, NULL);
  compare_overrides (changes, before, after);
  compare_rules (changes, before, after);
  compare_grants (changes, before, after);
  return changes;
}

gboolean
csn_policy_is_at_least_as_strict (const CsnPolicy *after, const CsnPolicy *before)
{
  g_autoptr (GPtrArray) changes = NULL;

  g_return_val_if_fail (after != NULL, FALSE);
  g_return_val_if_fail (before != NULL, FALSE);

  changes = csn_policy_describe_changes (before, after);
  for (guint i = 0; i < changes->len; i++)
    {
      if (((const CsnPolicyChange *) changes->pdata[i])->loosens)
        return FALSE;
    }
  return TRUE;
}
