/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CSN_TYPE_LONG_TEXT (csn_long_text_get_type ())

/**
 * CsnLongText:
 *
 * Read-only text that scrolls when it is long, plain or as JSON. Knows whether its end has been in
 * view.
 *
 * Properties: "end-seen" (boolean, read, notify).
 */
G_DECLARE_FINAL_TYPE (CsnLongText, csn_long_text, CSN, LONG_TEXT, GtkWidget)

GtkWidget *csn_long_text_new (void);

/**
 * csn_long_text_set_text:
 * @self: a text
 * @text: visible text
 * @is_json: whether it is highlighted, with line numbers
 *
 * Shows @text from its start; its end counts as not seen.
 */
void csn_long_text_set_text (CsnLongText *self, const char *text, gboolean is_json);

/**
 * csn_long_text_set_name:
 * @self: a text
 * @name: what a screen reader calls it
 */
void csn_long_text_set_name (CsnLongText *self, const char *name);

gboolean csn_long_text_get_end_seen (CsnLongText *self);

G_END_DECLS
