/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-session.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define PATIENCE_US (20 * G_USEC_PER_SEC)

/* A test that ends early leaves nobody behind. */
static void
end_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GSubprocess *
spawn (const char *variable, GSubprocessFlags flags, const char *const *args)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_assert_nonnull (g_getenv (variable));
  g_ptr_array_add (argv, (gpointer) g_getenv (variable));
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) args[i]);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  return process;
}

CliSession *
cli_session_new (void)
{
  CliSession *self = g_new0 (CliSession, 1);
  g_autofree char *data_home = NULL;

  self->home = g_dir_make_tmp ("csn-cli-XXXXXX", NULL);
  self->data = g_build_filename (self->home, "data", "countersign", NULL);
  self->database = g_build_filename (self->data, "countersign.db", NULL);
  g_setenv ("HOME", self->home, TRUE);
  g_unsetenv ("XDG_CONFIG_HOME");
  g_unsetenv ("XDG_RUNTIME_DIR");
  data_home = g_path_get_dirname (self->data);
  g_setenv ("XDG_DATA_HOME", data_home, TRUE);
  return self;
}

static void
end (GSubprocess **process, int signal_number)
{
  if (*process == NULL)
    return;
  g_subprocess_send_signal (*process, signal_number);
  g_subprocess_wait (*process, NULL, NULL);
  g_clear_object (process);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
cli_session_free (CliSession *self)
{
  end (&self->host, SIGTERM);
  end (&self->agent, SIGTERM);
  remove_tree (self->home);
  g_free (self->home);
  g_free (self->data);
  g_free (self->database);
  g_free (self->url);
  g_free (self);
}

void
cli_session_start_host (CliSession *self)
{
  const char *const args[] = { self->data, NULL };
  gint64 end_time = g_get_monotonic_time () + PATIENCE_US;

  self->host = spawn ("CSN_TEST_SERVICE_HOST", G_SUBPROCESS_FLAGS_STDOUT_SILENCE, args);
  for (;;)
    {
      g_autoptr (CliRun) run = cli_run (NULL, "status", NULL);

      if (run->status == 0)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, end_time);
    }
}

void
cli_session_stop_host (CliSession *self)
{
  end (&self->host, SIGTERM);
}

void
cli_session_answer_proposal (CliSession *self, gboolean confirm)
{
  g_subprocess_send_signal (self->host, confirm ? SIGUSR1 : SIGUSR2);
}

void
cli_session_kill_host (CliSession *self)
{
  end (&self->host, SIGKILL);
}

void
cli_session_start_agent (CliSession *self)
{
  cli_session_start_scenario (self, "single");
}

void
cli_session_start_scenario (CliSession *self, const char *scenario)
{
  g_autofree char *folder = g_build_filename (self->home, "agent", NULL);
  const char *const args[] = { "--port", "0", "--scenario", scenario, "--folder", folder, NULL };
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;

  self->agent = spawn ("CSN_TEST_DEMO_AGENT", G_SUBPROCESS_FLAGS_STDOUT_PIPE, args);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->agent));
  line = g_data_input_stream_read_line (out, NULL, NULL, NULL);
  g_assert_true (g_str_has_prefix (line, "listening on "));
  self->url = g_strdup (line + strlen ("listening on "));
}

CsnJson *
cli_session_read_json (const char *first, ...)
{
  g_autoptr (GPtrArray) args = g_ptr_array_new ();
  g_autoptr (CliRun) run = NULL;
  g_autoptr (GError) error = NULL;
  const char *arg = first;
  CsnJson *json;
  va_list list;

  va_start (list, first);
  for (; arg != NULL; arg = va_arg (list, const char *))
    g_ptr_array_add (args, (gpointer) arg);
  va_end (list);
  g_ptr_array_add (args, (gpointer) "--json");
  g_ptr_array_add (args, NULL);
  run = cli_runv (NULL, (const char *const *) args->pdata);
  g_assert_cmpstr (run->err, ==, "");
  json = csn_json_parse (run->out, strlen (run->out), G_MAXSIZE, NULL, &error);
  g_assert_no_error (error);
  return json;
}

const char *
cli_session_text (const CsnJson *object, const char *key)
{
  const CsnJson *member = csn_json_get_member (object, key);

  g_assert_nonnull (member);
  return csn_json_get_value_type (member) == CSN_JSON_STRING ? csn_json_get_text (member) : NULL;
}

char *
cli_session_connect_agent (CliSession *self)
{
  return cli_session_connect_and_find (self, "refund");
}

char *
cli_session_connect_and_find (CliSession *self, const char *action_type)
{
  gint64 end_time = g_get_monotonic_time () + PATIENCE_US;
  g_autoptr (CliRun) add = cli_run (NULL, "source", "add", "demo", self->url, NULL);

  g_assert_cmpstr (add->err, ==, "");
  g_assert_cmpint (add->status, ==, 0);
  for (;;)
    {
      g_autoptr (CsnJson) list = cli_session_read_json ("list", NULL);

      for (guint i = 0; i < csn_json_get_size (list); i++)
        {
          const CsnJson *request = csn_json_get_element (list, i);

          if (g_strcmp0 (cli_session_text (request, "action_type"), action_type) == 0)
            return g_strdup (cli_session_text (request, "id"));
        }
      g_assert_cmpint (g_get_monotonic_time (), <, end_time);
    }
}
