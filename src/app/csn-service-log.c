/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-service-private.h"

#include <glib/gi18n.h>

#include "csn-audit-keeper-private.h"
#include "csn-audit-service-private.h"
#include "csn-log-access.h"
#include "csn-store-seal.h"

/* How a worker tells how far it is: the newest fraction waits for the main context, older ones that
 * nobody took are skipped. */
typedef struct
{
  GMutex lock;
  CsnServiceProgress progress; /* (nullable): %NULL once the job has returned */
  gpointer data;
  double fraction;
  gboolean scheduled;
} Meter;

typedef struct
{
  char *database;         /* (owned) */
  char *path;             /* (owned) (nullable): where an export goes */
  CsnHistoryQuery *query; /* (owned) (nullable) */
  CsnExportFormat format;
  CsnExportResult result;
  CsnSigner *signer; /* (owned) (nullable) */
  GArray *anchors;   /* (owned) (nullable) (element-type CsnAnchor) */
  guint64 tail;
  CsnVerifyReport *report; /* (owned) (nullable) */
  Meter *meter;            /* (owned) */
} Job;

static void
meter_clear (gpointer data)
{
  g_mutex_clear (&((Meter *) data)->lock);
}

static void
meter_unref (Meter *self)
{
  g_atomic_rc_box_release_full (self, meter_clear);
}

static Meter *
meter_new (CsnServiceProgress progress, gpointer data)
{
  Meter *self = g_atomic_rc_box_new0 (Meter);

  g_mutex_init (&self->lock);
  self->progress = progress;
  self->data = data;
  return self;
}

static gboolean
tell_progress (gpointer data)
{
  Meter *meter = data;
  double fraction;

  g_mutex_lock (&meter->lock);
  fraction = meter->fraction;
  meter->scheduled = FALSE;
  g_mutex_unlock (&meter->lock);
  if (meter->progress != NULL)
    meter->progress (fraction, meter->data);
  return G_SOURCE_REMOVE;
}

static void
on_progress (guint64 done, guint64 total, gpointer user_data)
{
  Meter *meter = user_data;
  gboolean schedule;

  g_mutex_lock (&meter->lock);
  meter->fraction = total > 0 ? MIN (1.0, (double) done / (double) total) : 1.0;
  schedule = !meter->scheduled;
  meter->scheduled = TRUE;
  g_mutex_unlock (&meter->lock);
  if (schedule)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE,
                     tell_progress,
                     g_atomic_rc_box_acquire (meter),
                     (GDestroyNotify) meter_unref);
}

static void
job_free (Job *self)
{
  self->meter->progress = NULL;
  meter_unref (self->meter);
  g_clear_pointer (&self->report, csn_verify_report_free);
  g_clear_pointer (&self->signer, csn_signer_unref);
  g_clear_pointer (&self->anchors, g_array_unref);
  g_clear_pointer (&self->query, csn_history_query_free);
  g_free (self->database);
  g_free (self->path);
  g_free (self);
}

/* A thread may drop its task last, so that task owns nothing: the job and the service belong to the
 * caller's task, which ends in the main thread. */
static void
start_job (GTask *task, GTaskThreadFunc func, GAsyncReadyCallback callback)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr (GTask) work = NULL;

  work = g_task_new (NULL, g_task_get_cancellable (task), callback, g_object_ref (task));
  g_task_set_source_tag (work, func);
  g_task_set_check_cancellable (work, FALSE);
  g_task_set_task_data (work, job, NULL);
  g_task_run_in_thread (work, func);
}

static void
run_job (GTask *task, Job *job, GTaskThreadFunc func, GAsyncReadyCallback callback)
{
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  start_job (task, func, callback);
}

static Job *
job_new (CsnService *self, CsnServiceProgress progress, gpointer progress_data)
{
  Job *job = g_new0 (Job, 1);

  job->database = g_strdup (csn_store_get_path (csn_service_get_store (self)));
  job->meter = meter_new (progress, progress_data);
  return job;
}

/* Export */

/* Whoever chose the name in the window was asked there whether a file may go. */
static CsnExportOptions
get_options (const Job *job)
{
  return (CsnExportOptions){
    .format = job->format,
    .filter = job->query,
    .path = job->path,
    .replace = TRUE,
  };
}

static void
export_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  CsnExportOptions options = get_options (job);
  GError *error = NULL;

  if (csn_log_access_export (job->database,
                             &options,
                             on_progress,
                             job->meter,
                             cancellable,
                             &job->result,
                             &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The file is there either way, and whoever asked for it is told so; a gate that can't record has
 * said so itself. */
static void
on_export_recorded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Job *job = g_task_get_task_data (task);

  csn_gate_record_event_finish (CSN_GATE (object), result, NULL);
  g_task_return_int (task, (gssize) job->result.n_events);
}

static void
on_exported (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnService *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  CsnExportOptions options = get_options (job);
  g_autofree char *details = NULL;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  details = csn_log_access_describe_export (&options, &job->result);
  if (csn_service_get_gate (self) == NULL)
    g_task_return_int (task, (gssize) job->result.n_events);
  else
    csn_gate_record_event_async (csn_service_get_gate (self),
                                 "exported",
                                 details,
                                 "window",
                                 on_export_recorded,
                                 g_steal_pointer (&task));
}

void
csn_service_export_async (CsnService *self,
                          const char *format,
                          const CsnHistoryQuery *query,
                          const char *path,
                          CsnServiceProgress progress,
                          gpointer progress_data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  CsnExportFormat parsed;
  Job *job;

  g_return_if_fail (CSN_IS_SERVICE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_service_export_async);
  /* What is done is done: a file that is there is not called cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  if (csn_service_return_if_stopped (self, task))
    return;
  if (!csn_export_format_from_string (format, &parsed))
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_INVALID_ARGUMENT,
                               _ ("There is no format \"%s\"."),
                               format);
      return;
    }
  job = job_new (self, progress, progress_data);
  job->format = parsed;
  job->path = g_strdup (path);
  job->query = query != NULL ? csn_history_query_copy (query) : NULL;
  run_job (task, job, export_in_thread, on_exported);
}

gint64
csn_service_export_finish (CsnService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

/* Verification */

static void
verify_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (CsnLogReader) reader = NULL;
  const CsnVerifyOptions options = {
    .trusted_key = job->signer != NULL ? csn_signer_get_public_key (job->signer) : NULL,
    .anchors = (const CsnAnchor *) job->anchors->data,
    .n_anchors = job->anchors->len,
    .tail = job->tail,
  };
  GError *error = NULL;

  reader = csn_log_access_open (job->database, &error);
  if (reader != NULL)
    job->report =
        csn_audit_verify_against (reader, &options, on_progress, job->meter, cancellable, &error);
  if (job->report != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_verified (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Anchors are read before the log, so that an append in between looks like no loss. */
static void
on_anchors_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);

  job->anchors = csn_anchors_read_finish (result);
  start_job (task, verify_in_thread, on_verified);
}

static void
on_head_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnService *self = g_task_get_source_object (task);
  CsnAuditKeeper *keeper = csn_service_get_keeper (self);
  GError *error = NULL;
  g_autofree CsnLogHead *head = csn_store_read_head_finish (CSN_STORE (object), result, &error);

  if (head == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (keeper == NULL)
    {
      csn_service_return_if_stopped (self, task);
      return;
    }
  csn_anchors_read_async (csn_audit_keeper_get_anchors (keeper),
                          head->log_id,
                          on_anchors_read,
                          g_steal_pointer (&task));
}

void
csn_service_verify_tail_async (CsnService *self,
                               guint64 tail,
                               CsnServiceProgress progress,
                               gpointer progress_data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  CsnSigner *signer;
  Job *job;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_service_verify_async);
  if (csn_service_return_if_stopped (self, task))
    return;
  job = job_new (self, progress, progress_data);
  signer = csn_audit_keeper_get_key (csn_service_get_keeper (self))->signer;
  job->signer = signer != NULL ? csn_signer_ref (signer) : NULL;
  job->tail = tail;
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  csn_store_read_head_async (csn_service_get_store (self),
                             cancellable,
                             on_head_read,
                             g_steal_pointer (&task));
}

void
csn_service_verify_async (CsnService *self,
                          CsnServiceProgress progress,
                          gpointer progress_data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (CSN_IS_SERVICE (self));

  csn_service_verify_tail_async (self,
                                 0,
                                 progress,
                                 progress_data,
                                 cancellable,
                                 callback,
                                 user_data);
}

const CsnVerifyReport *
csn_service_verify_get_report (CsnService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return ((Job *) g_task_get_task_data (G_TASK (result)))->report;
}

gboolean
csn_service_verify_finish (CsnService *self,
                           GAsyncResult *result,
                           const char **ret_integrity,
                           guint64 *ret_n_events,
                           guint64 *ret_first_bad_seq,
                           const char **ret_fault,
                           GError **error)
{
  CsnAuditVerdict verdict;

  if (!csn_audit_get_verdict (self, result, &verdict, error))
    return FALSE;
  if (ret_integrity != NULL)
    *ret_integrity = verdict.integrity;
  if (ret_n_events != NULL)
    *ret_n_events = verdict.n_events;
  if (ret_first_bad_seq != NULL)
    *ret_first_bad_seq = verdict.first_bad_seq;
  if (ret_fault != NULL)
    *ret_fault = verdict.fault;
  return TRUE;
}
