/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-http.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *says;
} certificates[] = {
  { "good", NULL },
  { "other-name", "belongs to another name" },
  { "expired", "has expired" },
  { "not-yet", "is not valid yet" },
  { "self-signed", "no authority" },
};

static GSubprocess *process;
static char **ports;

static void
start_server (void)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "source", "tls_server.py", NULL);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (arguments, (gpointer) "/usr/bin/python3");
  g_ptr_array_add (arguments, (gpointer) "-B");
  g_ptr_array_add (arguments, script);
  for (guint i = 0; i < G_N_ELEMENTS (certificates); i++)
    g_ptr_array_add (arguments, (gpointer) certificates[i].name);
  g_ptr_array_add (arguments, NULL);
  process = g_subprocess_newv ((const char *const *) arguments->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE,
                               &error);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_assert_nonnull (line);
  ports = g_strsplit (line, " ", -1);
}

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
ask (guint index, gboolean trusting)
{
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%s", ports[index]);
  g_autofree char *authority = g_test_build_filename (G_TEST_DIST, "source", "tls", "ca.pem", NULL);
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnHttp) http = csn_http_new (url, FALSE, &error);
  CsnHttpCall call = { "GET", "/tasks", NULL, NULL, NULL, 1000 };
  Result result = { NULL, NULL, FALSE };

  g_assert_no_error (error);
  g_assert_true (csn_http_set_token (http, "token", NULL));
  if (trusting)
    {
      database = g_tls_file_database_new (authority, &error);
      g_assert_no_error (error);
      csn_http_set_tls_database (http, database);
    }
  csn_http_send_async (http, &call, NULL, on_answer, &result);
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

static void
test_certificates_are_checked (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (certificates); i++)
    {
      Result result = ask (i, TRUE);

      g_test_message ("%s: %s",
                      certificates[i].name,
                      result.error != NULL ? result.error->message : "accepted");
      if (certificates[i].says == NULL)
        {
          g_assert_no_error (result.error);
          g_assert_cmpuint (result.answer->status, ==, 200);
        }
      else
        {
          g_assert_error (result.error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_CERTIFICATE);
          g_assert_nonnull (strstr (result.error->message, certificates[i].says));
        }
      result_clear (&result);
    }
}

static void
test_unknown_authorities_are_not_trusted (void)
{
  Result result = ask (0, FALSE);

  g_assert_error (result.error, CSN_HTTP_ERROR, CSN_HTTP_ERROR_CERTIFICATE);
  result_clear (&result);
}

static void
test_speaks_http_1_only (void)
{
  Result result = ask (0, TRUE);
  gsize length = 0;
  const char *text = NULL;

  g_assert_no_error (result.error);
  text = g_bytes_get_data (result.answer->body, &length);
  g_assert_nonnull (g_strstr_len (text, (gssize) length, "\"protocol\":\"http/1.1\""));
  result_clear (&result);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  start_server ();

  g_test_add_func ("/source/tls/certificates-are-checked", test_certificates_are_checked);
  g_test_add_func ("/source/tls/unknown-authorities-are-not-trusted",
                   test_unknown_authorities_are_not_trusted);
  g_test_add_func ("/source/tls/speaks-http-1-only", test_speaks_http_1_only);

  status = g_test_run ();
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
  g_strfreev (ports);

  return status;
}
