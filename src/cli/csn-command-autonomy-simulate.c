/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-autonomy.h"
#include "csn-commands.h"
#include "csn-json-writer.h"
#include "csn-lines.h"
#include "csn-request.h"
#include "csn-time.h"

typedef struct
{
  CsnProfile *profile; /* (owned) */
  gint64 last_at;
} Ratchet;

static void
ratchet_free (Ratchet *self)
{
  csn_profile_unref (self->profile);
  g_free (self);
}

static const struct
{
  const char *text;
  CsnAutonomyInput input;
} inputs[] = {
  { "success", CSN_AUTONOMY_SUCCESS },     { "failure", CSN_AUTONOMY_FAILURE },
  { "rejected", CSN_AUTONOMY_REJECTED },   { "edited", CSN_AUTONOMY_EDITED },
  { "hand_back", CSN_AUTONOMY_HAND_BACK },
};

static gboolean
invalid (GError **error, const char *message)
{
  g_set_error_literal (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID, message);
  return FALSE;
}

static const char *
get_string (const CsnJson *line, const char *key)
{
  const CsnJson *member = csn_json_get_member (line, key);

  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return NULL;
  return csn_json_get_text (member);
}

static gboolean
read_at (const CsnJson *line, gint64 *ret_at, GError **error)
{
  const CsnJson *at = csn_json_get_member (line, "at");
  const char *text = get_string (line, "at");
  double seconds;

  if (text != NULL && csn_time_from_string (text, ret_at))
    return TRUE;
  if (at != NULL && csn_json_get_double (at, &seconds) && seconds >= 0 && seconds < 1e11)
    {
      *ret_at = (gint64) (seconds * CSN_SECOND);
      return TRUE;
    }
  return invalid (error, "\"at\" is not an RFC 3339 time");
}

static gboolean
read_input (const CsnJson *line, CsnAutonomyInput *ret_input, GError **error)
{
  const CsnJson *event = csn_json_get_member (line, "event");
  const CsnJson *success = csn_json_get_member (line, "success");
  const char *text = get_string (line, "event");

  if (event != NULL && csn_json_get_value_type (event) != CSN_JSON_NULL)
    {
      for (guint i = 0; text != NULL && i < G_N_ELEMENTS (inputs); i++)
        {
          if (strcmp (text, inputs[i].text) != 0)
            continue;
          *ret_input = inputs[i].input;
          return TRUE;
        }
      return invalid (error, "\"event\" is none of rejected, edited and hand_back");
    }
  if (success == NULL || csn_json_get_value_type (success) != CSN_JSON_BOOLEAN)
    return invalid (error, "\"success\" is neither true nor false");
  *ret_input = csn_json_get_boolean (success) ? CSN_AUTONOMY_SUCCESS : CSN_AUTONOMY_FAILURE;
  return TRUE;
}

static Ratchet *
lookup (GHashTable *ratchets, const char *agent_id, const char *action_type)
{
  /* Neither part can hold a NUL, and the length keeps "a" + "bc" apart from "ab" + "c". */
  g_autofree char *key =
      g_strdup_printf ("%" G_GSIZE_FORMAT ":%s%s", strlen (agent_id), agent_id, action_type);
  Ratchet *ratchet = g_hash_table_lookup (ratchets, key);

  if (ratchet == NULL)
    {
      ratchet = g_new0 (Ratchet, 1);
      ratchet->profile = csn_profile_new (agent_id, action_type);
      ratchet->last_at = G_MININT64;
      g_hash_table_insert (ratchets, g_steal_pointer (&key), ratchet);
    }
  return ratchet;
}

static char *
describe (const CsnProfile *profile, gint64 at)
{
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "agent_id", csn_profile_get_agent_id (profile));
  csn_json_writer_member_string (writer, "action_type", csn_profile_get_action_type (profile));
  csn_json_writer_member_string (writer,
                                 "level",
                                 csn_level_to_string (csn_profile_get_level (profile)));
  csn_json_writer_member_integer (writer,
                                  "consecutive_successes",
                                  csn_profile_get_successes (profile));
  csn_json_writer_member_integer (writer,
                                  "failures_in_window",
                                  csn_autonomy_failures_in_window (profile, at));
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}

static char *
simulate_line (const CsnJson *line, gpointer user_data, GError **error)
{
  const char *agent_id = get_string (line, "agent_id");
  const char *action_type = get_string (line, "action_type");
  CsnAutonomyInput input;
  CsnProfile *after;
  Ratchet *ratchet;
  gint64 at;

  if (agent_id == NULL || *agent_id == '\0')
    {
      invalid (error, "\"agent_id\" is not a name");
      return NULL;
    }
  if (action_type == NULL || *action_type == '\0')
    {
      invalid (error, "\"action_type\" is not a name");
      return NULL;
    }
  if (!read_at (line, &at, error) || !read_input (line, &input, error))
    return NULL;

  ratchet = lookup (user_data, agent_id, action_type);
  if (at < ratchet->last_at)
    {
      invalid (error, "\"at\" is before the last one of this agent and action type");
      return NULL;
    }
  after = csn_autonomy_apply (ratchet->profile, input, at, NULL);
  csn_profile_unref (ratchet->profile);
  ratchet->profile = after;
  ratchet->last_at = at;
  return describe (after, at);
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_autoptr (GHashTable) ratchets = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, NULL, args, 0, 0, &status);

  if (rest == NULL)
    return status;
  ratchets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) ratchet_free);
  return csn_lines_run (simulate_line, ratchets);
}

const CsnCommand csn_command_autonomy_simulate = {
  .name = "autonomy simulate",
  .summary = N_ ("Show how outcomes on standard input move the earned levels"),
  .details = N_ (
      "Reads one outcome a line, in time order, and writes the profile of its agent and action "
      "type after it.\n"
      "\n"
      "In:  {\"agent_id\":\"a\",\"action_type\":\"refund\",\"at\":\"2026-11-22T07:00:00Z\","
      "\"success\":true}\n"
      "     or, in place of \"success\", \"event\": \"rejected\", \"edited\" or \"hand_back\"\n"
      "Out: {\"agent_id\":\"a\",\"action_type\":\"refund\",\"level\":\"SOFT_APPROVAL\","
      "\"consecutive_successes\":1,\"failures_in_window\":0}\n"
      "\n"
      "A line that can't be read gives {\"error\":\"...\"} in its place, changes nothing, and the "
      "rest goes on.\n"
      "\n"
      "Exit status: 0 every line counted, 2 a line or the call can't be read, 3 reading or "
      "writing failed."),
  .run = run,
};
