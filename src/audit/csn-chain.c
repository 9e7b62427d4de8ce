/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-chain.h"

#include <string.h>

#include "csn-hash-private.h"

/* The tags end in the NUL that C puts there, so sizeof is their length. */
static const char leaf_tag[] = "countersign.leaf.v1";
static const char chain_tag[] = "countersign.chain.v1";
static const char commit_tag[] = "countersign.commit.v1";

void
csn_chain_leaf (const char *body, gsize length, guint8 ret_leaf[CSN_SHA256_BYTES])
{
  guint64 big_endian_length = GUINT64_TO_BE ((guint64) length);
  const CsnHashPart parts[] = {
    { leaf_tag, sizeof leaf_tag },
    { &big_endian_length, sizeof big_endian_length },
    { body, length },
  };

  g_return_if_fail (body != NULL || length == 0);

  csn_hash_parts (parts, G_N_ELEMENTS (parts), ret_leaf);
}

void
csn_chain_next (const guint8 log_id[CSN_LOG_ID_BYTES],
                guint64 seq,
                const guint8 previous[CSN_SHA256_BYTES],
                const guint8 leaf[CSN_SHA256_BYTES],
                guint8 ret_chain[CSN_SHA256_BYTES])
{
  guint64 big_endian_seq = GUINT64_TO_BE (seq);
  guint8 link[sizeof chain_tag + CSN_LOG_ID_BYTES + sizeof big_endian_seq + 2 * CSN_SHA256_BYTES];
  guint8 *end = link;
  CsnHashPart part = { link, sizeof link };

  end = (guint8 *) memcpy (end, chain_tag, sizeof chain_tag) + sizeof chain_tag;
  end = (guint8 *) memcpy (end, log_id, CSN_LOG_ID_BYTES) + CSN_LOG_ID_BYTES;
  end = (guint8 *) memcpy (end, &big_endian_seq, sizeof big_endian_seq) + sizeof big_endian_seq;
  end = (guint8 *) memcpy (end, previous, CSN_SHA256_BYTES) + CSN_SHA256_BYTES;
  memcpy (end, leaf, CSN_SHA256_BYTES);
  csn_hash_parts (&part, 1, ret_chain);
}

void
csn_payload_commitment (const guint8 salt[CSN_PAYLOAD_SALT_BYTES],
                        GBytes *raw,
                        guint8 ret_commitment[CSN_SHA256_BYTES])
{
  const CsnHashPart parts[] = {
    { commit_tag, sizeof commit_tag },
    { salt, CSN_PAYLOAD_SALT_BYTES },
    { g_bytes_get_data (raw, NULL), g_bytes_get_size (raw) },
  };

  csn_hash_parts (parts, G_N_ELEMENTS (parts), ret_commitment);
}
