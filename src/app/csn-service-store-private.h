/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-seal-key.h"
#include "csn-store.h"

G_BEGIN_DECLS

/**
 * csn_service_store_open_async:
 * @path: the database; its folder is made if it isn't there
 * @now: microseconds since the epoch
 * @callback: called when it is open, or can't be
 * @user_data: for @callback
 *
 * Finds the log's key, or makes one for a log that never had one, and opens the store with it in a
 * worker thread.
 */
void csn_service_store_open_async (const char *path,
                                   gint64 now,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/**
 * csn_service_store_open_finish:
 * @result: the result
 * @ret_key: (out) (transfer full): what became of the key
 * @error: return location for an error with a sentence for the user
 *
 * Returns: (transfer full) (nullable): the store
 */
CsnStore *
csn_service_store_open_finish (GAsyncResult *result, CsnSealKey **ret_key, GError **error);

G_END_DECLS
