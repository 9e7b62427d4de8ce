/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "csn-store.h"

G_BEGIN_DECLS

/**
 * csn_store_error_from_sqlite:
 * @result: an extended result code of SQLite
 *
 * Returns: the #CsnStoreError that it means for us
 */
CsnStoreError csn_store_error_from_sqlite (int result);

/**
 * csn_store_error_set_from_sqlite:
 * @error: (out): where to put it
 * @result: an extended result code of SQLite
 * @database: (nullable): the connection that gave it, for its message
 */
void csn_store_error_set_from_sqlite (GError **error, int result, sqlite3 *database);

/**
 * csn_store_error_is_fault:
 * @error: why a transaction failed
 *
 * Returns: %TRUE if the store must not go on without opening the database again
 */
gboolean csn_store_error_is_fault (const GError *error);

G_END_DECLS
