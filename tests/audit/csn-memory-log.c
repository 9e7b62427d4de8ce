/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-memory-log.h"

#include <gio/gio.h>
#include <string.h>

struct _CsnMemoryLog
{
  GObject parent_instance;
  guint8 log_id[CSN_LOG_ID_BYTES];
  GPtrArray *rows;        /* (owned) (element-type CsnMemoryRow) */
  GPtrArray *checkpoints; /* (owned) (element-type CsnMemoryCheckpoint) */
  GArray *keys;           /* (owned) (element-type CsnLogKey) */
  gboolean is_bundle;
  guint next;
  guint next_checkpoint;
  guint next_key;
  guint broken_at;
};

static void csn_memory_log_reader_init (CsnLogReaderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsnMemoryLog,
                               csn_memory_log,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CSN_TYPE_LOG_READER,
                                                      csn_memory_log_reader_init))

static void
row_free (gpointer data)
{
  CsnMemoryRow *row = data;

  g_string_free (row->body, TRUE);
  g_free (row->event_type);
  g_free (row->request_id);
  g_free (row->agent_id);
  g_free (row->action_type);
  g_free (row->hitl_level);
  g_free (row);
}

static void
checkpoint_free (gpointer data)
{
  CsnMemoryCheckpoint *checkpoint = data;

  g_string_free (checkpoint->note, TRUE);
  g_free (checkpoint);
}

static void
csn_memory_log_finalize (GObject *object)
{
  g_ptr_array_unref (CSN_MEMORY_LOG (object)->rows);
  g_ptr_array_unref (CSN_MEMORY_LOG (object)->checkpoints);
  g_array_unref (CSN_MEMORY_LOG (object)->keys);
  G_OBJECT_CLASS (csn_memory_log_parent_class)->finalize (object);
}

static void
csn_memory_log_class_init (CsnMemoryLogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = csn_memory_log_finalize;
}

static void
csn_memory_log_init (CsnMemoryLog *self)
{
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->checkpoints = g_ptr_array_new_with_free_func (checkpoint_free);
  self->keys = g_array_new (FALSE, FALSE, sizeof (CsnLogKey));
  self->broken_at = G_MAXUINT;
}

CsnMemoryLog *
csn_memory_log_new (const guint8 log_id[CSN_LOG_ID_BYTES])
{
  CsnMemoryLog *self = g_object_new (CSN_TYPE_MEMORY_LOG, NULL);

  memcpy (self->log_id, log_id, CSN_LOG_ID_BYTES);
  return self;
}

void
csn_memory_log_rechain (CsnMemoryLog *self, guint first)
{
  static const guint8 zeros[CSN_SHA256_BYTES] = { 0 };

  for (guint i = first; i < self->rows->len; i++)
    {
      CsnMemoryRow *row = g_ptr_array_index (self->rows, i);
      const CsnMemoryRow *before = i > 0 ? g_ptr_array_index (self->rows, i - 1) : NULL;
      const guint8 *previous = before != NULL ? before->chain : zeros;

      csn_chain_leaf (row->body->str, row->body->len, row->leaf);
      csn_chain_next (self->log_id, row->seq, previous, row->leaf, row->chain);
    }
}

void
csn_memory_log_append (CsnMemoryLog *self, const CsnEvent *event)
{
  CsnMemoryRow *row = g_new0 (CsnMemoryRow, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  CsnLevel level;

  row->seq = self->rows->len;
  body = csn_event_to_body (event, self->log_id, row->seq, &error);
  g_assert_no_error (error);
  row->body = g_string_new (body);
  row->timestamp = csn_event_get_timestamp (event);
  row->event_type = g_strdup (csn_event_type_to_string (csn_event_get_event_type (event)));
  row->request_id = csn_event_text (csn_event_get_request_id (event));
  row->agent_id = csn_event_text (csn_event_get_agent_id (event));
  row->action_type = csn_event_text (csn_event_get_action_type (event));
  if (csn_event_get_level (event, &level))
    row->hitl_level = g_strdup (csn_level_to_string (level));
  g_ptr_array_add (self->rows, row);
  csn_memory_log_rechain (self, self->rows->len - 1);
}

void
csn_memory_log_append_row (CsnMemoryLog *self, CsnMemoryRow *row)
{
  g_ptr_array_add (self->rows, row);
}

GPtrArray *
csn_memory_log_get_rows (CsnMemoryLog *self)
{
  return self->rows;
}

CsnMemoryRow *
csn_memory_row_copy (const CsnMemoryRow *row)
{
  CsnMemoryRow *copy = g_memdup2 (row, sizeof *row);

  copy->body = g_string_new_len (row->body->str, (gssize) row->body->len);
  copy->event_type = g_strdup (row->event_type);
  copy->request_id = g_strdup (row->request_id);
  copy->agent_id = g_strdup (row->agent_id);
  copy->action_type = g_strdup (row->action_type);
  copy->hitl_level = g_strdup (row->hitl_level);
  return copy;
}

void
csn_memory_log_seal (CsnMemoryLog *self, CsnSigner *signer)
{
  const CsnMemoryRow *last = g_ptr_array_index (self->rows, self->rows->len - 1);
  CsnMemoryCheckpoint *checkpoint = g_new0 (CsnMemoryCheckpoint, 1);
  CsnNote note = { .count = self->rows->len, .timestamp = last->timestamp };
  g_autofree char *text = NULL;

  memcpy (note.log_id, self->log_id, CSN_LOG_ID_BYTES);
  memcpy (note.head, last->chain, CSN_SHA256_BYTES);
  if (self->checkpoints->len > 0)
    {
      const CsnMemoryCheckpoint *before =
          g_ptr_array_index (self->checkpoints, self->checkpoints->len - 1);

      csn_note_digest (before->note->str, before->note->len, note.previous);
    }
  text = csn_note_sign (&note, signer);
  checkpoint->count = note.count;
  checkpoint->note = g_string_new (text);
  g_ptr_array_add (self->checkpoints, checkpoint);
}

GPtrArray *
csn_memory_log_get_checkpoints (CsnMemoryLog *self)
{
  return self->checkpoints;
}

GArray *
csn_memory_log_get_keys (CsnMemoryLog *self)
{
  return self->keys;
}

void
csn_memory_log_become_bundle (CsnMemoryLog *self)
{
  self->is_bundle = TRUE;
}

void
csn_memory_log_break_at (CsnMemoryLog *self, guint row)
{
  self->broken_at = row;
}

void
csn_memory_log_rewind (CsnMemoryLog *self)
{
  self->next = 0;
  self->next_checkpoint = 0;
  self->next_key = 0;
}

static const guint8 *
get_log_id (CsnLogReader *reader)
{
  return CSN_MEMORY_LOG (reader)->log_id;
}

static guint64
get_count (CsnLogReader *reader)
{
  return CSN_MEMORY_LOG (reader)->rows->len;
}

static gboolean
next (CsnLogReader *reader, CsnLogRow *ret_row, GError **error)
{
  CsnMemoryLog *self = CSN_MEMORY_LOG (reader);
  const CsnMemoryRow *row;

  if (self->next == self->broken_at)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The disk is broken");
      return FALSE;
    }
  if (self->next == self->rows->len)
    return FALSE;
  row = g_ptr_array_index (self->rows, self->next++);
  memset (ret_row, 0, sizeof *ret_row);
  ret_row->seq = row->seq;
  ret_row->body = row->body->str;
  ret_row->length = row->body->len;
  if (self->is_bundle)
    return TRUE;
  ret_row->leaf = row->leaf;
  ret_row->chain = row->chain;
  ret_row->has_columns = TRUE;
  ret_row->timestamp = row->timestamp;
  ret_row->event_type = row->event_type;
  ret_row->request_id = row->request_id;
  ret_row->agent_id = row->agent_id;
  ret_row->action_type = row->action_type;
  ret_row->hitl_level = row->hitl_level;
  return TRUE;
}

static gboolean
next_checkpoint (CsnLogReader *reader, CsnLogCheckpoint *ret_checkpoint, GError **error)
{
  CsnMemoryLog *self = CSN_MEMORY_LOG (reader);
  const CsnMemoryCheckpoint *checkpoint;

  if (self->next_checkpoint == self->checkpoints->len)
    return FALSE;
  checkpoint = g_ptr_array_index (self->checkpoints, self->next_checkpoint++);
  ret_checkpoint->has_count = !self->is_bundle;
  ret_checkpoint->count = checkpoint->count;
  ret_checkpoint->note = checkpoint->note->str;
  ret_checkpoint->length = checkpoint->note->len;
  return TRUE;
}

static gboolean
next_key (CsnLogReader *reader, CsnLogKey *ret_key, GError **error)
{
  CsnMemoryLog *self = CSN_MEMORY_LOG (reader);

  if (self->next_key == self->keys->len)
    return FALSE;
  *ret_key = g_array_index (self->keys, CsnLogKey, self->next_key++);
  return TRUE;
}

static void
csn_memory_log_reader_init (CsnLogReaderInterface *iface)
{
  iface->get_log_id = get_log_id;
  iface->get_count = get_count;
  iface->next = next;
  iface->next_checkpoint = next_checkpoint;
  iface->next_key = next_key;
}
