/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "csn-fuzz.h"
#include "csn-visible-private.h"

static void
check_shown (const char *text, gsize length, CsnVisibleFlags flags)
{
  CsnVisibleWarnings warnings = CSN_VISIBLE_NONE;
  g_autofree char *shown = csn_visible_text (text, (gssize) length, flags, &warnings);

  g_assert_true (g_utf8_validate (shown, -1, NULL));
  for (const char *p = shown; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (flags == CSN_VISIBLE_MULTI_LINE && (character == '\n' || character == '\t'))
        continue;
      g_assert_cmphex (csn_visible_classify (character), ==, CSN_VISIBLE_NONE);
    }
  g_assert_cmpint (warnings == CSN_VISIBLE_NONE,
                   ==,
                   strlen (shown) == length && (length == 0 || memcmp (shown, text, length) == 0));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *text = (const char *) data;
  g_autofree char *string = g_strndup (text, size);

  check_shown (text, size, CSN_VISIBLE_SINGLE_LINE);
  check_shown (text, size, CSN_VISIBLE_MULTI_LINE);
  csn_visible_is_secret (string, string);
  return 0;
}
