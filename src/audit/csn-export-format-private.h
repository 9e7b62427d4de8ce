/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-export.h"

G_BEGIN_DECLS

/**
 * CsnExportWriter:
 * @format: which format
 * @name: its name on the command line and in the manifest
 * @begin: (nullable): appends what stands before the first event
 * @append: appends one event; fails with a #GIOError if its body can't be read
 *
 * How one format is written. A format is one row of the table in csn-export-format.c.
 */
typedef struct
{
  CsnExportFormat format;
  const char *name;
  void (*begin) (GString *out);
  gboolean (*append) (GString *out, const CsnLogRow *row, GError **error);
} CsnExportWriter;

const CsnExportWriter *csn_export_format_get_writer (CsnExportFormat format);

void csn_export_csv_begin (GString *out);

gboolean csn_export_csv_append (GString *out, const CsnLogRow *row, GError **error);

G_END_DECLS
