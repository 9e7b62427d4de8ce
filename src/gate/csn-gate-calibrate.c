/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-calibration.h"
#include "csn-gate-private.h"
#include "csn-store.h"

/* So many at a time: little enough for the main thread and for one transaction. */
#define BATCH 100

static void
count (CsnChange *change, CsnRequest *request, gint64 at, CsnCalibrationResult result)
{
  const CsnConfidence *confidence = csn_request_get_confidence (request);
  CsnCalibrationCounts counts;

  if (confidence == NULL || confidence->score_text == NULL)
    return;
  counts = csn_calibration_count (confidence->score, result);
  csn_change_count_scores (change,
                           csn_request_get_agent_id (request),
                           csn_request_get_action_type (request),
                           at,
                           &(CsnStoredScores){
                               .bin = counts.bin,
                               .n = counts.n,
                               .n_right = counts.right,
                               .n_rejected = counts.rejected,
                               .n_edited = counts.edited,
                               .score_sum = counts.score_sum,
                               .error_sum = counts.error_sum,
                           });
}

void
csn_gate_count_score (CsnMove *move, CsnInboxItem *item, int result)
{
  count (move->change, item->request, move->now, (CsnCalibrationResult) result);
}

/* What version 1 left behind */

/* A stop rejects whatever waits and says nothing about it. */
static gboolean
was_rejected_by_stop (const CsnStoredRequest *request)
{
  return request->decision == NULL ||
         csn_decision_get_actor_kind (request->decision) != CSN_ACTOR_HUMAN ||
         g_strcmp0 (csn_decision_get_notes (request->decision), CSN_GATE_STOP_NOTE) == 0;
}

static void
count_case (CsnChange *change, const CsnStoredCase *stored)
{
  const CsnStoredRequest *request = stored->request;

  if (request->state == CSN_REQUEST_REJECTED)
    {
      if (!was_rejected_by_stop (request))
        count (change, request->request, request->settled_at, CSN_CALIBRATION_REJECTED);
    }
  else if (request->state == CSN_REQUEST_EDITED)
    count (change, request->request, request->settled_at, CSN_CALIBRATION_EDITED);
  else if (request->state == CSN_REQUEST_APPROVED && request->outcome != NULL)
    count (change,
           request->request,
           stored->outcome_at,
           csn_outcome_get_kind (request->outcome) == CSN_OUTCOME_SUCCESS ? CSN_CALIBRATION_RIGHT
                                                                          : CSN_CALIBRATION_FAILED);
  csn_change_mark_counted (change, stored->number);
}

static void
apply_counted (CsnGate *gate, gpointer data)
{
  gate->counting_scores = FALSE;
  csn_gate_count_old_scores (gate);
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsnGate) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cases =
      csn_store_read_uncounted_finish (CSN_STORE (object), result, &error);

  if (cases == NULL)
    csn_gate_fail (self, error);
  if (cases != NULL && cases->len > 0 && self->fault == NULL)
    {
      CsnMove *move = csn_move_new (self);

      for (guint i = 0; i < cases->len; i++)
        count_case (move->change, g_ptr_array_index (cases, i));
      csn_move_then (move, apply_counted, NULL, NULL);
      csn_move_run (move, NULL);
    }
  else
    self->counting_scores = FALSE;
  csn_gate_end_work (self);
}

/*
 * A count and the mark that it is made are one transaction, so it goes on where it was after an end
 * of any kind.
 */
void
csn_gate_count_old_scores (CsnGate *self)
{
  if (self->counting_scores || self->fault != NULL)
    return;
  self->counting_scores = TRUE;
  self->n_moves++;
  csn_store_read_uncounted_async (self->store, BATCH, on_read, g_object_ref (self));
}
