/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-base64-private.h"

#include <string.h>

gboolean
csn_base64_read (const char *text, gsize length, guint8 *ret_bytes, gsize n_bytes)
{
  g_autofree char *copy = g_strndup (text, length);
  g_autofree guchar *bytes = NULL;
  g_autofree char *again = NULL;
  gsize n_found = 0;

  if (length != (n_bytes + 2) / 3 * 4)
    return FALSE;
  bytes = g_base64_decode (copy, &n_found);
  if (n_found != n_bytes)
    return FALSE;
  again = g_base64_encode (bytes, n_bytes);
  if (strlen (again) != length || memcmp (again, text, length) != 0)
    return FALSE;
  memcpy (ret_bytes, bytes, n_bytes);
  return TRUE;
}

static int
read_digit (char character)
{
  return g_ascii_isupper (character) ? -1 : g_ascii_xdigit_value (character);
}

gboolean
csn_hex_read (const char *text, gsize length, guint8 *ret_bytes, gsize n_bytes)
{
  if (length != 2 * n_bytes)
    return FALSE;
  for (gsize i = 0; i < n_bytes; i++)
    {
      int high = read_digit (text[2 * i]);
      int low = read_digit (text[2 * i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      ret_bytes[i] = (guint8) (high << 4 | low);
    }
  return TRUE;
}
