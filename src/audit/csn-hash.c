/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-hash-private.h"

#include <gcrypt.h>

#define MAX_PARTS 4

struct _CsnHash
{
  gcry_md_hd_t handle; /* (owned) */
};

/* libgcrypt wants to be told once per process that it may start; libsecret may have done so. */
static void
ensure_ready (void)
{
  static gsize ready = 0;

  if (!g_once_init_enter (&ready))
    return;
  gcry_check_version (NULL);
  if (!gcry_control (GCRYCTL_INITIALIZATION_FINISHED_P))
    {
      gcry_control (GCRYCTL_DISABLE_SECMEM, 0);
      gcry_control (GCRYCTL_INITIALIZATION_FINISHED, 0);
    }
  g_once_init_leave (&ready, 1);
}

void
csn_hash_parts (const CsnHashPart *parts, guint n_parts, guint8 ret_digest[CSN_SHA256_BYTES])
{
  gcry_buffer_t buffers[MAX_PARTS] = { 0 };
  gcry_error_t failure;

  g_return_if_fail (n_parts <= MAX_PARTS);

  ensure_ready ();
  for (guint i = 0; i < n_parts; i++)
    {
      buffers[i].data = (gpointer) parts[i].data;
      buffers[i].len = parts[i].length;
    }
  failure = gcry_md_hash_buffers (GCRY_MD_SHA256, 0, ret_digest, buffers, (int) n_parts);

  /* A log without a hash is none; there is no going on. */
  if (failure != 0)
    g_abort ();
}

CsnHash *
csn_hash_new (void)
{
  CsnHash *self = g_new0 (CsnHash, 1);

  ensure_ready ();
  if (gcry_md_open (&self->handle, GCRY_MD_SHA256, 0) != 0)
    g_abort ();
  return self;
}

void
csn_hash_free (CsnHash *self)
{
  if (self == NULL)
    return;
  gcry_md_close (self->handle);
  g_free (self);
}

void
csn_hash_update (CsnHash *self, gconstpointer data, gsize length)
{
  g_return_if_fail (self != NULL);

  gcry_md_write (self->handle, data, length);
}

char *
csn_hash_finish (CsnHash *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return csn_digest_to_hex (gcry_md_read (self->handle, GCRY_MD_SHA256), CSN_SHA256_BYTES);
}
