/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-history-model.h"

G_BEGIN_DECLS

#define CSN_TYPE_TIMELINE_VIEW (csn_timeline_view_get_type ())

/**
 * CsnTimelineView:
 *
 * The newest events of one request, newest first.
 */
G_DECLARE_FINAL_TYPE (CsnTimelineView, csn_timeline_view, CSN, TIMELINE_VIEW, GtkWidget)

GtkWidget *csn_timeline_view_new (void);

/**
 * csn_timeline_view_set_model:
 * @self: a view
 * @model: (nullable): the events of one request; the view shows new ones as they come
 */
void csn_timeline_view_set_model (CsnTimelineView *self, CsnHistoryModel *model);

G_END_DECLS
