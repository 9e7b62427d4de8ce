/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-clock.h"

G_BEGIN_DECLS

/**
 * csn_history_columns_add:
 * @view: an empty view of #CsnHistoryEvent
 * @clock: what time it is
 *
 * Gives @view the columns of History.
 */
void csn_history_columns_add (GtkColumnView *view, CsnClock *clock);

/**
 * csn_history_columns_fit:
 * @view: a view with the columns of History
 * @width: how much room there is
 *
 * Shows as many columns as fit, the most telling ones first.
 */
void csn_history_columns_fit (GtkColumnView *view, int width);

G_END_DECLS
