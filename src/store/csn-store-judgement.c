/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-reads-private.h"
#include "csn-store.h"
#include "csn-stored-private.h"

static gpointer
read_uncounted (CsnConnection *connection, gpointer input, GError **error)
{
  g_autoptr (GPtrArray) cases =
      g_ptr_array_new_with_free_func ((GDestroyNotify) csn_stored_case_free);
  const guint *limit = input;
  sqlite3_stmt *statement = NULL;
  gboolean has_row = TRUE;

  statement = csn_connection_prepare (connection, CSN_STATEMENT_READ_UNCOUNTED, error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, *limit);
  while (csn_connection_step (connection, statement, &has_row, error) && has_row)
    {
      CsnStoredCase *stored = csn_stored_case_read (statement, error);

      if (stored == NULL)
        break;
      g_ptr_array_add (cases, stored);
    }
  sqlite3_reset (statement);
  return has_row || (error != NULL && *error != NULL) ? NULL : g_steal_pointer (&cases);
}

void
csn_store_read_uncounted_async (CsnStore *self,
                                guint limit,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CSN_IS_STORE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, csn_store_read_uncounted_async);
  csn_store_push_read (self,
                       task,
                       read_uncounted,
                       (GDestroyNotify) g_ptr_array_unref,
                       g_memdup2 (&limit, sizeof limit),
                       g_free);
}

GPtrArray *
csn_store_read_uncounted_finish (CsnStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
