/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-event-body-private.h"

#include <string.h>

#include "csn-json-writer.h"
#include "csn-time.h"

#define COMMITMENT_KEY "payload_commitment"
/* A commitment is the last of the details, which end before the version. */
#define COMMITMENT_MARK "\"" COMMITMENT_KEY "\":\""
#define COMMITMENT_END "\"},\"app_version\":\""
#define TYPE_MARK "Z\",\"event_type\":\""
#define MAX_FRONT 160
#define MAX_INTEGER (G_GUINT64_CONSTANT (1) << 53)
#define MAX_TIMESTAMP G_GINT64_CONSTANT (253402300799999999) /* the end of the year 9999 */

char *
csn_event_text (const char *text)
{
  guint8 digest[CSN_SHA256_BYTES];
  g_autofree char *digest_text = NULL;
  gsize length;

  if (text == NULL)
    return NULL;
  length = strlen (text);
  if (length <= CSN_EVENT_MAX_TEXT_BYTES)
    return g_strdup (text);
  csn_digest_sha256 (text, length, digest);
  digest_text = csn_digest_to_string (digest);
  return g_strdup_printf ("%s (%" G_GSIZE_FORMAT " bytes)", digest_text, length);
}

static void
write_text (CsnJsonWriter *writer, const char *key, const char *text)
{
  g_autofree char *short_text = csn_event_text (text);

  csn_json_writer_member_string (writer, key, short_text);
}

static void
write_present_text (CsnJsonWriter *writer, const char *key, const char *text)
{
  if (text != NULL)
    write_text (writer, key, text);
}

/* The members that say where the body belongs and that the columns are derived from. */
static void
write_front (CsnJsonWriter *writer, const CsnLogRow *row, const guint8 log_id[CSN_LOG_ID_BYTES])
{
  g_autofree char *log_id_text = csn_digest_to_hex (log_id, CSN_LOG_ID_BYTES);
  g_autofree char *timestamp = csn_time_to_string (row->timestamp);

  csn_json_writer_member_integer (writer, "v", CSN_EVENT_VERSION);
  csn_json_writer_member_string (writer, "log_id", log_id_text);
  csn_json_writer_member_integer (writer, "seq", (gint64) row->seq);
  csn_json_writer_member_string (writer, "timestamp", timestamp);
  write_text (writer, "event_type", row->event_type);
  write_text (writer, "request_id", row->request_id);
  write_text (writer, "agent_id", row->agent_id);
  write_text (writer, "action_type", row->action_type);
  write_text (writer, "hitl_level", row->hitl_level);
}

static void
write_score (CsnJsonWriter *writer, const char *score)
{
  if (score == NULL || strlen (score) > CSN_EVENT_MAX_TEXT_BYTES)
    {
      write_text (writer, "confidence_score", score);
      return;
    }
  csn_json_writer_key (writer, "confidence_score");
  csn_json_writer_number (writer, score);
}

static void
write_judgement (CsnJsonWriter *writer, const CsnEvent *event)
{
  gint64 latency = csn_event_get_latency_ms (event);

  write_score (writer, csn_event_get_confidence_score (event));
  write_text (writer, "reviewer_id", csn_event_get_reviewer_id (event));
  write_text (writer, "reviewer_decision", csn_event_get_reviewer_decision (event));
  csn_json_writer_key (writer, "latency_ms");
  if (latency < 0)
    csn_json_writer_null (writer);
  else
    csn_json_writer_integer (writer, latency);
}

static void
write_actor (CsnJsonWriter *writer, const CsnActor *actor)
{
  csn_json_writer_key (writer, "actor");
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "kind", csn_actor_kind_to_string (actor->kind));
  write_present_text (writer, "name", actor->name);
  write_present_text (writer, "via", actor->via);
  csn_json_writer_end_object (writer);
}

static void
write_origin (CsnJsonWriter *writer, const CsnEvent *event)
{
  const char *const *rules = csn_event_get_rules (event);

  write_present_text (writer, "source", csn_event_get_source (event));
  write_present_text (writer, "task_id", csn_event_get_task_id (event));
  if (csn_event_get_revision (event) >= 0)
    csn_json_writer_member_integer (writer, "revision", csn_event_get_revision (event));
  write_present_text (writer, "action_digest", csn_event_get_action_digest (event));
  write_present_text (writer, "policy_sha256", csn_event_get_policy_sha256 (event));
  if (rules == NULL || rules[0] == NULL)
    return;
  csn_json_writer_key (writer, "rules");
  csn_json_writer_begin_array (writer);
  for (gsize i = 0; rules[i] != NULL; i++)
    csn_json_writer_string (writer, rules[i]);
  csn_json_writer_end_array (writer);
}

static void
write_members (CsnJsonWriter *writer, const CsnJson *object)
{
  for (guint i = 0; i < csn_json_get_size (object); i++)
    {
      if (g_str_equal (csn_json_get_key (object, i), COMMITMENT_KEY))
        continue;
      csn_json_writer_key (writer, csn_json_get_key (object, i));
      csn_json_writer_value (writer, csn_json_get_element (object, i));
    }
}

static void
write_digest (CsnJsonWriter *writer, const CsnJson *object)
{
  g_autofree char *text = csn_json_to_text (object, 0);
  g_autofree char *hex = NULL;
  guint8 digest[CSN_SHA256_BYTES];

  csn_digest_sha256 (text, strlen (text), digest);
  hex = csn_digest_to_hex (digest, sizeof digest);
  csn_json_writer_member_string (writer, "sha256", hex);
  csn_json_writer_member_integer (writer, "bytes", (gint64) strlen (text));
}

static void
write_details (CsnJsonWriter *writer,
               const CsnJson *details,
               const guint8 *commitment,
               gboolean is_too_long)
{
  g_autofree char *hex = NULL;

  if (details == NULL && commitment == NULL)
    return;
  csn_json_writer_key (writer, "details");
  csn_json_writer_begin_object (writer);
  if (details != NULL && is_too_long)
    write_digest (writer, details);
  else if (details != NULL)
    write_members (writer, details);
  if (commitment != NULL)
    {
      hex = csn_digest_to_hex (commitment, CSN_SHA256_BYTES);
      csn_json_writer_member_string (writer, COMMITMENT_KEY, hex);
    }
  csn_json_writer_end_object (writer);
}

static char *
write_body (const CsnEvent *event,
            const guint8 log_id[CSN_LOG_ID_BYTES],
            guint64 seq,
            const guint8 *commitment,
            gboolean is_too_long)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  CsnLevel level;
  CsnLogRow row = {
    .seq = seq,
    .timestamp = csn_event_get_timestamp (event),
    .event_type = csn_event_type_to_string (csn_event_get_event_type (event)),
    .request_id = csn_event_get_request_id (event),
    .agent_id = csn_event_get_agent_id (event),
    .action_type = csn_event_get_action_type (event),
  };

  if (csn_event_get_level (event, &level))
    row.hitl_level = csn_level_to_string (level);
  csn_json_writer_begin_object (writer);
  write_front (writer, &row, log_id);
  write_judgement (writer, event);
  write_actor (writer, csn_event_get_actor (event));
  write_origin (writer, event);
  write_details (writer, csn_event_get_details (event), commitment, is_too_long);
  csn_json_writer_member_string (writer, "app_version", CSN_VERSION);
  csn_json_writer_end_object (writer);
  return csn_json_writer_finish (writer);
}

static char *
to_body (const CsnEvent *event,
         const guint8 log_id[CSN_LOG_ID_BYTES],
         guint64 seq,
         const guint8 *commitment,
         GError **error)
{
  g_autofree char *body = write_body (event, log_id, seq, commitment, FALSE);

  if (strlen (body) > CSN_EVENT_MAX_BYTES && csn_event_get_details (event) != NULL)
    {
      g_free (body);
      body = write_body (event, log_id, seq, commitment, TRUE);
    }
  if (strlen (body) > CSN_EVENT_MAX_BYTES)
    {
      g_set_error (error,
                   CSN_MODEL_ERROR,
                   CSN_MODEL_ERROR_INVALID,
                   "The event is too long for the audit log: %" G_GSIZE_FORMAT " bytes",
                   strlen (body));
      return NULL;
    }
  return g_steal_pointer (&body);
}

char *
csn_event_to_body (const CsnEvent *event,
                   const guint8 log_id[CSN_LOG_ID_BYTES],
                   guint64 seq,
                   GError **error)
{
  g_return_val_if_fail (event != NULL, NULL);

  return to_body (event, log_id, seq, NULL, error);
}

char *
csn_event_to_committed_body (const CsnEvent *event,
                             const guint8 log_id[CSN_LOG_ID_BYTES],
                             guint64 seq,
                             const guint8 commitment[CSN_SHA256_BYTES],
                             GError **error)
{
  g_return_val_if_fail (event != NULL, NULL);
  g_return_val_if_fail (commitment != NULL, NULL);

  return to_body (event, log_id, seq, commitment, error);
}

/* Columns are foreign here: someone may have put anything into them. */
static gboolean
is_writable (const CsnLogRow *row)
{
  const char *const texts[] = {
    row->event_type, row->request_id, row->agent_id, row->action_type, row->hitl_level,
  };

  if (row->event_type == NULL || row->seq > MAX_INTEGER)
    return FALSE;
  if (row->timestamp < 0 || row->timestamp > MAX_TIMESTAMP)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL && !g_utf8_validate (texts[i], -1, NULL))
      return FALSE;
  return TRUE;
}

gboolean
csn_event_body_is_derived_from (const CsnLogRow *row, const guint8 log_id[CSN_LOG_ID_BYTES])
{
  CsnJsonWriter *writer;
  g_autofree char *front = NULL;
  gsize length;

  if (!is_writable (row))
    return FALSE;
  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  write_front (writer, row, log_id);
  csn_json_writer_end_object (writer);
  front = csn_json_writer_finish (writer);

  /* In the body a comma stands where the front has its closing brace. */
  length = strlen (front) - 1;
  return row->length > length && memcmp (row->body, front, length) == 0 && row->body[length] == ',';
}

static gboolean
skip_text (const char **cursor, const char *end, const char *text)
{
  gsize length = strlen (text);

  if ((gsize) (end - *cursor) < length || memcmp (*cursor, text, length) != 0)
    return FALSE;
  *cursor += length;
  return TRUE;
}

static gboolean
read_hex (const char **cursor, const char *end, guint8 *ret_bytes, gsize n_bytes)
{
  if ((gsize) (end - *cursor) < 2 * n_bytes)
    return FALSE;
  for (gsize i = 0; i < n_bytes; i++)
    {
      int high = g_ascii_xdigit_value (*(*cursor)++);
      int low = g_ascii_xdigit_value (*(*cursor)++);

      if (high < 0 || low < 0)
        return FALSE;
      ret_bytes[i] = (guint8) (high << 4 | low);
    }
  return TRUE;
}

gboolean
csn_event_body_get_place (const char *body,
                          gsize length,
                          guint8 ret_log_id[CSN_LOG_ID_BYTES],
                          guint64 *ret_seq)
{
  const char *cursor = body;
  const char *end = body + length;
  const char *digits;
  guint64 seq = 0;

  if (!skip_text (&cursor, end, "{\"v\":1,\"log_id\":\"") ||
      !read_hex (&cursor, end, ret_log_id, CSN_LOG_ID_BYTES) ||
      !skip_text (&cursor, end, "\",\"seq\":"))
    return FALSE;
  digits = cursor;
  for (; cursor < end && g_ascii_isdigit (*cursor) && cursor - digits < 16; cursor++)
    seq = seq * 10 + (guint64) g_ascii_digit_value (*cursor);
  if (cursor == digits || cursor == end || *cursor != ',')
    return FALSE;
  *ret_seq = seq;
  return TRUE;
}

/* The front has no text of foreign make before the type, and its own needs no escapes. */
gboolean
csn_event_body_is_of_type (const CsnLogRow *row, const char *event_type)
{
  const char *cursor;
  gsize length;

  if (row->has_columns)
    return g_strcmp0 (row->event_type, event_type) == 0;
  cursor = g_strstr_len (row->body, (gssize) MIN (row->length, MAX_FRONT), TYPE_MARK);
  if (cursor == NULL)
    return FALSE;
  cursor += strlen (TYPE_MARK);
  length = strlen (event_type);
  return (gsize) (row->body + row->length - cursor) > length &&
         memcmp (cursor, event_type, length) == 0 && cursor[length] == '"';
}

gboolean
csn_event_body_get_commitment (const char *body,
                               gsize length,
                               guint8 ret_commitment[CSN_SHA256_BYTES])
{
  const char *end = g_strrstr_len (body, (gssize) length, COMMITMENT_END);
  const gsize key_length = strlen (COMMITMENT_MARK);
  const char *cursor;

  if (end == NULL || (gsize) (end - body) < key_length + 2 * CSN_SHA256_BYTES)
    return FALSE;
  cursor = end - 2 * CSN_SHA256_BYTES;
  return memcmp (cursor - key_length, COMMITMENT_MARK, key_length) == 0 &&
         read_hex (&cursor, end, ret_commitment, CSN_SHA256_BYTES);
}
