/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CSN_TYPE_FUTURE_PAGE (csn_future_page_get_type ())

/**
 * CsnFuturePage:
 *
 * A page that is not there yet and says so.
 *
 * Properties: "title", "icon-name", "description" (string, read-write, our own words).
 */
G_DECLARE_FINAL_TYPE (CsnFuturePage, csn_future_page, CSN, FUTURE_PAGE, GtkWidget)

G_END_DECLS
