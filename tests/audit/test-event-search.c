/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-chain.h"
#include "csn-event-search.h"

#define HEAD "{\"v\":1,\"log_id\":\"00ff\",\"seq\":7,\"timestamp\":\"2026-01-02T03:04:05.000000Z\""

static const char body[] =
    HEAD ",\"event_type\":\"delivery_attempt\",\"request_id\":\"r-55120\","
         "\"agent_id\":\"Ärger-Bot\",\"action_type\":\"refund\",\"hitl_level\":\"HARD_APPROVAL\","
         "\"confidence_score\":0.725,\"reviewer_id\":\"ana \\\"the\\\" first\","
         "\"reviewer_decision\":null,\"latency_ms\":131120,\"actor\":{\"kind\":\"human\"},"
         "\"action_digest\":\"sha-256=c41f90ab\",\"details\":{\"note\":\"na\\u00efve\\nline\","
         "\"app_version\":\"seven\",\"reviewer_decision\":\"approved\",\"order\":[1182,true]},"
         "\"app_version\":\"12.34\"}";

static gboolean
finds (const CsnHistoryQuery *query)
{
  g_autoptr (CsnEventSearch) search = csn_event_search_new (query);

  return csn_event_search_matches (search, body, strlen (body));
}

static void
test_text_is_found_by_words (void)
{
  static const struct
  {
    const char *text;
    gboolean found;
  } cases[] = {
    { "refund", TRUE },       { "REFUND", TRUE },
    { "ref", TRUE },          { "re", FALSE }, /* too short to begin a word */
    { "efund", FALSE },       { "refunds", FALSE },
    { "refund 1182", TRUE },  { "1182 refund", TRUE },
    { "refund 1183", FALSE }, { "r-55120", TRUE },
    { "arger bot", TRUE },    { "ÄRGER", TRUE },
    { "naive", TRUE },        { "line", TRUE },
    { "nline", FALSE },       { "0.725", TRUE },
    { "sha-256=c41f", TRUE }, { "delivery_attempt", TRUE },
    { "first", TRUE },        { "seven", TRUE },
    { "approved", TRUE },     { "", TRUE },
    { " -- ", TRUE },         { "event_type", FALSE }, /* a name, no value */
    { "details", FALSE },     { "2026", FALSE },       /* times have a filter */
    { "34", FALSE },          { "\" OR 1", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const CsnHistoryQuery query = { .text = (char *) cases[i].text };

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (finds (&query), ==, cases[i].found);
    }
}

static void
test_members_are_compared_whole (void)
{
  const CsnHistoryQuery level = { .level = (char *) "HARD_APPROVAL" };
  const CsnHistoryQuery part = { .level = (char *) "HARD" };
  const CsnHistoryQuery reviewer = { .reviewer = (char *) "ana \"the\" first" };
  const CsnHistoryQuery other = { .reviewer = (char *) "ana" };
  const CsnHistoryQuery decision = { .decision = (char *) "approved" };
  const CsnHistoryQuery nothing = { 0 };

  g_assert_true (finds (&nothing));
  g_assert_true (finds (&level));
  g_assert_false (finds (&part));
  g_assert_true (finds (&reviewer));
  g_assert_false (finds (&other));
  /* The one in the details came from outside. */
  g_assert_false (finds (&decision));
}

/* Whatever stands in a body that was tampered with, it is read to its end and no further. */
static void
test_any_bytes_are_read (void)
{
  const CsnHistoryQuery query = { .text = (char *) "refund", .level = (char *) "HARD_APPROVAL" };
  g_autoptr (CsnEventSearch) search = csn_event_search_new (&query);

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *bytes = g_memdup2 (body, strlen (body));
      gsize length = (gsize) g_test_rand_int_range (0, (gint32) strlen (body) + 1);
      g_autofree char *exact = NULL;

      for (guint j = 0; length > 0 && j < i % 8; j++)
        bytes[g_test_rand_int_range (0, (gint32) length)] =
            "\"\\{}[]u:,\xc3\xff "[g_test_rand_int_range (0, 12)];
      exact = g_memdup2 (bytes, MAX (length, 1));
      csn_event_search_matches (search, exact, length);
    }
}

static void
test_long_words_agree (void)
{
  g_autofree char *word = g_strnfill (200, 'w');
  g_autofree char *text = g_strdup_printf (HEAD ",\"event_type\":\"%s\"}", word);
  const CsnHistoryQuery query = { .text = word };
  g_autoptr (CsnEventSearch) search = csn_event_search_new (&query);

  g_assert_true (csn_event_search_matches (search, text, strlen (text)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/audit/event-search/text-is-found-by-words", test_text_is_found_by_words);
  g_test_add_func ("/audit/event-search/members-are-compared-whole",
                   test_members_are_compared_whole);
  g_test_add_func ("/audit/event-search/any-bytes-are-read", test_any_bytes_are_read);
  g_test_add_func ("/audit/event-search/long-words-agree", test_long_words_agree);

  return g_test_run ();
}
