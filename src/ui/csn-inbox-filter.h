/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CSN_TYPE_INBOX_FILTER (csn_inbox_filter_get_type ())

/**
 * CsnInboxFilter:
 *
 * Which requests the inbox shows: of which agent, in which sections.
 */
G_DECLARE_FINAL_TYPE (CsnInboxFilter, csn_inbox_filter, CSN, INBOX_FILTER, GtkWidget)

GtkWidget *csn_inbox_filter_new (void);

/**
 * csn_inbox_filter_set_agents:
 * @self: a filter
 * @agents: (nullable): a list model of #CsnAgentItem
 */
void csn_inbox_filter_set_agents (CsnInboxFilter *self, GListModel *agents);

/**
 * csn_inbox_filter_dup_agent_id:
 * @self: a filter
 *
 * Returns: (transfer full) (nullable): the chosen agent; %NULL for all
 */
char *csn_inbox_filter_dup_agent_id (CsnInboxFilter *self);

/**
 * csn_inbox_filter_get_sections:
 * @self: a filter
 *
 * Returns: a bit for each #CsnInboxSection
 */
guint csn_inbox_filter_get_sections (CsnInboxFilter *self);

void csn_inbox_filter_reset (CsnInboxFilter *self);

/**
 * CsnInboxFilter::changed:
 * @self: a filter
 */

G_END_DECLS
