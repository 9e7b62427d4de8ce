/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-signer.h"

#include <string.h>

#include "csn-base64-private.h"
#include "csn-sodium-private.h"

struct _CsnSigner
{
  guint8 log_id[CSN_LOG_ID_BYTES];
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 secret_key[crypto_sign_SECRETKEYBYTES];
};

static CsnSigner *
new_from_seed (const guint8 log_id[CSN_LOG_ID_BYTES], const guint8 seed[crypto_sign_SEEDBYTES])
{
  CsnSigner *self = g_atomic_rc_box_new0 (CsnSigner);

  memcpy (self->log_id, log_id, CSN_LOG_ID_BYTES);
  crypto_sign_seed_keypair (self->public_key, self->secret_key, seed);
  return self;
}

CsnSigner *
csn_signer_new (const guint8 log_id[CSN_LOG_ID_BYTES])
{
  guint8 seed[crypto_sign_SEEDBYTES];
  CsnSigner *self;

  csn_sodium_ensure_ready ();
  randombytes_buf (seed, sizeof seed);
  self = new_from_seed (log_id, seed);
  sodium_memzero (seed, sizeof seed);
  return self;
}

CsnSigner *
csn_signer_new_for_new_log (void)
{
  guint8 log_id[CSN_LOG_ID_BYTES];

  csn_sodium_ensure_ready ();
  randombytes_buf (log_id, sizeof log_id);
  return csn_signer_new (log_id);
}

CsnSigner *
csn_signer_new_from_secret (const guint8 log_id[CSN_LOG_ID_BYTES], const char *secret)
{
  guint8 seed[crypto_sign_SEEDBYTES];
  CsnSigner *self = NULL;

  g_return_val_if_fail (secret != NULL, NULL);

  csn_sodium_ensure_ready ();
  if (csn_base64_read (secret, strlen (secret), seed, sizeof seed))
    self = new_from_seed (log_id, seed);
  sodium_memzero (seed, sizeof seed);
  return self;
}

CsnSigner *
csn_signer_ref (CsnSigner *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  CsnSigner *self = data;

  sodium_memzero (self->secret_key, sizeof self->secret_key);
}

void
csn_signer_unref (CsnSigner *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, clear);
}

char *
csn_signer_to_secret (CsnSigner *self)
{
  guint8 seed[crypto_sign_SEEDBYTES];
  char *secret;

  g_return_val_if_fail (self != NULL, NULL);

  crypto_sign_ed25519_sk_to_seed (seed, self->secret_key);
  secret = g_base64_encode (seed, sizeof seed);
  sodium_memzero (seed, sizeof seed);
  return secret;
}

void
csn_signer_free_secret (char *secret)
{
  if (secret == NULL)
    return;
  sodium_memzero (secret, strlen (secret));
  g_free (secret);
}

const guint8 *
csn_signer_get_log_id (CsnSigner *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->log_id;
}

const guint8 *
csn_signer_get_public_key (CsnSigner *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->public_key;
}

void
csn_signer_sign (CsnSigner *self,
                 gconstpointer data,
                 gsize length,
                 guint8 ret_signature[CSN_SIGNATURE_BYTES])
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (data != NULL || length == 0);

  crypto_sign_detached (ret_signature, NULL, data, length, self->secret_key);
}
