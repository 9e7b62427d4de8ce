/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-standing-rule.h"

#include <string.h>

#include "csn-decimal-private.h"
#include "csn-glob.h"
#include "csn-json-writer.h"
#include "csn-pointer-private.h"
#include "csn-time.h"

struct _CsnStandingRule
{
  CsnStandingRuleTerms terms; /* all of it (owned) */
};

static const char *const effect_texts[] = {
  [CSN_RULE_RAISE] = "raise",
  [CSN_RULE_LOWER] = "lower",
};

static const char *const condition_texts[] = {
  [CSN_CONDITION_EQUALS] = "equals",
  [CSN_CONDITION_ONE_OF] = "one_of",
  [CSN_CONDITION_PREFIX] = "prefix",
  [CSN_CONDITION_AT_MOST] = "at_most",
};

const char *
csn_rule_effect_to_string (CsnRuleEffect effect)
{
  g_return_val_if_fail ((guint) effect < G_N_ELEMENTS (effect_texts), NULL);

  return effect_texts[effect];
}

const char *
csn_condition_kind_to_string (CsnConditionKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (condition_texts), NULL);

  return condition_texts[kind];
}

static CsnCondition *
copy_conditions (const CsnCondition *conditions, guint n_conditions)
{
  CsnCondition *copy = g_new0 (CsnCondition, n_conditions);

  for (guint i = 0; i < n_conditions; i++)
    {
      copy[i].pointer = g_strdup (conditions[i].pointer);
      copy[i].kind = conditions[i].kind;
      copy[i].value = csn_json_ref (conditions[i].value);
    }
  return copy;
}

CsnStandingRule *
csn_standing_rule_new (const CsnStandingRuleTerms *terms)
{
  CsnStandingRule *self;

  g_return_val_if_fail (terms != NULL, NULL);

  self = g_atomic_rc_box_new0 (CsnStandingRule);
  self->terms = *terms;
  self->terms.id = g_strdup (terms->id);
  self->terms.note = g_strdup (terms->note);
  self->terms.owner = g_strdup (terms->owner);
  self->terms.agents = g_strdup (terms->agents);
  self->terms.action_types = g_strdup (terms->action_types);
  self->terms.conditions = copy_conditions (terms->conditions, terms->n_conditions);
  return self;
}

CsnStandingRule *
csn_standing_rule_ref (CsnStandingRule *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
standing_rule_clear (gpointer data)
{
  CsnStandingRule *self = data;

  for (guint i = 0; i < self->terms.n_conditions; i++)
    {
      g_free ((char *) self->terms.conditions[i].pointer);
      csn_json_unref ((CsnJson *) self->terms.conditions[i].value);
    }
  g_free ((CsnCondition *) self->terms.conditions);
  g_free ((char *) self->terms.id);
  g_free ((char *) self->terms.note);
  g_free ((char *) self->terms.owner);
  g_free ((char *) self->terms.agents);
  g_free ((char *) self->terms.action_types);
}

void
csn_standing_rule_unref (CsnStandingRule *self)
{
  g_atomic_rc_box_release_full (self, standing_rule_clear);
}

const CsnStandingRuleTerms *
csn_standing_rule_get_terms (const CsnStandingRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->terms;
}

static gboolean
is_same_scalar (const CsnJson *member, const CsnJson *value)
{
  CsnJsonType type = csn_json_get_value_type (member);

  if (type != csn_json_get_value_type (value))
    return FALSE;

  switch (type)
    {
    case CSN_JSON_NULL:
      return TRUE;
    case CSN_JSON_BOOLEAN:
      return csn_json_get_boolean (member) == csn_json_get_boolean (value);
    case CSN_JSON_NUMBER:
      return csn_decimal_compare (csn_json_get_text (member), csn_json_get_text (value)) == 0;
    case CSN_JSON_STRING:
      return strcmp (csn_json_get_text (member), csn_json_get_text (value)) == 0;
    case CSN_JSON_ARRAY:
    case CSN_JSON_OBJECT:
      return FALSE;
    }

  g_return_val_if_reached (FALSE);
}

static gboolean
is_one_of (const CsnJson *member, const CsnJson *values)
{
  for (guint i = 0; i < csn_json_get_size (values); i++)
    {
      if (is_same_scalar (member, csn_json_get_element (values, i)))
        return TRUE;
    }
  return FALSE;
}

/* Amounts are often text, so that nobody rounds them. */
static gboolean
is_at_most (const CsnJson *member, const CsnJson *limit)
{
  CsnJsonType type = csn_json_get_value_type (member);

  if (type != CSN_JSON_NUMBER &&
      !(type == CSN_JSON_STRING && csn_decimal_is_plain (csn_json_get_text (member))))
    return FALSE;

  return csn_decimal_compare (csn_json_get_text (member), csn_json_get_text (limit)) <= 0;
}

static gboolean
condition_holds (const CsnCondition *condition, const CsnJson *action)
{
  const CsnJson *member = csn_pointer_find (condition->pointer, action);

  if (member == NULL)
    return FALSE;

  switch (condition->kind)
    {
    case CSN_CONDITION_EQUALS:
      return is_same_scalar (member, condition->value);
    case CSN_CONDITION_ONE_OF:
      return is_one_of (member, condition->value);
    case CSN_CONDITION_PREFIX:
      return csn_json_get_value_type (member) == CSN_JSON_STRING &&
             g_str_has_prefix (csn_json_get_text (member), csn_json_get_text (condition->value));
    case CSN_CONDITION_AT_MOST:
      return is_at_most (member, condition->value);
    }

  g_return_val_if_reached (FALSE);
}

gboolean
csn_standing_rule_matches (const CsnStandingRule *self, const CsnRequest *request)
{
  const CsnStandingRuleTerms *terms;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (request != NULL, FALSE);

  terms = &self->terms;
  if (!csn_glob_matches (terms->action_types, csn_request_get_action_type (request)) ||
      !csn_glob_matches (terms->agents, csn_request_get_agent_id (request)))
    return FALSE;

  for (guint i = 0; i < terms->n_conditions; i++)
    {
      if (!condition_holds (&terms->conditions[i], csn_request_get_action (request)))
        return FALSE;
    }
  return TRUE;
}

static void
write_time (CsnJsonWriter *writer, const char *key, gint64 time)
{
  g_autofree char *text = csn_time_to_string (time);

  csn_json_writer_member_string (writer, key, text);
}

static void
write_conditions (CsnJsonWriter *writer, const CsnStandingRuleTerms *terms)
{
  csn_json_writer_key (writer, "conditions");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < terms->n_conditions; i++)
    {
      const CsnCondition *condition = &terms->conditions[i];

      csn_json_writer_begin_object (writer);
      csn_json_writer_member_string (writer, "pointer", condition->pointer);
      csn_json_writer_key (writer, csn_condition_kind_to_string (condition->kind));
      csn_json_writer_value (writer, condition->value);
      csn_json_writer_end_object (writer);
    }
  csn_json_writer_end_array (writer);
}

char *
csn_standing_rule_to_json (const CsnStandingRule *self)
{
  const CsnStandingRuleTerms *terms;
  CsnJsonWriter *writer;

  g_return_val_if_fail (self != NULL, NULL);

  terms = &self->terms;
  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "id", terms->id);
  csn_json_writer_member_string (writer, "note", terms->note);
  csn_json_writer_member_string (writer, "owner", terms->owner);
  csn_json_writer_member_string (writer, "agents", terms->agents);
  csn_json_writer_member_string (writer, "action_types", terms->action_types);
  write_conditions (writer, terms);
  csn_json_writer_member_string (writer, "effect", csn_rule_effect_to_string (terms->effect));
  csn_json_writer_member_string (writer, "level", csn_level_to_string (terms->level));
  csn_json_writer_member_boolean (writer, "dry_run", terms->dry_run);
  if (terms->created_at != 0)
    write_time (writer, "created_at", terms->created_at);
  write_time (writer, "expires_at", terms->expires_at);
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}
