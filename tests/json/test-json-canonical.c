/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-json-private.h"

static CsnJson *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  CsnJson *json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (json);
  return json;
}

/* RFC 8785, appendix B, and what its notes say about the neighbours of powers of two. */
static void
test_writes_the_numbers_of_appendix_b (void)
{
  static const struct
  {
    guint64 bits;
    const char *text;
  } cases[] = {
    { 0x0000000000000000, "0" },
    { 0x8000000000000000, "0" },
    { 0x0000000000000001, "5e-324" },
    { 0x8000000000000001, "-5e-324" },
    { 0x7fefffffffffffff, "1.7976931348623157e+308" },
    { 0xffefffffffffffff, "-1.7976931348623157e+308" },
    { 0x4340000000000000, "9007199254740992" },
    { 0xc340000000000000, "-9007199254740992" },
    { 0x4430000000000000, "295147905179352830000" },
    { 0x44b52d02c7e14af5, "9.999999999999997e+22" },
    { 0x44b52d02c7e14af6, "1e+23" },
    { 0x44b52d02c7e14af7, "1.0000000000000001e+23" },
    { 0x444b1ae4d6e2ef4e, "999999999999999700000" },
    { 0x444b1ae4d6e2ef4f, "999999999999999900000" },
    { 0x444b1ae4d6e2ef50, "1e+21" },
    { 0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7" },
    { 0x3eb0c6f7a0b5ed8d, "0.000001" },
    { 0x41b3de4355555553, "333333333.3333332" },
    { 0x41b3de4355555554, "333333333.33333325" },
    { 0x41b3de4355555555, "333333333.3333333" },
    { 0x41b3de4355555556, "333333333.3333334" },
    { 0x41b3de4355555557, "333333333.33333343" },
    { 0xbecbf647612f3696, "-0.0000033333333333333333" },
    { 0x43143ff3c1cb0959, "1424953923781206.2" },
    { 0x3d30000000000000, "5.684341886080802e-14" }, /* 2^-44: not the nearest 16 digits */
    { 0x0010000000000000, "2.2250738585072014e-308" },
    { 0x000fffffffffffff, "2.225073858507201e-308" },
    { 0x3ff0000000000000, "1" },
    { 0x3fb999999999999a, "0.1" },
    { 0x3fd3333333333334, "0.30000000000000004" },
    { 0x405edd2f1a9fbe77, "123.456" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char text[CSN_JSON_NUMBER_BYTES];
      double value;

      memcpy (&value, &cases[i].bits, sizeof (value));
      csn_json_format_double (value, text);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_every_double_survives_its_text (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 20000; i++)
    {
      guint64 bits = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
      char text[CSN_JSON_NUMBER_BYTES];
      double value;
      double again;

      if ((bits >> 52 & 0x7ff) == 0x7ff)
        continue;
      memcpy (&value, &bits, sizeof (value));
      csn_json_format_double (value, text);
      again = g_ascii_strtod (text, NULL);
      g_assert_cmpmem (&value, sizeof (value), &again, sizeof (again));
    }
}

/* RFC 8785, 3.2.2 and 3.2.3. Its sample has two numbers that a double changes or that lie beyond
 * 2^53: what a person sees would not be what is bound, so with them there is no form. */
static void
test_writes_the_samples_of_rfc_8785 (void)
{
  static const struct
  {
    const char *text;
    const char *canonical; /* (nullable) */
  } cases[] = {
    { "{\n"
      "  \"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],\n"
      "  \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\n"
      "  \"literals\": [null, true, false]\n"
      "}",
      NULL },
    { "{\n"
      "  \"numbers\": [333333333.3333333, 4.50, 2e-3, 0.000000000000000000000000001],\n"
      "  \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\n"
      "  \"literals\": [null, true, false]\n"
      "}",
      "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,4.5,0.002,1e-27],"
      "\"string\":\"\xe2\x82\xac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}" },
    { "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet "
      "With Dagesh\",\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":"
      "\"Control\",\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}",
      "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\",\"\xc3\xb6\":\"Latin "
      "Small Letter O With Diaeresis\",\"\xe2\x82\xac\":\"Euro "
      "Sign\",\"\xf0\x9f\x98\x80\":\"Emoji: "
      "Grinning Face\",\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}" },
    { "[56,{\"d\":true,\"10\":null,\"1\":[]}]", "[56,{\"1\":[],\"10\":null,\"d\":true}]" },
    { "{\"peach\":\"This sorting order\",\"p\xc3\xa9"
      "che\":\"is wrong according to French\",\"p\xc3\xaa"
      "che\":\"but canonicalization MUST\",\"sin\":\"ignore locale\"}",
      "{\"peach\":\"This sorting order\",\"p\xc3\xa9"
      "che\":\"is wrong according to French\",\"p\xc3\xaa"
      "che\":\"but canonicalization MUST\",\"sin\":\"ignore locale\"}" },
    { "{\"Unnormalized Unicode\":\"A\\u030a\"}", "{\"Unnormalized Unicode\":\"A\xcc\x8a\"}" },
    { "{\"\":\"empty\",\"a\":{},\"111\":[{\"e\":\"yes\",\"E\":\"no\"}],\"A\":{}}",
      "{\"\":\"empty\",\"111\":[{\"E\":\"no\",\"e\":\"yes\"}],\"A\":{},\"a\":{}}" },
    { "\"\\b\\t\\n\\f\\r\\u0001\\u001F\\u007F\\u2028\\/<\"",
      "\"\\b\\t\\n\\f\\r\\u0001\\u001f\x7f\xe2\x80\xa8/<\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnJson) json = parse (cases[i].text);
      g_autoptr (GError) error = NULL;
      g_autofree char *canonical = csn_json_to_canonical (json, &error);

      g_assert_cmpstr (canonical, ==, cases[i].canonical);
      if (cases[i].canonical == NULL)
        g_assert_error (error, CSN_JSON_ERROR, CSN_JSON_ERROR_NOT_CANONICAL);
      else
        g_assert_no_error (error);
    }
}

static void
test_orders_members_by_utf_16 (void)
{
  static const char *const ordered[] = {
    "",
    "\x01",
    "0",
    "A",
    "a",
    "aa",
    "b",
    "\x7f",
    "\xc2\x80",
    "\xdf\xbf",
    "\xe0\xa0\x80",
    "\xed\x9f\xbf",
    "\xf0\x90\x80\x80", /* a surrogate pair in UTF-16: before U+E000 */
    "\xf0\x90\x80\x80\xee\x80\x80",
    "\xf4\x8f\xbf\xbf",
    "\xee\x80\x80",
    "\xee\x80\x80z",
    "\xef\xbf\xbf",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ordered); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (ordered); j++)
      {
        int compared = csn_json_compare_keys (ordered[i],
                                              strlen (ordered[i]),
                                              ordered[j],
                                              strlen (ordered[j]));

        g_assert_cmpint (CLAMP (compared, -1, 1), ==, i < j ? -1 : i > j);
      }
}

static int
compare_by_utf_16 (const char *one, const char *other)
{
  g_autofree gunichar2 *one_units = g_utf8_to_utf16 (one, -1, NULL, NULL, NULL);
  g_autofree gunichar2 *other_units = g_utf8_to_utf16 (other, -1, NULL, NULL, NULL);
  gsize i = 0;

  while (one_units[i] != 0 && one_units[i] == other_units[i])
    i++;
  return (int) one_units[i] - (int) other_units[i];
}

static void
append_random_key (GString *keys, GRand *rand)
{
  static const gunichar alphabet[] = { 'a', 'b', 0xe9, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff };
  guint length = (guint) g_rand_int_range (rand, 0, 12);

  for (guint i = 0; i < length; i++)
    g_string_append_unichar (keys, alphabet[g_rand_int_range (rand, 0, G_N_ELEMENTS (alphabet))]);
}

static void
check_sort (GRand *rand, guint32 n_members, const char *common)
{
  g_autoptr (GString) keys = g_string_new (NULL);
  g_autofree CsnJsonMember *members = g_new0 (CsnJsonMember, n_members);
  g_autofree guint32 *order = g_new (guint32, n_members);

  for (guint32 i = 0; i < n_members; i++)
    {
      members[i].key = (guint32) keys->len;
      g_string_append (keys, common);
      append_random_key (keys, rand);
      members[i].key_length = (guint32) keys->len - members[i].key;
      g_string_append_c (keys, '\0');
    }
  csn_json_sort_members (keys->str, members, n_members, order);
  for (guint32 i = 1; i < n_members; i++)
    {
      int compared = compare_by_utf_16 (keys->str + members[order[i - 1]].key,
                                        keys->str + members[order[i]].key);

      g_assert_cmpint (compared, <=, 0);
      if (compared == 0)
        g_assert_cmpuint (order[i - 1], <, order[i]);
    }
}

/* Against the definition itself, for objects on both sides of the small sort. */
static void
test_sorts_like_utf_16_does (void)
{
  static const char *const commons[] = { "", "a common start \xf0\x90\x80\x80" };
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < 200; round++)
    check_sort (rand,
                (guint32) g_rand_int_range (rand, 1, round % 2 == 0 ? 16 : 300),
                commons[round / 2 % 2]);
}

static void
test_binds_what_a_double_keeps (void)
{
  static const struct
  {
    const char *text;
    const char *canonical; /* (nullable): can't be bound */
  } cases[] = {
    { "0", "0" },
    { "-0", "0" },
    { "-0.0", "0" },
    { "0e999999999999999999", "0" },
    { "1.0", "1" },
    { "1e2", "100" },
    { "100.10", "100.1" },
    { "-4.50", "-4.5" },
    { "0.1", "0.1" },
    { "1E-7", "1e-7" },
    { "10e-8", "1e-7" },
    { "0.00000010", "1e-7" },
    { "12345.6789e-3", "12.3456789" },
    { "9007199254740991", "9007199254740991" },
    { "9007199254740992", "9007199254740992" },
    { "-9007199254740992", "-9007199254740992" },
    { "9007199254740992.0", "9007199254740992" },
    { "9007199254740.992e3", "9007199254740992" },
    { "5e-324", "5e-324" },
    { "9007199254740993", NULL },
    { "-9007199254740993", NULL },
    { "9007199254740992.5", NULL },
    { "9007199254740994", NULL },
    { "9223372036854775808", NULL },
    { "18446744073709551616", NULL },
    { "123456789012345678901234567890", NULL },
    { "1e16", NULL },
    { "1e30", NULL },
    { "1e400", NULL },
    { "-1e400", NULL },
    { "1e-400", NULL },
    { "1e-99999999999999999999", NULL },
    { "1e99999999999999999999", NULL },
    { "333333333.33333329", NULL },
    { "0.1000000000000000055511151231257827", NULL },
    { "0.10000000000000000001", NULL },
    { "3e-324", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"a\":[%s]}", cases[i].text);
      g_autofree char *expected = NULL;
      g_autoptr (CsnJson) json = parse (text);
      g_autoptr (GError) error = NULL;
      g_autofree char *canonical = csn_json_to_canonical (json, &error);

      g_test_message ("%s", cases[i].text);
      if (cases[i].canonical != NULL)
        expected = g_strdup_printf ("{\"a\":[%s]}", cases[i].canonical);
      else
        g_assert_error (error, CSN_JSON_ERROR, CSN_JSON_ERROR_NOT_CANONICAL);
      g_assert_cmpstr (canonical, ==, expected);
      g_assert_cmpint (csn_json_is_bindable (json), ==, expected != NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/json/canonical/writes-the-numbers-of-appendix-b",
                   test_writes_the_numbers_of_appendix_b);
  g_test_add_func ("/json/canonical/every-double-survives-its-text",
                   test_every_double_survives_its_text);
  g_test_add_func ("/json/canonical/writes-the-samples-of-rfc-8785",
                   test_writes_the_samples_of_rfc_8785);
  g_test_add_func ("/json/canonical/orders-members-by-utf-16", test_orders_members_by_utf_16);
  g_test_add_func ("/json/canonical/sorts-like-utf-16-does", test_sorts_like_utf_16_does);
  g_test_add_func ("/json/canonical/binds-what-a-double-keeps", test_binds_what_a_double_keeps);
  return g_test_run ();
}
