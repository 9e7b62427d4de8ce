/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>

#include "csn-bus.h"
#include "csn-commands.h"
#include "csn-member.h"
#include "csn-output.h"
#include "csn-table.h"

static const char *
get_mode (const CsnJson *agent)
{
  if (csn_member_is_true (agent, "stopped"))
    return _ ("stopped");
  if (g_strcmp0 (csn_member_text (agent, "mode"), "read_only") != 0)
    return _ ("normal");
  if (csn_member_is_true (agent, "mode_acknowledged"))
    return _ ("read-only");
  return _ ("read-only, not confirmed");
}

static void
add_rows (CsnTable *table, const CsnJson *agent)
{
  const CsnJson *profiles = csn_json_get_member (agent, "profiles");
  guint n = profiles != NULL ? csn_json_get_size (profiles) : 0;

  for (guint i = 0; i < MAX (n, 1); i++)
    {
      const CsnJson *profile = i < n ? csn_json_get_element (profiles, i) : NULL;

      csn_table_add_cell (table, csn_member_text (agent, "agent_id"));
      csn_table_add_cell (table, get_mode (agent));
      csn_table_add_cell (table, csn_member_text (agent, "failures_24h"));
      csn_table_add_cell (table, csn_member_text (profile, "action_type"));
      csn_table_add_cell (table, csn_member_text (profile, "level"));
      csn_table_add_cell (table, csn_member_text (profile, "consecutive_successes"));
      csn_table_add_cell (table, csn_member_is_true (profile, "pinned") ? _ ("yes") : NULL);
    }
}

static void
print_table (const CsnJson *agents)
{
  g_autoptr (CsnTable) table = csn_table_new (_ ("AGENT"),
                                              _ ("MODE"),
                                              _ ("FAILED 24 H"),
                                              _ ("ACTION"),
                                              _ ("EARNED LEVEL"),
                                              _ ("SUCCESSES"),
                                              _ ("PINNED"),
                                              NULL);

  for (guint i = 0; i < csn_json_get_size (agents); i++)
    add_rows (table, csn_json_get_element (agents, i));
  if (csn_json_get_size (agents) > 0)
    csn_table_print (table);
  else
    csn_output_text ("%s\n", _ ("No agent has asked for anything yet."));
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  gboolean as_json = FALSE;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CsnBus) bus = NULL;
  g_autoptr (CsnJson) agents = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 0, 0, &status);

  if (rest == NULL)
    return status;
  bus = csn_bus_new (&error);
  if (bus != NULL)
    agents = csn_bus_call_for_json (bus, "ListAgents", NULL, &text, &error);
  if (agents == NULL)
    return csn_bus_report (error);
  if (as_json)
    csn_output_json (text);
  else
    print_table (agents);
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_agents = {
  .name = "agents",
  .summary = N_ ("List the agents with their earned levels"),
  .details = N_ ("Exit status: 0 listed, 2 a wrong call, 3 Countersign can't be reached."),
  .run = run,
};
