/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-index-private.h"

/* The log counts as still when nothing was appended for so long. */
#define STILL_TIME (300 * G_TIME_SPAN_MILLISECOND)

/* So many events are looked through fast enough; more are not left for a quiet moment. */
#define MAX_BEHIND 50000

#define MAX_FAILURES 3

struct _CsnIndex
{
  char *log_path;  /* (owned) */
  char *path;      /* (owned) */
  GThread *thread; /* (owned) (nullable): none once stopped */
  GMutex mutex;    /* for the rest */
  GCond changed;
  GQueue idle; /* (element-type CsnConnection): for reading */
  gint64 head_seq;
  gint64 next_seq;
  gint64 told_at;
  guint n_failures;
  gboolean is_ready;
  gboolean is_stale; /* shall be made anew */
  gboolean stopping;
};

static void
drop_idle (CsnIndex *self)
{
  CsnConnection *connection;

  while ((connection = g_queue_pop_head (&self->idle)) != NULL)
    csn_connection_close (connection);
}

/* Waits, with the mutex held, until there is something to do. */
static gboolean
wait_for_work (CsnIndex *self)
{
  while (!self->stopping)
    {
      gint64 still_at = self->told_at + STILL_TIME;
      gboolean is_behind = self->head_seq >= self->next_seq;
      gboolean is_still = g_get_monotonic_time () >= still_at;

      if (self->n_failures < MAX_FAILURES &&
          (self->is_stale || !self->is_ready ||
           (is_behind && (is_still || self->head_seq - self->next_seq >= MAX_BEHIND))))
        return TRUE;
      if (is_behind && self->n_failures < MAX_FAILURES)
        g_cond_wait_until (&self->changed, &self->mutex, still_at);
      else
        g_cond_wait (&self->changed, &self->mutex);
    }
  return FALSE;
}

/* Without the mutex: opens what is not open, and adds one batch. */
static gboolean
work (CsnIndex *self,
      CsnConnection **log,
      CsnConnection **index,
      gint64 *ret_next,
      guint *ret_added)
{
  g_autoptr (GError) error = NULL;

  if (*log == NULL)
    *log = csn_connection_open (self->log_path, CSN_CONNECTION_READ, &error);
  if (*log != NULL && *index == NULL)
    *index = csn_index_file_open (self->path, *log, &error);
  if (*index != NULL && csn_index_file_extend (*index, *log, ret_added, &error) &&
      csn_index_file_get_next (*index, ret_next, &error))
    return TRUE;
  g_debug ("The search index can't be written: %s", error->message);
  g_clear_pointer (index, csn_connection_close);
  g_clear_pointer (log, csn_connection_close);
  csn_index_file_remove (self->path);
  return FALSE;
}

static gpointer
run (gpointer user_data)
{
  CsnIndex *self = user_data;
  CsnConnection *log = NULL;
  CsnConnection *index = NULL;

  g_mutex_lock (&self->mutex);
  while (wait_for_work (self))
    {
      gboolean anew = self->is_stale;
      gint64 head = self->head_seq;
      gint64 next = 0;
      guint n_added = 0;
      gboolean done;

      self->is_stale = FALSE;
      self->is_ready = self->is_ready && !anew;
      if (anew)
        drop_idle (self);
      g_mutex_unlock (&self->mutex);
      if (anew)
        {
          g_clear_pointer (&index, csn_connection_close);
          csn_index_file_remove (self->path);
        }
      done = work (self, &log, &index, &next, &n_added);
      g_mutex_lock (&self->mutex);
      self->is_ready = done;
      self->next_seq = next;
      self->n_failures = done ? 0 : self->n_failures + 1;
      if (!done)
        drop_idle (self);
      else if (n_added > 0)
        self->head_seq = MAX (self->head_seq, next); /* there may be more */
      else if (self->head_seq == head)
        self->head_seq = next - 1;
    }
  /* The one that can write goes last, and leaves one whole file. */
  drop_idle (self);
  g_mutex_unlock (&self->mutex);
  csn_connection_close (index);
  csn_connection_close (log);
  return NULL;
}

CsnIndex *
csn_index_new (const char *path)
{
  CsnIndex *self = g_new0 (CsnIndex, 1);

  self->log_path = g_strdup (path);
  self->path = g_strconcat (path, CSN_INDEX_SUFFIX, NULL);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->idle);
  self->told_at = g_get_monotonic_time ();
  self->thread = g_thread_new ("csn-index", run, self);
  return self;
}

void
csn_index_stop (CsnIndex *self)
{
  if (self->thread == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_thread_join (g_steal_pointer (&self->thread));
}

void
csn_index_free (CsnIndex *self)
{
  csn_index_stop (self);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self->log_path);
  g_free (self->path);
  g_free (self);
}

void
csn_index_tell (CsnIndex *self, gint64 head_seq)
{
  g_mutex_lock (&self->mutex);
  self->head_seq = MAX (self->head_seq, head_seq);
  self->told_at = g_get_monotonic_time ();
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}

CsnConnection *
csn_index_take (CsnIndex *self)
{
  CsnConnection *connection = NULL;
  gboolean is_ready;

  if (self == NULL)
    return NULL;
  g_mutex_lock (&self->mutex);
  is_ready = self->is_ready && !self->is_stale;
  if (is_ready)
    connection = g_queue_pop_head (&self->idle);
  g_mutex_unlock (&self->mutex);
  if (!is_ready || connection != NULL)
    return connection;
  return csn_connection_open (self->path, CSN_CONNECTION_READ, NULL);
}

void
csn_index_give_back (CsnIndex *self, CsnConnection *connection, gboolean failed)
{
  g_mutex_lock (&self->mutex);
  if (!failed && self->is_ready && !self->is_stale)
    g_queue_push_head (&self->idle, g_steal_pointer (&connection));
  if (failed)
    {
      self->is_stale = TRUE;
      g_cond_signal (&self->changed);
    }
  g_mutex_unlock (&self->mutex);
  csn_connection_close (connection);
}

gint64
csn_index_get_next (CsnIndex *self)
{
  gint64 next;

  g_mutex_lock (&self->mutex);
  next = self->is_ready ? self->next_seq : 0;
  g_mutex_unlock (&self->mutex);
  return next;
}
