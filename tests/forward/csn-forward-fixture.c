/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-forward-fixture.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "csn-json-writer.h"
#include "csn-test-wait.h"

#define FORWARDER_ID "siem"

void
csn_forward_fixture_init (CsnForwardFixture *self)
{
  memset (self, 0, sizeof *self);
  csn_store_fixture_init (&self->store, CSN_STORE_DEFAULT);
  self->clock = csn_system_clock_new ();
  self->received = g_build_filename (self->store.folder, "received", NULL);
}

void
csn_forward_fixture_clear (CsnForwardFixture *self)
{
  csn_forward_fixture_stop (self);
  csn_forward_fixture_kill_receiver (self);
  csn_store_fixture_clear (&self->store);
  g_clear_object (&self->clock);
  g_free (self->received);
}

void
csn_forward_fixture_append (CsnForwardFixture *self, guint n_events, const char *text)
{
  const CsnActor actor = { .kind = CSN_ACTOR_SYSTEM };
  g_autofree char *quoted = NULL;
  g_autoptr (CsnJson) details = NULL;
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "text", text);
  csn_json_writer_end_object (writer);
  quoted = csn_json_writer_finish (writer);
  details = csn_json_parse (quoted, strlen (quoted), G_MAXSIZE, NULL, NULL);
  for (guint i = 0; i < n_events;)
    {
      CsnChange *change = csn_change_new ();

      for (guint k = 0; k < 64 && i < n_events; k++, i++)
        {
          CsnEvent *event = csn_event_new (CSN_EVENT_PRESENCE, CSN_FIXTURE_NOW + i, &actor);

          csn_event_set_details (event, details);
          csn_event_set_agent (event, text, text, text);
          csn_change_add_event (change, event);
        }
      csn_store_fixture_commit_ok (self->store.store, change);
    }
}

guint
csn_forward_fixture_start_receiver (CsnForwardFixture *self,
                                    const char *environment,
                                    const char *const *args)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  if (environment != NULL)
    {
      g_auto (GStrv) pair = g_strsplit (environment, "=", 2);

      g_subprocess_launcher_setenv (launcher, pair[0], pair[1], TRUE);
    }
  self->receiver = g_subprocess_launcher_spawnv (launcher, args, &error);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->receiver));
  line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  return line != NULL ? (guint) g_ascii_strtoull (line, NULL, 10) : 0;
}

void
csn_forward_fixture_kill_receiver (CsnForwardFixture *self)
{
  if (self->receiver == NULL)
    return;
  g_subprocess_force_exit (self->receiver);
  g_subprocess_wait (self->receiver, NULL, NULL);
  g_clear_object (&self->receiver);
}

void
csn_forward_fixture_put (CsnForwardFixture *self, const char *kind, const char *address)
{
  g_autoptr (CsnForwarderConfig) config = NULL;
  g_autoptr (GError) error = NULL;
  CsnChange *change = csn_change_new ();

  config = csn_forwarder_config_new (FORWARDER_ID, kind, address, FALSE, &error);
  g_assert_no_error (error);
  csn_forward_log_put (change, config, TRUE);
  csn_store_fixture_commit_ok (self->store.store, change);
}

void
csn_forward_fixture_start (CsnForwardFixture *self)
{
  g_autofree char *authority = g_test_build_filename (G_TEST_DIST, "source", "tls", "ca.pem", NULL);
  g_autoptr (GTlsDatabase) authorities = g_tls_file_database_new (authority, NULL);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) ready = NULL;
  g_autoptr (GPtrArray) stored = NULL;
  g_autoptr (GError) error = NULL;
  guint64 head;

  csn_forward_log_load_async (self->store.store, csn_test_keep_result, &result);
  ready = csn_test_wait_result (&result);
  stored = csn_forward_log_load_finish (self->store.store, ready, &head, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stored->len, ==, 1);
  self->forwarder =
      csn_forwarder_new (self->store.store, self->clock, stored->pdata[0], head, authorities);
  csn_forwarder_start (self->forwarder);
}

void
csn_forward_fixture_stop (CsnForwardFixture *self)
{
  if (self->forwarder == NULL)
    return;
  csn_forwarder_stop (self->forwarder);
  csn_test_run_ready ();
  g_clear_object (&self->forwarder);
}

static gboolean
is_sent (gpointer user_data)
{
  CsnForwarder *forwarder = user_data;

  if (csn_forwarder_get_backlog (forwarder) == 0)
    return TRUE;
  csn_forwarder_hurry (forwarder);
  return FALSE;
}

void
csn_forward_fixture_wait_sent (CsnForwardFixture *self)
{
  csn_test_wait_for (is_sent, self->forwarder, "the backlog to be sent");
}

static gboolean
has_error (gpointer user_data)
{
  return csn_forwarder_get_error (user_data) != NULL;
}

const char *
csn_forward_fixture_wait_error (CsnForwardFixture *self)
{
  csn_test_wait_for (has_error, self->forwarder, "a failure");
  return csn_forwarder_get_error (self->forwarder);
}

static gint64
read_seq (const char *line)
{
  g_autoptr (CsnJson) json = csn_json_parse (line, strlen (line), G_MAXSIZE, NULL, NULL);
  gint64 seq = -1;

  g_assert_nonnull (json);
  g_assert_true (csn_json_get_integer (csn_json_get_member (json, "seq"), &seq));
  return seq;
}

typedef struct
{
  const char *path;
  gint64 last_seq;
} Arrival;

static gboolean
has_arrived (gpointer user_data)
{
  const Arrival *arrival = user_data;
  g_autofree char *text = NULL;
  g_autofree char *mark = g_strdup_printf ("\"seq\":%" G_GINT64_FORMAT ",", arrival->last_seq);
  gsize length;

  return g_file_get_contents (arrival->path, &text, &length, NULL) && length > 0 &&
         text[length - 1] == '\n' && strstr (text, mark) != NULL;
}

guint
csn_forward_fixture_assert_received (CsnForwardFixture *self, guint n_events)
{
  const Arrival arrival = { self->received, (gint64) n_events - 1 };
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gint64 next = 0;
  guint n_lines = 0;

  csn_test_wait_for (has_arrived, (gpointer) &arrival, "the last event to arrive");
  g_assert_true (g_file_get_contents (self->received, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (; lines[n_lines] != NULL && *lines[n_lines] != '\0'; n_lines++)
    {
      gint64 seq = read_seq (lines[n_lines]);

      /* It may begin again at an earlier place, but never leave one out. */
      g_assert_cmpint (seq, <=, next);
      next = MAX (next, seq + 1);
    }
  g_assert_cmpint (next, ==, n_events);
  return n_lines;
}
