/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-export.h"

G_BEGIN_DECLS

/**
 * CsnExportSummary:
 * @log_id: (array fixed-size=16): whose log
 * @options: what was wanted
 * @n_events: events written
 * @n_read: events looked at
 * @first_seq: the first one written, where there is one
 * @last_seq: the last one written
 * @first_chain: the chain value of the first event looked at
 * @head: the chain value of the last one
 *
 * What an export has done when its last event is written.
 */
typedef struct
{
  const guint8 *log_id;
  const CsnExportOptions *options;
  guint64 n_events;
  guint64 n_read;
  guint64 first_seq;
  guint64 last_seq;
  guint8 first_chain[CSN_SHA256_BYTES];
  guint8 head[CSN_SHA256_BYTES];
} CsnExportSummary;

/**
 * CsnExportWriter:
 * @format: which format
 * @name: its name on the command line and in the manifest
 * @begin: (nullable): appends what stands before the first event; gives what the others get
 * @append: appends one event; fails with a #GIOError if its body can't be read
 * @skip: (nullable): appends what stands for an event that was not chosen
 * @end: (nullable): appends what stands after the last event
 * @free_state: (nullable): frees what @begin gave
 *
 * How one format is written. A format is one row of the table in csn-export-format.c.
 */
typedef struct
{
  CsnExportFormat format;
  const char *name;
  gpointer (*begin) (GString *out);
  gboolean (*append) (gpointer state, GString *out, const CsnLogRow *row, GError **error);
  void (*skip) (gpointer state, GString *out, const CsnLogRow *row);
  void (*end) (gpointer state, GString *out, const CsnExportSummary *summary);
  GDestroyNotify free_state;
} CsnExportWriter;

const CsnExportWriter *csn_export_format_get_writer (CsnExportFormat format);

gboolean
csn_export_jsonl_append (gpointer state, GString *out, const CsnLogRow *row, GError **error);

void csn_export_bundle_skip (gpointer state, GString *out, const CsnLogRow *row);

gpointer csn_export_csv_begin (GString *out);

gboolean csn_export_csv_append (gpointer state, GString *out, const CsnLogRow *row, GError **error);

gboolean
csn_export_ocsf_append (gpointer state, GString *out, const CsnLogRow *row, GError **error);

gboolean csn_export_cef_append (gpointer state, GString *out, const CsnLogRow *row, GError **error);

gpointer csn_export_otlp_begin (GString *out);

gboolean
csn_export_otlp_append (gpointer state, GString *out, const CsnLogRow *row, GError **error);

void csn_export_otlp_end (gpointer state, GString *out, const CsnExportSummary *summary);

gpointer csn_export_html_begin (GString *out);

gboolean
csn_export_html_append (gpointer state, GString *out, const CsnLogRow *row, GError **error);

void csn_export_html_end (gpointer state, GString *out, const CsnExportSummary *summary);

void csn_export_html_free (gpointer state);

G_END_DECLS
