/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-autonomy.h"
#include "csn-commands.h"
#include "csn-json-writer.h"
#include "csn-lines.h"
#include "csn-policy-input.h"
#include "csn-request.h"
#include "csn-time.h"

/* What is known of a decision. */
enum
{
  DECISION_HAS_OUTCOME = 1 << 0,
  DECISION_WAS_A_PERSONS = 1 << 1,
  DECISION_WAS_REJECTED = 1 << 2,
  DECISION_HANDED_BACK = 1 << 3,
};

typedef struct
{
  CsnPolicy *policy;
  GHashTable *ratchets; /* (element-type utf8 Ratchet) */
} Simulation;

typedef struct
{
  CsnProfile *profile;   /* (owned) */
  GHashTable *decisions; /* (owned) (element-type utf8 guint) */
} Ratchet;

static void
ratchet_free (Ratchet *self)
{
  csn_profile_unref (self->profile);
  g_hash_table_unref (self->decisions);
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
      ratchet->decisions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (ratchets, g_steal_pointer (&key), ratchet);
    }
  return ratchet;
}

/* Outcomes count once per decision, and so does what a person did to it. FALSE if this is known. */
static gboolean
note_decision (Ratchet *ratchet, const char *decision_id, CsnAutonomyInput *input)
{
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (ratchet->decisions, decision_id));
  guint news = 0;

  switch (*input)
    {
    case CSN_AUTONOMY_SUCCESS:
    case CSN_AUTONOMY_FAILURE:
      news = DECISION_HAS_OUTCOME;
      break;
    case CSN_AUTONOMY_REJECTED:
      news = DECISION_WAS_A_PERSONS | DECISION_WAS_REJECTED;
      break;
    case CSN_AUTONOMY_EDITED:
      news = DECISION_WAS_A_PERSONS;
      break;
    case CSN_AUTONOMY_HAND_BACK:
      news = DECISION_HANDED_BACK;
      break;
    }
  if ((known & news & ~DECISION_WAS_REJECTED) != 0)
    return FALSE;
  /* Success reported for something rejected. */
  if (*input == CSN_AUTONOMY_SUCCESS && (known & DECISION_WAS_REJECTED) != 0)
    *input = CSN_AUTONOMY_FAILURE;
  g_hash_table_insert (ratchet->decisions, g_strdup (decision_id), GUINT_TO_POINTER (known | news));
  return TRUE;
}

static char *
describe (const CsnProfile *profile, const CsnPolicyAutonomy *numbers)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  gint64 now = csn_profile_get_last_at (profile);

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
                                  csn_autonomy_failures_in_window (profile, numbers, now));
  if (csn_profile_get_promotion_waits (profile))
    csn_json_writer_member_boolean (writer, "promotion_waits", TRUE);
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}

static gboolean
read_names (const CsnJson *line,
            const char **ret_agent_id,
            const char **ret_action_type,
            const char **ret_decision_id,
            GError **error)
{
  const CsnJson *decision_id = csn_json_get_member (line, "decision_id");

  *ret_agent_id = get_string (line, "agent_id");
  *ret_action_type = get_string (line, "action_type");
  *ret_decision_id = get_string (line, "decision_id");
  if (*ret_agent_id == NULL || **ret_agent_id == '\0')
    return invalid (error, "\"agent_id\" is not a name");
  if (*ret_action_type == NULL || **ret_action_type == '\0')
    return invalid (error, "\"action_type\" is not a name");
  if (decision_id != NULL && *ret_decision_id == NULL &&
      csn_json_get_value_type (decision_id) != CSN_JSON_NULL)
    return invalid (error, "\"decision_id\" is not a string");
  return TRUE;
}

/* A person's answer to a promotion that waits. Leaves @ret_answered alone if the line has none. */
static gboolean
answer_promotion (Ratchet *ratchet, const char *event, gboolean *ret_answered, GError **error)
{
  gboolean accept = g_strcmp0 (event, "promotion_confirmed") == 0;
  CsnProfile *after;

  if (!accept && g_strcmp0 (event, "promotion_declined") != 0)
    return TRUE;
  after = csn_autonomy_answer_promotion (ratchet->profile, accept);
  if (after == NULL)
    return invalid (error, "No promotion waits for an answer");
  csn_profile_unref (ratchet->profile);
  ratchet->profile = after;
  *ret_answered = TRUE;
  return TRUE;
}

static char *
simulate_line (const CsnJson *line, gpointer user_data, GError **error)
{
  Simulation *simulation = user_data;
  const char *agent_id, *action_type, *decision_id;
  const CsnPolicyAutonomy *numbers;
  gboolean answered = FALSE;
  CsnAutonomyInput input;
  CsnProfile *after;
  Ratchet *ratchet;
  gint64 at;

  if (!read_names (line, &agent_id, &action_type, &decision_id, error) ||
      !read_at (line, &at, error))
    return NULL;

  ratchet = lookup (simulation->ratchets, agent_id, action_type);
  numbers = csn_policy_get_autonomy (simulation->policy, action_type);
  if (!answer_promotion (ratchet, get_string (line, "event"), &answered, error) ||
      (!answered && !read_input (line, &input, error)))
    return NULL;
  if (!answered && (decision_id == NULL || note_decision (ratchet, decision_id, &input)))
    {
      after = csn_autonomy_apply (ratchet->profile, numbers, input, at, NULL);
      csn_profile_unref (ratchet->profile);
      ratchet->profile = after;
    }
  return describe (ratchet->profile, numbers);
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_autofree char *path = NULL;
  g_autofree char *preset = NULL;
  const GOptionEntry options[] = {
    { "policy", 0, 0, G_OPTION_ARG_FILENAME, &path, N_ ("Take the numbers of this file"), "FILE" },
    { "preset", 0, 0, G_OPTION_ARG_STRING, &preset, N_ ("Take this preset's (reference)"), "NAME" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CsnPolicy) policy = NULL;
  g_autoptr (GHashTable) ratchets = NULL;
  Simulation simulation;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 0, 0, &status);

  if (rest == NULL)
    return status;
  policy = csn_policy_input_choose (path, preset, "reference");
  if (policy == NULL)
    return CSN_EXIT_USAGE;
  ratchets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) ratchet_free);
  simulation = (Simulation){ policy, ratchets };
  return csn_lines_run (simulate_line, &simulation);
}

const CsnCommand csn_command_autonomy_simulate = {
  .name = "autonomy simulate",
  .summary = N_ ("Show how outcomes on standard input move the earned levels"),
  .details = N_ (
      "Reads one outcome a line and writes the profile of its agent and action type after it.\n"
      "\n"
      "In:  {\"agent_id\":\"a\",\"action_type\":\"refund\",\"at\":\"2026-11-22T07:00:00Z\","
      "\"success\":true}\n"
      "     or, in place of \"success\", \"event\": \"rejected\", \"edited\" or \"hand_back\";\n"
      "     with \"decision_id\", what comes again for one decision counts once\n"
      "     where promotions wait for a person: \"event\" \"promotion_confirmed\" or "
      "\"promotion_declined\"\n"
      "Out: {\"agent_id\":\"a\",\"action_type\":\"refund\",\"level\":\"SOFT_APPROVAL\","
      "\"consecutive_successes\":1,\"failures_in_window\":0}\n"
      "     and \"promotion_waits\":true while a promotion waits\n"
      "\n"
      "A line whose time lies before one that came already never leads to less oversight: a late\n"
      "success counts for nothing, late failures count by their own times.\n"
      "\n"
      "A line that can't be read gives {\"error\":\"...\"} in its place, changes nothing, and the "
      "rest goes on.\n"
      "\n"
      "Exit status: 0 every line counted, 2 a line or the call can't be read, 3 reading or "
      "writing failed."),
  .run = run,
};
