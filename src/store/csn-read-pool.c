/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-read-pool-private.h"

#define N_THREADS 2

struct _CsnReadPool
{
  char *path;        /* (owned) */
  GAsyncQueue *idle; /* (owned) (element-type CsnConnection) */
  GThreadPool *pool; /* (owned) (nullable): none if inline */
  CsnReadDoneFunc func;
  gpointer user_data;
};

typedef struct
{
  CsnReply *reply; /* (owned) (nullable) */
  CsnReadFunc read;
  gpointer input;            /* (owned) (nullable) */
  GDestroyNotify free_input; /* (nullable) */
} CsnRead;

static CsnConnection *
take_connection (CsnReadPool *self, GError **error)
{
  CsnConnection *connection = g_async_queue_try_pop (self->idle);

  return connection != NULL ? connection
                            : csn_connection_open (self->path, CSN_CONNECTION_READ, error);
}

static void
run (gpointer data, gpointer user_data)
{
  CsnReadPool *self = user_data;
  CsnRead *job = data;
  CsnReply *reply = g_steal_pointer (&job->reply);
  GCancellable *cancellable = g_task_get_cancellable (reply->task);
  CsnConnection *connection = take_connection (self, &reply->error);

  if (connection != NULL)
    {
      csn_connection_set_cancellable (connection, cancellable);
      reply->value = job->read (connection, job->input, &reply->error);
      csn_connection_set_cancellable (connection, NULL);
    }

  /* A connection that failed may have seen a database that is no more; one that only found nothing
   * has not failed. */
  if (reply->error == NULL || g_error_matches (reply->error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_async_queue_push (self->idle, connection);
  else
    csn_connection_close (connection);
  if (job->free_input != NULL)
    job->free_input (job->input);
  g_free (job);
  self->func (reply, self->user_data);
}

CsnReadPool *
csn_read_pool_new (const char *path, CsnStoreFlags flags, CsnReadDoneFunc func, gpointer user_data)
{
  CsnReadPool *self = g_new0 (CsnReadPool, 1);

  self->path = g_strdup (path);
  self->idle = g_async_queue_new_full ((GDestroyNotify) csn_connection_close);
  self->func = func;
  self->user_data = user_data;
  if ((flags & CSN_STORE_INLINE) == 0)
    self->pool = g_thread_pool_new (run, self, N_THREADS, FALSE, NULL);
  return self;
}

void
csn_read_pool_free (CsnReadPool *self)
{
  if (self->pool != NULL)
    g_thread_pool_free (self->pool, FALSE, TRUE);
  g_async_queue_unref (self->idle);
  g_free (self->path);
  g_free (self);
}

void
csn_read_pool_push (CsnReadPool *self,
                    GTask *task,
                    CsnReadFunc read,
                    GDestroyNotify free_value,
                    gpointer input,
                    GDestroyNotify free_input)
{
  CsnRead *job = g_new0 (CsnRead, 1);

  job->reply = csn_reply_new (task);
  job->reply->free_value = free_value;
  job->read = read;
  job->input = input;
  job->free_input = free_input;
  if (self->pool != NULL)
    g_thread_pool_push (self->pool, job, NULL);
  else
    run (job, self);
}
