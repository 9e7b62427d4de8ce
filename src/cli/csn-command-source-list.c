/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>

#include "csn-bus.h"
#include "csn-commands.h"
#include "csn-member.h"
#include "csn-output.h"
#include "csn-table.h"

static void
print_table (const CsnJson *sources)
{
  g_autoptr (CsnTable) table = csn_table_new (_ ("NAME"),
                                              _ ("STATE"),
                                              _ ("URL"),
                                              _ ("TOKEN"),
                                              _ ("LAST CONTACT"),
                                              _ ("MESSAGE"),
                                              NULL);

  for (guint i = 0; i < csn_json_get_size (sources); i++)
    {
      const CsnJson *source = csn_json_get_element (sources, i);
      g_autofree char *contact = csn_member_time (source, "last_contact");

      csn_table_add_cell (table, csn_member_text (source, "id"));
      csn_table_add_cell (table, csn_member_text (source, "state"));
      csn_table_add_cell (table, csn_member_text (source, "url"));
      csn_table_add_cell (table, csn_member_is_true (source, "authenticated") ? _ ("yes") : NULL);
      csn_table_add_cell (table, contact);
      csn_table_add_cell (table, csn_member_text (source, "message"));
    }
  if (csn_json_get_size (sources) > 0)
    csn_table_print (table);
  else
    csn_output_text ("%s\n",
                     _ ("No agent is connected. Add one with \"countersignctl source add\"."));
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
  g_autoptr (CsnJson) sources = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 0, 0, &status);

  if (rest == NULL)
    return status;
  bus = csn_bus_new (&error);
  if (bus != NULL)
    sources = csn_bus_call_for_json (bus, "ListSources", NULL, &text, &error);
  if (sources == NULL)
    return csn_bus_report (error);
  if (as_json)
    csn_output_json (text);
  else
    print_table (sources);
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_source_list = {
  .name = "source list",
  .summary = N_ ("List the connected endpoints and how they are"),
  .details = N_ ("Exit status: 0 listed, 2 a wrong call, 3 Countersign can't be reached."),
  .run = run,
};
