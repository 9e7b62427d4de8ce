/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-policy-change.h"
#include "csn-policy-with.h"
#include "csn-time.h"

#define LATER "2027-01-01T00:00:00Z"

#define RULE(id, effect, level, more)                                                              \
  "{\"id\":\"" id "\",\"note\":\"n\",\"owner\":\"o\",\"expires_at\":\"" LATER                      \
  "\",\"effect\":\"" effect "\",\"level\":\"" level "\"" more "}"

#define LIVE ",\"dry_run\":false"

#define GRANT(more)                                                                                \
  "{\"id\":\"g\",\"grantor\":\"a\",\"delegate\":\"b\",\"action_types\":\"pay\",\"expires_at\":"    \
  "\"" LATER "\"" more "}"

static CsnPolicy *
policy_with (const char *members)
{
  g_autofree char *text = g_strdup_printf ("{\"version\":1%s%s}", *members ? "," : "", members);
  g_autoptr (GError) error = NULL;
  CsnPolicy *policy = csn_policy_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return policy;
}

typedef struct
{
  const char *before;
  const char *after;
  const char *path;
  const char *before_text;
  const char *after_text;
  gboolean loosens;
} Case;

static const Case cases[] = {
  { "", "\"confidence\":{\"hard_below\":0.7}", "confidence.hard_below", "0.65", "0.7", FALSE },
  { "", "\"confidence\":{\"hard_below\":0.6}", "confidence.hard_below", "0.65", "0.6", TRUE },
  { "", "\"failures_24h\":4", "failures_24h", "3", "4", TRUE },
  { "", "\"failures_24h\":2", "failures_24h", "3", "2", FALSE },
  { "", "\"timeout_seconds\":{\"soft\":60}", "timeout_seconds.soft", "300", "60", TRUE },
  { "", "\"timeout_seconds\":{\"hard\":60}", "timeout_seconds.hard", "86400", "60", FALSE },
  { "", "\"irreversible_hard\":true", "irreversible_hard", "false", "true", FALSE },
  { "\"irreversible_hard\":true", "", "irreversible_hard", "true", "false", TRUE },
  { "", "\"autonomy\":{\"promote_after\":5}", "autonomy.promote_after", "10", "5", TRUE },
  { "", "\"autonomy\":{\"demote_after\":1}", "autonomy.demote_after", "2", "1", FALSE },
  { "",
    "\"cost_limits\":{\"USD\":\"100.01\"}",
    "cost_limits.USD",
    "\"100.00\"",
    "\"100.01\"",
    TRUE },
  { "",
    "\"cost_limits\":{\"USD\":\"99.99\"}",
    "cost_limits.USD",
    "\"100.00\"",
    "\"99.99\"",
    FALSE },
  { "", "\"cost_limits\":{}", "cost_limits.USD", "\"100.00\"", NULL, FALSE },
  { "",
    "\"cost_limits\":{\"USD\":\"100.00\",\"EUR\":\"1\"}",
    "cost_limits.EUR",
    NULL,
    "\"1\"",
    TRUE },
  { "",
    "\"action_types\":{\"pay\":{\"confidence\":{\"soft_below\":0.7}}}",
    "action_types.pay.confidence.soft_below",
    NULL,
    "0.7",
    TRUE },
  { "\"action_types\":{\"pay\":{\"confidence\":{\"soft_below\":0.7}}}",
    "",
    "action_types.pay.confidence.soft_below",
    "0.7",
    NULL,
    FALSE },
  { "\"rules\":[" RULE ("r", "raise", "HARD_APPROVAL", LIVE) "]", "", "rules.r", "", NULL, TRUE },
  { "", "\"rules\":[" RULE ("r", "raise", "HARD_APPROVAL", LIVE) "]", "rules.r", NULL, "", FALSE },
  { "", "\"rules\":[" RULE ("r", "lower", "NOTIFY_ONLY", "") "]", "rules.r", NULL, "", FALSE },
  { "", "\"rules\":[" RULE ("r", "lower", "NOTIFY_ONLY", LIVE) "]", "rules.r", NULL, "", TRUE },
  { "\"rules\":[" RULE ("r", "lower", "NOTIFY_ONLY", "") "]",
    "\"rules\":[" RULE ("r", "lower", "NOTIFY_ONLY", LIVE) "]",
    "rules.r",
    "",
    "",
    TRUE },
  { "\"rules\":[" RULE ("r", "lower", "FULL_AUTO", LIVE) "]",
    "\"rules\":[" RULE ("r", "lower", "NOTIFY_ONLY", LIVE) "]",
    "rules.r",
    "",
    "",
    FALSE },
  { "\"rules\":[" RULE ("r", "raise", "HARD_APPROVAL", LIVE ",\"agents\":\"x*\"") "]",
    "\"rules\":[" RULE ("r", "raise", "HARD_APPROVAL", LIVE ",\"agents\":\"*\"") "]",
    "rules.r",
    "",
    "",
    TRUE },
  /* Of two the stricter one decides: without it, the milder one does. */
  { "\"rules\":[" RULE ("r", "lower", "NOTIFY_ONLY", LIVE) "," RULE ("s",
                                                                     "lower",
                                                                     "FULL_AUTO",
                                                                     LIVE) "]",
    "\"rules\":[" RULE ("s", "lower", "FULL_AUTO", LIVE) "]",
    "rules.r",
    "",
    NULL,
    TRUE },
  { "\"rules\":[" RULE ("r", "lower", "NOTIFY_ONLY", LIVE) "]", "", "rules.r", "", NULL, FALSE },
  { "", "\"grants\":[" GRANT ("") "]", "grants.g", NULL, "", TRUE },
  { "\"grants\":[" GRANT ("") "]", "", "grants.g", "", NULL, FALSE },
  { "\"grants\":[" GRANT ("") "]",
    "\"grants\":[" GRANT (",\"depth\":1") "]",
    "grants.g",
    "",
    "",
    TRUE },
  { "\"grants\":[" GRANT ("") "]",
    "\"grants\":[" GRANT (",\"level_floor\":\"HARD_APPROVAL\"") "]",
    "grants.g",
    "",
    "",
    FALSE },
  { "\"grants\":[" GRANT (",\"cost_limit\":{\"amount\":\"5\",\"currency\":\"USD\"}") "]",
    "\"grants\":[" GRANT ("") "]",
    "grants.g",
    "",
    "",
    TRUE },
};

/* "" stands for any text. */
static void
check_text (const char *text, const char *expected)
{
  if (expected == NULL || *expected != '\0')
    g_assert_cmpstr (text, ==, expected);
  else
    g_assert_nonnull (text);
}

static void
test_changes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnPolicy) before = policy_with (cases[i].before);
      g_autoptr (CsnPolicy) after = policy_with (cases[i].after);
      g_autoptr (GPtrArray) changes = csn_policy_describe_changes (before, after);
      const CsnPolicyChange *change;

      g_test_message ("%u: %s", i, cases[i].path);
      g_assert_cmpuint (changes->len, ==, 1);
      change = changes->pdata[0];
      g_assert_cmpstr (change->path, ==, cases[i].path);
      check_text (change->before, cases[i].before_text);
      check_text (change->after, cases[i].after_text);
      g_assert_cmpint (change->loosens, ==, cases[i].loosens);
      g_assert_cmpint (csn_policy_is_at_least_as_strict (after, before), ==, !cases[i].loosens);
      g_assert_true (csn_policy_is_at_least_as_strict (before, before));
    }
}

static void
test_edit_numbers (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnPolicy) cautious = csn_policy_new_preset ("cautious");
  CsnPolicyThresholds thresholds = *csn_policy_get_thresholds (cautious);
  CsnPolicyAutonomy autonomy = *csn_policy_get_autonomy (cautious, "pay");
  g_autoptr (CsnPolicy) first = NULL;
  g_autoptr (CsnPolicy) second = NULL;
  g_autoptr (CsnPolicy) third = NULL;
  g_autoptr (CsnPolicy) again = NULL;

  thresholds.low = 0.7;
  first = csn_policy_with_thresholds (cautious, "pay", &thresholds, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (csn_policy_get_thresholds_for (first, "pay")->low, ==, 0.7);
  g_assert_cmpfloat (csn_policy_get_thresholds_for (first, "mail")->low, ==, 0.65);
  g_assert_cmpstr (csn_policy_get_preset (first), ==, "custom");

  autonomy.promote_after = 20;
  autonomy.confirm_promotions = TRUE;
  second = csn_policy_with_autonomy (first, NULL, &autonomy, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (csn_policy_get_autonomy (second, "pay")->promote_after, ==, 20);
  g_assert_true (csn_policy_get_autonomy (second, NULL)->confirm_promotions);
  g_assert_cmpint (csn_policy_get_autonomy (second, NULL)->window, ==, CSN_DAY);

  third = csn_policy_with_member (second, NULL, "cost_limits.EUR", "\"50.00\"", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (csn_policy_get_sha256 (third), !=, csn_policy_get_sha256 (second));
  again = csn_policy_with_member (third, NULL, "cost_limits.EUR", NULL, &error);
  g_assert_cmpstr (csn_policy_get_sha256 (again), ==, csn_policy_get_sha256 (second));
}

static void
test_edit_takes_back (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnPolicy) cautious = csn_policy_new_preset ("cautious");
  g_autoptr (CsnPolicy) custom = policy_with (
      "\"preset\":\"cautious\",\"action_types\":{\"a.b\":{\"failures_24h\":1}},"
      "\"rules\":[" RULE ("r", "raise", "HARD_APPROVAL", "") "],\"grants\":[" GRANT ("") "]");
  g_autoptr (CsnPolicy) first = csn_policy_without_action_type (custom, "a.b");
  g_autoptr (CsnPolicy) second = csn_policy_without_rule (first, "r");
  g_autoptr (CsnPolicy) third = csn_policy_without_grant (second, "g");
  g_autoptr (CsnPolicy) rule_back = NULL;
  g_autoptr (CsnPolicy) both_back = NULL;
  g_autoptr (CsnPolicy) all_back = NULL;

  g_assert_cmpstr (csn_policy_get_sha256 (third), ==, csn_policy_get_sha256 (cautious));
  g_assert_cmpstr (csn_policy_get_preset (third), ==, "cautious");

  rule_back = csn_policy_with_rule (third, csn_policy_get_rule (custom, 0), &error);
  g_assert_no_error (error);
  both_back = csn_policy_with_grant (rule_back, csn_policy_get_grant (custom, 0), &error);
  g_assert_no_error (error);
  all_back = csn_policy_with_member (both_back, "a.b", "failures_24h", "1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (csn_policy_get_sha256 (all_back), ==, csn_policy_get_sha256 (custom));
}

static void
test_edit_refuses (void)
{
  const CsnStandingRuleTerms endless = {
    .id = "r",
    .note = "n",
    .owner = "o",
    .agents = "*",
    .action_types = "*",
    .effect = CSN_RULE_LOWER,
    .level = CSN_LEVEL_SOFT_APPROVAL,
    .expires_at = CSN_DAY,
  };
  g_autoptr (CsnStandingRule) rule = csn_standing_rule_new (&endless);
  g_autoptr (CsnPolicy) policy = csn_policy_new_preset ("reference");
  CsnPolicyThresholds thresholds = *csn_policy_get_thresholds (policy);
  g_autoptr (GError) rule_error = NULL;
  g_autoptr (GError) order_error = NULL;
  g_autoptr (GError) path_error = NULL;

  g_assert_null (csn_policy_with_rule (policy, rule, &rule_error));
  g_assert_true (g_str_has_prefix (rule_error->message, "rules[0].level: must be NOTIFY_ONLY"));
  thresholds.takeover = 0.9;
  g_assert_null (csn_policy_with_thresholds (policy, NULL, &thresholds, &order_error));
  g_assert_true (g_str_has_prefix (order_error->message, "confidence: has"));
  g_assert_null (csn_policy_with_member (policy, NULL, "confidence.low", "1", &path_error));
  g_assert_true (g_str_has_prefix (path_error->message, "confidence.low: is not a member"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/policy/change/is-named-and-loosens-or-not", test_changes);
  g_test_add_func ("/policy/edit/numbers", test_edit_numbers);
  g_test_add_func ("/policy/edit/what-was-added-can-be-taken-back", test_edit_takes_back);
  g_test_add_func ("/policy/edit/refuses-what-a-file-could-not-say", test_edit_refuses);

  return g_test_run ();
}
