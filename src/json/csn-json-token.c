/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-json-reader-private.h"

gboolean
csn_json_reader_fail (CsnJsonReader *self, CsnJsonError fault, gsize offset, const char *reason)
{
  self->fault = fault;
  self->fault_offset = offset;
  self->fault_reason = reason;
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
  if (b[0] < 0xe0)
    return available >= 2 && (b[1] & 0xc0) == 0x80 ? 2 : 0;
  length = b[0] < 0xf0 ? 3 : 4;
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

/**
 * csn_json_reader_fail_at_byte:
 * @self: a reader
 * @reason: what is wrong if the next byte is text
 *
 * Fails at a byte that the grammar has no place for: is it bad JSON, or not even text?
 *
 * Returns: %FALSE
 */
gboolean
csn_json_reader_fail_at_byte (CsnJsonReader *self, const char *reason)
{
  gsize at = self->position;

  if (at == self->length)
    return csn_json_reader_fail (self, CSN_JSON_ERROR_SYNTAX, at, "the text ends too early");
  if (self->text[at] == '\0')
    return csn_json_reader_fail (self, CSN_JSON_ERROR_ENCODING, at, "a NUL byte");
  if (measure_sequence (self->text + at, self->length - at) == 0)
    return csn_json_reader_fail (self, CSN_JSON_ERROR_ENCODING, at, "not valid UTF-8");
  return csn_json_reader_fail (self, CSN_JSON_ERROR_SYNTAX, at, reason);
}

/* Steps over printable ASCII that stands for itself, eight bytes at a time. A borrow may flag a
 * byte that is plain, but never below the first one that isn't. */
static inline gsize
skip_plain (const CsnJsonReader *self, gsize position)
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
      special &= ones * 0x80;
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
      if (special != 0)
        return position + (gsize) __builtin_ctzll (special) / 8;
#else
      if (special != 0)
        break;
#endif
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
read_hex (const CsnJsonReader *self, gsize offset, gunichar *ret_unit)
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
read_unicode_escape (CsnJsonReader *self, char **out)
{
  gsize begin = self->position;
  gunichar character;
  gunichar low;

  if (!read_hex (self, begin, &character))
    return csn_json_reader_fail (self,
                                 CSN_JSON_ERROR_SYNTAX,
                                 begin,
                                 "an escape that JSON does not have");
  if (character == 0)
    return csn_json_reader_fail (self, CSN_JSON_ERROR_ENCODING, begin, "an escaped NUL");
  self->position += 6;

  if (character >= 0xd800 && character <= 0xdfff)
    {
      if (character >= 0xdc00 || !read_hex (self, self->position, &low) || low < 0xdc00 ||
          low > 0xdfff)
        return csn_json_reader_fail (self, CSN_JSON_ERROR_ENCODING, begin, "a lone surrogate");
      character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00);
      self->position += 6;
    }
  *out += g_unichar_to_utf8 (character, *out);
  return TRUE;
}

static gboolean
read_escape (CsnJsonReader *self, char **out)
{
  static const char meanings[128] = {
    ['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
    ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
  };
  gsize begin = self->position;
  guint8 c;

  if (begin + 1 == self->length)
    return csn_json_reader_fail (self,
                                 CSN_JSON_ERROR_SYNTAX,
                                 self->length,
                                 "the text ends too early");
  c = (guint8) self->text[begin + 1];
  if (c == 'u')
    return read_unicode_escape (self, out);

  if (c >= G_N_ELEMENTS (meanings) || meanings[c] == '\0')
    return csn_json_reader_fail (self,
                                 CSN_JSON_ERROR_SYNTAX,
                                 begin,
                                 "an escape that JSON does not have");
  *(*out)++ = meanings[c];
  self->position += 2;
  return TRUE;
}

static gboolean
read_multibyte (CsnJsonReader *self, char **out)
{
  while (self->position < self->length && (guint8) self->text[self->position] >= 0x80)
    {
      gsize at = self->position;
      gsize bytes = measure_sequence (self->text + at, self->length - at);

      if (bytes == 0)
        return csn_json_reader_fail (self, CSN_JSON_ERROR_ENCODING, at, "not valid UTF-8");
      for (gsize i = 0; i < bytes; i++)
        *(*out)++ = self->text[at + i];
      self->position += bytes;
    }
  return TRUE;
}

static gboolean
read_special (CsnJsonReader *self, char **out)
{
  guint8 c = (guint8) self->text[self->position];

  if (c == '\\')
    return read_escape (self, out);
  if (c >= 0x80)
    return read_multibyte (self, out);
  return csn_json_reader_fail_at_byte (self, "a control character in a string");
}

/**
 * csn_json_reader_read_string:
 * @self: a reader whose next byte is a quote
 * @ret_value: (out): the string, escapes resolved
 *
 * Returns: %TRUE if there was a whole string
 */
gboolean
csn_json_reader_read_string (CsnJsonReader *self, CsnJson *ret_value)
{
  char *copy = self->document->text;
  gsize begin = ++self->position;
  char *out = copy + begin;

  while (TRUE)
    {
      gsize run = self->position;
      gsize end = skip_plain (self, run);

      if (out != copy + run)
        memcpy (out, self->text + run, end - run);
      out += end - run;
      self->position = end;
      if (end == self->length)
        return csn_json_reader_fail (self, CSN_JSON_ERROR_SYNTAX, end, "the text ends too early");
      if (self->text[end] == '"')
        break;
      if (!read_special (self, &out))
        return FALSE;
    }
  self->position++;
  *out = '\0';
  csn_json_reader_set (self, ret_value, CSN_JSON_STRING, begin, (gsize) (out - copy) - begin);
  return TRUE;
}

static gboolean
read_digits (CsnJsonReader *self)
{
  gsize begin = self->position;

  while (self->position < self->length && g_ascii_isdigit (self->text[self->position]))
    self->position++;
  if (self->position == begin)
    return csn_json_reader_fail_at_byte (self, "a digit is missing");
  return TRUE;
}

gboolean
csn_json_reader_read_number (CsnJsonReader *self, CsnJson *ret_value)
{
  gsize begin = self->position;

  if (csn_json_reader_is_next (self, '-'))
    self->position++;
  if (csn_json_reader_is_next (self, '0'))
    self->position++;
  else if (!read_digits (self))
    return FALSE;

  if (csn_json_reader_is_next (self, '.'))
    {
      self->position++;
      if (!read_digits (self))
        return FALSE;
    }
  if (csn_json_reader_is_next (self, 'e') || csn_json_reader_is_next (self, 'E'))
    {
      self->position++;
      if (csn_json_reader_is_next (self, '+') || csn_json_reader_is_next (self, '-'))
        self->position++;
      if (!read_digits (self))
        return FALSE;
    }
  self->document->text[self->position] = '\0';
  csn_json_reader_set (self, ret_value, CSN_JSON_NUMBER, begin, self->position - begin);
  return TRUE;
}

gboolean
csn_json_reader_read_literal (CsnJsonReader *self, const char *literal, CsnJson *ret_value)
{
  for (const char *p = literal; *p != '\0'; p++)
    {
      if (!csn_json_reader_is_next (self, *p))
        return csn_json_reader_fail_at_byte (self, "not a JSON value");
      self->position++;
    }
  csn_json_reader_set (self,
                       ret_value,
                       literal[0] == 'n' ? CSN_JSON_NULL : CSN_JSON_BOOLEAN,
                       literal[0] == 't' ? 1 : 0,
                       0);
  return TRUE;
}
