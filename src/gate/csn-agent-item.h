/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "csn-profile.h"

G_BEGIN_DECLS

#define CSN_TYPE_AGENT_ITEM (csn_agent_item_get_type ())

/**
 * CsnAgentItem:
 *
 * An agent that the gate knows, with its mode and its profiles.
 */
G_DECLARE_FINAL_TYPE (CsnAgentItem, csn_agent_item, CSN, AGENT_ITEM, GObject)

const char *csn_agent_item_get_agent_id (CsnAgentItem *self);

const char *csn_agent_item_get_source (CsnAgentItem *self);

gboolean csn_agent_item_get_read_only (CsnAgentItem *self);

/**
 * csn_agent_item_get_mode_acknowledged:
 * @self: an agent
 *
 * Returns: %TRUE if its endpoint confirmed the mode that the gate set last
 */
gboolean csn_agent_item_get_mode_acknowledged (CsnAgentItem *self);

gboolean csn_agent_item_get_stopped (CsnAgentItem *self);

/**
 * csn_agent_item_get_failures_24h:
 * @self: an agent
 *
 * Returns: failed outcomes in the last 24 h over all action types, as of the last change
 */
guint csn_agent_item_get_failures_24h (CsnAgentItem *self);

/**
 * csn_agent_item_get_profiles:
 * @self: an agent
 *
 * Returns: (transfer none) (element-type CsnProfile): one per action type, sorted by it
 */
GPtrArray *csn_agent_item_get_profiles (CsnAgentItem *self);

/**
 * CsnAgentItem::changed:
 * @self: an agent
 *
 * Anything but its id changed.
 */

G_END_DECLS
