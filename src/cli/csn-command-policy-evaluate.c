/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-commands.h"
#include "csn-json-writer.h"
#include "csn-lines.h"
#include "csn-policy-input.h"
#include "csn-time.h"

/* The year 9999; a double of microseconds is exact up to there, or nearly. */
#define MAX_SECONDS 253402300800.0

/* What a bare line such as {"facts":{...}} lacks to be a Task; the policy asks for none of it. */
static const struct
{
  const char *name;
  const char *text;
} task_defaults[] = {
  { "task_id", "unnamed" },     { "status", "pending_approval" }, { "agent_id", "unnamed" },
  { "action_type", "unnamed" }, { "proposed_action", NULL },
};

/* What a line says besides the request. */
typedef struct
{
  CsnPolicyContext values;
  GArray *levels; /* (owned) (element-type CsnLevel) */
  GArray *drawn;  /* (owned) (element-type CsnDrawn) */
} Context;

static const CsnJson *
get_present (const CsnJson *object, const char *key)
{
  const CsnJson *member = csn_json_get_member (object, key);

  if (member == NULL || csn_json_get_value_type (member) == CSN_JSON_NULL)
    return NULL;
  return member;
}

static gboolean
invalid (GError **error, const char *message)
{
  g_set_error_literal (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
read_level (const CsnJson *json, CsnLevel *ret_level)
{
  return csn_json_get_value_type (json) == CSN_JSON_STRING &&
         csn_level_from_string (csn_json_get_text (json), ret_level);
}

static gboolean
read_now (const CsnJson *line, gint64 *ret_now, GError **error)
{
  const CsnJson *now = get_present (line, "now");
  double seconds;

  if (now == NULL)
    {
      *ret_now = g_get_real_time ();
      return TRUE;
    }
  if (csn_json_get_double (now, &seconds) && seconds > 0 && seconds < MAX_SECONDS)
    {
      *ret_now = (gint64) (seconds * CSN_SECOND);
      return TRUE;
    }
  if (csn_json_get_value_type (now) != CSN_JSON_STRING ||
      !csn_time_from_string (csn_json_get_text (now), ret_now))
    return invalid (error, "\"now\" is not an RFC 3339 time");
  return TRUE;
}

/* Whoever isn't told has no record yet. */
static gboolean
read_chain_levels (const CsnJson *line, GArray *levels, GError **error)
{
  const CsnJson *chain = csn_json_get_member (line, "delegation");
  const CsnJson *told = get_present (line, "chain_levels");
  guint n_told = told != NULL ? csn_json_get_size (told) : 0;
  guint n_chain = 0;

  if (told != NULL && csn_json_get_value_type (told) != CSN_JSON_ARRAY)
    return invalid (error, "\"chain_levels\" is not an array of levels");
  if (chain != NULL && csn_json_get_value_type (chain) == CSN_JSON_ARRAY)
    n_chain = csn_json_get_size (chain);
  for (guint i = 0; i < MAX (n_chain, n_told); i++)
    {
      CsnLevel level = CSN_LEVEL_SOFT_APPROVAL;

      if (i < n_told && !read_level (csn_json_get_element (told, i), &level))
        return invalid (error, "\"chain_levels\" is not an array of levels");
      g_array_append_val (levels, level);
    }
  return TRUE;
}

static gboolean
read_drawn_of (const char *grant_id, const CsnJson *json, Context *context, GError **error)
{
  gboolean is_array = csn_json_get_value_type (json) == CSN_JSON_ARRAY;
  guint size = is_array ? csn_json_get_size (json) : 1;

  for (guint i = 0; i < size; i++)
    {
      CsnDrawn drawn = { .grant_id = grant_id };

      drawn.money = csn_money_from_json (is_array ? csn_json_get_element (json, i) : json);
      if (drawn.money == NULL)
        return invalid (error,
                        "\"drawn\" is not of the form "
                        "{\"GRANT\":{\"amount\":\"1.00\",\"currency\":\"USD\"}}");
      g_array_append_val (context->drawn, drawn);
    }
  return TRUE;
}

static gboolean
read_drawn (const CsnJson *line, Context *context, GError **error)
{
  const CsnJson *json = get_present (line, "drawn");

  if (json == NULL)
    return TRUE;
  if (csn_json_get_value_type (json) != CSN_JSON_OBJECT)
    return invalid (error, "\"drawn\" is not an object");
  for (guint i = 0; i < csn_json_get_size (json); i++)
    {
      if (!read_drawn_of (csn_json_get_key (json, i),
                          csn_json_get_element (json, i),
                          context,
                          error))
        return FALSE;
    }
  return TRUE;
}

static void
drawn_clear (gpointer data)
{
  csn_money_free ((CsnMoney *) ((CsnDrawn *) data)->money);
}

static void
context_init (Context *self)
{
  self->values = (CsnPolicyContext){ .profile_level = CSN_LEVEL_SOFT_APPROVAL };
  self->levels = g_array_new (FALSE, FALSE, sizeof (CsnLevel));
  self->drawn = g_array_new (FALSE, FALSE, sizeof (CsnDrawn));
  g_array_set_clear_func (self->drawn, drawn_clear);
}

static void
context_clear (Context *self)
{
  g_array_unref (self->levels);
  g_array_unref (self->drawn);
}

static gboolean
read_context (const CsnJson *line, Context *context, GError **error)
{
  const CsnJson *level = get_present (line, "profile_level");
  const CsnJson *failures = get_present (line, "failures_24h");
  const CsnJson *read_only = get_present (line, "read_only");
  CsnPolicyContext *values = &context->values;
  gint64 n_failures = 0;

  if (level != NULL && !read_level (level, &values->profile_level))
    return invalid (error, "\"profile_level\" is not the name of a level");
  if (failures != NULL && (!csn_json_get_integer (failures, &n_failures) || n_failures < 0))
    return invalid (error, "\"failures_24h\" is not a count");
  if (read_only != NULL && csn_json_get_value_type (read_only) != CSN_JSON_BOOLEAN)
    return invalid (error, "\"read_only\" is neither true nor false");
  if (!read_now (line, &values->now, error) || !read_chain_levels (line, context->levels, error) ||
      !read_drawn (line, context, error))
    return FALSE;

  values->failures_24h = (guint) MIN (n_failures, G_MAXINT);
  values->agent_read_only = read_only != NULL && csn_json_get_boolean (read_only);
  values->chain_levels = (const CsnLevel *) (void *) context->levels->data;
  values->n_chain_levels = context->levels->len;
  values->drawn = (const CsnDrawn *) (void *) context->drawn->data;
  values->n_drawn = context->drawn->len;
  values->knows_drawn = TRUE;
  return TRUE;
}

static gboolean
lacks_members (const CsnJson *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (task_defaults); i++)
    {
      if (csn_json_get_member (line, task_defaults[i].name) == NULL)
        return TRUE;
    }
  return FALSE;
}

static CsnJson *
fill_in (const CsnJson *line, GError **error)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *text = NULL;

  csn_json_writer_begin_object (writer);
  for (guint i = 0; i < csn_json_get_size (line); i++)
    {
      csn_json_writer_key (writer, csn_json_get_key (line, i));
      csn_json_writer_value (writer, csn_json_get_element (line, i));
    }
  for (guint i = 0; i < G_N_ELEMENTS (task_defaults); i++)
    {
      if (csn_json_get_member (line, task_defaults[i].name) != NULL)
        continue;
      csn_json_writer_key (writer, task_defaults[i].name);
      if (task_defaults[i].text != NULL)
        {
          csn_json_writer_string (writer, task_defaults[i].text);
        }
      else
        {
          csn_json_writer_begin_object (writer);
          csn_json_writer_end_object (writer);
        }
    }
  csn_json_writer_end_object (writer);
  text = csn_json_writer_finish (writer);
  return csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, error);
}

static char *
judge (const CsnPolicy *policy, const CsnJson *line, Context *context, GError **error)
{
  g_autoptr (CsnJson) task = NULL;
  g_autoptr (CsnRequest) request = NULL;
  g_autoptr (CsnVerdict) verdict = NULL;

  if (!read_context (line, context, error))
    return NULL;
  task = lacks_members (line) ? fill_in (line, error) : csn_json_ref (line);
  if (task == NULL)
    return NULL;
  request = csn_request_new_from_task ("stdin", task, error);
  if (request == NULL)
    return NULL;
  verdict = csn_policy_evaluate (policy, request, &context->values);
  return csn_verdict_to_json (verdict);
}

static char *
evaluate_line (const CsnJson *line, gpointer user_data, GError **error)
{
  Context context;
  char *answer;

  context_init (&context);
  answer = judge (user_data, line, &context, error);
  context_clear (&context);
  return answer;
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_autofree char *preset = NULL;
  g_autofree char *path = NULL;
  const GOptionEntry options[] = {
    { "policy",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &path,
      N_ ("Judge by the numbers in this file"),
      N_ ("FILE") },
    { "preset",
      0,
      0,
      G_OPTION_ARG_STRING,
      &preset,
      N_ ("Judge by this preset: reference (default) or cautious"),
      N_ ("NAME") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CsnPolicy) policy = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 0, 0, &status);

  if (rest == NULL)
    return status;
  policy = csn_policy_input_choose (path, preset, "reference");
  if (policy == NULL)
    return CSN_EXIT_USAGE;
  return csn_lines_run (evaluate_line, policy);
}

const CsnCommand csn_command_policy_evaluate = {
  .name = "policy evaluate",
  .summary = N_ ("Say which level each request on standard input gets"),
  .details = N_ (
      "Reads one JSON object a line and writes one verdict a line. In: the members of a Task "
      "(countersign-protocol(7)),\n"
      "all of them optional here, plus \"profile_level\" (SOFT_APPROVAL if absent), "
      "\"failures_24h\" (0),\n"
      "\"read_only\" (false), \"chain_levels\" (one for each of \"delegation\"; "
      "SOFT_APPROVAL),\n"
      "\"drawn\" (what each grant was drawn from; nothing) and \"now\" (the present). Out:\n"
      "\n"
      "  {\"level\":\"HARD_APPROVAL\",\"rules\":[{\"code\":\"matrix.costly\","
      "\"level\":\"HARD_APPROVAL\",\"decisive\":true,\"why\":\"...\"}]}\n"
      "\n"
      "A line that can't be read gives {\"error\":\"...\"} in its place, and the rest goes on.\n"
      "\n"
      "Exit status: 0 every line was judged, 2 a line or the call can't be read, 3 reading or "
      "writing failed."),
  .run = run,
};
