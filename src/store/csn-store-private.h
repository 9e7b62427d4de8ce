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

G_END_DECLS
