/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-policy.h"
#include "csn-time.h"

#define RULE(members) "{\"version\":1,\"rules\":[{" members "}]}"

#define GRANT(members) "{\"version\":1,\"grants\":[{" members "}]}"

#define NAMED "\"id\":\"a\",\"note\":\"n\",\"owner\":\"o\",\"expires_at\":\"2027-01-01T00:00:00Z\","

#define RAISING NAMED "\"effect\":\"raise\",\"level\":\"HARD_APPROVAL\","

#define GRANTED                                                                                    \
  "\"id\":\"g\",\"grantor\":\"a\",\"delegate\":\"b\",\"action_types\":\"*\","                      \
  "\"expires_at\":\"2027-01-01T00:00:00Z\","

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

/* Every mistake has a place: line, column and member. */
static const struct
{
  const char *text;
  const char *message; /* how it begins */
} wrong[] = {
  /* Not JSON. */
  { "", "Line 1, column 1, the policy: " },
  { "{\"version\":1", "Line 1, column 13, version: " },
  { "{\"version\":1,\n \"confidence\":{\"hard_below\":",
    "Line 2, column 29, confidence.hard_below: " },
  { "{\"version\":1,\"rules\":[{},{\"id\":tru}]}", "Line 1, column 35, rules[1].id: " },
  { "{\"version\":1} x", "Line 1, column 15, the policy: " },
  { "{\"version\":01}", "Line 1, column 13, version: " },
  { "{\"version\":1,\n\"failures_24h\":3,\n\"failures_24h\":4}",
    "Line 3, column 1, failures_24h: " },
  { "{\"version\":1,\"rules\":[{\"id\":\"a\",\n\"id\":\"b\"}]}",
    "Line 2, column 1, rules[0].id: " },
  { "{\"version\":1,\"preset\":\"\xff\"}", "Line 1, column 24, preset: " },

  /* Not this version's policy. */
  { "[]", "Line 1, column 1, the policy: must be an object" },
  { "{}", "Line 1, column 1, version: is missing" },
  { "{\"version\":2,\"new\":{}}", "Line 1, column 12, version: is 2, and this Countersign knows" },
  { "{\"version\":0}", "Line 1, column 12, version: must be 1" },
  { "{\"version\":\"1\"}", "Line 1, column 12, version: must be 1" },
  { "{\"version\":1,\"preset\":\"brave\"}", "Line 1, column 23, preset: must be one of" },
  { "{\"version\":1,\"preset\":1}", "Line 1, column 23, preset: must be a string" },

  /* Members that no policy has. */
  { "{\"version\":1,\"failure_24h\":9}", "Line 1, column 14, failure_24h: is not a member" },
  { "{\"version\":1,\"confidence\":{\"low\":0.9}}",
    "Line 1, column 28, confidence.low: is not a member" },
  { "{\"version\":1,\"action_types\":{\"pay out\":{\"preset\":\"cautious\"}}}",
    "Line 1, column 41, action_types[\"pay out\"].preset: is not a member" },
  { "{\"version\":1,\"\\u202ex\":1}", "Line 1, column 14, [\"‹U+202E›x\"]: is not a member" },
  { RULE ("\"id\":\"a\",\"irreversible_hard\":false"),
    "Line 1, column 33, rules[0].irreversible_hard: is not" },

  /* Numbers. */
  { "{\"version\":1,\"failures_24h\":0}",
    "Line 1, column 29, failures_24h: must be a whole number" },
  { "{\"version\":1,\"failures_24h\":2.5}", "Line 1, column 29, failures_24h: must be a whole" },
  { "{\"version\":1,\"failures_24h\":1001}", "Line 1, column 29, failures_24h: must be a whole" },
  { "{\"version\":1,\"confidence\":[]}", "Line 1, column 27, confidence: must be an object" },
  { "{\"version\":1,\"confidence\":{\"hard_below\":1.01}}",
    "Line 1, column 41, confidence.hard_below: must be a number from 0 to 1" },
  { "{\"version\":1,\"confidence\":{\"hard_below\":-0.01}}",
    "Line 1, column 41, confidence.hard_below: must be a number from 0 to 1" },
  { "{\"version\":1,\"confidence\":{\"hard_below\":\"0.5\"}}",
    "Line 1, column 41, confidence.hard_below: must be a number from 0 to 1" },
  { "{\"version\":1,\"confidence\":{\"hard_below\":0.9}}",
    "Line 1, column 27, confidence: has \"takeover_below\"" },
  { "{\"version\":1,\"action_types\":{\"a\":{\"confidence\":{\"soft_below\":0.6}}}}",
    "Line 1, column 48, action_types.a.confidence: has \"takeover_below\"" },
  { "{\"version\":1,\"cost_limits\":[]}", "Line 1, column 28, cost_limits: must be an object" },
  { "{\"version\":1,\"cost_limits\":{\"USD\":100}}",
    "Line 1, column 35, cost_limits.USD: must be a decimal in quotes" },
  { "{\"version\":1,\"cost_limits\":{\"usd\":\"100\"}}",
    "Line 1, column 35, cost_limits.usd: must be a decimal in quotes" },
  { "{\"version\":1,\"cost_limits\":{\"USD\":\"-1\"}}",
    "Line 1, column 35, cost_limits.USD: must be a decimal in quotes" },
  { "{\"version\":1,\"timeout_seconds\":{\"soft\":9}}",
    "Line 1, column 40, timeout_seconds.soft: must be a whole number" },
  { "{\"version\":1,\"timeout_seconds\":{\"hard\":99999999}}",
    "Line 1, column 40, timeout_seconds.hard: must be a whole number" },
  { "{\"version\":1,\"irreversible_hard\":1}",
    "Line 1, column 34, irreversible_hard: must be true or false" },
  { "{\"version\":1,\"autonomy\":{\"promote_after\":0}}",
    "Line 1, column 42, autonomy.promote_after: must be a whole number" },
  { "{\"version\":1,\"action_types\":[]}", "Line 1, column 29, action_types: must be an object" },
  { "{\"version\":1,\"action_types\":{\"\":{}}}",
    "Line 1, column 33, action_types[\"\"]: must be named" },

  /* Rules. */
  { "{\"version\":1,\"rules\":{}}", "Line 1, column 22, rules: must be an array" },
  { "{\"version\":1,\"rules\":[1]}", "Line 1, column 23, rules[0]: must be an object" },
  { "{\"version\":1,\n\"rules\":[\n{\"id\":\"a\"}]}",
    "Line 3, column 1, rules[0].note: is missing" },
  { RULE ("\"id\":\"a\",\"note\":\"n\",\"owner\":\"o\",\"effect\":\"raise\","
          "\"level\":\"HARD_APPROVAL\""),
    "Line 1, column 23, rules[0].expires_at: is missing" },
  { RULE (NAMED "\"effect\":\"loosen\",\"level\":\"FULL_AUTO\""),
    "Line 1, column 101, rules[0].effect: must be" },
  { RULE (NAMED "\"effect\":\"lower\",\"level\":\"SOFT_APPROVAL\""),
    "Line 1, column 117, rules[0].level: must be NOTIFY_ONLY or FULL_AUTO" },
  { RULE (NAMED "\"effect\":\"raise\",\"level\":\"FULL_AUTO\""),
    "Line 1, column 117, rules[0].level: must be above FULL_AUTO" },
  { RULE (NAMED "\"effect\":\"raise\",\"level\":\"hard\""),
    "Line 1, column 117, rules[0].level: must be one of" },
  { RULE (RAISING "\"dry_run\":1"), "Line 1, column 143, rules[0].dry_run: must be true or false" },
  { RULE (RAISING "\"created_at\":\"2028-01-01T00:00:00Z\""),
    "Line 1, column 69, rules[0].expires_at: must be after" },
  { RULE (RAISING "\"conditions\":{}"),
    "Line 1, column 146, rules[0].conditions: must be an array" },
  { RULE (RAISING "\"conditions\":[{}]"),
    "Line 1, column 147, rules[0].conditions[0].pointer: is missing" },
  { RULE (RAISING "\"conditions\":[{\"pointer\":\"amount\",\"equals\":1}]"),
    "Line 1, column 158, rules[0].conditions[0].pointer: must be a JSON pointer" },
  { RULE (RAISING "\"conditions\":[{\"pointer\":\"/a~2\",\"equals\":1}]"),
    "Line 1, column 158, rules[0].conditions[0].pointer: must be a JSON pointer" },
  { RULE (RAISING "\"conditions\":[{\"pointer\":\"/a\"}]"),
    "Line 1, column 147, rules[0].conditions[0]: must have exactly one of" },
  { RULE (RAISING "\"conditions\":[{\"pointer\":\"/a\",\"equals\":1,\"prefix\":\"b\"}]"),
    "Line 1, column 147, rules[0].conditions[0]: must have exactly one of" },
  { RULE (RAISING "\"conditions\":[{\"pointer\":\"/a\",\"equals\":[1]}]"),
    "Line 1, column 172, rules[0].conditions[0].equals: must be a string, a number" },
  { RULE (RAISING "\"conditions\":[{\"pointer\":\"/a\",\"one_of\":[1,{}]}]"),
    "Line 1, column 175, rules[0].conditions[0].one_of[1]: must be a string, a number" },
  { RULE (RAISING "\"conditions\":[{\"pointer\":\"/a\",\"one_of\":[]}]"),
    "Line 1, column 172, rules[0].conditions[0].one_of: must be an array" },
  { RULE (RAISING "\"conditions\":[{\"pointer\":\"/a\",\"prefix\":\"\"}]"),
    "Line 1, column 172, rules[0].conditions[0].prefix: must be a string" },
  { RULE (RAISING "\"conditions\":[{\"pointer\":\"/a\",\"at_most\":\"9\"}]"),
    "Line 1, column 173, rules[0].conditions[0].at_most: must be a number" },
  { RULE (RAISING "\"conditions\":[{\"pointer\":\"/a\",\"at_most\":9007199254740993}]"),
    "Line 1, column 173, rules[0].conditions[0].at_most: has more digits" },
  { "{\"version\":1,\"rules\":[{" RAISING "\"dry_run\":true},\n{\"id\":\"a\"}]}",
    "Line 2, column 7, rules[1].id: is the id of another" },

  /* Grants. */
  { GRANT ("\"id\":\"g\",\"grantor\":\"a\",\"delegate\":\"a\""),
    "Line 1, column 59, grants[0].delegate: must be another agent" },
  { GRANT ("\"id\":\"g\",\"grantor\":\"a\",\"delegate\":\"b\",\"action_types\":\"*\""),
    "Line 1, column 24, grants[0].expires_at: is missing" },
  { GRANT (GRANTED "\"depth\":-1"), "Line 1, column 126, grants[0].depth: must be a whole number" },
  { GRANT (GRANTED "\"cost_limit\":{\"amount\":1,\"currency\":\"USD\"}"),
    "Line 1, column 131, grants[0].cost_limit: must be of the form" },
  { GRANT (GRANTED "\"cost_budget\":{\"amount\":\"1\",\"currency\":\"USD\",\"per\":\"day\"}"),
    "Line 1, column 163, grants[0].cost_budget.per: is not a member" },
  { GRANT (GRANTED "\"level_floor\":\"NEVER\""),
    "Line 1, column 132, grants[0].level_floor: must be one of" },
};

static void
test_what_is_wrong_is_named_with_its_place (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CsnPolicy) policy =
          csn_policy_parse (wrong[i].text, strlen (wrong[i].text), &error);

      g_assert_null (policy);
      g_assert_error (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID);
      if (g_str_has_prefix (error->message, wrong[i].message))
        continue;
      g_test_message ("%s: \"%s\" is not \"%s\"", wrong[i].text, error->message, wrong[i].message);
      g_test_fail ();
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
  g_test_add_func ("/policy/file/what-is-wrong-is-named-with-its-place",
                   test_what_is_wrong_is_named_with_its_place);
  return g_test_run ();
}
