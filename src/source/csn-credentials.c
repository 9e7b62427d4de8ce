/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-credentials.h"

#include <libsecret/secret.h>

#define SOURCE_ATTRIBUTE "source"

static const SecretSchema schema = {
  "io.github.countersign.Source",
  SECRET_SCHEMA_NONE,
  {
      { SOURCE_ATTRIBUTE, SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

static void
on_stored (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_cleared (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  /* FALSE without an error: there was none to forget, which is just as well. */
  secret_password_clear_finish (result, &error);
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
csn_credentials_store_async (const char *source,
                             const char *token,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *label = NULL;

  g_return_if_fail (source != NULL);

  g_task_set_source_tag (task, csn_credentials_store_async);
  if (token == NULL)
    {
      secret_password_clear (&schema,
                             cancellable,
                             on_cleared,
                             task,
                             SOURCE_ATTRIBUTE,
                             source,
                             NULL);
      return;
    }
  label = g_strdup_printf ("Countersign: token of %s", source);
  secret_password_store (&schema,
                         SECRET_COLLECTION_DEFAULT,
                         label,
                         token,
                         cancellable,
                         on_stored,
                         task,
                         SOURCE_ATTRIBUTE,
                         source,
                         NULL);
}

gboolean
csn_credentials_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_looked_up (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *token = secret_password_lookup_finish (result, &error);

  if (error == NULL)
    g_task_return_pointer (task, token, (GDestroyNotify) secret_password_free);
  else
    g_task_return_error (task, error);
}

void
csn_credentials_lookup_async (const char *source,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_return_if_fail (source != NULL);

  g_task_set_source_tag (task, csn_credentials_lookup_async);
  secret_password_lookup (&schema, cancellable, on_looked_up, task, SOURCE_ATTRIBUTE, source, NULL);
}

char *
csn_credentials_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
