/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-source-test-private.h"

#include "csn-http.h"
#include "csn-tasks-protocol-private.h"

/* Whoever has more pages than this has many requests, and that is all there is to say. */
#define MAX_PAGES 20

typedef struct
{
  CsnProtocol *protocol;     /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable) */
  guint n_pages;
  guint n_pending;
} Trial;

static void
trial_free (Trial *trial)
{
  g_clear_object (&trial->protocol);
  g_clear_object (&trial->cancellable);
  g_free (trial);
}

static void ask (GTask *task, const char *cursor);

static void
on_listed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Trial *trial = g_task_get_task_data (task);
  g_autoptr (CsnListing) listing = NULL;
  GError *error = NULL;

  listing = csn_protocol_list_finish (trial->protocol, result, NULL, &error);
  if (listing == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (listing->fault != NULL)
    {
      g_task_return_new_error (task,
                               CSN_PROTOCOL_ERROR,
                               CSN_PROTOCOL_ERROR_BAD_ANSWER,
                               "%s",
                               listing->fault);
      return;
    }
  trial->n_pages++;
  trial->n_pending += listing->requests->len;
  if (listing->next_cursor != NULL && trial->n_pages < MAX_PAGES)
    ask (g_steal_pointer (&task), listing->next_cursor);
  else
    g_task_return_boolean (task, TRUE);
}

static void
ask (GTask *task, const char *cursor)
{
  Trial *trial = g_task_get_task_data (task);
  CsnListQuery query = { cursor, NULL, 0 };

  csn_protocol_list_async (trial->protocol, &query, trial->cancellable, on_listed, task);
}

void
csn_source_test_async (CsnSourceConfig *config,
                       const char *token,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Trial *trial = g_new0 (Trial, 1);
  g_autoptr (CsnHttp) http = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, csn_source_test_async);
  g_task_set_task_data (task, trial, (GDestroyNotify) trial_free);
  g_set_object (&trial->cancellable, cancellable);
  http = csn_http_new (csn_source_config_get_url (config),
                       csn_source_config_get_allow_insecure (config),
                       &error);
  if (http == NULL || !csn_http_set_token (http, token, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  trial->protocol = csn_tasks_protocol_new (csn_source_config_get_id (config), http);
  ask (g_steal_pointer (&task), NULL);
}

gboolean
csn_source_test_finish (GAsyncResult *result, guint *ret_n_pending, GError **error)
{
  Trial *trial = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (ret_n_pending != NULL)
    *ret_n_pending = trial->n_pending;

  return TRUE;
}
