/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-inbox-item.h"
#include "csn-takeover.h"

G_BEGIN_DECLS

#define CSN_TYPE_TAKEOVER_ITEM (csn_takeover_item_get_type ())

/**
 * CsnTakeoverItem:
 *
 * An open takeover: a request in a person's hands, with its package.
 */
G_DECLARE_FINAL_TYPE (CsnTakeoverItem, csn_takeover_item, CSN, TAKEOVER_ITEM, GObject)

CsnInboxItem *csn_takeover_item_get_inbox_item (CsnTakeoverItem *self);

CsnTakeover *csn_takeover_item_get_package (CsnTakeoverItem *self);

gint64 csn_takeover_item_get_opened_at (CsnTakeoverItem *self);

/**
 * csn_takeover_item_get_told:
 * @self: a takeover
 *
 * Returns: (transfer none) (array zero-terminated=1): names of the channels that accepted the news
 */
const char *const *csn_takeover_item_get_told (CsnTakeoverItem *self);

/**
 * CsnTakeoverItem::changed:
 * @self: a takeover
 *
 * Who was told changed.
 */

G_END_DECLS
