/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "csn-audit-log.h"
#include "csn-commands.h"
#include "csn-json-writer.h"
#include "csn-log-access.h"
#include "csn-output.h"
#include "csn-verify.h"

enum
{
  EXIT_INTACT = 0,
  EXIT_TAMPERED = 1,
  EXIT_CORRUPT = 2,
  EXIT_UNVERIFIABLE = 3,
};

static int
to_exit (CsnIntegrity integrity)
{
  switch (integrity)
    {
    case CSN_INTEGRITY_INTACT:
      return EXIT_INTACT;
    case CSN_INTEGRITY_TAMPERED:
      return EXIT_TAMPERED;
    case CSN_INTEGRITY_CORRUPT:
      return EXIT_CORRUPT;
    case CSN_INTEGRITY_UNVERIFIABLE:
      return EXIT_UNVERIFIABLE;
    }
  return EXIT_UNVERIFIABLE;
}

static void
print_json (const CsnVerifyReport *report, const char *path)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *json = NULL;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "database", name);
  csn_json_writer_member_string (writer, "integrity", csn_integrity_to_string (report->integrity));
  csn_json_writer_member_string (writer, "completeness", "EXPOSED");
  csn_json_writer_member_integer (writer, "exposed", (gint64) report->n_events);
  csn_json_writer_member_integer (writer, "events", (gint64) report->n_events);
  csn_json_writer_member_string (writer, "head", report->head);
  if (report->fault != CSN_FAULT_NONE)
    {
      csn_json_writer_member_integer (writer, "first_bad_seq", (gint64) report->first_bad_seq);
      csn_json_writer_member_string (writer, "fault", csn_fault_kind_to_string (report->fault));
    }
  if (report->message != NULL)
    csn_json_writer_member_string (writer, "message", report->message);
  csn_json_writer_end_object (writer);
  json = csn_json_writer_finish (writer);
  csn_output_json (json);
}

static void
print_text (const CsnVerifyReport *report, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *name = csn_output_visible (shown);
  g_autofree char *message = csn_output_visible (report->message);

  csn_output_text (_ ("Database      %s\n"), name);
  csn_output_text (_ ("Integrity     %s\n"), csn_integrity_to_string (report->integrity));
  /* TRANSLATORS: the events of the log that nothing outside of the file vouches for. */
  csn_output_text (_ ("Completeness  EXPOSED %" G_GUINT64_FORMAT "\n"), report->n_events);
  csn_output_text (_ ("Events        %" G_GUINT64_FORMAT "\n"), report->n_events);
  if (report->fault != CSN_FAULT_NONE)
    csn_output_text (_ ("First fault   event %" G_GUINT64_FORMAT ": %s\n"),
                     report->first_bad_seq,
                     csn_fault_kind_to_string (report->fault));
  if (report->message != NULL)
    csn_output_text (_ ("The database  %s\n"), message);
  csn_output_text (_ ("Last chain    %s\n"), report->head);
}

static CsnExit
report_unreadable (const GError *error)
{
  g_autofree char *message = csn_output_visible (error->message);

  csn_output_error ("%s", message);
  /* A log of a newer version may be sound; this program can't tell. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    return (CsnExit) EXIT_UNVERIFIABLE;
  return (CsnExit) EXIT_CORRUPT;
}

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_autofree char *database = NULL;
  gboolean json = FALSE;
  const GOptionEntry options[] = {
    { "database", 0, 0, G_OPTION_ARG_FILENAME, &database, N_ ("Read this database"), N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CsnLogReader) reader = NULL;
  g_autoptr (CsnAuditWatch) watch = NULL;
  g_autoptr (CsnVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 0, 1, &status);

  if (rest == NULL)
    return status;
  path = csn_audit_log_find (rest[0] != NULL ? rest[0] : database);
  reader = csn_log_access_open (path, &error);
  if (reader == NULL)
    return report_unreadable (error);
  watch = csn_audit_watch_new ();
  report = csn_audit_verify (reader,
                             csn_audit_watch_progress,
                             watch,
                             csn_audit_watch_get_cancellable (watch),
                             &error);
  g_clear_pointer (&watch, csn_audit_watch_free);
  if (report == NULL)
    return report_unreadable (error);
  if (json)
    print_json (report, path);
  else
    print_text (report, path);
  return (CsnExit) to_exit (report->integrity);
}

const CsnCommand csn_command_audit_verify = {
  .name = "audit verify",
  .arguments = N_ ("[FILE]"),
  .summary = N_ ("Check that nobody changed the audit log"),
  .details = N_ (
      "Recomputes the chain over every event of a database, read-only and without the running\n"
      "program, and compares the columns that lists and filters use. Without a FILE it reads the\n"
      "running program's database, or the one in your data folder.\n"
      "\n"
      "Completeness EXPOSED n: nothing outside of the file vouches for the newest n events, so a\n"
      "cut at the end would not show.\n"
      "\n"
      "Exit status: 0 intact, 1 tampered or incomplete, 2 corrupt or unreadable (or a wrong "
      "call),\n"
      "3 unverifiable."),
  .run = run,
};
