/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-json.h"

#include <math.h>
#include <string.h>

#include "csn-json-private.h"

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

  return (CsnJsonType) self->type;
}

gboolean
csn_json_get_boolean (const CsnJson *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->type == CSN_JSON_BOOLEAN, FALSE);

  return self->at != 0;
}

const char *
csn_json_get_text (const CsnJson *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->type == CSN_JSON_STRING || self->type == CSN_JSON_NUMBER, NULL);

  return csn_json_peek_text (self);
}

gboolean
csn_json_get_double (const CsnJson *self, double *ret_value)
{
  double value;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ret_value != NULL, FALSE);

  if (self->type != CSN_JSON_NUMBER)
    return FALSE;
  value = g_ascii_strtod (csn_json_peek_text (self), NULL);
  if (!isfinite (value))
    return FALSE;
  *ret_value = value;
  return TRUE;
}

gboolean
csn_json_get_integer (const CsnJson *self, gint64 *ret_value)
{
  const char *text;
  gboolean negative;
  gint64 value = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ret_value != NULL, FALSE);

  if (self->type != CSN_JSON_NUMBER)
    return FALSE;
  text = csn_json_peek_text (self);
  negative = text[0] == '-';
  for (const char *p = text + (negative ? 1 : 0); *p != '\0'; p++)
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
    return &csn_json_peek_elements (self)[index];
  return &csn_json_peek_members (self)[index].value;
}

const char *
csn_json_get_key (const CsnJson *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->type == CSN_JSON_OBJECT, NULL);
  g_return_val_if_fail (index < self->size, NULL);

  return csn_json_peek_key (self, index);
}

const CsnJson *
csn_json_get_member (const CsnJson *self, const char *key)
{
  const CsnJsonMember *members;
  const guint32 *order;
  gsize key_length;
  guint32 low = 0;
  guint32 high;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  if (self->type != CSN_JSON_OBJECT)
    return NULL;

  members = csn_json_peek_members (self);
  order = csn_json_peek_order (self);
  key_length = strlen (key);
  high = self->size;
  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      const CsnJsonMember *member = &members[order[middle]];
      int compared = csn_json_compare_keys (key,
                                            key_length,
                                            self->document->text + member->key,
                                            member->key_length);

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
  const CsnJson *a_elements = csn_json_peek_elements (a);
  const CsnJson *b_elements = csn_json_peek_elements (b);

  for (guint32 i = 0; i < a->size; i++)
    {
      if (!csn_json_equal (&a_elements[i], &b_elements[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
objects_equal (const CsnJson *a, const CsnJson *b)
{
  const guint32 *a_order = csn_json_peek_order (a);
  const guint32 *b_order = csn_json_peek_order (b);

  for (guint32 i = 0; i < a->size; i++)
    {
      if (!g_str_equal (csn_json_peek_key (a, a_order[i]), csn_json_peek_key (b, b_order[i])))
        return FALSE;
      if (!csn_json_equal (&csn_json_peek_members (a)[a_order[i]].value,
                           &csn_json_peek_members (b)[b_order[i]].value))
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

  switch ((CsnJsonType) a->type)
    {
    case CSN_JSON_NULL:
      return TRUE;
    case CSN_JSON_BOOLEAN:
      return a->at == b->at;
    case CSN_JSON_NUMBER:
    case CSN_JSON_STRING:
      return g_str_equal (csn_json_peek_text (a), csn_json_peek_text (b));
    case CSN_JSON_ARRAY:
      return arrays_equal (a, b);
    case CSN_JSON_OBJECT:
      return objects_equal (a, b);
    }
  g_return_val_if_reached (FALSE);
}
