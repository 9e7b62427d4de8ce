/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-action-rows.h"
#include "csn-action-words.h"
#include "csn-json-diff.h"
#include "csn-json-edit.h"
#include "csn-test-request.h"

static char *
describe_rows (const char *text, gboolean reveal)
{
  static const char *const kinds[] = { "text", "literal", "exact", "money",
                                       "long", "secret",  "group" };
  g_autoptr (CsnJson) action = csn_test_json (text);
  g_autoptr (GPtrArray) rows = csn_action_rows_new (action, reveal);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const CsnActionRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (out,
                              "%u %s %s=%s;",
                              row->depth,
                              kinds[row->kind],
                              row->name,
                              row->value != NULL ? row->value : "");
    }
  return g_string_free (out, FALSE);
}

static void
test_rows (void)
{
  static const char *const rows[][2] = {
    { "{'order': 1182, 'ok': true, 'x': null}",
      "0 text order=1182;0 literal ok=true;0 literal x=null;" },
    { "{'amount': '120.00', 'currency': 'USD', 'order_id': 7}",
      "0 money amount=120.00 USD;0 text order id=7;" },
    { "{'currency': 'USD', 'amount': 'lots'}", "0 text currency=USD;0 text amount=lots;" },
    { "{'fee': {'amount': '1.00', 'currency': 'EUR'}}", "0 money fee=1.00 EUR;" },
    { "{'fee': {'amount': '1.00', 'currency': 'EUR', 'to': 'x'}}",
      "0 group fee=;1 money amount=1.00 EUR;1 text to=x;" },
    { "{'command': 'ls -l'}", "0 exact command=ls -l;" },
    { "{'to': ['a', 'b']}", "0 group to=;1 text 1=a;1 text 2=b;" },
    { "{'a': [], 'b': {}}", "0 literal a=empty list;0 literal b=nothing inside;" },
    { "{'s': 'true', 't': ' x', 'u': ''}", "0 text s=“true”;0 text t=“ x”;0 text u=“”;" },
    { "{'password': 'hunter2'}", "0 secret password=••••••••;" },
    { "{'password': 4711}", "0 secret password=••••••••;" },
    { "{'password': {'value': 'hunter2'}}", "0 secret password=••••••••;" },
    { "{'password': null, 'n': {}}", "0 literal password=null;0 literal n=nothing inside;" },
    { "{'to': 'a\\u202eb'}", "0 text to=a‹U+202E›b;" },
    { "{'a\\u200b': 1}", "0 text a‹U+200B›=1;" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = describe_rows (rows[i][0], FALSE);

      g_assert_cmpstr (found, ==, rows[i][1]);
    }
}

static void
test_rows_reveal (void)
{
  g_autofree char *found = describe_rows ("{'password': 'hunter2'}", TRUE);

  g_assert_cmpstr (found, ==, "0 text password=hunter2;");
}

static void
test_rows_long_text (void)
{
  g_autofree char *filler = g_strnfill (5000, 'x');
  g_autofree char *text = g_strdup_printf ("{'body': '%s'}", filler);
  g_autoptr (CsnJson) action = csn_test_json (text);
  g_autoptr (GPtrArray) rows = csn_action_rows_new (action, FALSE);
  const CsnActionRow *row = g_ptr_array_index (rows, 0);

  g_assert_cmpint (row->kind, ==, CSN_ACTION_ROW_LONG);
  g_assert_cmpuint (row->size, ==, 5000);
  g_assert_cmpuint (strlen (row->value), ==, 5000);
}

static void
test_rows_too_many (void)
{
  GString *text = g_string_new ("{'list': [0");
  g_autoptr (CsnJson) action = NULL;

  for (int i = 0; i < 100000; i++)
    g_string_append (text, ",1");
  g_string_append (text, "]}");
  action = csn_test_json (text->str);
  g_string_free (text, TRUE);
  g_assert_null (csn_action_rows_new (action, FALSE));
}

static void
test_edit_keeps_the_value (void)
{
  static const char *const actions[] = {
    "{'a': 1.50, 'b': [true, null, {'c': 'x'}]}",
    "{'to': 'a\\u202eb\\u200b', 'tag': '\\udb40\\udc41'}",
    "{'text': 'line\\nline\\ttab \\\"quoted\\\"'}",
    "{'name': 'Jürgen 名前'}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr (CsnJson) action = csn_test_json (actions[i]);
      g_autofree char *text = csn_json_edit_text (action);
      g_autoptr (GError) error = NULL;
      guint line = 0;
      guint column = 0;
      g_autoptr (CsnJson) again = csn_json_edit_parse (text, &line, &column, &error);

      g_assert_no_error (error);
      g_assert_true (csn_json_equal (action, again));
    }
}

static void
test_edit_hides_nothing (void)
{
  g_autoptr (CsnJson) action =
      csn_test_json ("{'to': 'a\\u202eb', 'tag': '\\udb40\\udc41', 'name': 'Jürgen'}");
  g_autofree char *text = csn_json_edit_text (action);

  g_assert_nonnull (strstr (text, "a\\u202Eb"));
  g_assert_nonnull (strstr (text, "\\uDB40\\uDC41"));
  g_assert_nonnull (strstr (text, "Jürgen"));
}

static void
test_edit_names_the_place (void)
{
  static const struct
  {
    const char *text;
    guint line;
    guint column;
  } rows[] = {
    { "{\"a\": 1,\n \"b\": tru}", 2, 10 },
    { "{\"a\": 1,\n \"a\": 2}", 2, 2 },
    { "[1]", 1, 1 },
    { "", 1, 1 },
    { "{\"é\": x}", 1, 7 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      guint line = 0;
      guint column = 0;

      g_assert_null (csn_json_edit_parse (rows[i].text, &line, &column, &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (line, ==, rows[i].line);
      g_assert_cmpuint (column, ==, rows[i].column);
    }
}

static char *
describe_changes (const char *a, const char *b)
{
  g_autoptr (CsnJson) proposed = csn_test_json (a);
  g_autoptr (CsnJson) edited = csn_test_json (b);
  g_autoptr (GPtrArray) changes = csn_json_diff (proposed, edited);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      const CsnJsonChange *change = g_ptr_array_index (changes, i);

      g_string_append_printf (out,
                              "%s: %s -> %s;",
                              change->path,
                              change->before != NULL ? change->before : "nothing",
                              change->after != NULL ? change->after : "nothing");
    }
  return g_string_free (out, FALSE);
}

static void
test_diff (void)
{
  static const char *const rows[][3] = {
    { "{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}", "" },
    { "{'a': 1}", "{'a': '1'}", "a: 1 -> \"1\";" },
    { "{'a': 1}", "{'a': 1.0}", "a: 1 -> 1.0;" },
    { "{'a': 1}", "{}", "a: 1 -> nothing;" },
    { "{}", "{'a': null}", "a: nothing -> null;" },
    { "{'to': ['x', 'y']}", "{'to': ['x']}", "to › 2: \"y\" -> nothing;" },
    { "{'to': {'cc': ['x']}}", "{'to': {'cc': ['z']}}", "to › cc › 1: \"x\" -> \"z\";" },
    { "{'a': [1]}", "{'a': {'0': 1}}", "a: [1] -> {\"0\":1};" },
    { "{'a': 'x'}", "{'a': 'x\\u200b'}", "a: \"x\" -> \"x‹U+200B›\";" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = describe_changes (rows[i][0], rows[i][1]);

      g_assert_cmpstr (found, ==, rows[i][2]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/rows/kinds", test_rows);
  g_test_add_func ("/ui/rows/reveal", test_rows_reveal);
  g_test_add_func ("/ui/rows/long-text", test_rows_long_text);
  g_test_add_func ("/ui/rows/too-many", test_rows_too_many);
  g_test_add_func ("/ui/edit/keeps-the-value", test_edit_keeps_the_value);
  g_test_add_func ("/ui/edit/hides-nothing", test_edit_hides_nothing);
  g_test_add_func ("/ui/edit/names-the-place", test_edit_names_the_place);
  g_test_add_func ("/ui/diff/typed", test_diff);
  return g_test_run ();
}
