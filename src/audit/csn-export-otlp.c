/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-export-format-private.h"

#include <string.h>

#include "csn-export-event-private.h"
#include "csn-export-text-private.h"
#include "csn-json-writer.h"

/* OTLP/JSON as files have it: each line is one whole request to a logs service. A collector reads
 * lines of up to 1 MiB unless told otherwise, and a record is at most a few times its body. */
#define MAX_LINE_BYTES (512 * 1024)

#define ATTRIBUTE_PREFIX "countersign."

typedef struct
{
  gsize n_bytes; /* in the line that is open; 0 for none */
} State;

static const struct
{
  int number;
  const char *text;
} severities[] = {
  [CSN_EXPORT_INFO] = { 9, "INFO" },
  [CSN_EXPORT_NOTICE] = { 10, "INFO2" },
  [CSN_EXPORT_WARNING] = { 13, "WARN" },
  [CSN_EXPORT_ERROR] = { 17, "ERROR" },
};

static const char *const attributes[] = {
  "seq",         "event_type",        "request_id", "agent_id",   "action_type",   "hitl_level",
  "reviewer_id", "reviewer_decision", "latency_ms", "actor.kind", "actor.name",    "actor.via",
  "source",      "task_id",           "revision",   "rules",      "action_digest", "policy_sha256",
  "details",     "confidence_score",
};

/* A 64-bit integer is a string in the JSON of protocol buffers. */
static void
write_number (CsnJsonWriter *writer, const CsnJson *value)
{
  gint64 integer;
  double number;

  if (csn_json_get_integer (value, &integer))
    csn_json_writer_member_string (writer, "intValue", csn_json_get_text (value));
  else if (csn_json_get_double (value, &number))
    {
      csn_json_writer_key (writer, "doubleValue");
      csn_json_writer_number (writer, csn_json_get_text (value));
    }
  else
    csn_json_writer_member_string (writer, "stringValue", csn_json_get_text (value));
}

static void write_any_value (CsnJsonWriter *writer, const CsnJson *value);

static void
write_array (CsnJsonWriter *writer, const CsnJson *value)
{
  csn_json_writer_key (writer, "arrayValue");
  csn_json_writer_begin_object (writer);
  csn_json_writer_key (writer, "values");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < csn_json_get_size (value); i++)
    write_any_value (writer, csn_json_get_element (value, i));
  csn_json_writer_end_array (writer);
  csn_json_writer_end_object (writer);
}

static void
write_object (CsnJsonWriter *writer, const CsnJson *value)
{
  csn_json_writer_key (writer, "kvlistValue");
  csn_json_writer_begin_object (writer);
  csn_json_writer_key (writer, "values");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < csn_json_get_size (value); i++)
    {
      csn_json_writer_begin_object (writer);
      csn_json_writer_member_string (writer, "key", csn_json_get_key (value, i));
      csn_json_writer_key (writer, "value");
      write_any_value (writer, csn_json_get_element (value, i));
      csn_json_writer_end_object (writer);
    }
  csn_json_writer_end_array (writer);
  csn_json_writer_end_object (writer);
}

static void
write_any_value (CsnJsonWriter *writer, const CsnJson *value)
{
  csn_json_writer_begin_object (writer);
  switch (csn_json_get_value_type (value))
    {
    case CSN_JSON_NULL: /* an AnyValue with nothing in it */
      break;
    case CSN_JSON_BOOLEAN:
      csn_json_writer_member_boolean (writer, "boolValue", csn_json_get_boolean (value));
      break;
    case CSN_JSON_NUMBER:
      write_number (writer, value);
      break;
    case CSN_JSON_STRING:
      csn_json_writer_member_string (writer, "stringValue", csn_json_get_text (value));
      break;
    case CSN_JSON_ARRAY:
      write_array (writer, value);
      break;
    case CSN_JSON_OBJECT:
      write_object (writer, value);
      break;
    }
  csn_json_writer_end_object (writer);
}

static void
write_text_attribute (CsnJsonWriter *writer, const char *key, const char *text)
{
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "key", key);
  csn_json_writer_key (writer, "value");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "stringValue", text);
  csn_json_writer_end_object (writer);
  csn_json_writer_end_object (writer);
}

static void
write_attributes (CsnJsonWriter *writer, const CsnExportEvent *event)
{
  csn_json_writer_key (writer, "attributes");
  csn_json_writer_begin_array (writer);
  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      const CsnJson *value = csn_export_event_get (event, attributes[i]);
      g_autofree char *key = g_strconcat (ATTRIBUTE_PREFIX, attributes[i], NULL);

      if (value == NULL)
        continue;
      csn_json_writer_begin_object (writer);
      csn_json_writer_member_string (writer, "key", key);
      csn_json_writer_key (writer, "value");
      write_any_value (writer, value);
      csn_json_writer_end_object (writer);
    }
  csn_json_writer_end_array (writer);
}

static char *
make_record (const CsnExportEvent *event, const CsnLogRow *row)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *nanoseconds = g_strdup_printf ("%" G_GINT64_FORMAT "000", event->timestamp);
  g_autofree char *name = g_strconcat (ATTRIBUTE_PREFIX, event->event_type, NULL);
  g_autofree char *body = g_strndup (row->body, row->length);
  g_autofree char *json = NULL;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "timeUnixNano", nanoseconds);
  csn_json_writer_member_string (writer, "observedTimeUnixNano", nanoseconds);
  csn_json_writer_member_integer (writer, "severityNumber", severities[event->severity].number);
  csn_json_writer_member_string (writer, "severityText", severities[event->severity].text);
  csn_json_writer_member_string (writer, "eventName", name);
  csn_json_writer_key (writer, "body");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "stringValue", body);
  csn_json_writer_end_object (writer);
  write_attributes (writer, event);
  csn_json_writer_end_object (writer);
  json = csn_json_writer_finish (writer);
  return csn_export_text_to_one_line (json);
}

/* What stands before the records of a line: who says all this. */
static char *
make_scope (const CsnExportEvent *event)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  const char *log_id = csn_export_event_get_text (event, "log_id");
  char *json;

  csn_json_writer_begin_object (writer);
  csn_json_writer_key (writer, "resource");
  csn_json_writer_begin_object (writer);
  csn_json_writer_key (writer, "attributes");
  csn_json_writer_begin_array (writer);
  write_text_attribute (writer, "service.name", "countersign");
  if (log_id != NULL)
    write_text_attribute (writer, "service.instance.id", log_id);
  csn_json_writer_end_array (writer);
  csn_json_writer_end_object (writer);
  csn_json_writer_key (writer, "scopeLogs");
  csn_json_writer_begin_array (writer);
  csn_json_writer_begin_object (writer);
  csn_json_writer_key (writer, "scope");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "name", "countersign.audit");
  csn_json_writer_member_string (writer, "version", CSN_VERSION);
  csn_json_writer_end_object (writer);
  csn_json_writer_end_object (writer);
  csn_json_writer_end_array (writer);
  csn_json_writer_end_object (writer);
  json = csn_json_writer_finish (writer);
  json[strlen (json) - strlen ("}]}")] = '\0';
  return json;
}

gpointer
csn_export_otlp_begin (GString *out)
{
  return g_new0 (State, 1);
}

static void
close_line (State *self, GString *out)
{
  if (self->n_bytes > 0)
    g_string_append (out, "]}]}]}\n");
  self->n_bytes = 0;
}

gboolean
csn_export_otlp_append (gpointer state, GString *out, const CsnLogRow *row, GError **error)
{
  State *self = state;
  g_auto (CsnExportEvent) event = { 0 };
  g_autofree char *record = NULL;
  gsize length;

  if (!csn_export_event_init (&event, row, error))
    return FALSE;
  record = make_record (&event, row);
  length = strlen (record);
  if (self->n_bytes > 0 && self->n_bytes + length > MAX_LINE_BYTES)
    close_line (self, out);
  if (self->n_bytes == 0)
    {
      g_autofree char *scope = make_scope (&event);
      g_autofree char *line = csn_export_text_to_one_line (scope);

      g_string_append_printf (out, "{\"resourceLogs\":[%s,\"logRecords\":[", line);
    }
  else
    g_string_append_c (out, ',');
  g_string_append (out, record);
  self->n_bytes += length + 1;
  return TRUE;
}

/* An export without events is a request without records. */
void
csn_export_otlp_end (gpointer state, GString *out, const CsnExportSummary *summary)
{
  if (summary->n_events == 0)
    g_string_append (out, "{\"resourceLogs\":[]}\n");
  close_line (state, out);
}
