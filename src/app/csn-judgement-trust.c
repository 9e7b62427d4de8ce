/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-judgement-work-private.h"
#include "csn-judgement.h"

#define MAX_RESULTS 20
#define MAX_LEVELS 200

/* Whose record is read. */
typedef struct
{
  char *agent_id;    /* (nullable) */
  char *action_type; /* (nullable) */
  gint64 since;
  gint64 until;
} Subject;

static void
subject_free (gpointer data)
{
  Subject *subject = data;

  g_free (subject->agent_id);
  g_free (subject->action_type);
  g_free (subject);
}

static Subject *
subject_new (const char *agent_id, const char *action_type)
{
  Subject *subject = g_new0 (Subject, 1);

  subject->agent_id = g_strdup (agent_id);
  subject->action_type = g_strdup (action_type);
  return subject;
}

static void
track_entry_free (gpointer data)
{
  CsnTrackEntry *entry = data;

  g_free (entry->request_id);
  g_free (entry);
}

static void
level_entry_free (gpointer data)
{
  CsnLevelEntry *entry = data;

  g_free (entry->cause);
  g_free (entry);
}

void
csn_track_record_free (CsnTrackRecord *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->results);
  g_ptr_array_unref (self->levels);
  g_free (self);
}

static CsnTrackResult
result_of (const CsnStoredRequest *request)
{
  if (request->state == CSN_REQUEST_REJECTED)
    return CSN_TRACK_REJECTED;
  if (request->state == CSN_REQUEST_EDITED)
    return CSN_TRACK_EDITED;
  return csn_outcome_get_kind (request->outcome) == CSN_OUTCOME_SUCCESS ? CSN_TRACK_SUCCESS
                                                                        : CSN_TRACK_FAILURE;
}

static CsnTrackEntry *
new_track_entry (const CsnStoredCase *stored)
{
  CsnTrackEntry *entry = g_new0 (CsnTrackEntry, 1);

  entry->request_id = g_strdup (stored->request->id);
  entry->result = result_of (stored->request);
  entry->at = stored->request->settled_at;
  if (entry->result == CSN_TRACK_SUCCESS || entry->result == CSN_TRACK_FAILURE)
    entry->at = stored->outcome_at;
  return entry;
}

static CsnLevelEntry *
new_level_entry (const CsnStoredLevel *stored)
{
  CsnLevelEntry *entry = g_new0 (CsnLevelEntry, 1);

  entry->at = stored->at;
  entry->has_before =
      stored->before != NULL && csn_level_from_string (stored->before, &entry->before);
  entry->level = stored->level;
  entry->cause = g_strdup (stored->cause);
  entry->by_person = g_strcmp0 (stored->actor, "human") == 0;
  return entry;
}

static gpointer
read_track (CsnWork *work,
            CsnJudgementReader *reader,
            gpointer input,
            GCancellable *cancellable,
            GError **error)
{
  const Subject *subject = input;
  g_autoptr (GPtrArray) track = NULL;
  g_autoptr (GPtrArray) levels = NULL;
  CsnTrackRecord *record;

  track = csn_judgement_reader_list_track (reader,
                                           subject->agent_id,
                                           subject->action_type,
                                           MAX_RESULTS,
                                           error);
  if (track != NULL)
    levels = csn_judgement_reader_list_levels (reader,
                                               subject->agent_id,
                                               subject->action_type,
                                               MAX_LEVELS,
                                               error);
  if (levels == NULL)
    return NULL;
  record = g_new0 (CsnTrackRecord, 1);
  record->results = g_ptr_array_new_with_free_func (track_entry_free);
  record->levels = g_ptr_array_new_with_free_func (level_entry_free);
  for (guint i = track->len; i > 0; i--)
    g_ptr_array_add (record->results, new_track_entry (g_ptr_array_index (track, i - 1)));
  for (guint i = levels->len; i > 0; i--)
    g_ptr_array_add (record->levels, new_level_entry (g_ptr_array_index (levels, i - 1)));
  return record;
}

void
csn_judgement_load_track_async (CsnService *service,
                                const char *agent_id,
                                const char *action_type,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  CsnWorkTask what = { .func = read_track, .free_input = subject_free };
  GTask *task;

  g_return_if_fail (CSN_IS_SERVICE (service));
  g_return_if_fail (agent_id != NULL && action_type != NULL);

  what.free_value = (GDestroyNotify) csn_track_record_free;
  what.input = subject_new (agent_id, action_type);
  task = g_task_new (service, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_judgement_load_track_async);
  csn_work_run (service, task, &what);
}

CsnTrackRecord *
csn_judgement_load_track_finish (CsnService *service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Calibration */

static CsnCalibrationCounts
to_counts (const CsnStoredScores *scores)
{
  return (CsnCalibrationCounts){
    .bin = scores->bin,
    .n = scores->n,
    .right = scores->n_right,
    .rejected = scores->n_rejected,
    .edited = scores->n_edited,
    .score_sum = scores->score_sum,
    .error_sum = scores->error_sum,
  };
}

static GPtrArray *
read_rows (CsnJudgementReader *reader, const Subject *subject, GError **error)
{
  return csn_judgement_reader_list_calibration (reader,
                                                subject->agent_id,
                                                subject->action_type,
                                                subject->since,
                                                subject->until,
                                                error);
}

static gpointer
read_calibration (CsnWork *work,
                  CsnJudgementReader *reader,
                  gpointer input,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GPtrArray) rows = read_rows (reader, input, error);
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (CsnCalibrationCounts));

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      const CsnStoredCalibration *row = g_ptr_array_index (rows, i);
      CsnCalibrationCounts one = to_counts (&row->scores);

      g_array_append_val (counts, one);
    }
  return csn_calibration_new ((const CsnCalibrationCounts *) (gpointer) counts->data,
                              counts->len,
                              error);
}

void
csn_judgement_load_calibration_async (CsnService *service,
                                      const char *agent_id,
                                      const char *action_type,
                                      gint64 since,
                                      gint64 until,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  CsnWorkTask what = { .func = read_calibration, .free_input = subject_free };
  Subject *subject;
  GTask *task;

  g_return_if_fail (CSN_IS_SERVICE (service));

  subject = subject_new (agent_id, action_type);
  subject->since = since;
  subject->until = until;
  what.free_value = (GDestroyNotify) csn_calibration_unref;
  what.input = subject;
  task = g_task_new (service, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_judgement_load_calibration_async);
  csn_work_run (service, task, &what);
}

CsnCalibration *
csn_judgement_load_calibration_finish (CsnService *service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
calibrated_free (gpointer data)
{
  CsnCalibrated *calibrated = data;

  g_free (calibrated->agent_id);
  g_free (calibrated->action_type);
  g_clear_pointer (&calibrated->calibration, csn_calibration_unref);
  g_free (calibrated);
}

/* Adds a row to the last entry, or to a new one if the row is of another agent or type. */
static gboolean
add_row (GPtrArray *list, const CsnStoredCalibration *row, GError **error)
{
  CsnCalibrated *last = list->len > 0 ? g_ptr_array_index (list, list->len - 1) : NULL;
  CsnCalibrationCounts counts = to_counts (&row->scores);
  CsnCalibration *one = csn_calibration_new (&counts, 1, error);

  if (one == NULL)
    return FALSE;
  if (last != NULL && g_str_equal (last->agent_id, row->agent_id) &&
      g_str_equal (last->action_type, row->action_type))
    {
      g_autoptr (CsnCalibration) before = last->calibration;
      g_autoptr (CsnCalibration) more = one;

      last->calibration = csn_calibration_merge (before, more);
      return TRUE;
    }
  last = g_new0 (CsnCalibrated, 1);
  last->agent_id = g_strdup (row->agent_id);
  last->action_type = g_strdup (row->action_type);
  last->calibration = one;
  g_ptr_array_add (list, last);
  return TRUE;
}

static gpointer
read_calibrated (CsnWork *work,
                 CsnJudgementReader *reader,
                 gpointer input,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GPtrArray) rows = read_rows (reader, input, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (calibrated_free);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      if (!add_row (list, g_ptr_array_index (rows, i), error))
        return NULL;
    }
  return rows != NULL ? g_steal_pointer (&list) : NULL;
}

void
csn_judgement_list_calibrated_async (CsnService *service,
                                     gint64 since,
                                     gint64 until,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  CsnWorkTask what = { .func = read_calibrated, .free_input = subject_free };
  Subject *subject;
  GTask *task;

  g_return_if_fail (CSN_IS_SERVICE (service));

  subject = subject_new (NULL, NULL);
  subject->since = since;
  subject->until = until;
  what.free_value = (GDestroyNotify) g_ptr_array_unref;
  what.input = subject;
  task = g_task_new (service, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_judgement_list_calibrated_async);
  csn_work_run (service, task, &what);
}

GPtrArray *
csn_judgement_list_calibrated_finish (CsnService *service, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
