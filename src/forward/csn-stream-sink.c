/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-stream-sink-private.h"

#include <string.h>

#include "csn-forward-record.h"
#include "csn-history-query.h"
#include "csn-http-fault.h"

#define CONNECT_S 10
#define TALK_S 65
#define ANSWER_BYTES 256

struct _CsnStreamSink
{
  GObject parent_instance;

  GSocketConnectable *place; /* (owned) */
  char *name;                /* (owned): for sentences */
  GTlsDatabase *authorities; /* (owned) (nullable) */
  gboolean encrypted;
};

typedef struct
{
  GCancellable *inner; /* (owned): breaks it off */
  GCancellable *outer; /* (owned) (nullable): the caller's */
  gulong outer_handler;
  guint timer;
  const char *timed_out;         /* (nullable): a sentence's end, once it took too long */
  GTlsCertificateFlags flaws;    /* of the other side's certificate */
  GSocketConnection *connection; /* (owned) (nullable) */
  GBytes *text;                  /* (owned) */
  char answer[ANSWER_BYTES];     /* what nobody should send; not looked at */
} Batch;

static void csn_stream_sink_sink_init (CsnForwardSinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnStreamSink,
                               csn_stream_sink,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CSN_TYPE_FORWARD_SINK,
                                                      csn_stream_sink_sink_init))

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_clear_handle_id (&batch->timer, g_source_remove);
  if (batch->outer != NULL)
    g_cancellable_disconnect (batch->outer, batch->outer_handler);
  g_clear_object (&batch->outer);
  g_clear_object (&batch->inner);
  g_clear_object (&batch->connection);
  g_bytes_unref (batch->text);
  g_free (batch);
}

static GBytes *
frame (GPtrArray *events)
{
  g_autoptr (GString) message = g_string_new (NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    {
      const CsnStoredEvent *event = g_ptr_array_index (events, i);

      g_string_truncate (message, 0);
      csn_forward_record_append_syslog (message, g_get_host_name (), event->body);
      g_string_append_printf (text, "%" G_GSIZE_FORMAT " ", message->len);
      g_string_append_len (text, message->str, (gssize) message->len);
    }
  return g_string_free_to_bytes (text);
}

static void
on_outer_cancelled (GCancellable *outer, gpointer inner)
{
  g_cancellable_cancel (inner);
}

static gboolean
on_time_out_connecting (gpointer user_data)
{
  Batch *batch = user_data;

  batch->timer = 0;
  batch->timed_out = "could not be reached in time.";
  g_cancellable_cancel (batch->inner);
  return G_SOURCE_REMOVE;
}

static gboolean
on_time_out_talking (gpointer user_data)
{
  Batch *batch = user_data;

  batch->timer = 0;
  batch->timed_out = "did not read the events, or did not end the connection after them, in time.";
  g_cancellable_cancel (batch->inner);
  return G_SOURCE_REMOVE;
}

static void
return_failure (GTask *task, const GError *error)
{
  CsnStreamSink *self = g_task_get_source_object (task);
  Batch *batch = g_task_get_task_data (task);
  g_autoptr (GError) fault = NULL;

  if (batch->timed_out != NULL)
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_TIMED_OUT,
                               "%s %s",
                               self->name,
                               batch->timed_out);
      return;
    }
  if (g_cancellable_is_cancelled (batch->inner))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "It was broken off");
      return;
    }
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF))
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_FAILED,
                               "%s went away before it said that it has the events.",
                               self->name);
      return;
    }
  fault = csn_http_fault_translate (error, self->name, batch->flaws);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", fault->message);
}

static void read_end (GTask *task);

/* Takes what the other side says until it ends its side: then it has read all of ours. */
static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gssize n_bytes = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);

  if (n_bytes < 0)
    return_failure (task, error);
  else if (n_bytes > 0)
    read_end (g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/* Takes @task. */
static void
read_end (GTask *task)
{
  Batch *batch = g_task_get_task_data (task);

  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (batch->connection)),
                             batch->answer,
                             sizeof batch->answer,
                             G_PRIORITY_DEFAULT,
                             batch->inner,
                             on_read,
                             task);
}

static void
on_closed (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (object), result, &error))
    read_end (g_steal_pointer (&task));
  else
    return_failure (task, error);
}

static void
on_written (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnStreamSink *self = g_task_get_source_object (task);
  Batch *batch = g_task_get_task_data (task);
  GOutputStream *stream = G_OUTPUT_STREAM (object);
  g_autoptr (GError) error = NULL;

  if (!g_output_stream_write_all_finish (stream, result, NULL, &error))
    return_failure (task, error);
  else if (self->encrypted)
    g_output_stream_close_async (stream,
                                 G_PRIORITY_DEFAULT,
                                 batch->inner,
                                 on_closed,
                                 g_steal_pointer (&task));
  else if (g_socket_shutdown (g_socket_connection_get_socket (batch->connection),
                              FALSE,
                              TRUE,
                              &error))
    read_end (g_steal_pointer (&task));
  else
    return_failure (task, error);
}

static void
on_connected (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Batch *batch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gconstpointer data;
  gsize length;

  batch->connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, &error);
  if (batch->connection == NULL)
    {
      return_failure (task, error);
      return;
    }
  g_clear_handle_id (&batch->timer, g_source_remove);
  batch->timer = g_timeout_add_seconds (TALK_S, on_time_out_talking, batch);
  data = g_bytes_get_data (batch->text, &length);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (batch->connection)),
                                   data,
                                   length,
                                   G_PRIORITY_DEFAULT,
                                   batch->inner,
                                   on_written,
                                   g_steal_pointer (&task));
}

static gboolean
on_certificate (GTlsConnection *connection,
                GTlsCertificate *certificate,
                GTlsCertificateFlags flaws,
                gpointer user_data)
{
  ((Batch *) user_data)->flaws = flaws;
  return FALSE;
}

static void
on_event (GSocketClient *client,
          GSocketClientEvent event,
          GSocketConnectable *place,
          GIOStream *connection,
          gpointer user_data)
{
  GTask *task = user_data;
  CsnStreamSink *self = g_task_get_source_object (task);

  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKING)
    return;
  if (self->authorities != NULL)
    g_tls_connection_set_database (G_TLS_CONNECTION (connection), self->authorities);
  g_signal_connect (connection,
                    "accept-certificate",
                    G_CALLBACK (on_certificate),
                    g_task_get_task_data (task));
}

static GSocketClient *
new_client (CsnStreamSink *self, GTask *task)
{
  GSocketClient *client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_tls (client, self->encrypted);
  g_signal_connect (client, "event", G_CALLBACK (on_event), task);
  return client;
}

static void
send_async (CsnForwardSink *sink,
            GPtrArray *events,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  CsnStreamSink *self = CSN_STREAM_SINK (sink);
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GSocketClient) client = new_client (self, task);
  Batch *batch = g_new0 (Batch, 1);

  g_task_set_source_tag (task, send_async);
  g_task_set_task_data (task, batch, batch_free);
  batch->inner = g_cancellable_new ();
  batch->text = frame (events);
  batch->timer = g_timeout_add_seconds (CONNECT_S, on_time_out_connecting, batch);
  g_set_object (&batch->outer, cancellable);
  if (cancellable != NULL)
    batch->outer_handler = g_cancellable_connect (cancellable,
                                                  G_CALLBACK (on_outer_cancelled),
                                                  g_object_ref (batch->inner),
                                                  g_object_unref);
  g_socket_client_connect_async (client, self->place, batch->inner, on_connected, task);
}

static gboolean
send_finish (CsnForwardSink *sink, GAsyncResult *result, gint64 *ret_retry_after, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
csn_stream_sink_dispose (GObject *object)
{
  CsnStreamSink *self = CSN_STREAM_SINK (object);

  g_clear_object (&self->place);
  g_clear_object (&self->authorities);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (csn_stream_sink_parent_class)->dispose (object);
}

static void
csn_stream_sink_class_init (CsnStreamSinkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_stream_sink_dispose;
}

static void
csn_stream_sink_init (CsnStreamSink *self)
{
}

static void
csn_stream_sink_sink_init (CsnForwardSinkInterface *iface)
{
  iface->send_async = send_async;
  iface->send_finish = send_finish;
}

CsnForwardSink *
csn_stream_sink_new (CsnForwarderConfig *config, GTlsDatabase *authorities)
{
  CsnStreamSink *self = g_object_new (CSN_TYPE_STREAM_SINK, NULL);
  g_autoptr (GUri) uri = NULL;
  const char *host;
  int port;

  uri = g_uri_parse (csn_forwarder_config_get_address (config), G_URI_FLAGS_ENCODED, NULL);
  host = g_uri_get_host (uri);
  port = g_uri_get_port (uri);
  self->place = g_network_address_new (host, (guint16) port);
  self->name = g_strdup_printf (strchr (host, ':') != NULL ? "[%s]:%d" : "%s:%d", host, port);
  self->encrypted = g_str_equal (g_uri_get_scheme (uri), "tls");
  g_set_object (&self->authorities, authorities);
  return CSN_FORWARD_SINK (self);
}
