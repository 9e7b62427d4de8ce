/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * csn_demo_folder_path:
 * @folder: the agents' own folder
 * @subfolder: (nullable): a fixed name below it, made if it is not there
 * @name: any text; what could lead elsewhere is replaced
 * @suffix: a fixed end such as ".json"
 *
 * Returns: (transfer full): a path that is in @folder
 */
char *csn_demo_folder_path (const char *folder,
                            const char *subfolder,
                            const char *name,
                            const char *suffix);

/**
 * csn_demo_folder_append_once:
 * @path: a file
 * @key: how a line of its own begins
 * @line: the line, which begins with @key
 * @heading: (nullable): the first line of a new file
 * @error: return location for an error
 *
 * Appends @line unless a line that begins with @key is there.
 *
 * Returns: %TRUE if the file has such a line now
 */
gboolean csn_demo_folder_append_once (const char *path,
                                      const char *key,
                                      const char *line,
                                      const char *heading,
                                      GError **error);

/**
 * csn_demo_folder_remove_tree:
 * @path: a file or folder; links are removed, not followed
 * @error: return location for an error
 *
 * Returns: %TRUE if it is not there any more
 */
gboolean csn_demo_folder_remove_tree (const char *path, GError **error);

G_END_DECLS
