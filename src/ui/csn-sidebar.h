/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CSN_TYPE_SIDEBAR (csn_sidebar_get_type ())

/**
 * CsnSidebar:
 *
 * The pages of the window, with counts where something waits.
 */
G_DECLARE_FINAL_TYPE (CsnSidebar, csn_sidebar, CSN, SIDEBAR, GtkWidget)

GtkWidget *csn_sidebar_new (void);

/**
 * csn_sidebar_select:
 * @self: a sidebar
 * @page: a page's name, such as "inbox"
 *
 * Marks the page that is shown.
 *
 * Returns: %TRUE if there is such a page
 */
gboolean csn_sidebar_select (CsnSidebar *self, const char *page);

/**
 * csn_sidebar_set_count:
 * @self: a sidebar
 * @page: a page's name
 * @count: how many things wait there
 */
void csn_sidebar_set_count (CsnSidebar *self, const char *page, guint count);

/**
 * CsnSidebar::chosen:
 * @self: a sidebar
 * @page: the name of the page that the reviewer chose
 */

G_END_DECLS
