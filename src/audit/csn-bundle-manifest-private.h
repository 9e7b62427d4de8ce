/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-chain.h"

G_BEGIN_DECLS

/**
 * CsnBundleManifest:
 * @log_id: whose log
 * @n_rows: how many lines the records have
 * @base_seq: the first event that the log still had
 * @base_chain: the chain value before it
 * @head: the last chain value
 * @records_sha256: hex digest of the records
 * @checkpoints_sha256: hex digest of the checkpoints
 * @keys_sha256: hex digest of the keys
 *
 * What the manifest of a bundle says.
 */
typedef struct
{
  guint8 log_id[CSN_LOG_ID_BYTES];
  guint64 n_rows;
  guint64 base_seq;
  guint8 base_chain[CSN_SHA256_BYTES];
  guint8 head[CSN_SHA256_BYTES];
  char records_sha256[65];
  char checkpoints_sha256[65];
  char keys_sha256[65];
} CsnBundleManifest;

/**
 * csn_bundle_manifest_parse:
 * @self: (out): a manifest to fill
 * @text: (array length=length): what stands in the file
 * @length: how many bytes
 * @error: return location for %G_IO_ERROR_INVALID_DATA
 *
 * Returns: %TRUE if it is the manifest of a bundle
 */
gboolean
csn_bundle_manifest_parse (CsnBundleManifest *self, const char *text, gsize length, GError **error);

G_END_DECLS
