/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the two halves of the report share: how things are written in HTML. */

/**
 * csn_export_html_append_text:
 * @out: where to write
 * @text: any text, perhaps foreign
 *
 * Makes @text visible, then harmless; of a long one the begin, and how much is left out.
 */
void csn_export_html_append_text (GString *out, const char *text);

void csn_export_html_append_time (GString *out, gint64 time);

void csn_export_html_append_duration (GString *out, guint64 milliseconds);

/**
 * csn_export_html_get_actor_words:
 * @kind: (nullable): the kind of an actor, as events have it
 *
 * Returns: who that is, in words
 */
const char *csn_export_html_get_actor_words (const char *kind);

G_END_DECLS
