/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * csn_export_text_is_break:
 * @code_point: a character
 *
 * Returns: %TRUE if some tool would end a line at it or a terminal would obey it
 */
gboolean csn_export_text_is_break (gunichar code_point);

/**
 * csn_export_text_to_one_line:
 * @json: a JSON document without white space between its tokens
 *
 * JSON lets some characters stand in a string that other tools take for the end of a line, such as
 * U+2028. Here they are written as escapes, which says the same.
 *
 * Returns: (transfer full): the same document, one line for every tool
 */
char *csn_export_text_to_one_line (const char *json);

G_END_DECLS
