/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-recorded-context.h"

#include <string.h>

#include "csn-json-writer.h"

/* A context has a level for each member of a chain and a sum for each of its grants. */
#define MAX_BYTES (1024 * 1024)

/* No policy asks for more failures. */
#define MANY_FAILURES 1000

struct _CsnRecordedContext
{
  CsnPolicyContext context;
  GArray *levels;   /* (owned) (element-type CsnLevel) */
  GArray *drawn;    /* (owned) (element-type CsnDrawn) */
  GPtrArray *texts; /* (owned): grant ids of @drawn */
  GPtrArray *money; /* (owned): that of @drawn */
};

static void
write_drawn (CsnJsonWriter *writer, const CsnPolicyContext *context)
{
  csn_json_writer_key (writer, "drawn");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < context->n_drawn; i++)
    {
      const CsnDrawn *drawn = &context->drawn[i];

      csn_json_writer_begin_object (writer);
      csn_json_writer_member_string (writer, "grant", drawn->grant_id);
      csn_json_writer_member_string (writer, "amount", csn_money_get_amount (drawn->money));
      csn_json_writer_member_string (writer, "currency", csn_money_get_currency (drawn->money));
      csn_json_writer_end_object (writer);
    }
  csn_json_writer_end_array (writer);
}

static void
write_levels (CsnJsonWriter *writer, const CsnPolicyContext *context)
{
  csn_json_writer_key (writer, "chain");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < context->n_chain_levels; i++)
    csn_json_writer_string (writer, csn_level_to_string (context->chain_levels[i]));
  csn_json_writer_end_array (writer);
}

char *
csn_recorded_context_write (const CsnPolicyContext *context)
{
  CsnJsonWriter *writer;

  g_return_val_if_fail (context != NULL, NULL);

  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "profile", csn_level_to_string (context->profile_level));
  if (context->now != 0)
    csn_json_writer_member_integer (writer, "now", context->now);
  if (context->failures_24h > 0)
    csn_json_writer_member_integer (writer, "failures", context->failures_24h);
  if (context->agent_read_only)
    csn_json_writer_member_boolean (writer, "read_only", TRUE);
  if (context->n_chain_levels > 0)
    write_levels (writer, context);
  if (context->n_drawn > 0)
    write_drawn (writer, context);
  if (context->knows_drawn)
    csn_json_writer_member_boolean (writer, "knows_drawn", TRUE);
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}

static CsnRecordedContext *
context_new (void)
{
  CsnRecordedContext *self = g_new0 (CsnRecordedContext, 1);

  self->levels = g_array_new (FALSE, FALSE, sizeof (CsnLevel));
  self->drawn = g_array_new (FALSE, FALSE, sizeof (CsnDrawn));
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->money = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_money_free);
  return self;
}

void
csn_recorded_context_free (CsnRecordedContext *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->levels);
  g_array_unref (self->drawn);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->money);
  g_free (self);
}

static const char *
get_text (const CsnJson *json, const char *name)
{
  const CsnJson *member = csn_json_get_member (json, name);

  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return NULL;
  return csn_json_get_text (member);
}

/* A count or a time that is not there is 0. */
static gboolean
read_integer (const CsnJson *json, const char *name, gint64 max, gint64 *ret_value)
{
  const CsnJson *member = csn_json_get_member (json, name);

  *ret_value = 0;
  return member == NULL ||
         (csn_json_get_integer (member, ret_value) && *ret_value >= 0 && *ret_value <= max);
}

static gboolean
read_flag (const CsnJson *json, const char *name)
{
  const CsnJson *member = csn_json_get_member (json, name);

  return member != NULL && csn_json_get_value_type (member) == CSN_JSON_BOOLEAN &&
         csn_json_get_boolean (member);
}

static gboolean
read_levels (CsnRecordedContext *self, const CsnJson *array)
{
  if (array == NULL)
    return TRUE;
  if (csn_json_get_value_type (array) != CSN_JSON_ARRAY)
    return FALSE;
  for (guint i = 0; i < csn_json_get_size (array); i++)
    {
      const CsnJson *element = csn_json_get_element (array, i);
      CsnLevel level;

      if (csn_json_get_value_type (element) != CSN_JSON_STRING ||
          !csn_level_from_string (csn_json_get_text (element), &level))
        return FALSE;
      g_array_append_val (self->levels, level);
    }
  return TRUE;
}

static gboolean
read_drawn (CsnRecordedContext *self, const CsnJson *array)
{
  if (array == NULL)
    return TRUE;
  if (csn_json_get_value_type (array) != CSN_JSON_ARRAY)
    return FALSE;
  for (guint i = 0; i < csn_json_get_size (array); i++)
    {
      const CsnJson *element = csn_json_get_element (array, i);
      CsnMoney *money = csn_money_from_json (element);
      char *grant_id = money != NULL ? g_strdup (get_text (element, "grant")) : NULL;
      const CsnDrawn drawn = { grant_id, money };

      if (money != NULL)
        g_ptr_array_add (self->money, money);
      if (grant_id == NULL)
        return FALSE;
      g_ptr_array_add (self->texts, grant_id);
      g_array_append_val (self->drawn, drawn);
    }
  return TRUE;
}

static gboolean
read_members (CsnRecordedContext *self, const CsnJson *json)
{
  CsnPolicyContext *context = &self->context;
  gint64 failures;

  if (csn_json_get_value_type (json) != CSN_JSON_OBJECT ||
      !csn_level_from_string (get_text (json, "profile"), &context->profile_level) ||
      !read_integer (json, "now", G_MAXINT64, &context->now) ||
      !read_integer (json, "failures", G_MAXUINT, &failures) ||
      !read_levels (self, csn_json_get_member (json, "chain")) ||
      !read_drawn (self, csn_json_get_member (json, "drawn")))
    return FALSE;
  context->failures_24h = (guint) failures;
  context->agent_read_only = read_flag (json, "read_only");
  context->knows_drawn = read_flag (json, "knows_drawn");
  context->chain_levels = (const CsnLevel *) (gpointer) self->levels->data;
  context->n_chain_levels = self->levels->len;
  context->drawn = (const CsnDrawn *) (gpointer) self->drawn->data;
  context->n_drawn = self->drawn->len;
  return TRUE;
}

CsnRecordedContext *
csn_recorded_context_read (const char *text, GError **error)
{
  g_autoptr (CsnRecordedContext) self = context_new ();
  g_autoptr (CsnJson) json = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  json = csn_json_parse (text, strlen (text), MAX_BYTES, NULL, NULL);
  if (json != NULL && read_members (self, json))
    return g_steal_pointer (&self);
  g_set_error_literal (error,
                       CSN_MODEL_ERROR,
                       CSN_MODEL_ERROR_INVALID,
                       "What a request was judged by can't be read");
  return NULL;
}

CsnRecordedContext *
csn_recorded_context_guess (const CsnVerdict *verdict, gint64 received_at)
{
  CsnRecordedContext *self;

  g_return_val_if_fail (verdict != NULL, NULL);

  self = context_new ();
  self->context.profile_level = CSN_LEVEL_SOFT_APPROVAL;
  self->context.now = received_at;
  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    {
      const CsnRule *rule = csn_verdict_get_rule (verdict, i);

      if (g_str_equal (rule->code, "autonomy.level"))
        self->context.profile_level = rule->level;
      if (g_str_equal (rule->code, "failures.multiple"))
        self->context.failures_24h = MANY_FAILURES;
      if (g_str_equal (rule->code, "agent.read_only"))
        self->context.agent_read_only = TRUE;
    }
  return self;
}

const CsnPolicyContext *
csn_recorded_context_get (const CsnRecordedContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->context;
}
