/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-log-reader.h"

G_BEGIN_DECLS

#define CSN_TYPE_STORE_READER (csn_store_reader_get_type ())

/**
 * CsnStoreReader:
 *
 * Reads a log out of a database file, read-only, in one snapshot, without the process that owns it:
 * the #CsnLogReader for verification and export. Blocking.
 */
G_DECLARE_FINAL_TYPE (CsnStoreReader, csn_store_reader, CSN, STORE_READER, GObject)

/**
 * csn_store_reader_open:
 * @path: a database file
 * @error: return location for a #CsnStoreError
 *
 * Returns: (transfer full) (nullable): a reader at the first row
 */
CsnStoreReader *csn_store_reader_open (const char *path, GError **error);

G_END_DECLS
