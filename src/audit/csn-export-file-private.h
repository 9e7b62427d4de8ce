/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CsnExportFile:
 *
 * A file that appears under its name whole or not at all: written under a temporary name beside it,
 * hashed on the way, and removed if it is freed before csn_export_file_publish().
 */
typedef struct _CsnExportFile CsnExportFile;

/**
 * csn_export_file_new:
 * @path: the final name
 * @error: return location for a #GIOError
 *
 * Returns: (transfer full) (nullable): an empty file, readable for its owner only
 */
CsnExportFile *csn_export_file_new (const char *path, GError **error);

void csn_export_file_free (CsnExportFile *self);

/**
 * csn_export_file_get_buffer:
 * @self: a file
 *
 * Returns: (transfer none): what is written next; append to it
 */
GString *csn_export_file_get_buffer (CsnExportFile *self);

/**
 * csn_export_file_flush:
 * @self: a file
 * @error: return location for a #GIOError
 *
 * Writes the buffer out if there is enough in it; call it after each record.
 *
 * Returns: %FALSE if writing failed
 */
gboolean csn_export_file_flush (CsnExportFile *self, GError **error);

/**
 * csn_export_file_finish:
 * @self: a file that is complete
 * @error: return location for a #GIOError
 *
 * Writes the rest out and waits until all of it is on disk, still under the temporary name.
 *
 * Returns: (transfer full) (nullable): its SHA-256 in hexadecimal
 */
char *csn_export_file_finish (CsnExportFile *self, GError **error);

/**
 * csn_export_file_publish:
 * @self: a finished file
 * @error: return location for a #GIOError
 *
 * Gives the file its name, durably.
 *
 * Returns: %TRUE if it has its name
 */
gboolean csn_export_file_publish (CsnExportFile *self, GError **error);

/**
 * csn_export_file_get_size:
 * @self: a finished file
 *
 * Returns: its size in bytes
 */
guint64 csn_export_file_get_size (const CsnExportFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnExportFile, csn_export_file_free)

G_END_DECLS
