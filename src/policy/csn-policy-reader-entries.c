/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-pointer-private.h"
#include "csn-policy-reader-private.h"

#define MAX_ID_BYTES 128
#define MAX_AGENT_BYTES 256
#define MAX_NOTE_BYTES 1000
#define MAX_POINTER_BYTES 1024
#define MAX_CONDITIONS 32
#define MAX_VALUES 1000
#define MAX_DEPTH 100

typedef gboolean (*EntryReader) (CsnPolicyReader *self, const CsnJson *json, CsnPolicyParts *parts);

/* Reads an array of objects, each with an id that no other has. */
static gboolean
read_entries (CsnPolicyReader *self,
              const CsnJson *json,
              guint max_entries,
              EntryReader read,
              CsnPolicyParts *parts)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  if (csn_json_get_value_type (json) != CSN_JSON_ARRAY)
    return csn_policy_reader_fail (self, "must be an array");
  if (csn_json_get_size (json) > max_entries)
    return csn_policy_reader_fail (self,
                                   "has %u entries; there may be %u",
                                   csn_json_get_size (json),
                                   max_entries);

  for (guint i = 0; i < csn_json_get_size (json); i++)
    {
      const CsnJson *entry = csn_json_get_element (json, i);
      const char *id;

      csn_policy_reader_enter (self, NULL, i);
      if (csn_json_get_value_type (entry) != CSN_JSON_OBJECT)
        return csn_policy_reader_fail (self, "must be an object");
      if (!csn_policy_reader_read_text (self, entry, "id", MAX_ID_BYTES, NULL, &id))
        return FALSE;
      if (!g_hash_table_add (ids, (char *) id))
        {
          csn_policy_reader_enter (self, "id", 0);
          return csn_policy_reader_fail (self, "is the id of another one before");
        }
      if (!read (self, entry, parts))
        return FALSE;
      csn_policy_reader_leave (self);
    }
  return TRUE;
}

static gboolean
is_scalar (const CsnJson *json)
{
  CsnJsonType type = csn_json_get_value_type (json);

  return type != CSN_JSON_ARRAY && type != CSN_JSON_OBJECT;
}

/* The digest is over the canonical form, so every number must have one. */
static gboolean
check_scalar (CsnPolicyReader *self, const CsnJson *json)
{
  if (!is_scalar (json))
    return csn_policy_reader_fail (self, "must be a string, a number, true, false or null");
  if (!csn_json_is_bindable (json))
    return csn_policy_reader_fail (self, "has more digits than can be kept exactly");
  return TRUE;
}

static gboolean
check_values (CsnPolicyReader *self, const CsnJson *json)
{
  guint size = csn_json_get_size (json);

  if (csn_json_get_value_type (json) != CSN_JSON_ARRAY || size == 0 || size > MAX_VALUES)
    return csn_policy_reader_fail (self, "must be an array of 1 to %d values", MAX_VALUES);

  for (guint i = 0; i < size; i++)
    {
      csn_policy_reader_enter (self, NULL, i);
      if (!check_scalar (self, csn_json_get_element (json, i)))
        return FALSE;
      csn_policy_reader_leave (self);
    }
  return TRUE;
}

static gboolean
check_value (CsnPolicyReader *self, CsnConditionKind kind, const CsnJson *json)
{
  switch (kind)
    {
    case CSN_CONDITION_EQUALS:
      return check_scalar (self, json);
    case CSN_CONDITION_ONE_OF:
      return check_values (self, json);
    case CSN_CONDITION_PREFIX:
      if (csn_json_get_value_type (json) != CSN_JSON_STRING || *csn_json_get_text (json) == '\0')
        return csn_policy_reader_fail (self, "must be a string that isn't empty");
      return TRUE;
    case CSN_CONDITION_AT_MOST:
      if (csn_json_get_value_type (json) != CSN_JSON_NUMBER)
        return csn_policy_reader_fail (self, "must be a number");
      return check_scalar (self, json);
    }

  g_return_val_if_reached (FALSE);
}

static gboolean
read_pointer (CsnPolicyReader *self, const CsnJson *json, const char **ret_pointer)
{
  const CsnJson *pointer = csn_json_get_member (json, "pointer");

  csn_policy_reader_enter (self, "pointer", 0);
  if (pointer == NULL)
    return csn_policy_reader_fail (self, "is missing");
  if (csn_json_get_value_type (pointer) != CSN_JSON_STRING ||
      strlen (csn_json_get_text (pointer)) > MAX_POINTER_BYTES ||
      !csn_pointer_is_valid (csn_json_get_text (pointer)))
    return csn_policy_reader_fail (
        self,
        "must be a JSON pointer such as \"/amount\": it begins with \"/\", and \"~\" stands only "
        "in \"~0\" and \"~1\"");

  csn_policy_reader_leave (self);
  *ret_pointer = csn_json_get_text (pointer);
  return TRUE;
}

static gboolean
read_condition (CsnPolicyReader *self, const CsnJson *json, CsnCondition *ret_condition)
{
  static const char *const names[] = { "pointer", "equals", "one_of", "prefix", "at_most", NULL };

  if (!csn_policy_reader_check_members (self, json, names) ||
      !read_pointer (self, json, &ret_condition->pointer))
    return FALSE;
  if (csn_json_get_size (json) != 2)
    return csn_policy_reader_fail (
        self,
        "must have exactly one of \"equals\", \"one_of\", \"prefix\" and \"at_most\"");

  for (CsnConditionKind kind = CSN_CONDITION_EQUALS; kind <= CSN_CONDITION_AT_MOST; kind++)
    {
      const char *name = csn_condition_kind_to_string (kind);
      const CsnJson *value = csn_json_get_member (json, name);

      if (value == NULL)
        continue;
      csn_policy_reader_enter (self, name, 0);
      if (!check_value (self, kind, value))
        return FALSE;
      csn_policy_reader_leave (self);
      ret_condition->kind = kind;
      ret_condition->value = value;
    }
  return TRUE;
}

static gboolean
read_conditions (CsnPolicyReader *self, const CsnJson *rule, GArray *conditions)
{
  const CsnJson *json = csn_json_get_member (rule, "conditions");

  if (json == NULL)
    return TRUE;

  csn_policy_reader_enter (self, "conditions", 0);
  if (csn_json_get_value_type (json) != CSN_JSON_ARRAY || csn_json_get_size (json) > MAX_CONDITIONS)
    return csn_policy_reader_fail (self,
                                   "must be an array of at most %d conditions",
                                   MAX_CONDITIONS);
  for (guint i = 0; i < csn_json_get_size (json); i++)
    {
      CsnCondition condition = { 0 };

      csn_policy_reader_enter (self, NULL, i);
      if (!read_condition (self, csn_json_get_element (json, i), &condition))
        return FALSE;
      csn_policy_reader_leave (self);
      g_array_append_val (conditions, condition);
    }
  csn_policy_reader_leave (self);
  return TRUE;
}

/* What a rule may do is fixed here, and nowhere can a document say otherwise. */
static gboolean
read_effect (CsnPolicyReader *self, const CsnJson *json, CsnStandingRuleTerms *terms)
{
  const char *effect;

  if (!csn_policy_reader_read_text (self, json, "effect", MAX_ID_BYTES, NULL, &effect))
    return FALSE;
  if (strcmp (effect, "raise") != 0 && strcmp (effect, "lower") != 0)
    {
      csn_policy_reader_enter (self, "effect", 0);
      return csn_policy_reader_fail (self, "must be \"raise\" or \"lower\"");
    }
  terms->effect = strcmp (effect, "raise") == 0 ? CSN_RULE_RAISE : CSN_RULE_LOWER;

  if (!csn_policy_reader_read_level (self, json, "level", FALSE, &terms->level))
    return FALSE;
  csn_policy_reader_enter (self, "level", 0);
  if (terms->effect == CSN_RULE_LOWER && terms->level > CSN_LEVEL_NOTIFY_ONLY)
    return csn_policy_reader_fail (self, "must be NOTIFY_ONLY or FULL_AUTO where the rule lowers");
  if (terms->effect == CSN_RULE_RAISE && terms->level == CSN_LEVEL_FULL_AUTO)
    return csn_policy_reader_fail (self, "must be above FULL_AUTO where the rule raises");
  csn_policy_reader_leave (self);
  return TRUE;
}

static gboolean
read_rule_times (CsnPolicyReader *self, const CsnJson *json, CsnStandingRuleTerms *terms)
{
  if (!csn_policy_reader_read_time (self, json, "created_at", TRUE, &terms->created_at) ||
      !csn_policy_reader_read_time (self, json, "expires_at", FALSE, &terms->expires_at))
    return FALSE;
  if (terms->expires_at <= terms->created_at)
    {
      csn_policy_reader_enter (self, "expires_at", 0);
      return csn_policy_reader_fail (self, "must be after \"created_at\"");
    }
  return TRUE;
}

static gboolean
read_dry_run (CsnPolicyReader *self, const CsnJson *json, gboolean *ret_dry_run)
{
  const CsnJson *member = csn_json_get_member (json, "dry_run");

  /* A new rule only says what it would have done, until somebody has looked at it. */
  *ret_dry_run = TRUE;
  if (member == NULL)
    return TRUE;

  csn_policy_reader_enter (self, "dry_run", 0);
  if (!csn_policy_reader_read_switch (self, member, ret_dry_run))
    return FALSE;
  csn_policy_reader_leave (self);
  return TRUE;
}

static gboolean
read_rule (CsnPolicyReader *self, const CsnJson *json, CsnPolicyParts *parts)
{
  static const char *const names[] = { "id",           "note",       "owner",      "agents",
                                       "action_types", "conditions", "effect",     "level",
                                       "dry_run",      "created_at", "expires_at", NULL };
  g_autoptr (GArray) conditions = g_array_new (FALSE, TRUE, sizeof (CsnCondition));
  CsnStandingRuleTerms terms = { 0 };

  if (!csn_policy_reader_check_members (self, json, names) ||
      !csn_policy_reader_read_text (self, json, "id", MAX_ID_BYTES, NULL, &terms.id) ||
      !csn_policy_reader_read_text (self, json, "note", MAX_NOTE_BYTES, NULL, &terms.note) ||
      !csn_policy_reader_read_text (self, json, "owner", MAX_AGENT_BYTES, NULL, &terms.owner) ||
      !csn_policy_reader_read_text (self, json, "agents", MAX_AGENT_BYTES, "*", &terms.agents) ||
      !csn_policy_reader_read_text (self,
                                    json,
                                    "action_types",
                                    MAX_AGENT_BYTES,
                                    "*",
                                    &terms.action_types) ||
      !read_conditions (self, json, conditions) || !read_effect (self, json, &terms) ||
      !read_dry_run (self, json, &terms.dry_run) || !read_rule_times (self, json, &terms))
    return FALSE;

  terms.conditions = (const CsnCondition *) (void *) conditions->data;
  terms.n_conditions = conditions->len;
  g_ptr_array_add (parts->rules, csn_standing_rule_new (&terms));
  return TRUE;
}

gboolean
csn_policy_reader_read_rules (CsnPolicyReader *self, const CsnJson *json, CsnPolicyParts *parts)
{
  return read_entries (self, json, CSN_POLICY_MAX_RULES, read_rule, parts);
}

static gboolean
read_money (CsnPolicyReader *self, const CsnJson *grant, const char *key, CsnMoney **ret_money)
{
  static const char *const names[] = { "amount", "currency", NULL };
  const CsnJson *json = csn_json_get_member (grant, key);

  if (json == NULL)
    return TRUE;

  csn_policy_reader_enter (self, key, 0);
  if (!csn_policy_reader_check_members (self, json, names))
    return FALSE;
  *ret_money = csn_money_from_json (json);
  if (*ret_money == NULL)
    return csn_policy_reader_fail (
        self,
        "must be of the form {\"amount\":\"100.00\",\"currency\":\"USD\"}");
  csn_policy_reader_leave (self);
  return TRUE;
}

static gboolean
read_depth (CsnPolicyReader *self, const CsnJson *json, guint *ret_depth)
{
  const CsnJson *member = csn_json_get_member (json, "depth");
  gint64 depth = 0;

  if (member == NULL)
    return TRUE;

  csn_policy_reader_enter (self, "depth", 0);
  if (!csn_policy_reader_read_integer (self, member, 0, MAX_DEPTH, &depth))
    return FALSE;
  csn_policy_reader_leave (self);
  *ret_depth = (guint) depth;
  return TRUE;
}

static gboolean
check_parties (CsnPolicyReader *self, const CsnGrantTerms *terms)
{
  if (strcmp (terms->grantor, terms->delegate) != 0)
    return TRUE;

  csn_policy_reader_enter (self, "delegate", 0);
  return csn_policy_reader_fail (self, "must be another agent than \"grantor\"");
}

static gboolean
read_grant (CsnPolicyReader *self, const CsnJson *json, CsnPolicyParts *parts)
{
  static const char *const names[] = { "id",          "grantor",    "delegate",    "action_types",
                                       "level_floor", "cost_limit", "cost_budget", "depth",
                                       "expires_at",  NULL };
  g_autoptr (CsnMoney) limit = NULL;
  g_autoptr (CsnMoney) budget = NULL;
  CsnGrantTerms terms = { 0 };

  if (!csn_policy_reader_check_members (self, json, names) ||
      !csn_policy_reader_read_text (self, json, "id", MAX_ID_BYTES, NULL, &terms.id) ||
      !csn_policy_reader_read_text (self, json, "grantor", MAX_AGENT_BYTES, NULL, &terms.grantor) ||
      !csn_policy_reader_read_text (self,
                                    json,
                                    "delegate",
                                    MAX_AGENT_BYTES,
                                    NULL,
                                    &terms.delegate) ||
      !check_parties (self, &terms) ||
      !csn_policy_reader_read_text (self,
                                    json,
                                    "action_types",
                                    MAX_AGENT_BYTES,
                                    NULL,
                                    &terms.action_types) ||
      !csn_policy_reader_read_level (self, json, "level_floor", TRUE, &terms.level_floor) ||
      !read_money (self, json, "cost_limit", &limit) ||
      !read_money (self, json, "cost_budget", &budget) || !read_depth (self, json, &terms.depth) ||
      !csn_policy_reader_read_time (self, json, "expires_at", FALSE, &terms.expires_at))
    return FALSE;

  terms.cost_limit = limit;
  terms.cost_budget = budget;
  g_ptr_array_add (parts->grants, csn_grant_new (&terms));
  return TRUE;
}

gboolean
csn_policy_reader_read_grants (CsnPolicyReader *self, const CsnJson *json, CsnPolicyParts *parts)
{
  return read_entries (self, json, CSN_POLICY_MAX_GRANTS, read_grant, parts);
}
