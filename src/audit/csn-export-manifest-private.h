/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-export-format-private.h"

G_BEGIN_DECLS

/**
 * CsnExportPart:
 * @name: a file's name, without its folder
 * @sha256: hex SHA-256 of the file
 * @bytes: its size
 *
 * One file of an export.
 */
typedef struct
{
  const char *name;
  const char *sha256;
  guint64 bytes;
} CsnExportPart;

/**
 * csn_export_manifest_make:
 * @summary: what was done
 * @reader: where it was read from
 * @parts: (array length=n_parts): the files, that of the events first
 * @n_parts: at least 1
 *
 * Returns: (transfer full): the manifest, a line of JSON with a new line at its end
 */
char *csn_export_manifest_make (const CsnExportSummary *summary,
                                CsnLogReader *reader,
                                const CsnExportPart *parts,
                                guint n_parts);

G_END_DECLS
