/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"

G_BEGIN_DECLS

/**
 * csn_pointer_is_valid:
 * @pointer: any text
 *
 * Returns: %TRUE if @pointer is an RFC 6901 JSON pointer: empty, or beginning with "/", with "~"
 *   only in "~0" and "~1"
 */
gboolean csn_pointer_is_valid (const char *pointer);

/**
 * csn_pointer_find:
 * @pointer: a valid pointer
 * @json: a value
 *
 * Returns: (transfer none) (nullable): the value that @pointer leads to, %NULL if there is none
 */
const CsnJson *csn_pointer_find (const char *pointer, const CsnJson *json);

G_END_DECLS
