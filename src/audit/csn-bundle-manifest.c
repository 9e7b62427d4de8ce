/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-bundle-manifest-private.h"

#include <gio/gio.h>
#include <string.h>

#include "csn-base64-private.h"
#include "csn-export-bundle-private.h"

#define MAX_BYTES (1024 * 1024)

static const CsnJson *
get_member (const CsnJson *object, const char *key)
{
  return object != NULL ? csn_json_get_member (object, key) : NULL;
}

static const char *
get_text (const CsnJson *object, const char *key)
{
  const CsnJson *value = get_member (object, key);

  if (value == NULL || csn_json_get_value_type (value) != CSN_JSON_STRING)
    return NULL;
  return csn_json_get_text (value);
}

static gboolean
read_digest (const CsnJson *object, const char *key, guint8 *ret_bytes, gsize n_bytes)
{
  const char *text = get_text (object, key);

  return text != NULL && csn_hex_read (text, strlen (text), ret_bytes, n_bytes);
}

static gboolean
read_sha256 (const CsnJson *object, char ret_hex[65])
{
  guint8 digest[CSN_SHA256_BYTES];

  if (!read_digest (object, "sha256", digest, sizeof digest))
    return FALSE;
  g_strlcpy (ret_hex, get_text (object, "sha256"), 65);
  return TRUE;
}

static gboolean
read_count (const CsnJson *object, const char *key, guint64 *ret_count)
{
  const CsnJson *value = get_member (object, key);
  gint64 number;

  if (value == NULL || !csn_json_get_integer (value, &number) || number < 0)
    return FALSE;
  *ret_count = (guint64) number;
  return TRUE;
}

static gboolean
read_all (CsnBundleManifest *self, const CsnJson *root)
{
  const CsnJson *base = csn_json_get_member (root, "base");
  const CsnJson *files = csn_json_get_member (root, "files");

  return g_strcmp0 (get_text (root, "format"), "bundle") == 0 &&
         g_strcmp0 (get_text (root, "file"), CSN_EXPORT_BUNDLE_RECORDS) == 0 &&
         read_digest (root, "log_id", self->log_id, CSN_LOG_ID_BYTES) &&
         read_digest (root, "head", self->head, CSN_SHA256_BYTES) &&
         read_count (root, "n_read", &self->n_rows) && read_count (base, "seq", &self->base_seq) &&
         read_digest (base, "chain", self->base_chain, CSN_SHA256_BYTES) &&
         read_sha256 (root, self->records_sha256) &&
         read_sha256 (get_member (files, CSN_EXPORT_BUNDLE_CHECKPOINTS),
                      self->checkpoints_sha256) &&
         read_sha256 (get_member (files, CSN_EXPORT_BUNDLE_KEYS), self->keys_sha256);
}

gboolean
csn_bundle_manifest_parse (CsnBundleManifest *self, const char *text, gsize length, GError **error)
{
  g_autoptr (CsnJson) root = csn_json_parse (text, length, MAX_BYTES, NULL, NULL);

  if (root != NULL && csn_json_get_value_type (root) == CSN_JSON_OBJECT && read_all (self, root))
    return TRUE;
  g_set_error_literal (error,
                       G_IO_ERROR,
                       G_IO_ERROR_INVALID_DATA,
                       "Its manifest.json is damaged, or that of something else");
  return FALSE;
}
