/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-demo-folder.h"

#include <string.h>

#define MAX_NAME 80

char *
csn_demo_folder_path (const char *folder,
                      const char *subfolder,
                      const char *name,
                      const char *suffix)
{
  g_autofree char *parent = g_build_filename (folder, subfolder, NULL);
  g_autofree char *base = g_strndup (name, MAX_NAME);
  g_autofree char *file = NULL;

  g_strcanon (base, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.", '_');
  if (*base == '.' || *base == '\0')
    {
      g_autofree char *hidden = g_steal_pointer (&base);

      base = g_strconcat ("_", hidden, NULL);
    }
  file = g_strconcat (base, suffix, NULL);
  g_mkdir_with_parents (parent, 0700);
  return g_build_filename (parent, file, NULL);
}

static gboolean
has_line (const char *text, const char *key)
{
  const char *found = text;

  while ((found = strstr (found, key)) != NULL)
    {
      if (found == text || found[-1] == '\n')
        return TRUE;
      found++;
    }
  return FALSE;
}

gboolean
csn_demo_folder_append_once (const char *path,
                             const char *key,
                             const char *line,
                             const char *heading,
                             GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *added = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!g_file_get_contents (path, &text, NULL, &local_error) &&
      !g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (text != NULL && has_line (text, key))
    return TRUE;
  if (text == NULL && heading != NULL)
    added = g_strconcat (heading, "\n", line, "\n", NULL);
  else
    added =
        g_strconcat (text != NULL && *text != '\0' && !g_str_has_suffix (text, "\n") ? "\n" : "",
                     line,
                     "\n",
                     NULL);
  stream = g_file_append_to (file, G_FILE_CREATE_PRIVATE, NULL, error);
  return stream != NULL && g_output_stream_write_all (G_OUTPUT_STREAM (stream),
                                                      added,
                                                      strlen (added),
                                                      NULL,
                                                      NULL,
                                                      error);
}

static gboolean
remove_file (GFile *file, GError **error)
{
  g_autoptr (GFileEnumerator) children = NULL;
  g_autoptr (GError) local_error = NULL;
  GFile *child;

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL) ==
      G_FILE_TYPE_DIRECTORY)
    children = g_file_enumerate_children (file,
                                          G_FILE_ATTRIBUTE_STANDARD_NAME,
                                          G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                          NULL,
                                          error);
  while (children != NULL)
    {
      if (!g_file_enumerator_iterate (children, NULL, &child, NULL, error))
        return FALSE;
      if (child == NULL)
        break;
      if (!remove_file (child, error))
        return FALSE;
    }
  if (g_file_delete (file, NULL, &local_error) ||
      g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
csn_demo_folder_remove_tree (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return remove_file (file, error);
}
