/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-clock.h"
#include "csn-inbox-entry.h"

G_BEGIN_DECLS

#define CSN_TYPE_INBOX_ROW (csn_inbox_row_get_type ())

/**
 * CsnInboxRow:
 *
 * One row of the inbox: a request in short, or the heading of a section.
 */
G_DECLARE_FINAL_TYPE (CsnInboxRow, csn_inbox_row, CSN, INBOX_ROW, GtkWidget)

/**
 * csn_inbox_row_new:
 * @clock: (nullable): where the time comes from; without one no time is shown
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *csn_inbox_row_new (CsnClock *clock);

void csn_inbox_row_set_entry (CsnInboxRow *self, CsnInboxEntry *entry);

CsnInboxEntry *csn_inbox_row_get_entry (CsnInboxRow *self);

/**
 * csn_inbox_row_describe:
 * @item: a request
 * @now: microseconds since the epoch, or 0 for no time
 *
 * Returns: (transfer full): the whole row in words, for a screen reader: level, action, agent, time
 *   left
 */
char *csn_inbox_row_describe (CsnInboxItem *item, gint64 now);

/**
 * CsnInboxRow::open:
 * @self: a row of a request
 *
 * Its action row.open was run.
 */

G_END_DECLS
