/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CsnHistoryQuery:
 * @since: microseconds since the epoch, or 0
 * @until: microseconds since the epoch, exclusive, or 0
 * @event_type: (nullable): only this type
 * @agent_id: (nullable): only this agent
 * @action_type: (nullable): only this action type
 * @request_id: (nullable): only this request
 * @level: (nullable): only this level, as "hitl_level" has it
 * @reviewer: (nullable): only this "reviewer_id"
 * @decision: (nullable): only this "reviewer_decision"
 * @text: (nullable): only events that have every word of this; csn_event_search_matches() says how
 *
 * Which events to read. All zero means all.
 */
typedef struct
{
  gint64 since;
  gint64 until;
  char *event_type;
  char *agent_id;
  char *action_type;
  char *request_id;
  char *level;
  char *reviewer;
  char *decision;
  char *text;
} CsnHistoryQuery;

/**
 * csn_history_query_is_empty:
 * @self: a query
 *
 * Returns: %TRUE if every event matches it
 */
gboolean csn_history_query_is_empty (const CsnHistoryQuery *self);

CsnHistoryQuery *csn_history_query_copy (const CsnHistoryQuery *self);

void csn_history_query_free (CsnHistoryQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnHistoryQuery, csn_history_query_free)

/**
 * CsnStoredEvent:
 * @seq: its place
 * @body: the exact bytes, NUL-terminated
 * @chain: hex of its chain value
 *
 * One event as the log has it.
 */
typedef struct
{
  guint64 seq;
  char *body;
  char chain[65];
} CsnStoredEvent;

void csn_stored_event_free (CsnStoredEvent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnStoredEvent, csn_stored_event_free)

G_END_DECLS
