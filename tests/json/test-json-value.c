/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <string.h>

#include "csn-json.h"

static CsnJson *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  CsnJson *json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (json);
  return json;
}

static void
test_tells_what_a_value_is (void)
{
  g_autoptr (CsnJson) json = parse ("[null,true,false,-1.50,\"a\\n\",[1],{\"b\":2,\"a\":[]}]");
  const CsnJson *object = csn_json_get_element (json, 6);

  g_assert_cmpint (csn_json_get_value_type (json), ==, CSN_JSON_ARRAY);
  g_assert_cmpuint (csn_json_get_size (json), ==, 7);
  g_assert_cmpint (csn_json_get_value_type (csn_json_get_element (json, 0)), ==, CSN_JSON_NULL);
  g_assert_true (csn_json_get_boolean (csn_json_get_element (json, 1)));
  g_assert_false (csn_json_get_boolean (csn_json_get_element (json, 2)));
  g_assert_cmpstr (csn_json_get_text (csn_json_get_element (json, 3)), ==, "-1.50");
  g_assert_cmpstr (csn_json_get_text (csn_json_get_element (json, 4)), ==, "a\n");
  g_assert_cmpuint (csn_json_get_size (csn_json_get_element (json, 4)), ==, 0);

  g_assert_cmpint (csn_json_get_value_type (object), ==, CSN_JSON_OBJECT);
  g_assert_cmpuint (csn_json_get_size (object), ==, 2);
  g_assert_cmpstr (csn_json_get_key (object, 0), ==, "b");
  g_assert_cmpstr (csn_json_get_key (object, 1), ==, "a");
  g_assert_true (csn_json_get_element (object, 1) == csn_json_get_member (object, "a"));
  g_assert_null (csn_json_get_member (object, "A"));
  g_assert_null (csn_json_get_member (object, ""));
  g_assert_null (csn_json_get_member (json, "a"));
}

static void
test_a_reference_on_a_part_keeps_the_whole (void)
{
  CsnJson *json = parse ("{\"a\":[\"kept\"]}");
  CsnJson *part = csn_json_ref (csn_json_get_element (csn_json_get_member (json, "a"), 0));
  CsnJson *boxed = g_boxed_copy (CSN_TYPE_JSON, part);

  csn_json_unref (json);
  csn_json_unref (part);
  g_assert_cmpstr (csn_json_get_text (boxed), ==, "kept");
  g_boxed_free (CSN_TYPE_JSON, boxed);
}

static void
test_keeps_numbers_as_they_were_written (void)
{
  static const char *const numbers[] = {
    "9007199254740993",
    "9223372036854775808",
    "18446744073709551616",
    "1e400",
    "-0",
    "100.10",
    "1E+002",
    "0.10000000000000000001",
    "123456789012345678901234567890",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"n\":%s}", numbers[i]);
      g_autoptr (CsnJson) json = parse (text);
      g_autofree char *again = csn_json_to_text (json, 0);

      g_assert_cmpstr (csn_json_get_text (csn_json_get_member (json, "n")), ==, numbers[i]);
      g_assert_cmpstr (again, ==, text);
    }
}

static void
test_integers_end_at_2_to_the_53 (void)
{
  static const struct
  {
    const char *text;
    gboolean is_integer;
    gint64 value;
  } cases[] = {
    { "0", TRUE, 0 },
    { "-0", TRUE, 0 },
    { "42", TRUE, 42 },
    { "-7", TRUE, -7 },
    { "9007199254740992", TRUE, 9007199254740992 },
    { "-9007199254740992", TRUE, -9007199254740992 },
    { "9007199254740993", FALSE, 0 },
    { "-9007199254740993", FALSE, 0 },
    { "9223372036854775808", FALSE, 0 },
    { "18446744073709551617", FALSE, 0 },
    { "18446744073709551616000000000000000001", FALSE, 0 },
    { "1.0", FALSE, 0 },
    { "1e2", FALSE, 0 },
    { "\"1\"", FALSE, 0 },
    { "true", FALSE, 0 },
    { "[1]", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnJson) json = parse (cases[i].text);
      gint64 value = 77;

      g_assert_cmpint (csn_json_get_integer (json, &value), ==, cases[i].is_integer);
      g_assert_cmpint (value, ==, cases[i].is_integer ? cases[i].value : 77);
    }
}

static void
test_doubles_are_finite_or_none (void)
{
  static const struct
  {
    const char *text;
    gboolean is_double;
    double value;
  } cases[] = {
    { "0.1", TRUE, 0.1 },
    { "-1.5e3", TRUE, -1500 },
    { "100.10", TRUE, 100.1 },
    { "18446744073709551616", TRUE, 18446744073709551616.0 },
    { "1.7976931348623157e308", TRUE, DBL_MAX },
    { "1e400", FALSE, 0 },
    { "-1e400", FALSE, 0 },
    { "1e-400", TRUE, 0 },
    { "\"0.1\"", FALSE, 0 },
    { "null", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnJson) json = parse (cases[i].text);
      double value = 77;

      g_assert_cmpint (csn_json_get_double (json, &value), ==, cases[i].is_double);
      g_assert_cmpfloat (value, ==, cases[i].is_double ? cases[i].value : 77);
    }
}

static void
test_a_number_of_a_million_digits_is_no_trouble (void)
{
  g_autofree char *text = g_malloc (1000001);
  g_autoptr (CsnJson) json = NULL;
  gint64 integer;
  double value;

  memset (text, '7', 1000000);
  text[1000000] = '\0';
  json = parse (text);
  g_assert_false (csn_json_get_integer (json, &integer));
  g_assert_false (csn_json_get_double (json, &value));
  g_assert_false (csn_json_is_bindable (json));

  g_clear_pointer (&json, csn_json_unref);
  text[1] = '.';
  json = parse (text);
  g_assert_true (csn_json_get_double (json, &value));
  g_assert_false (csn_json_is_bindable (json));
}

static void
test_equal_means_saying_the_same (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    gboolean equal;
  } cases[] = {
    { "{\"a\":1,\"b\":[true,null]}", " { \"b\" : [ true , null ], \"\\u0061\" : 1 } ", TRUE },
    { "\"\\u00e9\"", "\"\xc3\xa9\"", TRUE },
    { "[]", "[]", TRUE },
    { "{}", "{}", TRUE },
    { "{}", "[]", FALSE },
    { "[1,2]", "[2,1]", FALSE },
    { "[1]", "[1,1]", FALSE },
    { "1", "1.0", FALSE },
    { "1", "\"1\"", FALSE },
    { "0", "-0", FALSE },
    { "true", "false", FALSE },
    { "null", "false", FALSE },
    { "{\"a\":1}", "{\"a\":2}", FALSE },
    { "{\"a\":1}", "{\"b\":1}", FALSE },
    { "{\"a\":1}", "{\"a\":1,\"b\":1}", FALSE },
    { "{\"a\":{\"b\":[{\"c\":1}]}}", "{\"a\":{\"b\":[{\"c\":2}]}}", FALSE },
    { "\"\\u00e9\"", "\"e\\u0301\"", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnJson) a = parse (cases[i].a);
      g_autoptr (CsnJson) b = parse (cases[i].b);

      g_assert_true (csn_json_equal (a, a));
      g_assert_cmpint (csn_json_equal (a, b), ==, cases[i].equal);
      g_assert_cmpint (csn_json_equal (b, a), ==, cases[i].equal);
    }
}

static void
test_writes_text_in_one_line_or_many (void)
{
  const char *one_line = "{\"b\":[1.0,{\"x\":null},[],{}],\"a\":\"\\u0001\\\"\\\\/\\n\\u007f\"}";
  g_autoptr (CsnJson) json = parse (one_line);
  g_autofree char *text = csn_json_to_text (json, 0);
  g_autofree char *pretty = csn_json_to_text (json, 2);

  g_assert_cmpstr (text, ==, "{\"b\":[1.0,{\"x\":null},[],{}],\"a\":\"\\u0001\\\"\\\\/\\n\x7f\"}");
  g_assert_cmpstr (pretty,
                   ==,
                   "{\n"
                   "  \"b\": [\n"
                   "    1.0,\n"
                   "    {\n"
                   "      \"x\": null\n"
                   "    },\n"
                   "    [],\n"
                   "    {}\n"
                   "  ],\n"
                   "  \"a\": \"\\u0001\\\"\\\\/\\n\x7f\"\n"
                   "}");
}

static void
append_random_string (GString *out, GRand *rand)
{
  static const char *const parts[] = {
    "a",
    "bc",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u0001",
    "\\u00e9",
    "\xc3\xa9",
    "\\ud83d\\ude00",
    "\xee\x80\x80",
    "\xf0\x9f\x98\x80",
    "\\uffff",
    "plain text of some length",
    "\x7f",
  };
  guint n_parts = (guint) g_rand_int_range (rand, 0, 5);

  g_string_append_c (out, '"');
  for (guint i = 0; i < n_parts; i++)
    g_string_append (out, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
  g_string_append_c (out, '"');
}

static void
append_random_number (GString *out, GRand *rand)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double number = g_rand_double_range (rand, -1e6, 1e6);

  switch (g_rand_int_range (rand, 0, 3))
    {
    case 0:
      g_string_append_printf (out, "%d", g_rand_int_range (rand, -1000, 1000));
      return;
    case 1:
      g_string_append (out, g_ascii_formatd (buffer, sizeof (buffer), "%.12g", number));
      return;
    }
  g_string_append_printf (out, "%u.%ue%d", g_rand_int (rand) % 10, g_rand_int (rand) % 1000, 3);
}

static void
append_random_value (GString *out, GRand *rand, guint depth)
{
  static const char *const literals[] = { "null", "true", "false" };
  guint kind = (guint) g_rand_int_range (rand, 0, depth < 5 ? 5 : 3);
  guint n_children = (guint) g_rand_int_range (rand, 0, depth == 0 ? 30 : 5);

  if (kind == 0)
    g_string_append (out, literals[g_rand_int_range (rand, 0, 3)]);
  else if (kind == 1)
    append_random_number (out, rand);
  else if (kind == 2)
    append_random_string (out, rand);
  if (kind < 3)
    return;

  g_string_append_c (out, kind == 3 ? '[' : '{');
  for (guint i = 0; i < n_children; i++)
    {
      g_string_append (out, i > 0 ? " , " : " ");
      if (kind == 4)
        {
          append_random_string (out, rand);
          g_string_truncate (out, out->len - 1);
          g_string_append_printf (out, "%u\" : ", i);
        }
      append_random_value (out, rand, depth + 1);
    }
  g_string_append_c (out, kind == 3 ? ']' : '}');
}

static void
check_round_trips (const char *text)
{
  g_autoptr (CsnJson) json = parse (text);
  g_autofree char *compact = csn_json_to_text (json, 0);
  g_autofree char *pretty = csn_json_to_text (json, 3);
  g_autofree char *canonical = csn_json_to_canonical (json, NULL);
  g_autoptr (CsnJson) from_compact = parse (compact);
  g_autoptr (CsnJson) from_pretty = parse (pretty);
  g_autoptr (CsnJson) from_canonical = NULL;
  g_autofree char *compact_again = csn_json_to_text (from_pretty, 0);
  g_autofree char *canonical_again = NULL;

  g_assert_true (csn_json_equal (json, from_compact));
  g_assert_true (csn_json_equal (json, from_pretty));
  g_assert_cmpstr (compact, ==, compact_again);
  g_assert_cmpint (canonical != NULL, ==, csn_json_is_bindable (json));
  if (canonical == NULL)
    return;
  from_canonical = parse (canonical);
  canonical_again = csn_json_to_canonical (from_canonical, NULL);
  g_assert_cmpstr (canonical, ==, canonical_again);
}

static void
test_what_is_written_reads_back_the_same (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      append_random_value (text, rand, 0);
      check_round_trips (text->str);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/json/value/tells-what-a-value-is", test_tells_what_a_value_is);
  g_test_add_func ("/json/value/a-reference-on-a-part-keeps-the-whole",
                   test_a_reference_on_a_part_keeps_the_whole);
  g_test_add_func ("/json/value/keeps-numbers-as-they-were-written",
                   test_keeps_numbers_as_they_were_written);
  g_test_add_func ("/json/value/integers-end-at-2-to-the-53", test_integers_end_at_2_to_the_53);
  g_test_add_func ("/json/value/doubles-are-finite-or-none", test_doubles_are_finite_or_none);
  g_test_add_func ("/json/value/a-number-of-a-million-digits-is-no-trouble",
                   test_a_number_of_a_million_digits_is_no_trouble);
  g_test_add_func ("/json/value/equal-means-saying-the-same", test_equal_means_saying_the_same);
  g_test_add_func ("/json/value/writes-text-in-one-line-or-many",
                   test_writes_text_in_one_line_or_many);
  g_test_add_func ("/json/value/what-is-written-reads-back-the-same",
                   test_what_is_written_reads_back_the_same);
  return g_test_run ();
}
