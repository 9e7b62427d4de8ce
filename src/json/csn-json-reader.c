/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-json-private.h"
#include "csn-visible-text.h"

#define FIRST_STACK 64
#define SMALL_OBJECT 16
#define SHOWN_KEY_CHARACTERS 60

/* Bytes are read from text and written to copy, at the same place or before it: that is why a
 * string can be closed with a NUL in the copy while the quote after it is still to be read. */
typedef struct
{
  const char *text;
  gsize length;
  gsize position;
  char *copy;
  CsnJsonDocument *document;
  CsnJsonMember *stack; /* children of the containers that are still open */
  gsize stack_size;
  gsize stack_capacity;
  guint depth;
  CsnJsonError fault;
  gsize fault_offset;
  const char *fault_reason;
  const char *fault_key; /* (nullable) */
} Reader;

static gboolean read_value (Reader *self, CsnJson *ret_value);

static gboolean
fail (Reader *self, CsnJsonError fault, gsize offset, const char *reason)
{
  self->fault = fault;
  self->fault_offset = offset;
  self->fault_reason = reason;
  self->fault_key = NULL;
  return FALSE;
}

/* How many bytes the well-formed sequence at the start of @bytes has, or 0 (Unicode, table 3-7). */
static gsize
measure_sequence (const char *bytes, gsize available)
{
  const guint8 *b = (const guint8 *) bytes;
  guint8 lowest = 0x80;
  guint8 highest = 0xbf;
  gsize length;

  if (b[0] < 0x80)
    return 1;
  if (b[0] < 0xc2 || b[0] > 0xf4)
    return 0;
  length = b[0] < 0xe0 ? 2 : b[0] < 0xf0 ? 3 : 4;
  if (length > available)
    return 0;

  if (b[0] == 0xe0)
    lowest = 0xa0;
  else if (b[0] == 0xed)
    highest = 0x9f;
  else if (b[0] == 0xf0)
    lowest = 0x90;
  else if (b[0] == 0xf4)
    highest = 0x8f;

  if (b[1] < lowest || b[1] > highest)
    return 0;
  for (gsize i = 2; i < length; i++)
    {
      if ((b[i] & 0xc0) != 0x80)
        return 0;
    }
  return length;
}

/* A byte that the grammar has no place for: is it bad JSON, or not even text? */
static gboolean
fail_at_byte (Reader *self, const char *reason)
{
  gsize at = self->position;

  if (at == self->length)
    return fail (self, CSN_JSON_ERROR_SYNTAX, at, "the text ends too early");
  if (self->text[at] == '\0')
    return fail (self, CSN_JSON_ERROR_ENCODING, at, "a NUL byte");
  if (measure_sequence (self->text + at, self->length - at) == 0)
    return fail (self, CSN_JSON_ERROR_ENCODING, at, "not valid UTF-8");
  return fail (self, CSN_JSON_ERROR_SYNTAX, at, reason);
}

static inline gboolean
is_next (const Reader *self, char expected)
{
  return self->position < self->length && self->text[self->position] == expected;
}

static inline void
skip_white_space (Reader *self)
{
  while (self->position < self->length)
    {
      char c = self->text[self->position];

      if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
        return;
      self->position++;
    }
}

/* Steps over printable ASCII that stands for itself, eight bytes at a time. */
static inline gsize
skip_plain (const Reader *self, gsize position)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);

  while (position + 8 <= self->length)
    {
      guint64 word;
      guint64 special;

      memcpy (&word, self->text + position, 8);
      special = word | (word - ones * 0x20);
      special |= (word ^ (ones * '"')) - ones;
      special |= (word ^ (ones * '\\')) - ones;
      if ((special & (ones * 0x80)) != 0)
        break;
      position += 8;
    }
  while (position < self->length)
    {
      guint8 c = (guint8) self->text[position];

      if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\')
        break;
      position++;
    }
  return position;
}

/* Reads the four digits after "\u" at @offset. */
static gboolean
read_hex (const Reader *self, gsize offset, gunichar *ret_unit)
{
  gunichar unit = 0;

  if (self->length - offset < 6 || self->text[offset] != '\\' || self->text[offset + 1] != 'u')
    return FALSE;
  for (gsize i = 2; i < 6; i++)
    {
      int digit = g_ascii_xdigit_value (self->text[offset + i]);

      if (digit < 0)
        return FALSE;
      unit = unit * 16 + (gunichar) digit;
    }
  *ret_unit = unit;
  return TRUE;
}

static gboolean
read_unicode_escape (Reader *self, char **out)
{
  gsize begin = self->position;
  gunichar character;
  gunichar low;

  if (!read_hex (self, begin, &character))
    return fail (self, CSN_JSON_ERROR_SYNTAX, begin, "an escape that JSON does not have");
  if (character == 0)
    return fail (self, CSN_JSON_ERROR_ENCODING, begin, "an escaped NUL");
  self->position += 6;

  if (character >= 0xd800 && character <= 0xdfff)
    {
      if (character >= 0xdc00 || !read_hex (self, self->position, &low) || low < 0xdc00 ||
          low > 0xdfff)
        return fail (self, CSN_JSON_ERROR_ENCODING, begin, "a lone surrogate");
      character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00);
      self->position += 6;
    }
  *out += g_unichar_to_utf8 (character, *out);
  return TRUE;
}

static gboolean
read_escape (Reader *self, char **out)
{
  static const char names[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  gsize begin = self->position;
  const char *name;
  char c;

  if (begin + 1 == self->length)
    return fail (self, CSN_JSON_ERROR_SYNTAX, self->length, "the text ends too early");
  c = self->text[begin + 1];
  if (c == 'u')
    return read_unicode_escape (self, out);

  name = c != '\0' ? strchr (names, c) : NULL;
  if (name == NULL)
    return fail (self, CSN_JSON_ERROR_SYNTAX, begin, "an escape that JSON does not have");
  *(*out)++ = meanings[name - names];
  self->position += 2;
  return TRUE;
}

static gboolean
read_multibyte (Reader *self, char **out)
{
  while (self->position < self->length && (guint8) self->text[self->position] >= 0x80)
    {
      gsize at = self->position;
      gsize bytes = measure_sequence (self->text + at, self->length - at);

      if (bytes == 0)
        return fail (self, CSN_JSON_ERROR_ENCODING, at, "not valid UTF-8");
      memmove (*out, self->text + at, bytes);
      *out += bytes;
      self->position += bytes;
    }
  return TRUE;
}

static gboolean
read_special (Reader *self, char **out)
{
  guint8 c = (guint8) self->text[self->position];

  if (c == '\\')
    return read_escape (self, out);
  if (c >= 0x80)
    return read_multibyte (self, out);
  return fail_at_byte (self, "a control character in a string");
}

/* Reads a string, whose opening quote is next, and resolves its escapes. */
static gboolean
read_string (Reader *self, const char **ret_text, gsize *ret_length)
{
  char *begin = self->copy + self->position + 1;
  char *out = begin;

  self->position++;
  while (TRUE)
    {
      gsize run = self->position;
      gsize end = skip_plain (self, run);

      if (out != self->copy + run)
        memcpy (out, self->text + run, end - run);
      out += end - run;
      self->position = end;
      if (end == self->length)
        return fail (self, CSN_JSON_ERROR_SYNTAX, end, "the text ends too early");
      if (self->text[end] == '"')
        break;
      if (!read_special (self, &out))
        return FALSE;
    }
  self->position++;
  *out = '\0';
  *ret_text = begin;
  *ret_length = (gsize) (out - begin);
  return TRUE;
}

static gboolean
read_digits (Reader *self)
{
  gsize begin = self->position;

  while (self->position < self->length && g_ascii_isdigit (self->text[self->position]))
    self->position++;
  if (self->position == begin)
    return fail_at_byte (self, "a digit is missing");
  return TRUE;
}

static gboolean
read_number (Reader *self, CsnJson *ret_value)
{
  gsize begin = self->position;

  if (is_next (self, '-'))
    self->position++;
  if (is_next (self, '0'))
    self->position++;
  else if (!read_digits (self))
    return FALSE;

  if (is_next (self, '.'))
    {
      self->position++;
      if (!read_digits (self))
        return FALSE;
    }
  if (is_next (self, 'e') || is_next (self, 'E'))
    {
      self->position++;
      if (is_next (self, '+') || is_next (self, '-'))
        self->position++;
      if (!read_digits (self))
        return FALSE;
    }
  self->copy[self->position] = '\0';
  ret_value->type = CSN_JSON_NUMBER;
  ret_value->as.text = self->copy + begin;
  ret_value->size = (guint32) (self->position - begin);
  return TRUE;
}

static gboolean
read_literal (Reader *self, const char *literal, CsnJson *ret_value)
{
  for (const char *p = literal; *p != '\0'; p++)
    {
      if (!is_next (self, *p))
        return fail_at_byte (self, "not a JSON value");
      self->position++;
    }
  ret_value->type = literal[0] == 'n' ? CSN_JSON_NULL : CSN_JSON_BOOLEAN;
  ret_value->as.boolean = literal[0] == 't';
  return TRUE;
}

static CsnJsonMember *
push (Reader *self)
{
  CsnJsonMember *entry;

  if (self->stack_size == self->stack_capacity)
    {
      self->stack_capacity = MAX (FIRST_STACK, self->stack_capacity * 2);
      self->stack = g_renew (CsnJsonMember, self->stack, self->stack_capacity);
    }
  entry = &self->stack[self->stack_size++];
  entry->key = NULL;
  entry->key_length = 0;
  return entry;
}

static int
compare_members (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const CsnJsonMember *members = user_data;
  guint32 one = *(const guint32 *) a;
  guint32 other = *(const guint32 *) b;
  int compared = csn_json_compare_keys (members[one].key,
                                        members[one].key_length,
                                        members[other].key,
                                        members[other].key_length);

  if (compared != 0)
    return compared;
  return one < other ? -1 : one > other;
}

/* A sort, not a hash: nobody can choose keys that make it slow. */
static void
sort_members (CsnJsonMember *members, guint32 n_members, guint32 *order)
{
  gboolean sorted = TRUE;

  for (guint32 i = 0; i < n_members; i++)
    {
      order[i] = i;
      sorted = sorted && (i == 0 || compare_members (&order[i - 1], &order[i], members) < 0);
    }
  if (sorted)
    return;
  if (n_members > SMALL_OBJECT)
    {
      g_qsort_with_data (order, (int) n_members, sizeof (guint32), compare_members, members);
      return;
    }
  for (guint32 i = 1; i < n_members; i++)
    {
      guint32 moving = order[i];
      guint32 j = i;

      for (; j > 0 && compare_members (&order[j - 1], &moving, members) > 0; j--)
        order[j] = order[j - 1];
      order[j] = moving;
    }
}

/* Finds the first member, in document order, whose key was there before. */
static const CsnJsonMember *
find_duplicate (const CsnJsonMember *members, guint32 n_members, const guint32 *order)
{
  guint32 first = n_members;

  for (guint32 i = 1; i < n_members; i++)
    {
      const CsnJsonMember *one = &members[order[i - 1]];
      const CsnJsonMember *other = &members[order[i]];

      if (one->key_length == other->key_length &&
          memcmp (one->key, other->key, one->key_length) == 0)
        first = MIN (first, order[i]);
    }
  return first < n_members ? &members[first] : NULL;
}

static gboolean
fail_duplicate (Reader *self, const CsnJsonMember *duplicate)
{
  gsize offset = (gsize) (duplicate->key - self->copy) - 1;

  fail (self, CSN_JSON_ERROR_DUPLICATE_KEY, offset, "an object has the same member twice");
  self->fault_key = duplicate->key;
  return FALSE;
}

/* Keys are compared when their object ends. If it never does, a duplicate before the place that
 * stopped us is still the first fault. */
static gboolean
blame_earlier_duplicate (Reader *self, gsize start)
{
  guint32 n_members = (guint32) (self->stack_size - start);
  g_autofree guint32 *order = g_new (guint32, MAX (n_members, 1));
  const CsnJsonMember *duplicate;

  sort_members (self->stack + start, n_members, order);
  duplicate = find_duplicate (self->stack + start, n_members, order);
  if (duplicate != NULL && (gsize) (duplicate->key - self->copy) <= self->fault_offset)
    fail_duplicate (self, duplicate);
  self->stack_size = start;
  return FALSE;
}

static gboolean
finish_object (Reader *self, gsize start, CsnJson *ret_value)
{
  gsize n_members = self->stack_size - start;
  gsize bytes = n_members * sizeof (CsnJsonMember);
  CsnJsonMember *members;
  const CsnJsonMember *duplicate;
  guint32 *order;

  members = csn_json_document_alloc (self->document, bytes + n_members * sizeof (guint32));
  if (n_members > 0)
    memcpy (members, self->stack + start, bytes);
  order = (guint32 *) (void *) (members + n_members);
  sort_members (members, (guint32) n_members, order);
  duplicate = find_duplicate (members, (guint32) n_members, order);
  if (duplicate != NULL)
    return fail_duplicate (self, duplicate);

  self->stack_size = start;
  ret_value->type = CSN_JSON_OBJECT;
  ret_value->as.members = members;
  ret_value->size = (guint32) n_members;
  return TRUE;
}

static void
finish_array (Reader *self, gsize start, CsnJson *ret_value)
{
  gsize n_elements = self->stack_size - start;
  CsnJson *elements = csn_json_document_alloc (self->document, n_elements * sizeof (CsnJson));

  for (gsize i = 0; i < n_elements; i++)
    elements[i] = self->stack[start + i].value;
  self->stack_size = start;
  ret_value->type = CSN_JSON_ARRAY;
  ret_value->as.elements = elements;
  ret_value->size = (guint32) n_elements;
}

static gboolean
read_member (Reader *self)
{
  gsize slot = self->stack_size;
  const char *key;
  gsize key_length;
  CsnJson value;

  skip_white_space (self);
  if (!is_next (self, '"'))
    return fail_at_byte (self, "a member's name is missing");
  if (!read_string (self, &key, &key_length))
    return FALSE;
  push (self);
  self->stack[slot].key = key;
  self->stack[slot].key_length = key_length;

  skip_white_space (self);
  if (!is_next (self, ':'))
    return fail_at_byte (self, "a colon is missing");
  self->position++;
  if (!read_value (self, &value))
    return FALSE;
  self->stack[slot].value = value;
  return TRUE;
}

static gboolean
read_element (Reader *self)
{
  CsnJson value;

  if (!read_value (self, &value))
    return FALSE;
  push (self)->value = value;
  return TRUE;
}

/* Reads what stands between the brackets, and the closing one. */
static gboolean
read_children (Reader *self, char end, gboolean (*read_child) (Reader *self))
{
  skip_white_space (self);
  if (is_next (self, end))
    {
      self->position++;
      return TRUE;
    }
  while (TRUE)
    {
      if (!read_child (self))
        return FALSE;
      skip_white_space (self);
      if (is_next (self, end))
        break;
      if (!is_next (self, ','))
        return fail_at_byte (self, "a comma or the closing bracket is missing");
      self->position++;
    }
  self->position++;
  return TRUE;
}

static gboolean
read_container (Reader *self, CsnJson *ret_value)
{
  gsize start = self->stack_size;
  gboolean is_object = self->text[self->position] == '{';

  if (self->depth == CSN_JSON_MAX_DEPTH)
    return fail (self, CSN_JSON_ERROR_DEPTH, self->position, "nested too deep");
  self->depth++;
  self->position++;
  if (is_object)
    {
      if (!read_children (self, '}', read_member))
        return blame_earlier_duplicate (self, start);
      if (!finish_object (self, start, ret_value))
        return FALSE;
    }
  else
    {
      if (!read_children (self, ']', read_element))
        return FALSE;
      finish_array (self, start, ret_value);
    }
  self->depth--;
  return TRUE;
}

static gboolean
read_value (Reader *self, CsnJson *ret_value)
{
  const char *text;
  gsize length;
  char c;

  skip_white_space (self);
  ret_value->document = self->document;
  ret_value->size = 0;
  c = self->position < self->length ? self->text[self->position] : '\0';
  if (c == '"')
    {
      if (!read_string (self, &text, &length))
        return FALSE;
      ret_value->type = CSN_JSON_STRING;
      ret_value->as.text = text;
      ret_value->size = (guint32) length;
      return TRUE;
    }
  if (c == '{' || c == '[')
    return read_container (self, ret_value);
  if (c == '-' || g_ascii_isdigit (c))
    return read_number (self, ret_value);
  if (c == 't')
    return read_literal (self, "true", ret_value);
  if (c == 'f')
    return read_literal (self, "false", ret_value);
  if (c == 'n')
    return read_literal (self, "null", ret_value);
  return fail_at_byte (self, "not a JSON value");
}

static gboolean
read_document (Reader *self, CsnJson *ret_root)
{
  if (!read_value (self, ret_root))
    return FALSE;
  skip_white_space (self);
  if (self->position < self->length)
    return fail_at_byte (self, "more text after the value");
  return TRUE;
}

static void
set_error (const Reader *self, GError **error)
{
  g_autofree char *shown = NULL;
  g_autofree char *part = NULL;

  if (self->fault_key == NULL)
    {
      g_set_error (error,
                   CSN_JSON_ERROR,
                   (int) self->fault,
                   "%s (byte %" G_GSIZE_FORMAT ")",
                   self->fault_reason,
                   self->fault_offset);
      return;
    }
  part = g_utf8_substring (self->fault_key,
                           0,
                           MIN (g_utf8_strlen (self->fault_key, -1), SHOWN_KEY_CHARACTERS));
  shown = csn_visible_text (part, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
  g_set_error (error,
               CSN_JSON_ERROR,
               (int) self->fault,
               "%s: “%s%s” (byte %" G_GSIZE_FORMAT ")",
               self->fault_reason,
               shown,
               strlen (part) < strlen (self->fault_key) ? "…" : "",
               self->fault_offset);
}

CsnJson *
csn_json_parse (const char *text, gsize length, gsize max_bytes, gsize *ret_offset, GError **error)
{
  Reader reader = { 0 };
  CsnJson root = { 0 };
  CsnJson *result = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  max_bytes = MIN (max_bytes, G_MAXINT32);
  if (length > max_bytes)
    {
      fail (&reader, CSN_JSON_ERROR_SIZE, max_bytes, "larger than allowed");
      set_error (&reader, error);
      if (ret_offset != NULL)
        *ret_offset = max_bytes;
      return NULL;
    }

  reader.text = text;
  reader.length = length;
  reader.document = csn_json_document_new (text, length);
  reader.copy = csn_json_document_get_text (reader.document);
  if (read_document (&reader, &root))
    {
      result = csn_json_document_set_root (reader.document, &root);
    }
  else
    {
      set_error (&reader, error);
      if (ret_offset != NULL)
        *ret_offset = reader.fault_offset;
      csn_json_document_unref (reader.document);
    }
  g_free (reader.stack);
  return result;
}
