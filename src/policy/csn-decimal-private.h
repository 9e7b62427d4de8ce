/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * csn_decimal_compare:
 * @a: a JSON number
 * @b: a JSON number
 *
 * Compares exactly, whatever the number of digits and the exponents are.
 *
 * Returns: negative, 0 or positive, as @a is less than, equal to or more than @b
 */
int csn_decimal_compare (const char *a, const char *b);

/**
 * csn_decimal_is_plain:
 * @text: any text
 *
 * Returns: %TRUE if @text is a number as people write amounts: perhaps a minus, digits, perhaps a
 *   point and digits
 */
gboolean csn_decimal_is_plain (const char *text);

G_END_DECLS
