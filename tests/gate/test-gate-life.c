/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-fixture.h"

/* A revision that says the same in other words about itself. */
#define SAME "'created_at': '2026-11-22T07:00:00Z', 'history': [{'action': 'looked'}]"
#define OTHER "'proposed_action': {'order': 9999}"

static void
hard_life (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autoptr (CsnInboxItem) item = g_object_ref (csn_gate_fixture_item (f, id));
  g_autoptr (GPtrArray) open = NULL;
  g_autofree char *delivery = NULL;

  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  g_assert_cmpint (csn_inbox_item_get_level (item), ==, CSN_LEVEL_HARD_APPROVAL);
  g_assert_cmpint (csn_inbox_item_get_deadline_at (item), ==, CSN_FIXTURE_NOW + CSN_DAY);
  g_assert_true (csn_inbox_item_get_notified (item));

  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
  g_assert_cmpint (csn_inbox_item_get_delivery (item), ==, CSN_DELIVERY_QUEUED);
  g_assert_false (csn_fake_channel_shows (f->channel, id));

  delivery = csn_gate_fixture_attempt (f, CSN_ATTEMPT_ACKNOWLEDGED);
  g_assert_cmpstr (delivery, ==, csn_decision_get_id (csn_inbox_item_get_decision (item)));
  g_assert_cmpint (csn_inbox_item_get_delivery (item), ==, CSN_DELIVERY_ACKNOWLEDGED);
  open = csn_gate_get_open_items (f->gate, CSN_FIXTURE_SOURCE);
  g_assert_cmpuint (open->len, ==, 1);

  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_SUCCESS, NULL), ==, -1);
  g_assert_cmpint (csn_outcome_get_kind (csn_inbox_item_get_outcome (item)),
                   ==,
                   CSN_OUTCOME_SUCCESS);
  csn_gate_fixture_pass (f, 10);
  g_assert_null (csn_gate_lookup (f->gate, id));
  g_assert_cmpuint (g_list_model_get_n_items (csn_gate_get_inbox (f->gate)), ==, 0);

  g_assert_cmpuint (csn_gate_fixture_count (f, id, "requested"), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "notified"), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "approved"), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "delivered"), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "outcome"), ==, 1);
}

static void
submit_twice_is_one_request (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autofree char *again = csn_gate_fixture_submit (f, "t-1", SAME);

  g_assert_cmpstr (again, ==, id);
  g_assert_cmpuint (g_list_model_get_n_items (csn_gate_get_inbox (f->gate)), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "requested"), ==, 1);
}

static void
submit_twice_at_once_is_one_request (CsnGateFixture *f)
{
  g_autoptr (CsnRequest) request = csn_test_request_new (CSN_FIXTURE_SOURCE, "t-1", NULL);
  GAsyncResult *results[3] = { NULL };
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    csn_gate_submit_async (f->gate, request, NULL, csn_test_keep_result, &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GAsyncResult) done = csn_test_wait_result (&results[i]);
      g_autofree char *id = csn_gate_submit_finish (f->gate, done, NULL);

      g_assert_nonnull (id);
      if (first == NULL)
        first = g_strdup (id);
      g_assert_cmpstr (id, ==, first);
    }
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "requested"), ==, 1);
}

static void
submit_of_a_settled_request_changes_nothing (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_live (f, "t-1", NULL, CSN_OUTCOME_SUCCESS);
  g_autofree char *lingering = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autofree char *gone = NULL;
  g_autofree char *stored = NULL;

  csn_gate_fixture_pass (f, 10);
  g_assert_null (csn_gate_lookup (f->gate, id));
  gone = csn_gate_fixture_submit (f, "t-1", NULL);
  csn_gate_fixture_restart (f);
  stored = csn_gate_fixture_submit (f, "t-1", NULL);
  g_assert_cmpstr (lingering, ==, id);
  g_assert_cmpstr (gone, ==, id);
  g_assert_cmpstr (stored, ==, id);
  g_assert_cmpuint (g_list_model_get_n_items (csn_gate_get_inbox (f->gate)), ==, 0);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "requested"), ==, 1);
}

static void
changed_content_is_refused_and_flagged (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  g_autoptr (CsnJson) event = NULL;
  CsnAnswer answer;

  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (csn_gate_fixture_submit_error (f, "t-1", CSN_TEST_SOFT "," OTHER),
                     ==,
                     CSN_GATE_ERROR_CONFLICT);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "refused"), ==, 1);
  event = csn_gate_fixture_event (f, id, "refused");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "reason"), ==, "changed_content");

  for (guint i = 0; i < 2; i++)
    {
      CsnInboxItem *item = csn_gate_fixture_item (f, id);

      g_assert_true (csn_request_get_flags (csn_inbox_item_get_request (item)) &
                     CSN_REQUEST_FLAG_CHANGED);
      g_assert_cmpint (csn_inbox_item_get_wait_reason (item), ==, CSN_WAIT_POLICY);
      answer = csn_gate_fixture_answer (f, id, CSN_DECISION_APPROVE);
      g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, CSN_GATE_ERROR_NOT_ALLOWED);
      csn_gate_fixture_restart (f);
    }
  csn_gate_fixture_pass (f, 400);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
}

static void
changed_content_of_a_settled_request_is_refused (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_live (f, "t-1", NULL, CSN_OUTCOME_SUCCESS);

  csn_gate_fixture_pass (f, 10);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (csn_gate_fixture_submit_error (f, "t-1", OTHER), ==, CSN_GATE_ERROR_CONFLICT);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "refused"), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (csn_gate_get_inbox (f->gate)), ==, 0);
}

static void
new_revision_withdraws_the_old (CsnGateFixture *f)
{
  g_autofree char *old = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnAnswer answer = csn_gate_fixture_answer (f, old, CSN_DECISION_APPROVE);
  g_autofree char *new = csn_gate_fixture_submit (f, "t-1", "'revision': 2," OTHER);
  g_autoptr (CsnJson) event = csn_gate_fixture_event (f, old, "withdrawn");

  g_assert_cmpstr (new, !=, old);
  csn_gate_fixture_assert_state (f, old, CSN_REQUEST_WITHDRAWN);
  csn_gate_fixture_assert_state (f, new, CSN_REQUEST_PENDING);
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "reason"), ==, "revised");
  g_assert_cmpstr (csn_gate_fixture_text (event, "reviewer_decision", NULL), ==, "withdrawn");
  g_assert_false (csn_fake_channel_shows (f->channel, old));
  g_assert_true (csn_fake_channel_shows (f->channel, new));

  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, CSN_GATE_ERROR_DECIDED);
  g_assert_cmpint (csn_gate_fixture_submit_error (f, "t-1", "'revision': 0"),
                   ==,
                   CSN_GATE_ERROR_STALE);
}

static void
new_revision_waits_for_a_decision_under_way (CsnGateFixture *f)
{
  g_autofree char *old = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autoptr (CsnRequest) second = csn_test_request_new (CSN_FIXTURE_SOURCE, "t-1", "'revision': 2");
  CsnAnswer answer = csn_gate_fixture_answer (f, old, CSN_DECISION_APPROVE);
  GAsyncResult *decided = NULL;
  GAsyncResult *submitted = NULL;
  g_autoptr (GAsyncResult) first_done = NULL;
  g_autoptr (GAsyncResult) second_done = NULL;
  g_autofree char *new = NULL;

  csn_gate_decide_async (f->gate, &answer, csn_test_keep_result, &decided);
  g_assert_true (csn_inbox_item_get_settling (csn_gate_fixture_item (f, old)));
  csn_gate_submit_async (f->gate, second, NULL, csn_test_keep_result, &submitted);
  first_done = csn_test_wait_result (&decided);
  second_done = csn_test_wait_result (&submitted);
  g_assert_true (csn_gate_decide_finish (f->gate, first_done, NULL));
  new = csn_gate_submit_finish (f->gate, second_done, NULL);
  g_assert_nonnull (new);
  csn_test_run_ready ();
  csn_gate_fixture_assert_state (f, old, CSN_REQUEST_APPROVED);
  csn_gate_fixture_assert_state (f, new, CSN_REQUEST_PENDING);
}

static int
withdraw (CsnGateFixture *f, const char *id, const char *reason)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_gate_withdraw_async (f->gate, id, reason, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_withdraw_finish (f->gate, done, &error);
  csn_test_run_ready ();
  return error != NULL ? error->code : -1;
}

static void
withdrawn_by_its_agent (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autoptr (CsnJson) event = NULL;

  g_assert_cmpint (withdraw (f, id, "cancelled"), ==, -1);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_WITHDRAWN);
  event = csn_gate_fixture_event (f, id, "withdrawn");
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "kind"), ==, "agent");
  g_assert_cmpint (withdraw (f, id, "cancelled"), ==, CSN_GATE_ERROR_DECIDED);
  g_assert_cmpint (withdraw (f, "nothing", "cancelled"), ==, CSN_GATE_ERROR_NOT_FOUND);
  csn_gate_fixture_pass (f, 4);
  g_assert_nonnull (csn_gate_lookup (f->gate, id));
  csn_gate_fixture_pass (f, 4);
  g_assert_null (csn_gate_lookup (f->gate, id));
}

static void
malformed_can_only_be_rejected (CsnGateFixture *f)
{
  g_autoptr (GBytes) raw = g_bytes_new_static ("{\"task_id\":", 11);
  g_autoptr (CsnRequest) request =
      csn_request_new_malformed (CSN_FIXTURE_SOURCE, NULL, NULL, raw, "It ends at byte 11");
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autofree char *id = NULL;
  CsnAnswer answer;

  csn_gate_submit_async (f->gate, request, NULL, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  id = csn_gate_submit_finish (f->gate, done, NULL);
  g_assert_nonnull (id);
  csn_test_run_ready ();
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "request_malformed"), ==, 1);
  answer = csn_gate_fixture_answer (f, id, CSN_DECISION_APPROVE);
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, CSN_GATE_ERROR_NOT_ALLOWED);
  csn_gate_fixture_decide (f, id, CSN_DECISION_REJECT);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_REJECTED);
}

static void
full_auto_is_approved_by_policy (CsnGateFixture *f)
{
  g_autofree char *id = NULL;
  g_autoptr (CsnJson) event = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);

      g_free (csn_gate_fixture_live (f, task_id, CSN_TEST_SOFT, CSN_OUTCOME_SUCCESS));
    }
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_FULL_AUTO);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "promoted"), ==, 2);

  id = csn_gate_fixture_submit (f, "t-auto", CSN_TEST_SOFT);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
  event = csn_gate_fixture_event (f, id, "approved");
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "kind"), ==, "policy");
  g_assert_null (csn_gate_fixture_text (event, "reviewer_id", NULL));
  csn_gate_fixture_acknowledge_all (f);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_REQUEST, id), ==, 0);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_DONE, id), ==, 0);
}

static void
notify_only_notifies_after_the_acknowledgement (CsnGateFixture *f)
{
  g_autofree char *id = NULL;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);

      g_free (csn_gate_fixture_live (f, task_id, CSN_TEST_SOFT, CSN_OUTCOME_SUCCESS));
    }
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_NOTIFY_ONLY);

  id = csn_gate_fixture_submit (f, "t-notify", CSN_TEST_SOFT);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_DONE, id), ==, 0);
  csn_gate_fixture_acknowledge_all (f);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_DONE, id), ==, 1);
}

static void
auto_level_without_approve_waits_for_a_person (CsnGateFixture *f)
{
  g_autofree char *id = NULL;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);

      g_free (csn_gate_fixture_live (f, task_id, CSN_TEST_SOFT, CSN_OUTCOME_SUCCESS));
    }
  id = csn_gate_fixture_submit (f, "t-odd", CSN_TEST_SOFT ", 'allowed_decisions': ['reject']");
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  csn_gate_fixture_pass (f, 86401);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_ESCALATED);
}

static void
program_events_are_recorded (CsnGateFixture *f)
{
  csn_gate_record_event (f->gate, "exported", "{\"format\":\"jsonl\"}");
  csn_test_run_ready ();
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "exported"), ==, 1);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "app_started"), ==, 1);
  csn_gate_fixture_restart (f);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "app_started"), ==, 2);
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "app_stopped"), ==, 1);
}

static void
every_event_names_the_policy (CsnGateFixture *f)
{
  static const char *const types[] = { "app_started", "requested", "read_only", "notified" };
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_TAKEOVER);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (CsnJson) event = csn_gate_fixture_event (f, NULL, types[i]);

      g_assert_cmpstr (csn_gate_fixture_text (event, "policy_sha256", NULL),
                       ==,
                       csn_policy_get_sha256 (f->policy));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/life/hard", hard_life);
  csn_gate_fixture_add ("/gate/submit/twice-is-one-request", submit_twice_is_one_request);
  csn_gate_fixture_add ("/gate/submit/twice-at-once-is-one-request",
                        submit_twice_at_once_is_one_request);
  csn_gate_fixture_add ("/gate/submit/of-a-settled-request-changes-nothing",
                        submit_of_a_settled_request_changes_nothing);
  csn_gate_fixture_add ("/gate/submit/changed-content-is-refused-and-flagged",
                        changed_content_is_refused_and_flagged);
  csn_gate_fixture_add ("/gate/submit/changed-content-of-a-settled-request-is-refused",
                        changed_content_of_a_settled_request_is_refused);
  csn_gate_fixture_add ("/gate/submit/new-revision-withdraws-the-old",
                        new_revision_withdraws_the_old);
  csn_gate_fixture_add ("/gate/submit/new-revision-waits-for-a-decision-under-way",
                        new_revision_waits_for_a_decision_under_way);
  csn_gate_fixture_add ("/gate/submit/withdrawn-by-its-agent", withdrawn_by_its_agent);
  csn_gate_fixture_add ("/gate/submit/malformed-can-only-be-rejected",
                        malformed_can_only_be_rejected);
  csn_gate_fixture_add ("/gate/life/full-auto-is-approved-by-policy",
                        full_auto_is_approved_by_policy);
  csn_gate_fixture_add ("/gate/life/notify-only-notifies-after-the-acknowledgement",
                        notify_only_notifies_after_the_acknowledgement);
  csn_gate_fixture_add ("/gate/life/auto-level-without-approve-waits-for-a-person",
                        auto_level_without_approve_waits_for_a_person);
  csn_gate_fixture_add ("/gate/life/program-events-are-recorded", program_events_are_recorded);
  csn_gate_fixture_add ("/gate/life/every-event-names-the-policy", every_event_names_the_policy);

  return g_test_run ();
}
