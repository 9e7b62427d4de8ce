/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-log-reader.h"

G_BEGIN_DECLS

/**
 * CsnBackupInfo:
 * @log_id: the log's id in hexadecimal
 * @next_seq: how far the log goes: the place of the event after its last one
 * @newest: when its last event was written, microseconds since the epoch
 * @head: the last chain value in hexadecimal
 *
 * What a database holds, as far as another one is compared with it.
 */
typedef struct
{
  char log_id[33];
  guint64 next_seq;
  gint64 newest;
  char head[65];
} CsnBackupInfo;

/**
 * csn_backup_make:
 * @database: a database file, in use or not
 * @path: the backup's name, which must be free; it appears whole or not at all, with mode 0600
 * @progress: (nullable) (scope call): told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @ret_info: (out) (optional): what the backup holds
 * @error: return location for a #CsnStoreError with a sentence for the user, or a #GIOError
 *
 * Copies a database with SQLite's backup interface, as it is at one moment, and verifies the copy
 * before it gets its name: a log that does not verify makes no backup. The process that has the
 * database goes on meanwhile. Blocking.
 *
 * Returns: %TRUE if the backup is on disk
 */
gboolean csn_backup_make (const char *database,
                          const char *path,
                          CsnProgressFunc progress,
                          gpointer user_data,
                          GCancellable *cancellable,
                          CsnBackupInfo *ret_info,
                          GError **error);

/**
 * csn_backup_restore:
 * @path: a backup
 * @database: the database file that it is to become
 * @replace: whether the database may be replaced although it holds what the backup does not
 * @now: microseconds since the epoch, for the name of what is replaced
 * @cancellable: (nullable): stops it; nothing has changed then
 * @ret_info: (out) (optional): what was restored
 * @ret_aside: (out) (optional) (nullable): where the replaced database is kept, or %NULL
 * @error: return location for a #CsnStoreError with a sentence for the user, or a #GIOError
 *
 * Checks the backup whole, takes the instance lock, copies the backup beside the database, and puts
 * it in its place. The replaced database is kept under another name. If @replace is %FALSE and the
 * database has newer events, another log or can't be read, it fails with %CSN_STORE_ERROR_CONFLICT
 * and a sentence that says which. Where it is broken off, csn_store_open() ends it. Blocking.
 *
 * Returns: %TRUE if the database is the backup's
 */
gboolean csn_backup_restore (const char *path,
                             const char *database,
                             gboolean replace,
                             gint64 now,
                             GCancellable *cancellable,
                             CsnBackupInfo *ret_info,
                             char **ret_aside,
                             GError **error);

G_END_DECLS
