/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * csn_widgets_remove_children:
 * @parent: a widget
 *
 * Unparents every child of @parent.
 */
void csn_widgets_remove_children (GtkWidget *parent);

/**
 * csn_widgets_name:
 * @widget: a widget
 * @name: what a screen reader calls it
 */
void csn_widgets_name (GtkWidget *widget, const char *name);

/**
 * csn_widgets_swap_class:
 * @widget: a widget
 * @old: (nullable): a style class to take away
 * @css_class: (nullable): a style class to give
 */
void csn_widgets_swap_class (GtkWidget *widget, const char *old, const char *css_class);

/**
 * csn_widgets_mark_visible_text:
 * @label: a label
 * @text: visible text
 *
 * Shows @text with every mark that csn_visible_text() made set off, so that `‹U+202E›` stands out.
 * Uses attributes, never markup.
 */
void csn_widgets_mark_visible_text (GtkLabel *label, const char *text);

G_END_DECLS
