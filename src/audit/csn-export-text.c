/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-export-text-private.h"

gboolean
csn_export_text_is_break (gunichar code_point)
{
  return code_point < 0x20 || (code_point >= 0x7f && code_point <= 0x9f) || code_point == 0x2028 ||
         code_point == 0x2029;
}

char *
csn_export_text_to_one_line (const char *json)
{
  GString *line = g_string_new (NULL);
  const char *run = json;

  for (const char *cursor = json; *cursor != '\0';)
    {
      const char *next = g_utf8_next_char (cursor);
      gunichar code_point = (guchar) *cursor;

      if (code_point >= 0x80)
        code_point = g_utf8_get_char (cursor);
      if (csn_export_text_is_break (code_point))
        {
          g_string_append_len (line, run, cursor - run);
          g_string_append_printf (line, "\\u%04x", code_point);
          run = next;
        }
      cursor = next;
    }
  g_string_append (line, run);
  return g_string_free (line, FALSE);
}
