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
  char *agent;    /* (owned) (nullable) */
  char *type;     /* (owned) (nullable) */
  char *output;   /* (owned) (nullable) */
} Call;

static void
call_clear (Call *self)
{
  g_free (self->database);
  g_free (self->format);
  g_free (self->since);
  g_free (self->until);
  g_free (self->agent);
  g_free (self->type);
  g_free (self->output);
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
read_filter (const Call *call, CsnExportFormat *ret_format, CsnExportFilter *ret_filter)
{
  CsnEventType type;

  *ret_filter = (CsnExportFilter){ 0, 0, call->agent, call->type };
  if (call->output == NULL)
    {
      csn_output_error (_ ("Say where to write with --output PATH."));
      return FALSE;
    }
  if (!csn_export_format_from_string (call->format != NULL ? call->format : "jsonl", ret_format))
    {
      csn_output_error (_ ("There is no such format. There are jsonl and csv."));
      return FALSE;
    }
  if (call->type != NULL && !csn_event_type_from_string (call->type, &type))
    {
      csn_output_error (_ ("There is no event type \"%s\"."), call->type);
      return FALSE;
    }
  return read_time (call->since, &ret_filter->since) && read_time (call->until, &ret_filter->until);
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
export_log (const Call *call, CsnExportFormat format, const CsnExportFilter *filter)
{
  g_autofree char *path = csn_audit_log_find (call->database);
  g_autoptr (CsnAuditWatch) watch = NULL;
  g_autoptr (CsnLogReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *details = NULL;
  g_autofree char *fault = NULL;
  g_autofree char *message = NULL;
  CsnExportResult result;
  gboolean done;

  reader = csn_log_access_open (path, &error);
  if (reader != NULL)
    {
      watch = csn_audit_watch_new ();
      done = csn_audit_export (reader,
                               format,
                               filter,
                               call->output,
                               csn_audit_watch_progress,
                               watch,
                               csn_audit_watch_get_cancellable (watch),
                               &result,
                               &error);
      g_clear_pointer (&watch, csn_audit_watch_free);
    }
  if (reader == NULL || !done)
    {
      message = csn_output_visible (error->message);
      csn_output_error ("%s", message);
      return CSN_EXIT_REFUSED;
    }
  csn_output_text (_ ("%" G_GUINT64_FORMAT " events written.\n"), result.n_events);
  details = csn_log_access_describe_export (format, filter, call->output, &result);
  /* As long as it reads, nobody can put the log's newest pages where they belong. */
  g_clear_object (&reader);
  fault = record (call, path, details);
  if (fault == NULL)
    return CSN_EXIT_OK;
  message = csn_output_visible (fault);
  csn_output_error (_ ("The export is there, but not as an event of the log. %s"), message);
  return call->database != NULL ? CSN_EXIT_OK : CSN_EXIT_UNREACHABLE;
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
      N_ ("Read this database"),
      N_ ("FILE") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &call.format, N_ ("jsonl (default) or csv"), N_ ("F") },
    { "since",
      0,
      0,
      G_OPTION_ARG_STRING,
      &call.since,
      N_ ("Only events from this time on"),
      N_ ("T") },
    { "until",
      0,
      0,
      G_OPTION_ARG_STRING,
      &call.until,
      N_ ("Only events before this time"),
      N_ ("T") },
    { "agent", 0, 0, G_OPTION_ARG_STRING, &call.agent, N_ ("Only this agent"), N_ ("A") },
    { "type", 0, 0, G_OPTION_ARG_STRING, &call.type, N_ ("Only this event type"), N_ ("T") },
    { "output",
      'o',
      0,
      G_OPTION_ARG_FILENAME,
      &call.output,
      N_ ("The file to write"),
      N_ ("PATH") },
    G_OPTION_ENTRY_NULL,
  };
  CsnExportFilter filter;
  CsnExportFormat format;
  CsnExit status;
  g_auto (GStrv) rest = csn_command_parse (self, options, args, 0, 0, &status);

  if (rest == NULL)
    return status;
  if (!read_filter (&call, &format, &filter))
    return CSN_EXIT_USAGE;
  return export_log (&call, format, &filter);
}

const CsnCommand csn_command_audit_export = {
  .name = "audit export",
  .summary = N_ ("Write the audit log into a file"),
  .details = N_ (
      "jsonl has the exact bytes of one event a line; csv is guarded against cells that a\n"
      "spreadsheet would run. The file appears whole or not at all, with PATH.manifest.json "
      "beside\n"
      "it. A time is RFC 3339, or a day. Without --database it reads the running program's\n"
      "database, or the one in your data folder; the export then becomes an event of that log.\n"
      "\n"
      "Exit status: 0 written, 1 it could not be read or written, 2 a wrong call, 3 written, but\n"
      "it could not be recorded."),
  .run = run,
};
