/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-output.h"

#include <stdio.h>

#include "csn-visible-text.h"

void
csn_output_text (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  g_print ("%s", text);
}

void
csn_output_error (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  g_printerr ("countersignctl: %s\n", text);
}

static gboolean
hides_or_moves (gunichar c)
{
  if (c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xa0))
    return TRUE;
  if (c < 0x80)
    return FALSE;
  switch ((int) g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return TRUE;
    }
  return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

static void
append_escape (GString *out, gunichar c)
{
  if (c > 0xffff)
    {
      gunichar rest = c - 0x10000;

      g_string_append_printf (out,
                              "\\u%04x\\u%04x",
                              0xd800 + (rest >> 10),
                              0xdc00 + (rest & 0x3ff));
      return;
    }
  g_string_append_printf (out, "\\u%04x", c);
}

void
csn_output_append_json (GString *out, const char *json)
{
  const char *plain = json;
  const char *p = json;

  while (*p != '\0')
    {
      /* Outside of strings a document has no such characters, so each is inside of one. */
      gunichar c = (guchar) *p;

      if (c >= 0x20 && c < 0x7f)
        {
          p++;
          continue;
        }
      c = g_utf8_get_char (p);
      if (hides_or_moves (c))
        {
          g_string_append_len (out, plain, p - plain);
          append_escape (out, c);
          plain = g_utf8_next_char (p);
        }
      p = g_utf8_next_char (p);
    }
  g_string_append_len (out, plain, p - plain);
}

void
csn_output_json (const char *json)
{
  g_autoptr (GString) escaped = g_string_new (NULL);

  csn_output_append_json (escaped, json);
  fputs (escaped->str, stdout);
  fputc ('\n', stdout);
}

char *
csn_output_visible (const char *text)
{
  if (text == NULL)
    return g_strdup ("");
  return csn_visible_text (text, -1, CSN_VISIBLE_SINGLE_LINE, NULL);
}
