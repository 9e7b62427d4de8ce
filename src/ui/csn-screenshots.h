/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-window.h"

G_BEGIN_DECLS

#define CSN_TYPE_SCREENSHOTS (csn_screenshots_get_type ())

/**
 * CsnScreenshots:
 *
 * Saves a picture of every page, light and dark, wide and narrow.
 */
G_DECLARE_FINAL_TYPE (CsnScreenshots, csn_screenshots, CSN, SCREENSHOTS, GObject)

/**
 * csn_screenshots_new:
 * @window: the window
 * @service: its service
 * @folder: where the pictures go; exists
 *
 * Returns: (transfer full): the photographer
 */
CsnScreenshots *csn_screenshots_new (CsnWindow *window, CsnService *service, const char *folder);

/**
 * csn_screenshots_start:
 * @self: a photographer
 *
 * Waits until requests are there, or some time has passed, and begins.
 */
void csn_screenshots_start (CsnScreenshots *self);

/**
 * csn_screenshots_save:
 * @window: a mapped window
 * @path: the file, PNG
 * @error: return location for an error
 *
 * Returns: %TRUE if @window as it looks now was written to @path
 */
gboolean csn_screenshots_save (GtkWindow *window, const char *path, GError **error);

/**
 * CsnScreenshots::done:
 * @self: a photographer
 *
 * Every picture is taken.
 */

G_END_DECLS
