/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>

#include "csn-bus.h"
#include "csn-commands.h"
#include "csn-output.h"

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_autoptr (CsnBus) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, NULL, args, 2, 2, &status);

  if (rest == NULL)
    return status;
  bus = csn_bus_new (&error);
  if (bus != NULL)
    reply = csn_bus_call (bus, "AddTask", g_variant_new ("(ss)", rest[0], rest[1]), &error);
  if (reply == NULL)
    return csn_bus_report (error);
  csn_output_text (_ ("Added. Find it with \"countersignctl list --all\".\n"));
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_source_add_task = {
  .name = "source add-task",
  .arguments = N_ ("NAME TASK_ID"),
  .summary = N_ ("Add one request by its id"),
  .details = N_ ("For an agent that has no list of its requests: the agent is asked for this task, "
                 "and from then on Countersign follows it. To add a task twice does no harm.\n"
                 "\n"
                 "Exit status: 0 added, 1 the agent does not know the task or it does not wait for "
                 "a decision, the agent can't be asked, or there is no such source, 2 a wrong "
                 "call, 3 Countersign can't be reached."),
  .run = run,
};
