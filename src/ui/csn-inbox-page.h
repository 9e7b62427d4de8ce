/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-answer-sender.h"
#include "csn-request-card.h"
#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_INBOX_PAGE (csn_inbox_page_get_type ())

/**
 * CsnInboxPage:
 *
 * The list of requests and the card of the chosen one.
 */
G_DECLARE_FINAL_TYPE (CsnInboxPage, csn_inbox_page, CSN, INBOX_PAGE, GtkWidget)

GtkWidget *csn_inbox_page_new (void);

/**
 * csn_inbox_page_set_service:
 * @self: a page
 * @service: a started service
 * @sender: where answers go
 */
void csn_inbox_page_set_service (CsnInboxPage *self, CsnService *service, CsnAnswerSender *sender);

/**
 * csn_inbox_page_show_request:
 * @self: a page
 * @request_id: (nullable): which request; %NULL for the list
 *
 * Returns: %TRUE if it is in the inbox
 */
gboolean csn_inbox_page_show_request (CsnInboxPage *self, const char *request_id);

/**
 * csn_inbox_page_open_first:
 * @self: a page
 * @section: a #CsnInboxSection
 *
 * Opens the first request of a section.
 *
 * Returns: %TRUE if there is one
 */
gboolean csn_inbox_page_open_first (CsnInboxPage *self, guint section);

CsnRequestCard *csn_inbox_page_get_card (CsnInboxPage *self);

/**
 * CsnInboxPage::open-takeover:
 * @self: a page
 * @request_id: whose takeover the reviewer wants to see
 */

/**
 * CsnInboxPage::connect-agent:
 * @self: a page
 *
 * The reviewer wants to add a source.
 */

G_END_DECLS
