/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-presence.h"

G_BEGIN_DECLS

#define CSN_TYPE_FAKE_PRESENCE (csn_fake_presence_get_type ())

/**
 * CsnFakePresence:
 *
 * A #CsnPresence that a test sets.
 */
G_DECLARE_FINAL_TYPE (CsnFakePresence, csn_fake_presence, CSN, FAKE_PRESENCE, GObject)

/**
 * csn_fake_presence_new:
 *
 * Returns: (transfer full): an attentive presence
 */
CsnFakePresence *csn_fake_presence_new (void);

/**
 * csn_fake_presence_set:
 * @self: a presence
 * @state: whether the reviewer is there
 * @reason: (nullable): a static string: why not
 *
 * Sets both and emits #CsnPresence::changed.
 */
void csn_fake_presence_set (CsnFakePresence *self, CsnPresenceState state, const char *reason);

G_END_DECLS
