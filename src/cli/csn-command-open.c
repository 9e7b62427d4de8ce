/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>

#include "csn-bus.h"
#include "csn-commands.h"

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_autoptr (CsnBus) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, NULL, args, 0, 1, &status);

  if (rest == NULL)
    return status;
  bus = csn_bus_new (&error);
  if (bus != NULL)
    reply = csn_bus_call (bus,
                          "OpenRequest",
                          g_variant_new ("(s)", rest[0] != NULL ? rest[0] : ""),
                          &error);
  return reply != NULL ? CSN_EXIT_OK : csn_bus_report (error);
}

const CsnCommand csn_command_open = {
  .name = "open",
  .arguments = N_ ("[ID]"),
  .summary = N_ ("Open the window, at a request if you name one"),
  .details = N_ ("Exit status: 0 asked for, 1 there is no such request, 2 a wrong call, 3 "
                 "Countersign can't be reached."),
  .run = run,
};
