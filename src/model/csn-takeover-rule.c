/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-takeover-private.h"
#include "csn-time.h"
#include "csn-visible-text.h"

#define MASK "••••••"

static const char *
string_member (const CsnJson *object, const char *key)
{
  const CsnJson *member = csn_json_get_member (object, key);

  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return NULL;

  return csn_json_get_text (member);
}

static gboolean
is_boolean (const CsnJson *object, const char *key, gboolean value)
{
  const CsnJson *member = csn_json_get_member (object, key);

  return member != NULL && csn_json_get_value_type (member) == CSN_JSON_BOOLEAN &&
         csn_json_get_boolean (member) == value;
}

static char *
show_line (const char *text)
{
  if (csn_visible_is_secret (NULL, text))
    return g_strdup (MASK);

  return csn_visible_text (text, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
}

/* The protocol leaves the result's words to the agent; these are read as a failure. */
static gboolean
says_failed (const char *result)
{
  static const char *const words[] = { "failed", "failure", "error" };

  for (guint i = 0; result != NULL && i < G_N_ELEMENTS (words); i++)
    {
      if (g_ascii_strncasecmp (result, words[i], strlen (words[i])) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
add_step_done (CsnTakeover *self, const CsnJson *entry)
{
  const char *at = string_member (entry, "at");
  const char *action = string_member (entry, "action");
  const char *result = string_member (entry, "result");
  g_autofree char *shown_action = show_line (action != NULL ? action : "An unnamed step");
  g_autofree char *shown_result = result == NULL ? NULL : show_line (result);
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean failed = says_failed (result) || is_boolean (entry, "success", FALSE) ||
                    string_member (entry, "error") != NULL;
  gint64 time;

  if (csn_time_from_string (at, &time))
    {
      g_autofree char *shown_time = csn_time_to_string (time);

      /* Hours and minutes of UTC are enough for one line. */
      g_string_append_printf (line, "%.10s %.5s UTC: ", shown_time, shown_time + 11);
    }
  g_string_append (line, shown_action);
  if (shown_result != NULL)
    g_string_append_printf (line, ": %s", shown_result);

  csn_takeover_add_step (self,
                         g_string_free (g_steal_pointer (&line), FALSE),
                         failed,
                         is_boolean (entry, "reversible", FALSE));
}

static char *
reason_of_verdict (const CsnVerdict *verdict)
{
  g_autoptr (GPtrArray) whys = g_ptr_array_new ();

  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    {
      const CsnRule *rule = csn_verdict_get_rule (verdict, i);

      if (rule->decisive)
        g_ptr_array_add (whys, (gpointer) rule->why);
    }

  g_ptr_array_add (whys, NULL);
  return g_strjoinv (" ", (char **) whys->pdata);
}

static gboolean
has_decisive_rule (const CsnVerdict *verdict, const char *code)
{
  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    {
      const CsnRule *rule = csn_verdict_get_rule (verdict, i);

      if (rule->decisive && strcmp (rule->code, code) == 0)
        return TRUE;
    }

  return FALSE;
}

static guint
count_steps (const CsnTakeover *self, gboolean failed)
{
  guint count = 0;

  for (guint i = 0; i < self->steps->len; i++)
    {
      const CsnTakeoverStep *step = &g_array_index (self->steps, CsnTakeoverStep, i);

      count += failed ? step->failed : step->irreversible;
    }

  return count;
}

static void
add_next_step_about_cause (GStrvBuilder *steps,
                           const CsnRequest *request,
                           const CsnVerdict *verdict)
{
  const CsnConfidence *confidence = csn_request_get_confidence (request);

  if (has_decisive_rule (verdict, "failures.multiple"))
    g_strv_builder_add (steps, "Look at the agent's last failures in History.");
  if (has_decisive_rule (verdict, "agent.read_only"))
    g_strv_builder_add (steps, "End the takeover that made the agent read-only first.");

  for (guint i = 0; confidence != NULL && confidence->uncertainties != NULL &&
                    confidence->uncertainties[i] != NULL && i < 3;
       i++)
    {
      g_autofree char *uncertainty = show_line (confidence->uncertainties[i]);
      g_autofree char *step =
          g_strdup_printf ("Settle what the agent is unsure about: %s", uncertainty);

      g_strv_builder_add (steps, step);
    }
}

static char **
list_next_steps (const CsnTakeover *self, const CsnRequest *request, const CsnVerdict *verdict)
{
  g_autoptr (GStrvBuilder) steps = g_strv_builder_new ();
  const char *description = csn_request_get_description (request);
  g_autofree char *what =
      show_line (description != NULL ? description : csn_request_get_action_type (request));
  g_autofree char *act = g_strdup_printf ("Do it yourself, or decide against it: %s", what);

  add_next_step_about_cause (steps, request, verdict);
  if (count_steps (self, TRUE) > 0)
    g_strv_builder_add (steps, "Check the steps that failed, and put right what they left behind.");
  if (count_steps (self, FALSE) > 0)
    g_strv_builder_add (steps, "Mind the steps that can't be undone.");
  g_strv_builder_add (steps, "Check that the proposed action was not carried out already.");
  g_strv_builder_add (steps, act);
  g_strv_builder_add (steps, "Hand the agent back with a note of what you did.");
  return g_strv_builder_end (steps);
}

CsnTakeover *
csn_takeover_new_by_rule (const CsnRequest *request, const CsnVerdict *verdict, const char *reason)
{
  const CsnJson *history, *state;
  CsnTakeover *self;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (verdict != NULL, NULL);

  self = csn_takeover_alloc ("rule");
  self->reason = reason != NULL ? csn_visible_text (reason, -1, CSN_VISIBLE_SINGLE_LINE, NULL)
                                : reason_of_verdict (verdict);

  history = csn_request_get_history (request);
  for (guint i = 0; history != NULL && i < csn_json_get_size (history); i++)
    add_step_done (self, csn_json_get_element (history, i));

  state = csn_request_get_state_of_agent (request);
  self->state = state == NULL ? NULL : csn_json_ref (state);
  self->next_steps = list_next_steps (self, request, verdict);
  return self;
}
