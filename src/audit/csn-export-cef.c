/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-export-format-private.h"

#include <string.h>

#include "csn-export-event-private.h"
#include "csn-export-text-private.h"
#include "csn-time.h"

#define FACILITY_LOG_AUDIT 13

/* The numbers of RFC 5424 and of CEF. */
static const struct
{
  int syslog;
  int cef;
} severities[] = {
  [CSN_EXPORT_INFO] = { 6, 1 },
  [CSN_EXPORT_NOTICE] = { 5, 3 },
  [CSN_EXPORT_WARNING] = { 4, 6 },
  [CSN_EXPORT_ERROR] = { 3, 8 },
};

/* Which member stands under which name of CEF's dictionary; those that have none there take one of
 * the custom fields, with their name as its label. */
static const struct
{
  const char *key;
  const char *member;
  const char *label; /* (nullable) */
} fields[] = {
  { "externalId", "seq", NULL },
  { "deviceExternalId", "log_id", NULL },
  { "suser", "actor.name", NULL },
  { "act", "reviewer_decision", NULL },
  { "duser", "reviewer_id", NULL },
  { "sourceServiceName", "source", NULL },
  { "cs1", "agent_id", "agent_id" },
  { "cs2", "action_type", "action_type" },
  { "cs3", "hitl_level", "hitl_level" },
  { "cs4", "request_id", "request_id" },
  { "cs5", "actor.kind", "actor_kind" },
  { "cs6", "action_digest", "action_digest" },
  { "cn1", "latency_ms", "latency_ms" },
  { "cn2", "revision", "revision" },
  { "cfp1", "confidence_score", "confidence_score" },
};

static void
append_break (GString *out, gunichar code_point)
{
  if (code_point == '\n')
    g_string_append (out, "\\n");
  else if (code_point == '\r')
    g_string_append (out, "\\r");
  else
    g_string_append_printf (out, "‹U+%04X›", code_point);
}

/* A header field knows no new lines, so there they become marks as well. */
static void
append_escaped (GString *out, const char *text, gboolean in_header)
{
  const char *special = in_header ? "\\|" : "\\=";

  for (const char *cursor = text; *cursor != '\0'; cursor = g_utf8_next_char (cursor))
    {
      gunichar code_point = g_utf8_get_char (cursor);

      if (csn_export_text_is_break (code_point) && in_header)
        g_string_append_printf (out, "‹U+%04X›", code_point);
      else if (csn_export_text_is_break (code_point))
        append_break (out, code_point);
      else
        {
          if (code_point < 0x80 && strchr (special, (int) code_point) != NULL)
            g_string_append_c (out, '\\');
          g_string_append_unichar (out, code_point);
        }
    }
}

static void
append_field (GString *out, const char *key, const char *value, const char *label)
{
  if (value == NULL || value[0] == '\0')
    return;
  g_string_append_printf (out, " %s=", key);
  append_escaped (out, value, FALSE);
  if (label != NULL)
    g_string_append_printf (out, " %sLabel=%s", key, label);
}

/* MSGID holds at most 32 printable ASCII characters. */
static void
append_message_id (GString *out, const char *event_type)
{
  gsize length = strlen (event_type);

  for (gsize i = 0; i < length; i++)
    if (i == 32 || !g_ascii_isgraph (event_type[i]))
      {
        g_string_append_c (out, '-');
        return;
      }
  g_string_append (out, event_type);
}

static void
append_header (GString *out, const CsnExportEvent *event)
{
  int priority = FACILITY_LOG_AUDIT * 8 + severities[event->severity].syslog;
  g_autofree char *timestamp = csn_time_to_string (event->timestamp);
  const char *version = csn_export_event_get_text (event, "app_version");

  g_string_append_printf (out, "<%d>1 %s - countersign - ", priority, timestamp);
  append_message_id (out, event->event_type);
  g_string_append (out, " - CEF:0|Countersign|Countersign|");
  append_escaped (out, version != NULL ? version : "", TRUE);
  g_string_append_c (out, '|');
  append_escaped (out, event->event_type, TRUE);
  g_string_append_c (out, '|');
  append_escaped (out, event->words, TRUE);
  g_string_append_printf (out, "|%d|", severities[event->severity].cef);
}

gboolean
csn_export_cef_append (gpointer state, GString *out, const CsnLogRow *row, GError **error)
{
  g_auto (CsnExportEvent) event = { 0 };
  g_autofree char *body = NULL;
  g_autofree char *line = NULL;

  if (!csn_export_event_init (&event, row, error))
    return FALSE;
  append_header (out, &event);
  g_string_append_printf (out, "rt=%" G_GINT64_FORMAT, event.timestamp / 1000);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    append_field (out,
                  fields[i].key,
                  csn_export_event_get_text (&event, fields[i].member),
                  fields[i].label);
  append_field (out, "outcome", event.failed ? "failure" : "success", NULL);
  body = g_strndup (row->body, row->length);
  line = csn_export_text_to_one_line (body);
  append_field (out, "rawEvent", line, NULL);
  g_string_append_c (out, '\n');
  return TRUE;
}
