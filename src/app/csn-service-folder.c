/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "csn-service-private.h"

gboolean
csn_service_make_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_filename_display_name (folder);
  int saved;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  saved = errno;
  g_set_error (
      error,
      G_IO_ERROR,
      g_io_error_from_errno (saved),
      /* TRANSLATORS: a folder, and what the system says about the fault. */
      _ ("The folder %s can't be made: %s. Countersign can't keep its records without it."),
      name,
      g_strerror (saved));
  return FALSE;
}
