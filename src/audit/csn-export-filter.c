/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-export-filter-private.h"

#include "csn-time.h"

gboolean
csn_export_filter_is_empty (const CsnHistoryQuery *filter)
{
  return filter == NULL ||
         (filter->since == 0 && filter->until == 0 && filter->event_type == NULL &&
          filter->agent_id == NULL && filter->action_type == NULL && filter->request_id == NULL);
}

/* A text that is too long for its place stands there as its digest. */
static gboolean
fits (const char *wanted, const char *text)
{
  g_autofree char *written = NULL;

  if (wanted == NULL)
    return TRUE;
  written = csn_event_text (wanted);
  return g_strcmp0 (written, text) == 0;
}

static gboolean
matches_columns (const CsnHistoryQuery *filter, const CsnLogRow *row)
{
  if (filter->since != 0 && row->timestamp < filter->since)
    return FALSE;
  if (filter->until != 0 && row->timestamp >= filter->until)
    return FALSE;
  return fits (filter->event_type, row->event_type) && fits (filter->agent_id, row->agent_id) &&
         fits (filter->action_type, row->action_type) && fits (filter->request_id, row->request_id);
}

static const char *
get_text (const CsnJson *body, const char *key)
{
  const CsnJson *value = csn_json_get_member (body, key);

  if (value == NULL || csn_json_get_value_type (value) != CSN_JSON_STRING)
    return NULL;
  return csn_json_get_text (value);
}

/* What the columns would hold. An event that can't be read is not left out: whoever writes it says
 * so. */
static gboolean
matches_body (const CsnHistoryQuery *filter, const CsnLogRow *row)
{
  g_autoptr (CsnJson) body = NULL;
  CsnLogRow derived = { 0 };
  const char *timestamp;

  body = csn_json_parse (row->body, row->length, CSN_EVENT_MAX_BYTES, NULL, NULL);
  timestamp = body != NULL ? get_text (body, "timestamp") : NULL;
  if (timestamp == NULL || !csn_time_from_string (timestamp, &derived.timestamp))
    return TRUE;
  derived.event_type = get_text (body, "event_type");
  derived.request_id = get_text (body, "request_id");
  derived.agent_id = get_text (body, "agent_id");
  derived.action_type = get_text (body, "action_type");
  return matches_columns (filter, &derived);
}

gboolean
csn_export_filter_matches (const CsnHistoryQuery *filter, const CsnLogRow *row)
{
  if (row->body == NULL)
    return FALSE;
  if (csn_export_filter_is_empty (filter))
    return TRUE;
  return row->has_columns ? matches_columns (filter, row) : matches_body (filter, row);
}
