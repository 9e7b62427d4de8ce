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
 */
G_DECLARE_FINAL_TYPE (CsnHistoryPage, csn_history_page, CSN, HISTORY_PAGE, GtkWidget)

GtkWidget *csn_history_page_new (void);

/**
 * csn_history_page_set_service:
 * @self: a page
 * @service: a started service
 */
void csn_history_page_set_service (CsnHistoryPage *self, CsnService *service);

/**
 * csn_history_page_show_request:
 * @self: a page
 * @request_id: (nullable): only this request's events, of any time; %NULL for all
 */
void csn_history_page_show_request (CsnHistoryPage *self, const char *request_id);

G_END_DECLS
