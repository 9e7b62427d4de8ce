/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-clock.h"
#include "csn-source-item.h"

G_BEGIN_DECLS

#define CSN_TYPE_SOURCE_LINE (csn_source_line_get_type ())

/**
 * CsnSourceLine:
 *
 * How a source is doing: its state, its connection, and what went wrong. Keeps itself up to date.
 */
G_DECLARE_FINAL_TYPE (CsnSourceLine, csn_source_line, CSN, SOURCE_LINE, GtkWidget)

GtkWidget *csn_source_line_new (void);

/**
 * csn_source_line_set_source:
 * @self: a line
 * @source: (nullable): a source; %NULL if it was removed
 * @clock: what time it is
 */
void csn_source_line_set_source (CsnSourceLine *self, CsnSourceItem *source, CsnClock *clock);

G_END_DECLS
