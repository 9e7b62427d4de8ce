/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-export-folder-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "csn-export-file-private.h"

struct _CsnExportFolder
{
  char *path;      /* (owned): the final name */
  char *temporary; /* (owned) (nullable): where it is until it has that */
};

/* The name without a slash at its end, which would make the temporary name one inside. */
static char *
trim (const char *path)
{
  char *trimmed = g_strdup (path);

  for (gsize length = strlen (trimmed); length > 1 && trimmed[length - 1] == '/'; length--)
    trimmed[length - 1] = '\0';
  return trimmed;
}

CsnExportFolder *
csn_export_folder_new (const char *path, GError **error)
{
  g_autoptr (CsnExportFolder) self = g_new0 (CsnExportFolder, 1);
  g_autofree char *parent = NULL;
  g_autofree char *name = NULL;
  g_autofree char *template = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self->path = trim (path);
  parent = g_path_get_dirname (self->path);
  name = g_path_get_basename (self->path);
  template = g_strdup_printf ("%s/.%s.XXXXXX", parent, name);
  if (g_mkdtemp_full (template, 0700) == NULL)
    {
      csn_export_file_set_error (error, path, errno);
      return NULL;
    }
  self->temporary = g_steal_pointer (&template);
  return g_steal_pointer (&self);
}

/* Only what this type made is in it: files, no folders. */
static void
remove_all (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      g_unlink (file);
    }
  g_rmdir (folder);
}

void
csn_export_folder_free (CsnExportFolder *self)
{
  if (self == NULL)
    return;
  if (self->temporary != NULL)
    remove_all (self->temporary);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self);
}

char *
csn_export_folder_get_file (CsnExportFolder *self, const char *name)
{
  g_return_val_if_fail (self != NULL && self->temporary != NULL, NULL);

  return g_build_filename (self->temporary, name, NULL);
}

gboolean
csn_export_folder_publish (CsnExportFolder *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->temporary != NULL, FALSE);

  if (!csn_export_file_rename (self->temporary, self->path, FALSE, error))
    return FALSE;
  g_clear_pointer (&self->temporary, g_free);
  return TRUE;
}
