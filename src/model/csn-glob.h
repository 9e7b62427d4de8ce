/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * csn_glob_matches:
 * @pattern: UTF-8 in which "*" stands for any characters, also none, and "?" for one
 * @text: UTF-8
 *
 * Matches the whole of @text, case included. Takes at most the product of both lengths, whatever
 * @pattern is.
 *
 * Returns: %TRUE if @text is what @pattern describes
 */
gboolean csn_glob_matches (const char *pattern, const char *text);

G_END_DECLS
