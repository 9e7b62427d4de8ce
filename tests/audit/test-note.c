/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-note.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT (1795331011120431)

static const guint8 log_id[CSN_LOG_ID_BYTES] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef,
                                                 0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10 };

/* RFC 8032, section 7.1, test 1: the seed, and the public key that belongs to it. */
#define SECRET "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="
#define PUBLIC_KEY "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

static CsnNote
new_note (void)
{
  CsnNote note = { .count = 123, .timestamp = NOW, .min_seq = 7 };

  memcpy (note.log_id, log_id, sizeof log_id);
  memset (note.head, 0xa5, sizeof note.head);
  memset (note.min_chain, 0x5a, sizeof note.min_chain);
  memset (note.previous, 0x11, sizeof note.previous);
  return note;
}

static void
test_secret_gives_the_public_key_of_the_standard (void)
{
  g_autoptr (CsnSigner) signer = csn_signer_new_from_secret (log_id, SECRET);
  g_autofree char *hex = NULL;
  char *secret;

  g_assert_nonnull (signer);
  hex = csn_digest_to_hex (csn_signer_get_public_key (signer), CSN_PUBLIC_KEY_BYTES);
  g_assert_cmpstr (hex, ==, PUBLIC_KEY);
  secret = csn_signer_to_secret (signer);
  g_assert_cmpstr (secret, ==, SECRET);
  csn_signer_free_secret (secret);
}

static void
test_other_texts_are_no_secret (void)
{
  const char *const texts[] = {
    "",
    "x",
    "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2B=",
    "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=\n",
    "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2Df",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (csn_signer_new_from_secret (log_id, texts[i]));
}

static void
test_new_keys_differ (void)
{
  g_autoptr (CsnSigner) a = csn_signer_new_for_new_log ();
  g_autoptr (CsnSigner) b = csn_signer_new (csn_signer_get_log_id (a));
  g_autoptr (CsnSigner) c = csn_signer_new_for_new_log ();

  g_assert_cmpint (
      memcmp (csn_signer_get_public_key (a), csn_signer_get_public_key (b), CSN_PUBLIC_KEY_BYTES),
      !=,
      0);
  g_assert_cmpint (memcmp (csn_signer_get_log_id (a), csn_signer_get_log_id (c), CSN_LOG_ID_BYTES),
                   !=,
                   0);
}

static void
test_public_key_is_written_as_c2sp_has_it (void)
{
  g_autoptr (CsnSigner) signer = csn_signer_new_from_secret (log_id, SECRET);
  const guint8 *key = csn_signer_get_public_key (signer);
  g_autofree char *text = csn_public_key_to_text (log_id, key);
  guint8 found_id[CSN_LOG_ID_BYTES];
  guint8 found_key[CSN_PUBLIC_KEY_BYTES];

  /* The key id by Python's hashlib. */
  g_assert_cmpstr (text,
                   ==,
                   "0123456789abcdeffedcba9876543210+05e6357b+"
                   "AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea");
  g_assert_true (csn_public_key_from_text (text, found_id, found_key));
  g_assert_cmpmem (found_id, sizeof found_id, log_id, sizeof log_id);
  g_assert_cmpmem (found_key, sizeof found_key, key, CSN_PUBLIC_KEY_BYTES);
  for (gsize i = 0; text[i] != '\0'; i++)
    {
      text[i] ^= 1;
      g_assert_false (csn_public_key_from_text (text, found_id, found_key));
      text[i] ^= 1;
    }
  text[10] = '\0';
  g_assert_false (csn_public_key_from_text (text, found_id, found_key));
}

static void
test_note_is_what_the_manual_shows (void)
{
  g_autoptr (CsnSigner) signer = csn_signer_new_from_secret (log_id, SECRET);
  const CsnNote note = new_note ();
  g_autofree char *text = csn_note_sign (&note, signer);

  g_assert_true (g_str_has_prefix (text,
                                   "countersign/0123456789abcdeffedcba9876543210\n"
                                   "123\n"
                                   "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=\n"
                                   "ts 2026-11-22T07:03:31.120431Z\n"
                                   "min 7 WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=\n"
                                   "prev ERERERERERERERERERERERERERERERERERERERERERE=\n"
                                   "\n"
                                   "\xe2\x80\x94 0123456789abcdeffedcba9876543210 "));
  g_assert_true (g_str_has_suffix (text, "\n"));
}

static void
test_signed_note_is_checked (void)
{
  g_autoptr (CsnSigner) signer = csn_signer_new (log_id);
  g_autoptr (CsnSigner) other = csn_signer_new (log_id);
  const guint8 other_id[CSN_LOG_ID_BYTES] = { 9 };
  const guint8 *key = csn_signer_get_public_key (signer);
  const CsnNote note = new_note ();
  g_autofree char *text = csn_note_sign (&note, signer);
  gsize length = strlen (text);
  CsnNote found = { 0 };

  g_assert_true (csn_note_check (text, length, log_id, key, &found));
  g_assert_cmpuint (found.count, ==, 123);
  g_assert_cmpint (found.timestamp, ==, NOW);
  g_assert_cmpuint (found.min_seq, ==, 7);
  g_assert_cmpmem (found.head, sizeof found.head, note.head, sizeof note.head);
  g_assert_cmpmem (found.min_chain, sizeof found.head, note.min_chain, sizeof note.head);
  g_assert_cmpmem (found.previous, sizeof found.head, note.previous, sizeof note.head);
  g_assert_false (csn_note_check (text, length, other_id, key, NULL));
  g_assert_false (csn_note_check (text, length, log_id, csn_signer_get_public_key (other), NULL));
  g_assert_false (csn_note_check (text, length - 1, log_id, key, NULL));
  g_assert_true (csn_note_parse (text, length, &found));
}

static void
test_every_flipped_bit_of_a_note_is_found (void)
{
  g_autoptr (CsnSigner) signer = csn_signer_new (log_id);
  const CsnNote note = new_note ();
  g_autofree char *text = csn_note_sign (&note, signer);
  gsize length = strlen (text);

  for (gsize bit = 0; bit < length * 8; bit++)
    {
      text[bit / 8] ^= (char) (1 << bit % 8);
      g_assert_false (
          csn_note_check (text, length, log_id, csn_signer_get_public_key (signer), NULL));
      text[bit / 8] ^= (char) (1 << bit % 8);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/audit/note/secret-gives-the-public-key-of-the-standard",
                   test_secret_gives_the_public_key_of_the_standard);
  g_test_add_func ("/audit/note/other-texts-are-no-secret", test_other_texts_are_no_secret);
  g_test_add_func ("/audit/note/new-keys-differ", test_new_keys_differ);
  g_test_add_func ("/audit/note/public-key-is-written-as-c2sp-has-it",
                   test_public_key_is_written_as_c2sp_has_it);
  g_test_add_func ("/audit/note/is-what-the-manual-shows", test_note_is_what_the_manual_shows);
  g_test_add_func ("/audit/note/signed-note-is-checked", test_signed_note_is_checked);
  g_test_add_func ("/audit/note/every-flipped-bit-is-found",
                   test_every_flipped_bit_of_a_note_is_found);
  return g_test_run ();
}
