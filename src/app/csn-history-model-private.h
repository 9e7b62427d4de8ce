/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-history-model.h"
#include "csn-store.h"

G_BEGIN_DECLS

/**
 * csn_history_model_new:
 * @store: where the log is
 *
 * Returns: (transfer full): a model of the whole log, empty until its first page has come
 */
CsnHistoryModel *csn_history_model_new (CsnStore *store);

G_END_DECLS
