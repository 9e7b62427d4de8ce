/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-autonomy.h"
#include "csn-calibration.h"
#include "csn-gate-private.h"

#define MAX_NOTES 4000

/* A copy of a CsnAnswer. */
typedef struct
{
  char *request_id;
  gint64 revision;
  char *digest;
  CsnDecisionKind kind;
  CsnJson *action;
  char *notes;
  const char *via; /* (unowned): static */
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->request_id);
  g_free (answer->digest);
  g_clear_pointer (&answer->action, csn_json_unref);
  g_free (answer->notes);
  g_free (answer);
}

static const char *
known_via (const char *via)
{
  static const char *const known[] = { "window", "notification", "command-line" };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (g_strcmp0 (via, known[i]) == 0)
        return known[i];
    }
  return NULL;
}

static Answer *
answer_copy (const CsnAnswer *other)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->request_id = g_strdup (other->request_id);
  answer->revision = other->revision;
  answer->digest = g_strdup (other->digest);
  answer->kind = other->kind;
  if (other->action != NULL)
    answer->action = csn_json_ref (other->action);
  if (other->notes != NULL && *other->notes != '\0')
    answer->notes = g_strdup (other->notes);
  answer->via = known_via (other->via);
  return answer;
}

/* An answer that no request could take. */
static gboolean
check_answer (const Answer *answer, GError **error)
{
  const char *wrong = NULL;

  if (answer->via == NULL)
    wrong = "The answer does not say where it comes from.";
  else if (answer->kind == CSN_DECISION_ESCALATE)
    wrong = "A person can't escalate; take the request over instead.";
  else if (answer->notes != NULL && !g_utf8_validate (answer->notes, -1, NULL))
    wrong = "The notes are not valid text.";
  else if (answer->notes != NULL && g_utf8_strlen (answer->notes, -1) > MAX_NOTES)
    wrong = "The notes are longer than 4000 characters.";
  else if (answer->kind == CSN_DECISION_RESPOND && answer->notes == NULL)
    wrong = "A response needs words.";
  else if ((answer->kind == CSN_DECISION_EDIT) != (answer->action != NULL))
    wrong = "An edit, and only an edit, brings an action.";
  else if (answer->action != NULL && csn_json_get_value_type (answer->action) != CSN_JSON_OBJECT)
    wrong = "The edited action must be a JSON object.";
  if (wrong == NULL)
    return TRUE;
  g_set_error_literal (error, CSN_GATE_ERROR, CSN_GATE_ERROR_INVALID, wrong);
  return FALSE;
}

/* Whether the answer is about what is there. Refusing needs no digest: it binds nothing. */
static gboolean
check_fresh (CsnInboxItem *item, const Answer *answer, GError **error)
{
  const char *digest = csn_request_get_action_digest (item->request);
  gboolean may_lack_digest =
      answer->kind != CSN_DECISION_APPROVE && answer->kind != CSN_DECISION_EDIT;

  if (answer->revision == csn_request_get_revision (item->request) &&
      (g_strcmp0 (answer->digest, digest) == 0 || (answer->digest == NULL && may_lack_digest)))
    return TRUE;
  g_set_error_literal (error,
                       CSN_GATE_ERROR,
                       CSN_GATE_ERROR_STALE,
                       "The request is not the one that was shown; look at it again.");
  return FALSE;
}

static gboolean
check_allowed (CsnInboxItem *item, const Answer *answer, GError **error)
{
  const char *wrong = NULL;
  g_autofree char *digest = NULL;

  if (answer->action != NULL)
    digest = csn_request_digest_for_action (item->request, answer->action);

  if (!csn_request_allows (item->request, answer->kind))
    wrong = "This request can't be answered so.";
  else if (g_str_equal (answer->via, "command-line") && answer->kind != CSN_DECISION_REJECT)
    wrong = "The command line can only reject; use the window.";
  else if (g_str_equal (answer->via, "notification") && answer->kind != CSN_DECISION_REJECT &&
           answer->kind != CSN_DECISION_APPROVE)
    wrong = "A notification can only approve or reject; use the window.";
  else if (g_str_equal (answer->via, "notification") && answer->kind == CSN_DECISION_APPROVE &&
           (csn_inbox_item_get_level (item) != CSN_LEVEL_SOFT_APPROVAL ||
            csn_request_get_flags (item->request) != CSN_REQUEST_FLAG_NONE))
    wrong = "This request can't be approved from a notification; use the window.";
  else if (answer->action != NULL && (digest == NULL || !csn_json_is_bindable (answer->action)))
    wrong = "The edited action can't be bound: a number in it is too large or too precise.";
  if (wrong == NULL)
    return TRUE;
  g_set_error_literal (error, CSN_GATE_ERROR, CSN_GATE_ERROR_NOT_ALLOWED, wrong);
  return FALSE;
}

static CsnJson *
new_decision_details (CsnInboxItem *item, const Answer *answer)
{
  g_autofree char *notes = csn_details_text (answer->notes);

  return csn_details_new (
      "notes",
      notes,
      "proposed_digest",
      answer->kind == CSN_DECISION_EDIT ? csn_request_get_action_digest (item->request) : NULL,
      NULL);
}

static CsnEventType
event_type_of (CsnDecisionKind kind)
{
  switch (kind)
    {
    case CSN_DECISION_APPROVE:
      return CSN_EVENT_APPROVED;
    case CSN_DECISION_EDIT:
      return CSN_EVENT_EDITED;
    case CSN_DECISION_REJECT:
      return CSN_EVENT_REJECTED;
    case CSN_DECISION_RESPOND:
      return CSN_EVENT_RESPONDED;
    case CSN_DECISION_TAKEOVER:
      return CSN_EVENT_TAKEOVER;
    case CSN_DECISION_ESCALATE:
      break;
    }
  return CSN_EVENT_ESCALATED;
}

static void
decide (CsnMove *move, CsnInboxItem *item, const Answer *answer)
{
  CsnActor actor = csn_gate_reviewer_actor (move->gate, answer->via);
  g_autoptr (CsnDecision) decision = NULL;

  decision =
      csn_gate_new_decision (move, item, answer->kind, answer->action, &actor, answer->notes);
  csn_gate_settle_by (move,
                      item,
                      event_type_of (answer->kind),
                      decision,
                      &actor,
                      new_decision_details (item, answer));
  if (answer->kind == CSN_DECISION_TAKEOVER)
    csn_gate_open_takeover (move, item, "You took the request over.");
  if (answer->kind == CSN_DECISION_REJECT)
    {
      csn_gate_apply_ratchet (move, item, CSN_AUTONOMY_REJECTED);
      csn_gate_count_score (move, item, CSN_CALIBRATION_REJECTED);
    }
  if (answer->kind == CSN_DECISION_EDIT)
    {
      csn_gate_apply_ratchet (move, item, CSN_AUTONOMY_EDITED);
      csn_gate_count_score (move, item, CSN_CALIBRATION_EDITED);
    }
  /* The facts are those of the request, whatever a person made of the action. */
  if (answer->kind == CSN_DECISION_APPROVE || answer->kind == CSN_DECISION_EDIT)
    csn_gate_draw (move, item);
  csn_gate_break_silence (move, item);
  csn_gate_queue_decision (move, item, decision);
}

/* An answer that came too late, or is about something else, is an event too. */
static void
refuse (CsnGate *self, CsnInboxItem *item, const Answer *answer, GTask *task_full, GError *error)
{
  g_autoptr (GTask) task = task_full;
  CsnActor actor = csn_gate_reviewer_actor (self, answer->via);
  CsnMove *move = csn_move_new (self);
  const char *reason = "not_allowed";

  if (g_error_matches (error, CSN_GATE_ERROR, CSN_GATE_ERROR_DECIDED))
    reason = "decided";
  if (g_error_matches (error, CSN_GATE_ERROR, CSN_GATE_ERROR_STALE))
    reason = "stale";
  csn_move_event (move,
                  csn_move_new_item_event (move, CSN_EVENT_REFUSED, &actor, item),
                  csn_details_new ("reason",
                                   reason,
                                   "decision",
                                   csn_decision_kind_to_string (answer->kind),
                                   "why",
                                   error->message,
                                   NULL));
  csn_move_run (move, NULL);
  g_task_return_error (task, error);
}

static void
decide_found (CsnGate *self, CsnInboxItem *item, GTask *task)
{
  const Answer *answer = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  CsnMove *move;

  if (item == NULL)
    {
      g_task_return_new_error (task,
                               CSN_GATE_ERROR,
                               CSN_GATE_ERROR_NOT_FOUND,
                               "There is no such request.");
      g_object_unref (task);
      return;
    }
  if (!csn_inbox_item_is_pending (item))
    {
      g_autofree char *said = csn_gate_describe_settled (item);

      g_set_error_literal (&error, CSN_GATE_ERROR, CSN_GATE_ERROR_DECIDED, said);
    }
  else if (check_fresh (item, answer, &error) && check_allowed (item, answer, &error))
    {
      move = csn_move_new (self);
      decide (move, item, answer);
      csn_move_run (move, task);
      return;
    }
  refuse (self, item, answer, task, g_steal_pointer (&error));
}

void
csn_gate_decide_async (CsnGate *self,
                       const CsnAnswer *answer,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Answer *copy;
  GError *error = NULL;

  g_return_if_fail (CSN_IS_GATE (self));
  g_return_if_fail (answer != NULL && answer->request_id != NULL);

  copy = answer_copy (answer);
  g_task_set_source_tag (task, csn_gate_decide_async);
  g_task_set_task_data (task, copy, answer_free);
  if (!csn_gate_check_open (self, task))
    return;
  if (!check_answer (copy, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  csn_gate_find_async (self, copy->request_id, task, decide_found);
}

gboolean
csn_gate_decide_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The request's Task with another action. */
static CsnRequest *
new_edited_request (CsnRequest *request, const CsnJson *action)
{
  GBytes *raw = csn_request_get_raw (request);
  gsize length;
  const char *text = g_bytes_get_data (raw, &length);
  g_autoptr (CsnJson) task = csn_json_parse (text, length, G_MAXSIZE, NULL, NULL);
  g_autoptr (CsnJson) edited = NULL;
  g_autofree char *edited_text = NULL;
  CsnJsonWriter *writer;

  if (task == NULL || csn_json_get_value_type (task) != CSN_JSON_OBJECT)
    return NULL;
  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  for (guint i = 0; i < csn_json_get_size (task); i++)
    {
      const char *key = csn_json_get_key (task, i);

      csn_json_writer_key (writer, key);
      csn_json_writer_value (writer,
                             g_str_equal (key, "proposed_action") ? action
                                                                  : csn_json_get_element (task, i));
    }
  csn_json_writer_end_object (writer);
  edited_text = csn_json_writer_finish (writer);
  edited = csn_json_parse (edited_text, strlen (edited_text), G_MAXSIZE, NULL, NULL);
  if (edited == NULL)
    return NULL;
  return csn_request_new_from_task (csn_request_get_source (request), edited, NULL);
}

CsnVerdict *
csn_gate_evaluate_edit (CsnGate *self, const char *request_id, const CsnJson *action)
{
  CsnInboxItem *item;
  g_autoptr (CsnRequest) edited = NULL;

  g_return_val_if_fail (CSN_IS_GATE (self), NULL);
  g_return_val_if_fail (action != NULL, NULL);

  item = csn_gate_lookup (self, request_id);
  if (item == NULL || !csn_inbox_item_is_pending (item))
    return NULL;
  edited = new_edited_request (item->request, action);
  if (edited == NULL)
    return NULL;
  return csn_gate_judge (self, edited, csn_clock_get_wall (self->clock), NULL);
}
