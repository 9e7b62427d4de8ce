/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-inbox-item.h"

G_BEGIN_DECLS

/**
 * csn_item_words_state:
 * @item: an item
 *
 * Returns: (transfer full) (nullable): a few words about how it was settled, for its row; %NULL
 *   while it is pending
 */
char *csn_item_words_state (CsnInboxItem *item);

/**
 * csn_item_words_story:
 * @item: an item
 *
 * Decided, acknowledged and executed are different things, and each is said.
 *
 * Returns: (transfer full) (nullable): the sentences about how it was settled, what the agent
 *   knows and what it reported; %NULL while it is pending
 */
char *csn_item_words_story (CsnInboxItem *item);

/**
 * csn_item_words_wait:
 * @item: a pending item
 * @now: microseconds since the epoch
 *
 * Returns: (transfer full) (nullable): what happens when nobody answers, and when
 */
char *csn_item_words_wait (CsnInboxItem *item, gint64 now);

/**
 * csn_item_words_time_left:
 * @item: an item
 * @now: microseconds since the epoch
 *
 * Returns: (transfer full) (nullable): the time left for a row: a count-down at SOFT_APPROVAL,
 *   "21 h left" at HARD_APPROVAL; %NULL if no clock runs
 */
char *csn_item_words_time_left (CsnInboxItem *item, gint64 now);

G_END_DECLS
