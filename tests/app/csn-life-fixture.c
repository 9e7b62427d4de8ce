/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-life-fixture.h"

#include "csn-test-request.h"
#include "csn-test-wait.h"

#define SOURCE "shop"

char *
csn_life_fixture_submit (CsnGate *gate, const char *task_id, const char *members)
{
  g_autoptr (CsnRequest) request = csn_test_request_new (SOURCE, task_id, members);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  csn_gate_submit_async (gate, request, NULL, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  id = csn_gate_submit_finish (gate, done, &error);
  g_assert_no_error (error);
  return id;
}

void
csn_life_fixture_decide (CsnGate *gate, const char *id, CsnDecisionKind kind)
{
  CsnRequest *request = csn_inbox_item_get_request (csn_gate_lookup (gate, id));
  const CsnAnswer answer = { .request_id = id,
                             .revision = csn_request_get_revision (request),
                             .digest = csn_request_get_action_digest (request),
                             .kind = kind,
                             .via = "window" };
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;

  csn_gate_decide_async (gate, &answer, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_decide_finish (gate, done, &error);
  g_assert_no_error (error);
}

void
csn_life_fixture_acknowledge (CsnGate *gate)
{
  g_autoptr (GPtrArray) deliveries = csn_gate_get_deliveries (gate, SOURCE);

  for (guint i = 0; i < deliveries->len; i++)
    {
      const CsnDelivery *delivery = g_ptr_array_index (deliveries, i);
      GAsyncResult *result = NULL;
      g_autoptr (GAsyncResult) done = NULL;

      csn_gate_report_attempt_async (gate,
                                     delivery->id,
                                     CSN_ATTEMPT_ACKNOWLEDGED,
                                     200,
                                     NULL,
                                     0,
                                     csn_test_keep_result,
                                     &result);
      done = csn_test_wait_result (&result);
      g_assert_true (csn_gate_report_attempt_finish (gate, done, NULL));
    }
}

void
csn_life_fixture_report (CsnGate *gate, const char *id, CsnOutcomeKind kind)
{
  g_autoptr (CsnOutcome) outcome = csn_outcome_new (kind, NULL, NULL);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;

  csn_gate_record_outcome_async (gate, id, outcome, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_record_outcome_finish (gate, done, &error);
  g_assert_no_error (error);
}
