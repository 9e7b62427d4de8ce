/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-export.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "csn-export-bundle-private.h"
#include "csn-export-file-private.h"
#include "csn-export-filter-private.h"
#include "csn-export-format-private.h"
#include "csn-export-manifest-private.h"

#define ROWS_PER_PROGRESS 4096
#define ROWS_PER_CANCEL_CHECK 256

/* One export on its way: what it reads, where it goes, and what it has done so far. */
typedef struct
{
  CsnLogReader *reader;            /* (unowned) */
  const CsnExportOptions *options; /* (unowned) */
  const CsnExportWriter *writer;   /* (unowned) */
  const CsnExportFilter *filter;   /* (unowned) */
  CsnExportFile *file;             /* (unowned) */
  CsnProgressFunc progress;        /* (nullable) */
  gpointer user_data;
  GCancellable *cancellable; /* (unowned) (nullable) */
  gpointer state;            /* the writer's */
  CsnExportSummary summary;
} CsnExport;

/* A bundle holds no chain values, only what they are made of. */
static void
follow_chain (CsnExport *self, const CsnLogRow *row)
{
  guint8 leaf[CSN_SHA256_BYTES];

  if (row->chain != NULL)
    memcpy (self->summary.head, row->chain, CSN_SHA256_BYTES);
  else
    {
      if (row->body != NULL)
        csn_chain_leaf (row->body, row->length, leaf);
      else
        memcpy (leaf, row->leaf, CSN_SHA256_BYTES);
      csn_chain_next (self->summary.log_id, row->seq, self->summary.head, leaf, self->summary.head);
    }
  if (self->summary.n_read++ == 0)
    memcpy (self->summary.first_chain, self->summary.head, CSN_SHA256_BYTES);
}

static gboolean
write_row (CsnExport *self, const CsnLogRow *row, GError **error)
{
  GString *out = csn_export_file_get_buffer (self->file);

  follow_chain (self, row);
  if (!csn_export_filter_matches (self->filter, row))
    {
      if (self->writer->skip != NULL)
        self->writer->skip (self->state, out, row);
      return csn_export_file_flush (self->file, error);
    }
  if (self->summary.n_events == 0)
    self->summary.first_seq = row->seq;
  self->summary.last_seq = row->seq;
  self->summary.n_events++;
  return self->writer->append (self->state, out, row, error) &&
         csn_export_file_flush (self->file, error);
}

static gboolean
write_rows (CsnExport *self, GError **error)
{
  guint64 total = csn_log_reader_get_count (self->reader);
  g_autoptr (GError) local_error = NULL;
  CsnLogRow row;

  if (!csn_export_filter_needs_columns (self->filter))
    csn_log_reader_skip_columns (self->reader);
  while (csn_log_reader_next (self->reader, &row, &local_error))
    {
      guint64 n_read = self->summary.n_read + 1;

      if (!write_row (self, &row, error))
        return FALSE;
      if (self->progress != NULL && n_read % ROWS_PER_PROGRESS == 0)
        self->progress (n_read, total, self->user_data);
      if (n_read % ROWS_PER_CANCEL_CHECK == 0 &&
          g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
    }
  if (local_error != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, local_error->message);
      return FALSE;
    }
  if (self->progress != NULL)
    self->progress (self->summary.n_read, total, self->user_data);
  return TRUE;
}

/* Writes all of the file; gives its digest. */
static char *
write_file (CsnExport *self, GError **error)
{
  guint64 base_seq;
  char *digest = NULL;

  csn_log_reader_get_base (self->reader, &base_seq, self->summary.head);
  memcpy (self->summary.first_chain, self->summary.head, CSN_SHA256_BYTES);
  if (self->writer->begin != NULL)
    self->state = self->writer->begin (csn_export_file_get_buffer (self->file));
  if (write_rows (self, error))
    {
      if (self->writer->end != NULL)
        self->writer->end (self->state, csn_export_file_get_buffer (self->file), &self->summary);
      digest = csn_export_file_finish (self->file, error);
    }
  if (self->writer->free_state != NULL)
    self->writer->free_state (self->state);
  return digest;
}

static gboolean
publish_manifest (const char *path, const char *manifest, gboolean replace, GError **error)
{
  g_autofree char *digest = NULL;
  g_autoptr (CsnExportFile) file = csn_export_file_new (path, error);

  if (file == NULL)
    return FALSE;
  g_string_append (csn_export_file_get_buffer (file), manifest);
  digest = csn_export_file_finish (file, error);
  return digest != NULL && csn_export_file_publish (file, replace, error);
}

/* The manifest gets its name first: where the export is, its manifest is there too. */
static gboolean
publish_file (CsnExport *self, const char *manifest_path, const char *digest, GError **error)
{
  gboolean replace = self->options->replace;
  g_autofree char *name = g_path_get_basename (self->options->path);
  const CsnExportPart part = { name, digest, csn_export_file_get_size (self->file) };
  g_autofree char *manifest = csn_export_manifest_make (&self->summary, self->reader, &part, 1);

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
      !publish_manifest (manifest_path, manifest, replace, error))
    return FALSE;
  if (csn_export_file_publish (self->file, replace, error))
    return TRUE;
  if (!replace)
    g_unlink (manifest_path);
  return FALSE;
}

static gboolean
export_file (CsnExport *self, char *ret_sha256, GError **error)
{
  const char *path = self->options->path;
  g_autofree char *manifest_path = g_strconcat (path, ".manifest.json", NULL);
  g_autoptr (CsnExportFile) file = NULL;
  g_autofree char *digest = NULL;

  if (!self->options->replace && (!csn_export_file_refuse_existing (path, error) ||
                                  !csn_export_file_refuse_existing (manifest_path, error)))
    return FALSE;
  file = csn_export_file_new (path, error);
  if (file == NULL)
    return FALSE;
  self->file = file;
  digest = write_file (self, error);
  if (digest == NULL || !publish_file (self, manifest_path, digest, error))
    return FALSE;
  g_strlcpy (ret_sha256, digest, CSN_SHA256_BYTES * 2 + 1);
  return TRUE;
}

static gboolean
export_folder (CsnExport *self, char *ret_sha256, GError **error)
{
  g_autoptr (CsnExportFolder) folder = NULL;
  g_autoptr (CsnExportFile) file = NULL;
  g_autofree char *path = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *sha256 = NULL;

  if (!csn_export_file_refuse_existing (self->options->path, error))
    return FALSE;
  folder = csn_export_folder_new (self->options->path, error);
  if (folder == NULL)
    return FALSE;
  path = csn_export_folder_get_file (folder, CSN_EXPORT_BUNDLE_RECORDS);
  file = csn_export_file_new (path, error);
  if (file == NULL)
    return FALSE;
  self->file = file;
  digest = write_file (self, error);
  if (digest == NULL || !csn_export_file_publish (file, FALSE, error))
    return FALSE;
  sha256 = csn_export_bundle_complete (folder,
                                       &self->summary,
                                       self->reader,
                                       digest,
                                       csn_export_file_get_size (file),
                                       error);
  if (sha256 == NULL || g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
      !csn_export_folder_publish (folder, error))
    return FALSE;
  g_strlcpy (ret_sha256, sha256, CSN_SHA256_BYTES * 2 + 1);
  return TRUE;
}

gboolean
csn_audit_export (CsnLogReader *reader,
                  const CsnExportOptions *options,
                  CsnProgressFunc progress,
                  gpointer user_data,
                  GCancellable *cancellable,
                  CsnExportResult *ret_result,
                  GError **error)
{
  g_autoptr (CsnExportFilter) filter = NULL;
  g_autofree char *head = NULL;
  CsnExportResult result = { 0 };
  CsnExport self = {
    .reader = reader,
    .options = options,
    .progress = progress,
    .user_data = user_data,
    .cancellable = cancellable,
  };
  gboolean done;

  g_return_val_if_fail (CSN_IS_LOG_READER (reader), FALSE);
  g_return_val_if_fail (options != NULL && options->path != NULL, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  filter = csn_export_filter_new (options->filter);
  self.filter = filter;
  self.writer = csn_export_format_get_writer (options->format);
  self.summary.log_id = csn_log_reader_get_log_id (reader);
  self.summary.options = options;
  done = options->format == CSN_EXPORT_BUNDLE ? export_folder (&self, result.sha256, error)
                                              : export_file (&self, result.sha256, error);
  if (!done)
    return FALSE;
  head = csn_digest_to_hex (self.summary.head, CSN_SHA256_BYTES);
  g_strlcpy (result.head, head, sizeof result.head);
  result.n_events = self.summary.n_events;
  result.n_read = self.summary.n_read;
  if (ret_result != NULL)
    *ret_result = result;
  return TRUE;
}
