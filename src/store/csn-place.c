/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-place-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "csn-store.h"

#define BALLAST_BYTES (1024 * 1024)
#define PRIVATE_MODE 0600

struct _CsnPlace
{
  char *path;    /* (owned) */
  char *ballast; /* (owned): its path */
  int lock;      /* open as long as the place is ours */
};

char *
csn_place_resolve (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  char *resolved = realpath (folder, NULL);
  char *result = g_build_filename (resolved != NULL ? resolved : folder, name, NULL);

  free (resolved);
  return result;
}

gboolean
csn_place_is_still (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);

  return g_access (folder, W_OK) != 0 && !g_file_test (wal, G_FILE_TEST_EXISTS);
}

static void
set_errno_error (GError **error, const char *path)
{
  int code = errno;

  g_set_error (error,
               CSN_STORE_ERROR,
               code == ENOSPC || code == EDQUOT ? CSN_STORE_ERROR_FULL : CSN_STORE_ERROR_IO,
               "“%s” can't be used: %s",
               path,
               g_strerror (code));
}

/* Reads who has the lock; what stands there is only for the message. */
static char *
read_owner (int fd)
{
  char text[64] = { 0 };
  gssize length = pread (fd, text, sizeof text - 1, 0);

  if (length <= 0)
    return g_strdup ("another process");
  text[strcspn (text, "\n")] = '\0';
  return g_str_is_ascii (text) ? g_strdup (text) : g_strdup ("another process");
}

static void
write_owner (int fd)
{
  g_autofree char *text = g_strdup_printf ("process %d\n", (int) getpid ());

  if (ftruncate (fd, 0) != 0 || pwrite (fd, text, strlen (text), 0) < 0)
    g_debug ("The lock doesn't say who has it: %s", g_strerror (errno));
}

/* A file of its own: closing any descriptor of the database would drop SQLite's locks on it. */
static gboolean
take_lock (CsnPlace *self, GError **error)
{
  g_autofree char *path = g_strconcat (self->path, ".lock", NULL);
  g_autofree char *owner = NULL;

  self->lock = g_open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, PRIVATE_MODE);
  if (self->lock < 0)
    {
      set_errno_error (error, path);
      return FALSE;
    }
  if (flock (self->lock, LOCK_EX | LOCK_NB) == 0)
    {
      write_owner (self->lock);
      return TRUE;
    }
  if (errno != EWOULDBLOCK)
    {
      set_errno_error (error, path);
      return FALSE;
    }
  owner = read_owner (self->lock);
  g_set_error (error,
               CSN_STORE_ERROR,
               CSN_STORE_ERROR_BUSY,
               "“%s” is in use by %s. Only one Countersign can have it; close that one first",
               self->path,
               owner);
  return FALSE;
}

static gboolean
refuse_file (const char *path, const char *reason, GError **error)
{
  g_set_error (error,
               CSN_STORE_ERROR,
               CSN_STORE_ERROR_IO,
               "“%s” is %s, so it is not safe to keep the audit log in it",
               path,
               reason);
  return FALSE;
}

static gboolean
check_file (const char *path, GError **error)
{
  GStatBuf info;

  if (g_lstat (path, &info) != 0)
    {
      if (errno == ENOENT)
        return TRUE;
      set_errno_error (error, path);
      return FALSE;
    }
  if (S_ISLNK (info.st_mode))
    return refuse_file (path, "a symbolic link", error);
  if (!S_ISREG (info.st_mode))
    return refuse_file (path, "not a file", error);
  if (info.st_nlink != 1)
    return refuse_file (path, "a file with a second name", error);
  if ((info.st_mode & 0777) != PRIVATE_MODE && g_chmod (path, PRIVATE_MODE) != 0)
    {
      set_errno_error (error, path);
      return FALSE;
    }
  return TRUE;
}

CsnPlace *
csn_place_take (const char *path, GError **error)
{
  g_autoptr (CsnPlace) self = g_new0 (CsnPlace, 1);
  g_autofree char *folder = g_path_get_dirname (path);

  self->lock = -1;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      set_errno_error (error, folder);
      return NULL;
    }
  self->path = csn_place_resolve (path);
  self->ballast = g_strconcat (self->path, ".ballast", NULL);
  if (!take_lock (self, error) || !check_file (self->path, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
csn_place_free (CsnPlace *self)
{
  if (self == NULL)
    return;

  /* The lock's file stays: removing it would let two processes lock two files of one name. */
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);
  g_free (self->ballast);
  g_free (self);
}

const char *
csn_place_get_path (const CsnPlace *self)
{
  return self->path;
}

gboolean
csn_place_has_database (const CsnPlace *self)
{
  return g_file_test (self->path, G_FILE_TEST_EXISTS);
}

char *
csn_place_dup_restored_path (const CsnPlace *self)
{
  return g_strconcat (self->path, ".restored", NULL);
}

gboolean
csn_place_end_restore (const CsnPlace *self)
{
  g_autofree char *restored = csn_place_dup_restored_path (self);
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);

  if (!g_file_test (restored, G_FILE_TEST_EXISTS) || csn_place_has_database (self) ||
      g_file_test (wal, G_FILE_TEST_EXISTS))
    return TRUE;
  return g_rename (restored, self->path) == 0 && csn_place_sync_folder (self);
}

static gboolean
has_room (const CsnPlace *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  struct statvfs info;

  if (statvfs (folder, &info) != 0)
    return FALSE;
  return (guint64) info.f_bavail * info.f_frsize >= BALLAST_BYTES;
}

gboolean
csn_place_fill_ballast (CsnPlace *self)
{
  int fd = g_open (self->ballast, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, PRIVATE_MODE);
  gboolean filled;

  if (fd < 0)
    return FALSE;
  filled = posix_fallocate (fd, 0, BALLAST_BYTES) == 0 && fsync (fd) == 0;
  close (fd);
  if (filled && has_room (self))
    return TRUE;
  g_unlink (self->ballast);
  return FALSE;
}

void
csn_place_drop_ballast (CsnPlace *self)
{
  g_unlink (self->ballast);
}

gboolean
csn_place_sync_folder (const CsnPlace *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return synced;
}
