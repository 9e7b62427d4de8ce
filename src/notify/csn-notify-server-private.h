/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CSN_TYPE_NOTIFY_SERVER (csn_notify_server_get_type ())

/**
 * CsnNotifyServer:
 *
 * Watches the session's notification server: whether there is one, and whether it holds notices
 * back (the Inhibited property of some servers, the paused property of dunst, GNOME's
 * show-banners).
 */
G_DECLARE_FINAL_TYPE (CsnNotifyServer, csn_notify_server, CSN, NOTIFY_SERVER, GObject)

CsnNotifyServer *csn_notify_server_new (void);

/**
 * csn_notify_server_get_problem:
 * @self: a server
 *
 * Returns: (nullable): "no-server", "do-not-disturb" or %NULL
 */
const char *csn_notify_server_get_problem (CsnNotifyServer *self);

/**
 * CsnNotifyServer::changed:
 * @self: a server
 *
 * The problem changed.
 */

G_END_DECLS
