/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib-unix.h>

#include "csn-demo-agents.h"
#include "csn-demo-player.h"
#include "csn-demo-server.h"

#define MIN_SPEED 0.01
#define MAX_SPEED 1000.0

typedef struct
{
  int port;
  char *token;
  char *scenario;
  double speed;
  char *folder;
} Options;

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
  return FALSE;
}

static gboolean
read_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &options->port, "Where to listen; 0 for any free port", "N" },
    { "token", 0, 0, G_OPTION_ARG_STRING, &options->token, "The token that is asked for", "T" },
    { "scenario", 0, 0, G_OPTION_ARG_STRING, &options->scenario, "What the agents do", "NAME" },
    { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &options->speed, "How much faster than usual", "X" },
    { "folder", 0, 0, G_OPTION_ARG_FILENAME, &options->folder, "Where the agents act", "DIR" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *scenarios = csn_demo_scenario_describe_all ();

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context,
                                "Sample agents that ask before they act, to try Countersign with. "
                                "They listen on 127.0.0.1\nonly, act on files of their own folder "
                                "only, and go on where they stopped in it.");
  g_option_context_set_description (context, scenarios);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (options->port < 0 || options->port > G_MAXUINT16)
    return fail (error, "--port must be from 0 to 65535");
  if (!(options->speed >= MIN_SPEED && options->speed <= MAX_SPEED))
    return fail (error, "--speed must be from 0.01 to 1000");
  if (options->scenario != NULL && csn_demo_scenario_lookup (options->scenario) == NULL)
    return fail (error, "--scenario must be one of those that --help lists");
  if (*argc > 1)
    return fail (error, "there is an argument too many");
  return TRUE;
}

static char *
make_folder (const char *folder, GError **error)
{
  if (folder == NULL)
    return g_dir_make_tmp ("countersign-demo-XXXXXX", error);
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return g_strdup (folder);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the folder %s can't be made", folder);
  return NULL;
}

static gboolean
on_quit (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
run (const Options *options, GError **error)
{
  const char *name = options->scenario != NULL ? options->scenario : "mixed";
  const CsnDemoScenario *scenario = csn_demo_scenario_lookup (name);
  g_autofree char *folder = make_folder (options->folder, error);
  g_autoptr (CsnDemoState) state = folder != NULL ? csn_demo_state_open (folder, error) : NULL;
  g_autoptr (CsnDemoServer) server = NULL;
  g_autoptr (CsnDemoAgents) agents = NULL;
  g_autoptr (CsnDemoPlayer) player = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint port;

  if (state == NULL)
    return FALSE;
  server = csn_demo_server_new (state, options->token);
  port = csn_demo_server_listen (server, (guint) options->port, error);
  if (port == 0)
    return FALSE;
  agents = csn_demo_agents_new (state, folder, (guint) (scenario->act_ms / options->speed));
  player = csn_demo_player_new (state, scenario, options->speed);
  g_print ("listening on http://127.0.0.1:%u/\n", port);
  g_print ("acting in %s\n", folder);
  g_unix_signal_add (SIGINT, on_quit, loop);
  g_unix_signal_add (SIGTERM, on_quit, loop);
  g_main_loop_run (loop);
  return TRUE;
}

int
main (int argc, char **argv)
{
  Options options = { .speed = 1.0 };
  g_autoptr (GError) error = NULL;
  gboolean success;

  success = read_options (&options, &argc, &argv, &error) && run (&options, &error);
  if (!success)
    g_printerr ("countersign-demo-agent: %s\n", error->message);
  g_free (options.token);
  g_free (options.scenario);
  g_free (options.folder);
  return success ? 0 : 1;
}
