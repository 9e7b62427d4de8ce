/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "csn-audit-log.h"
#include "csn-bus.h"
#include "csn-commands.h"
#include "csn-log-access.h"
#include "csn-log-keeping.h"
#include "csn-output.h"

static CsnExit
report (const GError *error)
{
  g_autofree char *message = csn_output_visible (error->message);

  csn_output_error ("%s", message);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    csn_output_error ("%s",
                      _ ("With --replace the backup takes its place, and the database is kept "
                         "under another name."));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    csn_output_error ("%s", _ ("Quit Countersign first; nothing was changed."));
  return CSN_EXIT_REFUSED;
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_autofree char *database = NULL;
  gboolean replace = FALSE;
  const GOptionEntry options[] = {
    { "database",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &database,
      N_ ("Restore into this database"),
      N_ ("FILE") },
    { "replace",
      0,
      0,
      G_OPTION_ARG_NONE,
      &replace,
      N_ ("Also where the database has what the backup lacks"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *aside = NULL;
  guint64 n_events = 0;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 1, 1, &status);

  if (rest == NULL)
    return status;
  path = database != NULL ? g_strdup (database) : csn_log_access_get_default_path ();
  if (!csn_log_keeping_restore (rest[0], path, replace, NULL, &n_events, &aside, &error))
    return report (error);
  csn_output_text (_ ("Restored and verified: %" G_GUINT64_FORMAT " events.\n"), n_events);
  if (aside != NULL)
    {
      g_autofree char *shown = g_filename_display_name (aside);
      g_autofree char *name = csn_output_visible (shown);

      /* TRANSLATORS: %s is the name of a file. */
      csn_output_text (_ ("The database that was there before is kept as %s.\n"), name);
    }
  return CSN_EXIT_OK;
}

const CsnCommand csn_command_restore = {
  .name = "restore",
  .arguments = N_ ("PATH"),
  .summary = N_ ("Put a backup in the place of the database"),
  .details = N_ (
      "Checks the whole backup first. Countersign must not run. Where the database has newer\n"
      "events, another log or can't be read, it is left as it is and the reason is said, unless\n"
      "--replace is given. What is replaced is kept under another name beside it. The restore is\n"
      "recorded in the restored log; anchors outside of it will still tell that events are gone.\n"
      "\n"
      "Exit status: 0 restored, 1 it could not be, 2 a wrong call."),
  .run = run,
};
