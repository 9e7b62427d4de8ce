/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-verdict.h"

#include <string.h>

#include "csn-request.h"
#include "csn-verdict-private.h"

CsnVerdictRole
csn_verdict_role_of_code (const char *code)
{
  switch (code[0])
    {
    case 'r':
      if (strcmp (code, CSN_RULE_CODE_RAISE) == 0)
        return CSN_VERDICT_RAISES;
      if (strcmp (code, CSN_RULE_CODE_LOWER) == 0)
        return CSN_VERDICT_LOWERS;
      if (strcmp (code, CSN_RULE_CODE_DRY_RUN) == 0)
        return CSN_VERDICT_DRY_RUN;
      return strcmp (code, "request.flagged") == 0 ? CSN_VERDICT_FORBIDS : CSN_VERDICT_COUNTS;
    case 'f':
      return strcmp (code, "failures.multiple") == 0 ? CSN_VERDICT_FORBIDS : CSN_VERDICT_COUNTS;
    case 'a':
      return strcmp (code, "agent.read_only") == 0 ? CSN_VERDICT_FORBIDS : CSN_VERDICT_COUNTS;
    case 'd':
      return g_str_has_prefix (code, "delegation.") ? CSN_VERDICT_FORBIDS : CSN_VERDICT_COUNTS;
    default:
      return CSN_VERDICT_COUNTS;
    }
}

void
csn_verdict_sum_add (CsnVerdictSum *self, CsnVerdictRole role, CsnLevel level)
{
  switch (role)
    {
    case CSN_VERDICT_FORBIDS:
      self->forbids = TRUE;
      break;
    case CSN_VERDICT_RAISES:
      self->floor = MAX (self->floor, level);
      break;
    case CSN_VERDICT_LOWERS:
      self->lowers = TRUE;
      self->target = MAX (self->target, level);
      return;
    case CSN_VERDICT_DRY_RUN:
      return;
    case CSN_VERDICT_COUNTS:
      break;
    }
  self->strictest = MAX (self->strictest, level);
}

CsnLevel
csn_verdict_sum_get_level (const CsnVerdictSum *self)
{
  if (!self->lowers || self->forbids || self->strictest > CSN_LEVEL_SOFT_APPROVAL)
    return self->strictest;

  return MAX (self->floor, MIN (self->strictest, self->target));
}

gboolean
csn_verdict_sum_decides (const CsnVerdictSum *self, CsnVerdictRole role, CsnLevel level)
{
  CsnLevel verdict = csn_verdict_sum_get_level (self);
  gboolean lowered = verdict < self->strictest;

  switch (role)
    {
    case CSN_VERDICT_LOWERS:
      return lowered && level == self->target;
    case CSN_VERDICT_DRY_RUN:
      return FALSE;
    case CSN_VERDICT_RAISES:
      return level == verdict;
    case CSN_VERDICT_COUNTS:
    case CSN_VERDICT_FORBIDS:
      return !lowered && level == verdict;
    }

  g_return_val_if_reached (TRUE);
}

CsnVerdict *
csn_verdict_ref (CsnVerdict *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
csn_verdict_unref (CsnVerdict *self)
{
  g_atomic_rc_box_release (self);
}

CsnLevel
csn_verdict_get_level (const CsnVerdict *self)
{
  g_return_val_if_fail (self != NULL, CSN_LEVEL_HUMAN_TAKEOVER);

  return self->level;
}

guint
csn_verdict_get_n_rules (const CsnVerdict *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_rules;
}

const CsnRule *
csn_verdict_get_rule (const CsnVerdict *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->n_rules, NULL);

  return &self->rules[index];
}

void
csn_verdict_append_json (const CsnVerdict *self, GString *out)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (out != NULL);

  g_string_append (out, "{\"level\":\"");
  g_string_append (out, csn_level_to_string (self->level));
  g_string_append (out, "\",\"rules\":[");
  for (guint i = 0; i < self->n_rules; i++)
    {
      const CsnRule *rule = &self->rules[i];

      g_string_append (out, i == 0 ? "{\"code\":" : ",{\"code\":");
      csn_json_append_string (out, rule->code, strlen (rule->code));
      g_string_append (out, ",\"level\":\"");
      g_string_append (out, csn_level_to_string (rule->level));
      g_string_append (out,
                       rule->decisive ? "\",\"decisive\":true,\"why\":"
                                      : "\",\"decisive\":false,\"why\":");
      csn_json_append_string (out, rule->why, strlen (rule->why));
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
}

char *
csn_verdict_to_json (const CsnVerdict *self)
{
  GString *out = g_string_sized_new (1024);

  csn_verdict_append_json (self, out);
  return g_string_free (out, FALSE);
}

static const char *
string_member (const CsnJson *object, const char *key)
{
  const CsnJson *member = csn_json_get_member (object, key);

  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return NULL;

  return csn_json_get_text (member);
}

static gboolean
read_rule (CsnVerdictBuilder *builder, const CsnJson *json)
{
  const char *code = string_member (json, "code");
  const char *why = string_member (json, "why");
  CsnLevel level;

  if (code == NULL || why == NULL || !csn_level_from_string (string_member (json, "level"), &level))
    return FALSE;

  csn_verdict_builder_add (builder, code, level, g_strdup (why));
  return TRUE;
}

CsnVerdict *
csn_verdict_from_json (const CsnJson *json, GError **error)
{
  const CsnJson *rules;
  CsnVerdictBuilder *builder;
  g_autoptr (CsnVerdict) verdict = NULL;
  CsnLevel level;
  gboolean readable;

  g_return_val_if_fail (json != NULL, NULL);

  rules = csn_json_get_member (json, "rules");
  readable = rules != NULL && csn_json_get_value_type (rules) == CSN_JSON_ARRAY &&
             csn_json_get_size (rules) > 0 &&
             csn_level_from_string (string_member (json, "level"), &level);
  if (!readable)
    {
      g_set_error_literal (error,
                           CSN_MODEL_ERROR,
                           CSN_MODEL_ERROR_MISSING,
                           "A verdict needs “level” and at least one of “rules”");
      return NULL;
    }

  builder = csn_verdict_builder_new ();
  for (guint i = 0; i < csn_json_get_size (rules) && readable; i++)
    readable = read_rule (builder, csn_json_get_element (rules, i));

  /* Level and decisive marks follow from the rules; a level that does not is no verdict. */
  if (readable)
    {
      verdict = csn_verdict_builder_end (builder);
      if (verdict->level == level)
        return g_steal_pointer (&verdict);
    }
  else
    {
      csn_verdict_builder_free (builder);
    }

  g_set_error_literal (error,
                       CSN_MODEL_ERROR,
                       CSN_MODEL_ERROR_INVALID,
                       "A verdict's “rules” can't be read or don't give its “level”");
  return NULL;
}
