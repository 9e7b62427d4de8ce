/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What people and programs read of the command line. Text from agents passes csn_output_visible()
 * first; JSON goes out through csn_output_json(). */

/**
 * csn_output_text:
 * @format: a format for standard output
 * @...: its values; foreign text in them has passed csn_output_visible()
 */
void csn_output_text (const char *format, ...) G_GNUC_PRINTF (1, 2);

/**
 * csn_output_error:
 * @format: a sentence for standard error, without a new line
 * @...: its values; foreign text in them has passed csn_output_visible()
 */
void csn_output_error (const char *format, ...) G_GNUC_PRINTF (1, 2);

/**
 * csn_output_json:
 * @json: one JSON document on one line
 *
 * Prints it and a new line. Characters that could move a terminal or hide are written as JSON
 * escapes, which say the same to every reader.
 */
void csn_output_json (const char *json);

/**
 * csn_output_append_json:
 * @out: where to
 * @json: JSON text
 *
 * Appends the same document with controls, and characters that hide or reorder, as JSON escapes.
 */
void csn_output_append_json (GString *out, const char *json);

/**
 * csn_output_visible:
 * @text: (nullable): anything
 *
 * Returns: (transfer full): @text safe for one line of a terminal; "" for %NULL
 */
char *csn_output_visible (const char *text);

G_END_DECLS
