/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-hostile-server.h"
#include "csn-http.h"

#include <string.h>

static CsnHostileServer *server;

typedef struct
{
  CsnHttpAnswer *answer;
  GError *error;
  gboolean done;
} Result;

static void
on_answer (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Result *outcome = user_data;

  outcome->answer = csn_http_send_finish (CSN_HTTP (object), result, &outcome->error);
  outcome->done = TRUE;
}

static Result
send_call (CsnHttp *http, const CsnHttpCall *call)
{
  Result result = { NULL, NULL, FALSE };

  csn_http_send_async (http, call, NULL, on_answer, &result);
  while (!result.done)
    g_main_context_iteration (NULL, TRUE);

  return result;
}

static void
result_clear (Result *result)
{
  g_clear_pointer (&result->answer, csn_http_answer_free);
  g_clear_error (&result->error);
}

static CsnHttp *
open_script (const char *script)
{
  g_autofree char *url = csn_hostile_server_get_url (server, script);
  g_autoptr (GError) error = NULL;
  CsnHttp *http = csn_http_new (url, FALSE, &error);

  g_assert_no_error (error);

  return http;
}

static Result
get (CsnHttp *http, gsize max_bytes)
{
  CsnHttpCall call = { "GET", "/tasks", NULL, NULL, NULL, max_bytes };

  return send_call (http, &call);
}

static const char *
find_in_log (char **log, const char *text)
{
  for (guint i = 0; log[i] != NULL; i++)
    {
      if (strstr (log[i], text) != NULL)
        return log[i];
    }

  return NULL;
}

static gsize
get_peak_memory (void)
{
  g_autofree char *text = NULL;
  const char *line = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);

  return (gsize) g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10) * 1024;
}

static void
test_only_allowed_origins (void)
{
  static const struct
  {
    const char *url;
    gboolean allow_insecure;
    gboolean allowed;
  } cases[] = {
    { "http://127.0.0.1:8080", FALSE, TRUE },
    { "http://127.9.9.9:8080/agents/", FALSE, TRUE },
    { "http://[::1]:8080", FALSE, TRUE },
    { "http://localhost:8080", FALSE, TRUE },
    { "http://LOCALHOST", FALSE, TRUE },
    { "https://agent.example", FALSE, TRUE },
    { "https://192.168.0.7:8443/a/b", FALSE, TRUE },
    { "http://agent.example", FALSE, FALSE },
    { "http://agent.example", TRUE, TRUE },
    { "http://192.168.0.7", FALSE, FALSE },
    { "http://169.254.169.254", FALSE, FALSE },
    { "http://[fd00::1]", FALSE, FALSE },
    { "http://2130706433", FALSE, FALSE },
    { "http://0x7f000001", FALSE, FALSE },
    { "http://127.1", FALSE, FALSE },
    { "http://0.0.0.0", FALSE, FALSE },
    { "http://localhost.example", FALSE, FALSE },
    { "http://127.0.0.1.example", FALSE, FALSE },
    { "http://[::ffff:127.0.0.1]", FALSE, FALSE },
    { "http://ana:secret@127.0.0.1", FALSE, FALSE },
    { "https://ana@agent.example", FALSE, FALSE },
    { "https://agent.example/?a=b", FALSE, FALSE },
    { "https://agent.example/#a", FALSE, FALSE },
    { "ftp://127.0.0.1", TRUE, FALSE },
    { "file:///etc/passwd", TRUE, FALSE },
    { "agent.example", TRUE, FALSE },
    { "", TRUE, FALSE },
    { "https://", TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CsnHttp) http = csn_http_new (cases[i].url, cases[i].allow_insecure, &error);

      g_test_message ("%s", cases[i].url);
      g_assert_true ((http != NULL) == cases[i].allowed);
      if (http == NULL)
        g_assert_error (error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_REFUSED);
    }
}

static void
test_says_who_it_is (void)
{
  g_autoptr (CsnHttp) http = open_script ("headers");
  g_auto (GStrv) log = NULL;
  CsnHttpCall call = { "POST", "/tasks/approve", "\"e-1\"", "key-1", NULL, 1000 };
  Result result;

  csn_hostile_server_add (server, "headers", "POST /tasks", "{\"task_id\":\"t\"}");
  g_assert_true (csn_http_set_token (http, "s3cret-t0ken", NULL));
  call.body = g_bytes_new_static ("{\"a\":1}", 7);
  result = send_call (http, &call);
  g_bytes_unref (call.body);

  g_assert_no_error (result.error);
  g_assert_cmpuint (result.answer->status, ==, 200);
  g_assert_cmpmem (g_bytes_get_data (result.answer->body, NULL),
                   g_bytes_get_size (result.answer->body),
                   "{\"task_id\":\"t\"}",
                   15);
  result_clear (&result);

  log = csn_hostile_server_get_log (server, "headers");
  g_assert_cmpuint (g_strv_length (log), ==, 1);
  g_assert_nonnull (strstr (log[0], "\"path\": \"/tasks/approve\""));
  g_assert_nonnull (strstr (log[0], "\"version\": \"HTTP/1.1\""));
  g_assert_nonnull (strstr (log[0], "\"authorization\": \"Bearer s3cret-t0ken\""));
  g_assert_nonnull (strstr (log[0], "\"idempotency-key\": \"key-1\""));
  g_assert_nonnull (strstr (log[0], "\"if-none-match\": \"\\\"e-1\\\"\""));
  g_assert_nonnull (strstr (log[0], "\"accept-encoding\": \"identity\""));
  g_assert_nonnull (strstr (log[0], "\"content-type\": \"application/json\""));
  g_assert_nonnull (strstr (log[0], "\"body\": \"{\\\"a\\\":1}\""));
}

static void
test_token_that_breaks_headers (void)
{
  static const char *const tokens[] = {
    "", "a b", "a\r\nX-Evil: 1", "a\nb", "t\303\266ken", "a\tb"
  };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr (CsnHttp) http = open_script ("tokens");
      g_autoptr (GError) error = NULL;

      g_assert_true (csn_http_set_token (http, "good", NULL));
      g_assert_false (csn_http_set_token (http, tokens[i], &error));
      g_assert_error (error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_BAD_TOKEN);
      g_assert_null (strstr (error->message, "Evil"));
      g_assert_null (csn_http_get_token (http));
    }
}

static void
test_never_follows_redirects (void)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };
  static const char *const methods[] = { "GET", "POST", "PUT" };
  g_autofree char *stranger = csn_hostile_server_get_stranger (server);
  guint before = csn_hostile_server_count_strangers (server);

  for (guint i = 0; i < G_N_ELEMENTS (statuses) * G_N_ELEMENTS (methods); i++)
    {
      const char *method = methods[i % G_N_ELEMENTS (methods)];
      guint status = statuses[i / G_N_ELEMENTS (methods)];
      g_autofree char *script = g_strdup_printf ("redirect-%s-%u", method, status);
      g_autofree char *location = g_strdup_printf ("Location: %stasks\r\n", stranger);
      g_autofree char *answer = csn_hostile_answer (status, location, "{}");
      g_autofree char *match = g_strdup_printf ("%s /", method);
      g_autoptr (CsnHttp) http = open_script (script);
      CsnHttpCall call = { method, "/tasks", NULL, "key", NULL, 1000 };
      g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
      Result result;

      csn_hostile_server_add (server, script, match, answer);
      g_assert_true (csn_http_set_token (http, "token", NULL));
      call.body = g_str_equal (method, "GET") ? NULL : body;
      result = send_call (http, &call);
      g_assert_no_error (result.error);
      g_assert_cmpuint (result.answer->status, ==, status);
      result_clear (&result);
    }
  g_assert_cmpuint (csn_hostile_server_count_strangers (server), ==, before);
}

static void
test_decodes_nothing (void)
{
  g_autoptr (CsnHttp) http = open_script ("bomb");
  gsize before = get_peak_memory ();
  Result result;

  csn_hostile_server_add_bytes (server, "bomb", "GET /", "gzip-bomb", 0, "", 0);
  result = get (http, 8 * 1024 * 1024);
  g_assert_error (result.error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_ENCODED);
  result_clear (&result);
  g_assert_cmpuint (get_peak_memory () - before, <, 32 * 1024 * 1024);
}

static void
test_caps_bodies (void)
{
  static const struct
  {
    const char *script;
    const char *head;
  } cases[] = {
    { "endless-close", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n " },
    { "endless-length", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n " },
    { "endless-chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n " },
    { "endless-error", "HTTP/1.1 500 Oh\r\nConnection: close\r\n\r\n " },
  };
  gsize before = get_peak_memory ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnHttp) http = open_script (cases[i].script);
      Result result;

      g_test_message ("%s", cases[i].script);
      csn_hostile_server_add_bytes (server,
                                    cases[i].script,
                                    "GET /",
                                    "endless",
                                    0,
                                    cases[i].head,
                                    strlen (cases[i].head));
      result = get (http, 1024 * 1024);
      g_assert_error (result.error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_TOO_LARGE);
      result_clear (&result);
    }
  g_assert_cmpuint (get_peak_memory () - before, <, 16 * 1024 * 1024);
}

static void
test_cap_is_exact (void)
{
  g_autoptr (CsnHttp) http = open_script ("exact");
  g_autofree char *body = g_strnfill (70000, 'x');
  Result result;

  csn_hostile_server_add (server, "exact", "GET /", body);
  result = get (http, 70000);
  g_assert_no_error (result.error);
  g_assert_cmpuint (g_bytes_get_size (result.answer->body), ==, 70000);
  result_clear (&result);

  result = get (http, 69999);
  g_assert_error (result.error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_TOO_LARGE);
  result_clear (&result);
}

static void
test_slow_answers_time_out (void)
{
  static const char whole[] = "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n"
                              "0123456789012345678901234567890123456789";
  static const struct
  {
    const char *script;
    const char *then;
    const char *answer;
    gsize length;
    const char *sentence;
  } cases[] = {
    { "silent", "hang", "HTTP/", 5, "did not answer within" },
    { "slow-head", "drip", whole, sizeof whole - 1, "did not answer within" },
    { "no-end", "hang", whole, sizeof whole - 5, "did not end within" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnHttp) http = open_script (cases[i].script);
      CsnHttpLimits limits = { 2000, 400, 400 };
      gint64 begin = g_get_monotonic_time ();
      Result result;

      csn_http_set_limits (http, &limits);
      csn_hostile_server_add_bytes (server,
                                    cases[i].script,
                                    "GET /",
                                    cases[i].then,
                                    0,
                                    cases[i].answer,
                                    cases[i].length);
      result = get (http, 1000);
      g_assert_error (result.error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_TIMED_OUT);
      g_assert_nonnull (strstr (result.error->message, cases[i].sentence));
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 7 * G_USEC_PER_SEC / 2);
      result_clear (&result);
    }
}

static void
test_body_that_drips_times_out (void)
{
  static const char whole[] = "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n"
                              "0123456789012345678901234567890123456789";
  g_autoptr (CsnHttp) http = open_script ("slow-body");
  CsnHttpLimits limits = { 2000, 5000, 500 };
  Result result;

  csn_http_set_limits (http, &limits);
  csn_hostile_server_add_bytes (server, "slow-body", "GET /", "drip", 0, whole, sizeof whole - 1);
  result = get (http, 1000);
  g_assert_error (result.error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_TIMED_OUT);
  g_assert_nonnull (strstr (result.error->message, "did not end within 0.5 s"));
  result_clear (&result);
}

static void
test_connecting_times_out (void)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GPtrArray) fillers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (CsnHttp) http = NULL;
  g_autofree char *url = NULL;
  CsnHttpLimits limits = { 300, 5000, 5000 };
  Result result;

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_assert_true (g_socket_bind (socket, address, FALSE, NULL));
  g_socket_set_listen_backlog (socket, 0);
  g_assert_true (g_socket_listen (socket, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  /* Nobody accepts, and the queue of those that wait is full: connecting hangs. */
  for (guint i = 0; i < 4; i++)
    {
      GSocket *filler =
          g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

      g_socket_set_blocking (filler, FALSE);
      g_socket_connect (filler, bound, NULL, NULL);
      g_ptr_array_add (fillers, filler);
    }
  url = g_strdup_printf ("http://127.0.0.1:%u",
                         g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  http = csn_http_new (url, FALSE, NULL);
  csn_http_set_limits (http, &limits);
  result = get (http, 1000);
  g_assert_error (result.error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_TIMED_OUT);
  g_assert_nonnull (strstr (result.error->message, "No connection"));
  result_clear (&result);
}

static void
test_wrong_http_is_a_fault (void)
{
  g_autofree char *padding = g_strnfill (1024 * 1024, 'h');
  g_autofree char *huge_head = g_strdup_printf ("HTTP/1.1 200 OK\r\nX-Big: %s\r\n\r\n{}", padding);
  const struct
  {
    const char *script;
    const char *answer;
  } cases[] = {
    { "no-http", "HTTP/nonsense\r\n\r\n" },
    { "half-head", "HTTP/1.1 200 OK\r\nContent-Le" },
    { "short-body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this" },
    { "cut-chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100\r\nabc" },
    { "huge-head", huge_head },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnHttp) http = open_script (cases[i].script);
      Result result;

      g_test_message ("%s", cases[i].script);
      csn_hostile_server_add (server, cases[i].script, "GET /", cases[i].answer);
      result = get (http, 1024 * 1024);
      g_assert_null (result.answer);
      g_assert_error (result.error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_BROKEN);
      result_clear (&result);
    }
}

/* libsoup takes a chunk size that is no number for the last one; what counts is that nothing after
 * it is taken for content. */
static void
test_wrong_chunk_brings_nothing (void)
{
  g_autoptr (CsnHttp) http = open_script ("bad-chunk");
  Result result;

  csn_hostile_server_add (server,
                          "bad-chunk",
                          "GET /",
                          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}");
  result = get (http, 1000);
  g_assert_true (result.answer == NULL || g_bytes_get_size (result.answer->body) == 0);
  result_clear (&result);
}

static void
test_nobody_there_is_said_plainly (void)
{
  g_autofree char *stranger = NULL;
  g_autoptr (CsnHttp) http = csn_http_new ("http://127.0.0.1:1", FALSE, NULL);
  Result result = get (http, 1000);

  g_assert_error (result.error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_UNREACHABLE);
  g_assert_cmpstr (result.error->message,
                   ==,
                   "Nothing answers at 127.0.0.1:1. Check that it is running.");
  result_clear (&result);
}

static void
test_odd_entity_tags_are_dropped (void)
{
  static const struct
  {
    const char *header;
    const char *etag;
  } cases[] = {
    { "ETag: \"abc\"\r\n", "\"abc\"" },
    { "ETag: W/\"a-1\"\r\n", "W/\"a-1\"" },
    { "ETag: \"\303\266\"\r\n", NULL },
    { "ETag: \"a\tb\"\r\n", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *script = g_strdup_printf ("etag-%u", i);
      g_autofree char *answer = csn_hostile_answer (200, cases[i].header, "{}");
      g_autoptr (CsnHttp) http = open_script (script);
      Result result;

      csn_hostile_server_add (server, script, "GET /", answer);
      result = get (http, 1000);
      g_assert_no_error (result.error);
      g_assert_cmpstr (result.answer->etag, ==, cases[i].etag);
      result_clear (&result);
    }
}

static void
test_cookies_do_not_come_back (void)
{
  g_autofree char *answer = csn_hostile_answer (401,
                                                "Set-Cookie: a=b\r\n"
                                                "WWW-Authenticate: Basic realm=\"x\"\r\n",
                                                "{}");
  g_autoptr (CsnHttp) http = open_script ("cookies");
  g_auto (GStrv) log = NULL;

  csn_hostile_server_add (server, "cookies", "GET /", answer);
  for (guint i = 0; i < 2; i++)
    {
      Result result = get (http, 1000);

      g_assert_no_error (result.error);
      g_assert_cmpuint (result.answer->status, ==, 401);
      result_clear (&result);
    }
  log = csn_hostile_server_get_log (server, "cookies");
  g_assert_cmpuint (g_strv_length (log), ==, 2);
  g_assert_null (find_in_log (log, "cookie"));
  g_assert_null (find_in_log (log, "authorization"));
}

/* A plain proxy would read the token along. */
static void
test_no_proxy_sees_plain_http (void)
{
  g_autofree char *stranger = csn_hostile_server_get_stranger (server);
  guint before = csn_hostile_server_count_strangers (server);
  g_autoptr (CsnHttp) http = NULL;
  Result result;

  g_setenv ("http_proxy", stranger, TRUE);
  http = open_script ("proxy");
  csn_hostile_server_add (server, "proxy", "GET /", "{}");
  result = get (http, 1000);
  g_unsetenv ("http_proxy");
  g_assert_no_error (result.error);
  result_clear (&result);
  g_assert_cmpuint (csn_hostile_server_count_strangers (server), ==, before);
}

static void
test_breaking_off (void)
{
  g_autoptr (CsnHttp) http = open_script ("break-off");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  CsnHttpCall call = { "GET", "/tasks", NULL, NULL, NULL, 1000 };
  Result result = { NULL, NULL, FALSE };

  csn_hostile_server_add_bytes (server, "break-off", "GET /", "hang", 0, "HTTP/", 5);
  csn_http_send_async (http, &call, cancellable, on_answer, &result);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  while (!result.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  result_clear (&result);
}

static void
test_new_and_destroy (void)
{
  CsnHttp *http = csn_http_new ("https://agent.example/x/", FALSE, NULL);

  g_assert_cmpstr (csn_http_get_place (http), ==, "agent.example");
  g_assert_true (csn_http_get_encrypted (http));
  g_assert_finalize_object (http);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = csn_hostile_server_new ();

  g_test_add_func ("/source/http/new-and-destroy", test_new_and_destroy);
  g_test_add_func ("/source/http/only-allowed-origins", test_only_allowed_origins);
  g_test_add_func ("/source/http/says-who-it-is", test_says_who_it_is);
  g_test_add_func ("/source/http/token-that-breaks-headers", test_token_that_breaks_headers);
  g_test_add_func ("/source/http/never-follows-redirects", test_never_follows_redirects);
  g_test_add_func ("/source/http/decodes-nothing", test_decodes_nothing);
  g_test_add_func ("/source/http/caps-bodies", test_caps_bodies);
  g_test_add_func ("/source/http/cap-is-exact", test_cap_is_exact);
  g_test_add_func ("/source/http/slow-answers-time-out", test_slow_answers_time_out);
  g_test_add_func ("/source/http/body-that-drips-times-out", test_body_that_drips_times_out);
  g_test_add_func ("/source/http/connecting-times-out", test_connecting_times_out);
  g_test_add_func ("/source/http/wrong-http-is-a-fault", test_wrong_http_is_a_fault);
  g_test_add_func ("/source/http/wrong-chunk-brings-nothing", test_wrong_chunk_brings_nothing);
  g_test_add_func ("/source/http/nobody-there-is-said-plainly", test_nobody_there_is_said_plainly);
  g_test_add_func ("/source/http/odd-entity-tags-are-dropped", test_odd_entity_tags_are_dropped);
  g_test_add_func ("/source/http/cookies-do-not-come-back", test_cookies_do_not_come_back);
  g_test_add_func ("/source/http/no-proxy-sees-plain-http", test_no_proxy_sees_plain_http);
  g_test_add_func ("/source/http/breaking-off", test_breaking_off);

  status = g_test_run ();
  csn_hostile_server_free (server);

  return status;
}
