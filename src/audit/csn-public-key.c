/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-public-key.h"

#include <string.h>

#include "csn-base64-private.h"
#include "csn-sodium-private.h"

#define NAME_LENGTH (2 * CSN_LOG_ID_BYTES)
#define ID_LENGTH (2 * CSN_KEY_ID_BYTES)

/* What C2SP calls the type of an Ed25519 key. */
#define ED25519 0x01

G_STATIC_ASSERT (CSN_PUBLIC_KEY_BYTES == crypto_sign_PUBLICKEYBYTES);
G_STATIC_ASSERT (CSN_SIGNATURE_BYTES == crypto_sign_BYTES);

void
csn_public_key_get_id (const guint8 log_id[CSN_LOG_ID_BYTES],
                       const guint8 public_key[CSN_PUBLIC_KEY_BYTES],
                       guint8 ret_id[CSN_KEY_ID_BYTES])
{
  g_autofree char *name = csn_digest_to_hex (log_id, CSN_LOG_ID_BYTES);
  guint8 named[NAME_LENGTH + 2 + CSN_PUBLIC_KEY_BYTES];
  guint8 digest[CSN_SHA256_BYTES];

  memcpy (named, name, NAME_LENGTH);
  named[NAME_LENGTH] = '\n';
  named[NAME_LENGTH + 1] = ED25519;
  memcpy (named + NAME_LENGTH + 2, public_key, CSN_PUBLIC_KEY_BYTES);
  csn_digest_sha256 (named, sizeof named, digest);
  memcpy (ret_id, digest, CSN_KEY_ID_BYTES);
}

char *
csn_public_key_to_text (const guint8 log_id[CSN_LOG_ID_BYTES],
                        const guint8 public_key[CSN_PUBLIC_KEY_BYTES])
{
  g_autofree char *name = csn_digest_to_hex (log_id, CSN_LOG_ID_BYTES);
  g_autofree char *id_text = NULL;
  g_autofree char *key_text = NULL;
  guint8 typed[1 + CSN_PUBLIC_KEY_BYTES] = { ED25519 };
  guint8 id[CSN_KEY_ID_BYTES];

  csn_public_key_get_id (log_id, public_key, id);
  memcpy (typed + 1, public_key, CSN_PUBLIC_KEY_BYTES);
  id_text = csn_digest_to_hex (id, sizeof id);
  key_text = g_base64_encode (typed, sizeof typed);
  return g_strdup_printf ("%s+%s+%s", name, id_text, key_text);
}

gboolean
csn_public_key_from_text (const char *text,
                          guint8 ret_log_id[CSN_LOG_ID_BYTES],
                          guint8 ret_public_key[CSN_PUBLIC_KEY_BYTES])
{
  const char *key_text = text + NAME_LENGTH + 1 + ID_LENGTH + 1;
  guint8 typed[1 + CSN_PUBLIC_KEY_BYTES];
  guint8 log_id[CSN_LOG_ID_BYTES];
  g_autofree char *again = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  if (strlen (text) < NAME_LENGTH + 1 + ID_LENGTH + 1 ||
      !csn_hex_read (text, NAME_LENGTH, log_id, sizeof log_id) ||
      !csn_base64_read (key_text, strlen (key_text), typed, sizeof typed) || typed[0] != ED25519)
    return FALSE;
  again = csn_public_key_to_text (log_id, typed + 1);
  if (!g_str_equal (again, text))
    return FALSE;
  memcpy (ret_log_id, log_id, sizeof log_id);
  memcpy (ret_public_key, typed + 1, CSN_PUBLIC_KEY_BYTES);
  return TRUE;
}

gboolean
csn_public_key_check (const guint8 public_key[CSN_PUBLIC_KEY_BYTES],
                      gconstpointer data,
                      gsize length,
                      const guint8 signature[CSN_SIGNATURE_BYTES])
{
  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  csn_sodium_ensure_ready ();
  return crypto_sign_verify_detached (signature, data, length, public_key) == 0;
}
