/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-policy-private.h"
#include "csn-time.h"

#define MONTH_SECONDS (30 * 86400)

#define AT(member) G_STRUCT_OFFSET (CsnPolicyNumbers, member)

/* What a number may be, and which way it loosens. That an irreversible and sensitive action is HARD
 * is no number, so nothing can switch it off. */
static const CsnPolicyNumberInfo infos[CSN_POLICY_N_NUMBERS] = {
  { "confidence", "takeover_below", CSN_POLICY_THRESHOLD, AT (thresholds.takeover), 0, 1, -1 },
  { "confidence", "hard_below", CSN_POLICY_THRESHOLD, AT (thresholds.low), 0, 1, -1 },
  { "confidence",
    "irreversible_soft_above",
    CSN_POLICY_THRESHOLD,
    AT (thresholds.irreversible),
    0,
    1,
    -1 },
  { "confidence", "soft_below", CSN_POLICY_THRESHOLD, AT (thresholds.moderate), 0, 1, -1 },
  { "confidence",
    "reversible_auto_above",
    CSN_POLICY_THRESHOLD,
    AT (thresholds.reversible),
    0,
    1,
    -1 },
  { NULL, "failures_24h", CSN_POLICY_COUNT, AT (failures_24h), 1, 1000, 1 },
  { "timeout_seconds", "soft", CSN_POLICY_SECONDS, AT (soft_timeout), 10, MONTH_SECONDS, -1 },
  { "timeout_seconds", "hard", CSN_POLICY_SECONDS, AT (hard_timeout), 10, MONTH_SECONDS, 0 },
  { NULL, "irreversible_hard", CSN_POLICY_SWITCH, AT (irreversible_hard), 0, 1, -1 },
  { NULL,
    "silence_approves_reversible_only",
    CSN_POLICY_SWITCH,
    AT (silence_reversible),
    0,
    1,
    -1 },
  { "autonomy", "promote_after", CSN_POLICY_COUNT, AT (autonomy.promote_after), 1, 10000, -1 },
  { "autonomy", "demote_after", CSN_POLICY_COUNT, AT (autonomy.demote_after), 1, 1000, 1 },
  { "autonomy", "window_seconds", CSN_POLICY_SECONDS, AT (autonomy.window), 60, MONTH_SECONDS, -1 },
  { "autonomy",
    "confirm_promotions",
    CSN_POLICY_SWITCH,
    AT (autonomy.confirm_promotions),
    0,
    1,
    -1 },
};

const CsnPolicyNumberInfo *
csn_policy_numbers_get_info (guint index)
{
  return &infos[index];
}

static double
get_value (const CsnPolicyNumbers *self, guint index)
{
  const void *at = (const char *) self + infos[index].offset;

  /* Exact: no count or time is beyond 2^53. */
  switch (infos[index].kind)
    {
    case CSN_POLICY_THRESHOLD:
      return *(const double *) at;
    case CSN_POLICY_COUNT:
      return *(const guint *) at;
    case CSN_POLICY_SECONDS:
      return (double) *(const gint64 *) at;
    case CSN_POLICY_SWITCH:
      return *(const gboolean *) at ? 1 : 0;
    }

  g_return_val_if_reached (0);
}

void
csn_policy_numbers_take (CsnPolicyNumbers *self, const CsnPolicyNumbers *from, guint index)
{
  static const gsize sizes[] = {
    [CSN_POLICY_THRESHOLD] = sizeof (double),
    [CSN_POLICY_COUNT] = sizeof (guint),
    [CSN_POLICY_SECONDS] = sizeof (gint64),
    [CSN_POLICY_SWITCH] = sizeof (gboolean),
  };

  memcpy ((char *) self + infos[index].offset,
          (const char *) from + infos[index].offset,
          sizes[infos[index].kind]);
}

int
csn_policy_numbers_compare (const CsnPolicyNumbers *a, const CsnPolicyNumbers *b, guint index)
{
  double first = get_value (a, index);
  double second = get_value (b, index);

  return (first > second) - (first < second);
}

/* The shortest decimal that reads back as the same double: the one that has a canonical form. */
static char *
format_double (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.15g", value);
  if (g_ascii_strtod (text, NULL) != value)
    g_ascii_dtostr (text, sizeof text, value);
  return g_strdup (text);
}

char *
csn_policy_numbers_format (const CsnPolicyNumbers *self, guint index)
{
  double value = get_value (self, index);

  switch (infos[index].kind)
    {
    case CSN_POLICY_THRESHOLD:
      return format_double (value);
    case CSN_POLICY_COUNT:
      return g_strdup_printf ("%u", (guint) value);
    case CSN_POLICY_SECONDS:
      return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) value / CSN_SECOND);
    case CSN_POLICY_SWITCH:
      return g_strdup (value != 0 ? "true" : "false");
    }

  g_return_val_if_reached (NULL);
}

static void
free_limit (gpointer data)
{
  csn_money_free (data);
}

static gpointer
copy_limit (gconstpointer limit, gpointer unused)
{
  return csn_money_copy (limit);
}

GPtrArray *
csn_policy_copy_limits (const GPtrArray *limits)
{
  if (limits == NULL)
    return g_ptr_array_new_with_free_func (free_limit);

  return g_ptr_array_copy ((GPtrArray *) limits, copy_limit, NULL);
}

const CsnMoney *
csn_policy_find_limit (const GPtrArray *limits, const char *currency)
{
  for (guint i = 0; i < limits->len; i++)
    {
      const CsnMoney *limit = limits->pdata[i];

      if (strcmp (csn_money_get_currency (limit), currency) == 0)
        return limit;
    }
  return NULL;
}

void
csn_policy_put_limit (GPtrArray *limits, CsnMoney *limit)
{
  const char *currency = csn_money_get_currency (limit);
  int order = -1;
  guint at = 0;

  while (at < limits->len &&
         (order = strcmp (csn_money_get_currency (limits->pdata[at]), currency)) < 0)
    at++;
  if (at < limits->len && order == 0)
    g_ptr_array_remove_index (limits, at);
  g_ptr_array_insert (limits, (gint) at, limit);
}

void
csn_policy_numbers_copy (CsnPolicyNumbers *self, const CsnPolicyNumbers *from)
{
  *self = *from;
  self->cost_limits = csn_policy_copy_limits (from->cost_limits);
}

void
csn_policy_numbers_clear (CsnPolicyNumbers *self)
{
  g_clear_pointer (&self->cost_limits, g_ptr_array_unref);
}

static gboolean
same_limits (const GPtrArray *a, const GPtrArray *b)
{
  gboolean same = a->len == b->len;

  for (guint i = 0; same && i < a->len; i++)
    same =
        strcmp (csn_money_get_currency (a->pdata[i]), csn_money_get_currency (b->pdata[i])) == 0 &&
        strcmp (csn_money_get_amount (a->pdata[i]), csn_money_get_amount (b->pdata[i])) == 0;
  return same;
}

gboolean
csn_policy_numbers_equal (const CsnPolicyNumbers *a, const CsnPolicyNumbers *b)
{
  for (guint i = 0; i < CSN_POLICY_N_NUMBERS; i++)
    {
      if (csn_policy_numbers_compare (a, b, i) != 0)
        return FALSE;
    }
  return same_limits (a->cost_limits, b->cost_limits);
}
