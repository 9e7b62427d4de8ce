/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-http-exchange-private.h"

#include "csn-http-fault.h"

#define CHUNK_BYTES (64 * 1024)
#define MAX_ETAG_BYTES 256
#define MAX_RETRY_AFTER_S 300

/* Where an exchange is; says which limit holds and which sentence a time-out gets. */
typedef enum
{
  PHASE_CONNECT,
  PHASE_HEAD,
  PHASE_BODY,
} Phase;

typedef struct
{
  SoupMessage *message;  /* (owned) */
  char *place;           /* (owned) */
  GCancellable *inner;   /* (owned): breaks off libsoup */
  GSource *outer_source; /* (owned) (nullable): watches the caller's cancellable */
  GSource *timer;        /* (owned) (nullable) */
  GInputStream *stream;  /* (owned) (nullable) */
  GByteArray *body;      /* (owned) (nullable): taken by the answer */
  GError *verdict;       /* (owned) (nullable): why we broke it off ourselves */
  CsnHttpLimits limits;
  gsize max_bytes;
  Phase phase;
} Exchange;

static void
stop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
exchange_free (Exchange *exchange)
{
  stop_source (&exchange->outer_source);
  stop_source (&exchange->timer);
  g_signal_handlers_disconnect_by_data (exchange->message, exchange);
  g_clear_object (&exchange->stream);
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->inner);
  g_clear_error (&exchange->verdict);
  g_clear_pointer (&exchange->body, g_byte_array_unref);
  g_free (exchange->place);
  g_free (exchange);
}

void
csn_http_answer_free (CsnHttpAnswer *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->etag);
  g_free (self);
}

/* The first reason counts: what libsoup says after we broke it off is only "cancelled". */
static void
break_off (Exchange *exchange, GError *reason)
{
  if (exchange->verdict == NULL)
    exchange->verdict = reason;
  else
    g_error_free (reason);
  g_cancellable_cancel (exchange->inner);
}

static void
fail (GTask *task, const GError *error)
{
  Exchange *exchange = g_task_get_task_data (task);
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (exchange->message);

  stop_source (&exchange->timer);
  stop_source (&exchange->outer_source);
  g_task_return_error (task,
                       exchange->verdict != NULL
                           ? g_steal_pointer (&exchange->verdict)
                           : csn_http_fault_translate (error, exchange->place, flags));
}

static GError *
time_out_error (Exchange *exchange)
{
  switch (exchange->phase)
    {
    case PHASE_CONNECT:
      return g_error_new (CSN_HTTP_ERROR,
                          CSN_HTTP_ERROR_TIMED_OUT,
                          "No connection to %s within %.3g s. Check the address and the network.",
                          exchange->place,
                          exchange->limits.connect_ms / 1000.0);
    case PHASE_HEAD:
      return g_error_new (CSN_HTTP_ERROR,
                          CSN_HTTP_ERROR_TIMED_OUT,
                          "%s took the question and did not answer within %.3g s.",
                          exchange->place,
                          exchange->limits.head_ms / 1000.0);
    case PHASE_BODY:
      return g_error_new (CSN_HTTP_ERROR,
                          CSN_HTTP_ERROR_TIMED_OUT,
                          "The answer of %s did not end within %.3g s.",
                          exchange->place,
                          exchange->limits.body_ms / 1000.0);
    }
  g_return_val_if_reached (NULL);
}

static gboolean
on_time_out (gpointer user_data)
{
  Exchange *exchange = user_data;

  stop_source (&exchange->timer);
  break_off (exchange, time_out_error (exchange));
  return G_SOURCE_REMOVE;
}

static void
enter_phase (Exchange *exchange, Phase phase, guint limit_ms)
{
  exchange->phase = phase;
  stop_source (&exchange->timer);
  exchange->timer = g_timeout_source_new (limit_ms);
  g_source_set_callback (exchange->timer, on_time_out, exchange, NULL);
  g_source_attach (exchange->timer, g_main_context_get_thread_default ());
}

static gboolean
on_outer_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Exchange *exchange = user_data;

  break_off (exchange, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "It was broken off"));
  return G_SOURCE_REMOVE;
}

static void
on_starting (SoupMessage *message, gpointer user_data)
{
  Exchange *exchange = user_data;

  enter_phase (exchange, PHASE_HEAD, exchange->limits.head_ms);
}

/* HTTP/1 only (reliability.md 4.3, rule 10): libsoup 3.2 has no public switch for it, but lets us
 * say what the handshake offers. */
static void
on_network_event (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  static const char *const protocols[] = { "http/1.1", NULL };

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection))
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
}

/* An entity tag goes back in a header: only what a header can carry. */
static char *
read_etag (SoupMessageHeaders *headers)
{
  const char *etag = soup_message_headers_get_one (headers, "ETag");

  if (etag == NULL || *etag == '\0' || strlen (etag) > MAX_ETAG_BYTES)
    return NULL;
  for (const char *p = etag; *p != '\0'; p++)
    {
      if (*p < 0x20 || *p > 0x7e)
        return NULL;
    }

  return g_strdup (etag);
}

static gint64
read_retry_after (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  guint64 seconds = 0;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &seconds, NULL))
    return 0;

  return (gint64) MIN (seconds, MAX_RETRY_AFTER_S) * G_USEC_PER_SEC;
}

static void
succeed (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);
  CsnHttpAnswer *answer = g_new0 (CsnHttpAnswer, 1);

  stop_source (&exchange->timer);
  stop_source (&exchange->outer_source);
  answer->status = soup_message_get_status (exchange->message);
  answer->etag = read_etag (headers);
  answer->retry_after = read_retry_after (headers);
  answer->body = g_byte_array_free_to_bytes (g_steal_pointer (&exchange->body));
  g_task_return_pointer (task, answer, (GDestroyNotify) csn_http_answer_free);
}

static void read_more (GTask *task);

static GError *
too_large_error (Exchange *exchange)
{
  g_autofree char *size = g_format_size_full (exchange->max_bytes, G_FORMAT_SIZE_IEC_UNITS);

  return g_error_new (CSN_HTTP_ERROR,
                      CSN_HTTP_ERROR_TOO_LARGE,
                      "The answer of %s is larger than %s; nothing of it was used.",
                      exchange->place,
                      size);
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = NULL;

  chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  if (exchange->verdict != NULL || chunk == NULL)
    {
      fail (task, error);
      return;
    }
  if (g_bytes_get_size (chunk) == 0)
    {
      succeed (task);
      return;
    }
  if (g_bytes_get_size (chunk) > exchange->max_bytes - exchange->body->len)
    {
      break_off (exchange, too_large_error (exchange));
      fail (task, NULL);
      return;
    }
  g_byte_array_append (exchange->body,
                       g_bytes_get_data (chunk, NULL),
                       (guint) g_bytes_get_size (chunk));
  read_more (g_steal_pointer (&task));
}

static void
read_more (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (exchange->stream,
                                   CHUNK_BYTES,
                                   G_PRIORITY_DEFAULT,
                                   exchange->inner,
                                   on_read,
                                   task);
}

/* Says no to an answer by its head alone. */
static GError *
judge_head (Exchange *exchange)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);
  const char *encoding = soup_message_headers_get_list (headers, "Content-Encoding");

  if (encoding != NULL && g_ascii_strcasecmp (encoding, "identity") != 0)
    return g_error_new (CSN_HTTP_ERROR,
                        CSN_HTTP_ERROR_ENCODED,
                        "%s sent compressed data although it was asked not to.",
                        exchange->place);
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) > (goffset) exchange->max_bytes)
    return too_large_error (exchange);

  return NULL;
}

static void
on_sent (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GError *objection = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (exchange->verdict != NULL || exchange->stream == NULL)
    {
      fail (task, error);
      return;
    }
  objection = judge_head (exchange);
  if (objection != NULL)
    {
      break_off (exchange, objection);
      fail (task, NULL);
      return;
    }
  enter_phase (exchange, PHASE_BODY, exchange->limits.body_ms);
  read_more (g_steal_pointer (&task));
}

void
csn_http_exchange_async (SoupSession *session,
                         SoupMessage *message,
                         const char *place,
                         const CsnHttpLimits *limits,
                         gsize max_bytes,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (session, NULL, callback, user_data);
  Exchange *exchange = g_new0 (Exchange, 1);

  g_task_set_source_tag (task, csn_http_exchange_async);
  exchange->message = message;
  exchange->place = g_strdup (place);
  exchange->inner = g_cancellable_new ();
  exchange->body = g_byte_array_new ();
  exchange->limits = *limits;
  exchange->max_bytes = max_bytes;
  g_task_set_task_data (task, exchange, (GDestroyNotify) exchange_free);
  if (cancellable != NULL)
    {
      exchange->outer_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (exchange->outer_source,
                             G_SOURCE_FUNC (on_outer_cancelled),
                             exchange,
                             NULL);
      g_source_attach (exchange->outer_source, g_main_context_get_thread_default ());
    }
  g_signal_connect (message, "starting", G_CALLBACK (on_starting), exchange);
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), exchange);
  enter_phase (exchange, PHASE_CONNECT, limits->connect_ms);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, exchange->inner, on_sent, task);
}

CsnHttpAnswer *
csn_http_exchange_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
