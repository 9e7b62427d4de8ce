/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "csn-bus.h"
#include "csn-commands.h"
#include "csn-log-access.h"
#include "csn-log-keeping.h"
#include "csn-output.h"

static gboolean
erase (const char *request_id, const char *reason, GError **error)
{
  g_autoptr (CsnBus) bus = csn_bus_new (NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *path = NULL;

  if (bus != NULL && csn_bus_is_running (bus))
    {
      reply = csn_bus_call (bus, "ErasePayload", g_variant_new ("(ss)", request_id, reason), error);
      return reply != NULL;
    }
  path = csn_log_access_get_default_path ();
  return csn_log_keeping_erase_payload (path, request_id, reason, error);
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_autofree char *reason = NULL;
  const GOptionEntry options[] = {
    { "reason",
      'r',
      0,
      G_OPTION_ARG_STRING,
      &reason,
      N_ ("Why; the log keeps it (required)"),
      N_ ("TEXT") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 1, 1, &status);

  if (rest == NULL)
    return status;
  if (reason == NULL || *reason == '\0')
    {
      csn_output_error ("%s", _ ("Say why with --reason; the log keeps it."));
      return CSN_EXIT_USAGE;
    }
  if (!erase (rest[0], reason, &error))
    return csn_bus_report (error);
  shown = csn_output_visible (rest[0]);
  csn_output_text (_ ("Erased the payload of %s.\n"), shown);
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_payload_erase = {
  .name = "payload erase",
  .arguments = N_ ("ID"),
  .summary = N_ ("Erase what a settled request said"),
  .details = N_ (
      "Deletes the raw request, and the action where the decision, its delivery or a takeover\n"
      "repeat it, for good. The log keeps its events, which name agent, action type and digest,\n"
      "and still verifies. Only for a request that nothing is expected of any more. Backups and\n"
      "exports that were made before still have it.\n"
      "\n"
      "Exit status: 0 erased, 1 the request still needs it or is not there, 2 a wrong call,\n"
      "3 Countersign can't be reached."),
  .run = run,
};
