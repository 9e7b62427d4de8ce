/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-export-format-private.h"

#include <string.h>

#include "csn-export-event-private.h"

/* The members of a body that are a column each, in their order. The last is the whole of "details"
 * as JSON; "rules" are joined by spaces. */
static const char *const columns[] = {
  "v",
  "log_id",
  "seq",
  "timestamp",
  "event_type",
  "request_id",
  "agent_id",
  "action_type",
  "hitl_level",
  "confidence_score",
  "reviewer_id",
  "reviewer_decision",
  "latency_ms",
  "actor.kind",
  "actor.name",
  "actor.via",
  "source",
  "task_id",
  "revision",
  "action_digest",
  "policy_sha256",
  "rules",
  "app_version",
  "details",
};

gpointer
csn_export_csv_begin (GString *out)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "", columns[i]);
  g_string_append (out, "\r\n");
  return NULL;
}

/* A spreadsheet runs a cell that begins with one of these as a formula. An apostrophe before it
 * makes it text; a cell that begins with an apostrophe gets one too, so that one can be taken away
 * again wherever there is one. */
static gboolean
needs_guard (const char *cell)
{
  return cell[0] != '\0' && strchr ("=+-@\t\r'", cell[0]) != NULL;
}

static void
append_cell (GString *out, const char *cell)
{
  gboolean quoted = strpbrk (cell, "\",\r\n") != NULL;

  if (quoted)
    g_string_append_c (out, '"');
  if (needs_guard (cell))
    g_string_append_c (out, '\'');
  if (!quoted)
    {
      g_string_append (out, cell);
      return;
    }
  for (; *cell != '\0'; cell++)
    {
      if (*cell == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *cell);
    }
  g_string_append_c (out, '"');
}

static char *
join_texts (const CsnJson *array)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < csn_json_get_size (array); i++)
    {
      const CsnJson *element = csn_json_get_element (array, i);

      if (csn_json_get_value_type (element) == CSN_JSON_STRING)
        g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", csn_json_get_text (element));
    }
  return g_string_free (joined, FALSE);
}

static char *
to_cell (const CsnJson *value)
{
  if (value == NULL)
    return g_strdup ("");
  switch (csn_json_get_value_type (value))
    {
    case CSN_JSON_NULL:
      return g_strdup ("");
    case CSN_JSON_NUMBER:
    case CSN_JSON_STRING:
      return g_strdup (csn_json_get_text (value));
    case CSN_JSON_ARRAY:
      return join_texts (value);
    case CSN_JSON_BOOLEAN:
    case CSN_JSON_OBJECT:
      return csn_json_to_text (value, 0);
    }
  g_return_val_if_reached (NULL);
}

gboolean
csn_export_csv_append (gpointer state, GString *out, const CsnLogRow *row, GError **error)
{
  g_auto (CsnExportEvent) event = { 0 };

  if (!csn_export_event_init (&event, row, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *cell = to_cell (csn_export_event_get (&event, columns[i]));

      if (i > 0)
        g_string_append_c (out, ',');
      append_cell (out, cell);
    }
  g_string_append (out, "\r\n");
  return TRUE;
}
