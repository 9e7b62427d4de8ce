/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-json.h"

G_BEGIN_DECLS

#define CSN_TYPE_VALUE_GRID (csn_value_grid_get_type ())

/**
 * CsnValueGrid:
 *
 * A JSON value as a quiet table of names and values, secrets masked.
 */
G_DECLARE_FINAL_TYPE (CsnValueGrid, csn_value_grid, CSN, VALUE_GRID, GtkWidget)

/**
 * csn_value_grid_set_value:
 * @self: a grid
 * @value: (nullable): untrusted; what is too big for a table is shown as JSON
 * @empty: what stands there if @value is %NULL or empty
 */
void csn_value_grid_set_value (CsnValueGrid *self, const CsnJson *value, const char *empty);

G_END_DECLS
