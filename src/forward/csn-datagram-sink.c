/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-datagram-sink-private.h"

#include <gio/gunixsocketaddress.h>

#include "csn-forward-record.h"
#include "csn-history-query.h"

/* How long a full socket is waited for before it counts as failed. */
#define PATIENCE_S 10

struct _CsnDatagramSink
{
  GObject parent_instance;

  CsnForwarderConfig *config; /* (owned) */
};

typedef struct
{
  GSocket *socket;           /* (owned) */
  GPtrArray *events;         /* (owned) (element-type CsnStoredEvent) */
  GCancellable *cancellable; /* (owned) (nullable) */
  guint n_sent;
  GSource *wait; /* (owned) (nullable) */
} Batch;

static void csn_datagram_sink_sink_init (CsnForwardSinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnDatagramSink,
                               csn_datagram_sink,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CSN_TYPE_FORWARD_SINK,
                                                      csn_datagram_sink_sink_init))

static void
stop_waiting (Batch *batch)
{
  if (batch->wait != NULL)
    g_source_destroy (batch->wait);
  g_clear_pointer (&batch->wait, g_source_unref);
}

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  stop_waiting (batch);
  g_clear_object (&batch->socket);
  g_clear_object (&batch->cancellable);
  g_ptr_array_unref (batch->events);
  g_free (batch);
}

static GSocket *
open_socket (const char *path, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) socket = NULL;

  socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  if (!g_socket_connect (socket, address, NULL, error))
    return NULL;
  return g_steal_pointer (&socket);
}

static GError *
explain (CsnDatagramSink *self, const GError *error)
{
  const char *path = csn_forwarder_config_get_address (self->config);

  if (error->domain == G_IO_ERROR &&
      (error->code == G_IO_ERROR_CONNECTION_REFUSED || error->code == G_IO_ERROR_NOT_FOUND))
    return g_error_new (G_IO_ERROR,
                        G_IO_ERROR_FAILED,
                        "Nothing listens at %s. Check that the log service is running.",
                        path);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new (G_IO_ERROR,
                        G_IO_ERROR_FAILED,
                        "What listens at %s takes nothing more at the moment.",
                        path);
  return g_error_new (G_IO_ERROR,
                      G_IO_ERROR_FAILED,
                      "Nothing can be sent to %s: %s.",
                      path,
                      error->message);
}

static gssize
send_one (CsnDatagramSink *self, Batch *batch, GError **error)
{
  const CsnStoredEvent *event = g_ptr_array_index (batch->events, batch->n_sent);
  g_autoptr (GString) text = g_string_new (NULL);

  if (csn_forwarder_config_get_kind (self->config) == CSN_FORWARDER_JOURNAL)
    csn_forward_record_append_journal (text, event->body);
  else
    csn_forward_record_append_syslog (text, g_get_host_name (), event->body);
  return g_socket_send (batch->socket, text->str, text->len, NULL, error);
}

static gboolean on_writable (GSocket *socket, GIOCondition condition, gpointer user_data);

static void
wait_until_writable (GTask *task)
{
  Batch *batch = g_task_get_task_data (task);

  g_socket_set_timeout (batch->socket, PATIENCE_S);
  batch->wait = g_socket_create_source (batch->socket, G_IO_OUT, batch->cancellable);
  g_source_set_callback (batch->wait,
                         G_SOURCE_FUNC (on_writable),
                         g_object_ref (task),
                         g_object_unref);
  g_source_attach (batch->wait, g_main_context_get_thread_default ());
}

static void
send_rest (GTask *task)
{
  CsnDatagramSink *self = g_task_get_source_object (task);
  Batch *batch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  while (batch->n_sent < batch->events->len && send_one (self, batch, &error) >= 0)
    batch->n_sent++;
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    wait_until_writable (task);
  else
    g_task_return_error (task, explain (self, error));
}

static gboolean
on_writable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  CsnDatagramSink *self = g_task_get_source_object (task);
  Batch *batch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  stop_waiting (batch);
  if (g_cancellable_set_error_if_cancelled (batch->cancellable, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!g_socket_condition_timed_wait (socket, G_IO_OUT, 0, NULL, &error))
    {
      g_autoptr (GError) fault = g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "full");

      g_task_return_error (task, explain (self, fault));
    }
  else
    send_rest (task);
  return G_SOURCE_REMOVE;
}

static void
send_async (CsnForwardSink *sink,
            GPtrArray *events,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  CsnDatagramSink *self = CSN_DATAGRAM_SINK (sink);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GError) error = NULL;
  GSocket *socket;
  Batch *batch;

  g_task_set_source_tag (task, send_async);
  socket = open_socket (csn_forwarder_config_get_address (self->config), &error);
  if (socket == NULL)
    {
      g_task_return_error (task, explain (self, error));
      return;
    }
  batch = g_new0 (Batch, 1);
  batch->socket = socket;
  batch->events = g_ptr_array_ref (events);
  g_set_object (&batch->cancellable, cancellable);
  g_task_set_task_data (task, batch, batch_free);
  send_rest (task);
}

static gboolean
send_finish (CsnForwardSink *sink, GAsyncResult *result, gint64 *ret_retry_after, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
csn_datagram_sink_finalize (GObject *object)
{
  csn_forwarder_config_unref (CSN_DATAGRAM_SINK (object)->config);
  G_OBJECT_CLASS (csn_datagram_sink_parent_class)->finalize (object);
}

static void
csn_datagram_sink_class_init (CsnDatagramSinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = csn_datagram_sink_finalize;
}

static void
csn_datagram_sink_init (CsnDatagramSink *self)
{
}

static void
csn_datagram_sink_sink_init (CsnForwardSinkInterface *iface)
{
  iface->send_async = send_async;
  iface->send_finish = send_finish;
}

CsnForwardSink *
csn_datagram_sink_new (CsnForwarderConfig *config)
{
  CsnDatagramSink *self = g_object_new (CSN_TYPE_DATAGRAM_SINK, NULL);

  self->config = csn_forwarder_config_ref (config);
  return CSN_FORWARD_SINK (self);
}
