/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-json-writer.h"

#include <string.h>

static void
test_writes_a_document (void)
{
  const char *source = "{\"n\":1.50,\"b\":[1e400,\"\xc3\xa9\"]}";
  g_autoptr (CsnJson) value = csn_json_parse (source, strlen (source), G_MAXSIZE, NULL, NULL);
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *text = NULL;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "string", "a\"\n\x01\xc3\xa9");
  csn_json_writer_member_string (writer, "nothing", NULL);
  csn_json_writer_member_integer (writer, "least", G_MININT64);
  csn_json_writer_member_boolean (writer, "true", TRUE);
  csn_json_writer_member_boolean (writer, "false", FALSE);
  csn_json_writer_key (writer, "k\"ey");
  csn_json_writer_begin_array (writer);
  csn_json_writer_number (writer, "100.10");
  csn_json_writer_number (writer, "-0e-0");
  csn_json_writer_null (writer);
  csn_json_writer_boolean (writer, TRUE);
  csn_json_writer_integer (writer, 7);
  csn_json_writer_string (writer, "");
  csn_json_writer_begin_array (writer);
  csn_json_writer_end_array (writer);
  csn_json_writer_begin_object (writer);
  csn_json_writer_end_object (writer);
  csn_json_writer_value (writer, value);
  csn_json_writer_value (writer, NULL);
  csn_json_writer_end_array (writer);
  csn_json_writer_key (writer, "last");
  csn_json_writer_value (writer, csn_json_get_member (value, "b"));
  csn_json_writer_end_object (writer);
  text = csn_json_writer_finish (writer);

  g_assert_cmpstr (text,
                   ==,
                   "{\"string\":\"a\\\"\\n\\u0001\xc3\xa9\",\"nothing\":null,"
                   "\"least\":-9223372036854775808,\"true\":true,\"false\":false,\"k\\\"ey\":"
                   "[100.10,-0e-0,null,true,7,\"\",[],{},{\"n\":1.50,\"b\":[1e400,\"\xc3\xa9\"]},"
                   "null],\"last\":[1e400,\"\xc3\xa9\"]}");
}

static void
test_any_value_can_be_the_root (void)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *text = NULL;

  csn_json_writer_string (writer, "alone");
  text = csn_json_writer_finish (writer);
  g_assert_cmpstr (text, ==, "\"alone\"");
}

static void
test_an_unfinished_writer_can_be_dropped (void)
{
  g_autoptr (CsnJsonWriter) writer = csn_json_writer_new ();

  csn_json_writer_begin_array (writer);
  csn_json_writer_begin_object (writer);
  csn_json_writer_key (writer, "a");
}

static void
expect_critical (void)
{
  g_test_expect_message ("Csn-json", G_LOG_LEVEL_CRITICAL, "*");
}

/* Each mistake is a critical and leaves the document as it was. */
static void
test_wrong_nesting_is_a_programming_error (void)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *text = NULL;

  expect_critical ();
  csn_json_writer_end_array (writer);
  csn_json_writer_begin_object (writer);
  expect_critical ();
  csn_json_writer_string (writer, "a value without a key");
  expect_critical ();
  csn_json_writer_end_array (writer);
  csn_json_writer_key (writer, "a");
  expect_critical ();
  csn_json_writer_key (writer, "b");
  expect_critical ();
  csn_json_writer_end_object (writer);
  expect_critical ();
  csn_json_writer_number (writer, "1,2");
  expect_critical ();
  csn_json_writer_number (writer, "\"1\"");
  csn_json_writer_begin_array (writer);
  expect_critical ();
  csn_json_writer_key (writer, "c");
  csn_json_writer_end_array (writer);
  csn_json_writer_end_object (writer);
  expect_critical ();
  csn_json_writer_null (writer);
  text = csn_json_writer_finish (writer);
  g_test_assert_expected_messages ();
  g_assert_cmpstr (text, ==, "{\"a\":[]}");
}

static void
test_never_writes_what_is_not_utf_8 (void)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *text = NULL;

  expect_critical ();
  csn_json_writer_string (writer, "a\xff");
  g_test_assert_expected_messages ();
  text = csn_json_writer_finish (writer);
  g_assert_cmpstr (text, ==, "\"a\xef\xbf\xbd\"");
}

static void
test_what_the_writer_writes_the_reader_reads (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < 300; round++)
    {
      CsnJsonWriter *writer = csn_json_writer_new ();
      g_autoptr (CsnJson) json = NULL;
      g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *text = NULL;

      csn_json_writer_begin_array (writer);
      for (guint i = 0; i < 20; i++)
        {
          GString *string = g_string_new (NULL);
          int length = g_rand_int_range (rand, 0, 20);

          for (int j = 0; j < length; j++)
            {
              gunichar c = (gunichar) g_rand_int_range (rand, 1, j % 2 == 0 ? 0x80 : 0x110000);

              g_string_append_unichar (string, g_unichar_validate (c) ? c : 'x');
            }
          csn_json_writer_string (writer, string->str);
          g_ptr_array_add (strings, g_string_free (string, FALSE));
        }
      csn_json_writer_end_array (writer);
      text = csn_json_writer_finish (writer);

      json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, NULL);
      g_assert_nonnull (json);
      for (guint i = 0; i < strings->len; i++)
        g_assert_cmpstr (csn_json_get_text (csn_json_get_element (json, i)), ==, strings->pdata[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/json/writer/writes-a-document", test_writes_a_document);
  g_test_add_func ("/json/writer/any-value-can-be-the-root", test_any_value_can_be_the_root);
  g_test_add_func ("/json/writer/an-unfinished-writer-can-be-dropped",
                   test_an_unfinished_writer_can_be_dropped);
  g_test_add_func ("/json/writer/wrong-nesting-is-a-programming-error",
                   test_wrong_nesting_is_a_programming_error);
  g_test_add_func ("/json/writer/never-writes-what-is-not-utf-8",
                   test_never_writes_what_is_not_utf_8);
  g_test_add_func ("/json/writer/what-the-writer-writes-the-reader-reads",
                   test_what_the_writer_writes_the_reader_reads);
  return g_test_run ();
}
