/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CSN_TYPE_SCREEN_SAVER_WATCH (csn_screen_saver_watch_get_type ())

/**
 * CsnScreenSaverWatch:
 *
 * Follows one of the interfaces by which desktops tell whether the screen is locked. Changes are
 * announced by #CsnScreenSaverWatch::changed.
 */
G_DECLARE_FINAL_TYPE (CsnScreenSaverWatch, csn_screen_saver_watch, CSN, SCREEN_SAVER_WATCH, GObject)

/**
 * csn_screen_saver_watch_new:
 * @connection: the session bus
 * @name: the bus name, which is the interface's name too
 * @path: the object
 *
 * Returns: (transfer full): a watch that knows nothing yet
 */
CsnScreenSaverWatch *
csn_screen_saver_watch_new (GDBusConnection *connection, const char *name, const char *path);

/**
 * csn_screen_saver_watch_get_known:
 * @self: a watch
 *
 * Returns: %TRUE if somebody is there who says whether the screen is locked
 */
gboolean csn_screen_saver_watch_get_known (CsnScreenSaverWatch *self);

gboolean csn_screen_saver_watch_get_active (CsnScreenSaverWatch *self);

G_END_DECLS
