/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-verdict.h"

#include "csn-json-writer.h"
#include "csn-request.h"

struct _CsnVerdict
{
  CsnLevel level;
  GArray *rules; /* (owned) (element-type CsnRule) */
};

struct _CsnVerdictBuilder
{
  GArray *rules; /* (owned) (element-type CsnRule) */
};

static void
rule_clear (gpointer data)
{
  CsnRule *rule = data;

  g_free ((char *) rule->code);
  g_free ((char *) rule->why);
}

CsnVerdictBuilder *
csn_verdict_builder_new (void)
{
  CsnVerdictBuilder *self = g_new0 (CsnVerdictBuilder, 1);

  self->rules = g_array_new (FALSE, TRUE, sizeof (CsnRule));
  g_array_set_clear_func (self->rules, rule_clear);
  return self;
}

void
csn_verdict_builder_add (CsnVerdictBuilder *self, const char *code, CsnLevel level, char *why)
{
  CsnRule rule = { .code = g_strdup (code), .level = level, .why = why };

  g_array_append_val (self->rules, rule);
}

CsnVerdict *
csn_verdict_builder_end (CsnVerdictBuilder *self)
{
  CsnVerdict *verdict;

  g_return_val_if_fail (self != NULL, NULL);

  verdict = g_atomic_rc_box_new0 (CsnVerdict);
  verdict->rules = g_steal_pointer (&self->rules);
  g_free (self);

  /* A verdict without any rule would be a programming error; it must not be a way through. */
  if (verdict->rules->len == 0)
    {
      g_critical ("A verdict needs at least one rule");
      verdict->level = CSN_LEVEL_HUMAN_TAKEOVER;
    }

  for (guint i = 0; i < verdict->rules->len; i++)
    verdict->level = MAX (verdict->level, g_array_index (verdict->rules, CsnRule, i).level);

  for (guint i = 0; i < verdict->rules->len; i++)
    {
      CsnRule *rule = &g_array_index (verdict->rules, CsnRule, i);

      rule->decisive = rule->level == verdict->level;
    }

  return verdict;
}

CsnVerdict *
csn_verdict_ref (CsnVerdict *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
verdict_clear (gpointer data)
{
  CsnVerdict *self = data;

  g_array_unref (self->rules);
}

void
csn_verdict_unref (CsnVerdict *self)
{
  g_atomic_rc_box_release_full (self, verdict_clear);
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

  return self->rules->len;
}

const CsnRule *
csn_verdict_get_rule (const CsnVerdict *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->rules->len, NULL);

  return &g_array_index (self->rules, CsnRule, index);
}

char *
csn_verdict_to_json (const CsnVerdict *self)
{
  CsnJsonWriter *writer;

  g_return_val_if_fail (self != NULL, NULL);

  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "level", csn_level_to_string (self->level));
  csn_json_writer_key (writer, "rules");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < self->rules->len; i++)
    {
      const CsnRule *rule = &g_array_index (self->rules, CsnRule, i);

      csn_json_writer_begin_object (writer);
      csn_json_writer_member_string (writer, "code", rule->code);
      csn_json_writer_member_string (writer, "level", csn_level_to_string (rule->level));
      csn_json_writer_member_boolean (writer, "decisive", rule->decisive);
      csn_json_writer_member_string (writer, "why", rule->why);
      csn_json_writer_end_object (writer);
    }
  csn_json_writer_end_array (writer);
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
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
      g_array_unref (builder->rules);
      g_free (builder);
    }

  g_set_error_literal (error,
                       CSN_MODEL_ERROR,
                       CSN_MODEL_ERROR_INVALID,
                       "A verdict's “rules” can't be read or don't give its “level”");
  return NULL;
}
