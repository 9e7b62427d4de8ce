/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store.h"

#include "csn-history-private.h"
#include "csn-store-reads-private.h"

typedef struct
{
  CsnHistoryQuery *query; /* (owned) */
  CsnIndex *index;        /* (unowned) (nullable) */
  gint64 after_seq;
  guint64 before_seq;
  guint limit;
  guint stride;
} CsnHistoryInput;

static CsnHistoryInput *
new_input (CsnStore *store, const CsnHistoryQuery *query)
{
  CsnHistoryInput *self = g_new0 (CsnHistoryInput, 1);

  self->query = csn_history_query_copy (query);
  self->index = csn_store_get_index (store);
  return self;
}

static void
history_input_free (gpointer data)
{
  CsnHistoryInput *input = data;

  csn_history_query_free (input->query);
  g_free (input);
}

static gpointer
read_history (CsnConnection *connection, gpointer data, GError **error)
{
  const CsnHistoryInput *input = data;

  return csn_history_read_page (connection,
                                input->index,
                                input->query,
                                input->before_seq,
                                input->limit,
                                error);
}

void
csn_store_read_history_async (CsnStore *self,
                              const CsnHistoryQuery *query,
                              guint64 before_seq,
                              guint limit,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;
  CsnHistoryInput *input;

  g_return_if_fail (CSN_IS_STORE (self));
  g_return_if_fail (query != NULL);

  input = new_input (self, query);
  input->before_seq = before_seq;
  input->limit = limit;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_store_read_history_async);
  csn_store_push_read (self,
                       task,
                       read_history,
                       (GDestroyNotify) g_ptr_array_unref,
                       input,
                       history_input_free);
}

GPtrArray *
csn_store_read_history_finish (CsnStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
count_history (CsnConnection *connection, gpointer data, GError **error)
{
  const CsnHistoryInput *input = data;
  CsnHistoryOutline *outline;
  gint64 count;

  outline = csn_history_outline (connection,
                                 input->index,
                                 input->query,
                                 -1,
                                 G_MAXUINT64,
                                 G_MAXUINT,
                                 error);
  if (outline == NULL)
    return NULL;
  count = (gint64) outline->count;
  csn_history_outline_free (outline);
  return g_memdup2 (&count, sizeof count);
}

void
csn_store_count_history_async (CsnStore *self,
                               const CsnHistoryQuery *query,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CSN_IS_STORE (self));
  g_return_if_fail (query != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_store_count_history_async);
  csn_store_push_read (self,
                       task,
                       count_history,
                       g_free,
                       new_input (self, query),
                       history_input_free);
}

gint64
csn_store_count_history_finish (CsnStore *self, GAsyncResult *result, GError **error)
{
  g_autofree gint64 *count = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  count = g_task_propagate_pointer (G_TASK (result), error);
  return count != NULL ? *count : -1;
}

static gpointer
outline_history (CsnConnection *connection, gpointer data, GError **error)
{
  const CsnHistoryInput *input = data;

  return csn_history_outline (connection,
                              input->index,
                              input->query,
                              input->after_seq,
                              input->before_seq,
                              input->stride,
                              error);
}

void
csn_store_outline_history_async (CsnStore *self,
                                 const CsnHistoryQuery *query,
                                 gint64 after_seq,
                                 guint64 before_seq,
                                 guint stride,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;
  CsnHistoryInput *input;

  g_return_if_fail (CSN_IS_STORE (self));
  g_return_if_fail (query != NULL);
  g_return_if_fail (stride > 0);

  input = new_input (self, query);
  input->after_seq = after_seq;
  input->before_seq = before_seq;
  input->stride = stride;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_store_outline_history_async);
  csn_store_push_read (self,
                       task,
                       outline_history,
                       (GDestroyNotify) csn_history_outline_free,
                       input,
                       history_input_free);
}

GArray *
csn_store_outline_history_finish (CsnStore *self,
                                  GAsyncResult *result,
                                  guint64 *ret_count,
                                  GError **error)
{
  CsnHistoryOutline *outline;
  GArray *keys;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  outline = g_task_propagate_pointer (G_TASK (result), error);
  if (outline == NULL)
    return NULL;
  *ret_count = outline->count;
  keys = g_array_ref (outline->keys);
  csn_history_outline_free (outline);
  return keys;
}
