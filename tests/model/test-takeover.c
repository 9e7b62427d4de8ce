/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-takeover.h"

static const char task[] =
    "{\"task_id\":\"t-81\",\"revision\":4,\"status\":\"pending_approval\","
    "\"agent_id\":\"billing-agent\",\"action_type\":\"refund\","
    "\"description\":\"Refund order 1182\","
    "\"proposed_action\":{\"order\":1182,\"amount\":\"120.00\",\"rate\":1.50},"
    "\"confidence\":{\"score\":0.720,\"uncertainties\":[\"Was it shipped?\"]},"
    "\"history\":[{\"at\":\"2026-11-22T06:59:00Z\",\"action\":\"looked up order\","
    "\"result\":\"found\"},"
    "{\"action\":\"mailed the shop\",\"result\":\"Failed: no route\",\"reversible\":false},"
    "{\"action\":\"waited\\u202e\",\"success\":false},{\"odd\":true}],"
    "\"state\":{\"step\":3,\"api_key\":\"sk-hidden\",\"note\":\"a`b\"}}";

static CsnJson *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  CsnJson *json = csn_json_parse (text, strlen (text), CSN_JSON_MAX_LIST_BYTES, NULL, &error);

  g_assert_no_error (error);
  return json;
}

static CsnRequest *
read_task (const char *text)
{
  g_autoptr (CsnJson) json = parse (text);
  g_autoptr (GError) error = NULL;
  CsnRequest *request = csn_request_new_from_task ("demo", json, &error);

  g_assert_no_error (error);
  return request;
}

static CsnVerdict *
make_verdict (void)
{
  CsnVerdictBuilder *builder = csn_verdict_builder_new ();

  csn_verdict_builder_add (builder,
                           "matrix.costly",
                           CSN_LEVEL_HARD_APPROVAL,
                           g_strdup ("It costs a lot."));
  csn_verdict_builder_add (builder,
                           "failures.multiple",
                           CSN_LEVEL_HUMAN_TAKEOVER,
                           g_strdup ("The agent had 3 failures."));
  csn_verdict_builder_add (builder,
                           "agent.asked",
                           CSN_LEVEL_HUMAN_TAKEOVER,
                           g_strdup ("The agent asked."));
  return csn_verdict_builder_end (builder);
}

static void
test_takeover (void)
{
  g_autoptr (CsnRequest) request = read_task (task);
  g_autoptr (CsnVerdict) verdict = make_verdict ();
  g_autoptr (CsnTakeover) package = csn_takeover_new_by_rule (request, verdict, NULL);
  g_autoptr (CsnTakeover) late = csn_takeover_new_by_rule (request, verdict, "Nobody answered.");
  const char *const *next = csn_takeover_get_next_steps (package);

  g_assert_cmpstr (csn_takeover_get_author (package), ==, "rule");
  g_assert_cmpstr (csn_takeover_get_reason (package),
                   ==,
                   "The agent had 3 failures. The agent asked.");
  g_assert_cmpstr (csn_takeover_get_reason (late), ==, "Nobody answered.");

  g_assert_cmpuint (csn_takeover_get_n_steps_done (package), ==, 4);
  g_assert_cmpstr (csn_takeover_get_step_done (package, 0)->text,
                   ==,
                   "2026-11-22 06:59 UTC: looked up order: found");
  g_assert_false (csn_takeover_get_step_done (package, 0)->failed);
  g_assert_true (csn_takeover_get_step_done (package, 1)->failed);
  g_assert_true (csn_takeover_get_step_done (package, 1)->irreversible);
  g_assert_cmpstr (csn_takeover_get_step_done (package, 2)->text, ==, "waited‹U+202E›");
  g_assert_true (csn_takeover_get_step_done (package, 2)->failed);
  g_assert_cmpstr (csn_takeover_get_step_done (package, 3)->text, ==, "An unnamed step");

  g_assert_true (g_strv_contains (next, "Look at the agent's last failures in History."));
  g_assert_true (g_strv_contains (next, "Settle what the agent is unsure about: Was it shipped?"));
  g_assert_true (g_strv_contains (next, "Mind the steps that can't be undone."));
  g_assert_cmpuint (g_strv_length ((char **) next), <=, 8);
}

static void
test_takeover_reads_back (void)
{
  g_autoptr (CsnRequest) request = read_task (task);
  g_autoptr (CsnVerdict) verdict = make_verdict ();
  g_autoptr (CsnTakeover) package = csn_takeover_new_by_rule (request, verdict, NULL);
  g_autofree char *text = csn_takeover_to_json (package);
  g_autoptr (CsnJson) json = parse (text);
  g_autoptr (CsnJson) none = parse ("{\"author\":\"rule\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnTakeover) again = csn_takeover_from_json (json, &error);
  g_autofree char *text_again = NULL;

  g_assert_no_error (error);
  text_again = csn_takeover_to_json (again);
  g_assert_cmpstr (text_again, ==, text);
  g_assert_null (csn_takeover_from_json (none, &error));
  g_assert_error (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID);
}

static void
test_takeover_markdown (void)
{
  g_autoptr (CsnRequest) request = read_task (task);
  g_autoptr (CsnVerdict) verdict = make_verdict ();
  g_autoptr (CsnTakeover) package =
      csn_takeover_new_by_rule (request, verdict, "See [here](http://evil)\n# Now");
  g_autofree char *markdown = csn_takeover_to_markdown (package);

  g_test_message ("%s", markdown);
  g_assert_null (strstr (markdown, "sk-hidden"));
  g_assert_null (strstr (markdown, "[here]("));
  g_assert_null (strstr (markdown, "\n# Now"));
  g_assert_null (strstr (markdown, "http://"));
  g_assert_nonnull (strstr (markdown, "      \"note\": \"a`b\"\n"));
  g_assert_nonnull (strstr (markdown, "**(can't be undone)**"));
  g_assert_nonnull (strstr (markdown, "1. "));
}

static void
test_takeover_without_history (void)
{
  g_autoptr (CsnRequest) request =
      read_task ("{\"task_id\":\"t\",\"status\":\"pending_approval\",\"agent_id\":\"a\","
                 "\"action_type\":\"x\",\"proposed_action\":{},"
                 "\"state\":{\"passwords\":[\"one-secret\"],\"list\":[{\"token\":\"two\"}]}}");
  CsnVerdictBuilder *builder = csn_verdict_builder_new ();
  g_autoptr (CsnVerdict) verdict = NULL;
  g_autoptr (CsnTakeover) package = NULL;
  g_autofree char *markdown = NULL;

  csn_verdict_builder_add (builder,
                           "agent.read_only",
                           CSN_LEVEL_HUMAN_TAKEOVER,
                           g_strdup ("It is read-only."));
  verdict = csn_verdict_builder_end (builder);
  package = csn_takeover_new_by_rule (request, verdict, NULL);
  markdown = csn_takeover_to_markdown (package);
  g_assert_nonnull (strstr (markdown, "The agent told of none."));
  g_assert_null (strstr (markdown, "one-secret"));
  g_assert_null (strstr (markdown, "\"two\""));
  g_assert_true (g_strv_contains (csn_takeover_get_next_steps (package),
                                  "End the takeover that made the agent read-only first."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/takeover/without-history", test_takeover_without_history);
  g_test_add_func ("/model/takeover/by-rule", test_takeover);
  g_test_add_func ("/model/takeover/reads-back", test_takeover_reads_back);
  g_test_add_func ("/model/takeover/markdown-is-inert", test_takeover_markdown);

  return g_test_run ();
}
