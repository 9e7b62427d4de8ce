/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-forward-record.h"

#include <string.h>

#include "csn-event.h"
#include "csn-export-format-private.h"
#include "csn-history-query.h"
#include "csn-visible-text.h"

#define FACILITY_LOG_AUDIT 13
#define APP_NAME "countersign"

/* Of the enterprise number that RFC 5612 keeps for those who have none. */
#define SD_ID "countersign@32473"

#define MAX_HOST_BYTES 255
#define MAX_MSGID_BYTES 32

/* Members of an event that stand as names of their own. */
static const char *const names[] = {
  "log_id",     "seq",         "request_id",        "agent_id", "action_type",
  "hitl_level", "reviewer_id", "reviewer_decision", "source",   "task_id",
};

enum
{
  SEVERITY_ERROR = 3,
  SEVERITY_WARNING = 4,
  SEVERITY_NOTICE = 5,
  SEVERITY_INFO = 6,
};

static CsnJson *
parse (const char *body)
{
  CsnJson *event = csn_json_parse (body, strlen (body), G_MAXSIZE, NULL, NULL);

  if (event != NULL && csn_json_get_value_type (event) != CSN_JSON_OBJECT)
    g_clear_pointer (&event, csn_json_unref);
  return event;
}

static const char *
get_text (const CsnJson *event, const char *key)
{
  const CsnJson *member = event != NULL ? csn_json_get_member (event, key) : NULL;
  CsnJsonType type = member != NULL ? csn_json_get_value_type (member) : CSN_JSON_NULL;

  return type == CSN_JSON_STRING || type == CSN_JSON_NUMBER ? csn_json_get_text (member) : NULL;
}

static int
get_severity (const char *event_type)
{
  static const struct
  {
    const char *type;
    int severity;
  } rows[] = {
    { "alarm", SEVERITY_ERROR },           { "store_fault", SEVERITY_ERROR },
    { "delivery_failed", SEVERITY_ERROR }, { "escalated", SEVERITY_WARNING },
    { "refused", SEVERITY_WARNING },       { "request_malformed", SEVERITY_WARNING },
    { "clock_jump", SEVERITY_WARNING },    { "demoted", SEVERITY_WARNING },
    { "takeover", SEVERITY_WARNING },      { "stopped", SEVERITY_WARNING },
    { "pruned", SEVERITY_WARNING },        { "payload_erased", SEVERITY_WARNING },
    { "restored", SEVERITY_WARNING },      { "policy_changed", SEVERITY_NOTICE },
    { "rule_changed", SEVERITY_NOTICE },   { "grant_changed", SEVERITY_NOTICE },
    { "source_changed", SEVERITY_NOTICE }, { "forwarder_changed", SEVERITY_NOTICE },
    { "approved", SEVERITY_NOTICE },       { "edited", SEVERITY_NOTICE },
    { "rejected", SEVERITY_NOTICE },       { "timeout", SEVERITY_NOTICE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_strcmp0 (rows[i].type, event_type) == 0)
      return rows[i].severity;
  return SEVERITY_INFO;
}

/* A field of the header: printable ASCII without spaces, or the dash that means none. */
static void
append_token (GString *out, const char *text, gsize max_bytes)
{
  gsize begin = out->len;

  for (const char *c = text; c != NULL && *c != '\0' && out->len - begin < max_bytes; c++)
    g_string_append_c (out, g_ascii_isgraph (*c) ? *c : '_');
  if (out->len == begin)
    g_string_append_c (out, '-');
}

static void
append_parameter (GString *out, const char *name, const char *value)
{
  g_autofree char *visible = csn_visible_text (value, -1, CSN_VISIBLE_SINGLE_LINE, NULL);

  g_string_append_printf (out, " %s=\"", name);
  for (const char *c = visible; *c != '\0'; c++)
    {
      if (strchr ("\"\\]", *c) != NULL)
        g_string_append_c (out, '\\');
      g_string_append_c (out, *c);
    }
  g_string_append_c (out, '"');
}

void
csn_forward_record_append_syslog (GString *out, const char *host, const char *body)
{
  g_autoptr (CsnJson) event = parse (body);
  const char *type = get_text (event, "event_type");

  g_string_append_printf (out, "<%d>1 ", FACILITY_LOG_AUDIT * 8 + get_severity (type));
  append_token (out, get_text (event, "timestamp"), MAX_MSGID_BYTES);
  g_string_append_c (out, ' ');
  append_token (out, host, MAX_HOST_BYTES);
  g_string_append (out, " " APP_NAME " - ");
  append_token (out, type, MAX_MSGID_BYTES);
  g_string_append (out, " [" SD_ID);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = get_text (event, names[i]);

      if (value != NULL)
        append_parameter (out, names[i], value);
    }
  g_string_append (out, "] ");
  g_string_append (out, body);
}

static void
append_field (GString *out, const char *name, const char *value)
{
  guint64 length = GUINT64_TO_LE ((guint64) strlen (value));

  g_string_append (out, name);
  g_string_append_c (out, '\n');
  g_string_append_len (out, (const char *) &length, sizeof length);
  g_string_append (out, value);
  g_string_append_c (out, '\n');
}

void
csn_forward_record_append_journal (GString *out, const char *body)
{
  g_autoptr (CsnJson) event = parse (body);
  const char *type = get_text (event, "event_type");
  char priority[2] = { (char) ('0' + get_severity (type)), '\0' };

  append_field (out, "MESSAGE", body);
  append_field (out, "PRIORITY", priority);
  append_field (out, "SYSLOG_FACILITY", G_STRINGIFY (FACILITY_LOG_AUDIT));
  append_field (out, "SYSLOG_IDENTIFIER", APP_NAME);
  if (type != NULL)
    append_field (out, "COUNTERSIGN_EVENT_TYPE", type);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *upper = g_ascii_strup (names[i], -1);
      g_autofree char *name = g_strconcat ("COUNTERSIGN_", upper, NULL);
      const char *value = get_text (event, names[i]);

      if (value != NULL)
        append_field (out, name, value);
    }
}

GPtrArray *
csn_forward_record_new_otlp (GPtrArray *events)
{
  const CsnExportWriter *writer = csn_export_format_get_writer (CSN_EXPORT_OTLP);
  const CsnExportSummary summary = { .n_events = events->len };
  g_autoptr (GString) text = g_string_new (NULL);
  gpointer state = writer->begin (text);
  GPtrArray *bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < events->len; i++)
    {
      const CsnStoredEvent *event = g_ptr_array_index (events, i);
      const CsnLogRow row = {
        .seq = event->seq,
        .body = event->body,
        .length = strlen (event->body),
      };

      /* What can't be read is told by verification; a collector has no use for it. */
      writer->append (state, text, &row, NULL);
    }
  writer->end (state, text, &summary);
  g_free (state);
  lines = g_strsplit (text->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_ptr_array_add (bodies, g_bytes_new (lines[i], strlen (lines[i])));
  return bodies;
}
