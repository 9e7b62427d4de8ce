/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-export-format-private.h"

#include <string.h>

#include "csn-export-html-private.h"
#include "csn-export-report-private.h"
#include "csn-visible-text.h"

#define MAX_TEXT_CHARACTERS 300

/* What the events of a row of the list of alarms are. */
static const char *const alarms[] = {
  "alarm",           "store_fault", "clock_jump",     "request_malformed",
  "delivery_failed", "refused",     "read_only",      "stopped",
  "demoted",         "pruned",      "payload_erased",
};

gpointer
csn_export_html_begin (GString *out)
{
  return csn_export_report_new ();
}

void
csn_export_html_free (gpointer state)
{
  csn_export_report_free (state);
}

/* Foreign text becomes visible first and harmless second; what is left out is counted. */
void
csn_export_html_append_text (GString *out, const char *text)
{
  g_autofree char *visible = csn_visible_text (text, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  glong length = g_utf8_strlen (visible, -1);
  g_autofree char *escaped = NULL;

  if (length > MAX_TEXT_CHARACTERS)
    *g_utf8_offset_to_pointer (visible, MAX_TEXT_CHARACTERS) = '\0';
  escaped = g_markup_escape_text (visible, -1);
  g_string_append (out, escaped);
  if (length > MAX_TEXT_CHARACTERS)
    g_string_append_printf (out,
                            " <span class=\"more\">… %ld more characters</span>",
                            length - MAX_TEXT_CHARACTERS);
}

void
csn_export_html_append_time (GString *out, gint64 time)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autofree char *text = NULL;

  if (moment != NULL)
    text = g_date_time_format (moment, "%Y-%m-%d %H:%M:%S");
  g_string_append (out, text != NULL ? text : "—");
}

void
csn_export_html_append_duration (GString *out, guint64 milliseconds)
{
  guint64 seconds = milliseconds / 1000;

  if (milliseconds < 1000)
    g_string_append_printf (out, "%" G_GUINT64_FORMAT " ms", milliseconds);
  else if (seconds < 60)
    g_string_append_printf (out,
                            "%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT " s",
                            seconds,
                            milliseconds % 1000 / 100);
  else if (seconds < 3600)
    g_string_append_printf (out,
                            "%" G_GUINT64_FORMAT " min %" G_GUINT64_FORMAT " s",
                            seconds / 60,
                            seconds % 60);
  else
    g_string_append_printf (out,
                            "%" G_GUINT64_FORMAT " h %" G_GUINT64_FORMAT " min",
                            seconds / 3600,
                            seconds % 3600 / 60);
}

static void
append_cell (GString *out, const CsnExportEvent *event, const char *member)
{
  const char *text = csn_export_event_get_text (event, member);

  g_string_append (out, "<td>");
  if (text == NULL)
    g_string_append (out, "—");
  else if (csn_visible_is_secret (NULL, text))
    g_string_append (out, "<em>masked</em>");
  else
    csn_export_html_append_text (out, text);
  g_string_append (out, "</td>");
}

static void
append_first_cells (GString *out, const CsnExportEvent *event)
{
  g_string_append_printf (out, "<tr><td>%" G_GUINT64_FORMAT "</td><td class=\"time\">", event->seq);
  csn_export_html_append_time (out, event->timestamp);
  g_string_append (out, "</td><td>");
  csn_export_html_append_text (out, event->words);
  g_string_append (out, "</td>");
}

static void
append_decider (GString *out, const CsnExportEvent *event)
{
  const char *name = csn_export_event_get_text (event, "actor.name");
  const char *kind = csn_export_event_get_text (event, "actor.kind");

  g_string_append (out, "<td>");
  if (g_strcmp0 (kind, "human") == 0)
    csn_export_html_append_text (out, name != NULL ? name : "a person without a name");
  else
    g_string_append_printf (out, "<em>%s</em>", csn_export_html_get_actor_words (kind));
  g_string_append (out, "</td>");
}

static char *
make_decision_row (const CsnExportEvent *event)
{
  GString *row = g_string_new (NULL);
  const CsnJson *latency = csn_export_event_get (event, "latency_ms");
  gint64 milliseconds;

  append_first_cells (row, event);
  append_decider (row, event);
  append_cell (row, event, "action_type");
  append_cell (row, event, "agent_id");
  append_cell (row, event, "hitl_level");
  g_string_append (row, "<td class=\"number\">");
  if (latency != NULL && csn_json_get_integer (latency, &milliseconds) && milliseconds >= 0)
    csn_export_html_append_duration (row, (guint64) milliseconds);
  else
    g_string_append (row, "—");
  g_string_append (row, "</td></tr>\n");
  return g_string_free (row, FALSE);
}

static void
append_value (GString *out, const char *key, const CsnJson *value)
{
  CsnJsonType type = csn_json_get_value_type (value);
  g_autofree char *json = NULL;
  const char *text;

  if (type == CSN_JSON_STRING || type == CSN_JSON_NUMBER)
    text = csn_json_get_text (value);
  else
    text = json = csn_json_to_text (value, 0);
  if (csn_visible_is_secret (key, text))
    g_string_append (out, "<em>masked</em>");
  else
    csn_export_html_append_text (out, text);
}

static void
append_details (GString *out, const CsnExportEvent *event)
{
  const CsnJson *details = csn_export_event_get (event, "details");
  guint n_members = details != NULL ? csn_json_get_size (details) : 0;

  if (n_members == 0 || csn_json_get_value_type (details) != CSN_JSON_OBJECT)
    {
      g_string_append (out, "—");
      return;
    }
  for (guint i = 0; i < n_members; i++)
    {
      const char *key = csn_json_get_key (details, i);

      g_string_append (out, i > 0 ? "<br><b>" : "<b>");
      csn_export_html_append_text (out, key);
      g_string_append (out, "</b> ");
      append_value (out, key, csn_json_get_element (details, i));
    }
}

static char *
make_alarm_row (const CsnExportEvent *event)
{
  GString *row = g_string_new (NULL);

  append_first_cells (row, event);
  append_cell (row, event, "agent_id");
  append_cell (row, event, "action_type");
  g_string_append (row, "<td>");
  append_details (row, event);
  g_string_append (row, "</td></tr>\n");
  return g_string_free (row, FALSE);
}

static gboolean
is_alarm (const CsnExportEvent *event)
{
  for (gsize i = 0; i < G_N_ELEMENTS (alarms); i++)
    if (g_str_equal (event->event_type, alarms[i]))
      return TRUE;
  return FALSE;
}

gboolean
csn_export_html_append (gpointer state, GString *out, const CsnLogRow *row, GError **error)
{
  CsnExportReport *report = state;
  g_auto (CsnExportEvent) event = { 0 };
  CsnExportDecision decision;

  if (!csn_export_event_init (&event, row, error))
    return FALSE;
  csn_export_report_add (report, &event);
  if (csn_export_report_get_decision (&event, &decision))
    csn_export_list_append (&report->decisions, make_decision_row (&event));
  if (is_alarm (&event))
    csn_export_list_append (&report->alarms, make_alarm_row (&event));
  return TRUE;
}
