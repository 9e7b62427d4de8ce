/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-export-format-private.h"

static gboolean
append_line (GString *out, const CsnLogRow *row, GError **error)
{
  g_string_append_len (out, row->body, (gssize) row->length);
  g_string_append_c (out, '\n');
  return TRUE;
}

static const CsnExportWriter writers[] = {
  { CSN_EXPORT_JSONL, "jsonl", NULL, append_line },
  { CSN_EXPORT_CSV, "csv", csn_export_csv_begin, csn_export_csv_append },
};

const CsnExportWriter *
csn_export_format_get_writer (CsnExportFormat format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (writers); i++)
    if (writers[i].format == format)
      return &writers[i];
  g_return_val_if_reached (NULL);
}

gboolean
csn_export_format_from_string (const char *text, CsnExportFormat *ret_format)
{
  g_return_val_if_fail (ret_format != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      if (g_strcmp0 (writers[i].name, text) != 0)
        continue;
      *ret_format = writers[i].format;
      return TRUE;
    }
  return FALSE;
}

const char *
csn_export_format_to_string (CsnExportFormat format)
{
  return csn_export_format_get_writer (format)->name;
}
