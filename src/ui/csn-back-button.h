/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CSN_TYPE_BACK_BUTTON (csn_back_button_get_type ())

/**
 * CsnBackButton:
 *
 * Goes back in the nearest folded leaflet around it; hidden where there is nothing to go back to.
 * Every header bar starts with one; it also sees to it that the window's own buttons stand at the
 * outermost panes.
 */
G_DECLARE_FINAL_TYPE (CsnBackButton, csn_back_button, CSN, BACK_BUTTON, GtkWidget)

GtkWidget *csn_back_button_new (void);

G_END_DECLS
