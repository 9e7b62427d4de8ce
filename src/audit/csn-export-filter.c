/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-export-filter-private.h"

#include "csn-event-search.h"
#include "csn-time.h"

struct _CsnExportFilter
{
  const CsnHistoryQuery *query; /* (unowned) (nullable) */
  CsnEventSearch *search;       /* (owned) (nullable): what only the body answers */
};

CsnExportFilter *
csn_export_filter_new (const CsnHistoryQuery *query)
{
  CsnExportFilter *self = g_new0 (CsnExportFilter, 1);
  g_autoptr (CsnEventSearch) search = NULL;

  if (query == NULL || csn_history_query_is_empty (query))
    return self;
  self->query = query;
  search = csn_event_search_new (query);
  if (!csn_event_search_is_empty (search))
    self->search = g_steal_pointer (&search);
  return self;
}

void
csn_export_filter_free (CsnExportFilter *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->search, csn_event_search_free);
  g_free (self);
}

gboolean
csn_export_filter_needs_columns (const CsnExportFilter *self)
{
  return self->query != NULL;
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
csn_export_filter_matches (const CsnExportFilter *self, const CsnLogRow *row)
{
  if (row->body == NULL)
    return FALSE;
  if (self->query == NULL)
    return TRUE;
  if (row->has_columns ? !matches_columns (self->query, row) : !matches_body (self->query, row))
    return FALSE;
  return self->search == NULL || csn_event_search_matches (self->search, row->body, row->length);
}
