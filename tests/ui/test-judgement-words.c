/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-confidence-export.h"
#include "csn-confidence-words.h"
#include "csn-policy-editor.h"
#include "csn-policy-words.h"
#include "csn-standing-words.h"
#include "csn-time.h"
#include "csn-track-dots.h"

static CsnCalibration *
new_calibration (void)
{
  const CsnCalibrationCounts rows[] = {
    { .bin = 7, .n = 43, .right = 26, .rejected = 3, .edited = 2, .score_sum = 32250000 },
    { .bin = 9, .n = 20, .right = 20, .score_sum = 19000000 },
  };
  g_autoptr (GError) error = NULL;
  CsnCalibration *calibration = csn_calibration_new (rows, G_N_ELEMENTS (rows), &error);

  g_assert_no_error (error);
  return calibration;
}

static void
test_diagram_is_told (void)
{
  g_autoptr (CsnCalibration) calibration = new_calibration ();
  g_autofree char *diagram = csn_confidence_words_diagram (calibration);
  g_autofree char *counts = csn_confidence_words_counts (calibration);
  g_autofree char *cases = csn_confidence_words_cases (calibration);
  g_autofree char *reviewers = csn_confidence_words_reviewers (calibration);

  g_assert_cmpstr (diagram,
                   ==,
                   "What was said against how often it was right. Said 0.75, right 60 %, between "
                   "46 % and 74 %, 43 cases. Said 0.95, right 100 %, between 84 % and 100 %, 20 "
                   "cases.");
  g_assert_cmpstr (counts,
                   ==,
                   "How often each score was said. 0.7 to 0.8: 43 times. 0.9 to 1.0: 20 times.");
  g_assert_cmpstr (cases, ==, "63 requests with a score that turned out.");
  g_assert_cmpstr (reviewers, ==, "Reviewers rejected 5 % and edited 3 %.");
}

static void
test_numbers_as_csv (void)
{
  g_autoptr (CsnCalibration) calibration = new_calibration ();
  g_autofree char *csv = csn_confidence_words_csv (calibration);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, CSN_CALIBRATION_N_BINS + 2);
  g_assert_true (g_str_has_prefix (lines[1], "0.0,0.1,0,"));
  g_assert_true (g_str_has_prefix (lines[8], "0.7,0.8,43,26,3,2,0.750000,0.604651,0.4"));
  g_assert_true (g_str_has_prefix (lines[10], "0.9,1.0,20,20,0,0,0.950000,1.000000,0.8"));
  g_assert_true (g_str_has_suffix (lines[10], ",1.000000"));
}

static void
test_export_is_what_its_name_says (void)
{
  static const struct
  {
    CsnConfidenceFormat format;
    const char *suffix;
    const char *begins;
  } rows[] = {
    { CSN_CONFIDENCE_PNG, ".png", "\x89PNG\r\n" },
    { CSN_CONFIDENCE_SVG, ".svg", "<?xml" },
    { CSN_CONFIDENCE_CSV, ".csv", "from,to,cases," },
  };
  g_autoptr (CsnCalibration) calibration = new_calibration ();
  const char *folder = g_getenv ("CSN_TEST_PICTURES");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes =
          csn_confidence_export (rows[i].format, calibration, "billing-agent · Refund");
      gsize size = 0;
      const char *data = g_bytes_get_data (bytes, &size);

      g_assert_cmpstr (csn_confidence_export_suffix (rows[i].format), ==, rows[i].suffix);
      g_assert_cmpuint (size, >, strlen (rows[i].begins));
      g_assert_cmpint (memcmp (data, rows[i].begins, strlen (rows[i].begins)), ==, 0);
      if (folder != NULL)
        {
          g_autofree char *name = g_strconcat ("confidence-export", rows[i].suffix, NULL);
          g_autofree char *path = g_build_filename (folder, name, NULL);

          g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
        }
    }
}

static void
test_track_record_is_told (void)
{
  const CsnCalibrationResult results[] = {
    CSN_CALIBRATION_RIGHT,    CSN_CALIBRATION_FAILED, CSN_CALIBRATION_RIGHT,
    CSN_CALIBRATION_REJECTED, CSN_CALIBRATION_RIGHT,
  };
  g_autofree char *words = csn_track_dots_words (results, G_N_ELEMENTS (results));
  g_autofree char *none = csn_track_dots_words (results, 0);

  g_assert_cmpstr (words, ==, "Last 5: 3 succeeded, 1 failed, 1 rejected.");
  g_assert_cmpstr (none, ==, "Nothing of this kind has turned out yet.");
}

static void
test_changes_are_told (void)
{
  static const struct
  {
    const char *path;
    const char *before;
    const char *after;
    const char *words;
  } rows[] = {
    { "confidence.takeover_below", "0.5", "0.55", "Takeover below a confidence of: 0.5 → 0.55" },
    { "cost_limits.EUR", NULL, "\"90.00\"", "Hard approval above a cost in EUR of: 90.00 (new)" },
    { "cost_limits.EUR",
      "\"90.00\"",
      NULL,
      "Hard approval above a cost in EUR of: 90.00 (removed)" },
    { "autonomy.confirm_promotions", "false", "true", "Promotions wait for you: off → on" },
    { "action_types.send_email.failures_24h",
      "3",
      "2",
      "Only for “Send e-mail” · Failures in 24 hours that take an agent over: 3 → 2" },
    { "rules.r1", NULL, "{}", "Standing rule “r1” is new" },
    { "grants.g1", "{}", NULL, "Grant “g1” is removed" },
    { "grants.g1", "{}", "{\"depth\":1}", "Grant “g1” is changed" },
    { "rules.\u202ex", NULL, "{}", "Standing rule “‹U+202E›x” is new" },
    { "unheard_of", "1", "2", "unheard_of: 1 → 2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const CsnPolicyChange change = { .path = (char *) rows[i].path,
                                       .before = (char *) rows[i].before,
                                       .after = (char *) rows[i].after };
      g_autofree char *words = csn_policy_words_change (&change);

      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

static void
test_fault_names_its_line (void)
{
  g_assert_cmpuint (csn_policy_editor_find_line ("Line 12, column 3, rules[2]: must be"), ==, 12);
  g_assert_cmpuint (csn_policy_editor_find_line ("rules[2]: must be"), ==, 0);
  g_assert_cmpuint (csn_policy_editor_find_line (NULL), ==, 0);
}

static void
test_authority_is_told (void)
{
  g_autoptr (CsnMoney) budget = csn_money_new ("500.00", "USD");
  const CsnGrantTerms grant = { .id = "g1",
                                .grantor = "planner",
                                .delegate = "billing",
                                .action_types = "refund*",
                                .level_floor = CSN_LEVEL_SOFT_APPROVAL,
                                .cost_budget = budget,
                                .depth = 1 };
  const CsnStandingRuleTerms rule = { .id = "r1",
                                      .agents = "*",
                                      .action_types = "refund",
                                      .effect = CSN_RULE_RAISE,
                                      .level = CSN_LEVEL_HARD_APPROVAL };
  g_autofree char *grant_words = csn_standing_words_grant (&grant);
  g_autofree char *rule_words = csn_standing_words_rule (&rule);
  g_autofree char *left = csn_standing_words_expiry (3 * CSN_DAY, 0);
  g_autofree char *past = csn_standing_words_expiry (0, 3 * CSN_DAY);

  g_assert_cmpstr (grant_words,
                   ==,
                   "planner lets billing do “refund*” · at least “Soft approval” · 500.00 USD in "
                   "all · may be passed on 1 time");
  g_assert_cmpstr (rule_words, ==, "“refund” by “*”: at least “Hard approval”");
  g_assert_cmpstr (left, ==, "expires in 3 d");
  g_assert_cmpstr (past, ==, "expired 3 d ago");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ui/judgement-words/diagram-is-told", test_diagram_is_told);
  g_test_add_func ("/ui/judgement-words/numbers-as-csv", test_numbers_as_csv);
  g_test_add_func ("/ui/judgement-words/export-is-what-its-name-says",
                   test_export_is_what_its_name_says);
  g_test_add_func ("/ui/judgement-words/track-record-is-told", test_track_record_is_told);
  g_test_add_func ("/ui/judgement-words/changes-are-told", test_changes_are_told);
  g_test_add_func ("/ui/judgement-words/fault-names-its-line", test_fault_names_its_line);
  g_test_add_func ("/ui/judgement-words/authority-is-told", test_authority_is_told);
  return g_test_run ();
}
