/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_INBOX_PANE (csn_inbox_pane_get_type ())

/**
 * CsnInboxPane:
 *
 * The list of requests with its header bar, search and filter.
 */
G_DECLARE_FINAL_TYPE (CsnInboxPane, csn_inbox_pane, CSN, INBOX_PANE, GtkWidget)

GtkWidget *csn_inbox_pane_new (void);

void csn_inbox_pane_set_service (CsnInboxPane *self, CsnService *service);

/**
 * csn_inbox_pane_set_reading:
 * @self: a pane
 * @reading: whether the reviewer has a pending request open; nothing moves then
 */
void csn_inbox_pane_set_reading (CsnInboxPane *self, gboolean reading);

/**
 * csn_inbox_pane_step:
 * @self: a pane
 * @step: 1 for the next request, -1 for the one before
 */
void csn_inbox_pane_step (CsnInboxPane *self, int step);

/**
 * csn_inbox_pane_search:
 * @self: a pane
 *
 * Puts the focus into the search entry.
 */
void csn_inbox_pane_search (CsnInboxPane *self);

/**
 * csn_inbox_pane_open:
 * @self: a pane
 * @request_id: a request
 *
 * Returns: %TRUE if it is in the inbox, and chosen now
 */
gboolean csn_inbox_pane_open (CsnInboxPane *self, const char *request_id);

/**
 * csn_inbox_pane_open_first:
 * @self: a pane
 * @section: a #CsnInboxSection
 *
 * Returns: %TRUE if there is a request in that section, and the first one is chosen now
 */
gboolean csn_inbox_pane_open_first (CsnInboxPane *self, guint section);

/**
 * CsnInboxPane::chosen:
 * @self: a pane
 * @item: the #CsnInboxItem
 * @open: whether its card shall come in front
 */

/**
 * CsnInboxPane::connect-agent:
 * @self: a pane
 *
 * The reviewer wants to add a source.
 */

G_END_DECLS
