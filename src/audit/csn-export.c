/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-export.h"

#include <gio/gio.h>
#include <string.h>

#include "csn-export-file-private.h"
#include "csn-export-format-private.h"
#include "csn-json-writer.h"
#include "csn-time.h"

#define ROWS_PER_PROGRESS 4096
#define ROWS_PER_CANCEL_CHECK 256

/* One export on its way: what it reads, where it goes, and what it has done so far. */
typedef struct
{
  CsnLogReader *reader;          /* (unowned) */
  const CsnExportWriter *writer; /* (unowned) */
  const CsnExportFilter *filter; /* (unowned) (nullable) */
  CsnExportFile *file;           /* (unowned) */
  CsnProgressFunc progress;      /* (nullable) */
  gpointer user_data;
  GCancellable *cancellable; /* (unowned) (nullable) */
  guint64 n_events;
  guint64 n_read;
  guint64 first_seq;
  guint64 last_seq;
  guint8 head[CSN_SHA256_BYTES];
} CsnExport;

static gboolean
is_empty (const CsnExportFilter *filter)
{
  return filter == NULL || (filter->since == 0 && filter->until == 0 && filter->agent_id == NULL &&
                            filter->event_type == NULL);
}

static gboolean
matches (const CsnExportFilter *filter, const CsnLogRow *row)
{
  if (filter == NULL)
    return TRUE;
  if (filter->since != 0 && row->timestamp < filter->since)
    return FALSE;
  if (filter->until != 0 && row->timestamp >= filter->until)
    return FALSE;
  if (filter->agent_id != NULL && g_strcmp0 (filter->agent_id, row->agent_id) != 0)
    return FALSE;
  return filter->event_type == NULL || g_strcmp0 (filter->event_type, row->event_type) == 0;
}

static gboolean
write_row (CsnExport *self, const CsnLogRow *row, GError **error)
{
  self->n_read++;
  memcpy (self->head, row->chain, CSN_SHA256_BYTES);
  if (!matches (self->filter, row))
    return TRUE;
  if (self->n_events == 0)
    self->first_seq = row->seq;
  self->last_seq = row->seq;
  self->n_events++;
  return self->writer->append (csn_export_file_get_buffer (self->file), row, error) &&
         csn_export_file_flush (self->file, error);
}

static gboolean
write_rows (CsnExport *self, GError **error)
{
  guint64 total = csn_log_reader_get_count (self->reader);
  g_autoptr (GError) local_error = NULL;
  CsnLogRow row;

  if (is_empty (self->filter))
    csn_log_reader_skip_columns (self->reader);
  if (self->writer->begin != NULL)
    self->writer->begin (csn_export_file_get_buffer (self->file));
  while (csn_log_reader_next (self->reader, &row, &local_error))
    {
      if (!write_row (self, &row, error))
        return FALSE;
      if (self->progress != NULL && self->n_read % ROWS_PER_PROGRESS == 0)
        self->progress (self->n_read, total, self->user_data);
      if (self->n_read % ROWS_PER_CANCEL_CHECK == 0 &&
          g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
    }
  if (local_error != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, local_error->message);
      return FALSE;
    }
  if (self->progress != NULL)
    self->progress (self->n_read, total, self->user_data);
  return TRUE;
}

static void
write_time (CsnJsonWriter *writer, const char *key, gint64 time)
{
  g_autofree char *text = time != 0 ? csn_time_to_string (time) : NULL;

  csn_json_writer_member_string (writer, key, text);
}

/* The filter comes from a command line, so it need not be UTF-8. */
static void
write_text (CsnJsonWriter *writer, const char *key, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  csn_json_writer_member_string (writer, key, valid);
}

static void
write_filter (CsnJsonWriter *writer, const CsnExportFilter *filter)
{
  const CsnExportFilter none = { 0 };

  filter = filter != NULL ? filter : &none;
  csn_json_writer_key (writer, "filter");
  csn_json_writer_begin_object (writer);
  write_time (writer, "since", filter->since);
  write_time (writer, "until", filter->until);
  write_text (writer, "agent_id", filter->agent_id);
  write_text (writer, "event_type", filter->event_type);
  csn_json_writer_end_object (writer);
}

static char *
make_manifest (const CsnExport *self, const char *path, const CsnExportResult *result)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *log_id = NULL;
  g_autofree char *name = g_path_get_basename (path);

  log_id = csn_digest_to_hex (csn_log_reader_get_log_id (self->reader), CSN_LOG_ID_BYTES);
  csn_json_writer_begin_object (writer);
  write_text (writer, "file", name);
  csn_json_writer_member_string (writer, "format", self->writer->name);
  csn_json_writer_member_string (writer, "sha256", result->sha256);
  csn_json_writer_member_integer (writer, "bytes", (gint64) csn_export_file_get_size (self->file));
  csn_json_writer_member_string (writer, "log_id", log_id);
  write_filter (writer, self->filter);
  csn_json_writer_member_integer (writer, "n_events", (gint64) self->n_events);
  csn_json_writer_member_integer (writer, "n_read", (gint64) self->n_read);
  if (self->n_events > 0)
    {
      csn_json_writer_member_integer (writer, "first_seq", (gint64) self->first_seq);
      csn_json_writer_member_integer (writer, "last_seq", (gint64) self->last_seq);
    }
  csn_json_writer_member_string (writer, "head", result->head);
  csn_json_writer_member_string (writer, "app_version", CSN_VERSION);
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}

/* The manifest gets its name first: where the export is, its manifest is there too. */
static gboolean
publish (CsnExport *self, const char *path, const CsnExportResult *result, GError **error)
{
  g_autofree char *manifest_path = g_strconcat (path, ".manifest.json", NULL);
  g_autofree char *manifest = make_manifest (self, path, result);
  g_autofree char *digest = NULL;
  g_autoptr (CsnExportFile) file = csn_export_file_new (manifest_path, error);

  if (file == NULL)
    return FALSE;
  g_string_append_printf (csn_export_file_get_buffer (file), "%s\n", manifest);
  digest = csn_export_file_finish (file, error);
  return digest != NULL && csn_export_file_publish (file, error) &&
         csn_export_file_publish (self->file, error);
}

static gboolean
run (CsnExport *self, const char *path, CsnExportResult *result, GError **error)
{
  g_autofree char *digest = NULL;
  g_autofree char *head = NULL;

  if (!write_rows (self, error))
    return FALSE;
  digest = csn_export_file_finish (self->file, error);
  if (digest == NULL)
    return FALSE;
  head = csn_digest_to_hex (self->head, CSN_SHA256_BYTES);
  result->n_events = self->n_events;
  result->n_read = self->n_read;
  memcpy (result->sha256, digest, sizeof result->sha256);
  memcpy (result->head, head, sizeof result->head);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  return publish (self, path, result, error);
}

gboolean
csn_audit_export (CsnLogReader *reader,
                  CsnExportFormat format,
                  const CsnExportFilter *filter,
                  const char *path,
                  CsnProgressFunc progress,
                  gpointer user_data,
                  GCancellable *cancellable,
                  CsnExportResult *ret_result,
                  GError **error)
{
  g_autoptr (CsnExportFile) file = NULL;
  CsnExportResult result = { 0 };
  CsnExport self = {
    .reader = reader,
    .writer = csn_export_format_get_writer (format),
    .filter = filter,
    .progress = progress,
    .user_data = user_data,
    .cancellable = cancellable,
  };

  g_return_val_if_fail (CSN_IS_LOG_READER (reader), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  file = csn_export_file_new (path, error);
  if (file == NULL)
    return FALSE;
  self.file = file;
  if (!run (&self, path, &result, error))
    return FALSE;
  if (ret_result != NULL)
    *ret_result = result;
  return TRUE;
}
