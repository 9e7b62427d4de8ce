/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-policy.h"

#define N_REQUESTS 20000

/* One random request as choices, each list in the order of rising risk. Where two neighbours are
 * no riskier than each other ("absent" and "false" of reversible), both orders hold. */
static const char *const reversibles[] = { "true", "null", "false" };
static const char *const sensitives[] = { "false", "null", "true" };
static const char *const costs[] = {
  "null",
  "{\"amount\":\"0\",\"currency\":\"USD\"}",
  "{\"amount\":\"99.99\",\"currency\":\"USD\"}",
  "{\"amount\":\"100.00\",\"currency\":\"USD\"}",
  "{\"amount\":\"100.01\",\"currency\":\"USD\"}",
  "{\"amount\":\"5000\",\"currency\":\"USD\"}",
  "{\"amount\":\"1\",\"currency\":\"EUR\"}",
};
static const char *const scores[] = {
  "1",   "0.95", "0.8500001", "0.85",      "0.8499999", "0.8", "0.7999999", "0.7500001", "0.75",
  "0.7", "0.65", "null",      "0.6499999", "0.6",       "0.5", "0.4999999", "0.2",       "0",
};
static const char *const recommendations[] = { "null",
                                               "\"PROCEED\"",
                                               "\"CLARIFY\"",
                                               "\"ESCALATE\"" };
static const char *const asked_levels[] = { "null",
                                            "\"FULL_AUTO\"",
                                            "\"NOTIFY_ONLY\"",
                                            "\"SOFT_APPROVAL\"",
                                            "\"HARD_APPROVAL\"",
                                            "\"HUMAN_TAKEOVER\"" };
static const char *const read_onlys[] = { "true", "null", "false" };
static const char *const descriptions[] = { "\"plain\"", "\"hid\\u200bden\"" };
static const char *const delegations[] = { "[]", "[\"root\"]" };
static const char *const profile_levels[] = { "0", "1", "2", "3", "4" };
static const char *const failures[] = { "0", "1", "2", "3", "4" };
static const char *const modes[] = { "normal", "read_only" };

typedef enum
{
  REVERSIBLE,
  FINANCIAL,
  PII,
  REGULATED,
  COST,
  SCORE,
  RECOMMENDATION,
  ASKED_LEVEL,
  READ_ONLY,
  DESCRIPTION,
  DELEGATION,
  PROFILE_LEVEL,
  FAILURES,
  MODE,
  N_CHOICES,
} Choice;

static const struct
{
  const char *name;
  const char *const *values;
  guint n_values;
} choices[N_CHOICES] = {
  [REVERSIBLE] = { "reversible", reversibles, G_N_ELEMENTS (reversibles) },
  [FINANCIAL] = { "financial", sensitives, G_N_ELEMENTS (sensitives) },
  [PII] = { "pii", sensitives, G_N_ELEMENTS (sensitives) },
  [REGULATED] = { "regulated", sensitives, G_N_ELEMENTS (sensitives) },
  [COST] = { "cost", costs, G_N_ELEMENTS (costs) },
  [SCORE] = { "score", scores, G_N_ELEMENTS (scores) },
  [RECOMMENDATION] = { "recommendation", recommendations, G_N_ELEMENTS (recommendations) },
  [ASKED_LEVEL] = { "hitl_level", asked_levels, G_N_ELEMENTS (asked_levels) },
  [READ_ONLY] = { "read_only", read_onlys, G_N_ELEMENTS (read_onlys) },
  [DESCRIPTION] = { "description", descriptions, G_N_ELEMENTS (descriptions) },
  [DELEGATION] = { "delegation", delegations, G_N_ELEMENTS (delegations) },
  [PROFILE_LEVEL] = { "profile level", profile_levels, G_N_ELEMENTS (profile_levels) },
  [FAILURES] = { "failures", failures, G_N_ELEMENTS (failures) },
  [MODE] = { "mode", modes, G_N_ELEMENTS (modes) },
};

static const char *
value_of (const guint *picks, Choice choice)
{
  return choices[choice].values[picks[choice]];
}

static char *
write_task (const guint *picks)
{
  return g_strdup_printf (
      "{\"task_id\":\"t\",\"status\":\"pending_approval\",\"agent_id\":\"a\","
      "\"action_type\":\"send\",\"proposed_action\":{},\"hitl_level\":%s,\"description\":%s,"
      "\"delegation\":%s,\"confidence\":{\"score\":%s,\"recommendation\":%s},"
      "\"facts\":{\"reversible\":%s,\"financial\":%s,\"pii\":%s,\"regulated\":%s,"
      "\"read_only\":%s,\"cost\":%s}}",
      value_of (picks, ASKED_LEVEL),
      value_of (picks, DESCRIPTION),
      value_of (picks, DELEGATION),
      value_of (picks, SCORE),
      value_of (picks, RECOMMENDATION),
      value_of (picks, REVERSIBLE),
      value_of (picks, FINANCIAL),
      value_of (picks, PII),
      value_of (picks, REGULATED),
      value_of (picks, READ_ONLY),
      value_of (picks, COST));
}

/* The verdict's level is the strictest of its rules, and exactly those are decisive. */
static void
check_maximum (const CsnVerdict *verdict)
{
  CsnLevel strictest = CSN_LEVEL_FULL_AUTO;

  g_assert_cmpuint (csn_verdict_get_n_rules (verdict), >, 0);
  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    strictest = MAX (strictest, csn_verdict_get_rule (verdict, i)->level);

  g_assert_cmpint (csn_verdict_get_level (verdict), ==, strictest);
  for (guint i = 0; i < csn_verdict_get_n_rules (verdict); i++)
    {
      const CsnRule *rule = csn_verdict_get_rule (verdict, i);

      g_assert_cmpint (rule->decisive, ==, rule->level == strictest);
    }
}

static CsnLevel
judge (const CsnPolicy *policy, const guint *picks)
{
  const CsnPolicyContext context = {
    .profile_level = (CsnLevel) picks[PROFILE_LEVEL],
    .failures_24h = picks[FAILURES],
    .agent_read_only = picks[MODE] == 1,
  };
  g_autofree char *text = write_task (picks);
  g_autoptr (CsnJson) json =
      csn_json_parse (text, strlen (text), CSN_JSON_MAX_REQUEST_BYTES, NULL, NULL);
  g_autoptr (CsnRequest) request = csn_request_new_from_task ("demo", json, NULL);
  g_autoptr (CsnVerdict) verdict = csn_policy_evaluate (policy, request, &context);

  check_maximum (verdict);
  return csn_verdict_get_level (verdict);
}

static void
check_riskier (const CsnPolicy *policy, const guint *picks, Choice choice, CsnLevel level)
{
  guint riskier[N_CHOICES];

  memcpy (riskier, picks, sizeof riskier);
  for (riskier[choice]++; riskier[choice] < choices[choice].n_values; riskier[choice]++)
    {
      CsnLevel next = judge (policy, riskier);

      if (next >= level)
        continue;

      g_test_message ("%s: %s gives level %d, %s gives %d",
                      choices[choice].name,
                      value_of (picks, choice),
                      level,
                      value_of (riskier, choice),
                      next);
      g_test_fail ();
    }
}

static void
test_riskier_never_lowers (gconstpointer preset)
{
  g_autoptr (CsnPolicy) policy = csn_policy_new_preset (preset);
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < N_REQUESTS && !g_test_failed (); i++)
    {
      guint picks[N_CHOICES];
      CsnLevel level;

      for (guint choice = 0; choice < N_CHOICES; choice++)
        picks[choice] = g_rand_int_range (rand, 0, choices[choice].n_values);

      level = judge (policy, picks);
      check_riskier (policy, picks, (Choice) g_rand_int_range (rand, 0, N_CHOICES), level);
    }
}

/* Riskier by risk alone: every combination of what the matrix reads, every single step. */
static void
test_matrix_exhaustively (gconstpointer preset)
{
  static const Choice axes[] = { REVERSIBLE, FINANCIAL, PII, COST, SCORE };
  g_autoptr (CsnPolicy) policy = csn_policy_new_preset (preset);
  guint total = 1;

  for (guint axis = 0; axis < G_N_ELEMENTS (axes); axis++)
    total *= choices[axes[axis]].n_values;

  for (guint i = 0; i < total && !g_test_failed (); i++)
    {
      guint picks[N_CHOICES] = { 0 };
      guint rest = i;
      CsnLevel level;

      for (guint axis = 0; axis < G_N_ELEMENTS (axes); axis++)
        {
          picks[axes[axis]] = rest % choices[axes[axis]].n_values;
          rest /= choices[axes[axis]].n_values;
        }

      level = judge (policy, picks);
      for (guint axis = 0; axis < G_N_ELEMENTS (axes); axis++)
        {
          guint next[N_CHOICES];

          memcpy (next, picks, sizeof next);
          if (++next[axes[axis]] < choices[axes[axis]].n_values)
            g_assert_cmpint (judge (policy, next), >=, level);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/policy/property/riskier-never-lowers/reference",
                        "reference",
                        test_riskier_never_lowers);
  g_test_add_data_func ("/policy/property/riskier-never-lowers/cautious",
                        "cautious",
                        test_riskier_never_lowers);
  g_test_add_data_func ("/policy/property/matrix-every-combination",
                        "reference",
                        test_matrix_exhaustively);

  return g_test_run ();
}
