/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-policy.h"
#include "csn-time.h"

static CsnPolicy *
parse (const char *text, GError **error)
{
  g_autoptr (CsnJson) json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, error);

  return json != NULL ? csn_policy_new_from_json (json, error) : NULL;
}

static void
test_a_preset_reads_back_as_itself (void)
{
  const char *const names[] = { "reference", "cautious" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (CsnPolicy) preset = csn_policy_new_preset (names[i]);
      g_autofree char *text = csn_policy_to_json (preset);
      g_autoptr (GError) error = NULL;
      g_autoptr (CsnPolicy) again = parse (text, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (csn_policy_get_preset (again), ==, names[i]);
      g_assert_cmpstr (csn_policy_get_sha256 (again), ==, csn_policy_get_sha256 (preset));
    }
}

static void
test_what_is_left_out_stays_as_in_the_preset (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnPolicy) reference = csn_policy_new_preset ("reference");
  g_autoptr (CsnPolicy) bare = parse ("{\"version\":1}", &error);
  g_autoptr (CsnPolicy) cautious = parse ("{\"preset\":\"cautious\",\"version\":1}", &error);
  g_autoptr (CsnPolicy) longer =
      parse ("{\"version\":1,\"timeout_seconds\":{\"soft\":600}}", &error);
  g_autofree char *text = NULL;
  g_autoptr (CsnPolicy) again = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (csn_policy_get_sha256 (bare), ==, csn_policy_get_sha256 (reference));
  g_assert_cmpstr (csn_policy_get_preset (cautious), ==, "cautious");
  g_assert_cmpstr (csn_policy_get_preset (longer), ==, "custom");
  g_assert_cmpint (csn_policy_get_timeout (longer, CSN_LEVEL_SOFT_APPROVAL, "x"),
                   ==,
                   600 * CSN_SECOND);
  g_assert_cmpint (csn_policy_get_timeout (longer, CSN_LEVEL_HARD_APPROVAL, "x"),
                   ==,
                   86400 * CSN_SECOND);
  g_assert_cmpstr (csn_policy_get_sha256 (longer), !=, csn_policy_get_sha256 (reference));
  text = csn_policy_to_json (longer);
  again = parse (text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (csn_policy_get_sha256 (again), ==, csn_policy_get_sha256 (longer));
}

static void
test_numbers_decide (void)
{
  const char *task_text =
      "{\"task_id\":\"t\",\"status\":\"pending_approval\",\"agent_id\":\"a\",\"action_type\":\"r\","
      "\"proposed_action\":{},\"facts\":{\"reversible\":true,"
      "\"cost\":{\"amount\":\"60.00\",\"currency\":\"EUR\"}},\"confidence\":{\"score\":0.7}}";
  const CsnPolicyContext context = { .profile_level = CSN_LEVEL_FULL_AUTO, .failures_24h = 1 };
  static const struct
  {
    const char *policy;
    CsnLevel level;
  } cases[] = {
    { "{\"version\":1}", CSN_LEVEL_HARD_APPROVAL },
    { "{\"version\":1,\"cost_limits\":{\"EUR\":\"50\"}}", CSN_LEVEL_HARD_APPROVAL },
    { "{\"version\":1,\"cost_limits\":{\"EUR\":\"60.0\"}}", CSN_LEVEL_SOFT_APPROVAL },
    { "{\"version\":1,\"cost_limits\":{\"EUR\":\"60\"},\"confidence\":{\"hard_below\":0.71}}",
      CSN_LEVEL_HARD_APPROVAL },
    { "{\"version\":1,\"cost_limits\":{\"EUR\":\"60\"},\"confidence\":{\"soft_below\":0.7,"
      "\"reversible_auto_above\":0.6}}",
      CSN_LEVEL_FULL_AUTO },
    { "{\"version\":1,\"failures_24h\":1}", CSN_LEVEL_HUMAN_TAKEOVER },
  };
  g_autoptr (CsnJson) task = csn_json_parse (task_text, strlen (task_text), G_MAXSIZE, NULL, NULL);
  g_autoptr (CsnRequest) request = csn_request_new_from_task ("s", task, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CsnPolicy) policy = parse (cases[i].policy, &error);
      g_autoptr (CsnVerdict) verdict = NULL;

      g_assert_no_error (error);
      verdict = csn_policy_evaluate (policy, request, &context);
      g_assert_cmpint (csn_verdict_get_level (verdict), ==, cases[i].level);
    }
}

static void
test_no_file_softens_what_is_irreversible_and_sensitive (void)
{
  const char *task_text =
      "{\"task_id\":\"t\",\"status\":\"pending_approval\",\"agent_id\":\"a\",\"action_type\":\"r\","
      "\"proposed_action\":{},\"facts\":{\"reversible\":false,\"financial\":true},"
      "\"confidence\":{\"score\":1}}";
  const CsnPolicyContext context = { .profile_level = CSN_LEVEL_FULL_AUTO };
  g_autoptr (CsnPolicy) policy = parse (
      "{\"version\":1,\"confidence\":{\"takeover_below\":0,\"hard_below\":0,\"soft_below\":0,"
      "\"irreversible_soft_above\":0,\"reversible_auto_above\":0},\"failures_24h\":1000,"
      "\"cost_limits\":{\"USD\":\"999999999\"},\"irreversible_hard\":false}",
      NULL);
  g_autoptr (CsnJson) task = csn_json_parse (task_text, strlen (task_text), G_MAXSIZE, NULL, NULL);
  g_autoptr (CsnRequest) request = csn_request_new_from_task ("s", task, NULL);
  g_autoptr (CsnVerdict) verdict = csn_policy_evaluate (policy, request, &context);

  g_assert_cmpint (csn_verdict_get_level (verdict), ==, CSN_LEVEL_HARD_APPROVAL);
}

static void
test_what_is_wrong_is_named (void)
{
  static const struct
  {
    const char *text;
    const char *member;
  } wrong[] = {
    { "[]", "policy" },
    { "{}", "version" },
    { "{\"version\":2}", "version" },
    { "{\"version\":\"1\"}", "version" },
    { "{\"version\":1,\"preset\":\"brave\"}", "preset" },
    { "{\"version\":1,\"preset\":1}", "preset" },
    { "{\"version\":1,\"failure_24h\":9}", "failure_24h" },
    { "{\"version\":1,\"failures_24h\":0}", "failures_24h" },
    { "{\"version\":1,\"failures_24h\":2.5}", "failures_24h" },
    { "{\"version\":1,\"confidence\":[]}", "confidence" },
    { "{\"version\":1,\"confidence\":{\"hard_below\":1.01}}", "hard_below" },
    { "{\"version\":1,\"confidence\":{\"hard_below\":-0.01}}", "hard_below" },
    { "{\"version\":1,\"confidence\":{\"hard_below\":\"0.5\"}}", "hard_below" },
    { "{\"version\":1,\"confidence\":{\"hard_below\":0.9}}", "confidence" },
    { "{\"version\":1,\"confidence\":{\"low\":0.9}}", "low" },
    { "{\"version\":1,\"cost_limits\":{}}", "cost_limits" },
    { "{\"version\":1,\"cost_limits\":{\"USD\":100}}", "cost_limits" },
    { "{\"version\":1,\"cost_limits\":{\"usd\":\"100\"}}", "cost_limits" },
    { "{\"version\":1,\"cost_limits\":{\"USD\":\"-1\"}}", "cost_limits" },
    { "{\"version\":1,\"timeout_seconds\":{\"soft\":0}}", "soft" },
    { "{\"version\":1,\"timeout_seconds\":{\"hard\":99999999}}", "hard" },
    { "{\"version\":1,\"irreversible_hard\":1}", "irreversible_hard" },
    { "{\"version\":1,\"autonomy\":{\"promote_after\":1}}", "promote_after" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CsnPolicy) policy = parse (wrong[i].text, &error);
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", wrong[i].member);

      g_assert_null (policy);
      g_assert_error (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, quoted));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/file/a-preset-reads-back-as-itself",
                   test_a_preset_reads_back_as_itself);
  g_test_add_func ("/policy/file/what-is-left-out-stays-as-in-the-preset",
                   test_what_is_left_out_stays_as_in_the_preset);
  g_test_add_func ("/policy/file/numbers-decide", test_numbers_decide);
  g_test_add_func ("/policy/file/no-file-softens-what-is-irreversible-and-sensitive",
                   test_no_file_softens_what_is_irreversible_and_sensitive);
  g_test_add_func ("/policy/file/what-is-wrong-is-named", test_what_is_wrong_is_named);
  return g_test_run ();
}
