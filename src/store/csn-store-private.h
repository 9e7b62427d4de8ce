/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-store.h"

G_BEGIN_DECLS

/**
 * csn_store_forbid_growth:
 * @self: a store opened with %CSN_STORE_INLINE
 *
 * For tests: see csn_writer_forbid_growth().
 */
void csn_store_forbid_growth (CsnStore *self);

/**
 * csn_store_is_indexed:
 * @self: a store
 * @seq: an event's place
 *
 * For tests: whether the search index has got that far.
 */
gboolean csn_store_is_indexed (CsnStore *self, guint64 seq);

G_END_DECLS
