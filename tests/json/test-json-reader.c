/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-json.h"

typedef struct
{
  const char *text;
  gsize length; /* 0: NUL-terminated */
} Accepted;

typedef struct
{
  const char *text;
  gsize length; /* 0: NUL-terminated */
  CsnJsonError code;
  gsize offset;
} Refused;

#define BYTES(literal) literal, sizeof (literal) - 1

static const Accepted accepted[] = {
  { BYTES ("null") },
  { BYTES ("true") },
  { BYTES ("false") },
  { BYTES ("0") },
  { BYTES ("-0") },
  { BYTES ("-0.0e-0") },
  { BYTES ("42") },
  { BYTES ("1E22") },
  { BYTES ("1E+2") },
  { BYTES ("1e-2") },
  { BYTES ("123.456e78") },
  { BYTES ("20e1") },
  { BYTES ("0e+1") },
  { BYTES ("1e400") },
  { BYTES ("-1e-999999999999999999999") },
  { BYTES ("123456789012345678901234567890") },
  { BYTES ("-9223372036854775809") },
  { BYTES ("\"\"") },
  { BYTES ("\"asd\"") },
  { BYTES ("\" \"") },
  { BYTES ("\"a/*b*/c/*d//e\"") },
  { BYTES ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"") },
  { BYTES ("\"\\u0001\\u001f\\u00e9\\uFFFF\"") },
  { BYTES ("\"\\uD801\\udc37\\uDBFF\\uDFFF\"") },
  { BYTES ("\"\\\\u0000\"") },
  { BYTES ("\"\x7f\"") },
  { BYTES ("\"\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\"") },
  { BYTES ("\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"") },
  { BYTES ("\"\xe2\x80\xa8\xe2\x80\xa9\"") },
  { BYTES ("[]") },
  { BYTES ("[[]   ]") },
  { BYTES (" [1] ") },
  { BYTES ("\t\r\n [\t1\r,\n2 ]\n") },
  { BYTES ("[null, 1, \"1\", {}]") },
  { BYTES ("[1,null,null,null,2]") },
  { BYTES ("{}") },
  { BYTES ("{\"\":0}") },
  { BYTES ("{ \"a\" : { \"a\" : [ { \"a\" : 1 } ] } , \"A\" : 2 }") },
  { BYTES ("{\"foo\\u0001bar\": 42}") },
  { BYTES ("{\"\xc3\xa9\":1,\"e\xcc\x81\":2}") },
};

static const Refused refused[] = {
  /* no value, or no end */
  { BYTES (" "), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("["), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("[1"), CSN_JSON_ERROR_SYNTAX, 2 },
  { BYTES ("[1,"), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("{"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("{\"a\""), CSN_JSON_ERROR_SYNTAX, 4 },
  { BYTES ("{\"a\":"), CSN_JSON_ERROR_SYNTAX, 5 },
  { BYTES ("\""), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("\"abc"), CSN_JSON_ERROR_SYNTAX, 4 },
  { BYTES ("\"abc\\"), CSN_JSON_ERROR_SYNTAX, 5 },
  { BYTES ("\"\\\""), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("nul"), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("-"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("1."), CSN_JSON_ERROR_SYNTAX, 2 },
  { BYTES ("1e"), CSN_JSON_ERROR_SYNTAX, 2 },
  { BYTES ("1e+"), CSN_JSON_ERROR_SYNTAX, 3 },

  /* two roots and what stands after the root */
  { BYTES ("{}{}"), CSN_JSON_ERROR_SYNTAX, 2 },
  { BYTES ("{} {}"), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("1 2"), CSN_JSON_ERROR_SYNTAX, 2 },
  { BYTES ("[1]x"), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("[1]]"), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("{}//"), CSN_JSON_ERROR_SYNTAX, 2 },
  { BYTES ("{};"), CSN_JSON_ERROR_SYNTAX, 2 },
  { BYTES ("[]\0"), CSN_JSON_ERROR_ENCODING, 2 },

  /* other languages */
  { BYTES ("'a'"), CSN_JSON_ERROR_SYNTAX, 0 },
  { BYTES ("{'a':1}"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("{a:1}"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("var foo = {};"), CSN_JSON_ERROR_SYNTAX, 0 },
  { BYTES ("/* c */ 1"), CSN_JSON_ERROR_SYNTAX, 0 },
  { BYTES ("NaN"), CSN_JSON_ERROR_SYNTAX, 0 },
  { BYTES ("nan"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("Infinity"), CSN_JSON_ERROR_SYNTAX, 0 },
  { BYTES ("-Infinity"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("True"), CSN_JSON_ERROR_SYNTAX, 0 },
  { BYTES ("truth"), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("undefined"), CSN_JSON_ERROR_SYNTAX, 0 },

  /* commas and colons */
  { BYTES ("[1,]"), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("[,1]"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("[1,,2]"), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("[1 2]"), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("[1:2]"), CSN_JSON_ERROR_SYNTAX, 2 },
  { BYTES ("[}"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("{]"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("{\"a\":1,}"), CSN_JSON_ERROR_SYNTAX, 7 },
  { BYTES ("{,\"a\":1}"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("{\"a\" 1}"), CSN_JSON_ERROR_SYNTAX, 5 },
  { BYTES ("{\"a\":}"), CSN_JSON_ERROR_SYNTAX, 5 },
  { BYTES ("{\"a\",1}"), CSN_JSON_ERROR_SYNTAX, 4 },
  { BYTES ("{\"a\":1 \"b\":2}"), CSN_JSON_ERROR_SYNTAX, 7 },
  { BYTES ("{1:1}"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("{null:1}"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES (":1"), CSN_JSON_ERROR_SYNTAX, 0 },
  { BYTES ("]"), CSN_JSON_ERROR_SYNTAX, 0 },

  /* numbers */
  { BYTES ("010"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("-01"), CSN_JSON_ERROR_SYNTAX, 2 },
  { BYTES ("0x10"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("+1"), CSN_JSON_ERROR_SYNTAX, 0 },
  { BYTES (".5"), CSN_JSON_ERROR_SYNTAX, 0 },
  { BYTES ("-.5"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("1.e1"), CSN_JSON_ERROR_SYNTAX, 2 },
  { BYTES ("1.2.3"), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("1e1e1"), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("--1"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("1_000"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("[1e]"), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("\xef\xbc\x91"), CSN_JSON_ERROR_SYNTAX, 0 }, /* fullwidth 1 */

  /* strings */
  { BYTES ("\"\t\""), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("\"ab\ncd\""), CSN_JSON_ERROR_SYNTAX, 3 },
  { BYTES ("\"\x1f\""), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("\"\\x41\""), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("\"\\'\""), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("\"\\0\""), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("\"\\U0041\""), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("\"\\u00g1\""), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("\"\\u12\""), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("\"\\u {1}\""), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("\"\\\xc3\xa9\""), CSN_JSON_ERROR_SYNTAX, 1 },

  /* NUL */
  { BYTES ("\0"), CSN_JSON_ERROR_ENCODING, 0 },
  { BYTES ("\"x\0y\""), CSN_JSON_ERROR_ENCODING, 2 },
  { BYTES ("\"x\\u0000y\""), CSN_JSON_ERROR_ENCODING, 2 },
  { BYTES ("{\"x\\u0000y\":1}"), CSN_JSON_ERROR_ENCODING, 3 },
  { BYTES ("[1,\0]"), CSN_JSON_ERROR_ENCODING, 3 },

  /* surrogates */
  { BYTES ("\"\\uD800\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"a\\uDC00\""), CSN_JSON_ERROR_ENCODING, 2 },
  { BYTES ("\"\\uD800\\n\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\\uD800\\uD800\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\\uD800\\u0041\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\\uDC00\\uD800\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\\uD800\\uDC"), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\xed\xa0\x80\""), CSN_JSON_ERROR_ENCODING, 1 },

  /* UTF-8 */
  { BYTES ("\xef\xbb\xbf{}"), CSN_JSON_ERROR_SYNTAX, 0 }, /* BOM */
  { BYTES ("\xff\xfe[\0]\0"), CSN_JSON_ERROR_ENCODING, 0 },
  { BYTES ("\"\xff\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"abcdefgh\x80\""), CSN_JSON_ERROR_ENCODING, 9 },
  { BYTES ("\"\xc0\xaf\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\xe0\x80\xaf\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\xf0\x80\x80\xaf\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\xf4\x90\x80\x80\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\xf5\x80\x80\x80\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\xc3\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\xe2\x82\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\xe2\x82"), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\xe2\x28\xa1\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("\"\xe2\x82\x28\""), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("[\xe9]"), CSN_JSON_ERROR_ENCODING, 1 },
  { BYTES ("[\xc2\xa0]"), CSN_JSON_ERROR_SYNTAX, 1 },
  { BYTES ("[\f1]"), CSN_JSON_ERROR_SYNTAX, 1 },

  /* the same member twice */
  { BYTES ("{\"a\":1,\"a\":1}"), CSN_JSON_ERROR_DUPLICATE_KEY, 7 },
  { BYTES ("{\"a\":1,\"b\":2,\"\\u0061\":3}"), CSN_JSON_ERROR_DUPLICATE_KEY, 13 },
  { BYTES ("{\"\":1,\"\":2}"), CSN_JSON_ERROR_DUPLICATE_KEY, 6 },
  { BYTES ("{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}"), CSN_JSON_ERROR_DUPLICATE_KEY, 18 },
  { BYTES ("[[[[{\"amount\":1,\"amoun\\u0074\":2}]]]]"), CSN_JSON_ERROR_DUPLICATE_KEY, 16 },
  { BYTES ("{\"b\":1,\"a\":1,\"b\":2,\"a\":3}"), CSN_JSON_ERROR_DUPLICATE_KEY, 13 },

  /* of several faults the first counts */
  { BYTES ("{\"a\":1,\"a\":x}"), CSN_JSON_ERROR_DUPLICATE_KEY, 7 },
  { BYTES ("{\"a\":1,\"a\":2,"), CSN_JSON_ERROR_DUPLICATE_KEY, 7 },
  { BYTES ("{\"a\":1,\"b\":x,\"a\":2}"), CSN_JSON_ERROR_SYNTAX, 11 },
  { BYTES ("{\"a\":1,\"a\":[{\"b\":1,\"b\":2}]}"), CSN_JSON_ERROR_DUPLICATE_KEY, 7 },
  { BYTES ("{\"a\":[{\"b\":1,\"b\":2}],\"a\":1}"), CSN_JSON_ERROR_DUPLICATE_KEY, 13 },
  { BYTES ("{\"a\":1,\"a\":[1,2,x"), CSN_JSON_ERROR_DUPLICATE_KEY, 7 },
  { BYTES ("{\"\":1,\"a\":[1,2,x"), CSN_JSON_ERROR_SYNTAX, 15 },
  { BYTES ("{\"a\":1,\"b\":{\"a\":1,x"), CSN_JSON_ERROR_SYNTAX, 18 },
  { BYTES ("{\"b\":1,\"a\":{\"b\":[{\"a\":{}},{\"b\":"), CSN_JSON_ERROR_SYNTAX, 31 },
};

static void
test_accepts_what_rfc_8259_has (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CsnJson) json = NULL;

      json = csn_json_parse (accepted[i].text, accepted[i].length, G_MAXSIZE, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (json);
    }
}

/* The text is handed over without a byte to spare, so that a sanitizer sees reads beyond it. */
static void
test_refuses_everything_else_at_the_first_fault (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *text = g_memdup2 (refused[i].text, refused[i].length);
      g_autoptr (GError) error = NULL;
      g_autoptr (CsnJson) json = NULL;
      gsize offset = G_MAXSIZE;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      json = csn_json_parse (text, refused[i].length, G_MAXSIZE, &offset, &error);
      g_assert_null (json);
      g_assert_error (error, CSN_JSON_ERROR, (int) refused[i].code);
      g_assert_cmpuint (offset, ==, refused[i].offset);
    }
}

static void
test_refuses_no_text_at_all (void)
{
  g_autoptr (GError) error = NULL;
  gsize offset = G_MAXSIZE;

  g_assert_null (csn_json_parse (NULL, 0, 10, &offset, &error));
  g_assert_error (error, CSN_JSON_ERROR, CSN_JSON_ERROR_SYNTAX);
  g_assert_cmpuint (offset, ==, 0);
}

static void
test_names_the_member_that_stands_twice (void)
{
  g_autoptr (GError) error = NULL;
  const char *text = "{\"a\\u202eb\":1,\"a\\u202eb\":1}";

  g_assert_null (csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, &error));
  g_assert_error (error, CSN_JSON_ERROR, CSN_JSON_ERROR_DUPLICATE_KEY);
  g_assert_nonnull (strstr (error->message, "a‹U+202E›b"));
  g_assert_nonnull (strstr (error->message, "14"));
}

static char *
nest (guint depth, const char *open, const char *inside, const char *close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, inside);
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

static void
test_nests_64_deep_and_no_deeper (void)
{
  static const struct
  {
    const char *open;
    const char *inside;
    const char *close;
    gsize offset;
  } cases[] = {
    { "[", "", "]", 64 },
    { "[", "1", "]", 64 },
    { "{\"a\":", "1", "}", 320 },
    { "[ ", "[{}]", "]", 126 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint inside = strspn (cases[i].inside, "[{");
      g_autofree char *fits = nest (64 - inside, cases[i].open, cases[i].inside, cases[i].close);
      g_autofree char *deeper = nest (65 - inside, cases[i].open, cases[i].inside, cases[i].close);
      g_autoptr (CsnJson) json = NULL;
      g_autoptr (GError) error = NULL;
      gsize offset = 0;

      json = csn_json_parse (fits, strlen (fits), G_MAXSIZE, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (json);
      g_assert_null (csn_json_parse (deeper, strlen (deeper), G_MAXSIZE, &offset, &error));
      g_assert_error (error, CSN_JSON_ERROR, CSN_JSON_ERROR_DEPTH);
      if (inside == 0)
        g_assert_cmpuint (offset, ==, cases[i].offset);
    }
}

static void
test_gives_up_early_on_a_million_brackets (void)
{
  static const char *const opens[] = { "[", "{\"a\":", "[{\"a\":" };

  for (gsize i = 0; i < G_N_ELEMENTS (opens); i++)
    {
      g_autofree char *text = nest (1000000, opens[i], "", "");
      g_autoptr (GError) error = NULL;
      gint64 begin = g_get_monotonic_time ();

      g_assert_null (csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, &error));
      g_assert_error (error, CSN_JSON_ERROR, CSN_JSON_ERROR_DEPTH);
      g_test_message ("%" G_GINT64_FORMAT " us", g_get_monotonic_time () - begin);
    }
}

static void
test_keeps_to_the_size_that_it_is_given (void)
{
  g_autofree char *text = g_malloc (CSN_JSON_MAX_REQUEST_BYTES + 1);
  g_autoptr (CsnJson) json = NULL;
  g_autoptr (GError) error = NULL;
  gsize offset = 0;

  memset (text, 'a', CSN_JSON_MAX_REQUEST_BYTES + 1);
  text[0] = '"';
  text[CSN_JSON_MAX_REQUEST_BYTES - 1] = '"';
  text[CSN_JSON_MAX_REQUEST_BYTES] = '\n';

  json = csn_json_parse (text, CSN_JSON_MAX_REQUEST_BYTES, CSN_JSON_MAX_REQUEST_BYTES, NULL, NULL);
  g_assert_nonnull (json);
  g_assert_cmpuint (strlen (csn_json_get_text (json)), ==, CSN_JSON_MAX_REQUEST_BYTES - 2);

  g_assert_null (csn_json_parse (text,
                                 CSN_JSON_MAX_REQUEST_BYTES + 1,
                                 CSN_JSON_MAX_REQUEST_BYTES,
                                 &offset,
                                 &error));
  g_assert_error (error, CSN_JSON_ERROR, CSN_JSON_ERROR_SIZE);
  g_assert_cmpuint (offset, ==, CSN_JSON_MAX_REQUEST_BYTES);
}

static char *
write_many_members (guint n_members, const char *format)
{
  GString *text = g_string_new ("{");

  for (guint i = 0; i < n_members; i++)
    {
      /* 7919 is prime: the keys come in no order */
      guint mixed = (guint) ((guint64) i * 7919 % n_members);

      if (i > 0)
        g_string_append_c (text, ',');
      g_string_append_printf (text, "\"%s%u\":%u", format, mixed, mixed);
    }
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

static void
test_finds_each_of_100000_members (void)
{
  g_autofree char *text = write_many_members (100000, "a common start of every key ");
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnJson) json = NULL;
  gint64 begin = g_get_monotonic_time ();

  json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (csn_json_get_size (json), ==, 100000);
  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *key = g_strdup_printf ("a common start of every key %u", i);
      gint64 value = -1;

      g_assert_true (csn_json_get_integer (csn_json_get_member (json, key), &value));
      g_assert_cmpint (value, ==, i);
    }
  g_assert_null (csn_json_get_member (json, "a common start of every key"));
  g_test_message ("%" G_GINT64_FORMAT " us", g_get_monotonic_time () - begin);
}

static void
test_finds_one_duplicate_among_100000_members (void)
{
  g_autofree char *many = write_many_members (100000, "k");
  g_autoptr (GString) text = g_string_new (many);
  g_autoptr (GError) error = NULL;
  gsize offset = 0;
  gsize expected = text->len;

  g_string_truncate (text, text->len - 1);
  g_string_append (text, ",\"k\\u0035\":0}");
  g_assert_null (csn_json_parse (text->str, text->len, G_MAXSIZE, &offset, &error));
  g_assert_error (error, CSN_JSON_ERROR, CSN_JSON_ERROR_DUPLICATE_KEY);
  g_assert_cmpuint (offset, ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/json/reader/accepts-what-rfc-8259-has", test_accepts_what_rfc_8259_has);
  g_test_add_func ("/json/reader/refuses-everything-else-at-the-first-fault",
                   test_refuses_everything_else_at_the_first_fault);
  g_test_add_func ("/json/reader/refuses-no-text-at-all", test_refuses_no_text_at_all);
  g_test_add_func ("/json/reader/names-the-member-that-stands-twice",
                   test_names_the_member_that_stands_twice);
  g_test_add_func ("/json/reader/nests-64-deep-and-no-deeper", test_nests_64_deep_and_no_deeper);
  g_test_add_func ("/json/reader/gives-up-early-on-a-million-brackets",
                   test_gives_up_early_on_a_million_brackets);
  g_test_add_func ("/json/reader/keeps-to-the-size-that-it-is-given",
                   test_keeps_to_the_size_that_it_is_given);
  g_test_add_func ("/json/reader/finds-each-of-100000-members", test_finds_each_of_100000_members);
  g_test_add_func ("/json/reader/finds-one-duplicate-among-100000-members",
                   test_finds_one_duplicate_among_100000_members);
  return g_test_run ();
}
