/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Why json-glib never sees untrusted bytes first: what it makes of them, and what we do. Its newer
 * versions (1.10) are stricter, so what it does is only said; what we do is asserted. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "csn-json.h"

typedef struct
{
  const char *text;
  const char *weakness; /* what json-glib 1.6 makes of it */
} Probe;

static const Probe refused[] = {
  { "{\"amount\":1,\"amount\":9}", "{\"amount\":9}" },
  { "{\"amount\":1,\"\\u0061mount\":9}", "{\"amount\":9}" },
  { "\"x\\u0000y\"", "\"x\"" },
  { "{\"x\\u0000y\":1}", "{\"x\":1}" },
  { "{\"a\":1}{\"b\":2}", "{\"a\":1}" },
  { "'a'", "\"a\"" },
  { "var foo = {\"a\":1};", "{\"a\":1}" },
  { "010", "8" },
  { "0x10", "16" },
  { "", "" },
};

/* Read by both, but only one of them still says what was written. */
static const Probe kept[] = {
  { "9223372036854775808", "-9223372036854775808" },
  { "18446744073709551616", "-1" },
  { "123456789012345678901234567890", "-1" },
  { "1e400", "inf.0" },
  { "100.10", "100.09999999999999" },
};

static char *
read_with_json_glib (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;

  if (!json_parser_load_from_data (parser, text, -1, &error))
    return g_strdup_printf ("refused: %s", error->message);
  root = json_parser_get_root (parser);
  return root != NULL ? json_to_string (root, FALSE) : g_strdup ("");
}

static void
test_refuses_what_json_glib_takes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      const char *text = refused[i].text;
      g_autofree char *theirs = read_with_json_glib (text);

      g_test_message ("%s: json-glib %s reads %s (1.6: %s)",
                      text,
                      JSON_VERSION_S,
                      theirs,
                      refused[i].weakness);
      g_assert_null (csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, NULL));
      if (!JSON_CHECK_VERSION (1, 7, 0))
        g_assert_cmpstr (theirs, ==, refused[i].weakness);
    }
}

static void
test_keeps_numbers_that_json_glib_changes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      const char *text = kept[i].text;
      g_autofree char *theirs = read_with_json_glib (text);
      g_autoptr (CsnJson) ours = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, NULL);
      g_autofree char *again = csn_json_to_text (ours, 0);

      g_test_message ("%s: json-glib %s writes %s", text, JSON_VERSION_S, theirs);
      g_assert_cmpstr (again, ==, text);
      if (!JSON_CHECK_VERSION (1, 7, 0))
        g_assert_cmpstr (theirs, ==, kept[i].weakness);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/json/json-glib/refuses-what-json-glib-takes",
                   test_refuses_what_json_glib_takes);
  g_test_add_func ("/json/json-glib/keeps-numbers-that-json-glib-changes",
                   test_keeps_numbers_that_json_glib_changes);
  return g_test_run ();
}
