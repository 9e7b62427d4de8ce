/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-line-reader-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "csn-hash-private.h"

#define CHUNK_BYTES (256 * 1024)

struct _CsnLineReader
{
  char *name; /* (owned): for people */
  int fd;
  gsize max_bytes;
  GString *buffer; /* (owned): what was read and not yet given */
  gsize given;     /* the first bytes of it that were */
  gsize searched;  /* the first bytes after those that hold no end of a line */
  gboolean ended;
  guint64 n_lines;
  CsnHash *hash; /* (owned) */
};

static void
set_errno (GError **error, const char *name, int code)
{
  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (code),
               "“%s” can't be read: %s",
               name,
               g_strerror (code));
}

CsnLineReader *
csn_line_reader_new (const char *path, gsize max_bytes, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  CsnLineReader *self;

  if (fd < 0)
    {
      set_errno (error, name, errno);
      return NULL;
    }
  self = g_new0 (CsnLineReader, 1);
  self->name = g_steal_pointer (&name);
  self->fd = fd;
  self->max_bytes = max_bytes;
  self->buffer = g_string_sized_new (CHUNK_BYTES);
  self->hash = csn_hash_new ();
  return self;
}

void
csn_line_reader_free (CsnLineReader *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  g_string_free (self->buffer, TRUE);
  csn_hash_free (self->hash);
  g_free (self->name);
  g_free (self);
}

static gboolean
fill (CsnLineReader *self, GError **error)
{
  gsize length;
  gssize n_read;

  g_string_erase (self->buffer, 0, (gssize) self->given);
  self->given = 0;
  length = self->buffer->len;
  g_string_set_size (self->buffer, length + CHUNK_BYTES);
  do
    n_read = read (self->fd, self->buffer->str + length, CHUNK_BYTES);
  while (n_read < 0 && errno == EINTR);
  if (n_read < 0)
    {
      set_errno (error, self->name, errno);
      return FALSE;
    }
  g_string_set_size (self->buffer, length + (gsize) n_read);
  csn_hash_update (self->hash, self->buffer->str + length, (gsize) n_read);
  self->ended = n_read == 0;
  return TRUE;
}

static gboolean
fail (CsnLineReader *self, const char *what, GError **error)
{
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_INVALID_DATA,
               "Line %" G_GUINT64_FORMAT " of “%s” %s",
               self->n_lines + 1,
               self->name,
               what);
  return FALSE;
}

gboolean
csn_line_reader_next (CsnLineReader *self, const char **ret_line, gsize *ret_length, GError **error)
{
  char *begin;
  char *end;

  g_return_val_if_fail (self != NULL, FALSE);

  for (;;)
    {
      gsize left = self->buffer->len - self->given;

      begin = self->buffer->str + self->given;
      end = memchr (begin + self->searched, '\n', left - self->searched);
      if (end != NULL)
        break;
      self->searched = left;
      if (left > self->max_bytes)
        return fail (self, "is too long", error);
      if (self->ended)
        return left > 0 ? fail (self, "is cut off", error) : FALSE;
      if (!fill (self, error))
        return FALSE;
    }
  if ((gsize) (end - begin) > self->max_bytes)
    return fail (self, "is too long", error);
  *end = '\0';
  *ret_line = begin;
  *ret_length = (gsize) (end - begin);
  self->given += *ret_length + 1;
  self->searched = 0;
  self->n_lines++;
  return TRUE;
}

char *
csn_line_reader_dup_sha256 (CsnLineReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return csn_hash_finish (self->hash);
}
