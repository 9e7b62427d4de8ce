/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-export-bundle-private.h"

#include <string.h>

#include "csn-export-file-private.h"
#include "csn-export-manifest-private.h"

void
csn_export_bundle_skip (gpointer state, GString *out, const CsnLogRow *row)
{
  guint8 leaf[CSN_SHA256_BYTES];
  g_autofree char *hex = NULL;

  if (row->body != NULL)
    csn_chain_leaf (row->body, row->length, leaf);
  else
    memcpy (leaf, row->leaf, CSN_SHA256_BYTES);
  hex = csn_digest_to_hex (leaf, CSN_SHA256_BYTES);
  g_string_append_printf (out, "{\"seq\":%" G_GUINT64_FORMAT ",\"leaf\":\"%s\"}\n", row->seq, hex);
}

static gboolean
append_checkpoints (CsnExportFile *file, CsnLogReader *reader, GError **error)
{
  GString *out = csn_export_file_get_buffer (file);
  CsnLogCheckpoint checkpoint;
  GError *local_error = NULL;
  gboolean is_first = TRUE;

  while (csn_log_reader_next_checkpoint (reader, &checkpoint, &local_error))
    {
      if (!is_first)
        g_string_append_c (out, '\n');
      is_first = FALSE;
      g_string_append_len (out, checkpoint.note, (gssize) checkpoint.length);
      if (!csn_export_file_flush (file, error))
        return FALSE;
      out = csn_export_file_get_buffer (file);
    }
  if (local_error == NULL)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, local_error->message);
  g_error_free (local_error);
  return FALSE;
}

static gboolean
append_keys (CsnExportFile *file, CsnLogReader *reader, GError **error)
{
  GString *out = csn_export_file_get_buffer (file);
  const guint8 *log_id = csn_log_reader_get_log_id (reader);
  GError *local_error = NULL;
  CsnLogKey key;

  while (csn_log_reader_next_key (reader, &key, &local_error))
    {
      g_autofree char *text = NULL;

      if (!key.is_missing)
        text = csn_public_key_to_text (log_id, key.public_key);
      g_string_append_printf (out, "%" G_GUINT64_FORMAT " %s\n", key.since, text ? text : "-");
    }
  if (local_error == NULL)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, local_error->message);
  g_error_free (local_error);
  return FALSE;
}

/* Writes a file of the folder; gives its digest. */
static char *
write_part (CsnExportFolder *folder,
            CsnExportPart *part,
            gboolean (*append) (CsnExportFile *, CsnLogReader *, GError **),
            CsnLogReader *reader,
            GError **error)
{
  g_autofree char *path = csn_export_folder_get_file (folder, part->name);
  g_autoptr (CsnExportFile) file = csn_export_file_new (path, error);
  char *digest;

  if (file == NULL || !append (file, reader, error))
    return NULL;
  digest = csn_export_file_finish (file, error);
  if (digest == NULL || !csn_export_file_publish (file, FALSE, error))
    {
      g_free (digest);
      return NULL;
    }
  part->sha256 = digest;
  part->bytes = csn_export_file_get_size (file);
  return digest;
}

static char *
write_manifest (CsnExportFolder *folder, const char *manifest, GError **error)
{
  g_autofree char *path = csn_export_folder_get_file (folder, CSN_EXPORT_BUNDLE_MANIFEST);
  g_autoptr (CsnExportFile) file = csn_export_file_new (path, error);
  g_autofree char *digest = NULL;

  if (file == NULL)
    return NULL;
  g_string_append (csn_export_file_get_buffer (file), manifest);
  digest = csn_export_file_finish (file, error);
  if (digest == NULL || !csn_export_file_publish (file, FALSE, error))
    return NULL;
  return g_steal_pointer (&digest);
}

char *
csn_export_bundle_complete (CsnExportFolder *folder,
                            const CsnExportSummary *summary,
                            CsnLogReader *reader,
                            const char *sha256,
                            guint64 bytes,
                            GError **error)
{
  CsnExportPart parts[] = {
    { CSN_EXPORT_BUNDLE_RECORDS, sha256, bytes },
    { .name = CSN_EXPORT_BUNDLE_CHECKPOINTS },
    { .name = CSN_EXPORT_BUNDLE_KEYS },
  };
  g_autofree char *checkpoints = NULL;
  g_autofree char *keys = NULL;
  g_autofree char *manifest = NULL;

  checkpoints = write_part (folder, &parts[1], append_checkpoints, reader, error);
  if (checkpoints == NULL)
    return NULL;
  keys = write_part (folder, &parts[2], append_keys, reader, error);
  if (keys == NULL)
    return NULL;
  manifest = csn_export_manifest_make (summary, reader, parts, G_N_ELEMENTS (parts));
  return write_manifest (folder, manifest, error);
}
