/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-glob.h"

gboolean
csn_glob_matches (const char *pattern, const char *text)
{
  const char *star = NULL; /* behind the last "*" */
  const char *resume = NULL;

  g_return_val_if_fail (pattern != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  while (*text != '\0')
    {
      if (*pattern == '*')
        {
          star = ++pattern;
          resume = text;
        }
      else if (*pattern == '?')
        {
          pattern++;
          text = g_utf8_next_char (text);
        }
      else if (*pattern == *text)
        {
          pattern++;
          text++;
        }
      else if (star != NULL)
        {
          /* An earlier "*" never needs to take more, as a later one can take it as well. */
          pattern = star;
          resume = g_utf8_next_char (resume);
          text = resume;
        }
      else
        {
          return FALSE;
        }
    }

  while (*pattern == '*')
    pattern++;
  return *pattern == '\0';
}
