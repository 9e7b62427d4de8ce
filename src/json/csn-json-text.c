/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-json-private.h"

static const char *
get_short_escape (guint8 byte)
{
  static const struct
  {
    char byte;
    const char *escape;
  } escapes[] = {
    { '"', "\\\"" }, { '\\', "\\\\" }, { '\b', "\\b" }, { '\f', "\\f" },
    { '\n', "\\n" }, { '\r', "\\r" },  { '\t', "\\t" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (escapes); i++)
    {
      if (escapes[i].byte == (char) byte)
        return escapes[i].escape;
    }
  return NULL;
}

void
csn_json_append_string (GString *out, const char *text, gsize length)
{
  gsize run = 0;

  g_string_append_c (out, '"');
  for (gsize i = 0; i < length; i++)
    {
      guint8 byte = (guint8) text[i];
      const char *escape;

      if (byte >= 0x20 && byte != '"' && byte != '\\')
        continue;
      g_string_append_len (out, text + run, (gssize) (i - run));
      run = i + 1;
      escape = get_short_escape (byte);
      if (escape != NULL)
        g_string_append (out, escape);
      else
        g_string_append_printf (out, "\\u%04x", byte);
    }
  g_string_append_len (out, text + run, (gssize) (length - run));
  g_string_append_c (out, '"');
}

static void
append_line_break (GString *out, guint indent, guint level)
{
  if (indent == 0)
    return;
  g_string_append_c (out, '\n');
  for (guint i = 0; i < indent * level; i++)
    g_string_append_c (out, ' ');
}

static void
append_children (GString *out, const CsnJson *value, guint indent, guint level)
{
  for (guint32 i = 0; i < value->size; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_line_break (out, indent, level + 1);
      if (value->type == CSN_JSON_OBJECT)
        {
          const CsnJsonMember *member = &csn_json_peek_members (value)[i];

          csn_json_append_string (out, csn_json_peek_key (value, i), member->key_length);
          g_string_append (out, indent > 0 ? ": " : ":");
        }
      csn_json_append_value (out, csn_json_get_element (value, i), indent, level + 1);
    }
  if (value->size > 0)
    append_line_break (out, indent, level);
}

/**
 * csn_json_append_value:
 * @out: where to write
 * @value: what
 * @indent: spaces per level, 0 for none
 * @level: how deep @value lies
 *
 * Writes @value with numbers as they were read and members in their order.
 */
void
csn_json_append_value (GString *out, const CsnJson *value, guint indent, guint level)
{
  switch ((CsnJsonType) value->type)
    {
    case CSN_JSON_NULL:
      g_string_append (out, "null");
      break;
    case CSN_JSON_BOOLEAN:
      g_string_append (out, value->at != 0 ? "true" : "false");
      break;
    case CSN_JSON_NUMBER:
      g_string_append_len (out, csn_json_peek_text (value), value->size);
      break;
    case CSN_JSON_STRING:
      csn_json_append_string (out, csn_json_peek_text (value), value->size);
      break;
    case CSN_JSON_ARRAY:
      g_string_append_c (out, '[');
      append_children (out, value, indent, level);
      g_string_append_c (out, ']');
      break;
    case CSN_JSON_OBJECT:
      g_string_append_c (out, '{');
      append_children (out, value, indent, level);
      g_string_append_c (out, '}');
      break;
    }
}

char *
csn_json_to_text (const CsnJson *self, guint indent)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new (NULL);
  csn_json_append_value (out, self, indent, 0);
  return g_string_free (out, FALSE);
}
