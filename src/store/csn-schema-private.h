/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-connection-private.h"
#include "csn-place-private.h"
#include "csn-signer.h"

G_BEGIN_DECLS

/**
 * csn_schema_create:
 * @place: where there is no database yet
 * @signer: (nullable): the new log's key, which also has its id; %NULL for an unsigned log
 * @now: microseconds since the epoch, for the log_opened event
 * @error: return location for a #CsnStoreError
 *
 * Makes a new database with a new log in it. It appears under its name when it is complete, so that
 * an empty or half-made file is never a new log.
 *
 * Returns: %TRUE if it is there
 */
gboolean csn_schema_create (const CsnPlace *place, CsnSigner *signer, gint64 now, GError **error);

/**
 * csn_schema_open:
 * @path: a database file
 * @error: return location for a #CsnStoreError with a sentence for the user
 *
 * Opens the one read-write connection: checks that the file is ours, that we are not too old for
 * it, and, after an unclean end, that it is whole; then migrates it and marks it as in use. Nothing
 * is deleted or overwritten.
 *
 * Returns: (transfer full) (nullable): the connection
 */
CsnConnection *csn_schema_open (const char *path, GError **error);

/**
 * csn_schema_check:
 * @connection: a connection
 * @error: return location for a #CsnStoreError with a sentence for the user
 *
 * Returns: %TRUE if the database is ours and not of a newer version
 */
gboolean csn_schema_check (CsnConnection *connection, GError **error);

/**
 * csn_schema_check_whole:
 * @connection: a connection
 * @error: return location for a #CsnStoreError with a sentence for the user
 *
 * Reads every page, so it takes its time.
 *
 * Returns: %TRUE if SQLite finds nothing wrong
 */
gboolean csn_schema_check_whole (CsnConnection *connection, GError **error);

/**
 * csn_schema_mark_closed:
 * @connection: the read-write connection
 *
 * Notes that the store ends in order, and empties the write-ahead log.
 */
void csn_schema_mark_closed (CsnConnection *connection);

G_END_DECLS
