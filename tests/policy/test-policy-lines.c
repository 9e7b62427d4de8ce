/* SPDX-License-Identifier: GPL-3.0-or-later */
/* policy.md's "Delegation" and "Standing rules", sentence by sentence. */
#include <string.h>

#include "csn-policy.h"
#include "csn-time.h"

#define FULL CSN_LEVEL_FULL_AUTO
#define NOTIFY CSN_LEVEL_NOTIFY_ONLY
#define SOFT CSN_LEVEL_SOFT_APPROVAL
#define HARD CSN_LEVEL_HARD_APPROVAL
#define TAKEOVER CSN_LEVEL_HUMAN_TAKEOVER

#define END "2026-12-01T00:00:00Z"
#define SAFE "\"facts\":{\"reversible\":true,\"financial\":false,\"pii\":false,\"regulated\":false"
#define SURE "\"confidence\":{\"score\":0.9}"
#define COSTS(amount, currency)                                                                    \
  SAFE ",\"cost\":{\"amount\":\"" amount "\",\"currency\":\"" currency "\"}}," SURE
#define FREE SAFE "}," SURE
#define BY(chain) "\"delegation\":[" chain "],"

/* A grant for refunds with further members, each with its comma. */
#define GRANT(id, from, to, more)                                                                  \
  "{\"id\":\"" id "\",\"grantor\":\"" from "\",\"delegate\":\"" to                                 \
  "\",\"action_types\":\"refund*\",\"expires_at\":\"" END "\"" more "}"
#define LIMIT ",\"cost_limit\":{\"amount\":\"50.00\",\"currency\":\"USD\"}"
#define BUDGET ",\"cost_budget\":{\"amount\":\"60.00\",\"currency\":\"USD\"}"
#define DEPTH(n) ",\"depth\":" n

typedef struct
{
  const char *policy;    /* "grants" or "rules" of a reference policy */
  const char *members;   /* of the task of agent "c", action type "refund" */
  gint64 after_end;      /* microseconds from END to the judgement */
  const char *drawn;     /* (nullable): USD drawn from grant "g" */
  const CsnLevel *chain; /* (nullable): levels of the chain; otherwise all FULL_AUTO */
  CsnLevel verdict;
  const char *code;  /* (nullable): speaks */
  const char *quiet; /* (nullable): doesn't */
  guint failures;
  gboolean read_only;
  CsnLevel profile;
} Line;

static CsnRequest *
request_with (const char *members)
{
  g_autofree char *text =
      g_strdup_printf ("{\"task_id\":\"t\",\"status\":\"pending_approval\","
                       "\"agent_id\":\"c\",\"action_type\":\"refund\","
                       "\"proposed_action\":{\"to\":\"ana\",\"amount\":\"50.00\","
                       "\"n\":50,\"deep\":{\"a/b\":[1,{\"m~n\":true}]}},%s}",
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

static CsnVerdict *
judge (const Line *line)
{
  static const CsnLevel best[4] = { FULL, FULL, FULL, FULL };
  g_autofree char *text = g_strdup_printf ("{\"version\":1,%s}", line->policy);
  g_autoptr (CsnRequest) request = request_with (line->members);
  g_autoptr (CsnPolicy) policy = NULL;
  g_autoptr (CsnMoney) money = NULL;
  g_autoptr (GError) error = NULL;
  CsnDrawn drawn = { "g", NULL };
  CsnPolicyContext context = { 0 };
  gint64 end;

  policy = csn_policy_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_true (csn_time_from_string (END, &end));
  context.profile_level = line->profile;
  context.failures_24h = line->failures;
  context.agent_read_only = line->read_only;
  context.now = end + line->after_end;
  context.chain_levels = line->chain != NULL ? line->chain : best;
  context.n_chain_levels = g_strv_length ((char **) csn_request_get_delegation (request));
  context.knows_drawn = TRUE;
  if (line->drawn != NULL)
    {
      money = csn_money_new (line->drawn, "USD");
      drawn.money = money;
      context.drawn = &drawn;
      context.n_drawn = 1;
    }
  return csn_policy_evaluate (policy, request, &context);
}

static const CsnRule *
find_rule (const CsnVerdict *verdict, const char *code)
{
  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    if (g_str_equal (csn_verdict_get_rule (verdict, i)->code, code))
      return csn_verdict_get_rule (verdict, i);

  return NULL;
}

/* What is at the verdict's level decided it; what only says what it would have done never did. */
static void
check_rule (const CsnVerdict *verdict, const char *code)
{
  const CsnRule *rule = find_rule (verdict, code);
  gboolean counts = !g_str_equal (code, "rule.dry_run");

  g_assert_nonnull (rule);
  g_assert_cmpint (rule->decisive, ==, counts && rule->level == csn_verdict_get_level (verdict));
  /* A standing rule's sentence ends with its owner's note. */
  g_assert_true (g_str_has_suffix (rule->why, g_str_has_prefix (code, "rule.") ? ": n" : "."));
}

static void
check_lines (const Line *lines, guint n_lines)
{
  for (guint i = 0; i < n_lines; i++)
    {
      const Line *line = &lines[i];
      g_autoptr (CsnVerdict) verdict = judge (line);
      g_autofree char *json = csn_verdict_to_json (verdict);

      g_test_message ("%u: %s with %s -> %s", i, line->members, line->policy, json);
      g_assert_cmpint (csn_verdict_get_level (verdict), ==, line->verdict);
      if (line->code != NULL)
        check_rule (verdict, line->code);
      if (line->quiet != NULL)
        g_assert_null (find_rule (verdict, line->quiet));
    }
}

#define B_TO_C "\"grants\":[" GRANT ("g", "b", "c", "") "]"
#define A_TO_C "\"grants\":[" GRANT ("f", "a", "b", DEPTH ("1")) "," GRANT ("g", "b", "c", "") "]"

static const CsnLevel hard_root[] = { HARD, FULL };
static const CsnLevel soft_middle[] = { FULL, SOFT };
static const Line delegation_lines[] = {
  /* No grant for a link: HARD. */
  { "\"grants\":[]", BY ("\"b\"") FREE, -1, NULL, NULL, HARD, "delegation.missing", NULL },
  { B_TO_C, BY ("\"x\"") FREE, -1, NULL, NULL, HARD, "delegation.missing", NULL },
  { B_TO_C, BY ("\"a\",\"b\"") FREE, -1, NULL, NULL, HARD, "delegation.missing", NULL },
  { B_TO_C, BY ("\"b\"") FREE, -1, NULL, NULL, FULL, "delegation.chain", "delegation.missing" },
  { B_TO_C, FREE, -1, NULL, NULL, FULL, NULL, "delegation.chain" },
  /* The strictest profile of everyone in the chain. */
  { A_TO_C, BY ("\"a\",\"b\"") FREE, -1, NULL, NULL, FULL, "delegation.chain", NULL },
  { A_TO_C, BY ("\"a\",\"b\"") FREE, -1, NULL, hard_root, HARD, "delegation.chain", NULL },
  { A_TO_C, BY ("\"a\",\"b\"") FREE, -1, NULL, soft_middle, SOFT, "delegation.chain", NULL },
  /* Expired, on both sides of the moment. */
  { B_TO_C, BY ("\"b\"") FREE, -1, NULL, NULL, FULL, NULL, "delegation.exceeded" },
  { B_TO_C, BY ("\"b\"") FREE, 0, NULL, NULL, HARD, "delegation.exceeded", NULL },
  { B_TO_C, BY ("\"b\"") FREE, 1, NULL, NULL, HARD, "delegation.exceeded", NULL },
  /* Outside its action types. */
  { "\"grants\":[{\"id\":\"g\",\"grantor\":\"b\",\"delegate\":\"c\",\"action_types\":\"mail*\","
    "\"expires_at\":\"" END "\"}]",
    BY ("\"b\"") FREE,
    -1,
    NULL,
    NULL,
    HARD,
    "delegation.exceeded",
    NULL },
  /* Over its cost limit for one action; a cost that isn't told is within none. */
  { "\"grants\":[" GRANT ("g", "b", "c", LIMIT) "]",
    BY ("\"b\"") COSTS ("49.99", "USD"),
    -1,
    NULL,
    NULL,
    FULL,
    NULL,
    "delegation.exceeded" },
  { "\"grants\":[" GRANT ("g", "b", "c", LIMIT) "]",
    BY ("\"b\"") COSTS ("50.00", "USD"),
    -1,
    NULL,
    NULL,
    FULL,
    NULL,
    "delegation.exceeded" },
  { "\"grants\":[" GRANT ("g", "b", "c", LIMIT) "]",
    BY ("\"b\"") COSTS ("50.01", "USD"),
    -1,
    NULL,
    NULL,
    HARD,
    "delegation.exceeded",
    NULL },
  { "\"grants\":[" GRANT ("g", "b", "c", LIMIT) "]",
    BY ("\"b\"") COSTS ("1.00", "EUR"),
    -1,
    NULL,
    NULL,
    HARD,
    "delegation.exceeded",
    NULL },
  { "\"grants\":[" GRANT ("g", "b", "c", LIMIT) "]",
    BY ("\"b\"") FREE,
    -1,
    NULL,
    NULL,
    HARD,
    "delegation.exceeded",
    NULL },
  /* Over its budget, with what was drawn before. */
  { "\"grants\":[" GRANT ("g", "b", "c", BUDGET) "]",
    BY ("\"b\"") COSTS ("40.00", "USD"),
    -1,
    "20.00",
    NULL,
    FULL,
    NULL,
    "delegation.exceeded" },
  { "\"grants\":[" GRANT ("g", "b", "c", BUDGET) "]",
    BY ("\"b\"") COSTS ("40.00", "USD"),
    -1,
    "20.01",
    NULL,
    HARD,
    "delegation.exceeded",
    NULL },
  /* A floor asks for more, never for less. */
  { "\"grants\":[" GRANT ("g", "b", "c", ",\"level_floor\":\"SOFT_APPROVAL\"") "]",
    BY ("\"b\"") FREE,
    -1,
    NULL,
    NULL,
    SOFT,
    NULL,
    "delegation.exceeded" },
  /* Deeper than allowed, or a loop. */
  { "\"grants\":[" GRANT ("f", "a", "b", DEPTH ("0")) "," GRANT ("g", "b", "c", "") "]",
    BY ("\"a\",\"b\"") FREE,
    -1,
    NULL,
    NULL,
    TAKEOVER,
    "delegation.depth",
    NULL },
  { "\"grants\":[" GRANT ("e", "z", "a", DEPTH ("1")) "," GRANT (
        "f",
        "a",
        "b",
        DEPTH ("1")) "," GRANT ("g", "b", "c", "") "]",
    BY ("\"z\",\"a\",\"b\"") FREE,
    -1,
    NULL,
    NULL,
    TAKEOVER,
    "delegation.depth",
    NULL },
  { "\"grants\":[" GRANT ("e", "z", "a", DEPTH ("2")) "," GRANT (
        "f",
        "a",
        "b",
        DEPTH ("1")) "," GRANT ("g", "b", "c", "") "]",
    BY ("\"z\",\"a\",\"b\"") FREE,
    -1,
    NULL,
    NULL,
    FULL,
    NULL,
    "delegation.depth" },
  { A_TO_C,
    BY ("\"a\",\"b\",\"a\",\"b\"") FREE,
    -1,
    NULL,
    NULL,
    TAKEOVER,
    "delegation.depth",
    NULL },
  { A_TO_C, BY ("\"c\",\"b\"") FREE, -1, NULL, NULL, TAKEOVER, "delegation.depth", NULL },
};

static void
test_delegation (void)
{
  check_lines (delegation_lines, G_N_ELEMENTS (delegation_lines));
}

/* A rule for all refunds of "c" with an effect and conditions. */
#define RULE(id, effect, level, dry_run, conditions)                                               \
  "{\"id\":\"" id                                                                                  \
  "\",\"note\":\"n\",\"owner\":\"ana\",\"agents\":\"c\",\"action_types\":\"ref*\","                \
  "\"conditions\":[" conditions "],\"effect\":\"" effect "\",\"level\":\"" level "\"" dry_run      \
  ",\"created_at\":\"2026-11-01T00:00:00Z\",\"expires_at\":\"" END "\"}"
#define LIVE ",\"dry_run\":false"
#define LOWER(level, conditions) "\"rules\":[" RULE ("r", "lower", level, LIVE, conditions) "]"
#define RAISE(level) "\"rules\":[" RULE ("r", "raise", level, LIVE, "") "]"
#define IF(pointer, test) "{\"pointer\":\"" pointer "\"," test "}"

static const CsnLevel soft[] = { SOFT };
static const Line rule_lines[] = {
  /* Raising rules set a floor. */
  { RAISE ("NOTIFY_ONLY"), FREE, -1, NULL, NULL, NOTIFY, "rule.raise", NULL },
  { RAISE ("SOFT_APPROVAL"), FREE, -1, NULL, NULL, SOFT, "rule.raise", NULL },
  { RAISE ("HARD_APPROVAL"), FREE, -1, NULL, NULL, HARD, "rule.raise", NULL },
  { RAISE ("HUMAN_TAKEOVER"), FREE, -1, NULL, NULL, TAKEOVER, "rule.raise", NULL },
  /* Lowering ones turn SOFT into NOTIFY_ONLY or FULL_AUTO. */
  { LOWER ("NOTIFY_ONLY", ""), FREE, -1, NULL, NULL, NOTIFY, "rule.lower", NULL, 0, FALSE, SOFT },
  { LOWER ("FULL_AUTO", ""), FREE, -1, NULL, NULL, FULL, "rule.lower", NULL, 0, FALSE, SOFT },
  /* Never where rule 1, 2, 7 or 9, or a HARD verdict speaks. */
  { LOWER ("FULL_AUTO", ""), FREE, -1, NULL, NULL, TAKEOVER, NULL, "rule.lower", 3, FALSE, SOFT },
  { LOWER ("FULL_AUTO", ""), FREE, -1, NULL, NULL, TAKEOVER, NULL, "rule.lower", 0, TRUE, SOFT },
  { "\"grants\":[" GRANT ("g", "b", "c", "") "]," LOWER ("FULL_AUTO", ""),
    BY ("\"b\"") FREE,
    -1,
    NULL,
    soft,
    SOFT,
    "delegation.chain",
    "rule.lower",
    0,
    FALSE,
    SOFT },
  { LOWER ("FULL_AUTO", ""),
    "\"description\":\"a\\u202eb\"," FREE,
    -1,
    NULL,
    NULL,
    HARD,
    "request.flagged",
    "rule.lower",
    0,
    FALSE,
    SOFT },
  { LOWER ("FULL_AUTO", ""), FREE, -1, NULL, NULL, HARD, NULL, "rule.lower", 0, FALSE, HARD },
  { LOWER ("FULL_AUTO", ""),
    "\"hitl_level\":\"HARD_APPROVAL\"," FREE,
    -1,
    NULL,
    NULL,
    HARD,
    "agent.asked",
    "rule.lower",
    0,
    FALSE,
    SOFT },
  /* New rules start in dry run, and then only say what they would have done. */
  { "\"rules\":[" RULE ("r", "lower", "FULL_AUTO", "", "") "]",
    FREE,
    -1,
    NULL,
    NULL,
    SOFT,
    "rule.dry_run",
    "rule.lower",
    0,
    FALSE,
    SOFT },
  { "\"rules\":[" RULE ("r", "raise", "HARD_APPROVAL", ",\"dry_run\":true", "") "]",
    FREE,
    -1,
    NULL,
    NULL,
    FULL,
    "rule.dry_run",
    "rule.raise" },
  /* They expire. */
  { LOWER ("FULL_AUTO", ""), FREE, 0, NULL, NULL, SOFT, NULL, "rule.lower", 0, FALSE, SOFT },
  { RAISE ("HARD_APPROVAL"), FREE, -1, NULL, NULL, HARD, "rule.raise", NULL },
  { RAISE ("HARD_APPROVAL"), FREE, 0, NULL, NULL, FULL, NULL, "rule.raise" },
  /* Deny beats allow. */
  { "\"rules\":[" RULE ("r", "lower", "FULL_AUTO", LIVE, "") "," RULE ("s",
                                                                       "raise",
                                                                       "HARD_APPROVAL",
                                                                       LIVE,
                                                                       "") "]",
    FREE,
    -1,
    NULL,
    NULL,
    HARD,
    "rule.raise",
    "rule.lower",
    0,
    FALSE,
    SOFT },
};

static void
test_standing_rules (void)
{
  check_lines (rule_lines, G_N_ELEMENTS (rule_lines));
}

static void
test_conditions (void)
{
  static const struct
  {
    const char *rules;
    gboolean matches;
  } cases[] = {
    { LOWER ("FULL_AUTO", IF ("/to", "\"equals\":\"ana\"")), TRUE },
    { LOWER ("FULL_AUTO", IF ("/to", "\"equals\":\"Ana\"")), FALSE },
    { LOWER ("FULL_AUTO", IF ("/n", "\"equals\":50")), TRUE },
    { LOWER ("FULL_AUTO", IF ("/n", "\"equals\":\"50\"")), FALSE },
    { LOWER ("FULL_AUTO", IF ("/deep/a~1b/1/m~0n", "\"equals\":true")), TRUE },
    { LOWER ("FULL_AUTO", IF ("/deep/a~1b/2", "\"equals\":null")), FALSE },
    { LOWER ("FULL_AUTO", IF ("/gone", "\"equals\":null")), FALSE },
    { LOWER ("FULL_AUTO", IF ("/to", "\"one_of\":[\"bob\",\"ana\"]")), TRUE },
    { LOWER ("FULL_AUTO", IF ("/to", "\"one_of\":[\"bob\"]")), FALSE },
    { LOWER ("FULL_AUTO", IF ("/to", "\"prefix\":\"an\"")), TRUE },
    { LOWER ("FULL_AUTO", IF ("/to", "\"prefix\":\"na\"")), FALSE },
    { LOWER ("FULL_AUTO", IF ("/n", "\"at_most\":50")), TRUE },
    { LOWER ("FULL_AUTO", IF ("/n", "\"at_most\":5e1")), TRUE },
    { LOWER ("FULL_AUTO", IF ("/n", "\"at_most\":49.99")), FALSE },
    { LOWER ("FULL_AUTO", IF ("/amount", "\"at_most\":50")), TRUE },
    { LOWER ("FULL_AUTO", IF ("/amount", "\"at_most\":49.9999")), FALSE },
    { LOWER ("FULL_AUTO", IF ("/to", "\"at_most\":50")), FALSE },
    { LOWER ("FULL_AUTO", IF ("/to", "\"equals\":\"ana\"") "," IF ("/n", "\"at_most\":49")),
      FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Line line = { cases[i].rules, FREE, -1, NULL, NULL, FULL, NULL, NULL, 0, FALSE, SOFT };
      g_autoptr (CsnVerdict) verdict = judge (&line);

      g_test_message ("%s", cases[i].rules);
      g_assert_cmpint (find_rule (verdict, "rule.lower") != NULL, ==, cases[i].matches);
      g_assert_cmpint (csn_verdict_get_level (verdict), ==, cases[i].matches ? FULL : SOFT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/policy/lines/delegation", test_delegation);
  g_test_add_func ("/policy/lines/standing-rules", test_standing_rules);
  g_test_add_func ("/policy/lines/conditions", test_conditions);
  return g_test_run ();
}
