/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-json-edit.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-visible-text.h"

static gboolean
can_be_seen (const char *character, gsize length)
{
  CsnVisibleWarnings warnings = CSN_VISIBLE_NONE;
  g_autofree char *visible =
      csn_visible_text (character, (gssize) length, CSN_VISIBLE_MULTI_LINE, &warnings);

  return warnings == CSN_VISIBLE_NONE && strlen (visible) == length;
}

static void
append_escape (GString *out, gunichar c)
{
  if (c < 0x10000)
    {
      g_string_append_printf (out, "\\u%04X", c);
      return;
    }
  c -= 0x10000;
  g_string_append_printf (out, "\\u%04X\\u%04X", 0xD800 + (c >> 10), 0xDC00 + (c & 0x3FF));
}

char *
csn_json_edit_text (const CsnJson *value)
{
  g_autofree char *text = csn_json_to_text (value, 2);
  GString *out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize length = (gsize) (g_utf8_next_char (p) - p);

      if (length == 1 || can_be_seen (p, length))
        g_string_append_len (out, p, (gssize) length);
      else
        append_escape (out, g_utf8_get_char (p));
    }
  return g_string_free (out, FALSE);
}

static void
find_place (const char *text, gsize offset, guint *ret_line, guint *ret_column)
{
  guint line = 1;
  const char *start = text;
  const char *end = text + MIN (offset, strlen (text));

  for (const char *p = text; p < end; p++)
    {
      if (*p != '\n')
        continue;
      line++;
      start = p + 1;
    }
  *ret_line = line;
  *ret_column = (guint) g_utf8_pointer_to_offset (start, end) + 1;
}

CsnJson *
csn_json_edit_parse (const char *text, guint *ret_line, guint *ret_column, GError **error)
{
  gsize offset = 0;
  g_autoptr (CsnJson) value =
      csn_json_parse (text, strlen (text), CSN_JSON_MAX_REQUEST_BYTES, &offset, error);

  if (value == NULL)
    {
      find_place (text, offset, ret_line, ret_column);
      return NULL;
    }
  if (csn_json_get_value_type (value) == CSN_JSON_OBJECT)
    return g_steal_pointer (&value);
  g_set_error_literal (error,
                       CSN_JSON_ERROR,
                       CSN_JSON_ERROR_SYNTAX,
                       _ ("an action is an object in braces"));
  *ret_line = 1;
  *ret_column = 1;
  return NULL;
}
