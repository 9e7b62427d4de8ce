/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "csn-presence.h"

G_BEGIN_DECLS

#define CSN_TYPE_SESSION_PRESENCE (csn_session_presence_get_type ())

/**
 * CsnSessionPresence:
 *
 * The #CsnPresence of this desktop session, out of what logind, the screen saver interfaces and
 * Mutter's idle monitor say (gate.md, "Silent consent"). Whoever says that the reviewer is away is
 * believed; being there takes somebody who knows whether the screen is locked.
 */
G_DECLARE_FINAL_TYPE (CsnSessionPresence, csn_session_presence, CSN, SESSION_PRESENCE, GObject)

/**
 * csn_session_presence_new:
 * @idle_threshold_ms: how long without input is away
 *
 * Returns: (transfer full): the presence; unknown until the buses have answered
 */
CsnPresence *csn_session_presence_new (guint64 idle_threshold_ms);

/**
 * csn_session_presence_new_on:
 * @system_bus: (nullable): where logind is
 * @session_bus: (nullable): where the rest is
 * @idle_threshold_ms: how long without input is away
 *
 * Returns: (transfer full): the presence that these buses tell
 */
CsnPresence *csn_session_presence_new_on (GDBusConnection *system_bus,
                                          GDBusConnection *session_bus,
                                          guint64 idle_threshold_ms);

G_END_DECLS
