/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-json.h"

#include <math.h>
#include <string.h>

#include "csn-json-private.h"

#define SMALLEST_CHUNK 512
#define LARGEST_CHUNK (256 * 1024)

typedef struct _Chunk Chunk;

struct _Chunk
{
  Chunk *next;
  gsize padding;
  guint8 data[];
};

struct _CsnJsonDocument
{
  gatomicrefcount refs;
  CsnJson root;
  Chunk *chunks;
  guint8 *free_start;
  gsize free_bytes;
  gsize chunk_bytes;
  char text[];
};

G_DEFINE_QUARK (csn - json - error - quark, csn_json_error)

static gpointer
csn_json_copy (gpointer boxed)
{
  return csn_json_ref (boxed);
}

static void
csn_json_free (gpointer boxed)
{
  csn_json_unref (boxed);
}

GType
csn_json_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      GType registered = g_boxed_type_register_static (g_intern_static_string ("CsnJson"),
                                                       csn_json_copy,
                                                       csn_json_free);

      g_once_init_leave (&type, registered);
    }
  return type;
}

/* The document keeps a copy of the text, in which strings are unescaped in place. */
CsnJsonDocument *
csn_json_document_new (const char *text, gsize length)
{
  CsnJsonDocument *self = g_malloc (sizeof (CsnJsonDocument) + length + 1);

  g_atomic_ref_count_init (&self->refs);
  memset (&self->root, 0, sizeof (self->root));
  self->chunks = NULL;
  self->free_start = NULL;
  self->free_bytes = 0;
  self->chunk_bytes = CLAMP (length, SMALLEST_CHUNK, LARGEST_CHUNK);
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

  while (self->chunks != NULL)
    {
      Chunk *next = self->chunks->next;

      g_free (self->chunks);
      self->chunks = next;
    }
  g_free (self);
}

char *
csn_json_document_get_text (CsnJsonDocument *self)
{
  return self->text;
}

gpointer
csn_json_document_alloc (CsnJsonDocument *self, gsize bytes)
{
  gpointer start;

  bytes = (MAX (bytes, 1) + 7) & ~(gsize) 7;
  if (bytes > self->free_bytes)
    {
      gsize capacity = MAX (bytes, self->chunk_bytes);
      Chunk *chunk = g_malloc (sizeof (Chunk) + capacity);

      chunk->next = self->chunks;
      self->chunks = chunk;
      self->free_start = chunk->data;
      self->free_bytes = capacity;
    }
  start = self->free_start;
  self->free_start += bytes;
  self->free_bytes -= bytes;
  return start;
}

/* Hands the caller's reference on the document over to the root that is returned. */
CsnJson *
csn_json_document_set_root (CsnJsonDocument *self, const CsnJson *root)
{
  self->root = *root;
  return &self->root;
}

CsnJson *
csn_json_ref (const CsnJson *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->document->refs);
  return (CsnJson *) self;
}

void
csn_json_unref (CsnJson *self)
{
  g_return_if_fail (self != NULL);

  csn_json_document_unref (self->document);
}

CsnJsonType
csn_json_get_value_type (const CsnJson *self)
{
  g_return_val_if_fail (self != NULL, CSN_JSON_NULL);

  return self->type;
}

gboolean
csn_json_get_boolean (const CsnJson *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->type == CSN_JSON_BOOLEAN, FALSE);

  return self->as.boolean;
}

const char *
csn_json_get_text (const CsnJson *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->type == CSN_JSON_STRING || self->type == CSN_JSON_NUMBER, NULL);

  return self->as.text;
}

gboolean
csn_json_get_double (const CsnJson *self, double *ret_value)
{
  double value;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ret_value != NULL, FALSE);

  if (self->type != CSN_JSON_NUMBER)
    return FALSE;
  value = g_ascii_strtod (self->as.text, NULL);
  if (!isfinite (value))
    return FALSE;
  *ret_value = value;
  return TRUE;
}

gboolean
csn_json_get_integer (const CsnJson *self, gint64 *ret_value)
{
  gboolean negative;
  gint64 value = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ret_value != NULL, FALSE);

  if (self->type != CSN_JSON_NUMBER)
    return FALSE;
  negative = self->as.text[0] == '-';
  for (const char *p = self->as.text + (negative ? 1 : 0); *p != '\0'; p++)
    {
      if (!g_ascii_isdigit (*p))
        return FALSE;
      value = value * 10 + (*p - '0');
      if (value > CSN_JSON_MAX_INTEGER)
        return FALSE;
    }
  *ret_value = negative ? -value : value;
  return TRUE;
}

guint
csn_json_get_size (const CsnJson *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->type != CSN_JSON_ARRAY && self->type != CSN_JSON_OBJECT)
    return 0;
  return self->size;
}

const CsnJson *
csn_json_get_element (const CsnJson *self, guint index)
{
  g_return_val_if_fail (index < csn_json_get_size (self), NULL);

  if (self->type == CSN_JSON_ARRAY)
    return &self->as.elements[index];
  return &self->as.members[index].value;
}

const char *
csn_json_get_key (const CsnJson *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->type == CSN_JSON_OBJECT, NULL);
  g_return_val_if_fail (index < self->size, NULL);

  return self->as.members[index].key;
}

const CsnJson *
csn_json_get_member (const CsnJson *self, const char *key)
{
  const guint32 *order;
  gsize key_length;
  guint32 low = 0;
  guint32 high;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  if (self->type != CSN_JSON_OBJECT)
    return NULL;

  order = csn_json_get_order (self);
  key_length = strlen (key);
  high = self->size;
  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      const CsnJsonMember *member = &self->as.members[order[middle]];
      int compared = csn_json_compare_keys (key, key_length, member->key, member->key_length);

      if (compared == 0)
        return &member->value;
      if (compared < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}

static gboolean
arrays_equal (const CsnJson *a, const CsnJson *b)
{
  for (guint32 i = 0; i < a->size; i++)
    {
      if (!csn_json_equal (&a->as.elements[i], &b->as.elements[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
objects_equal (const CsnJson *a, const CsnJson *b)
{
  const guint32 *a_order = csn_json_get_order (a);
  const guint32 *b_order = csn_json_get_order (b);

  for (guint32 i = 0; i < a->size; i++)
    {
      const CsnJsonMember *one = &a->as.members[a_order[i]];
      const CsnJsonMember *other = &b->as.members[b_order[i]];

      if (one->key_length != other->key_length || !g_str_equal (one->key, other->key))
        return FALSE;
      if (!csn_json_equal (&one->value, &other->value))
        return FALSE;
    }
  return TRUE;
}

gboolean
csn_json_equal (const CsnJson *a, const CsnJson *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  if (a == b)
    return TRUE;
  if (a->type != b->type || a->size != b->size)
    return FALSE;

  switch (a->type)
    {
    case CSN_JSON_NULL:
      return TRUE;
    case CSN_JSON_BOOLEAN:
      return a->as.boolean == b->as.boolean;
    case CSN_JSON_NUMBER:
    case CSN_JSON_STRING:
      return g_str_equal (a->as.text, b->as.text);
    case CSN_JSON_ARRAY:
      return arrays_equal (a, b);
    case CSN_JSON_OBJECT:
      return objects_equal (a, b);
    }
  g_return_val_if_reached (FALSE);
}
