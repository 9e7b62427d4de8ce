/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-standing-rule.h"

G_BEGIN_DECLS

#define CSN_TYPE_CONDITION_ROW (csn_condition_row_get_type ())

/**
 * CsnConditionRow:
 *
 * One condition of a standing rule that is being written.
 */
G_DECLARE_FINAL_TYPE (CsnConditionRow, csn_condition_row, CSN, CONDITION_ROW, GtkWidget)

/**
 * csn_condition_row_new:
 * @condition: (nullable): what to begin with
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *csn_condition_row_new (const CsnCondition *condition);

/**
 * csn_condition_row_get_pointer:
 * @self: a row
 *
 * Returns: the JSON pointer that stands there
 */
const char *csn_condition_row_get_pointer (CsnConditionRow *self);

CsnConditionKind csn_condition_row_get_kind (CsnConditionRow *self);

/**
 * csn_condition_row_make_value:
 * @self: a row
 *
 * Reads what stands there as JSON where it is JSON, and as text otherwise; for "one of" as words
 * with commas between them.
 *
 * Returns: (transfer full): the value to compare with
 */
CsnJson *csn_condition_row_make_value (CsnConditionRow *self);

/**
 * CsnConditionRow::changed:
 * @self: a row
 */

/**
 * CsnConditionRow::remove:
 * @self: a row
 *
 * The reviewer doesn't want it.
 */

G_END_DECLS
