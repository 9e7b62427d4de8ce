/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-key-change.h"

#include <string.h>

#include "csn-base64-private.h"
#include "csn-json-writer.h"

/* The tag ends in the NUL that C puts there. */
static const char key_tag[] = "countersign.key.v1";

static const char *const codes[] = {
  [CSN_KEY_CHANGE_FIRST] = "first",       [CSN_KEY_CHANGE_ROTATED] = "rotated",
  [CSN_KEY_CHANGE_REPLACED] = "replaced", [CSN_KEY_CHANGE_MISSING] = "missing",
  [CSN_KEY_CHANGE_RESUMED] = "resumed",
};

#define MAX_STATEMENT                                                                              \
  (sizeof key_tag + CSN_LOG_ID_BYTES + sizeof (guint64) + 2 * CSN_PUBLIC_KEY_BYTES)

static void
write_statement (const CsnKeyChange *self,
                 const guint8 log_id[CSN_LOG_ID_BYTES],
                 guint64 seq,
                 guint8 ret_statement[MAX_STATEMENT])
{
  guint64 big_endian_seq = GUINT64_TO_BE (seq);
  guint8 *end = ret_statement;

  end = (guint8 *) memcpy (end, key_tag, sizeof key_tag) + sizeof key_tag;
  end = (guint8 *) memcpy (end, log_id, CSN_LOG_ID_BYTES) + CSN_LOG_ID_BYTES;
  end = (guint8 *) memcpy (end, &big_endian_seq, sizeof big_endian_seq) + sizeof big_endian_seq;
  end = (guint8 *) memcpy (end, self->previous_key, CSN_PUBLIC_KEY_BYTES) + CSN_PUBLIC_KEY_BYTES;
  memcpy (end, self->public_key, CSN_PUBLIC_KEY_BYTES);
}

static void
write_key (CsnJsonWriter *writer,
           const char *name,
           const guint8 log_id[CSN_LOG_ID_BYTES],
           const guint8 *key)
{
  g_autofree char *text = key != NULL ? csn_public_key_to_text (log_id, key) : NULL;

  csn_json_writer_member_string (writer, name, text);
}

static void
write_signature (CsnJsonWriter *writer,
                 const char *name,
                 CsnSigner *signer,
                 const guint8 statement[MAX_STATEMENT])
{
  guint8 signature[CSN_SIGNATURE_BYTES];
  g_autofree char *text = NULL;

  if (signer != NULL)
    {
      csn_signer_sign (signer, statement, MAX_STATEMENT, signature);
      text = g_base64_encode (signature, sizeof signature);
    }
  csn_json_writer_member_string (writer, name, text);
}

CsnJson *
csn_key_change_sign (const CsnKeyChange *self,
                     const guint8 log_id[CSN_LOG_ID_BYTES],
                     guint64 seq,
                     CsnSigner *signer,
                     CsnSigner *previous_signer)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  guint8 statement[MAX_STATEMENT];
  g_autofree char *text = NULL;

  write_statement (self, log_id, seq, statement);
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "code", codes[self->kind]);
  write_key (writer, "public_key", log_id, signer != NULL ? self->public_key : NULL);
  write_key (writer, "previous_public_key", log_id, self->has_previous ? self->previous_key : NULL);
  write_signature (writer, "signature", signer, statement);
  write_signature (writer, "previous_signature", previous_signer, statement);
  csn_json_writer_end_object (writer);
  text = csn_json_writer_finish (writer);
  return csn_json_parse (text, strlen (text), CSN_EVENT_MAX_BYTES, NULL, NULL);
}

static const char *
get_text (const CsnJson *object, const char *name)
{
  const CsnJson *member = csn_json_get_member (object, name);

  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return NULL;
  return csn_json_get_text (member);
}

static gboolean
read_kind (const CsnJson *details, CsnKeyChangeKind *ret_kind)
{
  const char *code = get_text (details, "code");

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_strcmp0 (code, codes[i]) == 0)
      {
        *ret_kind = (CsnKeyChangeKind) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_key (const CsnJson *details,
          const char *name,
          const guint8 log_id[CSN_LOG_ID_BYTES],
          guint8 ret_key[CSN_PUBLIC_KEY_BYTES])
{
  const char *text = get_text (details, name);
  guint8 named_id[CSN_LOG_ID_BYTES];

  return text != NULL && csn_public_key_from_text (text, named_id, ret_key) &&
         memcmp (named_id, log_id, CSN_LOG_ID_BYTES) == 0;
}

static gboolean
is_signed (const CsnJson *details,
           const char *name,
           const guint8 public_key[CSN_PUBLIC_KEY_BYTES],
           const guint8 statement[MAX_STATEMENT])
{
  const char *text = get_text (details, name);
  guint8 signature[CSN_SIGNATURE_BYTES];

  return text != NULL && csn_base64_read (text, strlen (text), signature, sizeof signature) &&
         csn_public_key_check (public_key, statement, MAX_STATEMENT, signature);
}

/* Which keys there must be, and which of them must have signed. */
static gboolean
is_complete (const CsnKeyChange *change,
             gboolean has_key,
             const CsnJson *details,
             const guint8 statement[MAX_STATEMENT])
{
  gboolean is_new = FALSE;

  switch (change->kind)
    {
    case CSN_KEY_CHANGE_MISSING:
      return !has_key && change->has_previous;
    case CSN_KEY_CHANGE_FIRST:
      is_new = has_key && !change->has_previous;
      break;
    case CSN_KEY_CHANGE_ROTATED:
      is_new = has_key && change->has_previous &&
               is_signed (details, "previous_signature", change->previous_key, statement);
      break;
    case CSN_KEY_CHANGE_REPLACED:
      is_new = has_key && change->has_previous;
      break;
    case CSN_KEY_CHANGE_RESUMED:
      is_new = has_key && change->has_previous &&
               memcmp (change->public_key, change->previous_key, CSN_PUBLIC_KEY_BYTES) == 0;
      break;
    }
  return is_new && is_signed (details, "signature", change->public_key, statement);
}

gboolean
csn_key_change_read (const CsnJson *details,
                     const guint8 log_id[CSN_LOG_ID_BYTES],
                     guint64 seq,
                     CsnKeyChange *ret_change)
{
  CsnKeyChange change = { 0 };
  guint8 statement[MAX_STATEMENT];
  gboolean has_key;

  if (details == NULL || csn_json_get_value_type (details) != CSN_JSON_OBJECT ||
      !read_kind (details, &change.kind))
    return FALSE;
  has_key = read_key (details, "public_key", log_id, change.public_key);
  change.has_previous = read_key (details, "previous_public_key", log_id, change.previous_key);
  write_statement (&change, log_id, seq, statement);
  if (!is_complete (&change, has_key, details, statement))
    return FALSE;
  *ret_change = change;
  return TRUE;
}
