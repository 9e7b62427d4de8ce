/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-log-reader.h"

G_BEGIN_DECLS

/* Keeping the log, for the command line: copies of it, and what is taken out of it, without the
 * process that owns it. All of it blocks. */

/**
 * csn_log_keeping_back_up:
 * @database: a database, in use or not
 * @path: the backup's name, which must be free
 * @progress: (nullable) (scope call): told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): stops it; nothing is left then
 * @ret_n_events: (out): how many events the backup's log has had
 * @error: return location for a #GIOError with a sentence for the user
 *
 * See csn_backup_make().
 *
 * Returns: %TRUE if the backup is there, verified
 */
gboolean csn_log_keeping_back_up (const char *database,
                                  const char *path,
                                  CsnProgressFunc progress,
                                  gpointer user_data,
                                  GCancellable *cancellable,
                                  guint64 *ret_n_events,
                                  GError **error);

/**
 * csn_log_keeping_restore:
 * @path: a backup
 * @database: the database that it is to become
 * @replace: whether it may be replaced although it holds what the backup does not
 * @cancellable: (nullable): stops it; nothing has changed then
 * @ret_n_events: (out): how many events the restored log has had
 * @ret_aside: (out) (nullable): where the replaced database is kept
 * @error: return location for a #GIOError with a sentence for the user: %G_IO_ERROR_EXISTS where
 *   @replace would be needed, %G_IO_ERROR_BUSY where a process has the database
 *
 * See csn_backup_restore(). The restore is then recorded in the restored log.
 *
 * Returns: %TRUE if the database is the backup's
 */
gboolean csn_log_keeping_restore (const char *path,
                                  const char *database,
                                  gboolean replace,
                                  GCancellable *cancellable,
                                  guint64 *ret_n_events,
                                  char **ret_aside,
                                  GError **error);

/**
 * csn_log_keeping_erase_payload:
 * @database: a database that no process has open
 * @request_id: a request that nothing is expected of any more
 * @reason: why, for the log
 * @error: return location for a #GIOError with a sentence for the user: %G_IO_ERROR_BUSY where a
 *   process has the database
 *
 * See csn_erasure_fill().
 *
 * Returns: %TRUE if it is erased
 */
gboolean csn_log_keeping_erase_payload (const char *database,
                                        const char *request_id,
                                        const char *reason,
                                        GError **error);

G_END_DECLS
