/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CSN_TYPE_LOGIND_WATCH (csn_logind_watch_get_type ())

/**
 * CsnLogindWatch:
 *
 * Follows this user's session in logind: whose turn it is, the lock hint, and sleep. Changes are
 * announced by #CsnLogindWatch::changed.
 */
G_DECLARE_FINAL_TYPE (CsnLogindWatch, csn_logind_watch, CSN, LOGIND_WATCH, GObject)

/**
 * csn_logind_watch_new:
 * @connection: the system bus
 *
 * Returns: (transfer full): a watch that knows nothing yet
 */
CsnLogindWatch *csn_logind_watch_new (GDBusConnection *connection);

/**
 * csn_logind_watch_get_inactive:
 * @self: a watch
 *
 * Returns: %TRUE if logind says that it is another session's turn
 */
gboolean csn_logind_watch_get_inactive (CsnLogindWatch *self);

gboolean csn_logind_watch_get_locked (CsnLogindWatch *self);

/**
 * csn_logind_watch_get_lock_known:
 * @self: a watch
 *
 * Many desktops never set the lock hint, so that "not locked" means nothing until it was set once.
 *
 * Returns: %TRUE if this session's desktop keeps the hint
 */
gboolean csn_logind_watch_get_lock_known (CsnLogindWatch *self);

/**
 * csn_logind_watch_get_sleeping:
 * @self: a watch
 *
 * Returns: %TRUE from the announcement of a suspend to the resume
 */
gboolean csn_logind_watch_get_sleeping (CsnLogindWatch *self);

G_END_DECLS
