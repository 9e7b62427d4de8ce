/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-address.h"

#include <gio/gio.h>
#include <string.h>

#include "csn-request.h"

#define MAX_ID_BYTES 64
#define MAX_ADDRESS_BYTES 2048

gboolean
csn_address_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (host != NULL, FALSE);

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

gboolean
csn_address_check_id (const char *id, GError **error)
{
  gsize length = id == NULL ? 0 : strlen (id);

  if (length == 0 || length > MAX_ID_BYTES)
    {
      g_set_error_literal (error,
                           CSN_MODEL_ERROR,
                           CSN_MODEL_ERROR_INVALID,
                           "The name must have 1 to 64 characters");
      return FALSE;
    }
  for (const char *c = id; *c != '\0'; c++)
    {
      if (g_ascii_isalnum (*c) || strchr ("-_.", *c) != NULL)
        continue;
      g_set_error_literal (error,
                           CSN_MODEL_ERROR,
                           CSN_MODEL_ERROR_INVALID,
                           "The name may have letters, digits, “-”, “_” and “.” only");
      return FALSE;
    }
  return TRUE;
}

gboolean
csn_address_is_plain (const char *text)
{
  if (text == NULL || strlen (text) > MAX_ADDRESS_BYTES)
    return FALSE;
  for (const char *c = text; *c != '\0'; c++)
    {
      if (!g_ascii_isgraph (*c))
        return FALSE;
    }
  return TRUE;
}
