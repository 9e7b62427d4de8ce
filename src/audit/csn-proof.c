/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-proof.h"

#include <string.h>

#include "csn-base64-private.h"
#include "csn-event-body-private.h"
#include "csn-json-writer.h"

/* No two checkpoints of a signed log are further apart; late first ones are. */
#define MAX_LEAVES 4096

void
csn_proof_free (CsnProof *self)
{
  if (self == NULL)
    return;
  g_free (self->body);
  g_free (self->public_key);
  g_free (self);
}

/* Make */

/* Goes to the row, and gives the chain value before it. */
static gboolean
find_row (CsnLogReader *reader,
          guint64 seq,
          guint8 ret_previous[CSN_SHA256_BYTES],
          CsnLogRow *ret_row,
          GCancellable *cancellable,
          GError **error)
{
  guint64 begin = 0;
  guint8 leaf[CSN_SHA256_BYTES];

  csn_log_reader_get_base (reader, &begin, ret_previous);
  if (seq > begin && csn_log_reader_skip_to (reader, seq - 1))
    begin = seq - 1;
  while (csn_log_reader_next (reader, ret_row, error))
    {
      if (ret_row->seq == seq && ret_row->body != NULL)
        return TRUE;
      if (ret_row->seq >= seq || g_cancellable_set_error_if_cancelled (cancellable, error))
        break;
      if (ret_row->chain != NULL)
        memcpy (ret_previous, ret_row->chain, CSN_SHA256_BYTES);
      else
        {
          if (ret_row->body != NULL)
            csn_chain_leaf (ret_row->body, ret_row->length, leaf);
          else
            memcpy (leaf, ret_row->leaf, sizeof leaf);
          csn_chain_next (csn_log_reader_get_log_id (reader),
                          ret_row->seq,
                          ret_previous,
                          leaf,
                          ret_previous);
        }
    }
  if (error != NULL && *error == NULL)
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_NOT_FOUND,
                 "There is no event %" G_GUINT64_FORMAT " in the log",
                 seq);
  return FALSE;
}

static gboolean
find_note (CsnLogReader *reader, guint64 seq, CsnLogCheckpoint *ret_checkpoint, CsnNote *ret_note)
{
  while (csn_log_reader_next_checkpoint (reader, ret_checkpoint, NULL))
    if (csn_note_parse (ret_checkpoint->note, ret_checkpoint->length, ret_note) &&
        ret_note->count > seq)
      return TRUE;
  return FALSE;
}

/* The key that was in force for the note. */
static char *
find_key (CsnLogReader *reader, const CsnLogCheckpoint *checkpoint, guint64 count)
{
  const guint8 *log_id = csn_log_reader_get_log_id (reader);
  char *text = NULL;
  CsnLogKey key;

  while (csn_log_reader_next_key (reader, &key, NULL) && key.since < count)
    if (!key.is_missing &&
        csn_note_check (checkpoint->note, checkpoint->length, log_id, key.public_key, NULL))
      {
        g_free (text);
        text = csn_public_key_to_text (log_id, key.public_key);
      }
  return text;
}

static void
write_hash (CsnJsonWriter *writer, const char *key, const guint8 hash[CSN_SHA256_BYTES])
{
  g_autofree char *hex = csn_digest_to_hex (hash, CSN_SHA256_BYTES);

  if (key != NULL)
    csn_json_writer_member_string (writer, key, hex);
  else
    csn_json_writer_string (writer, hex);
}

static void
write_front (CsnJsonWriter *writer,
             CsnLogReader *reader,
             const CsnLogRow *row,
             const guint8 previous[CSN_SHA256_BYTES])
{
  g_autofree char *log_id =
      csn_digest_to_hex (csn_log_reader_get_log_id (reader), CSN_LOG_ID_BYTES);
  g_autofree char *body = g_strndup (row->body, row->length);

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "format", CSN_PROOF_FORMAT);
  csn_json_writer_member_string (writer, "log_id", log_id);
  csn_json_writer_member_integer (writer, "seq", (gint64) row->seq);
  csn_json_writer_member_string (writer, "body", body);
  write_hash (writer, "previous", previous);
}

static gboolean
write_leaves (CsnJsonWriter *writer, CsnLogReader *reader, guint64 begin, guint64 end)
{
  guint8 leaf[CSN_SHA256_BYTES];
  CsnLogRow row;

  csn_json_writer_key (writer, "leaves");
  csn_json_writer_begin_array (writer);
  for (guint64 seq = begin; seq < end; seq++)
    {
      if (end - begin > MAX_LEAVES || !csn_log_reader_next (reader, &row, NULL) || row.seq != seq)
        return FALSE;
      if (row.body != NULL)
        csn_chain_leaf (row.body, row.length, leaf);
      else
        memcpy (leaf, row.leaf, sizeof leaf);
      write_hash (writer, NULL, leaf);
    }
  csn_json_writer_end_array (writer);
  return TRUE;
}

char *
csn_proof_make (CsnLogReader *reader, guint64 seq, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  CsnJsonWriter *writer;
  CsnLogRow row;
  CsnLogCheckpoint checkpoint;
  CsnNote note;
  guint8 previous[CSN_SHA256_BYTES];
  g_autofree char *note_text = NULL;
  g_autofree char *key = NULL;
  g_autofree char *json = NULL;

  g_return_val_if_fail (CSN_IS_LOG_READER (reader), NULL);

  if (!find_row (reader, seq, previous, &row, cancellable, &local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  writer = csn_json_writer_new ();
  write_front (writer, reader, &row, previous);
  if (find_note (reader, seq, &checkpoint, &note))
    {
      note_text = g_strndup (checkpoint.note, checkpoint.length);
      key = find_key (reader, &checkpoint, note.count);
    }
  if (key == NULL || !write_leaves (writer, reader, seq + 1, note.count))
    {
      csn_json_writer_free (writer);
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_NOT_FOUND,
                   "No signed checkpoint vouches for event %" G_GUINT64_FORMAT,
                   seq);
      return NULL;
    }
  csn_json_writer_member_string (writer, "note", note_text);
  csn_json_writer_member_string (writer, "public_key", key);
  csn_json_writer_end_object (writer);
  json = csn_json_writer_finish (writer);
  return g_strconcat (json, "\n", NULL);
}

/* Check */

static const char *
get_text (const CsnJson *root, const char *key)
{
  const CsnJson *member = csn_json_get_member (root, key);

  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return NULL;
  return csn_json_get_text (member);
}

static gboolean
read_hash (const char *text, guint8 ret_hash[CSN_SHA256_BYTES])
{
  return text != NULL && csn_hex_read (text, strlen (text), ret_hash, CSN_SHA256_BYTES);
}

/* Chains the event and the leaves after it; how many events the log has then. */
static gboolean
read_chain (const CsnJson *root,
            const CsnProof *proof,
            guint8 ret_chain[CSN_SHA256_BYTES],
            guint64 *ret_count)
{
  const CsnJson *leaves = csn_json_get_member (root, "leaves");
  guint8 leaf[CSN_SHA256_BYTES];
  guint64 seq = proof->seq;

  if (leaves == NULL || csn_json_get_value_type (leaves) != CSN_JSON_ARRAY ||
      !read_hash (get_text (root, "previous"), ret_chain))
    return FALSE;
  csn_chain_leaf (proof->body, strlen (proof->body), leaf);
  csn_chain_next (proof->log_id, seq++, ret_chain, leaf, ret_chain);
  for (guint i = 0; i < csn_json_get_size (leaves); i++)
    {
      const CsnJson *element = csn_json_get_element (leaves, i);

      if (csn_json_get_value_type (element) != CSN_JSON_STRING ||
          !read_hash (csn_json_get_text (element), leaf))
        return FALSE;
      csn_chain_next (proof->log_id, seq++, ret_chain, leaf, ret_chain);
    }
  *ret_count = seq;
  return TRUE;
}

static const char *
find_fault (const CsnJson *root, CsnProof *proof, const guint8 *trusted_key)
{
  const char *note_text = get_text (root, "note");
  guint8 named_id[CSN_LOG_ID_BYTES];
  guint8 key[CSN_PUBLIC_KEY_BYTES];
  guint8 chain[CSN_SHA256_BYTES];
  guint64 place;
  guint64 count;
  CsnNote note;

  if (!csn_event_body_get_place (proof->body, strlen (proof->body), named_id, &place) ||
      place != proof->seq || memcmp (named_id, proof->log_id, CSN_LOG_ID_BYTES) != 0)
    return "altered";
  if (!csn_public_key_from_text (proof->public_key, named_id, key) ||
      memcmp (named_id, proof->log_id, CSN_LOG_ID_BYTES) != 0 ||
      (trusted_key != NULL && memcmp (key, trusted_key, sizeof key) != 0) ||
      !csn_note_check (note_text, strlen (note_text), proof->log_id, key, &note))
    return "bad-signature";
  if (!read_chain (root, proof, chain, &count) || count != note.count ||
      memcmp (chain, note.head, CSN_SHA256_BYTES) != 0)
    return "altered";
  proof->timestamp = note.timestamp;
  return NULL;
}

static CsnProof *
read_front (const CsnJson *root)
{
  const CsnJson *seq = csn_json_get_member (root, "seq");
  const char *log_id = get_text (root, "log_id");
  gint64 number = -1;
  CsnProof *proof;
  guint8 id[CSN_LOG_ID_BYTES];

  if (g_strcmp0 (get_text (root, "format"), CSN_PROOF_FORMAT) != 0 || log_id == NULL ||
      !csn_hex_read (log_id, strlen (log_id), id, sizeof id) || seq == NULL ||
      csn_json_get_value_type (seq) != CSN_JSON_NUMBER || !csn_json_get_integer (seq, &number) ||
      number < 0 || get_text (root, "body") == NULL || get_text (root, "note") == NULL ||
      get_text (root, "public_key") == NULL)
    return NULL;
  proof = g_new0 (CsnProof, 1);
  memcpy (proof->log_id, id, sizeof id);
  proof->seq = (guint64) number;
  proof->body = g_strdup (get_text (root, "body"));
  proof->public_key = g_strdup (get_text (root, "public_key"));
  return proof;
}

CsnProof *
csn_proof_check (const char *text,
                 gsize length,
                 const guint8 *trusted_key,
                 const char **ret_fault,
                 GError **error)
{
  g_autoptr (CsnJson) root = NULL;
  g_autoptr (CsnProof) proof = NULL;

  *ret_fault = NULL;
  root = csn_json_parse (text, length, CSN_PROOF_MAX_BYTES, NULL, error);
  if (root == NULL)
    return NULL;
  if (csn_json_get_value_type (root) == CSN_JSON_OBJECT)
    proof = read_front (root);
  if (proof == NULL)
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_INVALID_DATA,
                           "The file is not a proof of Countersign");
      return NULL;
    }
  *ret_fault = find_fault (root, proof, trusted_key);
  return *ret_fault == NULL ? g_steal_pointer (&proof) : NULL;
}
