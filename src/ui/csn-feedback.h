/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * csn_feedback_toast:
 * @overlay: where to show it
 * @text: one sentence, visible text
 *
 * Says for a moment what was done or why not. Never reads @text as markup.
 */
void csn_feedback_toast (AdwToastOverlay *overlay, const char *text);

/**
 * csn_feedback_toast_new:
 * @text: one sentence, visible text
 *
 * Returns: (transfer full): a toast for a window that shows them itself
 */
AdwToast *csn_feedback_toast_new (const char *text);

/**
 * csn_feedback_confirm:
 * @over: a widget of the window that asks
 * @heading: the question
 * @body: what it means, visible text
 * @label: what the button that does it says
 * @appearance: how that button looks
 *
 * Asks before something that can't be taken back. Escape and Enter do nothing but close it.
 *
 * Returns: (transfer none): the dialog; `response::yes` means that the reviewer wants it
 */
GtkWidget *csn_feedback_confirm (GtkWidget *over,
                                 const char *heading,
                                 const char *body,
                                 const char *label,
                                 AdwResponseAppearance appearance);

G_END_DECLS
