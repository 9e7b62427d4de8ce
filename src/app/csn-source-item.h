/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CSN_TYPE_SOURCE_ITEM (csn_source_item_get_type ())

/**
 * CsnSourceItem:
 *
 * A configured source and how it is doing, for showing. Changes are announced by
 * #CsnSourceItem::changed.
 */
G_DECLARE_FINAL_TYPE (CsnSourceItem, csn_source_item, CSN, SOURCE_ITEM, GObject)

const char *csn_source_item_get_id (CsnSourceItem *self);

const char *csn_source_item_get_url (CsnSourceItem *self);

const char *csn_source_item_get_protocol (CsnSourceItem *self);

/**
 * csn_source_item_get_state:
 * @self: a source
 *
 * Returns: a stable code: "connecting", "connected", "failing", "unauthorized", "throttled"
 */
const char *csn_source_item_get_state (CsnSourceItem *self);

/**
 * csn_source_item_get_message:
 * @self: a source
 *
 * Returns: (nullable): one sentence about the last fault, already visible text
 */
const char *csn_source_item_get_message (CsnSourceItem *self);

/**
 * csn_source_item_get_last_contact:
 * @self: a source
 *
 * Returns: microseconds since the epoch, or 0
 */
gint64 csn_source_item_get_last_contact (CsnSourceItem *self);

/**
 * csn_source_item_get_latency_us:
 * @self: a source
 *
 * Returns: how long the last plain answer took in microseconds, or -1
 */
gint64 csn_source_item_get_latency_us (CsnSourceItem *self);

gboolean csn_source_item_get_long_poll (CsnSourceItem *self);

gboolean csn_source_item_get_encrypted (CsnSourceItem *self);

gboolean csn_source_item_get_authenticated (CsnSourceItem *self);

G_END_DECLS
