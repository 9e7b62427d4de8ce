/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-visible-text.h"

#include <string.h>

typedef struct
{
  const char *text;
  const char *shown; /* (nullable): as it is */
  CsnVisibleWarnings warnings;
} Case;

static void
check_cases (const Case *cases, gsize n_cases, CsnVisibleFlags flags)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      const char *expected = cases[i].shown != NULL ? cases[i].shown : cases[i].text;
      CsnVisibleWarnings warnings = CSN_VISIBLE_PRIVATE;
      g_autofree char *shown = csn_visible_text (cases[i].text, -1, flags, &warnings);

      g_assert_cmpstr (shown, ==, expected);
      g_assert_cmphex (warnings, ==, cases[i].warnings);
    }
}

static void
test_ordinary_text_stays_as_it_is (void)
{
  static const Case cases[] = {
    { "" },
    { "Refund order 4711" },
    { "<span size='1' alpha='1'>&#x202e; <a href=\"x\">" },
    { "Größe, façade, naïve, Øre, łódź, İstanbul" },
    { "Запрос на возврат 42 € для «Магазина»" },
    { "αίτημα επιστροφής, USD και EUR" },
    { "返金リクエストをAPIで送信する" },
    { "東京タワーTokyoひらがなカタカナー漢字" },
    { "한국어 漢字 환불API요청" },
    { "退款请求ID：注音ㄅㄆㄇ" },
    { "طلب استرداد رقم ٤٢ عبر API" },
    { "בקשת החזר עבור ה-API" },
    { "คำขอคืนเงินAPIของลูกค้า" },
    { "हिन्दी में अनुरोध" },
    { "e\xcc\x81te\xcc\x81, q\xcc\x83" }, /* combining marks are inherited */
    { "5 µm ± 3 ‰ → ½ × 2² ≤ ∞" },
    { "🙂👍🏽🎉🇩🇪" },
    { "C++-код, email-адрес, файл.txt, https://пример.example/путь" },
    { "a-b_c.d/e:f@g" },
    { "a\xc2\xa0"
      "b\xe3\x80\x80"
      "c" },
    { "‹quoted›" },
  };

  check_cases (cases, G_N_ELEMENTS (cases), CSN_VISIBLE_SINGLE_LINE);
  check_cases (cases, G_N_ELEMENTS (cases), CSN_VISIBLE_MULTI_LINE);
}

static void
test_controls_become_visible (void)
{
  static const Case cases[] = {
    { "a\x01"
      "b",
      "a‹U+0001›b",
      CSN_VISIBLE_CONTROL },
    { "\x1b[31mred\x1b[0m", "‹U+001B›[31mred‹U+001B›[0m", CSN_VISIBLE_CONTROL },
    { "\x1b]8;;http://x\x07", "‹U+001B›]8;;http://x‹U+0007›", CSN_VISIBLE_CONTROL },
    { "\xc2\x9b"
      "31m\xc2\x85",
      "‹U+009B›31m‹U+0085›",
      CSN_VISIBLE_CONTROL },
    { "a\x7f\x08", "a‹U+007F›‹U+0008›", CSN_VISIBLE_CONTROL },
    { "a\r\rb", "a‹U+000D›‹U+000D›b", CSN_VISIBLE_CONTROL },
    { "a\xe2\x80\xa8"
      "b\xe2\x80\xa9",
      "a‹U+2028›b‹U+2029›",
      CSN_VISIBLE_CONTROL },
    { "a\v\fb", "a‹U+000B›‹U+000C›b", CSN_VISIBLE_CONTROL },
  };

  check_cases (cases, G_N_ELEMENTS (cases), CSN_VISIBLE_SINGLE_LINE);
  check_cases (cases, G_N_ELEMENTS (cases), CSN_VISIBLE_MULTI_LINE);
}

static void
test_lines_and_tabs_stay_where_there_is_room (void)
{
  static const Case multi[] = {
    { "a\n\tb\n\n\nc\n" },
    { "a\r\nb", "a‹U+000D›\nb", CSN_VISIBLE_CONTROL },
  };
  static const Case single[] = {
    { "a\n\tb", "a‹U+000A›‹U+0009›b", CSN_VISIBLE_CONTROL },
  };

  check_cases (multi, G_N_ELEMENTS (multi), CSN_VISIBLE_MULTI_LINE);
  check_cases (single, G_N_ELEMENTS (single), CSN_VISIBLE_SINGLE_LINE);
}

static void
test_a_nul_is_a_character_like_others (void)
{
  CsnVisibleWarnings warnings;
  g_autofree char *shown = csn_visible_text ("a\0b", 3, CSN_VISIBLE_SINGLE_LINE, &warnings);

  g_assert_cmpstr (shown, ==, "a‹U+0000›b");
  g_assert_cmphex (warnings, ==, CSN_VISIBLE_CONTROL);
}

static void
test_bytes_that_are_no_text_become_visible (void)
{
  static const Case cases[] = {
    { "a\xff"
      "b",
      "a‹0xFF›b",
      CSN_VISIBLE_CONTROL },
    { "\xc3", "‹0xC3›", CSN_VISIBLE_CONTROL },
    { "\xc3(", "‹0xC3›(", CSN_VISIBLE_CONTROL },
    { "\xe2\x82", "‹0xE2›‹0x82›", CSN_VISIBLE_CONTROL },
    { "\xed\xa0\x80", "‹0xED›‹0xA0›‹0x80›", CSN_VISIBLE_CONTROL },
    { "\xc0\xaf", "‹0xC0›‹0xAF›", CSN_VISIBLE_CONTROL },
    { "\xf4\x90\x80\x80", "‹0xF4›‹0x90›‹0x80›‹0x80›", CSN_VISIBLE_CONTROL },
  };
  g_autofree char *cut = csn_visible_text ("\xe2\x82\xac", 2, CSN_VISIBLE_MULTI_LINE, NULL);
  g_autofree char *none = csn_visible_text (NULL, 0, CSN_VISIBLE_MULTI_LINE, NULL);

  check_cases (cases, G_N_ELEMENTS (cases), CSN_VISIBLE_SINGLE_LINE);
  g_assert_cmpstr (cut, ==, "‹0xE2›‹0x82›");
  g_assert_cmpstr (none, ==, "");
}

static void
test_nothing_invisible_stays (void)
{
  static const struct
  {
    gunichar first;
    gunichar last;
    CsnVisibleWarnings warning;
  } ranges[] = {
    { 0x00ad, 0x00ad, CSN_VISIBLE_INVISIBLE },   { 0x034f, 0x034f, CSN_VISIBLE_INVISIBLE },
    { 0x061c, 0x061c, CSN_VISIBLE_BIDI },        { 0x115f, 0x1160, CSN_VISIBLE_INVISIBLE },
    { 0x17b4, 0x17b5, CSN_VISIBLE_INVISIBLE },   { 0x180b, 0x180f, CSN_VISIBLE_INVISIBLE },
    { 0x200b, 0x200d, CSN_VISIBLE_INVISIBLE },   { 0x200e, 0x200f, CSN_VISIBLE_BIDI },
    { 0x202a, 0x202e, CSN_VISIBLE_BIDI },        { 0x2060, 0x2065, CSN_VISIBLE_INVISIBLE },
    { 0x2066, 0x2069, CSN_VISIBLE_BIDI },        { 0x206a, 0x206f, CSN_VISIBLE_INVISIBLE },
    { 0x2800, 0x2800, CSN_VISIBLE_INVISIBLE },   { 0x3164, 0x3164, CSN_VISIBLE_INVISIBLE },
    { 0xe000, 0xf8ff, CSN_VISIBLE_PRIVATE },     { 0xfe00, 0xfe0f, CSN_VISIBLE_INVISIBLE },
    { 0xfeff, 0xfeff, CSN_VISIBLE_INVISIBLE },   { 0xffa0, 0xffa0, CSN_VISIBLE_INVISIBLE },
    { 0xfff0, 0xfffb, CSN_VISIBLE_INVISIBLE },   { 0xfffe, 0xffff, CSN_VISIBLE_INVISIBLE },
    { 0x1bca0, 0x1bca3, CSN_VISIBLE_INVISIBLE }, { 0x1d173, 0x1d17a, CSN_VISIBLE_INVISIBLE },
    { 0xe0000, 0xe0fff, CSN_VISIBLE_INVISIBLE }, { 0xf0000, 0xf00ff, CSN_VISIBLE_PRIVATE },
    { 0x10ff00, 0x10fffd, CSN_VISIBLE_PRIVATE }, { 0x10fffe, 0x10ffff, CSN_VISIBLE_INVISIBLE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (gunichar c = ranges[i].first; c <= ranges[i].last; c++)
      {
        g_autofree char *expected = g_strdup_printf ("a‹U+%04X›b", c);
        g_autofree char *shown = NULL;
        CsnVisibleWarnings warnings;
        char text[16] = "a";
        int length = g_unichar_to_utf8 (c, text + 1);

        text[1 + length] = 'b';
        shown = csn_visible_text (text, -1, CSN_VISIBLE_MULTI_LINE, &warnings);
        g_assert_cmpstr (shown, ==, expected);
        g_assert_cmphex (warnings, ==, ranges[i].warning);
      }
}

/* By category, so that a newer Unicode in GLib can't open a gap. */
static void
test_no_character_of_a_hidden_category_stays (void)
{
  for (gunichar c = 0; c <= 0x10ffff; c++)
    {
      GUnicodeType type = g_unichar_type (c);
      g_autofree char *shown = NULL;
      char text[8] = "";

      if (type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT && type != G_UNICODE_PRIVATE_USE &&
          type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR)
        continue;
      g_unichar_to_utf8 (c, text);
      shown = csn_visible_text (text, c == 0 ? 1 : -1, CSN_VISIBLE_SINGLE_LINE, NULL);
      g_assert_true (g_str_has_prefix (shown, "‹U+"));
    }
}

static void
test_hidden_sentences_come_to_light (void)
{
  static const Case cases[] = {
    { "ok\xf3\xa0\x81\x94\xf3\xa0\x81\xa8", "ok‹U+E0054›‹U+E0068›", CSN_VISIBLE_INVISIBLE },
    { "/tmp/\xe2\x80\xaegpj.exe", "/tmp/‹U+202E›gpj.exe", CSN_VISIBLE_BIDI },
    { "a\xe2\x81\xa6"
      "b\xe2\x81\xa9",
      "a‹U+2066›b‹U+2069›",
      CSN_VISIBLE_BIDI },
    { "pay\xe2\x80\x8bpal", "pay‹U+200B›pal", CSN_VISIBLE_INVISIBLE },
    { "\xef\xbb\xbfstart", "‹U+FEFF›start", CSN_VISIBLE_INVISIBLE },
    { "\xee\x80\x80\xe2\x80\x8e\x01",
      "‹U+E000›‹U+200E›‹U+0001›",
      CSN_VISIBLE_PRIVATE | CSN_VISIBLE_BIDI | CSN_VISIBLE_CONTROL },
  };

  check_cases (cases, G_N_ELEMENTS (cases), CSN_VISIBLE_SINGLE_LINE);
}

static char *
repeat (const char *before, const char *what, guint n, const char *after)
{
  GString *text = g_string_new (before);

  for (guint i = 0; i < n; i++)
    g_string_append (text, what);
  g_string_append (text, after);
  return g_string_free (text, FALSE);
}

static void
test_nothing_is_pushed_out_of_sight (void)
{
  static const struct
  {
    const char *before;
    const char *what;
    guint n;
    const char *after;
    CsnVisibleFlags flags;
    const char *shown; /* (nullable): as it is */
  } cases[] = {
    { "a", " ", 40, "b", CSN_VISIBLE_SINGLE_LINE, NULL },
    { "a", " ", 41, "b", CSN_VISIBLE_SINGLE_LINE, "a‹41 spaces›b" },
    { "a", " ", 57, "b", CSN_VISIBLE_MULTI_LINE, "a‹57 spaces›b" },
    { "", " ", 100000, "rm -rf /", CSN_VISIBLE_MULTI_LINE, "‹100000 spaces›rm -rf /" },
    { "a", " ", 41, "", CSN_VISIBLE_SINGLE_LINE, "a‹41 spaces›" },
    { "a", "\xc2\xa0", 41, "b", CSN_VISIBLE_SINGLE_LINE, "a‹41 spaces›b" },
    { "a", " \xe3\x80\x80\xe2\x80\x83", 20, "b", CSN_VISIBLE_SINGLE_LINE, "a‹60 spaces›b" },
    { "a", "\t", 10, "b", CSN_VISIBLE_MULTI_LINE, NULL },
    { "a", "\t", 11, "b", CSN_VISIBLE_MULTI_LINE, "a‹11 spaces›b" },
    { "a", " \t", 20, "b", CSN_VISIBLE_MULTI_LINE, "a‹40 spaces›b" },
    { "a\n", "\n", 5, "b", CSN_VISIBLE_MULTI_LINE, NULL },
    { "a\n", "\n", 6, "b", CSN_VISIBLE_MULTI_LINE, "a\n‹6 blank lines›\nb" },
    { "a\n", "\n", 12, "b", CSN_VISIBLE_MULTI_LINE, "a\n‹12 blank lines›\nb" },
    { "a", "\n", 3000, "rm", CSN_VISIBLE_MULTI_LINE, "a\n‹2999 blank lines›\nrm" },
    { "a", "\n", 3000, "rm", CSN_VISIBLE_SINGLE_LINE, "a‹U+000A›‹2999 blank lines›rm" },
    { "", "\n", 6, "b", CSN_VISIBLE_MULTI_LINE, "‹6 blank lines›\nb" },
    { "a\n", "\n", 6, "", CSN_VISIBLE_MULTI_LINE, "a\n‹6 blank lines›\n" },
    { "a\n", " \t \n", 8, "  b", CSN_VISIBLE_MULTI_LINE, "a\n‹8 blank lines›\n  b" },
    { "a\n", "\r\n", 8, "b", CSN_VISIBLE_MULTI_LINE, "a\n‹8 blank lines›\nb" },
    { "a\n", "\xc2\xa0\n", 8, "b", CSN_VISIBLE_MULTI_LINE, "a\n‹8 blank lines›\nb" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = repeat (cases[i].before, cases[i].what, cases[i].n, cases[i].after);
      CsnVisibleWarnings warnings;
      g_autofree char *shown = csn_visible_text (text, -1, cases[i].flags, &warnings);

      g_assert_cmpstr (shown, ==, cases[i].shown != NULL ? cases[i].shown : text);
      g_assert_cmpint ((warnings & CSN_VISIBLE_PADDING) != 0, ==, cases[i].shown != NULL);
    }
}

static void
test_marks_cannot_tower_over_other_lines (void)
{
  g_autofree char *few = repeat ("a", "\xcc\x81", 8, "b");
  g_autofree char *many = repeat ("a", "\xcc\x81", 10, "b\xcc\x81");
  g_autofree char *expected = repeat ("a", "\xcc\x81", 8, "‹U+0301›‹U+0301›b\xcc\x81");
  const Case cases[] = {
    { few, NULL, CSN_VISIBLE_NONE },
    { many, expected, CSN_VISIBLE_INVISIBLE },
  };

  check_cases (cases, G_N_ELEMENTS (cases), CSN_VISIBLE_SINGLE_LINE);
}

static void
test_words_of_two_scripts_are_named (void)
{
  static const Case cases[] = {
    { "\xd0\xb0pple", "\xd0\xb0pple‹U+0430›", CSN_VISIBLE_MIXED_SCRIPT },
    { "www.p\xd0\xb0ypal.com/x", "www.p\xd0\xb0ypal‹U+0430›.com/x", CSN_VISIBLE_MIXED_SCRIPT },
    { "g\xce\xbfogle", "g\xce\xbfogle‹U+03BF›", CSN_VISIBLE_MIXED_SCRIPT },
    { "пaроль", "пaроль‹U+0061›", CSN_VISIBLE_MIXED_SCRIPT },
    { "\xd5\xb0"
      "ello",
      "\xd5\xb0"
      "ello‹U+0570›",
      CSN_VISIBLE_MIXED_SCRIPT },
    { "\xe1\x8e\xaapple", "\xe1\x8e\xaapple‹U+13AA›", CSN_VISIBLE_MIXED_SCRIPT },
    { "\xd0\xb0\xce\xbf", "\xd0\xb0\xce\xbf‹U+03BF›", CSN_VISIBLE_MIXED_SCRIPT },
    { "a1\xd0\xb0", "a1\xd0\xb0‹U+0430›", CSN_VISIBLE_MIXED_SCRIPT },
    { "a\xcc\x81\xd0\xb0", "a\xcc\x81\xd0\xb0‹U+0430›", CSN_VISIBLE_MIXED_SCRIPT },
    { "\xd0\xb0 a, ok \xd0\xb0z.", "\xd0\xb0 a, ok \xd0\xb0z‹U+0430›.", CSN_VISIBLE_MIXED_SCRIPT },
    /* torn apart by what can't be seen */
    { "p\xe2\x80\x8b\xd0\xb0y",
      "p‹U+200B›\xd0\xb0y‹U+0430›",
      CSN_VISIBLE_MIXED_SCRIPT | CSN_VISIBLE_INVISIBLE },
    /* a label of look-alikes alone, beside a Latin one */
    { "https://\xd0\xb0\xd1\x80\xd1\x80\xd3\x8f\xd0\xb5.com",
      "https://\xd0\xb0\xd1\x80\xd1\x80\xd3\x8f\xd0\xb5‹U+0430›.com",
      CSN_VISIBLE_MIXED_SCRIPT },
    { "\xd0\xb0\xd1\x80\xd1\x80\xd3\x8f\xd0\xb5.com",
      "\xd0\xb0\xd1\x80\xd1\x80\xd3\x8f\xd0\xb5.com‹U+0430›",
      CSN_VISIBLE_MIXED_SCRIPT },
  };

  check_cases (cases, G_N_ELEMENTS (cases), CSN_VISIBLE_SINGLE_LINE);
  check_cases (cases, G_N_ELEMENTS (cases), CSN_VISIBLE_MULTI_LINE);
}

static void
test_a_megabyte_takes_no_time_to_speak_of (void)
{
  static const char *const parts[] = {
    "a",        " ",         "\n",     " \n",          "\x01",
    "\xd0\xb0", "a\xd0\xb0", "\xff",   "\xe2\x80\x8b", "\n\n\n\n\n  x",
    "sk-",      "://",       "Bearer "
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      guint n = (guint) (1024 * 1024 / strlen (parts[i]));
      g_autofree char *text = repeat ("", parts[i], n, "");
      gint64 begin = g_get_monotonic_time ();
      g_autofree char *shown = csn_visible_text (text, -1, CSN_VISIBLE_MULTI_LINE, NULL);

      csn_visible_is_secret (text, text);
      g_assert_true (g_utf8_validate (shown, -1, NULL));
      g_test_message ("part %" G_GSIZE_FORMAT ": %" G_GINT64_FORMAT " us",
                      i,
                      g_get_monotonic_time () - begin);
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/json/visible/ordinary-text-stays-as-it-is", test_ordinary_text_stays_as_it_is);
  g_test_add_func ("/json/visible/controls-become-visible", test_controls_become_visible);
  g_test_add_func ("/json/visible/lines-and-tabs-stay-where-there-is-room",
                   test_lines_and_tabs_stay_where_there_is_room);
  g_test_add_func ("/json/visible/a-nul-is-a-character-like-others",
                   test_a_nul_is_a_character_like_others);
  g_test_add_func ("/json/visible/bytes-that-are-no-text-become-visible",
                   test_bytes_that_are_no_text_become_visible);
  g_test_add_func ("/json/visible/nothing-invisible-stays", test_nothing_invisible_stays);
  g_test_add_func ("/json/visible/no-character-of-a-hidden-category-stays",
                   test_no_character_of_a_hidden_category_stays);
  g_test_add_func ("/json/visible/hidden-sentences-come-to-light",
                   test_hidden_sentences_come_to_light);
  g_test_add_func ("/json/visible/nothing-is-pushed-out-of-sight",
                   test_nothing_is_pushed_out_of_sight);
  g_test_add_func ("/json/visible/marks-cannot-tower-over-other-lines",
                   test_marks_cannot_tower_over_other_lines);
  g_test_add_func ("/json/visible/words-of-two-scripts-are-named",
                   test_words_of_two_scripts_are_named);
  g_test_add_func ("/json/visible/a-megabyte-takes-no-time-to-speak-of",
                   test_a_megabyte_takes_no_time_to_speak_of);
  return g_test_run ();
}
