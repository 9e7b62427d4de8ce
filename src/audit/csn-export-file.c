/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-export-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "csn-hash-private.h"

#define BUFFER_BYTES (256 * 1024)

struct _CsnExportFile
{
  char *path;      /* (owned): the final name */
  char *temporary; /* (owned) (nullable): where it is until it has that */
  int fd;          /* -1 once finished */
  GString *buffer; /* (owned) */
  CsnHash *hash;   /* (owned) */
  guint64 size;
};

static void
set_error (GError **error, const char *path)
{
  int code = errno;

  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (code),
               "“%s” can't be written: %s",
               path,
               g_strerror (code));
}

CsnExportFile *
csn_export_file_new (const char *path, GError **error)
{
  g_autoptr (CsnExportFile) self = g_new0 (CsnExportFile, 1);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *template = g_strdup_printf ("%s/.%s.XXXXXX", folder, name);

  self->path = g_strdup (path);
  self->buffer = g_string_sized_new (BUFFER_BYTES * 2);
  self->hash = csn_hash_new ();
  self->fd = g_mkstemp_full (template, O_RDWR | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      set_error (error, path);
      return NULL;
    }
  self->temporary = g_steal_pointer (&template);
  return g_steal_pointer (&self);
}

void
csn_export_file_free (CsnExportFile *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_free (self->temporary);
  g_free (self->path);
  g_string_free (self->buffer, TRUE);
  csn_hash_free (self->hash);
  g_free (self);
}

GString *
csn_export_file_get_buffer (CsnExportFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->buffer;
}

static gboolean
write_buffer (CsnExportFile *self, GError **error)
{
  const char *data = self->buffer->str;
  gsize left = self->buffer->len;

  csn_hash_update (self->hash, data, left);
  while (left > 0)
    {
      gssize written = write (self->fd, data, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          set_error (error, self->path);
          return FALSE;
        }
      data += written;
      left -= (gsize) written;
    }
  self->size += self->buffer->len;
  g_string_truncate (self->buffer, 0);
  return TRUE;
}

gboolean
csn_export_file_flush (CsnExportFile *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->buffer->len < BUFFER_BYTES || write_buffer (self, error);
}

char *
csn_export_file_finish (CsnExportFile *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->fd >= 0, NULL);

  if (!write_buffer (self, error))
    return NULL;
  if (fsync (self->fd) != 0)
    {
      set_error (error, self->path);
      return NULL;
    }
  if (!g_close (g_steal_fd (&self->fd), error))
    return NULL;
  return csn_hash_finish (self->hash);
}

static gboolean
sync_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (!synced)
    set_error (error, folder);
  if (fd >= 0)
    close (fd);
  return synced;
}

gboolean
csn_export_file_publish (CsnExportFile *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->fd < 0 && self->temporary != NULL, FALSE);

  if (g_rename (self->temporary, self->path) != 0)
    {
      set_error (error, self->path);
      return FALSE;
    }
  g_clear_pointer (&self->temporary, g_free);
  return sync_folder (self->path, error);
}

guint64
csn_export_file_get_size (const CsnExportFile *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}
