/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-request-private.h"
#include "csn-time.h"
#include "csn-visible-text.h"

#define MAX_SCORE_BYTES 64

#define EVERY_DECISION                                                                             \
  (CSN_DECISION_BIT (CSN_DECISION_APPROVE) | CSN_DECISION_BIT (CSN_DECISION_EDIT) |                \
   CSN_DECISION_BIT (CSN_DECISION_REJECT) | CSN_DECISION_BIT (CSN_DECISION_RESPOND))

static gboolean
set_error (GError **error, CsnModelError code, const char *fault, const char *name)
{
  g_set_error (error, CSN_MODEL_ERROR, code, "The member “%s” %s", name, fault);
  return FALSE;
}

static void
add_bad_member (CsnRequest *self, const char *name)
{
  g_autofree char *sentence =
      g_strdup_printf ("The member “%s” can't be read, so it counts as unknown.", name);

  csn_request_add_problem (self, CSN_REQUEST_FLAG_BAD_MEMBER, sentence);
}

/* A member that is null is absent. */
static const CsnJson *
find_member (const CsnJson *object, const char *key)
{
  const CsnJson *member = csn_json_get_member (object, key);

  if (member == NULL || csn_json_get_value_type (member) == CSN_JSON_NULL)
    return NULL;

  return member;
}

/* Finds an optional member; one of another type is absent and flags the request. */
static const CsnJson *
find_typed (CsnRequest *self,
            const CsnJson *object,
            const char *key,
            CsnJsonType type,
            const char *name)
{
  const CsnJson *member = find_member (object, key);

  if (member == NULL)
    return NULL;

  if (csn_json_get_value_type (member) != type)
    {
      add_bad_member (self, name);
      return NULL;
    }

  return member;
}

static const char *
find_string (CsnRequest *self, const CsnJson *object, const char *key, const char *name)
{
  const CsnJson *member = find_typed (self, object, key, CSN_JSON_STRING, name);

  return member == NULL ? NULL : csn_json_get_text (member);
}

static gboolean
is_id (const CsnJson *json)
{
  gsize length;

  if (csn_json_get_value_type (json) != CSN_JSON_STRING)
    return FALSE;

  length = strlen (csn_json_get_text (json));
  return length > 0 && length <= CSN_REQUEST_MAX_ID_BYTES;
}

static gboolean
read_id (const CsnJson *task, const char *key, char **ret_id, GError **error)
{
  const CsnJson *member = find_member (task, key);

  if (member == NULL)
    return set_error (error, CSN_MODEL_ERROR_MISSING, "is missing", key);
  if (!is_id (member))
    return set_error (error, CSN_MODEL_ERROR_INVALID, "must be a string of 1 to 256 bytes", key);

  *ret_id = g_strdup (csn_json_get_text (member));
  return TRUE;
}

static gboolean
read_required (CsnRequest *self, GError **error)
{
  const CsnJson *status = find_member (self->task, "status");
  const CsnJson *action = find_member (self->task, "proposed_action");

  if (!read_id (self->task, "task_id", &self->task_id, error) ||
      !read_id (self->task, "agent_id", &self->agent_id, error) ||
      !read_id (self->task, "action_type", &self->action_type, error))
    return FALSE;

  if (status == NULL)
    return set_error (error, CSN_MODEL_ERROR_MISSING, "is missing", "status");
  if (csn_json_get_value_type (status) != CSN_JSON_STRING ||
      !csn_task_status_from_string (csn_json_get_text (status), &self->task_status))
    return set_error (error,
                      CSN_MODEL_ERROR_INVALID,
                      "is none of the states that the protocol knows",
                      "status");

  if (action == NULL)
    return set_error (error, CSN_MODEL_ERROR_MISSING, "is missing", "proposed_action");
  if (csn_json_get_value_type (action) != CSN_JSON_OBJECT)
    return set_error (error, CSN_MODEL_ERROR_INVALID, "must be an object", "proposed_action");

  self->action = csn_json_ref (action);
  return TRUE;
}

static void
read_revision (CsnRequest *self)
{
  const CsnJson *member = find_member (self->task, "revision");
  gint64 revision;

  if (member == NULL)
    return;

  if (csn_json_get_integer (member, &revision) && revision >= 0)
    self->revision = revision;
  else
    add_bad_member (self, "revision");
}

static void
read_asked_level (CsnRequest *self)
{
  const char *text = find_string (self, self->task, "hitl_level", "hitl_level");

  if (text == NULL)
    return;

  self->has_asked_level = csn_level_from_string (text, &self->asked_level);
  if (!self->has_asked_level)
    add_bad_member (self, "hitl_level");
}

static CsnTristate
read_fact (CsnRequest *self, const CsnJson *facts, const char *key, const char *name)
{
  const CsnJson *member = find_typed (self, facts, key, CSN_JSON_BOOLEAN, name);

  if (member == NULL)
    return CSN_TRISTATE_UNKNOWN;

  return csn_json_get_boolean (member) ? CSN_TRISTATE_TRUE : CSN_TRISTATE_FALSE;
}

static void
read_facts (CsnRequest *self)
{
  const CsnJson *facts = find_typed (self, self->task, "facts", CSN_JSON_OBJECT, "facts");
  const CsnJson *cost;

  if (facts == NULL)
    return;

  self->facts.reversible = read_fact (self, facts, "reversible", "facts.reversible");
  self->facts.financial = read_fact (self, facts, "financial", "facts.financial");
  self->facts.pii = read_fact (self, facts, "pii", "facts.pii");
  self->facts.regulated = read_fact (self, facts, "regulated", "facts.regulated");
  self->facts.read_only = read_fact (self, facts, "read_only", "facts.read_only");

  cost = find_member (facts, "cost");
  if (cost == NULL)
    return;

  self->cost = csn_money_from_json (cost);
  self->facts.cost = self->cost;
  if (self->cost == NULL)
    add_bad_member (self, "facts.cost");
}

/* The ends of the range must be exact: "1.00000000000000000001" rounds to a double inside it. */
static gboolean
is_score (const CsnJson *json, double *ret_score)
{
  double score;

  if (csn_json_get_value_type (json) != CSN_JSON_NUMBER ||
      strlen (csn_json_get_text (json)) > MAX_SCORE_BYTES || !csn_json_get_double (json, &score) ||
      !(score >= 0.0 && score <= 1.0))
    return FALSE;

  if ((score == 0.0 || score == 1.0) && !csn_json_is_bindable (json))
    return FALSE;

  *ret_score = score;
  return TRUE;
}

static void
read_score (CsnRequest *self, const CsnJson *confidence)
{
  const CsnJson *score = find_member (confidence, "score");

  if (score == NULL)
    return;

  if (is_score (score, &self->confidence.score))
    self->confidence.score_text = g_strdup (csn_json_get_text (score));
  else
    csn_request_add_problem (
        self,
        CSN_REQUEST_FLAG_BAD_SCORE,
        "The confidence score is not a number between 0 and 1, so it counts as unknown.");
}

/* Reads an array of strings; anything else in it makes it absent. */
static char **
read_strings (CsnRequest *self,
              const CsnJson *object,
              const char *key,
              const char *name,
              gboolean ids)
{
  const CsnJson *array = find_typed (self, object, key, CSN_JSON_ARRAY, name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < csn_json_get_size (array); i++)
    {
      const CsnJson *element = csn_json_get_element (array, i);

      if (csn_json_get_value_type (element) != CSN_JSON_STRING || (ids && !is_id (element)))
        {
          add_bad_member (self, name);
          return g_new0 (char *, 1);
        }
      g_strv_builder_add (builder, csn_json_get_text (element));
    }

  return g_strv_builder_end (builder);
}

static void
read_confidence (CsnRequest *self)
{
  const CsnJson *json = find_typed (self, self->task, "confidence", CSN_JSON_OBJECT, "confidence");
  CsnConfidence *confidence = &self->confidence;
  const char *recommendation;

  if (json == NULL)
    return;

  self->has_confidence = TRUE;
  read_score (self, json);
  confidence->rationale = g_strdup (find_string (self, json, "rationale", "confidence.rationale"));
  confidence->uncertainties = (const char *const *)
      read_strings (self, json, "uncertainties", "confidence.uncertainties", FALSE);

  recommendation = find_string (self, json, "recommendation", "confidence.recommendation");
  if (recommendation != NULL &&
      !csn_recommendation_from_string (recommendation, &confidence->recommendation))
    add_bad_member (self, "confidence.recommendation");
}

static void
read_allowed_decisions (CsnRequest *self)
{
  const CsnJson *array =
      find_typed (self, self->task, "allowed_decisions", CSN_JSON_ARRAY, "allowed_decisions");
  CsnDecisionKind kind;
  gboolean readable = TRUE;

  self->allowed_decisions = EVERY_DECISION;
  if (array == NULL)
    return;

  self->allowed_decisions = 0;
  for (guint i = 0; i < csn_json_get_size (array); i++)
    {
      const CsnJson *element = csn_json_get_element (array, i);

      if (csn_json_get_value_type (element) != CSN_JSON_STRING)
        readable = FALSE;
      else if (csn_decision_kind_from_string (csn_json_get_text (element), &kind))
        self->allowed_decisions |= CSN_DECISION_BIT (kind);
    }

  if (!readable)
    add_bad_member (self, "allowed_decisions");
}

static gint64
read_time (CsnRequest *self, const char *key)
{
  const char *text = find_string (self, self->task, key, key);
  gint64 time = 0;

  if (text != NULL && !csn_time_from_string (text, &time))
    add_bad_member (self, key);

  return time;
}

static void
read_history_and_state (CsnRequest *self)
{
  const CsnJson *history = find_typed (self, self->task, "history", CSN_JSON_ARRAY, "history");

  for (guint i = 0; history != NULL && i < csn_json_get_size (history); i++)
    {
      const CsnJson *element = csn_json_get_element (history, i);

      if (csn_json_get_value_type (element) != CSN_JSON_OBJECT)
        {
          add_bad_member (self, "history");
          history = NULL;
        }
    }

  self->history = history;
  self->state = find_typed (self, self->task, "state", CSN_JSON_OBJECT, "state");
}

static CsnVisibleWarnings
scan_text (const char *text, CsnVisibleFlags flags)
{
  CsnVisibleWarnings warnings = CSN_VISIBLE_NONE;
  g_autofree char *visible = NULL;

  if (text != NULL)
    visible = csn_visible_text (text, -1, flags, &warnings);

  return warnings;
}

static CsnVisibleWarnings
scan_value (const CsnJson *value)
{
  CsnVisibleWarnings warnings = CSN_VISIBLE_NONE;
  gboolean is_object = csn_json_get_value_type (value) == CSN_JSON_OBJECT;

  if (csn_json_get_value_type (value) == CSN_JSON_STRING)
    return scan_text (csn_json_get_text (value), CSN_VISIBLE_MULTI_LINE);

  for (guint i = 0; i < csn_json_get_size (value); i++)
    {
      if (is_object)
        warnings |= scan_text (csn_json_get_key (value, i), CSN_VISIBLE_SINGLE_LINE);
      warnings |= scan_value (csn_json_get_element (value, i));
    }

  return warnings;
}

static CsnVisibleWarnings
scan_strings (const char *const *texts, CsnVisibleFlags flags)
{
  CsnVisibleWarnings warnings = CSN_VISIBLE_NONE;

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    warnings |= scan_text (texts[i], flags);

  return warnings;
}

static void
add_deception (CsnRequest *self, const char *place, CsnVisibleWarnings warnings)
{
  static const struct
  {
    CsnVisibleWarnings warning;
    const char *what;
  } whats[] = {
    { CSN_VISIBLE_CONTROL, "control characters" },
    { CSN_VISIBLE_BIDI, "characters that reorder text" },
    { CSN_VISIBLE_INVISIBLE, "invisible characters" },
    { CSN_VISIBLE_PRIVATE, "characters without a common meaning" },
    { CSN_VISIBLE_PADDING, "long runs of empty space" },
    { CSN_VISIBLE_MIXED_SCRIPT, "words that mix scripts" },
  };
  g_autoptr (GString) sentence = NULL;
  gboolean first = TRUE;

  if (warnings == CSN_VISIBLE_NONE)
    return;

  sentence = g_string_new (NULL);
  g_string_append_printf (sentence, "%s: ", place);
  for (guint i = 0; i < G_N_ELEMENTS (whats); i++)
    {
      if ((warnings & whats[i].warning) == 0)
        continue;
      g_string_append_printf (sentence, "%s%s", first ? "" : ", ", whats[i].what);
      first = FALSE;
    }
  g_string_append (sentence, "; marks show where they are.");
  csn_request_add_problem (self, CSN_REQUEST_FLAG_DECEPTIVE, sentence->str);
}

static void
scan_for_deception (CsnRequest *self)
{
  const CsnConfidence *confidence = &self->confidence;

  add_deception (self, "In the action", scan_value (self->action));
  add_deception (
      self,
      "In the names of task, agent or action type",
      scan_text (self->task_id, CSN_VISIBLE_SINGLE_LINE) |
          scan_text (self->agent_id, CSN_VISIBLE_SINGLE_LINE) |
          scan_text (self->action_type, CSN_VISIBLE_SINGLE_LINE) |
          scan_strings ((const char *const *) self->delegation, CSN_VISIBLE_SINGLE_LINE));
  add_deception (self,
                 "In the agent's words",
                 scan_text (self->description, CSN_VISIBLE_MULTI_LINE) |
                     scan_text (confidence->rationale, CSN_VISIBLE_MULTI_LINE) |
                     scan_strings (confidence->uncertainties, CSN_VISIBLE_MULTI_LINE));
}

static void
bind_action (CsnRequest *self)
{
  self->action_digest = csn_request_digest_for_action (self, self->action);
  if (self->action_digest == NULL)
    csn_request_add_problem (self,
                             CSN_REQUEST_FLAG_UNBINDABLE,
                             "The action has a number that programs read differently, so no "
                             "digest can bind an approval to it.");
}

/* A task of its own: one out of a list would keep the whole list in memory. */
static gboolean
read_raw (CsnRequest *self, const CsnJson *task, GError **error)
{
  char *text = csn_json_to_text (task, 0);
  gsize length = strlen (text);
  g_autoptr (GError) json_error = NULL;

  self->raw = g_bytes_new_take (text, length);
  self->task = csn_json_parse (text, length, CSN_JSON_MAX_REQUEST_BYTES, NULL, &json_error);
  if (self->task != NULL)
    return TRUE;

  g_set_error (error,
               CSN_MODEL_ERROR,
               CSN_MODEL_ERROR_INVALID,
               "The task can't be read: %s",
               json_error->message);
  return FALSE;
}

CsnRequest *
csn_request_new_from_task (const char *source, const CsnJson *task, GError **error)
{
  g_autoptr (CsnRequest) self = NULL;

  g_return_val_if_fail (source != NULL, NULL);
  g_return_val_if_fail (task != NULL, NULL);

  if (csn_json_get_value_type (task) != CSN_JSON_OBJECT)
    {
      g_set_error_literal (error,
                           CSN_MODEL_ERROR,
                           CSN_MODEL_ERROR_INVALID,
                           "The task is not an object");
      return NULL;
    }

  self = csn_request_alloc (source);
  if (!read_raw (self, task, error) || !read_required (self, error))
    return NULL;

  read_revision (self);
  self->description = g_strdup (find_string (self, self->task, "description", "description"));
  read_asked_level (self);
  read_facts (self);
  read_confidence (self);
  g_strfreev (self->delegation);
  self->delegation = read_strings (self, self->task, "delegation", "delegation", TRUE);
  read_allowed_decisions (self);
  self->created_at = read_time (self, "created_at");
  self->expires_at = read_time (self, "expires_at");
  read_history_and_state (self);
  scan_for_deception (self);
  bind_action (self);
  return g_steal_pointer (&self);
}
