/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_HISTORY_PAGE (csn_history_page_get_type ())

/**
 * CsnHistoryPage:
 *
 * The audit log as a list with filters, the exact bytes of one event, verification and export.
 * Brings its own header bar.
 *
 * Properties: "folded" (boolean, read-write): whether the frame shows one pane at a time, so that
 * the page needs a way back to the sidebar.
 */
G_DECLARE_FINAL_TYPE (CsnHistoryPage, csn_history_page, CSN, HISTORY_PAGE, GtkWidget)

GtkWidget *csn_history_page_new (CsnService *service);

/**
 * csn_history_page_show_request:
 * @self: a page
 * @request_id: (nullable): only this request's events, of any time; %NULL for all
 */
void csn_history_page_show_request (CsnHistoryPage *self, const char *request_id);

/**
 * CsnHistoryPage::back:
 * @self: a page
 *
 * The reviewer wants to go back to the sidebar.
 */

G_END_DECLS
