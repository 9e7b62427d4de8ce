/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "csn-audit-log.h"
#include "csn-commands.h"
#include "csn-log-keeping.h"
#include "csn-output.h"

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_autofree char *database = NULL;
  const GOptionEntry options[] = {
    { "database", 0, 0, G_OPTION_ARG_FILENAME, &database, N_ ("Copy this database"), N_ ("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CsnAuditWatch) watch = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  guint64 n_events = 0;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 1, 1, &status);
  gboolean done;

  if (rest == NULL)
    return status;
  path = csn_audit_log_find (database);
  watch = csn_audit_watch_new ();
  done = csn_log_keeping_back_up (path,
                                  rest[0],
                                  csn_audit_watch_progress,
                                  watch,
                                  csn_audit_watch_get_cancellable (watch),
                                  &n_events,
                                  &error);
  g_clear_pointer (&watch, csn_audit_watch_free);
  if (!done)
    {
      g_autofree char *message = csn_output_visible (error->message);

      csn_output_error ("%s", message);
      return CSN_EXIT_REFUSED;
    }
  csn_output_text (_ ("Backed up and verified: %" G_GUINT64_FORMAT " events.\n"), n_events);
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_backup = {
  .name = "backup",
  .arguments = N_ ("PATH"),
  .summary = N_ ("Copy the whole database into a file"),
  .details = N_ (
      "Works while Countersign runs. The copy is of one moment, is verified before it gets its\n"
      "name, is readable for you only, and never takes the place of a file that is there. It "
      "holds\n"
      "everything but what is in the keyring: tokens and the key that signs the log.\n"
      "\n"
      "Exit status: 0 the backup is there, 1 it could not be made, 2 a wrong call."),
  .run = run,
};
