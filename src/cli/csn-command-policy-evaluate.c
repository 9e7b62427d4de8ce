/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-commands.h"
#include "csn-json-writer.h"
#include "csn-lines.h"
#include "csn-policy-input.h"
#include "csn-time.h"

/* What a bare line such as {"facts":{...}} lacks to be a Task; the policy asks for none of it. */
static const struct
{
  const char *name;
  const char *text;
} task_defaults[] = {
  { "task_id", "unnamed" },     { "status", "pending_approval" }, { "agent_id", "unnamed" },
  { "action_type", "unnamed" }, { "proposed_action", NULL },
};

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
read_now (const CsnJson *line, gint64 *ret_now, GError **error)
{
  const CsnJson *now = get_present (line, "now");
  double seconds;

  if (now == NULL)
    return TRUE;
  if (csn_json_get_double (now, &seconds) && seconds >= 0 && seconds < 1e11)
    {
      *ret_now = (gint64) (seconds * CSN_SECOND);
      return TRUE;
    }
  if (csn_json_get_value_type (now) != CSN_JSON_STRING ||
      !csn_time_from_string (csn_json_get_text (now), ret_now))
    return invalid (error, "\"now\" is not an RFC 3339 time");
  return TRUE;
}

static gboolean
read_context (const CsnJson *line, CsnPolicyContext *ret_context, GError **error)
{
  const CsnJson *level = get_present (line, "profile_level");
  const CsnJson *failures = get_present (line, "failures_24h");
  const CsnJson *read_only = get_present (line, "read_only");
  CsnPolicyContext context = { .profile_level = CSN_LEVEL_SOFT_APPROVAL };
  gint64 n_failures = 0;

  if (level != NULL && (csn_json_get_value_type (level) != CSN_JSON_STRING ||
                        !csn_level_from_string (csn_json_get_text (level), &context.profile_level)))
    return invalid (error, "\"profile_level\" is not the name of a level");
  if (failures != NULL && (!csn_json_get_integer (failures, &n_failures) || n_failures < 0))
    return invalid (error, "\"failures_24h\" is not a count");
  if (read_only != NULL && csn_json_get_value_type (read_only) != CSN_JSON_BOOLEAN)
    return invalid (error, "\"read_only\" is neither true nor false");
  if (!read_now (line, &context.now, error))
    return FALSE;

  context.failures_24h = (guint) MIN (n_failures, G_MAXINT);
  context.agent_read_only = read_only != NULL && csn_json_get_boolean (read_only);
  *ret_context = context;
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
evaluate_line (const CsnJson *line, gpointer user_data, GError **error)
{
  CsnPolicy *policy = user_data;
  g_autoptr (CsnJson) task = NULL;
  g_autoptr (CsnRequest) request = NULL;
  g_autoptr (CsnVerdict) verdict = NULL;
  CsnPolicyContext context;

  if (!read_context (line, &context, error))
    return NULL;
  task = lacks_members (line) ? fill_in (line, error) : csn_json_ref (line);
  if (task == NULL)
    return NULL;
  request = csn_request_new_from_task ("stdin", task, error);
  if (request == NULL)
    return NULL;
  verdict = csn_policy_evaluate (policy, request, &context);
  return csn_verdict_to_json (verdict);
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
      "\"read_only\" (false) and \"now\", without which no grant counts and no standing rule "
      "lowers. Out:\n"
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
