/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>

#include "csn-bus.h"
#include "csn-commands.h"
#include "csn-output.h"

static CsnExit
reject (char **ids, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnBus) bus = csn_bus_new (&error);
  CsnExit status = CSN_EXIT_OK;

  if (bus == NULL)
    return csn_bus_report (error);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GVariant) reply = NULL;
      g_autofree char *shown = csn_output_visible (ids[i]);

      g_clear_error (&error);
      reply = csn_bus_call (bus,
                            "RejectRequest",
                            g_variant_new ("(ss)", ids[i], reason != NULL ? reason : ""),
                            &error);
      if (reply != NULL)
        csn_output_text (_ ("Rejected %s.\n"), shown);
      else
        status = MAX (status, csn_bus_report (error));
      if (status == CSN_EXIT_UNREACHABLE)
        break;
    }
  return status;
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_autofree char *reason = NULL;
  const GOptionEntry options[] = {
    { "reason", 'r', 0, G_OPTION_ARG_STRING, &reason, N_ ("Why; the agent gets it"), N_ ("TEXT") },
    G_OPTION_ENTRY_NULL,
  };
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 1, G_MAXUINT, &status);

  if (rest == NULL)
    return status;
  return reject (rest, reason);
}

const CsnCommand csn_command_reject = {
  .name = "reject",
  .arguments = N_ ("ID…"),
  .summary = N_ ("Reject requests"),
  .details = N_ ("Approving is not possible from here: it takes a look at the whole action, in the "
                 "window.\n"
                 "\n"
                 "Exit status: 0 all are rejected, 1 one was decided already or is not there, 2 a "
                 "wrong call, 3 Countersign can't be reached."),
  .run = run,
};
