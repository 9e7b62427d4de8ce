/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-anchors.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "csn-credentials.h"

#define JOURNAL_SOCKET "/run/systemd/journal/socket"
#define JOURNAL_MESSAGE_ID "5e0b7a1c6d9f4c1f8a3d2b64c7e91f58"
#define JOURNAL_NEWEST "1000"
#define FOLDER_NEWEST_BYTES (1024 * 1024)

struct _CsnAnchors
{
  char *journal_socket; /* (owned) (nullable) */
  gboolean keyring;
  char *folder; /* (owned) (nullable) */
};

typedef struct
{
  CsnAnchors *places; /* (owned) */
  CsnAnchorKind kind;
  CsnAnchor anchor;
  GArray *found; /* (owned) (nullable) (element-type CsnAnchor) */
} CsnAnchorJob;

const char *
csn_anchor_kind_to_string (CsnAnchorKind kind)
{
  switch (kind)
    {
    case CSN_ANCHOR_JOURNAL:
      return "journal";
    case CSN_ANCHOR_KEYRING:
      return "keyring";
    case CSN_ANCHOR_FOLDER:
      return "folder";
    case CSN_N_ANCHORS:
      break;
    }
  g_return_val_if_reached (NULL);
}

CsnAnchors *
csn_anchors_new_for_places (const char *journal_socket, gboolean keyring, const char *folder)
{
  CsnAnchors *self = g_atomic_rc_box_new0 (CsnAnchors);

  self->journal_socket = g_strdup (journal_socket);
  self->keyring = keyring;
  self->folder = folder != NULL && *folder != '\0' ? g_strdup (folder) : NULL;
  return self;
}

CsnAnchors *
csn_anchors_new (CsnSettings *settings)
{
  g_autofree char *folder = NULL;
  gboolean journal;
  gboolean keyring;

  g_object_get (settings,
                "anchor-journal",
                &journal,
                "anchor-keyring",
                &keyring,
                "anchor-folder",
                &folder,
                NULL);

  /* A machine without a journal is not at fault. */
  journal = journal && g_file_test (JOURNAL_SOCKET, G_FILE_TEST_EXISTS);
  return csn_anchors_new_for_places (journal ? JOURNAL_SOCKET : NULL, keyring, folder);
}

CsnAnchors *
csn_anchors_ref (CsnAnchors *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  CsnAnchors *self = data;

  g_free (self->journal_socket);
  g_free (self->folder);
}

void
csn_anchors_unref (CsnAnchors *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear);
}

gboolean
csn_anchors_has (const CsnAnchors *self, CsnAnchorKind kind)
{
  switch (kind)
    {
    case CSN_ANCHOR_JOURNAL:
      return self->journal_socket != NULL;
    case CSN_ANCHOR_KEYRING:
      return self->keyring;
    case CSN_ANCHOR_FOLDER:
      return self->folder != NULL;
    case CSN_N_ANCHORS:
      break;
    }
  g_return_val_if_reached (FALSE);
}

static void
job_free (gpointer data)
{
  CsnAnchorJob *job = data;

  csn_anchors_unref (job->places);
  g_clear_pointer (&job->found, g_array_unref);
  g_free (job);
}

static CsnAnchorJob *
job_new (CsnAnchors *places)
{
  CsnAnchorJob *job = g_new0 (CsnAnchorJob, 1);

  job->places = csn_anchors_ref (places);
  return job;
}

/* Journal */

static gboolean
write_to_journal (const char *path, const CsnAnchor *anchor, GError **error)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autofree char *text = csn_anchor_to_text (anchor);
  g_autofree char *log_id = csn_digest_to_hex (anchor->log_id, CSN_LOG_ID_BYTES);
  g_autofree char *message = NULL;

  message = g_strdup_printf ("MESSAGE=Audit log %s ends after %" G_GUINT64_FORMAT " events\n"
                             "MESSAGE_ID=" JOURNAL_MESSAGE_ID "\n"
                             "PRIORITY=6\n"
                             "SYSLOG_IDENTIFIER=countersign\n"
                             "COUNTERSIGN_ANCHOR=%s\n",
                             log_id,
                             anchor->count,
                             text);
  socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL)
    return FALSE;
  g_socket_set_blocking (socket, FALSE);
  return g_socket_send_to (socket, address, message, strlen (message), NULL, error) >= 0;
}

/* The journal stamps who wrote an entry; another user's are not ours. */
static void
read_from_journal (const guint8 log_id[CSN_LOG_ID_BYTES], GArray *anchors)
{
  g_autofree char *user = g_strdup_printf ("_UID=%u", (guint) getuid ());
  g_autofree char *out = NULL;
  char *arguments[] = {
    (char *) "journalctl",
    (char *) "--quiet",
    (char *) "--no-pager",
    (char *) "--output=cat",
    (char *) "--output-fields=COUNTERSIGN_ANCHOR",
    (char *) "--lines=" JOURNAL_NEWEST,
    (char *) "MESSAGE_ID=" JOURNAL_MESSAGE_ID,
    user,
    NULL,
  };
  const GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL;

  if (g_spawn_sync (NULL, arguments, NULL, flags, NULL, NULL, &out, NULL, NULL, NULL))
    csn_anchor_list_from_lines (out, log_id, anchors);
}

/* Folder */

static char *
get_file (const char *folder, const guint8 log_id[CSN_LOG_ID_BYTES])
{
  g_autofree char *id = csn_digest_to_hex (log_id, CSN_LOG_ID_BYTES);
  g_autofree char *name = g_strdup_printf ("countersign-%s.anchors", id);

  return g_build_filename (folder, name, NULL);
}

static gboolean
append_line (int fd, const char *text)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  gsize length = strlen (line);

  return write (fd, line, length) == (gssize) length && fsync (fd) == 0;
}

static gboolean
write_to_folder (const char *folder, const CsnAnchor *anchor, GError **error)
{
  g_autofree char *path = get_file (folder, anchor->log_id);
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *text = csn_anchor_to_text (anchor);
  int fd = g_open (path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean written = fd >= 0 && append_line (fd, text);
  int saved = errno;

  if (fd >= 0)
    g_close (fd, NULL);
  if (!written)
    g_set_error (error,
                 G_IO_ERROR,
                 g_io_error_from_errno (saved),
                 /* TRANSLATORS: a file, and what the system says about the fault. */
                 _ ("%s can't be written: %s"),
                 name,
                 g_strerror (saved));
  return written;
}

/* Only the newest lines count; the first of them may be cut. */
static void
read_from_folder (const char *folder, const guint8 log_id[CSN_LOG_ID_BYTES], GArray *anchors)
{
  g_autofree char *path = get_file (folder, log_id);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autofree char *text = g_malloc0 (FOLDER_NEWEST_BYTES + 1);
  gsize n_read = 0;

  if (stream == NULL)
    return;
  if (!g_seekable_seek (G_SEEKABLE (stream), -FOLDER_NEWEST_BYTES, G_SEEK_END, NULL, NULL))
    g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, NULL, NULL);
  g_input_stream_read_all (G_INPUT_STREAM (stream), text, FOLDER_NEWEST_BYTES, &n_read, NULL, NULL);
  csn_anchor_list_from_lines (text, log_id, anchors);
}

/* Secret Service */

static void
on_counter_stored (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (csn_credentials_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
is_newer (const CsnAnchor *anchor, const char *stored)
{
  CsnAnchor known;

  return stored == NULL || !csn_anchor_from_text (stored, &known) || anchor->count > known.count ||
         (anchor->count == known.count && memcmp (anchor->head, known.head, CSN_SHA256_BYTES) == 0);
}

static void
on_counter_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const CsnAnchorJob *job = g_task_get_task_data (task);
  g_autofree char *name = csn_digest_to_hex (job->anchor.log_id, CSN_LOG_ID_BYTES);
  g_autofree char *text = csn_anchor_to_text (&job->anchor);
  g_autofree char *stored = NULL;
  GError *error = NULL;

  stored = csn_credentials_lookup_finish (result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (!is_newer (&job->anchor, stored))
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_EXISTS,
                             "%s",
                             _ ("The keyring knows a longer audit log than this one."));
  else
    csn_credentials_store_secret_async (CSN_CREDENTIALS_LOG_ANCHOR,
                                        name,
                                        text,
                                        NULL,
                                        on_counter_stored,
                                        g_steal_pointer (&task));
}

/* Write */

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const CsnAnchorJob *job = data;
  GError *error = NULL;
  gboolean written;

  if (job->kind == CSN_ANCHOR_JOURNAL)
    written = write_to_journal (job->places->journal_socket, &job->anchor, &error);
  else
    written = write_to_folder (job->places->folder, &job->anchor, &error);
  if (written)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
csn_anchors_write_async (CsnAnchors *self,
                         CsnAnchorKind kind,
                         const CsnAnchor *anchor,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  CsnAnchorJob *job = job_new (self);
  g_autofree char *name = csn_digest_to_hex (anchor->log_id, CSN_LOG_ID_BYTES);

  g_return_if_fail (csn_anchors_has (self, kind));

  job->kind = kind;
  job->anchor = *anchor;
  g_task_set_source_tag (task, csn_anchors_write_async);
  g_task_set_task_data (task, job, job_free);
  if (kind == CSN_ANCHOR_KEYRING)
    csn_credentials_lookup_secret_async (CSN_CREDENTIALS_LOG_ANCHOR,
                                         name,
                                         NULL,
                                         on_counter_read,
                                         g_steal_pointer (&task));
  else
    g_task_run_in_thread (task, write_in_thread);
}

gboolean
csn_anchors_write_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Read */

static void
on_counter_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnAnchorJob *job = g_task_get_task_data (task);
  g_autofree char *text = csn_credentials_lookup_finish (result, NULL);

  if (text != NULL)
    csn_anchor_list_from_lines (text, job->anchor.log_id, job->found);
  g_task_return_pointer (task, g_steal_pointer (&job->found), (GDestroyNotify) g_array_unref);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const CsnAnchorJob *job = data;

  if (job->places->journal_socket != NULL)
    read_from_journal (job->anchor.log_id, job->found);
  if (job->places->folder != NULL)
    read_from_folder (job->places->folder, job->anchor.log_id, job->found);
  g_task_return_boolean (task, TRUE);
}

static void
on_places_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnAnchorJob *job = g_task_get_task_data (task);
  g_autofree char *name = csn_digest_to_hex (job->anchor.log_id, CSN_LOG_ID_BYTES);

  if (job->places->keyring)
    csn_credentials_lookup_secret_async (CSN_CREDENTIALS_LOG_ANCHOR,
                                         name,
                                         NULL,
                                         on_counter_found,
                                         g_steal_pointer (&task));
  else
    g_task_return_pointer (task, g_steal_pointer (&job->found), (GDestroyNotify) g_array_unref);
}

void
csn_anchors_read_async (CsnAnchors *self,
                        const guint8 log_id[CSN_LOG_ID_BYTES],
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (GTask) work = NULL;
  CsnAnchorJob *job = job_new (self);

  job->found = g_array_new (FALSE, FALSE, sizeof (CsnAnchor));
  memcpy (job->anchor.log_id, log_id, CSN_LOG_ID_BYTES);
  g_task_set_source_tag (task, csn_anchors_read_async);
  g_task_set_task_data (task, job, job_free);
  work = g_task_new (NULL, NULL, on_places_read, task);
  g_task_set_source_tag (work, read_in_thread);
  g_task_set_task_data (work, job, NULL);
  g_task_run_in_thread (work, read_in_thread);
}

GArray *
csn_anchors_read_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GArray **ret_anchors = user_data;

  *ret_anchors = csn_anchors_read_finish (result);
}

GArray *
csn_anchors_read (CsnAnchors *self, const guint8 log_id[CSN_LOG_ID_BYTES])
{
  GArray *anchors = NULL;

  csn_anchors_read_async (self, log_id, on_read, &anchors);
  while (anchors == NULL)
    g_main_context_iteration (NULL, TRUE);
  return anchors;
}
