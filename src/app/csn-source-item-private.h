/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-source-config.h"
#include "csn-source-item.h"
#include "csn-source-pool.h"

G_BEGIN_DECLS

CsnSourceItem *csn_source_item_new (CsnSourceConfig *config);

/**
 * csn_source_item_update:
 * @self: an item
 * @config: its configuration now
 * @status: (nullable): how it is doing; %NULL if nothing is known yet
 *
 * Emits #CsnSourceItem::changed.
 */
void csn_source_item_update (CsnSourceItem *self,
                             CsnSourceConfig *config,
                             const CsnSourceStatus *status);

CsnSourceConfig *csn_source_item_get_config (CsnSourceItem *self);

G_END_DECLS
