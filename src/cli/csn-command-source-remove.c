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
  g_auto (GStrv) rest = csn_command_parse (self, NULL, args, 1, 1, &status);

  if (rest == NULL)
    return status;
  bus = csn_bus_new (&error);
  if (bus != NULL)
    reply = csn_bus_call (bus, "RemoveSource", g_variant_new ("(s)", rest[0]), &error);
  if (reply == NULL)
    return csn_bus_report (error);
  csn_output_text (_ ("Removed. Its token is forgotten.\n"));
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_source_remove = {
  .name = "source remove",
  .arguments = N_ ("NAME"),
  .summary = N_ ("Disconnect an endpoint and forget its token"),
  .details = N_ ("Exit status: 0 removed, 1 there is no such source, 2 a wrong call, 3 Countersign "
                 "can't be reached."),
  .run = run,
};
