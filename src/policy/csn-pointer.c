/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-pointer-private.h"

#define MAX_INDEX_DIGITS 9

gboolean
csn_pointer_is_valid (const char *pointer)
{
  if (*pointer != '\0' && *pointer != '/')
    return FALSE;

  for (const char *tilde = strchr (pointer, '~'); tilde != NULL; tilde = strchr (tilde + 1, '~'))
    {
      if (tilde[1] != '0' && tilde[1] != '1')
        return FALSE;
    }
  return TRUE;
}

/* An index has no leading zero; "-", the element behind the last, is never there. */
static const CsnJson *
find_element (const CsnJson *array, const char *token, gsize length)
{
  guint index = 0;

  if (length == 0 || length > MAX_INDEX_DIGITS || (token[0] == '0' && length > 1))
    return NULL;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (token[i]))
        return NULL;
      index = index * 10 + (guint) g_ascii_digit_value (token[i]);
    }

  return index < csn_json_get_size (array) ? csn_json_get_element (array, index) : NULL;
}

static const CsnJson *
find_member (const CsnJson *object, const char *token, gsize length)
{
  g_autofree char *key = g_malloc (length + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = token[i];

      if (c == '~')
        c = token[++i] == '0' ? '~' : '/';
      key[n++] = c;
    }
  key[n] = '\0';
  return csn_json_get_member (object, key);
}

const CsnJson *
csn_pointer_find (const char *pointer, const CsnJson *json)
{
  while (json != NULL && *pointer == '/')
    {
      const char *token = pointer + 1;
      gsize length = strcspn (token, "/");

      if (csn_json_get_value_type (json) == CSN_JSON_ARRAY)
        json = find_element (json, token, length);
      else
        json = find_member (json, token, length);
      pointer = token + length;
    }
  return json;
}
