/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-fixture.h"

static void
test_new_database_holds_log_opened (void)
{
  CsnStoreFixture fixture;
  CsnHistoryQuery all = { 0 };
  g_autoptr (GPtrArray) page = NULL;
  const CsnStoredEvent *event;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  page = csn_store_fixture_read_history (fixture.store, &all, G_MAXUINT64, 10);
  g_assert_cmpuint (page->len, ==, 1);
  event = g_ptr_array_index (page, 0);
  g_assert_cmpuint (event->seq, ==, 0);
  g_assert_nonnull (strstr (event->body,
                            "\"seq\":0,\"timestamp\":\"2026-11-22T07:03:31.120431Z\","
                            "\"event_type\":\"log_opened\",\"request_id\":null"));
  csn_store_fixture_assert_intact (fixture.path, 1);
  csn_store_fixture_clear (&fixture);
}

static void
test_request_comes_back_as_it_was (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnRequest) request = csn_store_fixture_new_request ("t-81", 2);
  g_autoptr (CsnStoredRequest) stored = NULL;
  g_autoptr (CsnSnapshot) snapshot = NULL;
  g_autoptr (GError) error = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_store_fixture_commit_ok (fixture.store, csn_store_fixture_new_arrival ("r-1", request));
  csn_store_fixture_reopen (&fixture, CSN_STORE_DEFAULT);
  stored = csn_store_fixture_read_request (fixture.store, "r-1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stored->id, ==, "r-1");
  g_assert_true (csn_request_same_content (stored->request, request));
  g_assert_cmpstr (csn_request_get_action_digest (stored->request),
                   ==,
                   csn_request_get_action_digest (request));
  g_assert_cmpint (csn_verdict_get_level (stored->verdict), ==, CSN_LEVEL_HARD_APPROVAL);
  g_assert_cmpint (stored->state, ==, CSN_REQUEST_PENDING);
  g_assert_cmpint (stored->received_at, ==, CSN_FIXTURE_NOW);
  g_assert_cmpint (stored->deadline_at, ==, CSN_FIXTURE_NOW + 60 * G_USEC_PER_SEC);
  snapshot = csn_store_fixture_load (fixture.store, CSN_FIXTURE_NOW);
  g_assert_cmpuint (snapshot->requests->len, ==, 1);
  csn_store_fixture_assert_intact (fixture.path, 2);
  csn_store_fixture_clear (&fixture);
}

static void
test_unknown_request_is_not_found (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnStoredRequest) stored = NULL;
  g_autoptr (GError) error = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  stored = csn_store_fixture_read_request (fixture.store, "r-1", &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (stored);
  csn_store_fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/new-database-holds-log-opened", test_new_database_holds_log_opened);
  g_test_add_func ("/store/request-comes-back-as-it-was", test_request_comes_back_as_it_was);
  g_test_add_func ("/store/unknown-request-is-not-found", test_unknown_request_is_not_found);
  return g_test_run ();
}
