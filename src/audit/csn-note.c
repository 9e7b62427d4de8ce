/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-note.h"

#include <string.h>

#include "csn-base64-private.h"
#include "csn-hash-private.h"
#include "csn-time.h"

#define ORIGIN "countersign/"
#define SIGNATURE_MARK "\n\xe2\x80\x94 "
#define MAX_LENGTH 1024

/* Where a note's bytes are taken apart. */
typedef struct
{
  const char *cursor;
  const char *end;
} CsnNoteText;

/* What the signature is over. */
static char *
write_text (const CsnNote *self)
{
  g_autofree char *log_id = csn_digest_to_hex (self->log_id, CSN_LOG_ID_BYTES);
  g_autofree char *head = g_base64_encode (self->head, CSN_SHA256_BYTES);
  g_autofree char *time = csn_time_to_string (self->timestamp);
  g_autofree char *min_chain = g_base64_encode (self->min_chain, CSN_SHA256_BYTES);
  g_autofree char *previous = g_base64_encode (self->previous, CSN_SHA256_BYTES);

  return g_strdup_printf (ORIGIN "%s\n"
                                 "%" G_GUINT64_FORMAT "\n"
                                 "%s\n"
                                 "ts %s\n"
                                 "min %" G_GUINT64_FORMAT " %s\n"
                                 "prev %s\n",
                          log_id,
                          self->count,
                          head,
                          time,
                          self->min_seq,
                          min_chain,
                          previous);
}

char *
csn_note_sign (const CsnNote *self, CsnSigner *signer)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  g_autofree char *base64 = NULL;
  guint8 signature[CSN_KEY_ID_BYTES + CSN_SIGNATURE_BYTES];

  g_return_val_if_fail (signer != NULL, NULL);

  text = write_text (self);
  csn_public_key_get_id (self->log_id, csn_signer_get_public_key (signer), signature);
  csn_signer_sign (signer, text, strlen (text), signature + CSN_KEY_ID_BYTES);
  name = csn_digest_to_hex (self->log_id, CSN_LOG_ID_BYTES);
  base64 = g_base64_encode (signature, sizeof signature);
  return g_strconcat (text, SIGNATURE_MARK, name, " ", base64, "\n", NULL);
}

/* Takes up to the next new line or space, which goes too. */
static gboolean
take (CsnNoteText *self, char end, const char **ret_text, gsize *ret_length)
{
  const char *found = memchr (self->cursor, end, (gsize) (self->end - self->cursor));

  if (found == NULL)
    return FALSE;
  *ret_text = self->cursor;
  *ret_length = (gsize) (found - self->cursor);
  self->cursor = found + 1;
  return TRUE;
}

static gboolean
take_word (CsnNoteText *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->cursor) < length || memcmp (self->cursor, word, length) != 0)
    return FALSE;
  self->cursor += length;
  return TRUE;
}

static gboolean
take_hash (CsnNoteText *self, char end, guint8 ret_hash[CSN_SHA256_BYTES])
{
  const char *text;
  gsize length;

  return take (self, end, &text, &length) &&
         csn_base64_read (text, length, ret_hash, CSN_SHA256_BYTES);
}

static gboolean
take_number (CsnNoteText *self, char end, guint64 *ret_number)
{
  const char *text;
  gsize length;
  g_autofree char *digits = NULL;

  if (!take (self, end, &text, &length) || length > 20)
    return FALSE;
  digits = g_strndup (text, length);
  return g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, ret_number, NULL);
}

static gboolean
take_time (CsnNoteText *self, char end, gint64 *ret_time)
{
  const char *text;
  gsize length;
  g_autofree char *copy = NULL;

  if (!take (self, end, &text, &length))
    return FALSE;
  copy = g_strndup (text, length);
  return csn_time_from_string (copy, ret_time);
}

static gboolean
take_log_id (CsnNoteText *self, char end, guint8 ret_log_id[CSN_LOG_ID_BYTES])
{
  const char *text;
  gsize length;

  return take (self, end, &text, &length) &&
         csn_hex_read (text, length, ret_log_id, CSN_LOG_ID_BYTES);
}

static gboolean
take_signature (CsnNoteText *self,
                const guint8 log_id[CSN_LOG_ID_BYTES],
                guint8 ret_signature[CSN_KEY_ID_BYTES + CSN_SIGNATURE_BYTES])
{
  guint8 name[CSN_LOG_ID_BYTES];
  const char *text;
  gsize length;

  return take_word (self, SIGNATURE_MARK) && take_log_id (self, ' ', name) &&
         memcmp (name, log_id, CSN_LOG_ID_BYTES) == 0 && take (self, '\n', &text, &length) &&
         csn_base64_read (text, length, ret_signature, CSN_KEY_ID_BYTES + CSN_SIGNATURE_BYTES) &&
         self->cursor == self->end;
}

static gboolean
take_apart (const char *text,
            gsize length,
            CsnNote *ret_note,
            gsize *ret_signed_length,
            guint8 ret_signature[CSN_KEY_ID_BYTES + CSN_SIGNATURE_BYTES])
{
  CsnNoteText parts = { text, text + length };
  g_autofree char *again = NULL;

  if (length > MAX_LENGTH || !take_word (&parts, ORIGIN) ||
      !take_log_id (&parts, '\n', ret_note->log_id) ||
      !take_number (&parts, '\n', &ret_note->count) || !take_hash (&parts, '\n', ret_note->head) ||
      !take_word (&parts, "ts ") || !take_time (&parts, '\n', &ret_note->timestamp) ||
      !take_word (&parts, "min ") || !take_number (&parts, ' ', &ret_note->min_seq) ||
      !take_hash (&parts, '\n', ret_note->min_chain) || !take_word (&parts, "prev ") ||
      !take_hash (&parts, '\n', ret_note->previous))
    return FALSE;
  *ret_signed_length = (gsize) (parts.cursor - text);

  /* Numbers and times have other spellings; only ours counts. */
  again = write_text (ret_note);
  return strlen (again) == *ret_signed_length && memcmp (again, text, *ret_signed_length) == 0 &&
         take_signature (&parts, ret_note->log_id, ret_signature);
}

gboolean
csn_note_parse (const char *text, gsize length, CsnNote *ret_note)
{
  guint8 signature[CSN_KEY_ID_BYTES + CSN_SIGNATURE_BYTES];
  CsnNote note;
  gsize signed_length;

  g_return_val_if_fail (text != NULL, FALSE);

  if (!take_apart (text, length, &note, &signed_length, signature))
    return FALSE;
  *ret_note = note;
  return TRUE;
}

gboolean
csn_note_check (const char *text,
                gsize length,
                const guint8 log_id[CSN_LOG_ID_BYTES],
                const guint8 public_key[CSN_PUBLIC_KEY_BYTES],
                CsnNote *ret_note)
{
  guint8 signature[CSN_KEY_ID_BYTES + CSN_SIGNATURE_BYTES];
  guint8 id[CSN_KEY_ID_BYTES];
  CsnNote note;
  gsize signed_length;

  g_return_val_if_fail (text != NULL, FALSE);

  if (!take_apart (text, length, &note, &signed_length, signature) ||
      memcmp (note.log_id, log_id, CSN_LOG_ID_BYTES) != 0)
    return FALSE;
  csn_public_key_get_id (log_id, public_key, id);
  if (memcmp (id, signature, sizeof id) != 0 ||
      !csn_public_key_check (public_key, text, signed_length, signature + sizeof id))
    return FALSE;
  if (ret_note != NULL)
    *ret_note = note;
  return TRUE;
}

void
csn_note_digest (const char *text, gsize length, guint8 ret_digest[CSN_SHA256_BYTES])
{
  const CsnHashPart part = { text, length };

  g_return_if_fail (text != NULL);

  csn_hash_parts (&part, 1, ret_digest);
}
