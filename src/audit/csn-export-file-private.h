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
 * @replace: whether a file that has the name already may go
 * @error: return location for a #GIOError: %G_IO_ERROR_EXISTS
 *
 * Gives the file its name, durably.
 *
 * Returns: %TRUE if it has its name
 */
gboolean csn_export_file_publish (CsnExportFile *self, gboolean replace, GError **error);

/**
 * csn_export_file_rename:
 * @temporary: a file or folder that is complete
 * @path: the final name, in the same folder
 * @replace: whether a file that has the name already may go
 * @error: return location for a #GIOError: %G_IO_ERROR_EXISTS
 *
 * Renames, and waits until the new name is on disk.
 *
 * Returns: %TRUE if it has its name
 */
gboolean
csn_export_file_rename (const char *temporary, const char *path, gboolean replace, GError **error);

/**
 * csn_export_file_refuse_existing:
 * @path: a final name
 * @error: return location for %G_IO_ERROR_EXISTS
 *
 * Returns: %FALSE if there is something under that name
 */
gboolean csn_export_file_refuse_existing (const char *path, GError **error);

/**
 * csn_export_file_set_error:
 * @error: return location for a #GIOError
 * @path: what could not be written
 * @code: an errno
 *
 * Says so in a sentence.
 */
void csn_export_file_set_error (GError **error, const char *path, int code);

/**
 * csn_export_file_get_size:
 * @self: a finished file
 *
 * Returns: its size in bytes
 */
guint64 csn_export_file_get_size (const CsnExportFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnExportFile, csn_export_file_free)

G_END_DECLS
