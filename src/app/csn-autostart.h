/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * csn_autostart_set_async:
 * @enabled: whether Countersign starts at login, without a window
 * @callback: called when it is so
 * @user_data: for @callback
 *
 * Writes or removes the desktop's start-up file in the user's configuration folder.
 */
void csn_autostart_set_async (gboolean enabled, GAsyncReadyCallback callback, gpointer user_data);

/**
 * csn_autostart_set_finish:
 * @result: the result
 * @error: return location for a #GIOError
 *
 * Returns: %TRUE if the desktop will do as was asked
 */
gboolean csn_autostart_set_finish (GAsyncResult *result, GError **error);

G_END_DECLS
