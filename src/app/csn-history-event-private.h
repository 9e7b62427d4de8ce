/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-history-model.h"

G_BEGIN_DECLS

/**
 * csn_history_event_new:
 *
 * Returns: (transfer full): a row whose page is on its way
 */
CsnHistoryEvent *csn_history_event_new (void);

/**
 * csn_history_event_load:
 * @self: an event that is not loaded
 * @stored: what the log has
 *
 * Fills it and emits #CsnHistoryEvent::loaded.
 */
void csn_history_event_load (CsnHistoryEvent *self, const CsnStoredEvent *stored);

G_END_DECLS
