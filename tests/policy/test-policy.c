/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-policy.h"

#define SAFE "\"reversible\":true,\"financial\":false,\"pii\":false,\"regulated\":false"
#define FINAL "\"reversible\":false,\"financial\":false,\"pii\":false,\"regulated\":false"
#define FACTS(members) "\"facts\":{" members "}"
#define SCORE(score) "\"confidence\":{\"score\":" score "}"
#define COST(amount, currency) "\"cost\":{\"amount\":\"" amount "\",\"currency\":\"" currency "\"}"

#define FULL CSN_LEVEL_FULL_AUTO
#define NOTIFY CSN_LEVEL_NOTIFY_ONLY
#define SOFT CSN_LEVEL_SOFT_APPROVAL
#define HARD CSN_LEVEL_HARD_APPROVAL
#define TAKEOVER CSN_LEVEL_HUMAN_TAKEOVER

/* One line of policy.md: with @members in the task and an agent of the best record, @code says
 * @level and the verdict is @verdict. A @code of NULL says nothing at all. */
typedef struct
{
  const char *members;
  const char *code;
  CsnLevel level;
  CsnLevel verdict;
} Line;

static const CsnPolicyContext trusted = { .profile_level = CSN_LEVEL_FULL_AUTO };

static CsnRequest *
request_with (const char *members)
{
  g_autofree char *text = g_strdup_printf ("{\"task_id\":\"t\",\"status\":\"pending_approval\","
                                           "\"agent_id\":\"a\",\"action_type\":\"send\","
                                           "\"proposed_action\":{\"to\":\"ana\"}%s%s}",
                                           *members == '\0' ? "" : ",",
                                           members);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnJson) json =
      csn_json_parse (text, strlen (text), CSN_JSON_MAX_REQUEST_BYTES, NULL, &error);
  CsnRequest *request;

  g_assert_no_error (error);
  request = csn_request_new_from_task ("demo", json, &error);
  g_assert_no_error (error);
  return request;
}

static const CsnRule *
find_rule (const CsnVerdict *verdict, const char *code)
{
  const CsnRule *found = NULL;

  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    {
      const CsnRule *rule = csn_verdict_get_rule (verdict, i);

      if (strcmp (rule->code, code) != 0)
        continue;
      g_assert_null (found);
      found = rule;
    }

  return found;
}

static CsnVerdict *
judge (const char *preset, const char *members, const CsnPolicyContext *context)
{
  g_autoptr (CsnPolicy) policy = csn_policy_new_preset (preset);
  g_autoptr (CsnRequest) request = request_with (members);

  return csn_policy_evaluate (policy, request, context);
}

static void
check_line (const char *preset, const Line *line, const CsnPolicyContext *context)
{
  g_autoptr (CsnVerdict) verdict = judge (preset, line->members, context);
  g_autofree char *json = csn_verdict_to_json (verdict);
  const CsnRule *rule;

  g_test_message ("%s -> %s", line->members, json);
  g_assert_cmpint (csn_verdict_get_level (verdict), ==, line->verdict);
  if (line->code == NULL)
    return;

  rule = find_rule (verdict, line->code);
  g_assert_nonnull (rule);
  g_assert_cmpint (rule->level, ==, line->level);
  g_assert_cmpint (rule->decisive, ==, line->level == line->verdict);
  g_assert_true (g_str_has_suffix (rule->why, "."));
}

static void
check_lines (const Line *lines, guint n_lines)
{
  for (guint i = 0; i < n_lines; i++)
    check_line ("reference", &lines[i], &trusted);
}

static void
test_matrix_irreversible (void)
{
  static const Line lines[] = {
    /* Not reversible, and any of the three true or absent. */
    { "", "matrix.irreversible_sensitive", HARD, HARD },
    { SCORE ("1"), "matrix.irreversible_sensitive", HARD, HARD },
    { FACTS ("\"reversible\":false") "," SCORE ("1"), "matrix.irreversible_sensitive", HARD, HARD },
    { FACTS ("\"reversible\":false,\"financial\":true,\"pii\":false,\"regulated\":false") "," SCORE (
          "1"),
      "matrix.irreversible_sensitive",
      HARD,
      HARD },
    { FACTS ("\"reversible\":false,\"financial\":false,\"pii\":true,\"regulated\":false") "," SCORE (
          "1"),
      "matrix.irreversible_sensitive",
      HARD,
      HARD },
    { FACTS ("\"reversible\":false,\"financial\":false,\"pii\":false,\"regulated\":true") "," SCORE (
          "1"),
      "matrix.irreversible_sensitive",
      HARD,
      HARD },
    { FACTS ("\"reversible\":false,\"pii\":false,\"regulated\":false") "," SCORE ("1"),
      "matrix.irreversible_sensitive",
      HARD,
      HARD },
    { FACTS ("\"reversible\":false,\"financial\":false,\"regulated\":false") "," SCORE ("1"),
      "matrix.irreversible_sensitive",
      HARD,
      HARD },
    { FACTS ("\"reversible\":false,\"financial\":false,\"pii\":false") "," SCORE ("1"),
      "matrix.irreversible_sensitive",
      HARD,
      HARD },

    /* Not reversible, none sensitive: the confidence decides, and 0.75 is not above 0.75. */
    { FACTS (FINAL) "," SCORE ("0.76"), "matrix.irreversible_confident", SOFT, SOFT },
    { FACTS (FINAL) "," SCORE ("0.7500001"), "matrix.irreversible_confident", SOFT, SOFT },
    { FACTS (FINAL) "," SCORE ("0.75"), "matrix.irreversible_unsure", HARD, HARD },
    { FACTS (FINAL) "," SCORE ("0.7499999"), "matrix.irreversible_unsure", HARD, HARD },
    { FACTS (FINAL), "matrix.irreversible_unsure", HARD, HARD },
    { FACTS ("\"financial\":false,\"pii\":false,\"regulated\":false") "," SCORE ("0.76"),
      "matrix.irreversible_confident",
      SOFT,
      SOFT },

    /* Being irreversible is no way around the limit on cost. */
    { FACTS (FINAL "," COST ("100.01", "USD")) "," SCORE ("1"), "matrix.costly", HARD, HARD },
    { FACTS (FINAL "," COST ("100.00", "USD")) "," SCORE ("1"),
      "matrix.irreversible_confident",
      SOFT,
      SOFT },
  };

  check_lines (lines, G_N_ELEMENTS (lines));
}

static void
test_matrix_reversible (void)
{
  static const Line lines[] = {
    { FACTS (SAFE) "," SCORE ("0.86"), "matrix.reversible_confident", FULL, FULL },
    { FACTS (SAFE) "," SCORE ("0.8500001"), "matrix.reversible_confident", FULL, FULL },
    { FACTS (SAFE) "," SCORE ("0.85"), "matrix.reversible_unsure", SOFT, SOFT },
    { FACTS (SAFE) "," SCORE ("0.8499999"), "matrix.reversible_unsure", SOFT, SOFT },
    { FACTS (SAFE), "matrix.reversible_unsure", SOFT, SOFT },
    { FACTS ("\"reversible\":true,\"financial\":true,\"pii\":true,\"regulated\":true") "," SCORE (
          "0.9"),
      "matrix.reversible_confident",
      FULL,
      FULL },

    /* Cost: 100.00 USD is not above 100 USD; no other currency has a threshold. */
    { FACTS (SAFE "," COST ("100.00", "USD")) "," SCORE ("0.9"),
      "matrix.reversible_confident",
      FULL,
      FULL },
    { FACTS (SAFE "," COST ("100", "USD")) "," SCORE ("0.9"),
      "matrix.reversible_confident",
      FULL,
      FULL },
    { FACTS (SAFE "," COST ("0099.999", "USD")) "," SCORE ("0.9"),
      "matrix.reversible_confident",
      FULL,
      FULL },
    { FACTS (SAFE "," COST ("100.01", "USD")) "," SCORE ("0.9"), "matrix.costly", HARD, HARD },
    { FACTS (SAFE "," COST ("100.00000000000000000001", "USD")) "," SCORE ("0.9"),
      "matrix.costly",
      HARD,
      HARD },
    { FACTS (SAFE "," COST ("1000", "USD")) "," SCORE ("0.9"), "matrix.costly", HARD, HARD },
    { FACTS (SAFE "," COST ("1.00", "EUR")) "," SCORE ("0.9"), "matrix.costly", HARD, HARD },
    { FACTS (SAFE "," COST ("0", "XAU")) "," SCORE ("0.9"), "matrix.costly", HARD, HARD },
    { FACTS (SAFE ",\"cost\":null") "," SCORE ("0.9"), "matrix.reversible_confident", FULL, FULL },
  };

  check_lines (lines, G_N_ELEMENTS (lines));
}

static void
test_confidence (void)
{
  static const Line lines[] = {
    { FACTS (SAFE) "," SCORE ("0"), "confidence.takeover", TAKEOVER, TAKEOVER },
    { FACTS (SAFE) "," SCORE ("0.49"), "confidence.takeover", TAKEOVER, TAKEOVER },
    { FACTS (SAFE) "," SCORE ("0.4999999"), "confidence.takeover", TAKEOVER, TAKEOVER },
    { FACTS (SAFE) "," SCORE ("0.5"), "confidence.low", HARD, HARD },
    { FACTS (SAFE) "," SCORE ("0.6499999"), "confidence.low", HARD, HARD },
    { FACTS (SAFE) "," SCORE ("0.65"), "confidence.moderate", SOFT, SOFT },
    { FACTS (SAFE) "," SCORE ("0.7999999"), "confidence.moderate", SOFT, SOFT },
    { FACTS (SAFE) "," SCORE ("0.80"), "confidence.high", FULL, SOFT },
    { FACTS (SAFE) "," SCORE ("0.8"), "confidence.high", FULL, SOFT },
    { FACTS (SAFE) "," SCORE ("1"), "confidence.high", FULL, FULL },
    { FACTS (SAFE), "confidence.unknown", SOFT, SOFT },
    { FACTS (SAFE) ",\"confidence\":{}", "confidence.unknown", SOFT, SOFT },

    { FACTS (SAFE) ",\"confidence\":{\"score\":1,\"recommendation\":\"ESCALATE\"}",
      "confidence.takeover",
      TAKEOVER,
      TAKEOVER },
    { FACTS (SAFE) ",\"confidence\":{\"recommendation\":\"ESCALATE\"}",
      "confidence.takeover",
      TAKEOVER,
      TAKEOVER },
    { FACTS (SAFE) ",\"confidence\":{\"score\":1,\"recommendation\":\"CLARIFY\"}",
      "confidence.clarify",
      HARD,
      HARD },
    { FACTS (SAFE) ",\"confidence\":{\"recommendation\":\"CLARIFY\"}",
      "confidence.clarify",
      HARD,
      HARD },
    { FACTS (SAFE) ",\"confidence\":{\"score\":0.4,\"recommendation\":\"CLARIFY\"}",
      "confidence.takeover",
      TAKEOVER,
      TAKEOVER },
    { FACTS (SAFE) ",\"confidence\":{\"score\":0.9,\"recommendation\":\"PROCEED\"}",
      "confidence.high",
      FULL,
      FULL },

    /* No number in [0, 1] is no score, and flags. */
    { FACTS (SAFE) "," SCORE ("1.5"), "confidence.unknown", SOFT, HARD },
    { FACTS (SAFE) "," SCORE ("\"0.9\""), "confidence.unknown", SOFT, HARD },
    { FACTS (SAFE) "," SCORE ("-1"), "confidence.unknown", SOFT, HARD },
  };

  check_lines (lines, G_N_ELEMENTS (lines));
}

static void
test_context (void)
{
  static const struct
  {
    Line line;
    CsnPolicyContext context;
  } cases[] = {
    /* The second failure is not yet multiple, the third is. */
    { { FACTS (SAFE) "," SCORE ("1"), NULL, FULL, FULL },
      { .profile_level = FULL, .failures_24h = 2, .agent_read_only = FALSE } },
    { { FACTS (SAFE) "," SCORE ("1"), "failures.multiple", TAKEOVER, TAKEOVER },
      { .profile_level = FULL, .failures_24h = 3, .agent_read_only = FALSE } },
    { { FACTS (SAFE) "," SCORE ("1"), "failures.multiple", TAKEOVER, TAKEOVER },
      { .profile_level = FULL, .failures_24h = 400, .agent_read_only = FALSE } },

    /* Read-only lets through only what says that it changes nothing. */
    { { FACTS (SAFE) "," SCORE ("1"), "agent.read_only", TAKEOVER, TAKEOVER },
      { .profile_level = FULL, .failures_24h = 0, .agent_read_only = TRUE } },
    { { FACTS (SAFE ",\"read_only\":false") "," SCORE ("1"),
        "agent.read_only",
        TAKEOVER,
        TAKEOVER },
      { .profile_level = FULL, .failures_24h = 0, .agent_read_only = TRUE } },
    { { FACTS (SAFE ",\"read_only\":true") "," SCORE ("1"), NULL, FULL, FULL },
      { .profile_level = FULL, .failures_24h = 0, .agent_read_only = TRUE } },
    { { FACTS (SAFE ",\"read_only\":false") "," SCORE ("1"), NULL, FULL, FULL },
      { .profile_level = FULL, .failures_24h = 0, .agent_read_only = FALSE } },

    { { FACTS (SAFE) "," SCORE ("1"), "autonomy.level", FULL, FULL },
      { .profile_level = FULL, .failures_24h = 0, .agent_read_only = FALSE } },
    { { FACTS (SAFE) "," SCORE ("1"), "autonomy.level", NOTIFY, NOTIFY },
      { .profile_level = NOTIFY, .failures_24h = 0, .agent_read_only = FALSE } },
    { { FACTS (SAFE) "," SCORE ("1"), "autonomy.level", SOFT, SOFT },
      { .profile_level = SOFT, .failures_24h = 0, .agent_read_only = FALSE } },
    { { FACTS (SAFE) "," SCORE ("1"), "autonomy.level", HARD, HARD },
      { .profile_level = HARD, .failures_24h = 0, .agent_read_only = FALSE } },
    { { FACTS (SAFE) "," SCORE ("1"), "autonomy.level", TAKEOVER, TAKEOVER },
      { .profile_level = TAKEOVER, .failures_24h = 0, .agent_read_only = FALSE } },
    { { FACTS (SAFE) "," SCORE ("0.7"), "autonomy.level", NOTIFY, SOFT },
      { .profile_level = NOTIFY, .failures_24h = 0, .agent_read_only = FALSE } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_line ("reference", &cases[i].line, &cases[i].context);
}

static void
test_asked (void)
{
  static const Line lines[] = {
    { FACTS (SAFE) "," SCORE ("1") ",\"hitl_level\":\"NOTIFY_ONLY\"",
      "agent.asked",
      NOTIFY,
      NOTIFY },
    { FACTS (SAFE) "," SCORE ("1") ",\"hitl_level\":\"HARD_APPROVAL\"", "agent.asked", HARD, HARD },
    { FACTS (SAFE) "," SCORE ("1") ",\"hitl_level\":\"HUMAN_TAKEOVER\"",
      "agent.asked",
      TAKEOVER,
      TAKEOVER },
    { FACTS (FINAL) "," SCORE ("0.7") ",\"hitl_level\":\"FULL_AUTO\"", "agent.asked", FULL, HARD },
    { FACTS (FINAL) "," SCORE ("0.9") ",\"hitl_level\":\"FULL_AUTO\"", "agent.asked", FULL, SOFT },
  };

  check_lines (lines, G_N_ELEMENTS (lines));
}

static void
test_delegation (void)
{
  static const Line lines[] = {
    { FACTS (SAFE) "," SCORE ("1") ",\"delegation\":[]", NULL, FULL, FULL },
    { FACTS (SAFE) "," SCORE ("1") ",\"delegation\":[\"planner\"]",
      "delegation.missing",
      HARD,
      HARD },
  };

  check_lines (lines, G_N_ELEMENTS (lines));
}

static void
test_flagged (void)
{
  static const Line lines[] = {
    { FACTS (SAFE) "," SCORE ("1") ",\"description\":\"a\\u202eb\"",
      "request.flagged",
      HARD,
      HARD },
    { FACTS (SAFE ",\"cost\":7") "," SCORE ("1"), "request.flagged", HARD, HARD },
    { FACTS (SAFE) "," SCORE ("1") ",\"hitl_level\":\"hard\"", "request.flagged", HARD, HARD },
    { FACTS (SAFE) "," SCORE ("0.2") ",\"description\":7", "request.flagged", HARD, TAKEOVER },
  };
  g_autoptr (CsnPolicy) policy = csn_policy_new_preset ("reference");
  g_autoptr (GBytes) raw = g_bytes_new_static ("{", 1);
  g_autoptr (CsnRequest) malformed =
      csn_request_new_malformed ("demo", NULL, NULL, raw, "It ends too early.");
  g_autoptr (CsnVerdict) verdict = csn_policy_evaluate (policy, malformed, &trusted);

  check_lines (lines, G_N_ELEMENTS (lines));
  g_assert_cmpint (csn_verdict_get_level (verdict), ==, HARD);
  g_assert_cmpstr (find_rule (verdict, "request.flagged")->why, ==, "It ends too early.");
  g_assert_false (csn_policy_silence_may_consent (policy, malformed));
}

static void
test_cautious (void)
{
  static const Line lines[] = {
    { FACTS (FINAL) "," SCORE ("1"), "matrix.irreversible_cautious", HARD, HARD },
    { FACTS ("\"financial\":false,\"pii\":false,\"regulated\":false") "," SCORE ("1"),
      "matrix.irreversible_cautious",
      HARD,
      HARD },
    { FACTS (SAFE) "," SCORE ("1"), "matrix.reversible_confident", FULL, FULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    check_line ("cautious", &lines[i], &trusted);
}

static void
test_silence (void)
{
  static const struct
  {
    const char *members;
    gboolean reference;
    gboolean cautious;
  } cases[] = {
    { FACTS (SAFE), TRUE, TRUE },
    { FACTS (FINAL), TRUE, FALSE },
    { "", TRUE, FALSE },
    { FACTS (SAFE) ",\"description\":7", FALSE, FALSE },
    { FACTS (SAFE) ",\"allowed_decisions\":[\"reject\"]", FALSE, FALSE },
  };
  g_autoptr (CsnPolicy) reference = csn_policy_new_preset ("reference");
  g_autoptr (CsnPolicy) cautious = csn_policy_new_preset ("cautious");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnRequest) request = request_with (cases[i].members);

      g_assert_cmpint (csn_policy_silence_may_consent (reference, request), ==, cases[i].reference);
      g_assert_cmpint (csn_policy_silence_may_consent (cautious, request), ==, cases[i].cautious);
    }
}

static void
test_numbers (void)
{
  g_autoptr (CsnPolicy) reference = csn_policy_new_preset ("reference");
  g_autoptr (CsnPolicy) again = csn_policy_new_preset ("reference");
  g_autoptr (CsnPolicy) cautious = csn_policy_new_preset ("cautious");
  const CsnPolicyThresholds *thresholds = csn_policy_get_thresholds (reference);
  g_autofree char *json = csn_policy_to_json (reference);

  g_assert_null (csn_policy_new_preset ("reckless"));
  g_assert_cmpstr (csn_policy_get_preset (cautious), ==, "cautious");
  g_assert_cmpint (csn_policy_get_timeout (reference, SOFT, "send"), ==, 300 * G_USEC_PER_SEC);
  g_assert_cmpint (csn_policy_get_timeout (reference, HARD, "send"),
                   ==,
                   G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC);
  g_assert_cmpint (csn_policy_get_timeout (reference, FULL, "send"), ==, 0);
  g_assert_cmpint (csn_policy_get_timeout (reference, TAKEOVER, "send"), ==, 0);
  g_assert_cmpfloat (thresholds->takeover, ==, 0.5);
  g_assert_cmpfloat (thresholds->reversible, ==, 0.85);

  g_assert_cmpuint (strlen (csn_policy_get_sha256 (reference)), ==, 64);
  g_assert_cmpstr (csn_policy_get_sha256 (reference), ==, csn_policy_get_sha256 (again));
  g_assert_cmpstr (csn_policy_get_sha256 (reference), !=, csn_policy_get_sha256 (cautious));

  /* What stands in every event must not move by accident. */
  g_assert_cmpstr (json,
                   ==,
                   "{\"autonomy\":{\"demote_after\":2,\"promote_after\":10,"
                   "\"window_seconds\":86400},"
                   "\"confidence\":{\"hard_below\":0.65,\"irreversible_soft_above\":0.75,"
                   "\"reversible_auto_above\":0.85,\"soft_below\":0.8,\"takeover_below\":0.5},"
                   "\"cost_limits\":{\"USD\":\"100.00\"},\"failures_24h\":3,"
                   "\"irreversible_hard\":false,\"preset\":\"reference\","
                   "\"silence_approves_reversible_only\":false,"
                   "\"timeout_seconds\":{\"hard\":86400,\"soft\":300},\"version\":1}");
}

static void
test_why_is_visible (void)
{
  g_autoptr (CsnVerdict) verdict =
      judge ("reference", FACTS (SAFE) ",\"delegation\":[\"pl\\u202ean\"]", &trusted);

  g_assert_nonnull (strstr (find_rule (verdict, "delegation.missing")->why, "‹U+202E›"));
}

static void
test_why_names_what_is_sensitive (void)
{
  static const struct
  {
    const char *members;
    const char *why;
  } cases[] = {
    { "",
      "Nobody says that it can be undone, and it may move money, may touch personal data and may "
      "be regulated." },
    { FACTS ("\"reversible\":false,\"financial\":true,\"pii\":true,\"regulated\":false"),
      "It can't be undone, and it moves money and touches personal data." },
    { FACTS ("\"reversible\":false,\"financial\":false,\"pii\":false,\"regulated\":true"),
      "It can't be undone, and it is regulated." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnVerdict) verdict = judge ("reference", cases[i].members, &trusted);

      g_assert_cmpstr (find_rule (verdict, "matrix.irreversible_sensitive")->why, ==, cases[i].why);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/policy/matrix/irreversible", test_matrix_irreversible);
  g_test_add_func ("/policy/matrix/reversible", test_matrix_reversible);
  g_test_add_func ("/policy/confidence", test_confidence);
  g_test_add_func ("/policy/failures-read-only-autonomy", test_context);
  g_test_add_func ("/policy/agent-may-ask-for-more-never-for-less", test_asked);
  g_test_add_func ("/policy/delegation-without-grants-is-hard", test_delegation);
  g_test_add_func ("/policy/flagged-is-hard", test_flagged);
  g_test_add_func ("/policy/cautious", test_cautious);
  g_test_add_func ("/policy/silence", test_silence);
  g_test_add_func ("/policy/numbers-and-digest-are-stable", test_numbers);
  g_test_add_func ("/policy/why-shows-hidden-characters", test_why_is_visible);
  g_test_add_func ("/policy/why-names-what-is-sensitive", test_why_names_what_is_sensitive);

  return g_test_run ();
}
