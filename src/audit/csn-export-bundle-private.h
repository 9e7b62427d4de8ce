/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-export-folder-private.h"
#include "csn-export-format-private.h"

G_BEGIN_DECLS

/* The files of a bundle. Records are a line for each event of the log: its body, or its place and
 * leaf as {"seq":n,"leaf":"hex"}. Checkpoints are signed notes with an empty line between them.
 * Keys are a line for each step of their history: since which event, and the key as C2SP writes it
 * or "-" for none. */
#define CSN_EXPORT_BUNDLE_RECORDS "records.jsonl"
#define CSN_EXPORT_BUNDLE_CHECKPOINTS "checkpoints.txt"
#define CSN_EXPORT_BUNDLE_KEYS "pubkey.txt"
#define CSN_EXPORT_BUNDLE_MANIFEST "manifest.json"

/**
 * csn_export_bundle_complete:
 * @folder: a folder with its records
 * @summary: what was done
 * @reader: where it was read from
 * @sha256: hex SHA-256 of the records
 * @bytes: their size
 * @error: return location for a #GIOError
 *
 * Writes the other files of a bundle.
 *
 * Returns: (transfer full) (nullable): hex SHA-256 of the manifest
 */
char *csn_export_bundle_complete (CsnExportFolder *folder,
                                  const CsnExportSummary *summary,
                                  CsnLogReader *reader,
                                  const char *sha256,
                                  guint64 bytes,
                                  GError **error);

G_END_DECLS
