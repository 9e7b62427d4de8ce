/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-channel.h"

G_BEGIN_DECLS

#define CSN_TYPE_DESKTOP_CHANNEL (csn_desktop_channel_get_type ())

/**
 * CsnDesktopChannel:
 *
 * Desktop notifications that can be answered, by libnotify (window.md, "Notifications").
 */
G_DECLARE_FINAL_TYPE (CsnDesktopChannel, csn_desktop_channel, CSN, DESKTOP_CHANNEL, GObject)

/**
 * csn_desktop_channel_new:
 * @app_name: the name that the server shows
 *
 * Returns: (transfer full): a channel that looks for a server by itself
 */
CsnDesktopChannel *csn_desktop_channel_new (const char *app_name);

/**
 * csn_desktop_channel_set_may_approve:
 * @self: a channel
 * @may_approve: whether a notification may offer Approve at all (a preference)
 */
void csn_desktop_channel_set_may_approve (CsnDesktopChannel *self, gboolean may_approve);

/**
 * csn_desktop_channel_set_screen_locked:
 * @self: a channel
 * @screen_locked: whether the screen is locked
 *
 * Some servers show notices on the lock screen: while it is locked, no notice says what a request
 * is about, and none can be answered (safety.md, "Approving").
 */
void csn_desktop_channel_set_screen_locked (CsnDesktopChannel *self, gboolean screen_locked);

/**
 * csn_desktop_channel_get_problem:
 * @self: a channel
 *
 * Returns: (nullable): a stable code: "no-server", "no-actions" or "do-not-disturb"; %NULL if
 *   notifications with buttons arrive. Changes come by #CsnChannel::problem-changed
 */
const char *csn_desktop_channel_get_problem (CsnDesktopChannel *self);

G_END_DECLS
