/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-hostile-server.h"

#include <string.h>

struct _CsnHostileServer
{
  GSubprocess *process; /* (owned) */
  guint port;
  guint stranger;
};

/* Blocking on purpose: the test's own main loop must not move while a script is written. */
static char *
call (CsnHostileServer *self, const char *head, const char *body, gsize length)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  g_autofree char *question = NULL;
  GOutputStream *output = NULL;
  GInputStream *input = NULL;
  char piece[4096];
  gssize count;
  char *begin = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) self->port, NULL, &error);
  g_assert_no_error (error);
  output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  question =
      g_strdup_printf ("%s HTTP/1.1\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n", head, length);
  g_assert_true (g_output_stream_write_all (output, question, strlen (question), NULL, NULL, NULL));
  g_assert_true (g_output_stream_write_all (output, body, length, NULL, NULL, NULL));
  while ((count = g_input_stream_read (input, piece, sizeof piece, NULL, NULL)) > 0)
    g_byte_array_append (answer, (const guint8 *) piece, (guint) count);
  g_byte_array_append (answer, (const guint8 *) "", 1);
  begin = strstr ((const char *) answer->data, "\r\n\r\n");
  g_assert_nonnull (begin);

  return g_strdup (begin + 4);
}

CsnHostileServer *
csn_hostile_server_new (void)
{
  CsnHostileServer *self = g_new0 (CsnHostileServer, 1);
  g_autofree char *script =
      g_test_build_filename (G_TEST_DIST, "source", "hostile_server.py", NULL);
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_auto (GStrv) ports = NULL;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE,
                                    &error,
                                    "/usr/bin/python3",
                                    "-B",
                                    script,
                                    NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  ports = g_strsplit (line, " ", 2);
  self->port = (guint) g_ascii_strtoull (ports[0], NULL, 10);
  self->stranger = (guint) g_ascii_strtoull (ports[1], NULL, 10);

  return self;
}

void
csn_hostile_server_free (CsnHostileServer *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_free (self);
}

char *
csn_hostile_server_get_url (CsnHostileServer *self, const char *script)
{
  return g_strdup_printf ("http://127.0.0.1:%u/%s", self->port, script);
}

char *
csn_hostile_server_get_stranger (CsnHostileServer *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u/", self->stranger);
}

guint
csn_hostile_server_count_strangers (CsnHostileServer *self)
{
  g_autofree char *text = call (self, "GET /_strangers", "", 0);

  return (guint) g_ascii_strtoull (text, NULL, 10);
}

void
csn_hostile_server_add_bytes (CsnHostileServer *self,
                              const char *script,
                              const char *match,
                              const char *then,
                              guint delay_ms,
                              const char *answer,
                              gsize length)
{
  g_autofree char *escaped = g_uri_escape_string (match, NULL, FALSE);
  g_autofree char *head = NULL;
  g_autofree char *reply = NULL;

  head =
      g_strdup_printf ("POST /_add/%s?match=%s&then=%s&delay=%u", script, escaped, then, delay_ms);
  reply = call (self, head, answer, length);
  g_assert_cmpstr (reply, ==, "{}");
}

void
csn_hostile_server_add (CsnHostileServer *self,
                        const char *script,
                        const char *match,
                        const char *answer)
{
  csn_hostile_server_add_bytes (self, script, match, "close", 0, answer, strlen (answer));
}

char **
csn_hostile_server_get_log (CsnHostileServer *self, const char *script)
{
  g_autofree char *head = g_strdup_printf ("GET /_log/%s", script);
  g_autofree char *text = call (self, head, "", 0);

  return g_strsplit (text, "\n", *text == '\0' ? 0 : -1);
}

char *
csn_hostile_answer (guint status, const char *headers, const char *body)
{
  return g_strdup_printf ("HTTP/1.1 %u Status\r\nContent-Type: application/json\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n%s\r\n%s",
                          status,
                          strlen (body),
                          headers,
                          body);
}
