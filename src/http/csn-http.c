/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-http.h"

#include <libsoup/soup.h>

#include "csn-address.h"
#include "csn-http-exchange-private.h"
#include "csn-visible-text.h"

#define CONNECT_MS (10 * 1000)
#define READ_MS (65 * 1000)
#define SOCKET_TIMEOUT_S 70
#define IDLE_TIMEOUT_S 60
#define MAX_CONNECTIONS 8

struct _CsnHttp
{
  GObject parent_instance;

  SoupSession *session; /* (owned) */
  char *base;           /* (owned): the address without a slash at its end */
  gboolean encrypted;
  char *place; /* (owned) */
  char *token; /* (owned) (nullable) */
  CsnHttpLimits limits;
};

G_DEFINE_FINAL_TYPE (CsnHttp, csn_http, G_TYPE_OBJECT)

G_DEFINE_QUARK (csn - http - error - quark, csn_http_error)

static void
csn_http_dispose (GObject *object)
{
  CsnHttp *self = CSN_HTTP (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->token, g_free);

  G_OBJECT_CLASS (csn_http_parent_class)->dispose (object);
}

static void
csn_http_class_init (CsnHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = csn_http_dispose;
}

static void
csn_http_init (CsnHttp *self)
{
  self->limits = (CsnHttpLimits){ CONNECT_MS, READ_MS, READ_MS };
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_REFUSED, message);
  return FALSE;
}

static gboolean
check_origin (GUri *uri, gboolean allow_insecure, GError **error)
{
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (scheme == NULL || host == NULL || *host == '\0')
    return refuse (error, "The address is not complete. Write it like https://host.example:8443.");
  if (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0)
    return refuse (error, "The address must begin with https:// (or http:// on this computer).");
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, "A name or password does not belong into the address. Use a token.");
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return refuse (error, "The address must end before the first ? or #.");
  if (g_strcmp0 (scheme, "http") == 0 && !allow_insecure && !csn_address_is_loopback (host))
    return refuse (error,
                   "Nothing is sent over plain http beyond this computer. Use https, or allow it "
                   "for this address.");

  return TRUE;
}

static char *
strip_slashes (GUri *uri)
{
  char *base = g_uri_to_string (uri);

  for (gsize length = strlen (base); length > 0 && base[length - 1] == '/'; length--)
    base[length - 1] = '\0';

  return base;
}

static char *
describe_place (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  int usual = g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
  g_autofree char *text = NULL;

  if (g_uri_get_port (uri) > 0 && g_uri_get_port (uri) != usual)
    text = g_strdup_printf (strchr (host, ':') != NULL ? "[%s]:%d" : "%s:%d",
                            host,
                            g_uri_get_port (uri));

  return csn_visible_text (text != NULL ? text : host, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
}

/* No redirect, decoding, cookie, stored password or web socket; and no proxy where a plain proxy
 * would read along or where the other side is this computer. */
static SoupSession *
make_session (GUri *origin)
{
  SoupSession *session = soup_session_new_with_options ("timeout",
                                                        SOCKET_TIMEOUT_S,
                                                        "idle-timeout",
                                                        IDLE_TIMEOUT_S,
                                                        "max-conns",
                                                        MAX_CONNECTIONS,
                                                        "max-conns-per-host",
                                                        MAX_CONNECTIONS,
                                                        "user-agent",
                                                        "countersign/" CSN_VERSION,
                                                        NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_COOKIE_JAR);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
  if (g_strcmp0 (g_uri_get_scheme (origin), "http") == 0 ||
      csn_address_is_loopback (g_uri_get_host (origin)))
    soup_session_set_proxy_resolver (session, NULL);

  return session;
}

CsnHttp *
csn_http_new (const char *url, gboolean allow_insecure, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  CsnHttp *self = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  if (!check_origin (uri, allow_insecure, error))
    return NULL;

  self = g_object_new (CSN_TYPE_HTTP, NULL);
  self->base = strip_slashes (uri);
  self->encrypted = g_strcmp0 (g_uri_get_scheme (uri), "https") == 0;
  self->place = describe_place (uri);
  self->session = make_session (uri);

  return self;
}

gboolean
csn_http_get_encrypted (CsnHttp *self)
{
  return self->encrypted;
}

const char *
csn_http_get_place (CsnHttp *self)
{
  return self->place;
}

static gboolean
fits_header (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p <= 0x20 || *p > 0x7e)
        return FALSE;
    }

  return *text != '\0';
}

gboolean
csn_http_set_token (CsnHttp *self, const char *token, GError **error)
{
  g_clear_pointer (&self->token, g_free);
  if (token != NULL && !fits_header (token))
    {
      g_set_error_literal (error,
                           CSN_HTTP_ERROR,
                           CSN_HTTP_ERROR_BAD_TOKEN,
                           "The token has a space or a character that can't be sent. Enter it "
                           "again.");
      return FALSE;
    }
  self->token = g_strdup (token);

  return TRUE;
}

const char *
csn_http_get_token (CsnHttp *self)
{
  return self->token;
}

void
csn_http_set_limits (CsnHttp *self, const CsnHttpLimits *limits)
{
  self->limits = *limits;
}

void
csn_http_set_tls_database (CsnHttp *self, GTlsDatabase *database)
{
  soup_session_set_tls_database (self->session, database);
}

static SoupMessage *
make_message (CsnHttp *self, const CsnHttpCall *call)
{
  g_autofree char *address = g_strconcat (self->base, call->path, NULL);
  g_autoptr (GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  SoupMessage *message = NULL;
  SoupMessageHeaders *headers = NULL;

  if (uri == NULL)
    return NULL;

  message = soup_message_new_from_uri (call->method, uri);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Accept", "application/json");
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  if (call->if_none_match != NULL)
    soup_message_headers_replace (headers, "If-None-Match", call->if_none_match);
  if (call->idempotency_key != NULL)
    soup_message_headers_replace (headers, "Idempotency-Key", call->idempotency_key);
  if (self->token != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", self->token, NULL);

      soup_message_headers_replace (headers, "Authorization", value);
    }
  if (call->body != NULL)
    soup_message_set_request_body_from_bytes (message,
                                              call->content_type != NULL ? call->content_type
                                                                         : "application/json",
                                              call->body);

  return message;
}

static void
on_exchanged (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  CsnHttpAnswer *answer = csn_http_exchange_finish (result, &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) csn_http_answer_free);
  else
    g_task_return_error (task, error);
}

void
csn_http_send_async (CsnHttp *self,
                     const CsnHttpCall *call,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  SoupMessage *message = make_message (self, call);

  g_task_set_source_tag (task, csn_http_send_async);
  if (message == NULL)
    {
      g_task_return_new_error (task,
                               CSN_HTTP_ERROR,
                               CSN_HTTP_ERROR_REFUSED,
                               "The address can't be asked for that.");
      return;
    }
  csn_http_exchange_async (self->session,
                           message,
                           self->place,
                           &self->limits,
                           call->max_bytes,
                           cancellable,
                           on_exchanged,
                           g_steal_pointer (&task));
}

CsnHttpAnswer *
csn_http_send_finish (CsnHttp *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
