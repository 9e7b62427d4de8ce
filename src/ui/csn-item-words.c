/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-item-words.h"

#include <glib/gi18n.h>

#include "csn-time-words.h"
#include "csn-visible-text.h"

static char *
approved_by (CsnDecision *decision)
{
  if (decision == NULL)
    return g_strdup (_ ("Approved"));
  switch (csn_decision_get_actor_kind (decision))
    {
    case CSN_ACTOR_SILENCE:
      return g_strdup (_ ("Approved by silence"));
    case CSN_ACTOR_POLICY:
      return g_strdup (_ ("Approved by policy"));
    case CSN_ACTOR_HUMAN:
    case CSN_ACTOR_SYSTEM:
    case CSN_ACTOR_AGENT:
      break;
    }
  return g_strdup (_ ("Approved"));
}

static char *
settled (CsnInboxItem *item)
{
  switch (csn_inbox_item_get_state (item))
    {
    case CSN_REQUEST_PENDING:
      return NULL;
    case CSN_REQUEST_APPROVED:
      return approved_by (csn_inbox_item_get_decision (item));
    case CSN_REQUEST_EDITED:
      return g_strdup (_ ("Approved with changes"));
    case CSN_REQUEST_REJECTED:
      return g_strdup (_ ("Rejected"));
    case CSN_REQUEST_RESPONDED:
      return g_strdup (_ ("Answered"));
    case CSN_REQUEST_ESCALATED:
      return g_strdup (_ ("Escalated"));
    case CSN_REQUEST_TAKEN_OVER:
      return g_strdup (_ ("Taken over"));
    case CSN_REQUEST_WITHDRAWN:
      return g_strdup (_ ("Withdrawn"));
    }
  return NULL;
}

static const char *
outcome_words (CsnInboxItem *item)
{
  CsnOutcome *outcome = csn_inbox_item_get_outcome (item);

  if (outcome == NULL)
    return NULL;
  switch (csn_outcome_get_kind (outcome))
    {
    case CSN_OUTCOME_NONE:
      return NULL;
    case CSN_OUTCOME_SUCCESS:
      return _ ("done");
    case CSN_OUTCOME_FAILURE:
      return _ ("failed");
    case CSN_OUTCOME_UNKNOWN:
      return _ ("ended without saying how");
    }
  return NULL;
}

static const char *
delivery_words (CsnInboxItem *item)
{
  switch (csn_inbox_item_get_delivery (item))
    {
    case CSN_DELIVERY_NONE:
      return NULL;
    case CSN_DELIVERY_QUEUED:
      return _ ("telling the agent");
    case CSN_DELIVERY_ACKNOWLEDGED:
      return _ ("the agent knows");
    case CSN_DELIVERY_REFUSED:
      return _ ("the agent refused it");
    case CSN_DELIVERY_FAILED:
      return _ ("the agent could not be told");
    }
  return NULL;
}

char *
csn_item_words_state (CsnInboxItem *item)
{
  g_autofree char *how = settled (item);
  const char *more = NULL;

  if (how == NULL)
    return NULL;
  more = outcome_words (item);
  if (more == NULL)
    more = delivery_words (item);
  return more != NULL ? g_strdup_printf ("%s · %s", how, more) : g_steal_pointer (&how);
}

static void
say_decision (GString *story, CsnInboxItem *item)
{
  CsnDecision *decision = csn_inbox_item_get_decision (item);
  g_autofree char *how = settled (item);
  g_autofree char *when = csn_time_words_local (csn_inbox_item_get_settled_at (item));
  const char *who = decision != NULL ? csn_decision_get_reviewer (decision) : NULL;
  g_autofree char *name =
      who != NULL ? csn_visible_text (who, -1, CSN_VISIBLE_SINGLE_LINE, NULL) : NULL;

  if (csn_inbox_item_get_state (item) == CSN_REQUEST_WITHDRAWN)
    g_string_append_printf (story, _ ("Withdrawn at %s: there is nothing left to decide."), when);
  else if (csn_inbox_item_get_state (item) == CSN_REQUEST_ESCALATED)
    g_string_append_printf (story, _ ("Nobody answered in time; escalated at %s."), when);
  else if (name != NULL)
    /* TRANSLATORS: "Rejected by ana at 07:03:11." */
    g_string_append_printf (story, _ ("%s by %s at %s."), how, name, when);
  else
    g_string_append_printf (story, _ ("%s at %s."), how, when);
}

static void
say_delivery (GString *story, CsnInboxItem *item)
{
  const char *message = csn_inbox_item_get_delivery_message (item);

  switch (csn_inbox_item_get_delivery (item))
    {
    case CSN_DELIVERY_NONE:
      return;
    case CSN_DELIVERY_QUEUED:
      g_string_append_printf (story, " %s", _ ("The agent is being told."));
      break;
    case CSN_DELIVERY_ACKNOWLEDGED:
      g_string_append_printf (story, " %s", _ ("The agent knows."));
      return;
    case CSN_DELIVERY_REFUSED:
      g_string_append_printf (story, " %s", _ ("The agent refused the decision."));
      break;
    case CSN_DELIVERY_FAILED:
      g_string_append_printf (story, " %s", _ ("The agent could not be told."));
      break;
    }
  if (message != NULL)
    {
      g_autofree char *visible = csn_visible_text (message, -1, CSN_VISIBLE_SINGLE_LINE, NULL);

      g_string_append_printf (story, " (%s)", visible);
    }
}

#define DETAIL_CHARS 300

static void
say_at_most (GString *story, const char *detail)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (detail, -1) <= DETAIL_CHARS)
    {
      g_string_append_printf (story, ": “%s”", detail);
      return;
    }
  start = g_utf8_substring (detail, 0, DETAIL_CHARS);
  g_string_append_printf (story, _ (": “%s…” (all of it stands in History)"), start);
}

static void
say_outcome (GString *story, CsnInboxItem *item)
{
  CsnOutcome *outcome = csn_inbox_item_get_outcome (item);
  const char *detail = outcome != NULL ? csn_outcome_get_detail (outcome) : NULL;

  if (outcome == NULL || csn_outcome_get_kind (outcome) == CSN_OUTCOME_NONE)
    return;
  switch (csn_outcome_get_kind (outcome))
    {
    case CSN_OUTCOME_NONE:
      return;
    case CSN_OUTCOME_SUCCESS:
      g_string_append_printf (story, " %s", _ ("It reports success"));
      break;
    case CSN_OUTCOME_FAILURE:
      g_string_append_printf (story, " %s", _ ("It reports failure"));
      break;
    case CSN_OUTCOME_UNKNOWN:
      g_string_append_printf (story, " %s", _ ("It ended without saying how"));
      break;
    }
  if (detail != NULL && *detail != '\0')
    {
      g_autofree char *visible = csn_visible_text (detail, -1, CSN_VISIBLE_SINGLE_LINE, NULL);

      say_at_most (story, visible);
    }
  else
    g_string_append_c (story, '.');
}

char *
csn_item_words_story (CsnInboxItem *item)
{
  GString *story = NULL;

  if (csn_inbox_item_get_state (item) == CSN_REQUEST_PENDING)
    return NULL;
  story = g_string_new (NULL);
  say_decision (story, item);
  say_delivery (story, item);
  say_outcome (story, item);
  return g_string_free (story, FALSE);
}

static char *
wait_reason (CsnWaitReason reason)
{
  switch (reason)
    {
    case CSN_WAIT_NONE:
      return NULL;
    case CSN_WAIT_AWAY:
      return g_strdup (
          _ ("Silence does not count while you are away; the full time starts when you return."));
    case CSN_WAIT_UNSEEN:
      return g_strdup (
          _ ("Silence does not count yet: no notification could be shown for this request."));
    case CSN_WAIT_CAP:
      return g_strdup (
          _ ("Silence approved this kind of action too often in a row; this one waits for you."));
    case CSN_WAIT_POLICY:
      return g_strdup (_ ("Silence may not approve this one; it waits for you."));
    case CSN_WAIT_STOPPED:
      return g_strdup (_ ("The agent is stopped; silence approves nothing."));
    }
  return NULL;
}

char *
csn_item_words_wait (CsnInboxItem *item, gint64 now)
{
  gint64 deadline = csn_inbox_item_get_deadline_at (item);
  g_autofree char *left = NULL;

  if (csn_inbox_item_get_state (item) != CSN_REQUEST_PENDING)
    return NULL;
  if (deadline == 0)
    return wait_reason (csn_inbox_item_get_wait_reason (item));
  if (csn_inbox_item_get_level (item) == CSN_LEVEL_SOFT_APPROVAL)
    {
      left = csn_time_words_clock (deadline - now);
      return g_strdup_printf (_ ("Without an answer it is approved by silence in %s."), left);
    }
  left = csn_time_words_left (deadline - now);
  return g_strdup_printf (_ ("Without an answer it is escalated to a takeover (%s)."), left);
}

char *
csn_item_words_time_left (CsnInboxItem *item, gint64 now)
{
  gint64 deadline = csn_inbox_item_get_deadline_at (item);

  if (csn_inbox_item_get_state (item) != CSN_REQUEST_PENDING || deadline == 0)
    return NULL;
  if (csn_inbox_item_get_level (item) == CSN_LEVEL_SOFT_APPROVAL)
    return csn_time_words_clock (deadline - now);
  return csn_time_words_left (deadline - now);
}
