/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-fixture.h"

#include <sqlite3.h>
#include <string.h>

#include "csn-time.h"

static CsnEvent *
new_event (guint number)
{
  return csn_store_fixture_new_event (CSN_FIXTURE_NOW + number, number);
}

static void
insert_request (CsnStoreFixture *fixture, const char *request_id, const char *task_id)
{
  g_autoptr (CsnRequest) request = csn_store_fixture_new_request (task_id, 1);

  csn_store_fixture_commit_ok (fixture->store, csn_store_fixture_new_arrival (request_id, request));
}

static CsnChange *
new_settlement (const char *request_id, CsnRequestState state)
{
  CsnChange *change = csn_change_new ();

  csn_change_settle (change, request_id, state, NULL, CSN_FIXTURE_NOW + 7);
  csn_change_add_event (change, new_event (7));
  return change;
}

static CsnChange *
new_delivery (const char *delivery_id, const char *request_id)
{
  CsnChange *change = csn_change_new ();
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\":\"\xc3\xa9\"}", 10);

  csn_change_queue_delivery (change,
                             delivery_id,
                             CSN_DELIVERY_DECISION,
                             "demo",
                             request_id,
                             body,
                             CSN_FIXTURE_NOW,
                             CSN_FIXTURE_NOW + 1000);
  return change;
}

static void
test_request_is_inserted_once (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnRequest) same = csn_store_fixture_new_request ("t-1", 1);
  g_autoptr (CsnRequest) newer = csn_store_fixture_new_request ("t-1", 2);

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  insert_request (&fixture, "r-1", "t-1");
  csn_store_fixture_commit_conflict (fixture.store, csn_store_fixture_new_arrival ("r-2", same));
  csn_store_fixture_commit_conflict (fixture.store, csn_store_fixture_new_arrival ("r-1", newer));
  csn_store_fixture_commit_ok (fixture.store, csn_store_fixture_new_arrival ("r-2", newer));
  csn_store_fixture_assert_intact (fixture.path, 3);
  csn_store_fixture_clear (&fixture);
}

static void
test_request_is_settled_once (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnStoredRequest) stored = NULL;
  g_autoptr (CsnRequest) request = csn_store_fixture_new_request ("t-1", 1);
  g_autoptr (CsnDecision) decision = NULL;
  CsnChange *change = csn_change_new ();

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  insert_request (&fixture, "r-1", "t-1");
  decision = csn_store_fixture_new_decision (request, CSN_DECISION_APPROVE);
  csn_change_settle (change, "r-1", CSN_REQUEST_APPROVED, decision, CSN_FIXTURE_NOW + 9);
  csn_store_fixture_commit_ok (fixture.store, change);
  csn_store_fixture_commit_conflict (fixture.store, new_settlement ("r-1", CSN_REQUEST_WITHDRAWN));
  csn_store_fixture_commit_conflict (fixture.store, new_settlement ("r-9", CSN_REQUEST_REJECTED));
  stored = csn_store_fixture_read_request (fixture.store, "r-1", NULL);
  g_assert_cmpint (stored->state, ==, CSN_REQUEST_APPROVED);
  g_assert_cmpint (stored->settled_at, ==, CSN_FIXTURE_NOW + 9);
  g_assert_true (
      g_bytes_equal (csn_decision_get_body (stored->decision), csn_decision_get_body (decision)));
  csn_store_fixture_assert_intact (fixture.path, 2);
  csn_store_fixture_clear (&fixture);
}

static void
test_outcome_is_set_once (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnOutcome) failure = csn_outcome_new (CSN_OUTCOME_FAILURE, "No funds", "sha-256=x");
  g_autoptr (CsnOutcome) success = csn_outcome_new (CSN_OUTCOME_SUCCESS, NULL, NULL);
  g_autoptr (CsnSnapshot) snapshot = NULL;
  g_autoptr (CsnSnapshot) later = NULL;
  g_autoptr (CsnStoredRequest) stored = NULL;
  CsnChange *change = csn_change_new ();

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  insert_request (&fixture, "r-1", "t-1");
  csn_change_set_outcome (change, "r-1", failure, CSN_FIXTURE_NOW);
  csn_store_fixture_commit_ok (fixture.store, change);
  change = csn_change_new ();
  csn_change_set_outcome (change, "r-1", success, CSN_FIXTURE_NOW);
  csn_store_fixture_commit_conflict (fixture.store, change);
  stored = csn_store_fixture_read_request (fixture.store, "r-1", NULL);
  g_assert_cmpint (csn_outcome_get_kind (stored->outcome), ==, CSN_OUTCOME_FAILURE);
  g_assert_cmpstr (csn_outcome_get_detail (stored->outcome), ==, "No funds");
  g_assert_cmpstr (csn_outcome_get_executed_digest (stored->outcome), ==, "sha-256=x");
  snapshot = csn_store_fixture_load (fixture.store, CSN_FIXTURE_NOW + 24 * CSN_HOUR);
  g_assert_cmpuint (snapshot->failures->len, ==, 1);
  later = csn_store_fixture_load (fixture.store, CSN_FIXTURE_NOW + 25 * CSN_HOUR);
  g_assert_cmpuint (later->failures->len, ==, 0);
  csn_store_fixture_clear (&fixture);
}

static void
test_delivery_goes_from_queued_to_one_end (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnSnapshot) queued = NULL;
  g_autoptr (CsnSnapshot) done = NULL;
  g_autoptr (CsnStoredRequest) stored = NULL;
  const CsnStoredDelivery *delivery;
  CsnChange *change = csn_change_new ();

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  insert_request (&fixture, "r-1", "t-1");
  csn_store_fixture_commit_ok (fixture.store, new_delivery ("d-1", "r-1"));
  csn_store_fixture_commit_conflict (fixture.store, new_delivery ("d-1", "r-1"));
  csn_change_set_delivery (change, "d-1", CSN_DELIVERY_QUEUED, 1, CSN_FIXTURE_NOW + 5, "No answer");
  csn_store_fixture_commit_ok (fixture.store, change);
  queued = csn_store_fixture_load (fixture.store, CSN_FIXTURE_NOW);
  g_assert_cmpuint (queued->deliveries->len, ==, 1);
  delivery = g_ptr_array_index (queued->deliveries, 0);
  g_assert_cmpstr (delivery->id, ==, "d-1");
  g_assert_cmpint (delivery->kind, ==, CSN_DELIVERY_DECISION);
  g_assert_cmpmem (g_bytes_get_data (delivery->body, NULL),
                   g_bytes_get_size (delivery->body),
                   "{\"a\":\"\xc3\xa9\"}",
                   10);
  g_assert_cmpuint (delivery->attempts, ==, 1);
  g_assert_cmpint (delivery->next_attempt_at, ==, CSN_FIXTURE_NOW + 5);
  g_assert_cmpstr (delivery->message, ==, "No answer");

  change = csn_change_new ();
  csn_change_set_delivery (change, "d-1", CSN_DELIVERY_ACKNOWLEDGED, 2, 0, NULL);
  csn_store_fixture_commit_ok (fixture.store, change);
  change = csn_change_new ();
  csn_change_set_delivery (change, "d-1", CSN_DELIVERY_FAILED, 3, 0, NULL);
  csn_store_fixture_commit_conflict (fixture.store, change);
  done = csn_store_fixture_load (fixture.store, CSN_FIXTURE_NOW);
  g_assert_cmpuint (done->deliveries->len, ==, 0);
  stored = csn_store_fixture_read_request (fixture.store, "r-1", NULL);
  g_assert_cmpint (stored->delivery, ==, CSN_DELIVERY_ACKNOWLEDGED);
  csn_store_fixture_clear (&fixture);
}

static void
test_takeover_opens_and_closes_once (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnRequest) request = csn_store_fixture_new_request ("t-1", 1);
  g_autoptr (CsnVerdict) verdict = csn_store_fixture_new_verdict (CSN_LEVEL_HUMAN_TAKEOVER);
  g_autoptr (CsnTakeover) package = csn_takeover_new_by_rule (request, verdict, "Nobody answered");
  g_autoptr (CsnSnapshot) open = NULL;
  g_autoptr (CsnSnapshot) closed = NULL;
  const CsnStoredTakeover *takeover;
  CsnChange *change = csn_change_new ();

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  insert_request (&fixture, "r-1", "t-1");
  csn_change_settle (change, "r-1", CSN_REQUEST_TAKEN_OVER, NULL, 1);
  csn_change_open_takeover (change, "r-1", package, CSN_FIXTURE_NOW);
  csn_store_fixture_commit_ok (fixture.store, change);

  /* It was settled long ago, but it is loaded as long as the takeover is open. */
  open = csn_store_fixture_load (fixture.store, CSN_FIXTURE_NOW);
  g_assert_cmpuint (open->takeovers->len, ==, 1);
  g_assert_cmpuint (open->requests->len, ==, 1);
  takeover = g_ptr_array_index (open->takeovers, 0);
  g_assert_cmpstr (csn_takeover_get_reason (takeover->package), ==, "Nobody answered");
  for (guint i = 0; i < 2; i++)
    {
      change = csn_change_new ();
      csn_change_close_takeover (change, "r-1", "Refunded by hand", CSN_FIXTURE_NOW + 9);
      if (i == 0)
        csn_store_fixture_commit_ok (fixture.store, change);
      else
        csn_store_fixture_commit_conflict (fixture.store, change);
    }
  closed = csn_store_fixture_load (fixture.store, CSN_FIXTURE_NOW);
  g_assert_cmpuint (closed->takeovers->len, ==, 0);
  g_assert_cmpuint (closed->requests->len, ==, 0);
  csn_store_fixture_clear (&fixture);
}

static void
test_gate_state_is_replaced (void)
{
  CsnStoreFixture fixture;
  const gint64 failures[] = { CSN_FIXTURE_NOW, CSN_FIXTURE_NOW + 1 };
  const CsnProfileState state = {
    .level = CSN_LEVEL_NOTIFY_ONLY,
    .successes = 4,
    .failures = failures,
    .n_failures = 2,
    .pinned = TRUE,
  };
  g_autoptr (CsnProfile) profile = NULL;
  g_autoptr (CsnSourceConfig) config = NULL;
  g_autoptr (CsnSnapshot) snapshot = NULL;
  const CsnStoredAgent *agent;
  CsnChange *change = csn_change_new ();

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  profile = csn_profile_new_full ("a", "refund", &state);
  config = csn_source_config_new ("demo", "http://127.0.0.1:8137", "tasks", FALSE, NULL);
  csn_change_put_agent (change, "a", "demo", FALSE, FALSE, FALSE);
  csn_change_put_agent (change, "a", "other", TRUE, FALSE, TRUE);
  csn_change_put_profile (change, profile);
  csn_change_put_source (change, config);
  csn_change_put_value (change, "stopped", "1");
  csn_change_put_value (change, "stopped", "2");
  csn_change_put_value (change, "gone", "1");
  csn_change_put_value (change, "gone", NULL);
  csn_store_fixture_commit_ok (fixture.store, change);

  snapshot = csn_store_fixture_load (fixture.store, CSN_FIXTURE_NOW);
  g_assert_cmpuint (snapshot->agents->len, ==, 1);
  agent = g_ptr_array_index (snapshot->agents, 0);
  g_assert_cmpstr (agent->source, ==, "other");
  g_assert_true (agent->read_only && !agent->mode_acknowledged && agent->stopped);
  g_assert_cmpuint (snapshot->profiles->len, ==, 1);
  g_clear_pointer (&profile, csn_profile_unref);
  profile = csn_profile_ref (g_ptr_array_index (snapshot->profiles, 0));
  g_assert_cmpint (csn_profile_get_level (profile), ==, CSN_LEVEL_NOTIFY_ONLY);
  g_assert_cmpuint (csn_profile_get_successes (profile), ==, 4);
  g_assert_true (csn_profile_get_pinned (profile));
  g_assert_cmpint (csn_profile_get_failures (profile, &(guint){ 0 })[1], ==, failures[1]);
  g_assert_cmpuint (snapshot->sources->len, ==, 1);
  g_assert_cmpuint (g_hash_table_size (snapshot->values), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (snapshot->values, "stopped"), ==, "2");
  csn_store_fixture_clear (&fixture);
}

static void
test_malformed_request_comes_back_flagged (void)
{
  CsnStoreFixture fixture;
  g_autoptr (GBytes) raw = g_bytes_new_static ("{\"task_id\":\0\xff", 14);
  g_autoptr (CsnRequest) request = NULL;
  g_autoptr (CsnStoredRequest) stored = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  request = csn_request_new_malformed ("demo", NULL, NULL, raw, "A NUL at byte 11");
  csn_store_fixture_commit_ok (fixture.store, csn_store_fixture_new_arrival ("r-1", request));
  stored = csn_store_fixture_read_request (fixture.store, "r-1", NULL);
  g_assert_true (csn_request_get_flags (stored->request) & CSN_REQUEST_FLAG_MALFORMED);
  g_assert_true (g_bytes_equal (csn_request_get_raw (stored->request), raw));
  g_assert_cmpstr (csn_request_get_task_id (stored->request),
                   ==,
                   csn_request_get_task_id (request));
  g_assert_cmpstr (csn_request_get_problems (stored->request)[0], ==, "A NUL at byte 11");
  csn_store_fixture_clear (&fixture);
}

typedef struct
{
  guint n_answers;
  guint n_conflicts;
  GString *order;
} Answers;

typedef struct
{
  Answers *answers;
  guint number;
} Asked;

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (GError) error = NULL;

  if (!csn_store_commit_finish (CSN_STORE (source), result, &error))
    {
      g_assert_error (error, CSN_STORE_ERROR, CSN_STORE_ERROR_CONFLICT);
      asked->answers->n_conflicts++;
    }
  g_string_append_printf (asked->answers->order, "%u ", asked->number);
  asked->answers->n_answers++;
}

static void
on_committed (CsnStore *store, guint64 head_seq, gpointer user_data)
{
  guint64 *last = user_data;

  g_assert_cmpuint (head_seq, >, *last);
  *last = head_seq;
}

/* Every third change settles what the first one did already; the others append two events. */
static CsnChange *
new_group_member (guint number)
{
  CsnChange *change = csn_change_new ();

  csn_change_add_event (change, new_event (2 * number));
  csn_change_add_event (change, new_event (2 * number + 1));
  if (number % 3 == 0)
    csn_change_settle (change, "r-1", CSN_REQUEST_REJECTED, NULL, 1);
  return change;
}

static void
assert_order_of_events (CsnStore *store)
{
  CsnHistoryQuery query = { .event_type = (char *) "presence" };
  g_autoptr (GPtrArray) page = NULL;
  guint next = 0;

  page = csn_store_fixture_read_history (store, &query, G_MAXUINT64, 1000);
  for (guint i = page->len; i > 0; i--, next++)
    {
      const CsnStoredEvent *event = g_ptr_array_index (page, i - 1);
      g_autofree char *expected = NULL;

      while (next / 2 != 0 && next / 2 % 3 == 0)
        next++;
      expected = g_strdup_printf ("\"details\":{\"number\":%u}", next);
      g_assert_nonnull (strstr (event->body, expected));
    }
  g_assert_cmpuint (next, ==, 198);
}

static void
check_group (CsnStoreFlags flags)
{
  CsnStoreFixture fixture;
  Answers answers = { .order = g_string_new (NULL) };
  g_autoptr (GString) expected = g_string_new (NULL);
  guint64 last = 0;

  csn_store_fixture_init (&fixture, flags);
  insert_request (&fixture, "r-1", "t-1");
  g_signal_connect (fixture.store, "committed", G_CALLBACK (on_committed), &last);
  for (guint i = 0; i < 100; i++)
    {
      Asked *asked = g_new0 (Asked, 1);

      asked->answers = &answers;
      asked->number = i;
      g_string_append_printf (expected, "%u ", i);
      csn_store_commit_async (fixture.store, new_group_member (i), on_answer, asked);
    }
  g_assert_cmpuint (answers.n_answers, ==, 0);
  while (answers.n_answers < 100)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (answers.n_conflicts, ==, 33);
  g_assert_cmpstr (answers.order->str, ==, expected->str);
  g_assert_cmpuint (last, ==, 135);
  assert_order_of_events (fixture.store);
  csn_store_fixture_assert_intact (fixture.path, 2 + 2 * 67);
  g_string_free (answers.order, TRUE);
  csn_store_fixture_clear (&fixture);
}

static void
test_changes_of_a_group_fail_alone (void)
{
  check_group (CSN_STORE_DEFAULT);
}

static void
test_inline_changes_fail_alone (void)
{
  check_group (CSN_STORE_INLINE);
}

static void
test_event_too_long_fails_alone (void)
{
  CsnStoreFixture fixture;
  CsnChange *change = csn_change_new ();
  g_autoptr (GString) code = g_string_new (NULL);
  g_autoptr (CsnRequest) request = csn_store_fixture_new_request ("t-1", 1);
  CsnVerdictBuilder *builder = csn_verdict_builder_new ();
  g_autoptr (CsnVerdict) verdict = NULL;
  const CsnActor actor = { .kind = CSN_ACTOR_SYSTEM };
  CsnEvent *event = csn_event_new (CSN_EVENT_REQUESTED, CSN_FIXTURE_NOW, &actor);

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  for (guint i = 0; i < CSN_EVENT_MAX_BYTES; i++)
    g_string_append_c (code, 'x');
  csn_verdict_builder_add (builder, code->str, CSN_LEVEL_HARD_APPROVAL, g_strdup ("Why."));
  verdict = csn_verdict_builder_end (builder);
  csn_event_set_request (event, "r-1", request, verdict, NULL);
  csn_change_add_event (change, event);
  csn_store_fixture_commit_conflict (fixture.store, change);
  insert_request (&fixture, "r-1", "t-1");
  csn_store_fixture_assert_intact (fixture.path, 2);
  csn_store_fixture_clear (&fixture);
}

static int
run_sql (const char *path, const char *sql)
{
  sqlite3 *database = NULL;
  int result;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  sqlite3_extended_result_codes (database, 1);
  result = sqlite3_exec (database, sql, NULL, NULL, NULL);
  sqlite3_close (database);
  return result;
}

static void
test_triggers_abort_what_must_not_change (void)
{
  static const char *const forbidden[] = {
    "UPDATE events SET body = '{}' WHERE seq = 0",
    "UPDATE events SET agent_id = 'x'",
    "DELETE FROM events WHERE seq = 1",
    "DELETE FROM requests",
    "UPDATE requests SET state = 'pending'",
  };
  CsnStoreFixture fixture;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  insert_request (&fixture, "r-1", "t-1");
  csn_store_fixture_commit_ok (fixture.store, new_settlement ("r-1", CSN_REQUEST_REJECTED));
  csn_store_fixture_close (&fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++)
    g_assert_cmpint (run_sql (fixture.path, forbidden[i]), ==, SQLITE_CONSTRAINT_TRIGGER);
  csn_store_fixture_assert_intact (fixture.path, 3);
  csn_store_fixture_clear (&fixture);
}

/* A salt, the raw bytes and the event say the same, and a salt is never used twice. */
static void
test_requested_event_commits_to_the_payload (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnRequest) request = csn_store_fixture_new_request ("t-1", 1);
  g_autoptr (GPtrArray) page = NULL;
  CsnHistoryQuery query = { .request_id = (char *) "r-1" };
  g_autofree char *expected = NULL;
  g_autofree char *hex = NULL;
  guint8 commitment[CSN_SHA256_BYTES];
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_commit_ok (fixture.store, csn_store_fixture_new_arrival ("r-1", request));
  page = csn_store_fixture_read_history (fixture.store, &query, G_MAXUINT64, 10);
  g_assert_cmpint (sqlite3_open (fixture.path, &database), ==, SQLITE_OK);
  sqlite3_prepare_v2 (database, "SELECT salt FROM payloads", -1, &statement, NULL);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  csn_payload_commitment (sqlite3_column_blob (statement, 0),
                          csn_request_get_raw (request),
                          commitment);
  hex = csn_digest_to_hex (commitment, sizeof commitment);
  expected = g_strdup_printf ("\"details\":{\"payload_commitment\":\"%s\"}", hex);
  g_assert_cmpuint (page->len, ==, 1);
  g_assert_nonnull (strstr (((CsnStoredEvent *) g_ptr_array_index (page, 0))->body, expected));
  sqlite3_finalize (statement);
  sqlite3_close (database);
  csn_store_fixture_clear (&fixture);
}

static void
test_closed_store_refuses (void)
{
  CsnStoreFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) read_error = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_close (fixture.store);
  g_assert_false (csn_store_fixture_commit (fixture.store, csn_change_new (), &error));
  g_assert_error (error, CSN_STORE_ERROR, CSN_STORE_ERROR_CLOSED);
  g_assert_null (csn_store_fixture_read_request (fixture.store, "r", &read_error));
  g_assert_error (read_error, CSN_STORE_ERROR, CSN_STORE_ERROR_CLOSED);
  csn_store_fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/change/request-is-inserted-once", test_request_is_inserted_once);
  g_test_add_func ("/store/change/request-is-settled-once", test_request_is_settled_once);
  g_test_add_func ("/store/change/outcome-is-set-once", test_outcome_is_set_once);
  g_test_add_func ("/store/change/delivery-goes-from-queued-to-one-end",
                   test_delivery_goes_from_queued_to_one_end);
  g_test_add_func ("/store/change/takeover-opens-and-closes-once",
                   test_takeover_opens_and_closes_once);
  g_test_add_func ("/store/change/gate-state-is-replaced", test_gate_state_is_replaced);
  g_test_add_func ("/store/change/malformed-request-comes-back-flagged",
                   test_malformed_request_comes_back_flagged);
  g_test_add_func ("/store/change/members-of-a-group-fail-alone",
                   test_changes_of_a_group_fail_alone);
  g_test_add_func ("/store/change/inline-ones-fail-alone", test_inline_changes_fail_alone);
  g_test_add_func ("/store/change/too-long-event-fails-alone", test_event_too_long_fails_alone);
  g_test_add_func ("/store/change/triggers-abort-what-must-not-change",
                   test_triggers_abort_what_must_not_change);
  g_test_add_func ("/store/change/requested-event-commits-to-the-payload",
                   test_requested_event_commits_to_the_payload);
  g_test_add_func ("/store/change/closed-store-refuses", test_closed_store_refuses);
  return g_test_run ();
}
