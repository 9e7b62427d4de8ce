/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-bundle-reader.h"

#include <gio/gio.h>
#include <string.h>

#include "csn-base64-private.h"
#include "csn-bundle-manifest-private.h"
#include "csn-export-bundle-private.h"
#include "csn-line-reader-private.h"

#define MAX_MANIFEST_BYTES (1024 * 1024)
#define MAX_NOTE_BYTES 4096
#define SIGNATURE_MARK "\xe2\x80\x94 "

struct _CsnBundleReader
{
  GObject parent_instance;
  char *path; /* (owned) */
  CsnBundleManifest manifest;
  CsnLineReader *records;     /* (owned) (nullable): none once they ended */
  CsnLineReader *checkpoints; /* (owned) (nullable): likewise */
  CsnLineReader *keys;        /* (owned) (nullable): likewise */
  guint64 n_rows;             /* given so far */
  guint8 leaf[CSN_SHA256_BYTES];
  GString *note; /* (owned): the last one given */
};

static void csn_bundle_reader_log_reader_init (CsnLogReaderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnBundleReader,
                               csn_bundle_reader,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CSN_TYPE_LOG_READER,
                                                      csn_bundle_reader_log_reader_init))

static void
csn_bundle_reader_finalize (GObject *object)
{
  CsnBundleReader *self = CSN_BUNDLE_READER (object);

  g_clear_pointer (&self->records, csn_line_reader_free);
  g_clear_pointer (&self->checkpoints, csn_line_reader_free);
  g_clear_pointer (&self->keys, csn_line_reader_free);
  g_string_free (self->note, TRUE);
  g_free (self->path);
  G_OBJECT_CLASS (csn_bundle_reader_parent_class)->finalize (object);
}

static void
csn_bundle_reader_class_init (CsnBundleReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = csn_bundle_reader_finalize;
}

static void
csn_bundle_reader_init (CsnBundleReader *self)
{
  self->note = g_string_new (NULL);
}

static gboolean
fail (const CsnBundleReader *self, GIOErrorEnum code, const char *what, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, G_IO_ERROR, code, "The bundle “%s” can't be read: %s", name, what);
  return FALSE;
}

/* A file more than a bundle has may be what somebody wants to be taken for a part of it. */
static gboolean
check_files (const CsnBundleReader *self, GError **error)
{
  static const char *const names[] = {
    CSN_EXPORT_BUNDLE_RECORDS,
    CSN_EXPORT_BUNDLE_CHECKPOINTS,
    CSN_EXPORT_BUNDLE_KEYS,
    CSN_EXPORT_BUNDLE_MANIFEST,
    NULL,
  };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDir) dir = g_dir_open (self->path, 0, &local_error);
  const char *name;

  if (dir == NULL)
    return fail (self, G_IO_ERROR_NOT_FOUND, local_error->message, error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *shown = g_filename_display_name (name);
      g_autofree char *what = g_strdup_printf ("“%s” doesn't belong into it", shown);

      if (!g_strv_contains (names, name))
        return fail (self, G_IO_ERROR_INVALID_DATA, what, error);
    }
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *file = g_build_filename (self->path, names[i], NULL);
      g_autofree char *what = g_strdup_printf ("“%s” is missing from it", names[i]);

      if (!g_file_test (file, G_FILE_TEST_IS_REGULAR))
        return fail (self, G_IO_ERROR_NOT_FOUND, what, error);
    }
  return TRUE;
}

static gboolean
read_manifest (CsnBundleReader *self, GError **error)
{
  g_autofree char *file = g_build_filename (self->path, CSN_EXPORT_BUNDLE_MANIFEST, NULL);
  g_autoptr (CsnLineReader) lines = csn_line_reader_new (file, MAX_MANIFEST_BYTES, error);
  g_autoptr (GError) local_error = NULL;
  const char *line = "";
  gsize length = 0;

  if (lines == NULL)
    return FALSE;
  if (!csn_line_reader_next (lines, &line, &length, &local_error) && local_error != NULL)
    return fail (self, G_IO_ERROR_INVALID_DATA, local_error->message, error);
  if (csn_bundle_manifest_parse (&self->manifest, line, length, &local_error))
    return TRUE;
  return fail (self, G_IO_ERROR_INVALID_DATA, local_error->message, error);
}

static CsnLineReader *
open_file (const CsnBundleReader *self, const char *name, gsize max_bytes, GError **error)
{
  g_autofree char *file = g_build_filename (self->path, name, NULL);

  return csn_line_reader_new (file, max_bytes, error);
}

CsnBundleReader *
csn_bundle_reader_open (const char *path, GError **error)
{
  g_autoptr (CsnBundleReader) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (CSN_TYPE_BUNDLE_READER, NULL);
  self->path = g_strdup (path);
  if (!check_files (self, error) || !read_manifest (self, error))
    return NULL;
  self->records = open_file (self, CSN_EXPORT_BUNDLE_RECORDS, CSN_EVENT_MAX_BYTES, error);
  if (self->records == NULL)
    return NULL;
  self->checkpoints = open_file (self, CSN_EXPORT_BUNDLE_CHECKPOINTS, MAX_NOTE_BYTES, error);
  if (self->checkpoints == NULL)
    return NULL;
  self->keys = open_file (self, CSN_EXPORT_BUNDLE_KEYS, MAX_NOTE_BYTES, error);
  return self->keys != NULL ? g_steal_pointer (&self) : NULL;
}

static const guint8 *
get_log_id (CsnLogReader *reader)
{
  return CSN_BUNDLE_READER (reader)->manifest.log_id;
}

static guint64
get_count (CsnLogReader *reader)
{
  return CSN_BUNDLE_READER (reader)->manifest.n_rows;
}

static void
get_base (CsnLogReader *reader, guint64 *ret_seq, guint8 ret_chain[CSN_SHA256_BYTES])
{
  const CsnBundleReader *self = CSN_BUNDLE_READER (reader);

  *ret_seq = self->manifest.base_seq;
  memcpy (ret_chain, self->manifest.base_chain, CSN_SHA256_BYTES);
}

/* The next line of a file; at its end the file must have been the one that the manifest names. */
static gboolean
next_line (CsnBundleReader *self,
           CsnLineReader **lines,
           const char *name,
           const char *sha256,
           const char **ret_line,
           gsize *ret_length,
           GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *what = NULL;

  if (*lines == NULL)
    return FALSE;
  if (csn_line_reader_next (*lines, ret_line, ret_length, &local_error))
    return TRUE;
  if (local_error == NULL)
    digest = csn_line_reader_dup_sha256 (*lines);
  g_clear_pointer (lines, csn_line_reader_free);
  if (local_error != NULL)
    return fail (self, G_IO_ERROR_INVALID_DATA, local_error->message, error);
  if (g_str_equal (digest, sha256))
    return FALSE;
  what = g_strdup_printf ("“%s” is not the file that its manifest names", name);
  return fail (self, G_IO_ERROR_INVALID_DATA, what, error);
}

/* Exactly what the export writes for an event that was not chosen. */
static gboolean
read_skeleton (CsnBundleReader *self, const char *line, gsize length, CsnLogRow *ret_row)
{
  const char *leaf = strstr (line, ",\"leaf\":\"");
  g_autofree char *hex = NULL;
  g_autofree char *written = NULL;
  char *end;

  if (leaf == NULL || !g_str_has_prefix (line, "{\"seq\":") || strlen (line) != length)
    return FALSE;
  leaf += strlen (",\"leaf\":\"");
  if (strlen (leaf) != 2 * CSN_SHA256_BYTES + strlen ("\"}") ||
      !csn_hex_read (leaf, 2 * CSN_SHA256_BYTES, self->leaf, CSN_SHA256_BYTES))
    return FALSE;
  ret_row->seq = g_ascii_strtoull (line + strlen ("{\"seq\":"), &end, 10);
  hex = csn_digest_to_hex (self->leaf, CSN_SHA256_BYTES);
  written = g_strdup_printf ("{\"seq\":%" G_GUINT64_FORMAT ",\"leaf\":\"%s\"}", ret_row->seq, hex);
  if (!g_str_equal (line, written))
    return FALSE;
  ret_row->leaf = self->leaf;
  return TRUE;
}

static gboolean
next (CsnLogReader *reader, CsnLogRow *ret_row, GError **error)
{
  CsnBundleReader *self = CSN_BUNDLE_READER (reader);
  GError *local_error = NULL;
  const char *line;
  gsize length;

  memset (ret_row, 0, sizeof *ret_row);
  if (self->records == NULL)
    return FALSE;
  if (!next_line (self,
                  &self->records,
                  CSN_EXPORT_BUNDLE_RECORDS,
                  self->manifest.records_sha256,
                  &line,
                  &length,
                  &local_error))
    {
      if (local_error == NULL && self->n_rows != self->manifest.n_rows)
        return fail (self, G_IO_ERROR_INVALID_DATA, "it has another number of events", error);
      if (local_error != NULL)
        g_propagate_error (error, local_error);
      return FALSE;
    }
  if (!read_skeleton (self, line, length, ret_row))
    {
      ret_row->seq = self->manifest.base_seq + self->n_rows;
      ret_row->body = line;
      ret_row->length = length;
    }
  if (++self->n_rows == self->manifest.n_rows)
    ret_row->chain = self->manifest.head;
  return TRUE;
}

/* A note ends with its signature; after it stands an empty line, or nothing. */
static gboolean
next_checkpoint (CsnLogReader *reader, CsnLogCheckpoint *ret_checkpoint, GError **error)
{
  CsnBundleReader *self = CSN_BUNDLE_READER (reader);
  gboolean signed_off = FALSE;
  GError *local_error = NULL;
  const char *line;
  gsize length;

  g_string_truncate (self->note, 0);
  while (next_line (self,
                    &self->checkpoints,
                    CSN_EXPORT_BUNDLE_CHECKPOINTS,
                    self->manifest.checkpoints_sha256,
                    &line,
                    &length,
                    &local_error))
    {
      if (signed_off && length == 0)
        break;
      if (self->note->len + length > MAX_NOTE_BYTES)
        return fail (self, G_IO_ERROR_INVALID_DATA, "a checkpoint in it is too long", error);
      g_string_append_len (self->note, line, (gssize) length);
      g_string_append_c (self->note, '\n');
      signed_off = g_str_has_prefix (line, SIGNATURE_MARK);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  memset (ret_checkpoint, 0, sizeof *ret_checkpoint);
  ret_checkpoint->note = self->note->str;
  ret_checkpoint->length = self->note->len;
  return self->note->len > 0;
}

static gboolean
next_key (CsnLogReader *reader, CsnLogKey *ret_key, GError **error)
{
  CsnBundleReader *self = CSN_BUNDLE_READER (reader);
  guint8 log_id[CSN_LOG_ID_BYTES];
  const char *line;
  gsize length;
  char *end;

  memset (ret_key, 0, sizeof *ret_key);
  if (!next_line (self,
                  &self->keys,
                  CSN_EXPORT_BUNDLE_KEYS,
                  self->manifest.keys_sha256,
                  &line,
                  &length,
                  error))
    return FALSE;
  ret_key->since = g_ascii_strtoull (line, &end, 10);
  if (end == line || *end != ' ')
    return fail (self, G_IO_ERROR_INVALID_DATA, "a key in it is damaged", error);
  ret_key->is_missing = g_str_equal (end + 1, "-");
  if (ret_key->is_missing || (csn_public_key_from_text (end + 1, log_id, ret_key->public_key) &&
                              memcmp (log_id, self->manifest.log_id, sizeof log_id) == 0))
    return TRUE;
  return fail (self, G_IO_ERROR_INVALID_DATA, "a key in it is damaged", error);
}

static void
csn_bundle_reader_log_reader_init (CsnLogReaderInterface *iface)
{
  iface->get_log_id = get_log_id;
  iface->get_count = get_count;
  iface->next = next;
  iface->get_base = get_base;
  iface->next_checkpoint = next_checkpoint;
  iface->next_key = next_key;
}
