/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-export-manifest-private.h"

#include "csn-json-writer.h"
#include "csn-time.h"

static void
write_time (CsnJsonWriter *writer, const char *key, gint64 time)
{
  g_autofree char *text = time != 0 ? csn_time_to_string (time) : NULL;

  csn_json_writer_member_string (writer, key, text);
}

/* File names and filters come from a command line, so they need not be UTF-8. */
static void
write_text (CsnJsonWriter *writer, const char *key, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  csn_json_writer_member_string (writer, key, valid);
}

static void
write_digest (CsnJsonWriter *writer, const char *key, const guint8 *digest, gsize length)
{
  g_autofree char *hex = csn_digest_to_hex (digest, length);

  csn_json_writer_member_string (writer, key, hex);
}

static void
write_filter (CsnJsonWriter *writer, const CsnHistoryQuery *filter)
{
  const CsnHistoryQuery none = { 0 };

  filter = filter != NULL ? filter : &none;
  csn_json_writer_key (writer, "filter");
  csn_json_writer_begin_object (writer);
  write_time (writer, "since", filter->since);
  write_time (writer, "until", filter->until);
  write_text (writer, "agent_id", filter->agent_id);
  write_text (writer, "event_type", filter->event_type);
  write_text (writer, "action_type", filter->action_type);
  write_text (writer, "request_id", filter->request_id);
  write_text (writer, "hitl_level", filter->level);
  write_text (writer, "reviewer_id", filter->reviewer);
  write_text (writer, "reviewer_decision", filter->decision);
  write_text (writer, "text", filter->text);
  csn_json_writer_end_object (writer);
}

static void
write_base (CsnJsonWriter *writer, CsnLogReader *reader)
{
  guint8 chain[CSN_SHA256_BYTES];
  guint64 seq;

  csn_log_reader_get_base (reader, &seq, chain);
  csn_json_writer_key (writer, "base");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_integer (writer, "seq", (gint64) seq);
  write_digest (writer, "chain", chain, sizeof chain);
  csn_json_writer_end_object (writer);
}

/* The other files of a folder. */
static void
write_parts (CsnJsonWriter *writer, const CsnExportPart *parts, guint n_parts)
{
  if (n_parts == 0)
    return;
  csn_json_writer_key (writer, "files");
  csn_json_writer_begin_object (writer);
  for (guint i = 0; i < n_parts; i++)
    {
      csn_json_writer_key (writer, parts[i].name);
      csn_json_writer_begin_object (writer);
      csn_json_writer_member_string (writer, "sha256", parts[i].sha256);
      csn_json_writer_member_integer (writer, "bytes", (gint64) parts[i].bytes);
      csn_json_writer_end_object (writer);
    }
  csn_json_writer_end_object (writer);
}

char *
csn_export_manifest_make (const CsnExportSummary *summary,
                          CsnLogReader *reader,
                          const CsnExportPart *parts,
                          guint n_parts)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  const char *format = csn_export_format_to_string (summary->options->format);
  g_autofree char *json = NULL;

  csn_json_writer_begin_object (writer);
  write_text (writer, "file", parts[0].name);
  csn_json_writer_member_string (writer, "format", format);
  csn_json_writer_member_string (writer, "sha256", parts[0].sha256);
  csn_json_writer_member_integer (writer, "bytes", (gint64) parts[0].bytes);
  write_digest (writer, "log_id", summary->log_id, CSN_LOG_ID_BYTES);
  write_filter (writer, summary->options->filter);
  csn_json_writer_member_integer (writer, "n_events", (gint64) summary->n_events);
  csn_json_writer_member_integer (writer, "n_read", (gint64) summary->n_read);
  if (summary->n_events > 0)
    {
      csn_json_writer_member_integer (writer, "first_seq", (gint64) summary->first_seq);
      csn_json_writer_member_integer (writer, "last_seq", (gint64) summary->last_seq);
    }
  write_base (writer, reader);
  write_digest (writer, "head", summary->head, CSN_SHA256_BYTES);
  write_parts (writer, parts + 1, n_parts - 1);
  csn_json_writer_member_string (writer, "app_version", CSN_VERSION);
  csn_json_writer_end_object (writer);
  json = csn_json_writer_finish (writer);
  return g_strconcat (json, "\n", NULL);
}
