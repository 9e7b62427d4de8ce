/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-presence.h"

G_DEFINE_INTERFACE (CsnPresence, csn_presence, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
csn_presence_default_init (CsnPresenceInterface *iface)
{
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          G_TYPE_FROM_INTERFACE (iface),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

/**
 * csn_presence_get_state:
 * @self: a presence
 *
 * Returns: whether the reviewer is there
 */
CsnPresenceState
csn_presence_get_state (CsnPresence *self)
{
  g_return_val_if_fail (CSN_IS_PRESENCE (self), CSN_PRESENCE_UNKNOWN);

  return CSN_PRESENCE_GET_IFACE (self)->get_state (self);
}

/**
 * csn_presence_get_reason:
 * @self: a presence
 *
 * Returns: (nullable): a stable code for why the reviewer is not there
 */
const char *
csn_presence_get_reason (CsnPresence *self)
{
  g_return_val_if_fail (CSN_IS_PRESENCE (self), NULL);

  return CSN_PRESENCE_GET_IFACE (self)->get_reason (self);
}

void
csn_presence_changed (CsnPresence *self)
{
  g_return_if_fail (CSN_IS_PRESENCE (self));

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
