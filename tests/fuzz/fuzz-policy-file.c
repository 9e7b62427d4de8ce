/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "csn-fuzz.h"
#include "csn-policy-change.h"

/* Whatever a file says, what can't be undone and is sensitive stays HARD. */
static void
check_hard (CsnPolicy *policy)
{
  static const char task[] =
      "{\"task_id\":\"t\",\"status\":\"pending_approval\",\"agent_id\":\"a\",\"action_type\":"
      "\"pay\","
      "\"proposed_action\":{},\"facts\":{\"reversible\":false,\"financial\":true},"
      "\"confidence\":{\"score\":1}}";
  const CsnPolicyContext context = { .profile_level = CSN_LEVEL_FULL_AUTO, .now = 1 };
  g_autoptr (CsnJson) json = csn_json_parse (task, strlen (task), G_MAXSIZE, NULL, NULL);
  g_autoptr (CsnRequest) request = csn_request_new_from_task ("s", json, NULL);
  g_autoptr (CsnVerdict) verdict = csn_policy_evaluate (policy, request, &context);

  g_assert_cmpint (csn_verdict_get_level (verdict), >=, CSN_LEVEL_HARD_APPROVAL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnPolicy) policy = csn_policy_parse ((const char *) data, size, &error);
  g_autoptr (CsnPolicy) again = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (policy == NULL, ==, error != NULL);
  if (policy == NULL)
    {
      g_assert_true (g_str_has_prefix (error->message, "Line ") || size > CSN_POLICY_MAX_BYTES ||
                     strstr (error->message, "canonical") != NULL);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }

  text = csn_policy_to_json (policy);
  again = csn_policy_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (csn_policy_get_sha256 (again), ==, csn_policy_get_sha256 (policy));
  g_assert_true (csn_policy_is_at_least_as_strict (again, policy));
  check_hard (policy);
  return 0;
}
