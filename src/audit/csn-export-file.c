/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* sync_file_range (), renameat2 () */
#include "csn-export-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "csn-hash-private.h"

#define BUFFER_BYTES (256 * 1024)
#define N_BUFFERS 4
#define BYTES_PER_WRITEBACK (8 * 1024 * 1024)

/* Buffers go round: the caller fills one while a thread hashes and writes the one before. */
struct _CsnExportFile
{
  char *path;         /* (owned): the final name */
  char *temporary;    /* (owned) (nullable): where it is until it has that */
  int fd;             /* -1 once finished */
  GString *buffer;    /* (owned): what is being filled */
  GAsyncQueue *empty; /* (owned) (element-type GString) */
  GAsyncQueue *full;  /* (owned) (element-type GString): one without text is the last */
  GThread *thread;    /* (owned) (nullable): none once finished */
  CsnHash *hash;      /* (owned): the thread's, like the next two */
  guint64 size;
  guint64 n_unwritten; /* bytes that the kernel was not yet asked to bring to disk */
  int failure;         /* (atomic): an errno, 0 for none */
};

void
csn_export_file_set_error (GError **error, const char *path, int code)
{
  g_autofree char *name = g_filename_display_name (path);
  GIOErrorEnum kind = g_io_error_from_errno (code);

  if (code == ENOSPC || code == EDQUOT)
    g_set_error (error, G_IO_ERROR, kind, "“%s” can't be written: the disk is full", name);
  else if (code == EEXIST || code == ENOTEMPTY)
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_EXISTS,
                 "There is already something under the name “%s”; it was left as it is",
                 name);
  else
    g_set_error (error, G_IO_ERROR, kind, "“%s” can't be written: %s", name, g_strerror (code));
}

static void
free_buffer (gpointer data)
{
  g_string_free (data, TRUE);
}

static int
write_all (int fd, const char *data, gsize length)
{
  while (length > 0)
    {
      gssize written = write (fd, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return errno;
      data += written;
      length -= (gsize) written;
    }
  return 0;
}

/* Lets the disk work while the rest is still being made; what it says comes from fsync(). */
static void
begin_writeback (CsnExportFile *self, gsize length)
{
  self->n_unwritten += length;
  if (self->n_unwritten < BYTES_PER_WRITEBACK)
    return;
  sync_file_range (self->fd,
                   (off64_t) (self->size - self->n_unwritten),
                   (off64_t) self->n_unwritten,
                   SYNC_FILE_RANGE_WRITE);
  self->n_unwritten = 0;
}

static gpointer
run (gpointer user_data)
{
  CsnExportFile *self = user_data;
  GString *buffer;

  while ((buffer = g_async_queue_pop (self->full))->len > 0)
    {
      csn_hash_update (self->hash, buffer->str, buffer->len);
      if (g_atomic_int_get (&self->failure) == 0)
        g_atomic_int_set (&self->failure, write_all (self->fd, buffer->str, buffer->len));
      self->size += buffer->len;
      begin_writeback (self, buffer->len);
      g_string_truncate (buffer, 0);
      g_async_queue_push (self->empty, buffer);
    }
  g_async_queue_push (self->empty, buffer);
  return NULL;
}

CsnExportFile *
csn_export_file_new (const char *path, GError **error)
{
  g_autoptr (CsnExportFile) self = g_new0 (CsnExportFile, 1);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *template = g_strdup_printf ("%s/.%s.XXXXXX", folder, name);

  self->path = g_strdup (path);
  self->hash = csn_hash_new ();
  self->empty = g_async_queue_new_full (free_buffer);
  self->full = g_async_queue_new_full (free_buffer);
  self->buffer = g_string_sized_new (BUFFER_BYTES * 2);
  self->fd = g_mkstemp_full (template, O_RDWR | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      csn_export_file_set_error (error, path, errno);
      return NULL;
    }
  self->temporary = g_steal_pointer (&template);
  for (guint i = 1; i < N_BUFFERS; i++)
    g_async_queue_push (self->empty, g_string_sized_new (BUFFER_BYTES * 2));
  self->thread = g_thread_new ("csn-export", run, self);
  return g_steal_pointer (&self);
}

static void
pass_on_buffer (CsnExportFile *self)
{
  g_async_queue_push (self->full, self->buffer);
  self->buffer = g_async_queue_pop (self->empty);
}

static void
end_thread (CsnExportFile *self)
{
  if (self->thread == NULL)
    return;
  if (self->buffer->len > 0)
    pass_on_buffer (self);
  pass_on_buffer (self);
  g_thread_join (g_steal_pointer (&self->thread));
}

void
csn_export_file_free (CsnExportFile *self)
{
  if (self == NULL)
    return;
  end_thread (self);
  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_free (self->temporary);
  g_free (self->path);
  g_string_free (self->buffer, TRUE);
  g_async_queue_unref (self->empty);
  g_async_queue_unref (self->full);
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
check (CsnExportFile *self, GError **error)
{
  int failure = g_atomic_int_get (&self->failure);

  if (failure == 0)
    return TRUE;
  csn_export_file_set_error (error, self->path, failure);
  return FALSE;
}

gboolean
csn_export_file_flush (CsnExportFile *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->buffer->len < BUFFER_BYTES)
    return TRUE;
  pass_on_buffer (self);
  return check (self, error);
}

char *
csn_export_file_finish (CsnExportFile *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->thread != NULL, NULL);

  end_thread (self);
  if (!check (self, error))
    return NULL;
  if (fsync (self->fd) != 0)
    {
      csn_export_file_set_error (error, self->path, errno);
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
    csn_export_file_set_error (error, folder, errno);
  if (fd >= 0)
    close (fd);
  return synced;
}

gboolean
csn_export_file_refuse_existing (const char *path, GError **error)
{
  GStatBuf info;

  if (g_lstat (path, &info) != 0)
    return TRUE;
  csn_export_file_set_error (error, path, EEXIST);
  return FALSE;
}

/* Not every file system can refuse to replace; there a look before must do. */
static int
rename_new (const char *temporary, const char *path)
{
  GStatBuf info;

  if (renameat2 (AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  if (g_lstat (path, &info) == 0)
    return EEXIST;
  return g_rename (temporary, path) == 0 ? 0 : errno;
}

gboolean
csn_export_file_rename (const char *temporary, const char *path, gboolean replace, GError **error)
{
  int code;

  g_return_val_if_fail (temporary != NULL && path != NULL, FALSE);

  if (!replace)
    code = rename_new (temporary, path);
  else
    code = g_rename (temporary, path) == 0 ? 0 : errno;
  if (code == 0)
    return sync_folder (path, error);
  csn_export_file_set_error (error, path, code);
  return FALSE;
}

gboolean
csn_export_file_publish (CsnExportFile *self, gboolean replace, GError **error)
{
  g_return_val_if_fail (self != NULL && self->fd < 0 && self->temporary != NULL, FALSE);

  if (!csn_export_file_rename (self->temporary, self->path, replace, error))
    return FALSE;
  g_clear_pointer (&self->temporary, g_free);
  return TRUE;
}

guint64
csn_export_file_get_size (const CsnExportFile *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}
