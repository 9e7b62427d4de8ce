/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"

G_BEGIN_DECLS

/**
 * csn_json_edit_text:
 * @value: an action
 *
 * Every character that could not be seen stands as a JSON escape, so that what is edited is what is
 * seen, and what is parsed again is the same value.
 *
 * Returns: (transfer full): @value as indented JSON
 */
char *csn_json_edit_text (const CsnJson *value);

/**
 * csn_json_edit_parse:
 * @text: what stands in the editor
 * @ret_line: (out): on failure, the line of the first fault, from 1
 * @ret_column: (out): on failure, its character in that line, from 1
 * @error: return location for a #CsnJsonError
 *
 * Reads an edited action strictly; anything but an object is a fault too.
 *
 * Returns: (transfer full) (nullable): the action
 */
CsnJson *csn_json_edit_parse (const char *text, guint *ret_line, guint *ret_column, GError **error);

G_END_DECLS
