/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-export-format-private.h"

gboolean
csn_export_jsonl_append (gpointer state, GString *out, const CsnLogRow *row, GError **error)
{
  g_string_append_len (out, row->body, (gssize) row->length);
  g_string_append_c (out, '\n');
  return TRUE;
}

static const CsnExportWriter writers[] = {
  {
      .format = CSN_EXPORT_JSONL,
      .name = "jsonl",
      .append = csn_export_jsonl_append,
  },
  {
      .format = CSN_EXPORT_BUNDLE,
      .name = "bundle",
      .append = csn_export_jsonl_append,
      .skip = csn_export_bundle_skip,
  },
  {
      .format = CSN_EXPORT_CSV,
      .name = "csv",
      .begin = csn_export_csv_begin,
      .append = csn_export_csv_append,
  },
  {
      .format = CSN_EXPORT_OCSF,
      .name = "ocsf",
      .append = csn_export_ocsf_append,
  },
  {
      .format = CSN_EXPORT_CEF,
      .name = "cef",
      .append = csn_export_cef_append,
  },
  {
      .format = CSN_EXPORT_OTLP,
      .name = "otlp",
      .begin = csn_export_otlp_begin,
      .append = csn_export_otlp_append,
      .end = csn_export_otlp_end,
      .free_state = g_free,
  },
  {
      .format = CSN_EXPORT_HTML,
      .name = "html",
      .begin = csn_export_html_begin,
      .append = csn_export_html_append,
      .end = csn_export_html_end,
      .free_state = csn_export_html_free,
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (writers) == CSN_N_EXPORT_FORMATS);

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
