/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "csn-statements-private.h"

G_BEGIN_DECLS

#define CSN_CONNECTION_BUSY_TIMEOUT_MS 5000

/**
 * CsnConnectionMode:
 * @CSN_CONNECTION_WRITE: the one read-write connection
 * @CSN_CONNECTION_CREATE: likewise, for a file that isn't there yet
 * @CSN_CONNECTION_READ: read-only
 * @CSN_CONNECTION_READ_STILL: likewise, of a file that nobody can write to, in a folder where
 * SQLite can't put the index of its write-ahead log
 *
 * What a connection is for.
 */
typedef enum
{
  CSN_CONNECTION_WRITE,
  CSN_CONNECTION_CREATE,
  CSN_CONNECTION_READ,
  CSN_CONNECTION_READ_STILL,
} CsnConnectionMode;

/**
 * CsnConnection:
 *
 * A connection to the database with the settings of safety.md, "Store", its prepared statements,
 * and SQLite's errors turned into ours. For one thread at a time.
 */
typedef struct _CsnConnection CsnConnection;

CsnConnection *csn_connection_open (const char *path, CsnConnectionMode mode, GError **error);

void csn_connection_close (CsnConnection *self);

sqlite3 *csn_connection_get_database (CsnConnection *self);

/**
 * csn_connection_prepare:
 * @self: a connection
 * @statement: which statement
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer none) (nullable): the statement, ready to be bound; reset it after use
 */
sqlite3_stmt *csn_connection_prepare (CsnConnection *self, CsnStatement statement, GError **error);

/**
 * csn_connection_bind:
 * @statement: a prepared statement
 * @values: (nullable): a tuple of `s`, `ms`, `x`, `i`, `ay` and `may`, one for each parameter; it
 *   must live until the statement is reset
 */
void csn_connection_bind (sqlite3_stmt *statement, GVariant *values);

/**
 * csn_connection_step:
 * @self: a connection
 * @statement: one of its statements
 * @ret_has_row: (out): whether there is a row to read
 * @error: return location for a #CsnStoreError
 *
 * Returns: %FALSE if it failed
 */
gboolean csn_connection_step (CsnConnection *self,
                              sqlite3_stmt *statement,
                              gboolean *ret_has_row,
                              GError **error);

/**
 * csn_connection_run:
 * @self: a connection
 * @statement: a statement without rows
 * @values: (nullable): as for csn_connection_bind(); sunk if floating
 * @ret_n_changes: (out) (optional): how many rows it changed
 * @error: return location for a #CsnStoreError
 *
 * Returns: %TRUE if it ran
 */
gboolean csn_connection_run (CsnConnection *self,
                             CsnStatement statement,
                             GVariant *values,
                             int *ret_n_changes,
                             GError **error);

/**
 * csn_connection_run_script:
 * @self: a connection
 * @script: a constant text of several statements
 * @error: return location for a #CsnStoreError
 *
 * Returns: %TRUE if it ran
 */
gboolean csn_connection_run_script (CsnConnection *self, const char *script, GError **error);

/**
 * csn_connection_roll_back:
 * @self: a connection, in a transaction or not
 */
void csn_connection_roll_back (CsnConnection *self);

/**
 * csn_connection_get_integer:
 * @self: a connection
 * @query: a constant text that gives one row with one integer
 * @ret_value: (out): the integer
 * @error: return location for a #CsnStoreError
 *
 * Returns: %TRUE if there was one
 */
gboolean csn_connection_get_integer (CsnConnection *self,
                                     const char *query,
                                     gint64 *ret_value,
                                     GError **error);

/**
 * csn_connection_get_text:
 * @self: a connection
 * @query: a constant text that gives one row with one text
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable): the text
 */
char *csn_connection_get_text (CsnConnection *self, const char *query, GError **error);

/**
 * csn_connection_set_cancellable:
 * @self: a connection
 * @cancellable: (nullable): interrupts what runs on it from now on; must outlive that
 */
void csn_connection_set_cancellable (CsnConnection *self, GCancellable *cancellable);

/**
 * csn_connection_get_cancellable:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): what interrupts it
 */
GCancellable *csn_connection_get_cancellable (CsnConnection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnConnection, csn_connection_close)

G_END_DECLS
