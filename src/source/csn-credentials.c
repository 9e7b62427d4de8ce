/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-credentials.h"

#include <libsecret/secret.h>

static const struct
{
  SecretSchema schema;
  const char *attribute;
  const char *label;
} kinds[] = {
  [CSN_CREDENTIALS_SOURCE] = {
    { "io.github.countersign.Source",
      SECRET_SCHEMA_NONE,
      { { "source", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } } },
    "source",
    "Countersign: token of %s",
  },
  [CSN_CREDENTIALS_LOG_KEY] = {
    { "io.github.countersign.LogKey",
      SECRET_SCHEMA_NONE,
      { { "log", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } } },
    "log",
    "Countersign: signing key of the audit log %s",
  },
  [CSN_CREDENTIALS_LOG_ANCHOR] = {
    { "io.github.countersign.LogAnchor",
      SECRET_SCHEMA_NONE,
      { { "log", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } } },
    "log",
    "Countersign: where the audit log %s ended",
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

static char *
make_label (CsnCredentialsKind kind, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (kinds[kind].label, "%s", 2);

  return g_strjoinv (name, parts);
}

void
csn_credentials_store_secret_async (CsnCredentialsKind kind,
                                    const char *name,
                                    const char *secret,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *label = NULL;

  g_return_if_fail (name != NULL);

  g_task_set_source_tag (task, csn_credentials_store_secret_async);
  if (secret == NULL)
    {
      secret_password_clear (&kinds[kind].schema,
                             cancellable,
                             on_cleared,
                             task,
                             kinds[kind].attribute,
                             name,
                             NULL);
      return;
    }
  label = make_label (kind, name);
  secret_password_store (&kinds[kind].schema,
                         SECRET_COLLECTION_DEFAULT,
                         label,
                         secret,
                         cancellable,
                         on_stored,
                         task,
                         kinds[kind].attribute,
                         name,
                         NULL);
}

void
csn_credentials_store_async (const char *source,
                             const char *token,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  csn_credentials_store_secret_async (CSN_CREDENTIALS_SOURCE,
                                      source,
                                      token,
                                      cancellable,
                                      callback,
                                      user_data);
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
csn_credentials_lookup_secret_async (CsnCredentialsKind kind,
                                     const char *name,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_return_if_fail (name != NULL);

  g_task_set_source_tag (task, csn_credentials_lookup_secret_async);
  secret_password_lookup (&kinds[kind].schema,
                          cancellable,
                          on_looked_up,
                          task,
                          kinds[kind].attribute,
                          name,
                          NULL);
}

void
csn_credentials_lookup_async (const char *source,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  csn_credentials_lookup_secret_async (CSN_CREDENTIALS_SOURCE,
                                       source,
                                       cancellable,
                                       callback,
                                       user_data);
}

char *
csn_credentials_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
