/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-autonomy.h"
#include "csn-policy-private.h"
#include "csn-time.h"

/* What a number in a policy file may be. That an irreversible and sensitive action is HARD is no
 * number, so no file can switch it off. */
#define MAX_FAILURES 1000
#define MIN_TIMEOUT 10
#define MAX_TIMEOUT (30 * 86400)

typedef gboolean (*MemberReader) (const char *name,
                                  const CsnJson *value,
                                  CsnPolicyNumbers *numbers,
                                  GError **error);

typedef struct
{
  const char *name;
  MemberReader read;
} Member;

static gboolean
refuse (GError **error, const char *name, const char *why)
{
  g_set_error (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID, "\"%s\" %s", name, why);
  return FALSE;
}

static gboolean
read_members (const char *name,
              const CsnJson *object,
              const Member *members,
              guint n_members,
              CsnPolicyNumbers *numbers,
              GError **error)
{
  if (csn_json_get_value_type (object) != CSN_JSON_OBJECT)
    return refuse (error, name, "is not an object");
  for (guint i = 0; i < csn_json_get_size (object); i++)
    {
      const char *key = csn_json_get_key (object, i);
      const Member *member = NULL;

      for (guint j = 0; j < n_members && member == NULL; j++)
        member = strcmp (members[j].name, key) == 0 ? &members[j] : NULL;
      /* A misspelt number must not pass for one that is left at its preset. */
      if (member == NULL)
        return refuse (error, key, "is not a member of a policy");
      if (!member->read (key, csn_json_get_element (object, i), numbers, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_integer (const char *name,
              const CsnJson *value,
              gint64 min,
              gint64 max,
              gint64 *ret_value,
              GError **error)
{
  gint64 number;

  if (!csn_json_get_integer (value, &number) || number < min || number > max)
    {
      g_autofree char *why =
          g_strdup_printf ("is not a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                           min,
                           max);

      return refuse (error, name, why);
    }
  *ret_value = number;
  return TRUE;
}

static gboolean
read_version (const char *name, const CsnJson *value, CsnPolicyNumbers *numbers, GError **error)
{
  gint64 version;

  if (!csn_json_get_integer (value, &version) || version != CSN_POLICY_VERSION)
    return refuse (error, name, "is not 1, the version that this program knows");
  return TRUE;
}

/* Read before the others, as it is what they start from. */
static gboolean
read_preset (const char *name, const CsnJson *value, CsnPolicyNumbers *numbers, GError **error)
{
  return TRUE;
}

static gboolean
read_threshold (const char *name, const CsnJson *value, CsnPolicyNumbers *numbers, GError **error)
{
  CsnPolicyThresholds *thresholds = &numbers->thresholds;
  double number;

  if (!csn_json_get_double (value, &number) || !(number >= 0) || !(number <= 1))
    return refuse (error, name, "is not a number from 0 to 1");
  if (strcmp (name, "takeover_below") == 0)
    thresholds->takeover = number;
  else if (strcmp (name, "hard_below") == 0)
    thresholds->low = number;
  else if (strcmp (name, "irreversible_soft_above") == 0)
    thresholds->irreversible = number;
  else if (strcmp (name, "soft_below") == 0)
    thresholds->moderate = number;
  else
    thresholds->reversible = number;
  return TRUE;
}

static gboolean
read_confidence (const char *name, const CsnJson *value, CsnPolicyNumbers *numbers, GError **error)
{
  static const Member members[] = {
    { "takeover_below", read_threshold },          { "hard_below", read_threshold },
    { "irreversible_soft_above", read_threshold }, { "soft_below", read_threshold },
    { "reversible_auto_above", read_threshold },
  };
  const CsnPolicyThresholds *thresholds = &numbers->thresholds;

  if (!read_members (name, value, members, G_N_ELEMENTS (members), numbers, error))
    return FALSE;
  if (thresholds->takeover > thresholds->low || thresholds->low > thresholds->moderate)
    return refuse (error,
                   name,
                   "has \"takeover_below\", \"hard_below\" and \"soft_below\" in the wrong order: "
                   "each must be at least the one before");
  return TRUE;
}

static gboolean
read_failures (const char *name, const CsnJson *value, CsnPolicyNumbers *numbers, GError **error)
{
  gint64 failures;

  if (!read_integer (name, value, 1, MAX_FAILURES, &failures, error))
    return FALSE;
  numbers->failures_24h = (guint) failures;
  return TRUE;
}

static gboolean
read_cost_limits (const char *name, const CsnJson *value, CsnPolicyNumbers *numbers, GError **error)
{
  g_autoptr (CsnMoney) limit = NULL;
  const CsnJson *amount;

  if (csn_json_get_value_type (value) != CSN_JSON_OBJECT || csn_json_get_size (value) != 1)
    return refuse (error, name, "is not an object with one currency");
  amount = csn_json_get_element (value, 0);
  if (csn_json_get_value_type (amount) == CSN_JSON_STRING)
    limit = csn_money_new (csn_json_get_text (amount), csn_json_get_key (value, 0));
  if (limit == NULL)
    return refuse (error, name, "is not of the form {\"USD\":\"100.00\"}");
  /* A policy lives as long as the program, and there are few. */
  numbers->cost_limit = g_intern_string (csn_money_get_amount (limit));
  numbers->cost_currency = g_intern_string (csn_money_get_currency (limit));
  return TRUE;
}

static gboolean
read_timeout (const char *name, const CsnJson *value, CsnPolicyNumbers *numbers, GError **error)
{
  gint64 seconds;

  if (!read_integer (name, value, MIN_TIMEOUT, MAX_TIMEOUT, &seconds, error))
    return FALSE;
  if (strcmp (name, "soft") == 0)
    numbers->soft_timeout = seconds * CSN_SECOND;
  else
    numbers->hard_timeout = seconds * CSN_SECOND;
  return TRUE;
}

static gboolean
read_timeouts (const char *name, const CsnJson *value, CsnPolicyNumbers *numbers, GError **error)
{
  static const Member members[] = {
    { "soft", read_timeout },
    { "hard", read_timeout },
  };

  return read_members (name, value, members, G_N_ELEMENTS (members), numbers, error);
}

static gboolean
read_switch (const char *name, const CsnJson *value, CsnPolicyNumbers *numbers, GError **error)
{
  if (csn_json_get_value_type (value) != CSN_JSON_BOOLEAN)
    return refuse (error, name, "is neither true nor false");
  if (strcmp (name, "irreversible_hard") == 0)
    numbers->irreversible_hard = csn_json_get_boolean (value);
  else
    numbers->silence_reversible = csn_json_get_boolean (value);
  return TRUE;
}

/* They stand in the file so that its digest covers them; changing them is not possible yet. */
static gboolean
read_ratchet (const char *name, const CsnJson *value, CsnPolicyNumbers *numbers, GError **error)
{
  gint64 expected = CSN_DAY / CSN_SECOND;
  gint64 number;

  if (strcmp (name, "promote_after") == 0)
    expected = CSN_AUTONOMY_PROMOTE_AFTER;
  else if (strcmp (name, "demote_after") == 0)
    expected = CSN_AUTONOMY_DEMOTE_AFTER;
  if (!csn_json_get_integer (value, &number) || number != expected)
    return refuse (error, name, "can't be changed");
  return TRUE;
}

static gboolean
read_autonomy (const char *name, const CsnJson *value, CsnPolicyNumbers *numbers, GError **error)
{
  static const Member members[] = {
    { "promote_after", read_ratchet },
    { "demote_after", read_ratchet },
    { "window_seconds", read_ratchet },
  };

  return read_members (name, value, members, G_N_ELEMENTS (members), numbers, error);
}

static CsnPolicy *
find_base (const CsnJson *json, GError **error)
{
  const CsnJson *preset = csn_json_get_member (json, "preset");
  const char *name = CSN_POLICY_CUSTOM;
  CsnPolicy *base;

  if (preset != NULL && csn_json_get_value_type (preset) != CSN_JSON_STRING)
    {
      refuse (error, "preset", "is not a string");
      return NULL;
    }
  if (preset != NULL)
    name = csn_json_get_text (preset);
  base = csn_policy_new_preset (strcmp (name, CSN_POLICY_CUSTOM) == 0 ? "reference" : name);
  if (base == NULL)
    refuse (error, "preset", "is none of reference, cautious and custom");
  return base;
}

CsnPolicy *
csn_policy_new_from_json (const CsnJson *json, GError **error)
{
  static const Member members[] = {
    { "version", read_version },          { "preset", read_preset },
    { "confidence", read_confidence },    { "failures_24h", read_failures },
    { "cost_limits", read_cost_limits },  { "timeout_seconds", read_timeouts },
    { "irreversible_hard", read_switch }, { "silence_approves_reversible_only", read_switch },
    { "autonomy", read_autonomy },
  };
  g_autoptr (CsnPolicy) base = NULL;
  CsnPolicyNumbers numbers;

  g_return_val_if_fail (json != NULL, NULL);

  if (csn_json_get_value_type (json) != CSN_JSON_OBJECT)
    {
      refuse (error, "policy", "is not an object");
      return NULL;
    }
  if (csn_json_get_member (json, "version") == NULL)
    {
      refuse (error, "version", "is missing");
      return NULL;
    }
  base = find_base (json, error);
  if (base == NULL)
    return NULL;
  numbers = *csn_policy_get_numbers (base);
  if (!read_members ("policy", json, members, G_N_ELEMENTS (members), &numbers, error))
    return NULL;
  return csn_policy_new_with_numbers (&numbers);
}
