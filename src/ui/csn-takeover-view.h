/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_TAKEOVER_VIEW (csn_takeover_view_get_type ())

/**
 * CsnTakeoverView:
 *
 * The package of one takeover on one screen, the reviewer's notes on it, and the way back. Keeps
 * what was ticked and written for as long as it lives.
 */
G_DECLARE_FINAL_TYPE (CsnTakeoverView, csn_takeover_view, CSN, TAKEOVER_VIEW, GtkWidget)

GtkWidget *csn_takeover_view_new (CsnService *service, CsnTakeoverItem *item);

CsnTakeoverItem *csn_takeover_view_get_item (CsnTakeoverView *self);

/**
 * CsnTakeoverView::evidence:
 * @self: a view
 *
 * The reviewer wants to see the events of this request.
 */

/**
 * CsnTakeoverView::say:
 * @self: a view
 * @text: visible text
 *
 * Something was done that is worth a toast.
 */

G_END_DECLS
