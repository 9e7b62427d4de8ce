/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "csn-audit-log.h"
#include "csn-bus.h"
#include "csn-commands.h"
#include "csn-event.h"
#include "csn-log-access.h"
#include "csn-output.h"
#include "csn-time.h"

typedef struct
{
  char *database; /* (owned) (nullable): what the user named */
  char *format;   /* (owned) (nullable) */
  char *since;    /* (owned) (nullable) */
  char *until;    /* (owned) (nullable) */
  char *output;   /* (owned) (nullable) */
  gboolean force;
  CsnHistoryQuery filter; /* its texts are (owned) */
} Call;

static void
call_clear (Call *self)
{
  g_free (self->database);
  g_free (self->format);
  g_free (self->since);
  g_free (self->until);
  g_free (self->output);
  g_free (self->filter.agent_id);
  g_free (self->filter.event_type);
  g_free (self->filter.action_type);
  g_free (self->filter.request_id);
  g_free (self->filter.level);
  g_free (self->filter.reviewer);
  g_free (self->filter.decision);
  g_free (self->filter.text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Call, call_clear)

/* A day alone means its first moment in UTC. */
static gboolean
read_time (const char *text, gint64 *ret_time)
{
  g_autofree char *day = NULL;

  if (text == NULL || csn_time_from_string (text, ret_time))
    return TRUE;
  day = g_strconcat (text, "T00:00:00Z", NULL);
  if (csn_time_from_string (day, ret_time))
    return TRUE;
  csn_output_error (_ ("\"%s\" is not a time. Write 2026-11-22 or 2026-11-22T07:00:00Z."), text);
  return FALSE;
}

static gboolean
read_options (Call *call, CsnExportOptions *ret_options)
{
  CsnEventType type;
  CsnLevel level;

  *ret_options = (CsnExportOptions){
    .filter = &call->filter,
    .path = call->output,
    .replace = call->force,
  };
  if (call->output == NULL)
    {
      csn_output_error (_ ("Say where to write with --output PATH."));
      return FALSE;
    }
  if (!csn_export_format_from_string (call->format != NULL ? call->format : "jsonl",
                                      &ret_options->format))
    {
      csn_output_error (_ ("There is no such format. There are %s."),
                        "jsonl, bundle, csv, ocsf, cef, otlp, html");
      return FALSE;
    }
  if (call->filter.event_type != NULL &&
      !csn_event_type_from_string (call->filter.event_type, &type))
    {
      csn_output_error (_ ("There is no event type \"%s\"."), call->filter.event_type);
      return FALSE;
    }
  if (call->filter.level != NULL && !csn_level_from_string (call->filter.level, &level))
    {
      csn_output_error (_ ("There is no level \"%s\"."), call->filter.level);
      return FALSE;
    }
  return read_time (call->since, &call->filter.since) &&
         read_time (call->until, &call->filter.until);
}

static gboolean
is_same_file (const char *a, const char *b)
{
  g_autoptr (GFile) one = g_file_new_for_path (a);
  g_autoptr (GFile) other = g_file_new_for_path (b);

  return g_file_equal (one, other);
}

/* Gives a sentence where it could not be done. */
static char *
record (const Call *call, const char *path, const char *details)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnBus) bus = csn_bus_new (NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autofree char *running = NULL;
  g_autofree char *own = csn_log_access_get_default_path ();

  if (bus != NULL && csn_bus_is_running (bus))
    running = csn_audit_log_find (NULL);
  if (running != NULL && is_same_file (running, path))
    {
      reply = csn_bus_call (bus, "RecordExport", g_variant_new ("(s)", details), &error);
      return reply != NULL ? NULL : g_strdup (error->message);
    }
  if (!is_same_file (own, path))
    return g_strdup (_ ("The database is not the one in use, so it was left as it is."));
  if (csn_log_access_record_export (path, details, &error))
    return NULL;
  return g_strdup (error->message);
}

static CsnExit
report_failure (const GError *error)
{
  g_autofree char *message = csn_output_visible (error->message);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    /* TRANSLATORS: %s is a sentence without its full stop. */
    csn_output_error (_ ("%s. Choose another name, or say --force to replace a file."), message);
  else
    csn_output_error ("%s", message);
  return CSN_EXIT_REFUSED;
}

static CsnExit
export_log (const Call *call, const CsnExportOptions *options)
{
  g_autofree char *path = csn_audit_log_find (call->database);
  g_autoptr (CsnAuditWatch) watch = csn_audit_watch_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *details = NULL;
  g_autofree char *fault = NULL;
  g_autofree char *message = NULL;
  CsnExportResult result;
  gboolean done;

  done = csn_log_access_export (path,
                                options,
                                csn_audit_watch_progress,
                                watch,
                                csn_audit_watch_get_cancellable (watch),
                                &result,
                                &error);
  g_clear_pointer (&watch, csn_audit_watch_free);
  if (!done)
    return report_failure (error);
  csn_output_text (_ ("%" G_GUINT64_FORMAT " events written.\n"), result.n_events);
  details = csn_log_access_describe_export (options, &result);
  fault = record (call, path, details);
  if (fault == NULL)
    return CSN_EXIT_OK;
  message = csn_output_visible (fault);
  csn_output_error (_ ("The export is there, but not as an event of the log. %s"), message);
  return call->database != NULL ? CSN_EXIT_OK : CSN_EXIT_UNREACHABLE;
}

#define TEXT_OPTION(name, variable, words, argument)                                               \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_STRING, variable, words, argument                                     \
  }

static CsnExit
run (const CsnCommand *self, char **args)
{
  g_auto (Call) call = { NULL };
  const GOptionEntry options[] = {
    { "database",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &call.database,
      N_ ("Read this database or bundle"),
      N_ ("FILE") },
    TEXT_OPTION ("format", &call.format, N_ ("How to write it (default: jsonl)"), N_ ("F")),
    TEXT_OPTION ("since", &call.since, N_ ("Only events from this time on"), N_ ("T")),
    TEXT_OPTION ("until", &call.until, N_ ("Only events before this time"), N_ ("T")),
    TEXT_OPTION ("agent", &call.filter.agent_id, N_ ("Only this agent"), N_ ("A")),
    TEXT_OPTION ("type", &call.filter.event_type, N_ ("Only this event type"), N_ ("T")),
    TEXT_OPTION ("action", &call.filter.action_type, N_ ("Only this action type"), N_ ("A")),
    TEXT_OPTION ("request", &call.filter.request_id, N_ ("Only this request"), N_ ("ID")),
    TEXT_OPTION ("level", &call.filter.level, N_ ("Only this level"), N_ ("L")),
    TEXT_OPTION ("reviewer", &call.filter.reviewer, N_ ("Only this reviewer"), N_ ("R")),
    TEXT_OPTION ("decision", &call.filter.decision, N_ ("Only this decision"), N_ ("D")),
    TEXT_OPTION ("text", &call.filter.text, N_ ("Only events with these words"), N_ ("WORDS")),
    { "output",
      'o',
      0,
      G_OPTION_ARG_FILENAME,
      &call.output,
      N_ ("The file or folder to write"),
      N_ ("PATH") },
    { "force", 0, 0, G_OPTION_ARG_NONE, &call.force, N_ ("Replace a file"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  CsnExportOptions wanted;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 0, 0, &status);

  if (rest == NULL)
    return status;
  if (!read_options (&call, &wanted))
    return CSN_EXIT_USAGE;
  return export_log (&call, &wanted);
}

const CsnCommand csn_command_audit_export = {
  .name = "audit export",
  .summary = N_ ("Write the audit log into a file"),
  .details = N_ (
      "  jsonl   the exact bytes of one event a line\n"
      "  bundle  a folder that can be verified without this program\n"
      "  csv     for a spreadsheet; guarded against cells that it would run\n"
      "  html    a report for people, to read and to print\n"
      "  ocsf    Open Cybersecurity Schema Framework 1.3.0, JSON lines\n"
      "  cef     Common Event Format, a syslog line each\n"
      "  otlp    OpenTelemetry logs, JSON lines\n"
      "\n"
      "What is written appears whole or not at all, with PATH.manifest.json beside it; a bundle "
      "has\n"
      "its manifest inside. A time is RFC 3339, or a day. Without --database it reads the running\n"
      "program's database, or the one in your data folder; the export then becomes an event of "
      "that\n"
      "log.\n"
      "\n"
      "Exit status: 0 written, 1 it could not be read or written, 2 a wrong call, 3 written, but\n"
      "it could not be recorded."),
  .run = run,
};
