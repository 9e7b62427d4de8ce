/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-history-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-action-words.h"
#include "csn-event-words.h"
#include "csn-json.h"
#include "csn-level-words.h"
#include "csn-moment-words.h"
#include "csn-time-words.h"

static const char *
text_of (CsnHistoryEvent *event, const char *member)
{
  const char *text = csn_history_event_get_text (event, member);

  return text != NULL ? text : "";
}

const char *
csn_history_words_title (CsnHistoryColumn column)
{
  switch (column)
    {
    case CSN_HISTORY_COLUMN_TIME:
      return _ ("Time");
    case CSN_HISTORY_COLUMN_EVENT:
      return _ ("Event");
    case CSN_HISTORY_COLUMN_AGENT:
      return _ ("Agent");
    case CSN_HISTORY_COLUMN_ACTION:
      return _ ("Action");
    case CSN_HISTORY_COLUMN_LEVEL:
      return _ ("Level");
    case CSN_HISTORY_COLUMN_CONFIDENCE:
      /* TRANSLATORS: the head of a narrow column with confidence scores */
      return _ ("Conf.");
    case CSN_HISTORY_COLUMN_REVIEWER:
      return _ ("Reviewer");
    case CSN_HISTORY_COLUMN_DECISION:
      return _ ("Decision");
    case CSN_HISTORY_COLUMN_LATENCY:
      return _ ("Latency");
    case CSN_HISTORY_N_COLUMNS:
      break;
    }
  return "";
}

/* A string of the details; NULL if there is none. */
static char *
dup_detail (CsnHistoryEvent *event, const char *key)
{
  const char *text = csn_history_event_get_details (event);
  g_autoptr (CsnJson) details = NULL;
  const CsnJson *member = NULL;

  if (text == NULL)
    return NULL;
  details = csn_json_parse (text, strlen (text), CSN_JSON_MAX_REQUEST_BYTES, NULL, NULL);
  if (details == NULL || csn_json_get_value_type (details) != CSN_JSON_OBJECT)
    return NULL;
  member = csn_json_get_member (details, key);
  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return NULL;
  return g_strdup (csn_json_get_text (member));
}

static const char *
level_words (const char *text)
{
  CsnLevel level = CSN_LEVEL_FULL_AUTO;

  return csn_level_from_string (text, &level) ? csn_level_words_name (level) : text;
}

static const char *
level_words_short (const char *text)
{
  CsnLevel level = CSN_LEVEL_FULL_AUTO;

  return csn_level_from_string (text, &level) ? csn_level_words_short (level) : text;
}

static gboolean
is_move (const char *event_type)
{
  static const char *const moves[] = { "promoted", "demoted", "profile_set", NULL };

  return g_strv_contains (moves, event_type);
}

static char *
level_cell (CsnHistoryEvent *event)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (!is_move (text_of (event, "event_type")))
    return g_strdup (level_words (text_of (event, "hitl_level")));
  from = dup_detail (event, "from");
  to = dup_detail (event, "to");
  if (from == NULL || to == NULL || g_str_equal (from, to))
    return g_strdup (level_words (text_of (event, "hitl_level")));
  return g_strdup_printf ("%s → %s", level_words_short (from), level_words_short (to));
}

static const char *
decision_words (const char *decision)
{
  static const struct
  {
    const char *decision;
    const char *words;
  } table[] = {
    { "approve", N_ ("approved") },    { "approved", N_ ("approved") },
    { "edit", N_ ("edited") },         { "edited", N_ ("edited") },
    { "reject", N_ ("rejected") },     { "rejected", N_ ("rejected") },
    { "respond", N_ ("answered") },    { "responded", N_ ("answered") },
    { "takeover", N_ ("taken over") }, { "taken_over", N_ ("taken over") },
    { "escalate", N_ ("escalated") },  { "escalated", N_ ("escalated") },
    { "withdrawn", N_ ("withdrawn") }, { "success", N_ ("success") },
    { "failure", N_ ("failure") },     { "unknown", N_ ("unknown") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].decision, decision))
      return _ (table[i].words);
  return decision;
}

static gboolean
is_outcome (CsnHistoryEvent *event)
{
  return g_str_equal (text_of (event, "event_type"), "outcome");
}

static char *
decision_cell (CsnHistoryEvent *event)
{
  g_autofree char *outcome = is_outcome (event) ? dup_detail (event, "outcome") : NULL;

  if (outcome != NULL)
    return g_strdup (decision_words (outcome));
  return g_strdup (decision_words (text_of (event, "reviewer_decision")));
}

static gboolean
is_by_silence (CsnHistoryEvent *event)
{
  return g_strcmp0 (csn_history_event_get_actor_kind (event), "silence") == 0;
}

/* Only who answered: that the program or the agent did the rest goes without saying. */
static char *
reviewer_cell (CsnHistoryEvent *event)
{
  const char *kind = csn_history_event_get_actor_kind (event);
  const char *reviewer = csn_history_event_get_text (event, "reviewer_id");

  if (reviewer != NULL)
    return g_strdup (reviewer);
  if (is_by_silence (event))
    return g_strdup (_ ("silence"));
  if (g_strcmp0 (kind, "policy") == 0 &&
      csn_history_event_get_text (event, "reviewer_decision") != NULL)
    return g_strdup (_ ("policy"));
  return g_strdup ("");
}

static char *
latency_cell (CsnHistoryEvent *event)
{
  gint64 latency = csn_history_event_get_latency_ms (event);

  return latency >= 0 ? csn_time_words_duration (latency * 1000) : g_strdup ("");
}

static char *
action_cell (CsnHistoryEvent *event)
{
  const char *action_type = csn_history_event_get_text (event, "action_type");

  return action_type != NULL ? csn_action_words_type (action_type) : g_strdup ("");
}

char *
csn_history_words_cell (CsnHistoryEvent *event, CsnHistoryColumn column, gint64 now)
{
  switch (column)
    {
    case CSN_HISTORY_COLUMN_TIME:
      return csn_moment_words_short (csn_history_event_get_timestamp (event), now);
    case CSN_HISTORY_COLUMN_EVENT:
      return g_strdup (csn_event_words_name (text_of (event, "event_type")));
    case CSN_HISTORY_COLUMN_AGENT:
      return g_strdup (text_of (event, "agent_id"));
    case CSN_HISTORY_COLUMN_ACTION:
      return action_cell (event);
    case CSN_HISTORY_COLUMN_LEVEL:
      return level_cell (event);
    case CSN_HISTORY_COLUMN_CONFIDENCE:
      return g_strdup (text_of (event, "confidence_score"));
    case CSN_HISTORY_COLUMN_REVIEWER:
      return reviewer_cell (event);
    case CSN_HISTORY_COLUMN_DECISION:
      return decision_cell (event);
    case CSN_HISTORY_COLUMN_LATENCY:
      return latency_cell (event);
    case CSN_HISTORY_N_COLUMNS:
      break;
    }
  return g_strdup ("");
}

const char *
csn_history_words_css_class (CsnHistoryEvent *event, CsnHistoryColumn column)
{
  switch (column)
    {
    case CSN_HISTORY_COLUMN_EVENT:
      return csn_event_words_css_class (text_of (event, "event_type"));
    case CSN_HISTORY_COLUMN_REVIEWER:
      return is_by_silence (event) ? "silence" : NULL;
    case CSN_HISTORY_COLUMN_DECISION:
      {
        g_autofree char *outcome = is_outcome (event) ? dup_detail (event, "outcome") : NULL;

        return g_strcmp0 (outcome, "failure") == 0 ? "error" : NULL;
      }
    case CSN_HISTORY_COLUMN_TIME:
    case CSN_HISTORY_COLUMN_AGENT:
    case CSN_HISTORY_COLUMN_ACTION:
    case CSN_HISTORY_COLUMN_LEVEL:
    case CSN_HISTORY_COLUMN_CONFIDENCE:
    case CSN_HISTORY_COLUMN_LATENCY:
    case CSN_HISTORY_N_COLUMNS:
      break;
    }
  return NULL;
}
