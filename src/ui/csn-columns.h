/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CSN_TYPE_COLUMNS (csn_columns_get_type ())

/**
 * CsnColumns:
 *
 * Its children side by side in columns of one width, or one below the other where there is not
 * enough room.
 *
 * Properties: "threshold" (int, read-write): the width from which there are columns; "spacing"
 * (int, read-write): the space between children.
 */
G_DECLARE_FINAL_TYPE (CsnColumns, csn_columns, CSN, COLUMNS, GtkWidget)

G_END_DECLS
