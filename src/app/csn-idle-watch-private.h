/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CSN_TYPE_IDLE_WATCH (csn_idle_watch_get_type ())

/**
 * CsnIdleWatch:
 *
 * Follows how long nobody has touched the keyboard or pointer, where the desktop tells (Mutter's
 * idle monitor). Changes are announced by #CsnIdleWatch::changed.
 */
G_DECLARE_FINAL_TYPE (CsnIdleWatch, csn_idle_watch, CSN, IDLE_WATCH, GObject)

/**
 * csn_idle_watch_new:
 * @connection: the session bus
 * @threshold_ms: how long is idle
 *
 * Returns: (transfer full): a watch that takes nobody for idle yet
 */
CsnIdleWatch *csn_idle_watch_new (GDBusConnection *connection, guint64 threshold_ms);

gboolean csn_idle_watch_get_idle (CsnIdleWatch *self);

G_END_DECLS
