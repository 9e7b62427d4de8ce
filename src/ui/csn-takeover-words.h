/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-agent-item.h"
#include "csn-takeover-item.h"

G_BEGIN_DECLS

/**
 * csn_takeover_words_title:
 * @item: a takeover
 *
 * Returns: (transfer full): whose it is and what about, "crm-agent · Merge records"; visible text
 */
char *csn_takeover_words_title (CsnTakeoverItem *item);

/**
 * csn_takeover_words_mode:
 * @item: a takeover
 * @agent: (nullable): its agent
 * @now: microseconds since the epoch
 *
 * Returns: (transfer full): since when the agent is read-only, whether its endpoint knows, and who
 *   was told; visible text
 */
char *csn_takeover_words_mode (CsnTakeoverItem *item, CsnAgentItem *agent, gint64 now);

/**
 * csn_takeover_words_hand_back:
 * @item: a takeover
 * @n_done: how many of the next steps are ticked
 * @others_open: whether another takeover of the same agent is open
 *
 * Returns: (transfer full): what handing it back means; visible text
 */
char *csn_takeover_words_hand_back (CsnTakeoverItem *item, guint n_done, gboolean others_open);

G_END_DECLS
