/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <glib/gi18n.h>

#include "csn-bus.h"
#include "csn-commands.h"
#include "csn-output.h"

static CsnExit
run (const CsnCommand *self, char **args)
{
  const GOptionEntry options[] = {
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CsnBus) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  const char *key = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 0, 0, &status);

  if (rest == NULL)
    return status;
  bus = csn_bus_new (&error);
  if (bus != NULL)
    reply = csn_bus_call (bus, "RotateKey", NULL, &error);
  if (reply == NULL)
    return csn_bus_report (error);
  g_variant_get (reply, "(&s)", &key);
  csn_output_text (
      _ ("The audit log is signed with a new key. Keep its public key elsewhere:\n%s\n"),
      key);
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_audit_rotate_key = {
  .name = "audit rotate-key",
  .summary = N_ ("Sign the audit log with a new key from now on"),
  .details =
      N_ ("The change is an event, signed by the old key too. Where the old key is lost, only "
          "the new\none signs it, and a verification elsewhere needs to be told to trust it.\n"
          "\n"
          "Exit status: 0 done, 1 refused, 2 a wrong call, 3 Countersign can't be reached."),
  .run = run,
};
