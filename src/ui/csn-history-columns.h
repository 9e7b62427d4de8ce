/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-clock.h"

G_BEGIN_DECLS

/**
 * csn_history_columns_new:
 * @clock: what time it is
 *
 * Returns: (transfer full) (element-type GtkColumnViewColumn): the columns of History
 */
GPtrArray *csn_history_columns_new (CsnClock *clock);

/**
 * csn_history_columns_fit:
 * @columns: the columns of History
 * @view: a view of #CsnHistoryEvent
 * @width: how much room there is
 *
 * Gives @view as many of the columns as fit, the most telling ones first.
 */
void csn_history_columns_fit (GPtrArray *columns, GtkColumnView *view, int width);

/**
 * csn_history_columns_is_oldest_first:
 * @view: a view with the columns of History
 *
 * Returns: %TRUE if the title of the time asks for the oldest event first
 */
gboolean csn_history_columns_is_oldest_first (GtkColumnView *view);

G_END_DECLS
