/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-service-private.h"

#include <glib/gi18n.h>

#include "csn-credentials.h"

/* Adding */

typedef struct
{
  CsnSourceConfig *config; /* (owned) */
  CsnSourceConfig *old;    /* (owned) (nullable): what is taken away meanwhile */
  char *token;             /* (owned) (nullable) */
  GError *error;           /* (owned) (nullable): what to say once @old is back */
  gboolean change_token;
} Addition;

static void
addition_free (Addition *self)
{
  csn_source_config_unref (self->config);
  g_clear_pointer (&self->old, csn_source_config_unref);
  g_clear_error (&self->error);
  g_free (self->token);
  g_free (self);
}

static gboolean
same_origin (CsnSourceConfig *a, CsnSourceConfig *b)
{
  g_autoptr (GUri) one =
      g_uri_parse (csn_source_config_get_url (a), G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  g_autoptr (GUri) other =
      g_uri_parse (csn_source_config_get_url (b), G_URI_FLAGS_SCHEME_NORMALIZE, NULL);

  return one != NULL && other != NULL &&
         g_strcmp0 (g_uri_get_scheme (one), g_uri_get_scheme (other)) == 0 &&
         g_strcmp0 (g_uri_get_host (one), g_uri_get_host (other)) == 0 &&
         g_uri_get_port (one) == g_uri_get_port (other);
}

static void
on_old_back (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Addition *addition = g_task_get_task_data (task);

  csn_gate_put_source_finish (CSN_GATE (object), result, NULL);
  g_task_return_error (task, g_steal_pointer (&addition->error));
}

static void
fail_addition (GTask *task, GError *error)
{
  CsnService *self = g_task_get_source_object (task);
  Addition *addition = g_task_get_task_data (task);
  CsnGate *gate = csn_service_get_gate (self);

  if (addition->old == NULL || gate == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  addition->error = error;
  csn_gate_put_source_async (gate, addition->old, on_old_back, task);
}

static void
on_put (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (csn_gate_put_source_finish (CSN_GATE (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    fail_addition (g_steal_pointer (&task), error);
}

static void
put (GTask *task)
{
  CsnService *self = g_task_get_source_object (task);
  Addition *addition = g_task_get_task_data (task);

  if (csn_service_return_if_stopped (self, task))
    g_object_unref (task);
  else
    csn_gate_put_source_async (csn_service_get_gate (self), addition->config, on_put, task);
}

static void
on_token_stored (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (csn_credentials_store_finish (result, &error))
    {
      put (g_steal_pointer (&task));
      return;
    }
  fail_addition (g_steal_pointer (&task),
                 g_error_new (G_IO_ERROR,
                              G_IO_ERROR_FAILED,
                              /* TRANSLATORS: %s is what the keyring says. */
                              _ ("The token can't be kept: %s. Unlock the keyring, or install one "
                                 "(such as gnome-keyring), and try again."),
                              error->message));
}

static void
change_token (GTask *task)
{
  Addition *addition = g_task_get_task_data (task);

  if (!addition->change_token)
    {
      put (task);
      return;
    }
  csn_credentials_store_async (csn_source_config_get_id (addition->config),
                               addition->token,
                               NULL,
                               on_token_stored,
                               task);
}

static void
on_old_removed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (csn_gate_remove_source_finish (CSN_GATE (object), result, &error))
    {
      change_token (g_steal_pointer (&task));
      return;
    }
  g_task_return_error (task, error);
}

void
csn_service_add_source_async (CsnService *self,
                              const char *id,
                              const char *url,
                              const char *protocol,
                              const char *token,
                              gboolean allow_insecure,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  CsnSourceConfig *config;
  CsnSourceConfig *old;
  Addition *addition;
  GError *error = NULL;

  g_return_if_fail (CSN_IS_SERVICE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, csn_service_add_source_async);
  if (csn_service_return_if_stopped (self, task))
    return;
  config = csn_source_config_new (id, url, protocol, allow_insecure, &error);
  if (config == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  addition = g_new0 (Addition, 1);
  addition->config = config;
  addition->token = token != NULL && *token != '\0' ? g_strdup (token) : NULL;
  addition->change_token = addition->token != NULL;
  g_task_set_task_data (task, addition, (GDestroyNotify) addition_free);

  old = csn_service_lookup_source (self, id);
  if (old == NULL || same_origin (old, config))
    {
      change_token (g_steal_pointer (&task));
      return;
    }
  /* A token is for one origin: neither may the new one see the old token nor the other way round.
   */
  addition->old = csn_source_config_ref (old);
  addition->change_token = TRUE;
  csn_gate_remove_source_async (csn_service_get_gate (self),
                                id,
                                on_old_removed,
                                g_steal_pointer (&task));
}

gboolean
csn_service_add_source_finish (CsnService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Removing */

static void
on_token_forgotten (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  /* Without a keyring there is no token either. */
  if (!csn_credentials_store_finish (result, &error))
    g_debug ("The token can't be forgotten: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
on_removed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const char *id = g_task_get_task_data (task);
  GError *error = NULL;

  if (!csn_gate_remove_source_finish (CSN_GATE (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  csn_credentials_store_async (id, NULL, NULL, on_token_forgotten, g_steal_pointer (&task));
}

void
csn_service_remove_source_async (CsnService *self,
                                 const char *id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CSN_IS_SERVICE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, csn_service_remove_source_async);
  if (csn_service_return_if_stopped (self, task))
    return;
  if (csn_service_lookup_source (self, id) == NULL)
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_NOT_FOUND,
                               _ ("There is no source \"%s\"."),
                               id);
      return;
    }
  g_task_set_task_data (task, g_strdup (id), g_free);
  csn_gate_remove_source_async (csn_service_get_gate (self),
                                id,
                                on_removed,
                                g_steal_pointer (&task));
}

gboolean
csn_service_remove_source_finish (CsnService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Testing */

static void
on_tested (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  guint n_pending = 0;
  GError *error = NULL;

  if (!csn_source_pool_test_finish (CSN_SOURCE_POOL (object), result, &n_pending, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (n_pending == 0)
    {
      g_task_return_pointer (task,
                             g_strdup (_ ("It answers, and nothing is waiting there.")),
                             g_free);
      return;
    }
  g_task_return_pointer (
      task,
      g_strdup_printf (ngettext ("It answers, and %u request is waiting there.",
                                 "It answers, and %u requests are waiting there.",
                                 n_pending),
                       n_pending),
      g_free);
}

static void
test (GTask *task, const char *token)
{
  CsnService *self = g_task_get_source_object (task);

  if (csn_service_return_if_stopped (self, task))
    g_object_unref (task);
  else
    csn_source_pool_test_async (csn_service_get_pool (self),
                                g_task_get_task_data (task),
                                token,
                                g_task_get_cancellable (task),
                                on_tested,
                                task);
}

static void
on_token_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = csn_credentials_lookup_finish (result, &error);

  /* Where there is no keyring there is no token; the endpoint's answer says the rest. */
  if (error != NULL)
    g_debug ("The token can't be read: %s", error->message);
  test (g_steal_pointer (&task), token);
}

void
csn_service_test_source_async (CsnService *self,
                               const char *id,
                               const char *url,
                               const char *token,
                               gboolean allow_insecure,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  CsnSourceConfig *config;
  GError *error = NULL;

  g_return_if_fail (CSN_IS_SERVICE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_service_test_source_async);
  if (csn_service_return_if_stopped (self, task))
    return;
  if (id != NULL)
    {
      config = csn_service_lookup_source (self, id);
      if (config == NULL)
        error =
            g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no source \"%s\"."), id);
      else
        csn_source_config_ref (config);
    }
  else
    {
      config = csn_source_config_new ("test", url, "tasks", allow_insecure, &error);
    }
  if (config == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, config, (GDestroyNotify) csn_source_config_unref);
  if (id != NULL)
    csn_credentials_lookup_async (id, cancellable, on_token_found, g_steal_pointer (&task));
  else
    test (g_steal_pointer (&task), token != NULL && *token != '\0' ? token : NULL);
}

char *
csn_service_test_source_finish (CsnService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Single tasks */

static void
on_task_added (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (csn_source_pool_add_task_finish (CSN_SOURCE_POOL (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
csn_service_add_task_async (CsnService *self,
                            const char *source,
                            const char *task_id,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CSN_IS_SERVICE (self));
  g_return_if_fail (source != NULL && task_id != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, csn_service_add_task_async);
  if (csn_service_return_if_stopped (self, task))
    return;
  if (csn_service_lookup_source (self, source) == NULL)
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_NOT_FOUND,
                               _ ("There is no source \"%s\"."),
                               source);
      return;
    }
  if (*task_id == '\0')
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_INVALID_ARGUMENT,
                               _ ("A task's id can't be empty."));
      return;
    }
  csn_source_pool_add_task_async (csn_service_get_pool (self),
                                  source,
                                  task_id,
                                  on_task_added,
                                  g_steal_pointer (&task));
}

gboolean
csn_service_add_task_finish (CsnService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
