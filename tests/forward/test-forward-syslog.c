/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "csn-forward-fixture.h"
#include "csn-forward-record.h"
#include "csn-test-wait.h"

/* Everything that could end a message, a line, a parameter or a structure early. */
#define INJECTION                                                                                  \
  "a\n<14>1 2026-01-01T00:00:00Z evil countersign - approved - \r\n\xe2\x80\xa8\xe2\x80\xa9 "      \
  "\"] [x@1 a=\"b\\\"] \\\\ \x1b[31m \xe2\x80\xae end"

static gboolean
is_listening (gpointer user_data)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  connection = g_socket_client_connect_to_host (client,
                                                "127.0.0.1",
                                                (guint16) GPOINTER_TO_UINT (user_data),
                                                NULL,
                                                NULL);
  g_usleep (20000); /* nocheck: between two looks at another process */
  return connection != NULL;
}

static gboolean
is_there (gpointer user_data)
{
  g_usleep (20000); /* nocheck: between two looks at another process */
  return g_file_test (user_data, G_FILE_TEST_EXISTS);
}

static guint
find_port (void)
{
  guint port;

  /* Below what the system gives to connections: it stays free until the receiver takes it, and when
   * that is started again. */
  do
    {
      g_autoptr (GSocketListener) listener = g_socket_listener_new ();

      port = (guint) g_random_int_range (20000, 32000);
      if (!g_socket_listener_add_inet_port (listener, (guint16) port, NULL, NULL))
        port = 0;
      g_socket_listener_close (listener);
    }
  while (port == 0);
  return port;
}

/* Each field as rsyslog itself has parsed it. */
static const char common[] =
    "global(maxMessageSize=\"256k\" workDirectory=\"%s\" "
    "  net.enableDNS=\"off\" "
    "  parser.escapeControlCharactersOnReceive=\"off\")\n"
    "template(name=\"body\" type=\"string\" string=\"%%msg%%\\n\")\n"
    "template(name=\"fields\" type=\"list\" option.jsonf=\"on\") {\n"
    "  property(outname=\"msgid\" name=\"msgid\" format=\"jsonf\")\n"
    "  property(outname=\"pri\" name=\"pri\" format=\"jsonf\")\n"
    "  property(outname=\"app\" name=\"app-name\" format=\"jsonf\")\n"
    "  property(outname=\"time\" name=\"timereported\" dateFormat=\"rfc3339\" format=\"jsonf\")\n"
    "  property(outname=\"sd\" name=\"structured-data\" format=\"jsonf\")\n"
    "  property(outname=\"msg\" name=\"msg\" format=\"jsonf\") }\n"
    "if ($app-name == \"countersign\") then {\n"
    "  action(type=\"omfile\" file=\"%s\" template=\"body\")\n"
    "  action(type=\"omfile\" file=\"%s.fields\" template=\"fields\") }\n";

static void
start_rsyslog (CsnForwardFixture *f, const char *input)
{
  g_autofree char *configuration = g_build_filename (f->store.folder, "rsyslog.conf", NULL);
  g_autofree char *pid = g_build_filename (f->store.folder, "rsyslog.pid", NULL);
  g_autofree char *rules = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  rules = g_strdup_printf (common, f->store.folder, f->received, f->received);
  text = g_strconcat (input, rules, NULL);
  g_assert_true (g_file_set_contents (configuration, text, -1, NULL));
  f->receiver = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE,
                                  &error,
                                  "/usr/sbin/rsyslogd",
                                  "-n",
                                  "-f",
                                  configuration,
                                  "-i",
                                  pid,
                                  NULL);
  g_assert_no_error (error);
}

static void
start_tls (CsnForwardFixture *f, guint port)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "forward", "syslog_tls.py", NULL);
  g_autofree char *certificate = NULL;
  g_autofree char *number = g_strdup_printf ("%u", port);
  const char *args[] = { script, number, f->received, NULL, NULL };

  certificate = g_test_build_filename (G_TEST_DIST, "source", "tls", "good.pem", NULL);
  args[3] = certificate;
  g_assert_cmpuint (csn_forward_fixture_start_receiver (f, NULL, args), ==, port);
}

static void
start_stream (CsnForwardFixture *f, guint port, gboolean encrypted)
{
  g_autofree char *input = NULL;

  if (encrypted)
    {
      start_tls (f, port);
      return;
    }
  input = g_strdup_printf ("module(load=\"imtcp\")\n"
                           "input(type=\"imtcp\" address=\"127.0.0.1\" port=\"%u\")\n",
                           port);
  start_rsyslog (f, input);
  csn_test_wait_for (is_listening, GUINT_TO_POINTER (port), "rsyslog to listen");
}

static CsnJson *
read_fields (CsnForwardFixture *f, guint number)
{
  g_autofree char *path = g_strconcat (f->received, ".fields", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  CsnJson *fields;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, number);
  fields = csn_json_parse (lines[number], strlen (lines[number]), G_MAXSIZE, NULL, NULL);
  g_assert_nonnull (fields);
  return fields;
}

static const char *
get (const CsnJson *fields, const char *name)
{
  return csn_json_get_text (csn_json_get_member (fields, name));
}

/* rsyslog parsed the message into what was meant, and nothing else. */
static void
assert_fields (CsnForwardFixture *f, guint number)
{
  g_autoptr (CsnJson) fields = read_fields (f, number);
  g_autoptr (CsnJson) body = NULL;
  const char *msg = get (fields, "msg");
  const char *sd = get (fields, "sd");

  g_assert_cmpstr (get (fields, "msgid"), ==, "presence");
  g_assert_cmpstr (get (fields, "app"), ==, "countersign");
  g_assert_cmpstr (get (fields, "pri"), ==, "110");
  g_assert_true (g_str_has_prefix (get (fields, "time"), "2026-11-22T07:03:31.1204"));
  g_assert_true (g_str_has_prefix (sd, "[countersign@32473 log_id=\""));
  g_assert_true (g_str_has_suffix (sd, "\"]"));
  g_assert_null (strchr (sd, '\n'));
  g_assert_null (strstr (sd, "\xe2\x80\xa8"));
  g_assert_nonnull (strstr (sd, "\\\"\\] [x@1 a=\\\"b\\\\\\\"\\]"));
  body = csn_json_parse (msg, strlen (msg), G_MAXSIZE, NULL, NULL);
  g_assert_nonnull (body);
  g_assert_cmpstr (get (body, "agent_id"), ==, INJECTION);
}

static void
stream_arrives_whole (gconstpointer data)
{
  gboolean encrypted = GPOINTER_TO_INT (data);
  CsnForwardFixture f;
  guint port = find_port ();
  g_autofree char *address = NULL;

  csn_forward_fixture_init (&f);
  start_stream (&f, port, encrypted);
  address = g_strdup_printf ("%s://127.0.0.1:%u", encrypted ? "tls" : "tcp", port);
  csn_forward_fixture_append (&f, 300, INJECTION);
  csn_forward_fixture_put (&f, "syslog", address);
  csn_forward_fixture_start (&f);
  csn_forward_fixture_wait_sent (&f);
  g_assert_cmpuint (csn_forward_fixture_assert_received (&f, 301), ==, 301);
  if (!encrypted)
    assert_fields (&f, 7);
  csn_forward_fixture_append (&f, 1, "more");
  csn_forward_fixture_wait_sent (&f);
  g_assert_cmpuint (csn_forward_fixture_assert_received (&f, 302), ==, 302);
  csn_forward_fixture_clear (&f);
}

/* Killed without a chance, with events in its kernel's hands. */
static void
killed_receiver_loses_nothing (gconstpointer data)
{
  gboolean encrypted = GPOINTER_TO_INT (data);
  CsnForwardFixture f;
  guint port = find_port ();
  g_autofree char *address = NULL;

  csn_forward_fixture_init (&f);
  address = g_strdup_printf ("%s://127.0.0.1:%u", encrypted ? "tls" : "tcp", port);
  csn_forward_fixture_append (&f, 2000, "x");
  csn_forward_fixture_put (&f, "syslog", address);
  csn_forward_fixture_start (&f);
  g_assert_nonnull (strstr (csn_forward_fixture_wait_error (&f), "Nothing answers"));
  start_stream (&f, port, encrypted);
  /* Stopped, it still takes connections and bytes, as its kernel does that. */
  g_subprocess_send_signal (f.receiver, SIGSTOP);
  csn_forwarder_hurry (f.forwarder);
  for (guint i = 0; i < 20; i++)
    {
      g_usleep (20000); /* nocheck: lets the kernel take what it can */
      csn_test_run_ready ();
    }
  csn_forward_fixture_kill_receiver (&f);
  csn_forward_fixture_wait_error (&f);
  g_assert_cmpuint (csn_forwarder_get_next_seq (f.forwarder), ==, 0);
  start_stream (&f, port, encrypted);
  csn_forward_fixture_wait_sent (&f);
  csn_forward_fixture_assert_received (&f, 2001);
  csn_forward_fixture_clear (&f);
}

static void
local_socket_arrives (void)
{
  CsnForwardFixture f;
  g_autofree char *path = NULL;
  g_autofree char *input = NULL;

  csn_forward_fixture_init (&f);
  path = g_build_filename (f.store.folder, "log", NULL);
  csn_forward_fixture_append (&f, 300, INJECTION);
  csn_forward_fixture_put (&f, "local-syslog", path);
  csn_forward_fixture_start (&f);
  g_assert_nonnull (strstr (csn_forward_fixture_wait_error (&f), "Nothing listens"));
  input = g_strdup_printf (
      "module(load=\"imuxsock\" sysSock.use=\"off\")\n"
      "input(type=\"imuxsock\" socket=\"%s\" useSpecialParser=\"off\" ignoreTimestamp=\"off\" "
      "  createPath=\"off\" rateLimit.interval=\"0\")\n",
      path);
  start_rsyslog (&f, input);
  csn_test_wait_for (is_there, path, "rsyslog's socket");
  csn_forward_fixture_wait_sent (&f);
  g_assert_cmpuint (csn_forward_fixture_assert_received (&f, 301), ==, 301);
  assert_fields (&f, 7);
  csn_forward_fixture_clear (&f);
}

/* The journal's protocol, read as its documentation has it. */
static GHashTable *
read_entry (const char *data, gsize length)
{
  GHashTable *fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *end = data + length;

  while (data < end)
    {
      const char *line = memchr (data, '\n', (gsize) (end - data));
      guint64 size;

      g_assert_nonnull (line);
      g_assert_null (memchr (data, '=', (gsize) (line - data)));
      memcpy (&size, line + 1, sizeof size);
      size = GUINT64_FROM_LE (size);
      g_assert_cmpuint (size, <, (guint64) (end - line - 9));
      g_hash_table_insert (fields,
                           g_strndup (data, (gsize) (line - data)),
                           g_strndup (line + 9, size));
      data = line + 9 + size + 1;
      g_assert_cmpint (data[-1], ==, '\n');
    }
  return fields;
}

static void
journal_gets_entries (void)
{
  CsnForwardFixture f;
  g_autofree char *path = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autofree char *buffer = g_malloc (256 * 1024);

  csn_forward_fixture_init (&f);
  path = g_build_filename (f.store.folder, "journal", NULL);
  address = g_unix_socket_address_new (path);
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, 0, NULL);
  g_assert_true (g_socket_bind (socket, address, FALSE, NULL));
  g_socket_set_blocking (socket, FALSE);
  csn_forward_fixture_append (&f, 100, INJECTION);
  csn_forward_fixture_put (&f, "journal", path);
  csn_forward_fixture_start (&f);
  /* More than a socket's queue holds: it waits for us, and blocks nobody. */
  for (guint64 seq = 0; seq < 101;)
    {
      gssize length = g_socket_receive (socket, buffer, 256 * 1024, NULL, NULL);
      g_autoptr (GHashTable) fields = NULL;
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, seq);

      g_main_context_iteration (NULL, FALSE);
      if (length <= 0)
        continue;
      fields = read_entry (buffer, (gsize) length);
      g_assert_cmpstr ((const char *) g_hash_table_lookup (fields, "COUNTERSIGN_SEQ"), ==, number);
      g_assert_cmpstr ((const char *) g_hash_table_lookup (fields, "SYSLOG_IDENTIFIER"),
                       ==,
                       "countersign");
      if (seq > 0)
        g_assert_cmpstr ((const char *) g_hash_table_lookup (fields, "COUNTERSIGN_AGENT_ID"),
                         ==,
                         INJECTION);
      seq++;
    }
  csn_forward_fixture_wait_sent (&f);
  csn_forward_fixture_clear (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/forward/syslog/tcp", GINT_TO_POINTER (FALSE), stream_arrives_whole);
  g_test_add_data_func ("/forward/syslog/tls", GINT_TO_POINTER (TRUE), stream_arrives_whole);
  g_test_add_data_func ("/forward/syslog/killed-tcp",
                        GINT_TO_POINTER (FALSE),
                        killed_receiver_loses_nothing);
  g_test_add_data_func ("/forward/syslog/killed-tls",
                        GINT_TO_POINTER (TRUE),
                        killed_receiver_loses_nothing);
  g_test_add_func ("/forward/syslog/local", local_socket_arrives);
  g_test_add_func ("/forward/syslog/journal", journal_gets_entries);
  return g_test_run ();
}
