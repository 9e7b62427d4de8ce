/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-log-reader.h"

G_BEGIN_DECLS

#define CSN_TYPE_BUNDLE_READER (csn_bundle_reader_get_type ())

/**
 * CsnBundleReader:
 *
 * Reads the log from a bundle, a folder that %CSN_EXPORT_BUNDLE wrote. The chain value of its last
 * row is what the manifest says the head is; a file that isn't the one that the manifest names
 * fails at its end, so that what the chain tells first is told.
 */
G_DECLARE_FINAL_TYPE (CsnBundleReader, csn_bundle_reader, CSN, BUNDLE_READER, GObject)

/**
 * csn_bundle_reader_open:
 * @path: a folder
 * @error: return location for a #GIOError: %G_IO_ERROR_NOT_FOUND if it or one of its files isn't
 *   there, %G_IO_ERROR_INVALID_DATA if it is no bundle, or holds more than one
 *
 * Returns: (transfer full) (nullable): a reader at its first row
 */
CsnBundleReader *csn_bundle_reader_open (const char *path, GError **error);

G_END_DECLS
