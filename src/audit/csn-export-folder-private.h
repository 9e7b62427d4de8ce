/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CsnExportFolder:
 *
 * A folder that appears under its name whole or not at all: filled under a temporary name beside
 * it, and removed with all that is in it if it is freed before csn_export_folder_publish().
 */
typedef struct _CsnExportFolder CsnExportFolder;

/**
 * csn_export_folder_new:
 * @path: the final name
 * @error: return location for a #GIOError
 *
 * Returns: (transfer full) (nullable): an empty folder, for its owner only
 */
CsnExportFolder *csn_export_folder_new (const char *path, GError **error);

void csn_export_folder_free (CsnExportFolder *self);

/**
 * csn_export_folder_get_file:
 * @self: a folder
 * @name: the name of a file in it
 *
 * Returns: (transfer full): where to write that file
 */
char *csn_export_folder_get_file (CsnExportFolder *self, const char *name);

/**
 * csn_export_folder_publish:
 * @self: a folder whose files have their names
 * @error: return location for a #GIOError: %G_IO_ERROR_EXISTS if there is something under the name
 *
 * Gives the folder its name, durably.
 *
 * Returns: %TRUE if it has its name
 */
gboolean csn_export_folder_publish (CsnExportFolder *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnExportFolder, csn_export_folder_free)

G_END_DECLS
