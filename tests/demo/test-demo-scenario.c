/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-demo-scenario.h"
#include "csn-json-writer.h"
#include "csn-policy.h"
#include "csn-request.h"
#include "csn-time.h"

/* Every proposal of every scenario, as the gate would read it, thrice round. */

#define NOW (G_GINT64_CONSTANT (1795332886) * CSN_SECOND)

static const char *const names[] = { "mixed",  "quiet", "trust", "takeover",
                                     "single", "pair",  "rogue", "flood" };

static CsnRequest *
read_proposal (const CsnDemoProposal *proposal, guint index)
{
  g_autoptr (CsnJson) expanded = csn_demo_proposal_expand (proposal, index, NOW, 1.0);
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *text = NULL;
  g_autoptr (CsnJson) task = NULL;
  g_autoptr (GError) error = NULL;
  CsnRequest *request;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "task_id", "t-1");
  csn_json_writer_member_string (writer, "status", "pending_approval");
  for (guint i = 0; i < csn_json_get_size (expanded); i++)
    {
      csn_json_writer_key (writer, csn_json_get_key (expanded, i));
      csn_json_writer_value (writer, csn_json_get_element (expanded, i));
    }
  csn_json_writer_end_object (writer);
  text = csn_json_writer_finish (writer);
  task = csn_json_parse (text, strlen (text), CSN_JSON_MAX_REQUEST_BYTES, NULL, &error);
  g_assert_no_error (error);
  request = csn_request_new_from_task ("demo", task, &error);
  g_assert_no_error (error);
  return request;
}

static void
test_each_proposal_is_a_request (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const CsnDemoScenario *scenario = csn_demo_scenario_lookup (names[i]);

      g_assert_nonnull (scenario);
      for (guint j = 0; j < 3 * scenario->n_proposals; j++)
        {
          const CsnDemoProposal *proposal = &scenario->proposals[j % scenario->n_proposals];
          g_autoptr (CsnRequest) request = read_proposal (proposal, j);
          g_autofree char *raw = g_strndup (g_bytes_get_data (csn_request_get_raw (request), NULL),
                                            g_bytes_get_size (csn_request_get_raw (request)));

          g_test_message ("%s %u", names[i], j);
          g_assert_cmpint (csn_request_get_flags (request) &
                               (CSN_REQUEST_FLAG_MALFORMED | CSN_REQUEST_FLAG_BAD_MEMBER |
                                CSN_REQUEST_FLAG_BAD_SCORE | CSN_REQUEST_FLAG_UNBINDABLE),
                           ==,
                           0);
          g_assert_null (strchr (raw, '$'));
        }
    }
}

static void
test_the_same_place_gives_the_same_proposal (void)
{
  const CsnDemoScenario *scenario = csn_demo_scenario_lookup ("mixed");

  for (guint i = 0; i < scenario->n_proposals; i++)
    {
      const CsnDemoProposal *proposal = &scenario->proposals[i];
      g_autoptr (CsnJson) first = csn_demo_proposal_expand (proposal, i, NOW, 1.0);
      g_autoptr (CsnJson) again = csn_demo_proposal_expand (proposal, i, NOW, 1.0);

      g_assert_true (csn_json_equal (first, again));
    }
}

static void
test_two_quiet_requests_are_deceptive (void)
{
  const CsnDemoScenario *scenario = csn_demo_scenario_lookup ("quiet");
  guint n_deceptive = 0;

  for (guint i = 0; i < scenario->n_proposals; i++)
    {
      g_autoptr (CsnRequest) request = read_proposal (&scenario->proposals[i], i);

      if (csn_request_get_flags (request) & CSN_REQUEST_FLAG_DECEPTIVE)
        n_deceptive++;
    }
  g_assert_cmpuint (n_deceptive, ==, 2);
}

typedef struct
{
  const char *scenario;
  guint index;
  CsnLevel profile_level;
  CsnLevel level;
} LevelCase;

static const LevelCase level_cases[] = {
  { "quiet", 0, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_HARD_APPROVAL },
  { "quiet", 1, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_HARD_APPROVAL },
  { "quiet", 2, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_HARD_APPROVAL },
  { "quiet", 3, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_SOFT_APPROVAL },
  { "quiet", 4, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_SOFT_APPROVAL },
  { "quiet", 5, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_SOFT_APPROVAL },
  { "quiet", 5, CSN_LEVEL_FULL_AUTO, CSN_LEVEL_NOTIFY_ONLY },
  { "quiet", 6, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_HARD_APPROVAL },
  { "quiet", 7, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_HUMAN_TAKEOVER },
  { "mixed", 0, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_SOFT_APPROVAL },
  { "mixed", 0, CSN_LEVEL_NOTIFY_ONLY, CSN_LEVEL_NOTIFY_ONLY },
  { "mixed", 0, CSN_LEVEL_FULL_AUTO, CSN_LEVEL_FULL_AUTO },
  { "mixed", 5, CSN_LEVEL_FULL_AUTO, CSN_LEVEL_HARD_APPROVAL },
  { "trust", 0, CSN_LEVEL_FULL_AUTO, CSN_LEVEL_FULL_AUTO },
  { "takeover", 1, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_SOFT_APPROVAL },
  { "takeover", 3, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_HUMAN_TAKEOVER },
  { "takeover", 4, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_SOFT_APPROVAL },
  { "single", 0, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_HARD_APPROVAL },
  { "pair", 1, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_SOFT_APPROVAL },
};

static void
test_the_reference_policy_gives_every_level (void)
{
  g_autoptr (CsnPolicy) policy = csn_policy_new_preset ("reference");

  for (guint i = 0; i < G_N_ELEMENTS (level_cases); i++)
    {
      const LevelCase *c = &level_cases[i];
      const CsnDemoScenario *scenario = csn_demo_scenario_lookup (c->scenario);
      const CsnPolicyContext context = { .profile_level = c->profile_level };
      g_autoptr (CsnRequest) request = read_proposal (&scenario->proposals[c->index], c->index);
      g_autoptr (CsnVerdict) verdict = csn_policy_evaluate (policy, request, &context);

      g_test_message ("%s %u", c->scenario, c->index);
      g_assert_cmpint (csn_verdict_get_level (verdict), ==, c->level);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/scenario/each-proposal-is-a-request", test_each_proposal_is_a_request);
  g_test_add_func ("/demo/scenario/the-same-place-gives-the-same-proposal",
                   test_the_same_place_gives_the_same_proposal);
  g_test_add_func ("/demo/scenario/two-quiet-requests-are-deceptive",
                   test_two_quiet_requests_are_deceptive);
  g_test_add_func ("/demo/scenario/the-reference-policy-gives-every-level",
                   test_the_reference_policy_gives_every_level);
  return g_test_run ();
}
