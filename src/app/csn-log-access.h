/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-export.h"
#include "csn-log-reader.h"

G_BEGIN_DECLS

/* The audit log for the command line, without the process that owns it. */

/**
 * csn_log_access_get_default_path:
 *
 * Returns: (transfer full): where the database is unless somebody chose another place
 */
char *csn_log_access_get_default_path (void);

/**
 * csn_log_access_open:
 * @path: a database, or the folder of a bundle
 * @error: return location for a #GIOError: %G_IO_ERROR_NOT_FOUND, %G_IO_ERROR_NOT_SUPPORTED if a
 *   newer Countersign wrote it, %G_IO_ERROR_INVALID_DATA or %G_IO_ERROR_FAILED if it can't be read
 *
 * Returns: (transfer full) (nullable): a reader of its log; changes nothing
 */
CsnLogReader *csn_log_access_open (const char *path, GError **error);

/**
 * csn_log_access_export:
 * @path: a database or a bundle
 * @options: what is wanted; its report and time are filled in here
 * @progress: (nullable) (scope call): told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @ret_result: (out): what was done
 * @error: return location for a #GIOError
 *
 * Blocking: use a worker thread. A report for people is preceded by a verification.
 *
 * Returns: %TRUE if the export is complete and on disk
 */
gboolean csn_log_access_export (const char *path,
                                const CsnExportOptions *options,
                                CsnProgressFunc progress,
                                gpointer user_data,
                                GCancellable *cancellable,
                                CsnExportResult *ret_result,
                                GError **error);

/**
 * csn_log_access_describe_export:
 * @options: what was wanted
 * @result: what was done
 *
 * Returns: (transfer full): the details of an "exported" event, an object as JSON text
 */
char *csn_log_access_describe_export (const CsnExportOptions *options,
                                      const CsnExportResult *result);

/**
 * csn_log_access_record_export:
 * @path: a database that no process has open
 * @details: what csn_log_access_describe_export() gave
 * @error: return location for a #GIOError: %G_IO_ERROR_BUSY if a process has it
 *
 * Appends an "exported" event.
 *
 * Returns: %TRUE if it is on disk
 */
gboolean csn_log_access_record_export (const char *path, const char *details, GError **error);

G_END_DECLS
