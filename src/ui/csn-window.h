/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-answer-sender.h"
#include "csn-inbox-page.h"
#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_WINDOW (csn_window_get_type ())

/**
 * CsnWindow:
 *
 * The window: pages at the left, the chosen one at the right. Its exported actions approve nothing.
 */
G_DECLARE_FINAL_TYPE (CsnWindow, csn_window, CSN, WINDOW, AdwApplicationWindow)

CsnWindow *csn_window_new (AdwApplication *application);

/**
 * csn_window_set_service:
 * @self: a window
 * @service: a started service
 * @sender: where answers go
 */
void csn_window_set_service (CsnWindow *self, CsnService *service, CsnAnswerSender *sender);

/**
 * csn_window_show_fault:
 * @self: a window
 * @message: a sentence that says why the service could not start
 */
void csn_window_show_fault (CsnWindow *self, const char *message);

/**
 * csn_window_show_page:
 * @self: a window
 * @page: a page's name, such as "inbox"; an unknown one is ignored
 */
void csn_window_show_page (CsnWindow *self, const char *page);

/**
 * csn_window_show_request:
 * @self: a window
 * @request_id: (nullable): which request; %NULL for the list
 */
void csn_window_show_request (CsnWindow *self, const char *request_id);

CsnInboxPage *csn_window_get_inbox (CsnWindow *self);

/**
 * csn_window_show_sidebar:
 * @self: a window
 *
 * Shows the list of pages where the window is too narrow for both.
 */
void csn_window_show_sidebar (CsnWindow *self);

G_END_DECLS
