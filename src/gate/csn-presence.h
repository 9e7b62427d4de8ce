/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * CsnPresenceState:
 * @CSN_PRESENCE_UNKNOWN: nobody can say whether the screen is locked
 * @CSN_PRESENCE_ATTENTIVE: the session is active and unlocked, the machine awake
 * @CSN_PRESENCE_AWAY: locked, suspended, another user's turn, idle for long
 *
 * Whether the reviewer can be taken to be at the screen (gate.md, "Silent consent"). Unknown is not
 * present unless a preference accepts it.
 */
typedef enum
{
  CSN_PRESENCE_UNKNOWN,
  CSN_PRESENCE_ATTENTIVE,
  CSN_PRESENCE_AWAY,
} CsnPresenceState;

#define CSN_TYPE_PRESENCE (csn_presence_get_type ())

G_DECLARE_INTERFACE (CsnPresence, csn_presence, CSN, PRESENCE, GObject)

/**
 * CsnPresenceInterface:
 * @get_state: whether the reviewer is there
 * @get_reason: (nullable): a stable code for why not: "screen-locked", "suspended",
 *   "session-inactive", "idle", "unknown"
 *
 * Where the gate learns of the reviewer's presence.
 */
struct _CsnPresenceInterface
{
  GTypeInterface parent_iface;

  CsnPresenceState (*get_state) (CsnPresence *self);
  const char *(*get_reason) (CsnPresence *self);
};

CsnPresenceState csn_presence_get_state (CsnPresence *self);

const char *csn_presence_get_reason (CsnPresence *self);

/**
 * csn_presence_changed:
 * @self: a presence
 *
 * Emits #CsnPresence::changed; for implementations.
 */
void csn_presence_changed (CsnPresence *self);

/**
 * CsnPresence::changed:
 * @self: a presence
 *
 * The state or its reason may have changed.
 */

G_END_DECLS
