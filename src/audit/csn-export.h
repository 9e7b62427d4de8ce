/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-log-reader.h"

G_BEGIN_DECLS

/**
 * CsnExportFormat:
 * @CSN_EXPORT_JSONL: each line one body, verbatim
 * @CSN_EXPORT_CSV: RFC 4180, guarded against formula cells
 *
 * How an export is written (audit.md, "Export").
 */
typedef enum
{
  CSN_EXPORT_JSONL,
  CSN_EXPORT_CSV,
} CsnExportFormat;

gboolean csn_export_format_from_string (const char *text, CsnExportFormat *ret_format);

const char *csn_export_format_to_string (CsnExportFormat format);

/**
 * CsnExportFilter:
 * @since: microseconds since the epoch, or 0
 * @until: microseconds since the epoch, exclusive, or 0
 * @agent_id: (nullable): only this agent
 * @event_type: (nullable): only this type
 *
 * Which events go into an export.
 */
typedef struct
{
  gint64 since;
  gint64 until;
  const char *agent_id;
  const char *event_type;
} CsnExportFilter;

/**
 * CsnExportResult:
 * @n_events: events written
 * @n_read: events looked at
 * @sha256: hex SHA-256 of the file
 * @head: hex of the last chain value that was read
 *
 * What an export did; it also stands in the manifest beside the file.
 */
typedef struct
{
  guint64 n_events;
  guint64 n_read;
  char sha256[65];
  char head[65];
} CsnExportResult;

/**
 * csn_audit_export:
 * @reader: where to read
 * @format: how to write
 * @filter: (nullable): which events; %NULL for all
 * @path: the final name; appears whole or not at all, with `PATH.manifest.json` beside it
 * @progress: (nullable) (scope call): told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @ret_result: (out) (optional): what was done
 * @error: return location for a #GIOError
 *
 * Blocking: use a worker thread. Memory use does not grow with the log.
 *
 * Returns: %TRUE if the export is complete and on disk
 */
gboolean csn_audit_export (CsnLogReader *reader,
                           CsnExportFormat format,
                           const CsnExportFilter *filter,
                           const char *path,
                           CsnProgressFunc progress,
                           gpointer user_data,
                           GCancellable *cancellable,
                           CsnExportResult *ret_result,
                           GError **error);

G_END_DECLS
