/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-event.h"
#include "csn-outcome.h"
#include "csn-takeover.h"

#define DECIDED_AT G_GINT64_CONSTANT (1795330991120431)

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

static const CsnActor ana = { CSN_ACTOR_HUMAN, "ana@example.org", "window" };

static void
check_body (const CsnDecision *decision, const char *expected)
{
  GBytes *body = csn_decision_get_body (decision);
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnDecision) again = csn_decision_from_body (body, &error);

  g_assert_cmpstr (text, ==, expected);
  g_assert_no_error (error);
  g_assert_cmpstr (csn_decision_get_id (again), ==, csn_decision_get_id (decision));
  g_assert_cmpint (csn_decision_get_kind (again), ==, csn_decision_get_kind (decision));
  g_assert_cmpint (csn_decision_get_actor_kind (again), ==, csn_decision_get_actor_kind (decision));
  g_assert_cmpstr (csn_decision_get_reviewer (again), ==, csn_decision_get_reviewer (decision));
  g_assert_cmpstr (csn_decision_get_notes (again), ==, csn_decision_get_notes (decision));
  g_assert_cmpint (csn_decision_get_decided_at (again), ==, csn_decision_get_decided_at (decision));
  g_assert_cmpstr (csn_decision_get_action_digest (again),
                   ==,
                   csn_decision_get_action_digest (decision));
  g_assert_true (
      csn_json_equal (csn_decision_get_action (again), csn_decision_get_action (decision)));
  g_assert_true (g_bytes_equal (csn_decision_get_body (again), body));
}

static void
test_approve_body (void)
{
  g_autoptr (CsnRequest) request = read_task (task);
  g_autoptr (CsnDecision) decision = csn_decision_new (request,
                                                       CSN_DECISION_APPROVE,
                                                       NULL,
                                                       &ana,
                                                       "ok, \"customer\" confirmed",
                                                       CSN_LEVEL_HARD_APPROVAL,
                                                       "6f0c",
                                                       DECIDED_AT);
  g_autofree char *expected = g_strdup_printf (
      "{\"task_id\":\"t-81\",\"revision\":4,\"approved\":true,\"decision\":\"approve\","
      "\"reviewer_id\":\"ana@example.org\",\"notes\":\"ok, \\\"customer\\\" confirmed\","
      "\"action\":{\"order\":1182,\"amount\":\"120.00\",\"rate\":1.50},"
      "\"action_digest\":\"%s\",\"hitl_level\":\"HARD_APPROVAL\","
      "\"decision_id\":\"6f0c\",\"decided_at\":\"2026-11-22T07:03:11.120431Z\","
      "\"decided_by\":\"human\"}",
      csn_request_get_action_digest (request));

  check_body (decision, expected);
}

static void
test_edit_body (void)
{
  g_autoptr (CsnRequest) request = read_task (task);
  g_autoptr (CsnJson) action = parse ("{\"order\":1182,\"amount\":\"60.00\"}");
  g_autofree char *digest = csn_request_digest_for_action (request, action);
  g_autoptr (CsnDecision) decision = csn_decision_new (request,
                                                       CSN_DECISION_EDIT,
                                                       action,
                                                       &ana,
                                                       NULL,
                                                       CSN_LEVEL_SOFT_APPROVAL,
                                                       "id",
                                                       DECIDED_AT);
  g_autofree char *expected = g_strdup_printf (
      "{\"task_id\":\"t-81\",\"revision\":4,\"approved\":true,\"decision\":\"edit\","
      "\"reviewer_id\":\"ana@example.org\",\"notes\":null,"
      "\"action\":{\"order\":1182,\"amount\":\"60.00\"},"
      "\"action_digest\":\"%s\",\"hitl_level\":\"SOFT_APPROVAL\","
      "\"decision_id\":\"id\",\"decided_at\":\"2026-11-22T07:03:11.120431Z\","
      "\"decided_by\":\"human\"}",
      digest);

  check_body (decision, expected);
  g_assert_cmpstr (digest, !=, csn_request_get_action_digest (request));
}

/* Only a person has a name in a decision, and only approve and edit approve. */
static void
test_who_and_what (void)
{
  static const struct
  {
    CsnActorKind actor;
    const char *decided_by;
    const char *reviewer;
  } actors[] = {
    { CSN_ACTOR_HUMAN, "\"decided_by\":\"human\"", "\"reviewer_id\":\"x\"" },
    { CSN_ACTOR_SILENCE, "\"decided_by\":\"silence\"", "\"reviewer_id\":null" },
    { CSN_ACTOR_POLICY, "\"decided_by\":\"policy\"", "\"reviewer_id\":null" },
    { CSN_ACTOR_SYSTEM, "\"decided_by\":\"policy\"", "\"reviewer_id\":null" },
    { CSN_ACTOR_AGENT, "\"decided_by\":\"policy\"", "\"reviewer_id\":null" },
  };
  g_autoptr (CsnRequest) request = read_task (task);

  for (guint i = 0; i < G_N_ELEMENTS (actors); i++)
    {
      const CsnActor actor = { actors[i].actor, "x", NULL };

      for (guint kind = CSN_DECISION_APPROVE; kind <= CSN_DECISION_ESCALATE; kind++)
        {
          g_autoptr (CsnJson) edited = kind == CSN_DECISION_EDIT ? parse ("{}") : NULL;
          g_autoptr (CsnDecision) decision = csn_decision_new (request,
                                                               (CsnDecisionKind) kind,
                                                               edited,
                                                               &actor,
                                                               NULL,
                                                               CSN_LEVEL_SOFT_APPROVAL,
                                                               "id",
                                                               0);
          const char *body = g_bytes_get_data (csn_decision_get_body (decision), NULL);
          gboolean approved = kind == CSN_DECISION_APPROVE || kind == CSN_DECISION_EDIT;

          g_assert_nonnull (strstr (body, actors[i].decided_by));
          g_assert_nonnull (strstr (body, actors[i].reviewer));
          g_assert_nonnull (strstr (body, approved ? "\"approved\":true" : "\"approved\":false"));
        }
    }
}

static void
test_unbindable (void)
{
  g_autoptr (CsnRequest) request =
      read_task ("{\"task_id\":\"t\",\"status\":\"pending_approval\",\"agent_id\":\"a\","
                 "\"action_type\":\"x\",\"proposed_action\":{\"n\":18446744073709551616}}");
  g_autoptr (CsnDecision) decision = csn_decision_new (request,
                                                       CSN_DECISION_APPROVE,
                                                       NULL,
                                                       &ana,
                                                       NULL,
                                                       CSN_LEVEL_HARD_APPROVAL,
                                                       "id",
                                                       0);
  const char *body = g_bytes_get_data (csn_decision_get_body (decision), NULL);

  g_assert_null (csn_decision_get_action_digest (decision));
  g_assert_nonnull (
      strstr (body, "\"action\":{\"n\":18446744073709551616},\"action_digest\":null"));
}

static void
test_no_decision (void)
{
  static const char *const bodies[] = {
    "",
    "{}",
    "[]",
    "{\"decision_id\":\"a\",\"decision\":\"approve\",\"decided_by\":\"human\","
    "\"decided_at\":\"2026-11-22T07:03:11Z\"}",
    "{\"decision_id\":\"a\",\"decision\":\"allow\",\"decided_by\":\"human\","
    "\"decided_at\":\"2026-11-22T07:03:11Z\",\"action\":{}}",
    "{\"decision_id\":\"a\",\"decision\":\"approve\",\"decided_by\":\"nobody\","
    "\"decided_at\":\"2026-11-22T07:03:11Z\",\"action\":{}}",
    "{\"decision_id\":\"a\",\"decision\":\"approve\",\"decided_by\":\"human\","
    "\"decided_at\":\"now\",\"action\":{}}",
    "{\"decision_id\":1,\"decision\":\"approve\",\"decided_by\":\"human\","
    "\"decided_at\":\"2026-11-22T07:03:11Z\",\"action\":{}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (bodies[i], strlen (bodies[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (csn_decision_from_body (body, &error));
      g_assert_nonnull (error);
    }
}

static void
test_verdict (void)
{
  g_autoptr (CsnVerdict) verdict = make_verdict ();
  g_autofree char *text = csn_verdict_to_json (verdict);
  g_autoptr (CsnJson) json = parse (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnVerdict) again = csn_verdict_from_json (json, &error);
  g_autofree char *text_again = NULL;

  g_assert_cmpstr (text,
                   ==,
                   "{\"level\":\"HUMAN_TAKEOVER\",\"rules\":["
                   "{\"code\":\"matrix.costly\",\"level\":\"HARD_APPROVAL\",\"decisive\":false,"
                   "\"why\":\"It costs a lot.\"},"
                   "{\"code\":\"failures.multiple\",\"level\":\"HUMAN_TAKEOVER\","
                   "\"decisive\":true,\"why\":\"The agent had 3 failures.\"},"
                   "{\"code\":\"agent.asked\",\"level\":\"HUMAN_TAKEOVER\",\"decisive\":true,"
                   "\"why\":\"The agent asked.\"}]}");
  g_assert_no_error (error);
  text_again = csn_verdict_to_json (again);
  g_assert_cmpstr (text_again, ==, text);
}

static void
test_no_verdict (void)
{
  static const char *const texts[] = {
    "[]",
    "{}",
    "{\"level\":\"HARD_APPROVAL\"}",
    "{\"level\":\"HARD_APPROVAL\",\"rules\":[]}",
    "{\"level\":\"HARD_APPROVAL\",\"rules\":[7]}",
    "{\"level\":\"HARD_APPROVAL\",\"rules\":[{\"code\":\"a\",\"level\":\"HARD_APPROVAL\"}]}",
    /* A level that its rules don't give. */
    ("{\"level\":\"FULL_AUTO\",\"rules\":[{\"code\":\"a\",\"level\":\"HARD_APPROVAL\","
     "\"why\":\"w\"}]}"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (CsnJson) json = parse (texts[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (csn_verdict_from_json (json, &error));
      g_assert_nonnull (error);
    }
}

static void
test_outcome (void)
{
  static const struct
  {
    const char *members;
    CsnOutcomeKind kind;
  } cases[] = {
    { "\"status\":\"running\"", CSN_OUTCOME_NONE },
    { "\"status\":\"pending_approval\"", CSN_OUTCOME_NONE },
    { "\"status\":\"approved\"", CSN_OUTCOME_NONE },
    { "\"status\":\"rejected\"", CSN_OUTCOME_NONE },
    { "\"status\":\"completed\"", CSN_OUTCOME_SUCCESS },
    { "\"status\":\"failed\"", CSN_OUTCOME_FAILURE },
    { "\"status\":\"cancelled\"", CSN_OUTCOME_UNKNOWN },
    { "\"status\":\"completed\",\"outcome\":null", CSN_OUTCOME_SUCCESS },
    { "\"status\":\"completed\",\"outcome\":{\"success\":true}", CSN_OUTCOME_SUCCESS },
    { "\"status\":\"completed\",\"outcome\":{\"success\":false}", CSN_OUTCOME_FAILURE },
    { "\"status\":\"completed\",\"outcome\":{\"detail\":\"x\"}", CSN_OUTCOME_SUCCESS },
    { "\"status\":\"completed\",\"outcome\":{\"success\":\"yes\"}", CSN_OUTCOME_UNKNOWN },
    { "\"status\":\"completed\",\"outcome\":\"done\"", CSN_OUTCOME_UNKNOWN },
    { "\"status\":\"failed\",\"outcome\":{\"success\":true}", CSN_OUTCOME_FAILURE },
    { "\"status\":\"running\",\"outcome\":{\"success\":true}", CSN_OUTCOME_NONE },
    { "\"status\":\"rejected\",\"outcome\":{\"success\":true}", CSN_OUTCOME_SUCCESS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{%s}", cases[i].members);
      g_autoptr (CsnJson) json = parse (text);
      g_autoptr (GError) error = NULL;
      g_autoptr (CsnOutcome) outcome = csn_outcome_new_from_task (json, &error);

      g_test_message ("%s", text);
      g_assert_no_error (error);
      g_assert_cmpint (csn_outcome_get_kind (outcome), ==, cases[i].kind);
    }
}

static void
test_outcome_words (void)
{
  g_autoptr (CsnJson) full = parse ("{\"status\":\"completed\",\"outcome\":{\"success\":true,"
                                    "\"detail\":\"booked\",\"executed_digest\":\"sha-256=x\"}}");
  g_autoptr (CsnJson) odd = parse ("{\"status\":\"completed\",\"outcome\":{\"detail\":7}}");
  g_autoptr (CsnJson) none = parse ("{}");
  g_autoptr (CsnJson) unknown = parse ("{\"status\":\"done\"}");
  g_autoptr (CsnOutcome) outcome = csn_outcome_new_from_task (full, NULL);
  g_autoptr (CsnOutcome) odd_outcome = csn_outcome_new_from_task (odd, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (csn_outcome_get_detail (outcome), ==, "booked");
  g_assert_cmpstr (csn_outcome_get_executed_digest (outcome), ==, "sha-256=x");
  g_assert_cmpint (csn_outcome_get_task_status (outcome), ==, CSN_TASK_COMPLETED);
  g_assert_null (csn_outcome_get_detail (odd_outcome));
  g_assert_null (csn_outcome_new_from_task (none, &error));
  g_assert_error (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_MISSING);
  g_clear_error (&error);
  g_assert_null (csn_outcome_new_from_task (unknown, &error));
  g_assert_error (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID);
}

static void
test_event (void)
{
  g_autoptr (CsnRequest) request = read_task (task);
  g_autoptr (CsnVerdict) verdict = make_verdict ();
  g_autoptr (CsnJson) action = parse ("{\"order\":7}");
  g_autoptr (CsnDecision) decision = csn_decision_new (request,
                                                       CSN_DECISION_EDIT,
                                                       action,
                                                       &ana,
                                                       NULL,
                                                       CSN_LEVEL_HARD_APPROVAL,
                                                       "id",
                                                       DECIDED_AT);
  g_autofree char *name = g_strdup ("ana");
  CsnActor actor = { CSN_ACTOR_HUMAN, name, "window" };
  g_autoptr (CsnEvent) event = csn_event_new (CSN_EVENT_EDITED, DECIDED_AT, &actor);
  CsnLevel level = CSN_LEVEL_FULL_AUTO;

  /* The event keeps nothing of its maker's. */
  name[0] = 'X';
  g_assert_cmpstr (csn_event_get_actor (event)->name, ==, "ana");
  g_assert_cmpint (csn_event_get_revision (event), ==, -1);
  g_assert_cmpint (csn_event_get_latency_ms (event), ==, -1);
  g_assert_false (csn_event_get_level (event, &level));

  csn_event_set_request (event, "r-1", request, verdict, "abcd");
  csn_event_set_decision (event, decision, 1200);
  g_assert_cmpstr (csn_event_get_request_id (event), ==, "r-1");
  g_assert_cmpstr (csn_event_get_source (event), ==, "demo");
  g_assert_cmpstr (csn_event_get_agent_id (event), ==, "billing-agent");
  g_assert_cmpstr (csn_event_get_action_type (event), ==, "refund");
  g_assert_true (csn_event_get_level (event, &level));
  g_assert_cmpint (level, ==, CSN_LEVEL_HUMAN_TAKEOVER);
  g_assert_cmpstr (csn_event_get_confidence_score (event), ==, "0.720");
  g_assert_cmpstr (csn_event_get_reviewer_id (event), ==, "ana@example.org");
  g_assert_cmpstr (csn_event_get_reviewer_decision (event), ==, "edited");
  g_assert_cmpint (csn_event_get_latency_ms (event), ==, 1200);
  g_assert_cmpstr (csn_event_get_task_id (event), ==, "t-81");
  g_assert_cmpint (csn_event_get_revision (event), ==, 4);
  g_assert_cmpstr (csn_event_get_policy_sha256 (event), ==, "abcd");
  g_assert_cmpstr (csn_event_get_rules (event)[1], ==, "failures.multiple");
  g_assert_cmpuint (g_strv_length ((char **) csn_event_get_rules (event)), ==, 3);
  g_assert_cmpstr (csn_event_get_action_digest (event),
                   ==,
                   csn_decision_get_action_digest (decision));
}

static void
test_event_details (void)
{
  const CsnActor actor = { CSN_ACTOR_SYSTEM, NULL, NULL };
  g_autoptr (CsnEvent) event = csn_event_new (CSN_EVENT_CLOCK_JUMP, DECIDED_AT, &actor);
  g_autoptr (CsnEvent) same = csn_event_ref (event);
  g_autoptr (CsnJson) first = parse ("{\"seconds\":7}");
  g_autoptr (CsnJson) second = parse ("{\"seconds\":8}");

  csn_event_set_details (event, first);
  csn_event_set_details (event, second);
  g_assert_true (csn_json_equal (csn_event_get_details (same), second));
  csn_event_set_details (event, NULL);
  g_assert_null (csn_event_get_details (event));

  csn_event_set_agent (event, "demo", "bot", NULL);
  csn_event_set_agent (event, csn_event_get_source (event), csn_event_get_agent_id (event), "x");
  csn_event_set_reviewer_decision (event, "withdrawn", -1);
  g_assert_cmpint (csn_event_get_event_type (event), ==, CSN_EVENT_CLOCK_JUMP);
  g_assert_cmpint (csn_event_get_timestamp (event), ==, DECIDED_AT);
  g_assert_cmpstr (csn_event_get_agent_id (event), ==, "bot");
  g_assert_cmpstr (csn_event_get_action_type (event), ==, "x");
  g_assert_cmpstr (csn_event_get_reviewer_decision (event), ==, "withdrawn");
  g_assert_null (csn_event_get_reviewer_id (event));
  g_assert_null (csn_event_get_rules (event));
}

static void
test_decision_states (void)
{
  static const struct
  {
    CsnDecisionKind kind;
    CsnRequestState state;
  } cases[] = {
    { CSN_DECISION_APPROVE, CSN_REQUEST_APPROVED },
    { CSN_DECISION_EDIT, CSN_REQUEST_EDITED },
    { CSN_DECISION_REJECT, CSN_REQUEST_REJECTED },
    { CSN_DECISION_RESPOND, CSN_REQUEST_RESPONDED },
    { CSN_DECISION_TAKEOVER, CSN_REQUEST_TAKEN_OVER },
    { CSN_DECISION_ESCALATE, CSN_REQUEST_ESCALATED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (csn_decision_kind_to_state (cases[i].kind), ==, cases[i].state);
}

static void
test_outcome_made (void)
{
  static const struct
  {
    CsnOutcomeKind kind;
    CsnTaskStatus status;
  } cases[] = {
    { CSN_OUTCOME_NONE, CSN_TASK_RUNNING },
    { CSN_OUTCOME_SUCCESS, CSN_TASK_COMPLETED },
    { CSN_OUTCOME_FAILURE, CSN_TASK_FAILED },
    { CSN_OUTCOME_UNKNOWN, CSN_TASK_CANCELLED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnOutcome) outcome = csn_outcome_new (cases[i].kind, "why", NULL);
      g_autoptr (CsnOutcome) same = csn_outcome_ref (outcome);

      g_assert_cmpint (csn_outcome_get_kind (same), ==, cases[i].kind);
      g_assert_cmpint (csn_outcome_get_task_status (same), ==, cases[i].status);
      g_assert_cmpstr (csn_outcome_get_detail (same), ==, "why");
    }
}

/* Values outlive whoever made them. */
static void
test_references (void)
{
  CsnRequest *request = read_task (task);
  CsnVerdict *verdict = make_verdict ();
  CsnTakeover *package = csn_takeover_new_by_rule (request, verdict, NULL);
  CsnDecision *decision = csn_decision_new (request,
                                            CSN_DECISION_APPROVE,
                                            NULL,
                                            &ana,
                                            NULL,
                                            CSN_LEVEL_HARD_APPROVAL,
                                            "id",
                                            0);
  g_autoptr (CsnVerdict) kept_verdict = csn_verdict_ref (verdict);
  g_autoptr (CsnTakeover) kept_package = csn_takeover_ref (package);
  g_autoptr (CsnDecision) kept_decision = csn_decision_ref (decision);
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, CSN_TYPE_REQUEST);
  g_value_set_boxed (&value, request);
  csn_request_unref (request);
  csn_verdict_unref (verdict);
  csn_takeover_unref (package);
  csn_decision_unref (decision);

  g_assert_cmpstr (csn_request_get_task_id (g_value_get_boxed (&value)), ==, "t-81");
  g_assert_cmpint (csn_verdict_get_level (kept_verdict), ==, CSN_LEVEL_HUMAN_TAKEOVER);
  g_assert_cmpuint (csn_json_get_size (csn_takeover_get_state (kept_package)), ==, 3);
  g_assert_cmpuint (csn_json_get_size (csn_decision_get_action (kept_decision)), ==, 3);
}

/* A flagged copy stands on its own, with everything that the request had. */
static void
test_flagged_copy (void)
{
  CsnRequest *request =
      read_task ("{\"task_id\":\"t\",\"status\":\"pending_approval\",\"agent_id\":\"a\","
                 "\"action_type\":\"x\",\"proposed_action\":{\"n\":1},\"delegation\":[\"root\"],"
                 "\"facts\":{\"cost\":{\"amount\":\"5\",\"currency\":\"USD\"}},"
                 "\"confidence\":{\"score\":0.5,\"uncertainties\":[\"u\"]},\"state\":{\"s\":1}}");
  g_autofree char *digest = g_strdup (csn_request_get_action_digest (request));
  g_autoptr (CsnRequest) copy =
      csn_request_new_flagged (request, CSN_REQUEST_FLAG_CHANGED, "It changed \x1b.");

  csn_request_unref (request);
  g_assert_cmpint (csn_request_get_flags (copy), ==, CSN_REQUEST_FLAG_CHANGED);
  g_assert_cmpstr (csn_request_get_problems (copy)[0], ==, "It changed ‹U+001B›.");
  g_assert_cmpstr (csn_money_get_amount (csn_request_get_facts (copy)->cost), ==, "5");
  g_assert_cmpstr (csn_request_get_confidence (copy)->uncertainties[0], ==, "u");
  g_assert_cmpstr (csn_request_get_delegation (copy)[0], ==, "root");
  g_assert_cmpstr (csn_request_get_action_digest (copy), ==, digest);
  g_assert_cmpuint (csn_json_get_size (csn_request_get_state_of_agent (copy)), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/decision/approve-is-the-protocol's", test_approve_body);
  g_test_add_func ("/model/decision/edit-binds-the-edited-action", test_edit_body);
  g_test_add_func ("/model/decision/who-and-what", test_who_and_what);
  g_test_add_func ("/model/decision/unbindable-has-no-digest", test_unbindable);
  g_test_add_func ("/model/decision/anything-else-is-none", test_no_decision);
  g_test_add_func ("/model/verdict/reads-back", test_verdict);
  g_test_add_func ("/model/verdict/anything-else-is-none", test_no_verdict);
  g_test_add_func ("/model/outcome/kinds", test_outcome);
  g_test_add_func ("/model/outcome/words", test_outcome_words);
  g_test_add_func ("/model/event/owns-what-it-says", test_event);
  g_test_add_func ("/model/event/details-replace-details", test_event_details);
  g_test_add_func ("/model/decision/states", test_decision_states);
  g_test_add_func ("/model/outcome/made-here", test_outcome_made);
  g_test_add_func ("/model/values-outlive-their-makers", test_references);
  g_test_add_func ("/model/request/flagged-copy-is-whole", test_flagged_copy);

  return g_test_run ();
}
