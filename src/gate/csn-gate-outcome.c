/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-autonomy.h"
#include "csn-calibration.h"
#include "csn-gate-private.h"

/* So long after a rejection its agent is watched for doing it all the same. */
#define WATCH_REJECTED CSN_HOUR

/*
 * Whether a settled request's agent still has something to report.
 */
gboolean
csn_gate_awaits_outcome (CsnGate *self, CsnInboxItem *item)
{
  if (item->outcome != NULL || item->delivery != CSN_DELIVERY_ACKNOWLEDGED)
    return FALSE;
  switch (item->state)
    {
    case CSN_REQUEST_APPROVED:
    case CSN_REQUEST_EDITED:
      return TRUE;
    case CSN_REQUEST_REJECTED:
      return csn_clock_get_wall (self->clock) < item->settled_at + WATCH_REJECTED;
    case CSN_REQUEST_ESCALATED:
    case CSN_REQUEST_TAKEN_OVER:
      return item->taken_over;
    case CSN_REQUEST_PENDING:
    case CSN_REQUEST_RESPONDED:
    case CSN_REQUEST_WITHDRAWN:
      break;
    }
  return FALSE;
}

gint64
csn_gate_get_open_until (CsnGate *self, CsnInboxItem *item)
{
  switch (item->delivery)
    {
    case CSN_DELIVERY_QUEUED:
      return G_MAXINT64;
    case CSN_DELIVERY_REFUSED:
    case CSN_DELIVERY_FAILED:
      if (item->outcome == NULL)
        return G_MAXINT64;
      break;
    case CSN_DELIVERY_NONE:
    case CSN_DELIVERY_ACKNOWLEDGED:
      break;
    }
  if (item->state == CSN_REQUEST_PENDING || item->settling || item->taken_over)
    return G_MAXINT64;
  if (!csn_gate_awaits_outcome (self, item))
    return 0;
  return item->state == CSN_REQUEST_REJECTED ? item->settled_at + WATCH_REJECTED : G_MAXINT64;
}

/* What a report makes of a request. */
typedef struct
{
  CsnOutcomeKind kind; /* what is recorded */
  const char *alarm;   /* (nullable): a stable code */
  gboolean moves;      /* the ratchet */
  CsnAutonomyInput input;
} Judgement;

static gboolean
was_never_sent (CsnGate *self, CsnInboxItem *item)
{
  const CsnDelivery *delivery;

  delivery = g_hash_table_lookup (self->deliveries, csn_decision_get_id (item->decision));
  return delivery != NULL && delivery->attempts == 0;
}

static Judgement
judge_approved (CsnGate *self, CsnInboxItem *item, CsnOutcome *outcome)
{
  const char *approved = csn_decision_get_action_digest (item->decision);
  const char *executed = csn_outcome_get_executed_digest (outcome);
  Judgement judgement = { csn_outcome_get_kind (outcome), NULL, FALSE, CSN_AUTONOMY_SUCCESS };

  if (approved != NULL && executed != NULL && !g_str_equal (approved, executed))
    {
      judgement.kind = CSN_OUTCOME_FAILURE;
      judgement.alarm = "executed_other_action";
    }
  if (judgement.kind == CSN_OUTCOME_FAILURE)
    {
      judgement.moves = TRUE;
      judgement.input = CSN_AUTONOMY_FAILURE;
    }
  else if (judgement.kind == CSN_OUTCOME_SUCCESS && was_never_sent (self, item))
    judgement.alarm = "executed_before_delivery";
  else if (judgement.kind == CSN_OUTCOME_SUCCESS)
    judgement.moves = item->delivery == CSN_DELIVERY_ACKNOWLEDGED;
  return judgement;
}

/* What was not approved and is not reported as done has no outcome: it never began. */
static Judgement
judge_unapproved (CsnInboxItem *item, CsnOutcome *outcome)
{
  Judgement judgement = { CSN_OUTCOME_UNKNOWN, NULL, FALSE, CSN_AUTONOMY_FAILURE };

  if (csn_outcome_get_kind (outcome) != CSN_OUTCOME_SUCCESS)
    return judgement;
  switch (item->state)
    {
    case CSN_REQUEST_REJECTED:
      judgement.kind = CSN_OUTCOME_FAILURE;
      judgement.alarm = "executed_against_decision";
      judgement.moves = TRUE;
      break;
    case CSN_REQUEST_PENDING:
      judgement.kind = CSN_OUTCOME_SUCCESS;
      judgement.alarm = "executed_without_decision";
      break;
    case CSN_REQUEST_ESCALATED:
    case CSN_REQUEST_TAKEN_OVER:
      judgement.kind = CSN_OUTCOME_SUCCESS;
      judgement.alarm = item->taken_over ? "executed_during_takeover" : NULL;
      break;
    case CSN_REQUEST_RESPONDED:
    case CSN_REQUEST_WITHDRAWN:
    case CSN_REQUEST_APPROVED:
    case CSN_REQUEST_EDITED:
      judgement.kind = CSN_OUTCOME_SUCCESS;
      break;
    }
  return judgement;
}

static CsnJson *
new_outcome_details (CsnOutcome *reported, const char *alarm)
{
  g_autofree char *detail = csn_details_text (csn_outcome_get_detail (reported));
  g_autofree char *digest = csn_details_text (csn_outcome_get_executed_digest (reported));

  return csn_details_new ("outcome",
                          csn_outcome_kind_to_string (csn_outcome_get_kind (reported)),
                          "alarm",
                          alarm,
                          "detail",
                          detail,
                          "executed_digest",
                          digest,
                          NULL);
}

typedef struct
{
  CsnInboxItem *item;
  CsnOutcome *outcome;
  gboolean alarm;
} Report;

static void
report_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->item);
  csn_outcome_unref (report->outcome);
  g_free (report);
}

static void
apply_report (CsnGate *gate, gpointer data)
{
  Report *report = data;
  CsnInboxItem *item = report->item;

  item->outcome_coming = FALSE;
  g_clear_pointer (&item->outcome, csn_outcome_unref);
  item->outcome = csn_outcome_ref (report->outcome);
  if (report->alarm)
    csn_gate_tell (gate, CSN_NOTICE_ALARM, item);
  csn_inbox_item_changed (item);
  csn_gate_look_soon (gate);
}

static void
record_report (CsnMove *move, CsnInboxItem *item, CsnOutcome *reported)
{
  gboolean approved = item->state == CSN_REQUEST_APPROVED || item->state == CSN_REQUEST_EDITED;
  Judgement judgement =
      approved ? judge_approved (move->gate, item, reported) : judge_unapproved (item, reported);
  Report *report = g_new0 (Report, 1);

  report->item = g_object_ref (item);
  report->outcome = csn_outcome_new (judgement.kind,
                                     csn_outcome_get_detail (reported),
                                     csn_outcome_get_executed_digest (reported));
  report->alarm = judgement.alarm != NULL;
  item->outcome_coming = TRUE;

  if (item->state == CSN_REQUEST_PENDING)
    csn_gate_settle_withdrawn (move, item, &csn_actor_agent, "ended_without_decision");
  csn_change_set_outcome (move->change, item->id, report->outcome, move->now);
  if (judgement.alarm == NULL || item->state != CSN_REQUEST_REJECTED)
    csn_move_event (move,
                    csn_move_new_item_event (move, CSN_EVENT_OUTCOME, &csn_actor_agent, item),
                    new_outcome_details (reported, NULL));
  if (judgement.alarm != NULL)
    csn_move_event (move,
                    csn_move_new_item_event (move, CSN_EVENT_ALARM, &csn_actor_system, item),
                    new_outcome_details (reported, judgement.alarm));
  if (judgement.moves)
    csn_gate_apply_ratchet (move, item, judgement.input);
  if (item->state == CSN_REQUEST_APPROVED && judgement.kind == CSN_OUTCOME_SUCCESS)
    csn_gate_count_score (move, item, CSN_CALIBRATION_RIGHT);
  if (item->state == CSN_REQUEST_APPROVED && judgement.kind == CSN_OUTCOME_FAILURE)
    csn_gate_count_score (move, item, CSN_CALIBRATION_FAILED);
  if (judgement.kind == CSN_OUTCOME_FAILURE)
    csn_gate_add_failure (move,
                          csn_gate_need_agent (move,
                                               csn_request_get_agent_id (item->request),
                                               csn_request_get_source (item->request)));
  csn_move_then (move, apply_report, report, report_free);
}

static void
outcome_found (CsnGate *self, CsnInboxItem *item, GTask *task_full)
{
  g_autoptr (GTask) task = task_full;
  CsnOutcome *reported = g_task_get_task_data (task);
  CsnMove *move;

  if (item == NULL)
    g_task_return_new_error (task,
                             CSN_GATE_ERROR,
                             CSN_GATE_ERROR_NOT_FOUND,
                             "There is no such request.");
  else if (item->outcome != NULL || item->outcome_coming)
    g_task_return_new_error (task,
                             CSN_GATE_ERROR,
                             CSN_GATE_ERROR_DECIDED,
                             "The outcome of this request is recorded already.");
  else if (item->settling)
    g_task_return_new_error (task,
                             CSN_GATE_ERROR,
                             CSN_GATE_ERROR_NOT_ALLOWED,
                             "This request is being decided at this moment.");
  else
    {
      move = csn_move_new (self);
      record_report (move, item, reported);
      csn_move_run (move, g_steal_pointer (&task));
    }
}

void
csn_gate_record_outcome_async (CsnGate *self,
                               const char *request_id,
                               CsnOutcome *outcome,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_return_if_fail (CSN_IS_GATE (self));
  g_return_if_fail (request_id != NULL);

  g_task_set_source_tag (task, csn_gate_record_outcome_async);
  g_task_set_task_data (task, csn_outcome_ref (outcome), (GDestroyNotify) csn_outcome_unref);
  if (!csn_gate_check_open (self, task))
    return;
  if (csn_outcome_get_kind (outcome) == CSN_OUTCOME_NONE)
    {
      g_task_return_new_error (task, CSN_GATE_ERROR, CSN_GATE_ERROR_INVALID, "This is no outcome.");
      g_object_unref (task);
      return;
    }
  csn_gate_find_async (self, request_id, task, outcome_found);
}

gboolean
csn_gate_record_outcome_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
dismiss (CsnMove *move, CsnInboxItem *item)
{
  CsnActor actor = csn_gate_reviewer_actor (move->gate, "window");
  Report *report = g_new0 (Report, 1);

  report->item = g_object_ref (item);
  report->outcome = csn_outcome_new (CSN_OUTCOME_UNKNOWN, NULL, NULL);
  item->outcome_coming = TRUE;
  csn_change_set_outcome (move->change, item->id, report->outcome, move->now);
  csn_move_event (move,
                  csn_move_new_item_event (move, CSN_EVENT_OUTCOME, &actor, item),
                  csn_details_new ("outcome",
                                   csn_outcome_kind_to_string (CSN_OUTCOME_UNKNOWN),
                                   "reason",
                                   "dismissed",
                                   NULL));
  csn_move_then (move, apply_report, report, report_free);
}

static void
dismiss_found (CsnGate *self, CsnInboxItem *item, GTask *task_full)
{
  g_autoptr (GTask) task = task_full;
  CsnMove *move;

  if (item == NULL)
    g_task_return_new_error (task,
                             CSN_GATE_ERROR,
                             CSN_GATE_ERROR_NOT_FOUND,
                             "There is no such request.");
  else if ((item->delivery != CSN_DELIVERY_REFUSED && item->delivery != CSN_DELIVERY_FAILED) ||
           item->outcome != NULL || item->outcome_coming)
    g_task_return_new_error (task,
                             CSN_GATE_ERROR,
                             CSN_GATE_ERROR_NOT_ALLOWED,
                             "There is nothing to dismiss about this request.");
  else
    {
      move = csn_move_new (self);
      dismiss (move, item);
      csn_move_run (move, g_steal_pointer (&task));
    }
}

void
csn_gate_dismiss_async (CsnGate *self,
                        const char *request_id,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_return_if_fail (CSN_IS_GATE (self));
  g_return_if_fail (request_id != NULL);

  g_task_set_source_tag (task, csn_gate_dismiss_async);
  if (csn_gate_check_open (self, task))
    csn_gate_find_async (self, request_id, task, dismiss_found);
}

gboolean
csn_gate_dismiss_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
