/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CsnTable:
 *
 * A table for people: columns as wide as their widest cell, nothing cut off.
 */
typedef struct _CsnTable CsnTable;

/**
 * csn_table_new:
 * @...: the headings, %NULL at the end
 *
 * Returns: (transfer full): a table without rows
 */
CsnTable *csn_table_new (const char *first, ...) G_GNUC_NULL_TERMINATED;

void csn_table_free (CsnTable *self);

/**
 * csn_table_add_cell:
 * @self: a table
 * @text: (nullable): anything; made visible here, and "-" for %NULL and ""
 *
 * Fills the rows from left to right.
 */
void csn_table_add_cell (CsnTable *self, const char *text);

void csn_table_print (CsnTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnTable, csn_table_free)

G_END_DECLS
