/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-decision.h"
#include "csn-fuzz.h"
#include "csn-outcome.h"
#include "csn-policy.h"
#include "csn-takeover.h"

static CsnJson *
parse (const char *text, gsize length)
{
  return csn_json_parse (text, length, CSN_JSON_MAX_LIST_BYTES, NULL, NULL);
}

/* What an agent of the best record sends is judged, and what is flagged reaches a person. */
static CsnVerdict *
check_verdict (const CsnRequest *request)
{
  const CsnPolicyContext context = { .profile_level = CSN_LEVEL_FULL_AUTO };
  g_autoptr (CsnPolicy) policy = csn_policy_new_preset ("reference");
  CsnVerdict *verdict = csn_policy_evaluate (policy, request, &context);
  g_autofree char *text = csn_verdict_to_json (verdict);
  g_autoptr (CsnJson) json = parse (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnVerdict) again = csn_verdict_from_json (json, &error);

  g_assert_no_error (error);
  g_assert_true (csn_verdict_get_level (verdict) == csn_verdict_get_level (again));
  if (csn_request_get_flags (request) != CSN_REQUEST_FLAG_NONE)
    {
      g_assert_cmpint (csn_verdict_get_level (verdict), >=, CSN_LEVEL_HARD_APPROVAL);
      g_assert_false (csn_policy_silence_may_consent (policy, request));
    }

  return verdict;
}

static void
check_decision (const CsnRequest *request, CsnLevel level)
{
  const CsnActor actor = { CSN_ACTOR_HUMAN, "ana", "window" };
  g_autoptr (CsnDecision) decision =
      csn_decision_new (request, CSN_DECISION_REJECT, NULL, &actor, "no", level, "id", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnDecision) again = csn_decision_from_body (csn_decision_get_body (decision), &error);

  g_assert_no_error (error);
  g_assert_true (
      csn_json_equal (csn_decision_get_action (again), csn_request_get_action (request)));
}

static void
check_takeover (const CsnRequest *request, const CsnVerdict *verdict)
{
  g_autoptr (CsnTakeover) package = csn_takeover_new_by_rule (request, verdict, NULL);
  g_autofree char *markdown = csn_takeover_to_markdown (package);
  g_autofree char *text = csn_takeover_to_json (package);
  g_autoptr (CsnJson) json = parse (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnTakeover) again = csn_takeover_from_json (json, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (csn_takeover_get_reason (again), ==, csn_takeover_get_reason (package));
  g_assert_true (g_utf8_validate (markdown, -1, NULL));
}

static void
check_request (const CsnRequest *request)
{
  g_autoptr (CsnVerdict) verdict = check_verdict (request);

  check_decision (request, csn_verdict_get_level (verdict));
  check_takeover (request, verdict);
}

static void
check_malformed (const uint8_t *data, size_t size, const char *problem)
{
  g_autoptr (GBytes) raw = g_bytes_new (data, size);
  g_autoptr (CsnRequest) card = csn_request_new_malformed ("fuzz", NULL, NULL, raw, problem);
  g_autoptr (CsnVerdict) verdict = check_verdict (card);

  g_assert_false (csn_request_allows (card, CSN_DECISION_APPROVE));
  check_decision (card, csn_verdict_get_level (verdict));
  check_takeover (card, verdict);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnJson) json = NULL;
  g_autoptr (CsnRequest) request = NULL;
  g_autoptr (CsnOutcome) outcome = NULL;

  json = csn_json_parse ((const char *) data, size, CSN_JSON_MAX_REQUEST_BYTES, NULL, &error);
  if (json == NULL)
    {
      check_malformed (data, size, error->message);
      return 0;
    }

  outcome = csn_outcome_new_from_task (json, NULL);
  request = csn_request_new_from_task ("fuzz", json, &error);
  if (request == NULL)
    {
      g_assert_nonnull (error);
      check_malformed (data, size, error->message);
      return 0;
    }

  g_assert_nonnull (outcome);
  check_request (request);
  return 0;
}
