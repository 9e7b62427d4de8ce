/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store.h"

#include "csn-index-private.h"
#include "csn-place-private.h"
#include "csn-read-pool-private.h"
#include "csn-schema-private.h"
#include "csn-snapshot-private.h"
#include "csn-store-private.h"
#include "csn-store-reads-private.h"
#include "csn-store-seal.h"
#include "csn-stored-private.h"
#include "csn-writer-private.h"

/* That of painting, in turn with which answers are given: thousands of them, as after a start with
 * much that waits, must not keep a window from being drawn. */
#define ANSWER_PRIORITY (G_PRIORITY_HIGH_IDLE + 20)

enum
{
  SIGNAL_COMMITTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

struct _CsnStore
{
  GObject parent_instance;
  char *path;            /* (owned) */
  GMainContext *context; /* (owned): where answers are given */
  CsnPlace *place;       /* (owned) (nullable): none once closed, like the next two */
  CsnWriter *writer;     /* (owned) (nullable) */
  CsnReadPool *readers;  /* (owned) (nullable) */
  CsnIndex *index;       /* (owned) (nullable): none if inline */
};

G_DEFINE_FINAL_TYPE (CsnStore, csn_store, G_TYPE_OBJECT)

/* Answers on their way to the main thread. Each of them holds a reference on the store. */
typedef struct
{
  CsnStore *store;    /* (unowned) */
  GPtrArray *replies; /* (owned) (element-type CsnReply) */
  gint64 head_seq;
} CsnDelivered;

static gboolean
on_delivered (gpointer user_data)
{
  CsnDelivered *delivered = user_data;
  g_autoptr (CsnStore) store = g_object_ref (delivered->store);

  for (guint i = 0; i < delivered->replies->len; i++)
    csn_reply_give (g_ptr_array_index (delivered->replies, i));
  if (delivered->head_seq >= 0)
    g_signal_emit (store, signals[SIGNAL_COMMITTED], 0, (guint64) delivered->head_seq);
  return G_SOURCE_REMOVE;
}

static void
delivered_free (gpointer data)
{
  CsnDelivered *delivered = data;

  g_ptr_array_unref (delivered->replies);
  g_free (delivered);
}

static void
deliver (CsnStore *self, GPtrArray *replies, gint64 head_seq)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  CsnDelivered *delivered = g_new0 (CsnDelivered, 1);

  delivered->store = self;
  delivered->replies = replies;
  delivered->head_seq = head_seq;
  g_source_set_priority (source, ANSWER_PRIORITY);
  g_source_set_callback (source, on_delivered, delivered, delivered_free);
  g_source_set_static_name (source, "[countersign] store");
  g_source_attach (source, self->context);
}

static void
on_written (GPtrArray *replies, gint64 head_seq, gpointer user_data)
{
  CsnStore *self = user_data;

  if (head_seq >= 0 && self->index != NULL)
    csn_index_tell (self->index, head_seq);
  deliver (self, replies, head_seq);
}

static void
on_read (CsnReply *reply, gpointer user_data)
{
  GPtrArray *replies = g_ptr_array_new ();

  g_ptr_array_add (replies, reply);
  deliver (user_data, replies, -1);
}

static void
csn_store_dispose (GObject *object)
{
  csn_store_close (CSN_STORE (object));
  G_OBJECT_CLASS (csn_store_parent_class)->dispose (object);
}

static void
csn_store_finalize (GObject *object)
{
  CsnStore *self = CSN_STORE (object);

  g_free (self->path);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (csn_store_parent_class)->finalize (object);
}

static void
csn_store_class_init (CsnStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = csn_store_dispose;
  object_class->finalize = csn_store_finalize;

  signals[SIGNAL_COMMITTED] = g_signal_new ("committed",
                                            G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            1,
                                            G_TYPE_UINT64);
}

static void
csn_store_init (CsnStore *self)
{
  self->context = g_main_context_ref_thread_default ();
}

CsnStore *
csn_store_open (const char *path, CsnStoreFlags flags, gint64 now, GError **error)
{
  return csn_store_open_signed (path, flags, NULL, now, error);
}

CsnStore *
csn_store_open_signed (const char *path,
                       CsnStoreFlags flags,
                       CsnSigner *signer,
                       gint64 now,
                       GError **error)
{
  g_autoptr (CsnStore) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (CSN_TYPE_STORE, NULL);
  self->path = g_strdup (path);
  self->place = csn_place_take (path, error);
  if (self->place == NULL)
    return NULL;
  csn_place_end_restore (self->place);
  if (!csn_place_has_database (self->place) && !csn_schema_create (self->place, signer, now, error))
    return NULL;
  self->writer = csn_writer_new (self->place, flags, signer, now, on_written, self, error);
  if (self->writer == NULL)
    return NULL;
  self->readers = csn_read_pool_new (csn_place_get_path (self->place), flags, on_read, self);
  if ((flags & CSN_STORE_INLINE) == 0)
    self->index = csn_index_new (csn_place_get_path (self->place));
  csn_place_fill_ballast (self->place);
  return g_steal_pointer (&self);
}

void
csn_store_close (CsnStore *self)
{
  g_return_if_fail (CSN_IS_STORE (self));

  g_clear_pointer (&self->readers, csn_read_pool_free);
  if (self->index != NULL)
    csn_index_stop (self->index);
  g_clear_pointer (&self->writer, csn_writer_free);
  g_clear_pointer (&self->index, csn_index_free);
  g_clear_pointer (&self->place, csn_place_free);
}

const char *
csn_store_get_path (CsnStore *self)
{
  g_return_val_if_fail (CSN_IS_STORE (self), NULL);

  return self->path;
}

static CsnReply *
new_reply (CsnStore *self, GAsyncReadyCallback callback, gpointer user_data, gpointer tag)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, tag);
  return csn_reply_new (task);
}

static void
answer_closed (CsnStore *self, CsnReply *reply)
{
  reply->error =
      g_error_new_literal (CSN_STORE_ERROR, CSN_STORE_ERROR_CLOSED, "The store is closed");
  on_read (reply, self);
}

void
csn_store_commit_async (CsnStore *self,
                        CsnChange *change,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  CsnReply *reply;

  g_return_if_fail (CSN_IS_STORE (self));
  g_return_if_fail (change != NULL);

  reply = new_reply (self, callback, user_data, csn_store_commit_async);
  reply->change = change;
  if (self->writer != NULL)
    csn_writer_commit (self->writer, reply);
  else
    answer_closed (self, reply);
}

gboolean
csn_store_commit_finish (CsnStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

void
csn_store_recover_async (CsnStore *self, GAsyncReadyCallback callback, gpointer user_data)
{
  CsnReply *reply;

  g_return_if_fail (CSN_IS_STORE (self));

  reply = new_reply (self, callback, user_data, csn_store_recover_async);
  if (self->writer != NULL)
    csn_writer_recover (self->writer, reply);
  else
    answer_closed (self, reply);
}

gboolean
csn_store_recover_finish (CsnStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

void
csn_store_push_read (CsnStore *self,
                     GTask *task,
                     CsnReadFunc read,
                     GDestroyNotify free_value,
                     gpointer input,
                     GDestroyNotify free_input)
{
  if (self->readers != NULL)
    {
      csn_read_pool_push (self->readers, task, read, free_value, input, free_input);
      return;
    }
  if (free_input != NULL)
    free_input (input);
  answer_closed (self, csn_reply_new (task));
}

void
csn_store_push_write (CsnStore *self,
                      GTask *task,
                      CsnWriteFunc write,
                      gpointer input,
                      GDestroyNotify free_input)
{
  CsnReply *reply = csn_reply_new (task);

  reply->write = write;
  reply->input = input;
  reply->free_input = free_input;
  if (self->writer != NULL)
    csn_writer_run (self->writer, reply);
  else
    answer_closed (self, reply);
}

gboolean
csn_store_is_signing (CsnStore *self)
{
  g_return_val_if_fail (CSN_IS_STORE (self), FALSE);

  return self->writer != NULL && csn_writer_is_signing (self->writer);
}

static gpointer
read_snapshot (CsnConnection *connection, gpointer input, GError **error)
{
  const gint64 *now = input;

  return csn_snapshot_read (connection, *now, error);
}

void
csn_store_load_async (CsnStore *self,
                      gint64 now,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CSN_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_store_load_async);
  csn_store_push_read (self,
                       task,
                       read_snapshot,
                       (GDestroyNotify) csn_snapshot_free,
                       g_memdup2 (&now, sizeof now),
                       g_free);
}

CsnSnapshot *
csn_store_load_finish (CsnStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
read_request (CsnConnection *connection, gpointer input, GError **error)
{
  sqlite3_stmt *statement = csn_connection_prepare (connection, CSN_STATEMENT_READ_REQUEST, error);
  CsnStoredRequest *request = NULL;
  const char *request_id = input;
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, request_id, -1, SQLITE_STATIC);
  if (csn_connection_step (connection, statement, &has_row, error))
    {
      if (has_row)
        request = csn_stored_request_read (statement, error);
      else
        g_set_error (error,
                     G_IO_ERROR,
                     G_IO_ERROR_NOT_FOUND,
                     "There is no request “%s”",
                     request_id);
    }
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return request;
}

void
csn_store_read_request_async (CsnStore *self,
                              const char *request_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CSN_IS_STORE (self));
  g_return_if_fail (request_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_store_read_request_async);
  csn_store_push_read (self,
                       task,
                       read_request,
                       (GDestroyNotify) csn_stored_request_free,
                       g_strdup (request_id),
                       g_free);
}

CsnStoredRequest *
csn_store_read_request_finish (CsnStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
csn_store_forbid_growth (CsnStore *self)
{
  g_return_if_fail (CSN_IS_STORE (self));

  csn_writer_forbid_growth (self->writer);
}

CsnIndex *
csn_store_get_index (CsnStore *self)
{
  g_return_val_if_fail (CSN_IS_STORE (self), NULL);

  return self->index;
}

gboolean
csn_store_is_indexed (CsnStore *self, guint64 seq)
{
  g_return_val_if_fail (CSN_IS_STORE (self), FALSE);

  return self->index != NULL && csn_index_get_next (self->index) > (gint64) seq;
}
