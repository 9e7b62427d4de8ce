/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CsnPlace:
 *
 * Where a store lives: its file, which only its owner may read, the lock beside it that keeps a
 * second process out, and the ballast that is given up when the disk is full.
 */
typedef struct _CsnPlace CsnPlace;

/**
 * csn_place_take:
 * @path: the database file
 * @error: return location for a #CsnStoreError
 *
 * Makes the folder if it isn't there and takes the lock. Refuses a file that is a symbolic link,
 * has a second name, or is none.
 *
 * Returns: (transfer full) (nullable): the place, ours until it is freed
 */
CsnPlace *csn_place_take (const char *path, GError **error);

void csn_place_free (CsnPlace *self);

/**
 * csn_place_get_path:
 * @self: a place
 *
 * Returns: the file's path without symbolic links, which SQLite would refuse
 */
const char *csn_place_get_path (const CsnPlace *self);

/**
 * csn_place_resolve:
 * @path: a file that need not be there
 *
 * Returns: (transfer full): its path with the folder's symbolic links resolved, but not its own
 */
char *csn_place_resolve (const char *path);

/**
 * csn_place_is_still:
 * @path: a database file
 *
 * Returns: %TRUE if nothing in its folder can be written and it is complete in itself
 */
gboolean csn_place_is_still (const char *path);

gboolean csn_place_has_database (const CsnPlace *self);

/**
 * csn_place_dup_restored_path:
 * @self: a place
 *
 * Returns: (transfer full): where a restored database waits, complete, for the name of the database
 */
char *csn_place_dup_restored_path (const CsnPlace *self);

/**
 * csn_place_end_restore:
 * @self: a place
 *
 * If a restored database waits and the old one is out of the way, gives it the database's name: the
 * last step of a restore, also of one that was broken off there.
 *
 * Returns: %FALSE if that failed
 */
gboolean csn_place_end_restore (const CsnPlace *self);

/**
 * csn_place_fill_ballast:
 * @self: a place
 *
 * Returns: %TRUE if the ballast is there and the disk has room beside it
 */
gboolean csn_place_fill_ballast (CsnPlace *self);

void csn_place_drop_ballast (CsnPlace *self);

/**
 * csn_place_sync_folder:
 * @self: a place
 *
 * Brings a new name in the folder to disk.
 *
 * Returns: %TRUE if it is there
 */
gboolean csn_place_sync_folder (const CsnPlace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnPlace, csn_place_free)

G_END_DECLS
