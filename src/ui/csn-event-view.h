/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-history-model.h"

G_BEGIN_DECLS

#define CSN_TYPE_EVENT_VIEW (csn_event_view_get_type ())

/**
 * CsnEventView:
 *
 * One event as it stands in the log: its exact body and its place in the chain.
 */
G_DECLARE_FINAL_TYPE (CsnEventView, csn_event_view, CSN, EVENT_VIEW, GtkWidget)

/**
 * csn_event_view_set_event:
 * @self: a view
 * @event: (nullable): an event; shown once it is loaded
 */
void csn_event_view_set_event (CsnEventView *self, CsnHistoryEvent *event);

/**
 * CsnEventView::show-request:
 * @self: a view
 * @request_id: a request
 *
 * The reviewer wants to see all the events of @request_id.
 */

/**
 * CsnEventView::copied:
 * @self: a view
 *
 * The exact body is in the clipboard.
 */

/**
 * CsnEventView::close:
 * @self: a view
 *
 * The reviewer has seen enough of it.
 */

G_END_DECLS
