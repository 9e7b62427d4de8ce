/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CSN_TYPE_THRESHOLD_HANDLE (csn_threshold_handle_get_type ())

/**
 * CsnThresholdHandle:
 *
 * One threshold between two levels: a slider of its own for the keyboard and the screen reader,
 * which its #CsnThresholdScale places.
 */
G_DECLARE_FINAL_TYPE (CsnThresholdHandle, csn_threshold_handle, CSN, THRESHOLD_HANDLE, GtkWidget)

/**
 * csn_threshold_handle_new:
 * @name: what a screen reader calls it
 *
 * Returns: (transfer floating): a handle at 0
 */
GtkWidget *csn_threshold_handle_new (const char *name);

/**
 * csn_threshold_handle_set_range:
 * @self: a handle
 * @low: the lowest value that it may take
 * @high: the highest
 */
void csn_threshold_handle_set_range (CsnThresholdHandle *self, double low, double high);

/**
 * csn_threshold_handle_set_value:
 * @self: a handle
 * @value: in [0, 1]
 * @today: the value in force; a handle that was moved away from it looks so
 */
void csn_threshold_handle_set_value (CsnThresholdHandle *self, double value, double today);

double csn_threshold_handle_get_value (CsnThresholdHandle *self);

/**
 * csn_threshold_handle_move_to:
 * @self: a handle
 * @value: where a person wants it; kept in its range, rounded to a hundredth
 */
void csn_threshold_handle_move_to (CsnThresholdHandle *self, double value);

/**
 * CsnThresholdHandle::moved:
 * @self: a handle
 *
 * A person moved it.
 */

G_END_DECLS
