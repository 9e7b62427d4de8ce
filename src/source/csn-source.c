/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-source-private.h"

#include "csn-courier-private.h"
#include "csn-poller-private.h"
#include "csn-tasks-protocol-private.h"
#include "csn-watcher-private.h"

struct _CsnSource
{
  GObject parent_instance;

  CsnGate *gate;           /* (owned) */
  CsnSourceConfig *config; /* (owned) */
  CsnHttp *http;           /* (owned) (nullable): this and what follows where it may be used */
  CsnProtocol *protocol;   /* (owned) (nullable) */
  CsnPoller *poller;       /* (owned) (nullable) */
  CsnWatcher *watcher;     /* (owned) (nullable) */
  CsnCourier *courier;     /* (owned) (nullable) */
  char *refusal;           /* (owned) (nullable): why nothing is sent there */
  char *token_trouble;     /* (owned) (nullable): why it is not known whether there is a token */
  char *message;           /* (owned) (nullable): both in one */
  gboolean started;
  gboolean stopped;
};

enum
{
  SIGNAL_STATUS_CHANGED,
  SIGNAL_UNAUTHORIZED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsnSource, csn_source, G_TYPE_OBJECT)

/* Single tasks */

static void
on_added (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autofree char *id = csn_gate_submit_finish (CSN_GATE (object), result, &error);
  CsnSource *self = g_task_get_source_object (task);

  if (id == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  csn_poller_note_task (self->poller);
  g_task_return_boolean (task, TRUE);
}

static void
on_task_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnSource *self = g_task_get_source_object (task);
  g_autoptr (CsnTaskReport) report = NULL;
  GError *error = NULL;

  report = csn_protocol_read_task_finish (self->protocol, result, &error);
  if (report == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (report->request == NULL)
    {
      g_task_return_new_error (task,
                               CSN_PROTOCOL_ERROR,
                               CSN_PROTOCOL_ERROR_BAD_ANSWER,
                               report->gone ? "The agent does not know this task."
                                            : "This task does not wait for a decision.");
      return;
    }
  csn_gate_submit_async (self->gate, report->request, NULL, on_added, g_steal_pointer (&task));
}

void
csn_source_add_task_async (CsnSource *self,
                           const char *task_id,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, csn_source_add_task_async);
  if (self->protocol == NULL)
    {
      g_task_return_new_error (task,
                               CSN_PROTOCOL_ERROR,
                               CSN_PROTOCOL_ERROR_UNREACHABLE,
                               "%s",
                               self->refusal);
      g_object_unref (task);
      return;
    }
  csn_protocol_read_task_async (self->protocol, task_id, NULL, on_task_read, task);
}

gboolean
csn_source_add_task_finish (CsnSource *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Life */

static gboolean
is_reached (CsnSourceState state)
{
  return state == CSN_SOURCE_CONNECTED || state == CSN_SOURCE_UNLISTED;
}

static void
on_poller_changed (CsnSource *self, int before)
{
  CsnSourceStatus status;

  csn_source_fill_status (self, &status);
  if (is_reached (status.state) && !is_reached ((CsnSourceState) before))
    csn_courier_hurry (self->courier);
  g_signal_emit (self, signals[SIGNAL_STATUS_CHANGED], 0);
  if (status.state == CSN_SOURCE_UNAUTHORIZED)
    g_signal_emit (self, signals[SIGNAL_UNAUTHORIZED], 0);
}

void
csn_source_set_token (CsnSource *self, const char *token, const char *trouble)
{
  g_autoptr (GError) error = NULL;

  if (self->http == NULL)
    return;
  g_free (self->token_trouble);
  self->token_trouble = g_strdup (trouble);
  if (g_strcmp0 (token, csn_http_get_token (self->http)) == 0)
    return;
  if (!csn_http_set_token (self->http, token, &error))
    {
      g_free (self->token_trouble);
      self->token_trouble = g_strdup (error->message);
    }
  csn_source_refresh (self);
}

void
csn_source_refresh (CsnSource *self)
{
  if (!self->started || self->stopped)
    return;
  csn_courier_hurry (self->courier);
  csn_watcher_look (self->watcher);
  csn_poller_ask (self->poller);
}

void
csn_source_start (CsnSource *self)
{
  if (self->protocol == NULL || self->started)
    return;
  self->started = TRUE;
  csn_courier_start (self->courier);
  csn_watcher_look (self->watcher);
  csn_poller_ask (self->poller);
}

void
csn_source_stop (CsnSource *self)
{
  self->stopped = TRUE;
  if (self->protocol == NULL)
    return;
  csn_poller_stop (self->poller);
  csn_watcher_stop (self->watcher);
  csn_courier_stop (self->courier);
}

CsnSourceConfig *
csn_source_get_config (CsnSource *self)
{
  return self->config;
}

CsnHttp *
csn_source_get_http (CsnSource *self)
{
  return self->http;
}

void
csn_source_set_pace (CsnSource *self, double rate, double burst)
{
  csn_poller_set_pace (self->poller, rate, burst);
}

void
csn_source_fill_status (CsnSource *self, CsnSourceStatus *status)
{
  *status = (CsnSourceStatus){
    .source = csn_source_config_get_id (self->config),
    .state = CSN_SOURCE_FAILING,
    .message = self->refusal,
    .latency_us = -1,
  };
  if (self->poller == NULL)
    return;

  csn_poller_fill_status (self->poller, status);
  status->encrypted = csn_http_get_encrypted (self->http);
  status->authenticated = csn_http_get_token (self->http) != NULL;
  if (status->state == CSN_SOURCE_UNAUTHORIZED && self->token_trouble != NULL)
    {
      g_free (self->message);
      self->message = g_strdup_printf ("%s %s", status->message, self->token_trouble);
      status->message = self->message;
    }
}

static void
csn_source_dispose (GObject *object)
{
  CsnSource *self = CSN_SOURCE (object);

  g_clear_object (&self->courier);
  g_clear_object (&self->poller);
  g_clear_object (&self->watcher);
  g_clear_object (&self->protocol);
  g_clear_object (&self->http);
  g_clear_object (&self->gate);
  g_clear_pointer (&self->config, csn_source_config_unref);
  g_clear_pointer (&self->refusal, g_free);
  g_clear_pointer (&self->token_trouble, g_free);
  g_clear_pointer (&self->message, g_free);

  G_OBJECT_CLASS (csn_source_parent_class)->dispose (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name,
                       CSN_TYPE_SOURCE,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       0);
}

static void
csn_source_class_init (CsnSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_source_dispose;

  signals[SIGNAL_STATUS_CHANGED] = add_signal ("status-changed");
  signals[SIGNAL_UNAUTHORIZED] = add_signal ("unauthorized");
}

static void
csn_source_init (CsnSource *self)
{
}

static void
build (CsnSource *self)
{
  const char *id = csn_source_config_get_id (self->config);

  self->protocol = csn_tasks_protocol_new (id, self->http);
  self->watcher = csn_watcher_new (self->gate, id, self->protocol);
  self->courier = csn_courier_new (self->gate, id, self->protocol);
  self->poller = csn_poller_new (self->gate, id, self->protocol, self->watcher);
  g_signal_connect_object (self->courier,
                           "delivered",
                           G_CALLBACK (csn_watcher_look),
                           self->watcher,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->poller,
                           "changed",
                           G_CALLBACK (on_poller_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

CsnSource *
csn_source_new (CsnGate *gate, CsnSourceConfig *config)
{
  CsnSource *self = g_object_new (CSN_TYPE_SOURCE, NULL);
  g_autoptr (GError) error = NULL;

  self->gate = g_object_ref (gate);
  self->config = csn_source_config_ref (config);
  self->http = csn_http_new (csn_source_config_get_url (config),
                             csn_source_config_get_allow_insecure (config),
                             &error);
  if (self->http != NULL)
    build (self);
  else
    self->refusal = g_strdup (error->message);

  return self;
}
