/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-digest.h"

#include <string.h>

/* FIPS 180-4's own samples, and the empty text. */
static void
test_is_sha_256 (void)
{
  static const struct
  {
    const char *text;
    const char *hex;
    const char *string;
  } cases[] = {
    { "",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "sha-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" },
    { "abc",
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      "sha-256=ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=" },
    { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
      "sha-256=JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE=" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 digest[CSN_SHA256_BYTES];
      g_autofree char *hex = NULL;
      g_autofree char *string = NULL;

      csn_digest_sha256 (cases[i].text, strlen (cases[i].text), digest);
      hex = csn_digest_to_hex (digest, sizeof (digest));
      string = csn_digest_to_string (digest);
      g_assert_cmpstr (hex, ==, cases[i].hex);
      g_assert_cmpstr (string, ==, cases[i].string);
    }
}

static void
test_digests_no_bytes_at_all (void)
{
  guint8 digest[CSN_SHA256_BYTES];
  g_autofree char *hex = NULL;
  g_autofree char *none = csn_digest_to_hex (NULL, 0);

  csn_digest_sha256 (NULL, 0, digest);
  hex = csn_digest_to_hex (digest, 4);
  g_assert_cmpstr (hex, ==, "e3b0c442");
  g_assert_cmpstr (none, ==, "");
}

static void
test_counts_bytes_after_a_nul (void)
{
  guint8 one[CSN_SHA256_BYTES];
  guint8 other[CSN_SHA256_BYTES];

  csn_digest_sha256 ("a\0b", 3, one);
  csn_digest_sha256 ("a\0c", 3, other);
  g_assert_cmpint (memcmp (one, other, sizeof (one)), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/json/digest/is-sha-256", test_is_sha_256);
  g_test_add_func ("/json/digest/digests-no-bytes-at-all", test_digests_no_bytes_at_all);
  g_test_add_func ("/json/digest/counts-bytes-after-a-nul", test_counts_bytes_after_a_nul);
  return g_test_run ();
}
