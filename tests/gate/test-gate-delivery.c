/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-fixture.h"

static const CsnDelivery *
oldest (GPtrArray *deliveries)
{
  g_assert_cmpuint (deliveries->len, >, 0);
  return g_ptr_array_index (deliveries, 0);
}

static GPtrArray *
get_queue (CsnGateFixture *f)
{
  return csn_gate_get_deliveries (f->gate, CSN_FIXTURE_SOURCE);
}

static void
body_is_the_decision (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnInboxItem *item = csn_gate_fixture_item (f, id);
  g_autoptr (GPtrArray) queue = NULL;
  const CsnDelivery *delivery;
  CsnDecision *decision;

  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  queue = get_queue (f);
  delivery = oldest (queue);
  decision = csn_inbox_item_get_decision (item);
  g_assert_cmpuint (queue->len, ==, 1);
  g_assert_false (delivery->is_mode);
  g_assert_cmpstr (delivery->id, ==, csn_decision_get_id (decision));
  g_assert_cmpstr (delivery->task_id, ==, "t-1");
  g_assert_cmpstr (delivery->request_id, ==, id);
  g_assert_true (g_bytes_equal (delivery->body, csn_decision_get_body (decision)));
  g_assert_cmpint (delivery->give_up_at, ==, CSN_FIXTURE_NOW + 7 * CSN_DAY);
  g_assert_cmpstr (csn_decision_get_action_digest (decision),
                   ==,
                   csn_request_get_action_digest (csn_inbox_item_get_request (item)));
}

static void
every_attempt_is_recorded_and_the_bytes_stay (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autoptr (GBytes) body = NULL;

  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *delivery_id = csn_gate_fixture_attempt (f, CSN_ATTEMPT_RETRY);
      g_autoptr (GPtrArray) queue = NULL;

      csn_gate_fixture_restart (f);
      queue = get_queue (f);
      g_assert_cmpuint (queue->len, ==, 1);
      g_assert_cmpstr (oldest (queue)->id, ==, delivery_id);
      g_assert_cmpuint (oldest (queue)->attempts, ==, i + 1);
      g_assert_cmpint (oldest (queue)->next_attempt_at, ==, CSN_FIXTURE_NOW + CSN_SECOND);
      g_assert_cmpstr (oldest (queue)->task_id, ==, "t-1");
      if (body == NULL)
        body = g_bytes_ref (oldest (queue)->body);
      g_assert_true (g_bytes_equal (oldest (queue)->body, body));
    }
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "delivery_attempt"), ==, 3);
  g_assert_cmpuint (csn_gate_fixture_acknowledge_all (f), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "delivered"), ==, 1);
  csn_gate_fixture_restart (f);
  g_assert_cmpuint (csn_gate_fixture_acknowledge_all (f), ==, 0);
  g_assert_cmpint (csn_inbox_item_get_delivery (csn_gate_fixture_item (f, id)),
                   ==,
                   CSN_DELIVERY_ACKNOWLEDGED);
}

static void
refusal_is_shown_until_dismissed (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnInboxItem *item = csn_gate_fixture_item (f, id);
  g_autoptr (CsnJson) event = NULL;

  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  g_free (csn_gate_fixture_attempt (f, CSN_ATTEMPT_REFUSED));
  g_assert_cmpint (csn_inbox_item_get_delivery (item), ==, CSN_DELIVERY_REFUSED);
  g_assert_cmpstr (csn_inbox_item_get_delivery_message (item), ==, "What it met");
  event = csn_gate_fixture_event (f, id, "refused");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "status"), ==, "409");
  csn_gate_fixture_pass (f, 100);
  csn_gate_fixture_restart (f);
  item = csn_gate_fixture_item (f, id);
  g_assert_cmpint (csn_inbox_item_get_delivery (item), ==, CSN_DELIVERY_REFUSED);
  g_assert_cmpuint (csn_gate_fixture_acknowledge_all (f), ==, 0);

  g_assert_cmpint (csn_gate_fixture_dismiss (f, id), ==, -1);
  g_assert_cmpint (csn_gate_fixture_dismiss (f, id), ==, CSN_GATE_ERROR_NOT_ALLOWED);
  csn_gate_fixture_pass (f, 10);
  g_assert_null (csn_gate_lookup (f->gate, id));
  csn_gate_fixture_restart (f);
  g_assert_null (csn_gate_lookup (f->gate, id));
}

static void
given_up_after_seven_days (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnInboxItem *item = csn_gate_fixture_item (f, id);

  csn_gate_fixture_decide (f, id, CSN_DECISION_REJECT);
  csn_gate_fixture_pass (f, 7 * 86400);
  g_assert_cmpint (csn_inbox_item_get_delivery (item), ==, CSN_DELIVERY_QUEUED);
  g_free (csn_gate_fixture_attempt (f, CSN_ATTEMPT_RETRY));
  g_assert_cmpint (csn_inbox_item_get_delivery (item), ==, CSN_DELIVERY_FAILED);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "delivery_attempt"), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "delivery_failed"), ==, 1);
}

static void
given_up_without_a_courier (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);

  csn_gate_fixture_decide (f, id, CSN_DECISION_REJECT);
  csn_gate_fixture_pass (f, 7 * 86400 + 1);
  g_assert_cmpint (csn_inbox_item_get_delivery (csn_gate_fixture_item (f, id)),
                   ==,
                   CSN_DELIVERY_FAILED);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "delivery_failed"), ==, 1);
}

static void
given_up_at_the_expiry (CsnGateFixture *f)
{
  g_autofree char *id =
      csn_gate_fixture_submit (f, "t-1", "'expires_at': '2026-11-22T08:03:31.120431Z'");
  g_autoptr (GPtrArray) queue = NULL;

  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  queue = get_queue (f);
  g_assert_cmpint (oldest (queue)->give_up_at, ==, CSN_FIXTURE_NOW + 3600 * CSN_SECOND);
  csn_gate_fixture_pass (f, 3601);
  g_assert_cmpint (csn_inbox_item_get_delivery (csn_gate_fixture_item (f, id)),
                   ==,
                   CSN_DELIVERY_FAILED);
}

static void
count_queued (CsnGate *gate, const char *source, guint *count)
{
  g_assert_cmpstr (source, ==, CSN_FIXTURE_SOURCE);
  (*count)++;
}

static void
courier_is_called_and_finds_the_oldest_first (CsnGateFixture *f)
{
  g_autofree char *first = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autofree char *second = csn_gate_fixture_submit (f, "t-2", NULL);
  g_autoptr (GPtrArray) queue = NULL;
  guint count = 0;

  g_signal_connect (f->gate, "delivery-queued", G_CALLBACK (count_queued), &count);
  csn_gate_fixture_decide (f, second, CSN_DECISION_REJECT);
  csn_gate_fixture_decide (f, first, CSN_DECISION_REJECT);
  g_signal_handlers_disconnect_by_func (f->gate, count_queued, &count);
  g_assert_cmpuint (count, ==, 2);
  queue = get_queue (f);
  g_assert_cmpstr (oldest (queue)->request_id, ==, second);
}

static void
second_report_finds_nothing (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autofree char *delivery_id = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;

  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  delivery_id = csn_gate_fixture_attempt (f, CSN_ATTEMPT_ACKNOWLEDGED);
  csn_gate_report_attempt_async (f->gate,
                                 delivery_id,
                                 CSN_ATTEMPT_REFUSED,
                                 409,
                                 NULL,
                                 0,
                                 csn_test_keep_result,
                                 &result);
  done = csn_test_wait_result (&result);
  g_assert_false (csn_gate_report_attempt_finish (f->gate, done, &error));
  g_assert_error (error, CSN_GATE_ERROR, CSN_GATE_ERROR_NOT_FOUND);
}

static void
put_source (CsnGateFixture *f)
{
  g_autoptr (CsnSourceConfig) config =
      csn_source_config_new (CSN_FIXTURE_SOURCE, "https://shop.example", "tasks", FALSE, NULL);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_gate_put_source_async (f->gate, config, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  g_assert_true (csn_gate_put_source_finish (f->gate, done, NULL));
}

static gboolean
remove_source (CsnGateFixture *f)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  gboolean removed;

  csn_gate_remove_source_async (f->gate, CSN_FIXTURE_SOURCE, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  removed = csn_gate_remove_source_finish (f->gate, done, NULL);
  csn_test_run_ready ();
  return removed;
}

static void
count_changes (CsnGate *gate, guint *count)
{
  (*count)++;
}

static void
removed_source_takes_its_requests_along (CsnGateFixture *f)
{
  g_autofree char *pending = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autofree char *decided = csn_gate_fixture_submit (f, "t-2", NULL);
  g_autoptr (GPtrArray) sources = NULL;
  guint count = 0;

  g_signal_connect (f->gate, "sources-changed", G_CALLBACK (count_changes), &count);
  g_assert_false (remove_source (f));
  put_source (f);
  g_assert_cmpuint (count, ==, 1);
  csn_gate_fixture_decide (f, decided, CSN_DECISION_REJECT);
  g_assert_true (remove_source (f));
  g_assert_cmpuint (count, ==, 2);
  csn_gate_fixture_assert_state (f, pending, CSN_REQUEST_WITHDRAWN);
  g_assert_cmpint (csn_inbox_item_get_delivery (csn_gate_fixture_item (f, decided)),
                   ==,
                   CSN_DELIVERY_FAILED);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "source_changed"), ==, 2);
  g_signal_handlers_disconnect_by_func (f->gate, count_changes, &count);

  put_source (f);
  csn_gate_fixture_restart (f);
  sources = csn_gate_get_sources (f->gate);
  g_assert_cmpuint (sources->len, ==, 1);
  g_assert_cmpstr (csn_source_config_get_url (g_ptr_array_index (sources, 0)),
                   ==,
                   "https://shop.example");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/delivery/body-is-the-decision", body_is_the_decision);
  csn_gate_fixture_add ("/gate/delivery/every-attempt-is-recorded-and-the-bytes-stay",
                        every_attempt_is_recorded_and_the_bytes_stay);
  csn_gate_fixture_add ("/gate/delivery/refusal-is-shown-until-dismissed",
                        refusal_is_shown_until_dismissed);
  csn_gate_fixture_add ("/gate/delivery/given-up-after-seven-days", given_up_after_seven_days);
  csn_gate_fixture_add ("/gate/delivery/given-up-without-a-courier", given_up_without_a_courier);
  csn_gate_fixture_add ("/gate/delivery/given-up-at-the-expiry", given_up_at_the_expiry);
  csn_gate_fixture_add ("/gate/delivery/courier-is-called-and-finds-the-oldest-first",
                        courier_is_called_and_finds_the_oldest_first);
  csn_gate_fixture_add ("/gate/delivery/second-report-finds-nothing", second_report_finds_nothing);
  csn_gate_fixture_add ("/gate/delivery/removed-source-takes-its-requests-along",
                        removed_source_takes_its_requests_along);

  return g_test_run ();
}
