/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "csn-history-query.h"

G_BEGIN_DECLS

#define CSN_TYPE_HISTORY_EVENT (csn_history_event_get_type ())

/**
 * CsnHistoryEvent:
 *
 * One event of the audit log, for showing. Its texts come from its exact body and are made visible.
 */
G_DECLARE_FINAL_TYPE (CsnHistoryEvent, csn_history_event, CSN, HISTORY_EVENT, GObject)

/**
 * csn_history_event_is_loaded:
 * @self: an event
 *
 * Returns: %FALSE while its page is on its way; #CsnHistoryEvent::loaded tells when
 */
gboolean csn_history_event_is_loaded (CsnHistoryEvent *self);

guint64 csn_history_event_get_seq (CsnHistoryEvent *self);

/**
 * csn_history_event_get_body:
 * @self: a loaded event
 *
 * Returns: the exact bytes, NUL-terminated UTF-8
 */
const char *csn_history_event_get_body (CsnHistoryEvent *self);

/**
 * csn_history_event_get_chain:
 * @self: a loaded event
 *
 * Returns: hex of its chain value
 */
const char *csn_history_event_get_chain (CsnHistoryEvent *self);

gint64 csn_history_event_get_timestamp (CsnHistoryEvent *self);

/**
 * csn_history_event_get_text:
 * @self: a loaded event
 * @member: a top-level member of the body: "event_type", "agent_id", "action_type", "hitl_level",
 *   "confidence_score", "reviewer_id", "reviewer_decision", "request_id", "source", "task_id"
 *
 * Returns: (nullable): its text, made visible on one line; %NULL for null or absent
 */
const char *csn_history_event_get_text (CsnHistoryEvent *self, const char *member);

/**
 * csn_history_event_get_actor_kind:
 * @self: a loaded event
 *
 * Returns: "human", "silence", "policy", "system" or "agent"
 */
const char *csn_history_event_get_actor_kind (CsnHistoryEvent *self);

/**
 * csn_history_event_get_details:
 * @self: a loaded event
 *
 * Returns: (nullable): the "details" as JSON text on one line, made visible
 */
const char *csn_history_event_get_details (CsnHistoryEvent *self);

/**
 * csn_history_event_get_latency_ms:
 * @self: a loaded event
 *
 * Returns: milliseconds, or -1
 */
gint64 csn_history_event_get_latency_ms (CsnHistoryEvent *self);

#define CSN_TYPE_HISTORY_MODEL (csn_history_model_get_type ())

/**
 * CsnHistoryModel:
 *
 * The audit log as a lazy list model of #CsnHistoryEvent, newest first: pages are read when rows
 * are asked for, and few are kept. New events wait in #CsnHistoryModel:n-new until
 * csn_history_model_show_new(), so that nothing moves under the reader.
 */
G_DECLARE_FINAL_TYPE (CsnHistoryModel, csn_history_model, CSN, HISTORY_MODEL, GObject)

/**
 * csn_history_model_set_query:
 * @self: a model
 * @query: which events; copied
 */
void csn_history_model_set_query (CsnHistoryModel *self, const CsnHistoryQuery *query);

/**
 * csn_history_model_set_oldest_first:
 * @self: a model
 * @oldest_first: %FALSE for newest first, as at the beginning
 *
 * Turns the list round; nothing is read again.
 */
void csn_history_model_set_oldest_first (CsnHistoryModel *self, gboolean oldest_first);

/**
 * csn_history_model_get_n_new:
 * @self: a model
 *
 * Returns: how many matching events came since the list was built
 */
guint csn_history_model_get_n_new (CsnHistoryModel *self);

/**
 * csn_history_model_show_new:
 * @self: a model
 *
 * Puts the new events in front of the others.
 */
void csn_history_model_show_new (CsnHistoryModel *self);

/**
 * csn_history_model_get_fault:
 * @self: a model
 *
 * Returns: (nullable): a sentence that says why the log can't be read, also as
 *   #CsnHistoryModel:fault; %NULL while it can
 */
const char *csn_history_model_get_fault (CsnHistoryModel *self);

G_END_DECLS
