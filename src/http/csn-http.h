/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CSN_HTTP_ERROR (csn_http_error_quark ())

/**
 * CsnHttpError:
 * @CSN_HTTP_ERROR_REFUSED: the address is not one that anything is sent to
 * @CSN_HTTP_ERROR_UNREACHABLE: no connection
 * @CSN_HTTP_ERROR_CERTIFICATE: the other side could not prove who it is
 * @CSN_HTTP_ERROR_TIMED_OUT: too slow
 * @CSN_HTTP_ERROR_BROKEN: the answer broke off or is not HTTP
 * @CSN_HTTP_ERROR_TOO_LARGE: more bytes than the call allows
 * @CSN_HTTP_ERROR_ENCODED: the answer is compressed
 * @CSN_HTTP_ERROR_BAD_TOKEN: the token can't stand in a header
 *
 * Why there is no answer. Messages are sentences for the reviewer.
 */
typedef enum
{
  CSN_HTTP_ERROR_REFUSED,
  CSN_HTTP_ERROR_UNREACHABLE,
  CSN_HTTP_ERROR_CERTIFICATE,
  CSN_HTTP_ERROR_TIMED_OUT,
  CSN_HTTP_ERROR_BROKEN,
  CSN_HTTP_ERROR_TOO_LARGE,
  CSN_HTTP_ERROR_ENCODED,
  CSN_HTTP_ERROR_BAD_TOKEN,
} CsnHttpError;

GQuark csn_http_error_quark (void);

/**
 * CsnHttpLimits:
 * @connect_ms: until there is a connection
 * @head_ms: from there until the answer begins
 * @body_ms: from there until the answer has ended
 *
 * How long each part of an exchange may take, however many bytes trickle in meanwhile.
 */
typedef struct
{
  guint connect_ms;
  guint head_ms;
  guint body_ms;
} CsnHttpLimits;

/**
 * CsnHttpCall:
 * @method: "GET", "POST", "PUT"
 * @path: begins with '/', escaped, perhaps with a query; comes after the origin's own path
 * @if_none_match: (nullable): an entity tag that the origin gave
 * @idempotency_key: (nullable): the same for every repetition
 * @body: (nullable): what to send
 * @max_bytes: the largest body of an answer
 * @content_type: (nullable): what @body is; %NULL for JSON
 *
 * What to ask.
 */
typedef struct
{
  const char *method;
  const char *path;
  const char *if_none_match;
  const char *idempotency_key;
  GBytes *body;
  gsize max_bytes;
  const char *content_type;
} CsnHttpCall;

/**
 * CsnHttpAnswer:
 * @status: the HTTP status, also one of 300 to 399: redirects are never followed
 * @body: everything that came
 * @etag: (nullable): the entity tag, if it can be sent back
 * @retry_after: microseconds that the other side asks to wait, or 0
 *
 * What came back.
 */
typedef struct
{
  guint status;
  GBytes *body;
  char *etag;
  gint64 retry_after;
} CsnHttpAnswer;

void csn_http_answer_free (CsnHttpAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnHttpAnswer, csn_http_answer_free)

#define CSN_TYPE_HTTP (csn_http_get_type ())

/**
 * CsnHttp:
 *
 * The one way out to the network (safety.md, "Network"): talks to one origin only, follows no
 * redirect, decodes nothing, keeps no cookie, caps size and time, and logs nothing.
 */
G_DECLARE_FINAL_TYPE (CsnHttp, csn_http, CSN, HTTP, GObject)

/**
 * csn_http_new:
 * @url: the base address
 * @allow_insecure: whether http beyond loopback is allowed
 * @error: return location for %CSN_HTTP_ERROR_REFUSED
 *
 * Returns: (transfer full) (nullable): a way to that origin
 */
CsnHttp *csn_http_new (const char *url, gboolean allow_insecure, GError **error);

gboolean csn_http_get_encrypted (CsnHttp *self);

/**
 * csn_http_get_place:
 * @self: a way out
 *
 * Returns: (transfer none): host and port as visible text, for sentences
 */
const char *csn_http_get_place (CsnHttp *self);

/**
 * csn_http_set_token:
 * @self: a way out
 * @token: (nullable): the bearer token
 * @error: return location for %CSN_HTTP_ERROR_BAD_TOKEN
 *
 * Returns: %FALSE if the token can't be sent; then none is
 */
gboolean csn_http_set_token (CsnHttp *self, const char *token, GError **error);

const char *csn_http_get_token (CsnHttp *self);

void csn_http_set_limits (CsnHttp *self, const CsnHttpLimits *limits);

/**
 * csn_http_set_tls_database:
 * @self: a way out
 * @database: whom to trust instead of the system's authorities
 */
void csn_http_set_tls_database (CsnHttp *self, GTlsDatabase *database);

/**
 * csn_http_send_async:
 * @self: a way out
 * @call: what to ask; copied
 * @cancellable: (nullable): breaks it off
 * @callback: called with the answer
 * @user_data: for @callback
 */
void csn_http_send_async (CsnHttp *self,
                          const CsnHttpCall *call,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/**
 * csn_http_send_finish:
 * @self: a way out
 * @result: the result
 * @error: return location for a #CsnHttpError, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the answer, whatever its status
 */
CsnHttpAnswer *csn_http_send_finish (CsnHttp *self, GAsyncResult *result, GError **error);

G_END_DECLS
