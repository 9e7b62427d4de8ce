/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-json-reader-private.h"
#include "csn-visible-text.h"

#define FIRST_STACK 64
#define SHOWN_KEY_CHARACTERS 60

static gboolean read_value (CsnJsonReader *self, CsnJson *ret_value);

static inline void
skip_white_space (CsnJsonReader *self)
{
  while (self->position < self->length)
    {
      char c = self->text[self->position];

      if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
        return;
      self->position++;
    }
}

static CsnJsonMember *
push (CsnJsonReader *self)
{
  CsnJsonMember *entry;

  if (self->stack_size == self->stack_capacity)
    {
      self->stack_capacity = MAX (FIRST_STACK, self->stack_capacity * 2);
      self->stack = g_renew (CsnJsonMember, self->stack, self->stack_capacity);
    }
  entry = &self->stack[self->stack_size++];
  entry->key = 0;
  entry->key_length = 0;
  return entry;
}

static gboolean
fail_duplicate (CsnJsonReader *self, const CsnJsonMember *duplicate)
{
  return csn_json_reader_fail (self,
                               CSN_JSON_ERROR_DUPLICATE_KEY,
                               duplicate->key - 1,
                               "an object has the same member twice");
}

/* Keys are compared when their object ends. If it never does, a duplicate before the place that
 * stopped us is still the first fault. */
static void
blame_earlier_duplicate (CsnJsonReader *self, gsize start)
{
  guint32 n_members = (guint32) (self->stack_size - start);
  const char *text = self->document->text;
  g_autofree guint32 *order = NULL;
  const CsnJsonMember *members;
  const CsnJsonMember *duplicate;

  if (n_members < 2)
    return;
  members = self->stack + start;
  order = g_new (guint32, n_members);
  csn_json_sort_members (text, members, n_members, order);
  duplicate = csn_json_find_duplicate (text, members, n_members, order);
  if (duplicate != NULL && duplicate->key - 1 < self->fault_offset)
    fail_duplicate (self, duplicate);
}

static gboolean
finish_object (CsnJsonReader *self, gsize start, CsnJson *ret_value)
{
  guint32 n_members = (guint32) (self->stack_size - start);
  gsize bytes = n_members * sizeof (CsnJsonMember);
  gsize order_bytes = n_members * sizeof (guint32);
  guint32 at = csn_json_document_reserve (self->document, bytes + order_bytes);
  const char *text = self->document->text;
  CsnJsonMember *members = (CsnJsonMember *) (void *) (self->document->tables + at);
  guint32 *order = (guint32 *) (void *) (members + n_members);
  const CsnJsonMember *duplicate;

  if (n_members > 0)
    memcpy (members, self->stack + start, bytes);
  csn_json_sort_members (text, members, n_members, order);
  duplicate = csn_json_find_duplicate (text, members, n_members, order);
  if (duplicate != NULL)
    return fail_duplicate (self, duplicate);

  csn_json_reader_set (self, ret_value, CSN_JSON_OBJECT, at, n_members);
  return TRUE;
}

static void
finish_array (CsnJsonReader *self, gsize start, CsnJson *ret_value)
{
  gsize n_elements = self->stack_size - start;
  guint32 at = csn_json_document_reserve (self->document, n_elements * sizeof (CsnJson));
  CsnJson *elements = (CsnJson *) (void *) (self->document->tables + at);

  for (gsize i = 0; i < n_elements; i++)
    elements[i] = self->stack[start + i].value;
  csn_json_reader_set (self, ret_value, CSN_JSON_ARRAY, at, n_elements);
}

/* The key is on the stack before its value is read, so that it can be blamed if that fails. */
static gboolean
read_member (CsnJsonReader *self)
{
  gsize slot = self->stack_size;
  CsnJsonMember *entry;
  CsnJson key;
  CsnJson value;

  skip_white_space (self);
  if (!csn_json_reader_is_next (self, '"'))
    return csn_json_reader_fail_at_byte (self, "a member's name is missing");
  if (!csn_json_reader_read_string (self, &key))
    return FALSE;
  entry = push (self);
  entry->key = key.at;
  entry->key_length = key.size;

  skip_white_space (self);
  if (!csn_json_reader_is_next (self, ':'))
    return csn_json_reader_fail_at_byte (self, "a colon is missing");
  self->position++;
  if (!read_value (self, &value))
    return FALSE;
  self->stack[slot].value = value;
  return TRUE;
}

static gboolean
read_element (CsnJsonReader *self)
{
  CsnJson value;

  if (!read_value (self, &value))
    return FALSE;
  push (self)->value = value;
  return TRUE;
}

/* Reads what stands between the brackets, and the closing one. */
static gboolean
read_children (CsnJsonReader *self, char end, gboolean (*read_child) (CsnJsonReader *self))
{
  skip_white_space (self);
  if (csn_json_reader_is_next (self, end))
    {
      self->position++;
      return TRUE;
    }
  while (TRUE)
    {
      if (!read_child (self))
        return FALSE;
      skip_white_space (self);
      if (csn_json_reader_is_next (self, end))
        break;
      if (!csn_json_reader_is_next (self, ','))
        return csn_json_reader_fail_at_byte (self, "a comma or the closing bracket is missing");
      self->position++;
    }
  self->position++;
  return TRUE;
}

static gboolean
read_object (CsnJsonReader *self, gsize start, CsnJson *ret_value)
{
  if (read_children (self, '}', read_member) && finish_object (self, start, ret_value))
    return TRUE;
  blame_earlier_duplicate (self, start);
  return FALSE;
}

static gboolean
read_array (CsnJsonReader *self, gsize start, CsnJson *ret_value)
{
  if (!read_children (self, ']', read_element))
    return FALSE;
  finish_array (self, start, ret_value);
  return TRUE;
}

static gboolean
read_container (CsnJsonReader *self, CsnJson *ret_value)
{
  gsize start = self->stack_size;
  gboolean is_object = self->text[self->position] == '{';
  gboolean is_read;

  if (self->depth == CSN_JSON_MAX_DEPTH)
    return csn_json_reader_fail (self, CSN_JSON_ERROR_DEPTH, self->position, "nested too deep");
  self->depth++;
  self->position++;
  if (is_object)
    is_read = read_object (self, start, ret_value);
  else
    is_read = read_array (self, start, ret_value);
  self->depth--;
  self->stack_size = start;
  return is_read;
}

static gboolean
read_value (CsnJsonReader *self, CsnJson *ret_value)
{
  char c;

  skip_white_space (self);
  c = self->position < self->length ? self->text[self->position] : '\0';
  if (c == '"')
    return csn_json_reader_read_string (self, ret_value);
  if (c == '{' || c == '[')
    return read_container (self, ret_value);
  if (c == '-' || g_ascii_isdigit (c))
    return csn_json_reader_read_number (self, ret_value);
  if (c == 't')
    return csn_json_reader_read_literal (self, "true", ret_value);
  if (c == 'f')
    return csn_json_reader_read_literal (self, "false", ret_value);
  if (c == 'n')
    return csn_json_reader_read_literal (self, "null", ret_value);
  return csn_json_reader_fail_at_byte (self, "not a JSON value");
}

static gboolean
read_document (CsnJsonReader *self, CsnJson *ret_root)
{
  if (!read_value (self, ret_root))
    return FALSE;
  skip_white_space (self);
  if (self->position < self->length)
    return csn_json_reader_fail_at_byte (self, "more text after the value");
  return TRUE;
}

/* Which member stands twice, as much of its name as fits a sentence. */
static char *
describe_duplicate (const CsnJsonReader *self)
{
  const char *key = self->document->text + self->fault_offset + 1;
  glong n_characters = g_utf8_strlen (key, -1);
  g_autofree char *part = g_utf8_substring (key, 0, MIN (n_characters, SHOWN_KEY_CHARACTERS));
  g_autofree char *shown = csn_visible_text (part, -1, CSN_VISIBLE_SINGLE_LINE, NULL);

  return g_strconcat (": “", shown, n_characters > SHOWN_KEY_CHARACTERS ? "…”" : "”", NULL);
}

static void
set_error (const CsnJsonReader *self, GError **error)
{
  g_autofree char *detail = NULL;

  if (self->fault == CSN_JSON_ERROR_DUPLICATE_KEY)
    detail = describe_duplicate (self);
  g_set_error (error,
               CSN_JSON_ERROR,
               (int) self->fault,
               "%s%s (byte %" G_GSIZE_FORMAT ")",
               self->fault_reason,
               detail != NULL ? detail : "",
               self->fault_offset);
}

CsnJson *
csn_json_parse (const char *text, gsize length, gsize max_bytes, gsize *ret_offset, GError **error)
{
  CsnJsonReader reader = { 0 };
  CsnJson root;
  gboolean is_read;

  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  max_bytes = MIN (max_bytes, CSN_JSON_MAX_BYTES);
  if (length > max_bytes)
    {
      csn_json_reader_fail (&reader, CSN_JSON_ERROR_SIZE, max_bytes, "larger than allowed");
    }
  else
    {
      reader.text = text;
      reader.length = length;
      reader.document = csn_json_document_new (text, length);
    }
  is_read = reader.document != NULL && read_document (&reader, &root);
  g_free (reader.stack);
  if (is_read)
    return csn_json_document_finish (reader.document, &root);

  set_error (&reader, error);
  if (ret_offset != NULL)
    *ret_offset = reader.fault_offset;
  g_clear_pointer (&reader.document, csn_json_document_unref);
  return NULL;
}
