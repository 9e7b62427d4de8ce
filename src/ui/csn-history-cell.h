/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-clock.h"
#include "csn-history-words.h"

G_BEGIN_DECLS

#define CSN_TYPE_HISTORY_CELL (csn_history_cell_get_type ())

/**
 * CsnHistoryCell:
 *
 * One column of one event; fills itself once its event is loaded.
 */
G_DECLARE_FINAL_TYPE (CsnHistoryCell, csn_history_cell, CSN, HISTORY_CELL, GtkWidget)

GtkWidget *csn_history_cell_new (CsnHistoryColumn column, CsnClock *clock);

void csn_history_cell_set_event (CsnHistoryCell *self, CsnHistoryEvent *event);

G_END_DECLS
