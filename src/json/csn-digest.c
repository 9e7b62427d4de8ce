/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-digest.h"

void
csn_digest_sha256 (gconstpointer data, gsize length, guint8 ret_digest[CSN_SHA256_BYTES])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize digest_length = CSN_SHA256_BYTES;

  g_return_if_fail (data != NULL || length == 0);

  /* A negative length would mean a string; that is what more than half the address space is. */
  g_return_if_fail (length <= G_MAXSSIZE);
  if (length > 0)
    g_checksum_update (checksum, data, (gssize) length);
  g_checksum_get_digest (checksum, ret_digest, &digest_length);
}

char *
csn_digest_to_string (const guint8 digest[CSN_SHA256_BYTES])
{
  g_autofree char *base64 = g_base64_encode (digest, CSN_SHA256_BYTES);

  return g_strconcat ("sha-256=", base64, NULL);
}

char *
csn_digest_to_hex (const guint8 *digest, gsize length)
{
  static const char digits[] = "0123456789abcdef";
  char *hex = g_malloc (length * 2 + 1);

  for (gsize i = 0; i < length; i++)
    {
      hex[2 * i] = digits[digest[i] >> 4];
      hex[2 * i + 1] = digits[digest[i] & 15];
    }
  hex[2 * length] = '\0';
  return hex;
}
