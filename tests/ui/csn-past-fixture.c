/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-past-fixture.h"

#include "csn-test-request.h"

#define SOURCE "shop"

CsnInboxItem *
csn_past_fixture_submit (CsnPagesFixture *self, const char *task_id, const char *members)
{
  CsnGate *gate = csn_pages_fixture_get_gate (self);
  g_autoptr (CsnRequest) request = csn_test_request_new (SOURCE, task_id, members);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  csn_gate_submit_async (gate, request, NULL, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  id = csn_gate_submit_finish (gate, done, &error);
  g_assert_no_error (error);
  return csn_gate_lookup (gate, id);
}

static void
decide (CsnGate *gate, CsnInboxItem *item, CsnDecisionKind kind)
{
  CsnRequest *request = csn_inbox_item_get_request (item);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;
  CsnAnswer answer = {
    .request_id = csn_inbox_item_get_id (item),
    .revision = csn_request_get_revision (request),
    .digest = csn_request_get_action_digest (request),
    .kind = kind,
    .via = "window",
  };

  csn_gate_decide_async (gate, &answer, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_decide_finish (gate, done, &error);
  g_assert_no_error (error);
}

static void
deliver (CsnGate *gate)
{
  g_autoptr (GPtrArray) deliveries = csn_gate_get_deliveries (gate, SOURCE);

  for (guint i = 0; i < deliveries->len; i++)
    {
      CsnDelivery *delivery = g_ptr_array_index (deliveries, i);
      GAsyncResult *result = NULL;
      g_autoptr (GAsyncResult) done = NULL;
      g_autoptr (GError) error = NULL;

      csn_gate_report_attempt_async (gate,
                                     delivery->id,
                                     CSN_ATTEMPT_ACKNOWLEDGED,
                                     200,
                                     NULL,
                                     0,
                                     csn_test_keep_result,
                                     &result);
      done = csn_test_wait_result (&result);
      csn_gate_report_attempt_finish (gate, done, &error);
      g_assert_no_error (error);
    }
}

static void
report (CsnGate *gate, const char *id, CsnOutcomeKind kind)
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

void
csn_past_fixture_live (CsnPagesFixture *self,
                       const char *agent_id,
                       const char *action_type,
                       const char *score,
                       CsnPastEnd end)
{
  static guint number = 0;
  CsnGate *gate = csn_pages_fixture_get_gate (self);
  g_autofree char *task_id = g_strdup_printf ("past-%u", ++number);
  g_autofree char *members = g_strdup_printf (
      "'agent_id': '%s', 'action_type': '%s', 'proposed_action': {'order': %u, 'amount': 7},"
      "'facts': {'reversible': true, 'financial': false, 'pii': false, 'regulated': false},"
      "'confidence': {'score': %s, 'recommendation': 'PROCEED'}",
      agent_id,
      action_type,
      1000 + number,
      score);
  CsnInboxItem *item = csn_past_fixture_submit (self, task_id, members);
  g_autofree char *id = g_strdup (csn_inbox_item_get_id (item));

  if (csn_inbox_item_get_state (item) == CSN_REQUEST_PENDING)
    decide (gate, item, end == CSN_PAST_REJECTED ? CSN_DECISION_REJECT : CSN_DECISION_APPROVE);
  deliver (gate);
  if (end != CSN_PAST_REJECTED)
    report (gate, id, end == CSN_PAST_FAILS ? CSN_OUTCOME_FAILURE : CSN_OUTCOME_SUCCESS);
}

static void
live_often (CsnPagesFixture *self,
            guint n,
            const char *agent_id,
            const char *action_type,
            const char *score,
            CsnPastEnd end)
{
  for (guint i = 0; i < n; i++)
    csn_past_fixture_live (self, agent_id, action_type, score, end);
}

void
csn_past_fixture_fill (CsnPagesFixture *self)
{
  live_often (self, 20, "billing-agent", "store_credit", "0.93", CSN_PAST_SUCCEEDS);
  live_often (self, 4, "billing-agent", "store_credit", "0.96", CSN_PAST_SUCCEEDS);
  live_often (self, 3, "billing-agent", "store_credit", "0.82", CSN_PAST_SUCCEEDS);
  live_often (self, 2, "billing-agent", "store_credit", "0.87", CSN_PAST_FAILS);
  live_often (self, 4, "support-agent", "tag_ticket", "0.74", CSN_PAST_SUCCEEDS);
  live_often (self, 6, "support-agent", "tag_ticket", "0.76", CSN_PAST_REJECTED);
  live_often (self, 2, "support-agent", "tag_ticket", "0.68", CSN_PAST_REJECTED);
  live_often (self, 2, "support-agent", "tag_ticket", "0.58", CSN_PAST_SUCCEEDS);
}
