/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-judgement-work-private.h"

#include "csn-service-private.h"

/* The newest fraction waits for the main context; those that nobody took are skipped. */
struct _CsnWork
{
  GMutex lock;
  char *path; /* (owned) */
  CsnWorkTask what;
  CsnServiceProgress progress; /* (nullable): %NULL once the task has returned */
  double fraction;
  gboolean scheduled;
};

static void
work_clear (gpointer data)
{
  CsnWork *self = data;

  if (self->what.free_input != NULL)
    g_clear_pointer (&self->what.input, self->what.free_input);
  g_mutex_clear (&self->lock);
  g_free (self->path);
}

static void
work_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, work_clear);
}

static gboolean
tell_progress (gpointer data)
{
  CsnWork *self = data;
  double fraction;

  g_mutex_lock (&self->lock);
  fraction = self->fraction;
  self->scheduled = FALSE;
  g_mutex_unlock (&self->lock);
  if (self->progress != NULL)
    self->progress (fraction, self->what.progress_data);
  return G_SOURCE_REMOVE;
}

void
csn_work_tell (CsnWork *self, guint64 done, guint64 total)
{
  gboolean schedule;

  if (self == NULL || self->what.progress == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->fraction = total > 0 ? MIN (1.0, (double) done / (double) total) : 1.0;
  schedule = !self->scheduled;
  self->scheduled = TRUE;
  g_mutex_unlock (&self->lock);
  if (schedule)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE,
                     tell_progress,
                     g_atomic_rc_box_acquire (self),
                     work_unref);
}

/* A thread may drop its task last, so that task owns nothing: all of it belongs to the caller's
 * task, which ends in the main thread. */
static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsnWork *self = data;
  g_autoptr (CsnJudgementReader) reader = NULL;
  GError *error = NULL;
  gpointer value = NULL;

  reader = csn_judgement_reader_open (self->path, cancellable, &error);
  if (reader != NULL)
    value = self->what.func (self, reader, self->what.input, cancellable, &error);
  if (value != NULL)
    g_task_return_pointer (task, value, self->what.free_value);
  else
    g_task_return_error (task, error);
}

static void
on_done (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnWork *self = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer value = g_task_propagate_pointer (G_TASK (result), &error);

  self->progress = NULL;
  if (value != NULL)
    g_task_return_pointer (task, value, self->what.free_value);
  else
    g_task_return_error (task, error);
}

void
csn_work_run (CsnService *service, GTask *task_full, const CsnWorkTask *what)
{
  g_autoptr (GTask) task = task_full;
  g_autoptr (GTask) work = NULL;
  CsnWork *self = g_atomic_rc_box_new0 (CsnWork);

  g_mutex_init (&self->lock);
  self->what = *what;
  self->progress = what->progress;
  g_task_set_task_data (task, self, work_unref);
  g_task_set_check_cancellable (task, FALSE);
  if (csn_service_return_if_stopped (service, task))
    return;
  self->path = g_strdup (csn_store_get_path (csn_service_get_store (service)));
  work = g_task_new (NULL, g_task_get_cancellable (task), on_done, g_object_ref (task));
  g_task_set_source_tag (work, csn_work_run);
  g_task_set_check_cancellable (work, FALSE);
  g_task_set_task_data (work, self, NULL);
  g_task_run_in_thread (work, run_in_thread);
}
