/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-http-sink-private.h"

#include <string.h>

#include "csn-forward-record.h"
#include "csn-history-query.h"
#include "csn-http.h"
#include "csn-json.h"
#include "csn-visible-text.h"

#define OTLP_PATH "/v1/logs"
#define MAX_ANSWER_BYTES (256 * 1024)
#define MAX_SHOWN_CHARACTERS 200

struct _CsnHttpSink
{
  GObject parent_instance;

  CsnHttp *http; /* (owned) */
  const char *path;
  gboolean is_otlp;
};

static void csn_http_sink_sink_init (CsnForwardSinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnHttpSink,
                               csn_http_sink,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CSN_TYPE_FORWARD_SINK,
                                                      csn_http_sink_sink_init))

/* A batch under way: one body, or where OTLP needs it a few, one after the other. */
typedef struct
{
  GPtrArray *bodies;         /* (owned) (element-type GBytes) */
  GCancellable *cancellable; /* (owned) (nullable) */
  guint n_sent;
  gint64 retry_after;
} Batch;

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_ptr_array_unref (batch->bodies);
  g_clear_object (&batch->cancellable);
  g_free (batch);
}

static GBytes *
new_lines (GPtrArray *events)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    {
      const CsnStoredEvent *event = g_ptr_array_index (events, i);

      g_string_append (text, event->body);
      g_string_append_c (text, '\n');
    }
  return g_string_free_to_bytes (text);
}

static GError *
new_error (CsnHttpSink *self, GIOErrorEnum code, const char *what)
{
  return g_error_new (G_IO_ERROR, (int) code, "%s %s", csn_http_get_place (self->http), what);
}

static GError *
judge_status (CsnHttpSink *self, guint status)
{
  g_autofree char *what = NULL;

  if (status >= 200 && status < 300)
    return NULL;
  if (status >= 300 && status < 400)
    return new_error (self,
                      G_IO_ERROR_FAILED,
                      "sends to another address, which is never followed. Enter that one instead.");
  if (status == 401 || status == 403)
    return new_error (self,
                      G_IO_ERROR_PERMISSION_DENIED,
                      "does not accept the token. Enter it again.");
  if (status == 413)
    return new_error (self, G_IO_ERROR_MESSAGE_TOO_LARGE, "takes only smaller batches.");
  if (status == 429 || status == 503)
    return new_error (self, G_IO_ERROR_BUSY, "is too busy to take events now.");
  what = g_strdup_printf ("does not take the events: it answered with status %u.", status);
  return new_error (self, G_IO_ERROR_FAILED, what);
}

static const CsnJson *
get_object (const CsnJson *json, const char *key)
{
  const CsnJson *member = csn_json_get_member (json, key);

  return member != NULL && csn_json_get_value_type (member) == CSN_JSON_OBJECT ? member : NULL;
}

/* A collector may take a part of a batch and say so with a 200. */
static GError *
judge_partial_success (CsnHttpSink *self, GBytes *body)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (CsnJson) json = csn_json_parse (text, length, MAX_ANSWER_BYTES, NULL, NULL);
  const CsnJson *partial = NULL;
  const CsnJson *rejected = NULL;
  const CsnJson *message = NULL;
  g_autofree char *visible = NULL;
  g_autofree char *start = NULL;
  g_autofree char *what = NULL;

  if (json != NULL && csn_json_get_value_type (json) == CSN_JSON_OBJECT)
    partial = get_object (json, "partialSuccess");
  rejected = partial != NULL ? csn_json_get_member (partial, "rejectedLogRecords") : NULL;
  if (rejected == NULL || csn_json_get_value_type (rejected) == CSN_JSON_NULL ||
      g_strcmp0 (csn_json_get_text (rejected), "0") == 0)
    return NULL;
  message = csn_json_get_member (partial, "errorMessage");
  if (message != NULL && csn_json_get_value_type (message) == CSN_JSON_STRING)
    visible = csn_visible_text (csn_json_get_text (message), -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  start = g_utf8_substring (
      visible != NULL ? visible : "",
      0,
      visible != NULL ? MIN (g_utf8_strlen (visible, -1), MAX_SHOWN_CHARACTERS) : 0);
  what = g_strdup_printf ("refused a part of the events. It says: “%s”", start);
  return new_error (self, G_IO_ERROR_FAILED, what);
}

static GIOErrorEnum
translate_code (const GError *error)
{
  if (g_error_matches (error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_TIMED_OUT))
    return G_IO_ERROR_TIMED_OUT;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return G_IO_ERROR_CANCELLED;
  return G_IO_ERROR_FAILED;
}

static void send_next (CsnHttpSink *self, GTask *task);

static void
on_sent (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnHttpSink *self = g_task_get_source_object (task);
  Batch *batch = g_task_get_task_data (task);
  g_autoptr (CsnHttpAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  GError *objection;

  answer = csn_http_send_finish (CSN_HTTP (object), result, &error);
  if (answer == NULL)
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               (int) translate_code (error),
                               "%s",
                               error->message);
      return;
    }
  objection = judge_status (self, answer->status);
  if (objection == NULL && self->is_otlp)
    objection = judge_partial_success (self, answer->body);
  batch->retry_after = answer->retry_after;
  batch->n_sent++;
  if (objection != NULL)
    g_task_return_error (task, objection);
  else if (batch->n_sent < batch->bodies->len)
    send_next (self, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/* Takes @task. */
static void
send_next (CsnHttpSink *self, GTask *task)
{
  Batch *batch = g_task_get_task_data (task);
  const CsnHttpCall call = {
    .method = "POST",
    .path = self->path,
    .body = g_ptr_array_index (batch->bodies, batch->n_sent),
    .content_type = self->is_otlp ? "application/json" : "application/x-ndjson",
    .max_bytes = MAX_ANSWER_BYTES,
  };

  csn_http_send_async (self->http, &call, batch->cancellable, on_sent, task);
}

static void
send_async (CsnForwardSink *sink,
            GPtrArray *events,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  CsnHttpSink *self = CSN_HTTP_SINK (sink);
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Batch *batch = g_new0 (Batch, 1);

  g_task_set_source_tag (task, send_async);
  g_task_set_task_data (task, batch, batch_free);
  g_set_object (&batch->cancellable, cancellable);
  if (self->is_otlp)
    batch->bodies = csn_forward_record_new_otlp (events);
  else
    {
      batch->bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_ptr_array_add (batch->bodies, new_lines (events));
    }
  send_next (self, task);
}

static gboolean
send_finish (CsnForwardSink *sink, GAsyncResult *result, gint64 *ret_retry_after, GError **error)
{
  const Batch *batch = g_task_get_task_data (G_TASK (result));

  *ret_retry_after = batch->retry_after;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
set_token (CsnForwardSink *sink, const char *token, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (csn_http_set_token (CSN_HTTP_SINK (sink)->http, token, &local))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, local->message);
  return FALSE;
}

static void
csn_http_sink_dispose (GObject *object)
{
  g_clear_object (&CSN_HTTP_SINK (object)->http);
  G_OBJECT_CLASS (csn_http_sink_parent_class)->dispose (object);
}

static void
csn_http_sink_class_init (CsnHttpSinkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_http_sink_dispose;
}

static void
csn_http_sink_init (CsnHttpSink *self)
{
}

static void
csn_http_sink_sink_init (CsnForwardSinkInterface *iface)
{
  iface->set_token = set_token;
  iface->send_async = send_async;
  iface->send_finish = send_finish;
}

CsnForwardSink *
csn_http_sink_new (CsnForwarderConfig *config, GTlsDatabase *authorities, GError **error)
{
  const char *address = csn_forwarder_config_get_address (config);
  g_autoptr (GError) local = NULL;
  CsnHttpSink *self;
  CsnHttp *http;

  http = csn_http_new (address, csn_forwarder_config_get_allow_insecure (config), &local);
  if (http == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, local->message);
      return NULL;
    }
  if (authorities != NULL)
    csn_http_set_tls_database (http, authorities);
  self = g_object_new (CSN_TYPE_HTTP_SINK, NULL);
  self->http = http;
  self->is_otlp = csn_forwarder_config_get_kind (config) == CSN_FORWARDER_OTLP;
  self->path = self->is_otlp && !g_str_has_suffix (address, OTLP_PATH) ? OTLP_PATH : "";
  return CSN_FORWARD_SINK (self);
}
