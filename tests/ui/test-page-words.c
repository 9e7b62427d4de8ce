/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "csn-autonomy.h"
#include "csn-connection-words.h"
#include "csn-moment-words.h"
#include "csn-ratchet-words.h"
#include "csn-source-dialog.h"
#include "csn-time.h"
#include "csn-verify-bar.h"

#define NOW (G_GINT64_CONSTANT (1795330991) * CSN_SECOND + 120431)

static void
test_today_needs_no_date (void)
{
  g_autofree char *today = csn_moment_words (NOW - 60 * CSN_SECOND, NOW);
  g_autofree char *exact = csn_moment_words_short (NOW, NOW);
  g_autofree char *before = csn_moment_words (NOW - 3 * CSN_DAY, NOW);
  g_autofree char *before_short = csn_moment_words_short (NOW - 3 * CSN_DAY, NOW);

  g_assert_cmpstr (today, ==, "07:02:11");
  g_assert_cmpstr (exact, ==, "07:03:11.120");
  g_assert_cmpstr (before, ==, "2026-11-19 07:03:11");
  g_assert_cmpstr (before_short, ==, "2026-11-19 07:03");
}

static void
test_days_begin_at_midnight (void)
{
  gint64 today = csn_moment_words_midnight (NOW, 0);
  gint64 week = csn_moment_words_midnight (NOW, 6);
  g_autofree char *text = csn_time_to_string (today);

  g_assert_cmpstr (text, ==, "2026-11-22T00:00:00.000000Z");
  g_assert_cmpint (today - week, ==, 6 * CSN_DAY);
}

static void
test_only_foreign_http_is_insecure (void)
{
  static const struct
  {
    const char *url;
    gboolean insecure;
  } cases[] = {
    { "", FALSE },
    { "http", FALSE },
    { "http://", FALSE },
    { "http://localhost:8377", FALSE },
    { "http://127.0.0.1:1/base", FALSE },
    { "http://[::1]:8080", FALSE },
    { "https://agents.example.org", FALSE },
    { "http://agents.example.org", TRUE },
    { "HTTP://agents.example.org", TRUE },
    { "http://10.0.0.7", TRUE },
    { "http://localhost.example.org", TRUE },
    { "http://127.0.0.1.example.org", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].url);
      g_assert_cmpint (csn_connection_words_is_insecure (cases[i].url), ==, cases[i].insecure);
    }
}

static void
test_names_come_from_hosts (void)
{
  static const struct
  {
    const char *url;
    const char *name;
  } cases[] = {
    { "https://agents.example.org/base", "agents.example.org" },
    { "http://127.0.0.1:8377", "localhost" },
    { "http://[::1]:8377", "localhost" },
    { "https://[fe80::1]", "fe801" },
    { "agents", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = csn_source_dialog_suggest_name (cases[i].url);

      g_test_message ("%s", cases[i].url);
      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static void
test_verdicts_are_plain (void)
{
  static const struct
  {
    const char *integrity;
    guint64 first_bad_seq;
    const char *fault;
    const char *begins;
  } cases[] = {
    { "INTACT",
      0,
      NULL,
      "Intact: 42 events, chain and 6 signatures verified at 14:03 · newest anchor covers all but "
      "the last 3" },
    { "TAMPERED",
      17,
      "unsealed",
      "Tampered: the signature over event 17 and what follows is gone" },
    { "TAMPERED",
      17,
      "bad-signature",
      "Tampered: the signature over event 17 and what follows is" },
    { "TAMPERED", 17, "forked", "Tampered: from event 17 on an anchor knows another log" },
    { "TAMPERED", 17, "altered", "Tampered: event 17 was altered after it was written. " },
    { "TAMPERED", 17, "missing", "Tampered: event 17 is missing. " },
    { "TAMPERED", 17, "inserted", "Tampered: event 17 was put in later. " },
    { "TAMPERED", 17, "reordered", "Tampered: event 17 is not in its place. " },
    { "TAMPERED", 17, "index-mismatch", "Tampered: what lists and filters show of event 17 " },
    { "TAMPERED", 17, "something-new", "Tampered: event 17 is not what was written. " },
    { "CORRUPT", 0, "unreadable", "Corrupt: after 42 events the database can’t be read. " },
    { "UNVERIFIABLE", 0, NULL, "Unverifiable: the chain fits, but no trusted signature" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const CsnAuditVerdict verdict = {
        .integrity = cases[i].integrity,
        .completeness = "EXPOSED",
        .n_events = 42,
        .n_signatures = 6,
        .n_anchors = 2,
        .n_exposed = 3,
        .fault = cases[i].fault,
        .first_bad_seq = cases[i].first_bad_seq,
      };
      g_autofree char *words = csn_verify_bar_words (&verdict, "14:03");

      g_test_message ("%s", words);
      g_assert_true (g_str_has_prefix (words, cases[i].begins));
    }
}

static CsnProfile *
new_profile (CsnLevel level, guint successes, guint n_failures, gboolean pinned)
{
  const gint64 failures[] = { NOW - CSN_HOUR, NOW - 1 };
  const CsnProfileState state = {
    .level = level,
    .successes = successes,
    .failures = failures,
    .n_failures = n_failures,
    .pinned = pinned,
  };

  return csn_profile_new_full ("crm-agent", "merge_records", &state);
}

static const CsnPolicyAutonomy numbers = CSN_AUTONOMY_REFERENCE;

static void
test_ratchets_tell_the_next_step (void)
{
  static const struct
  {
    CsnLevel level;
    guint successes;
    gboolean pinned;
    const char *words;
  } cases[] = {
    { CSN_LEVEL_SOFT_APPROVAL, 7, FALSE, "7 of 10 successes to “Notify only”" },
    { CSN_LEVEL_HARD_APPROVAL, 0, FALSE, "0 of 10 successes to “Soft approval”" },
    { CSN_LEVEL_FULL_AUTO, 3, FALSE, "3 successes in a row" },
    { CSN_LEVEL_SOFT_APPROVAL, 1, TRUE, "1 success in a row" },
    { CSN_LEVEL_HUMAN_TAKEOVER,
      0,
      FALSE,
      "Successes don’t count here; a hand-back leads to hard approval." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnProfile) profile =
          new_profile (cases[i].level, cases[i].successes, 0, cases[i].pinned);
      g_autofree char *words = csn_ratchet_words_successes (profile, &numbers);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_ratchets_count_failures (void)
{
  g_autoptr (CsnProfile) profile = new_profile (CSN_LEVEL_SOFT_APPROVAL, 0, 1, FALSE);
  g_autofree char *now = csn_ratchet_words_failures (profile, &numbers, NOW);
  g_autofree char *later = csn_ratchet_words_failures (profile, &numbers, NOW + 2 * CSN_DAY);
  g_autofree char *step = csn_ratchet_words_step (profile);

  g_assert_cmpstr (now, ==, "1 of 2 failures in 24 h");
  g_assert_cmpstr (later, ==, "0 of 2 failures in 24 h");
  g_assert_cmpstr (step, ==, "Soft approval: step 3 of 5 from full auto to takeover");
}

static void
test_less_oversight_is_called_so (void)
{
  g_autoptr (CsnProfile) hard = new_profile (CSN_LEVEL_HARD_APPROVAL, 0, 0, FALSE);
  g_autoptr (CsnProfile) automatic = new_profile (CSN_LEVEL_FULL_AUTO, 0, 0, FALSE);
  g_autofree char *loosens = csn_ratchet_words_reset (hard);
  g_autofree char *tightens = csn_ratchet_words_reset (automatic);

  g_assert_nonnull (strstr (loosens, "less oversight than now"));
  g_assert_null (strstr (tightens, "less oversight"));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/words/today-needs-no-date", test_today_needs_no_date);
  g_test_add_func ("/ui/words/days-begin-at-midnight", test_days_begin_at_midnight);
  g_test_add_func ("/ui/words/only-foreign-http-is-insecure", test_only_foreign_http_is_insecure);
  g_test_add_func ("/ui/words/names-come-from-hosts", test_names_come_from_hosts);
  g_test_add_func ("/ui/words/verdicts-are-plain", test_verdicts_are_plain);
  g_test_add_func ("/ui/words/ratchets-tell-the-next-step", test_ratchets_tell_the_next_step);
  g_test_add_func ("/ui/words/ratchets-count-failures", test_ratchets_count_failures);
  g_test_add_func ("/ui/words/less-oversight-is-called-so", test_less_oversight_is_called_so);
  return g_test_run ();
}
