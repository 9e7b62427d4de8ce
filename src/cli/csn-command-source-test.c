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
  g_autofree char *visible = NULL;
  const char *found = "";
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, NULL, args, 1, 1, &status);

  if (rest == NULL)
    return status;
  bus = csn_bus_new (&error);
  if (bus != NULL)
    reply = csn_bus_call (bus, "TestSource", g_variant_new ("(s)", rest[0]), &error);
  if (reply == NULL)
    return csn_bus_report (error);
  if (g_variant_is_of_type (reply, G_VARIANT_TYPE ("(s)")))
    g_variant_get (reply, "(&s)", &found);
  visible = csn_output_visible (found);
  csn_output_text ("%s\n", visible);
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_source_test = {
  .name = "source test",
  .arguments = N_ ("NAME"),
  .summary = N_ ("Ask an endpoint once for its requests, and change nothing"),
  .details = N_ ("Exit status: 0 it answers, 1 it does not, or there is no such source, 2 a wrong "
                 "call, 3 Countersign can't be reached."),
  .run = run,
};
