/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-json-private.h"

#define TABLE_ALIGNMENT 8
#define LEAST_TABLE_BYTES 256

/**
 * csn_json_document_new:
 * @text: (array length=length): what is going to be read
 * @length: at most %CSN_JSON_MAX_BYTES
 *
 * Returns: (transfer full): a document with a copy of @text and no values yet
 */
CsnJsonDocument *
csn_json_document_new (const char *text, gsize length)
{
  CsnJsonDocument *self = g_new0 (CsnJsonDocument, 1);

  g_atomic_ref_count_init (&self->refs);
  self->text = g_malloc (length + 1);
  if (length > 0)
    memcpy (self->text, text, length);
  self->text[length] = '\0';
  return self;
}

void
csn_json_document_unref (CsnJsonDocument *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->text);
  g_free (self->tables);
  g_free (self);
}

/**
 * csn_json_document_reserve:
 * @self: a document that is being read
 * @bytes: the size of a table
 *
 * Makes room for a table; moves the other tables if it must.
 *
 * Returns: where the table begins
 */
guint32
csn_json_document_reserve (CsnJsonDocument *self, gsize bytes)
{
  gsize at = self->size;

  self->size += (bytes + TABLE_ALIGNMENT - 1) & ~(gsize) (TABLE_ALIGNMENT - 1);
  if (self->size > self->capacity || self->tables == NULL)
    {
      self->capacity = MAX (self->size, MAX (self->capacity * 2, LEAST_TABLE_BYTES));
      self->tables = g_realloc (self->tables, self->capacity);
    }
  return (guint32) at;
}

/**
 * csn_json_document_finish:
 * @self: (transfer full): a document that has been read
 * @root: its root
 *
 * Gives back what memory the tables didn't need.
 *
 * Returns: (transfer full): the root, which keeps @self
 */
CsnJson *
csn_json_document_finish (CsnJsonDocument *self, const CsnJson *root)
{
  if (self->size < self->capacity)
    self->tables = g_realloc (self->tables, MAX (self->size, TABLE_ALIGNMENT));
  self->root = *root;
  return &self->root;
}
