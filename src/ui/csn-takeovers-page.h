/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_TAKEOVERS_PAGE (csn_takeovers_page_get_type ())

/**
 * CsnTakeoversPage:
 *
 * The open takeovers, and the package of the chosen one. Brings its own header bar.
 */
G_DECLARE_FINAL_TYPE (CsnTakeoversPage, csn_takeovers_page, CSN, TAKEOVERS_PAGE, GtkWidget)

GtkWidget *csn_takeovers_page_new (void);

/**
 * csn_takeovers_page_set_service:
 * @self: a page
 * @service: a started service
 */
void csn_takeovers_page_set_service (CsnTakeoversPage *self, CsnService *service);

/**
 * csn_takeovers_page_show_request:
 * @self: a page
 * @request_id: a request
 *
 * Returns: %TRUE if @request_id is an open takeover, which is shown then
 */
gboolean csn_takeovers_page_show_request (CsnTakeoversPage *self, const char *request_id);

/**
 * CsnTakeoversPage::evidence:
 * @self: a page
 * @request_id: a request
 *
 * The reviewer wants to see the events of @request_id in History.
 */

G_END_DECLS
