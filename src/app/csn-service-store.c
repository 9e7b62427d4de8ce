/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-service-store-private.h"

#include "csn-service-private.h"

typedef struct
{
  char *path; /* (owned) */
  gint64 now;
  CsnSealKey *key; /* (owned) (nullable) */
} CsnOpening;

static void
opening_free (gpointer data)
{
  CsnOpening *self = data;

  g_clear_pointer (&self->key, csn_seal_key_free);
  g_free (self->path);
  g_free (self);
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const CsnOpening *opening = data;
  GError *error = NULL;
  CsnStore *store = NULL;

  if (csn_service_make_folder (opening->path, &error))
    store = csn_store_open_signed (opening->path,
                                   CSN_STORE_DEFAULT,
                                   opening->key->signer,
                                   opening->now,
                                   &error);
  if (store != NULL)
    g_task_return_pointer (task, store, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
on_opened (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  CsnStore *store = g_task_propagate_pointer (G_TASK (result), &error);

  if (store != NULL)
    g_task_return_pointer (task, store, g_object_unref);
  else
    g_task_return_error (task, error);
}

/* A thread may drop its task last, so that task owns nothing. */
static void
on_key_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  CsnOpening *opening = g_task_get_task_data (task);
  g_autoptr (GTask) work = g_task_new (NULL, NULL, on_opened, task);

  opening->key = csn_seal_key_find_finish (result);
  g_task_set_source_tag (work, open_in_thread);
  g_task_set_task_data (work, opening, NULL);
  g_task_run_in_thread (work, open_in_thread);
}

void
csn_service_store_open_async (const char *path,
                              gint64 now,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  CsnOpening *opening = g_new0 (CsnOpening, 1);

  opening->path = g_strdup (path);
  opening->now = now;
  g_task_set_source_tag (task, csn_service_store_open_async);
  g_task_set_task_data (task, opening, opening_free);
  csn_seal_key_find_async (path, TRUE, on_key_found, task);
}

CsnStore *
csn_service_store_open_finish (GAsyncResult *result, CsnSealKey **ret_key, GError **error)
{
  CsnOpening *opening = g_task_get_task_data (G_TASK (result));
  CsnStore *store = g_task_propagate_pointer (G_TASK (result), error);

  if (store != NULL)
    *ret_key = g_steal_pointer (&opening->key);
  return store;
}
