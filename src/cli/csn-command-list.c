/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>

#include "csn-bus.h"
#include "csn-commands.h"
#include "csn-json-writer.h"
#include "csn-member.h"
#include "csn-output.h"
#include "csn-table.h"
#include "csn-words.h"

typedef struct
{
  gboolean all;
  char *agent; /* (owned) (nullable) */
  char *level; /* (owned) (nullable) */
} Filter;

static gboolean
matches (const Filter *filter, const CsnJson *request)
{
  if (!filter->all && g_strcmp0 (csn_member_text (request, "state"), "pending") != 0)
    return FALSE;
  if (filter->agent != NULL &&
      g_strcmp0 (csn_member_text (request, "agent_id"), filter->agent) != 0)
    return FALSE;
  return filter->level == NULL ||
         g_strcmp0 (csn_member_text (request, "level"), filter->level) == 0;
}

static void
print_json (const Filter *filter, const CsnJson *requests)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *text = NULL;

  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < csn_json_get_size (requests); i++)
    {
      if (matches (filter, csn_json_get_element (requests, i)))
        csn_json_writer_value (writer, csn_json_get_element (requests, i));
    }
  csn_json_writer_end_array (writer);
  text = csn_json_writer_finish (writer);
  csn_output_json (text);
}

static void
print_table (const Filter *filter, const CsnJson *requests)
{
  g_autoptr (CsnTable) table = csn_table_new (_ ("ID"),
                                              _ ("LEVEL"),
                                              _ ("STATE"),
                                              _ ("AGENT"),
                                              _ ("ACTION"),
                                              _ ("RECEIVED"),
                                              _ ("DEADLINE"),
                                              NULL);
  guint n = 0;

  for (guint i = 0; i < csn_json_get_size (requests); i++)
    {
      const CsnJson *request = csn_json_get_element (requests, i);
      g_autofree char *received = csn_member_time (request, "received_at");
      g_autofree char *deadline = csn_member_time (request, "deadline_at");

      if (!matches (filter, request))
        continue;
      csn_table_add_cell (table, csn_member_text (request, "id"));
      csn_table_add_cell (table, csn_member_text (request, "level"));
      csn_table_add_cell (table, csn_member_text (request, "state"));
      csn_table_add_cell (table, csn_member_text (request, "agent_id"));
      csn_table_add_cell (table, csn_member_text (request, "action_type"));
      csn_table_add_cell (table, received);
      csn_table_add_cell (table, deadline);
      n++;
    }
  if (n > 0)
    csn_table_print (table);
  else
    csn_output_text ("%s\n", _ ("Nothing is waiting."));
}

static CsnExit
list (const Filter *filter, gboolean as_json)
{
  g_autoptr (CsnBus) bus = NULL;
  g_autoptr (CsnJson) requests = NULL;
  g_autoptr (GError) error = NULL;

  bus = csn_bus_new (&error);
  if (bus != NULL)
    requests = csn_bus_call_for_json (bus, "ListRequests", NULL, NULL, &error);
  if (requests == NULL)
    return csn_bus_report (error);
  if (as_json)
    print_json (filter, requests);
  else
    print_table (filter, requests);
  return CSN_EXIT_OK;
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  Filter filter = { FALSE, NULL, NULL };
  gboolean as_json = FALSE;
  const GOptionEntry options[] = {
    { "all",
      0,
      0,
      G_OPTION_ARG_NONE,
      &filter.all,
      N_ ("Also what was decided a short while ago"),
      NULL },
    { "agent", 0, 0, G_OPTION_ARG_STRING, &filter.agent, N_ ("Only this agent"), N_ ("A") },
    { "level", 0, 0, G_OPTION_ARG_STRING, &filter.level, N_ ("Only this level"), N_ ("LEVEL") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  CsnLevel level;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 0, 0, &status);

  if (rest != NULL && filter.level != NULL && !csn_level_from_string (filter.level, &level))
    {
      csn_output_error (_ ("There is no such level. There are FULL_AUTO, NOTIFY_ONLY, "
                           "SOFT_APPROVAL, HARD_APPROVAL and HUMAN_TAKEOVER."));
      status = CSN_EXIT_USAGE;
    }
  else if (rest != NULL)
    {
      status = list (&filter, as_json);
    }
  g_free (filter.agent);
  g_free (filter.level);
  return status;
}

const CsnCommand csn_command_list = {
  .name = "list",
  .summary = N_ ("List the requests that wait"),
  .details = N_ ("Exit status: 0 listed, 2 a wrong call, 3 Countersign can't be reached."),
  .run = run,
};
