/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_HISTORY_FILTER (csn_history_filter_get_type ())

/**
 * CsnHistoryFilter:
 *
 * Which events History lists: a time range, an agent, an event type, and the events of one request.
 */
G_DECLARE_FINAL_TYPE (CsnHistoryFilter, csn_history_filter, CSN, HISTORY_FILTER, GtkWidget)

void csn_history_filter_set_service (CsnHistoryFilter *self, CsnService *service);

/**
 * csn_history_filter_show_request:
 * @self: a filter
 * @request_id: (nullable): the events of this request alone, at any time
 */
void csn_history_filter_show_request (CsnHistoryFilter *self, const char *request_id);

/**
 * csn_history_filter_dup_query:
 * @self: a filter
 *
 * Returns: (transfer full): the events that it lets through
 */
CsnHistoryQuery *csn_history_filter_dup_query (CsnHistoryFilter *self);

/**
 * csn_history_filter_dup_words:
 * @self: a filter
 *
 * Returns: (transfer full): time range, agent and event type in words; visible text
 */
char *csn_history_filter_dup_words (CsnHistoryFilter *self);

/**
 * csn_history_filter_reset:
 * @self: a filter
 *
 * Lets every event through.
 */
void csn_history_filter_reset (CsnHistoryFilter *self);

/**
 * CsnHistoryFilter::changed:
 * @self: a filter
 *
 * It lets other events through.
 */

void csn_history_filter_focus_search (CsnHistoryFilter *self);

G_END_DECLS
