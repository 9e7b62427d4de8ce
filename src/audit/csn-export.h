/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-history-query.h"
#include "csn-log-reader.h"
#include "csn-verify.h"

G_BEGIN_DECLS

/**
 * CsnExportFormat:
 * @CSN_EXPORT_JSONL: each line one body, verbatim
 * @CSN_EXPORT_BUNDLE: a folder that can be verified without the database, see #CsnBundleReader
 * @CSN_EXPORT_CSV: RFC 4180, guarded against formula cells
 * @CSN_EXPORT_OCSF: Open Cybersecurity Schema Framework, JSON lines
 * @CSN_EXPORT_CEF: Common Event Format, a syslog line each
 * @CSN_EXPORT_OTLP: OpenTelemetry logs, JSON lines
 * @CSN_EXPORT_HTML: a report for people
 *
 * How an export is written (audit.md, "Export").
 */
typedef enum
{
  CSN_EXPORT_JSONL,
  CSN_EXPORT_BUNDLE,
  CSN_EXPORT_CSV,
  CSN_EXPORT_OCSF,
  CSN_EXPORT_CEF,
  CSN_EXPORT_OTLP,
  CSN_EXPORT_HTML,
} CsnExportFormat;

#define CSN_N_EXPORT_FORMATS (CSN_EXPORT_HTML + 1)

gboolean csn_export_format_from_string (const char *text, CsnExportFormat *ret_format);

const char *csn_export_format_to_string (CsnExportFormat format);

/**
 * CsnExportOptions:
 * @format: how to write
 * @filter: (nullable): which events; %NULL for all
 * @path: the final name; appears whole or not at all. A file has `PATH.manifest.json` beside it, a
 *   folder has its manifest inside
 * @replace: whether a file under that name may go; a folder never does
 * @report: (nullable): what a verification just said of the log, for %CSN_EXPORT_HTML
 * @now: when this is, microseconds since the epoch, for %CSN_EXPORT_HTML
 *
 * What is wanted of an export.
 */
typedef struct
{
  CsnExportFormat format;
  const CsnHistoryQuery *filter;
  const char *path;
  gboolean replace;
  const CsnVerifyReport *report;
  gint64 now;
} CsnExportOptions;

/**
 * CsnExportResult:
 * @n_events: events written
 * @n_read: events looked at
 * @sha256: hex SHA-256 of the file; of a folder that of its manifest, which names the others
 * @head: hex of the last chain value that was read
 *
 * What an export did; it also stands in the manifest.
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
 * @options: what is wanted
 * @progress: (nullable) (scope call): told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @ret_result: (out) (optional): what was done
 * @error: return location for a #GIOError: %G_IO_ERROR_EXISTS if there is something under the name
 *   already, %G_IO_ERROR_INVALID_DATA if the log can't be read
 *
 * Blocking: use a worker thread. Memory use does not grow with the log, but for the latencies that
 * a report keeps.
 *
 * Returns: %TRUE if the export is complete and on disk
 */
gboolean csn_audit_export (CsnLogReader *reader,
                           const CsnExportOptions *options,
                           CsnProgressFunc progress,
                           gpointer user_data,
                           GCancellable *cancellable,
                           CsnExportResult *ret_result,
                           GError **error);

G_END_DECLS
