/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <string.h>

#include "csn-judgement-reader.h"
#include "csn-store-fixture.h"
#include "csn-time.h"

#define AGENT "billing-agent"
#define TYPE "refund"

static void
insert_request (CsnStoreFixture *fixture, const char *request_id, const char *task_id)
{
  g_autoptr (CsnRequest) request = csn_store_fixture_new_request (task_id, 1);

  csn_store_fixture_commit_ok (fixture->store, csn_store_fixture_new_arrival (request_id, request));
}

static CsnJudgementReader *
open_reader (CsnStoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  CsnJudgementReader *reader = csn_judgement_reader_open (fixture->path, NULL, &error);

  g_assert_no_error (error);
  return reader;
}

static void
test_policy_in_force_is_loaded (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnSnapshot) before = NULL;
  g_autoptr (CsnSnapshot) after = NULL;
  CsnChange *change;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  before = csn_store_fixture_load (fixture.store, CSN_FIXTURE_NOW);
  g_assert_false (g_hash_table_contains (before->values, CSN_STORE_POLICY_KEY));
  g_assert_cmpuint (g_hash_table_size (before->policies), ==, 0);

  for (guint i = 0; i < 3; i++)
    {
      static const char *const names[] = { "aa", "bb", "aa" };

      change = csn_change_new ();
      csn_change_put_policy (change, names[i], i == 1 ? "{\"b\":1}" : "{\"a\":1}", i + 1);
      csn_store_fixture_commit_ok (fixture.store, change);
    }
  csn_store_fixture_reopen (&fixture, CSN_STORE_DEFAULT);
  after = csn_store_fixture_load (fixture.store, CSN_FIXTURE_NOW);
  g_assert_cmpstr (g_hash_table_lookup (after->values, CSN_STORE_POLICY_KEY), ==, "aa");
  g_assert_cmpuint (g_hash_table_size (after->policies), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (after->policies, "aa"), ==, "{\"a\":1}");
  csn_store_fixture_clear (&fixture);
}

/* A pending request is judged by what it was judged by, so that policy is loaded as well. */
static void
test_policies_of_pending_requests_are_loaded (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnSnapshot) snapshot = NULL;
  CsnChange *change = csn_change_new ();

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  insert_request (&fixture, "r-1", "t-1");
  csn_change_put_policy (change, "abcd", "{\"old\":1}", 1);
  csn_change_put_policy (change, "ef01", "{\"new\":1}", 2);
  csn_change_put_policy (change, "2345", "{\"newest\":1}", 2);
  csn_store_fixture_commit_ok (fixture.store, change);
  snapshot = csn_store_fixture_load (fixture.store, CSN_FIXTURE_NOW);
  g_assert_cmpuint (g_hash_table_size (snapshot->policies), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (snapshot->policies, "abcd"), ==, "{\"old\":1}");
  g_assert_cmpstr (g_hash_table_lookup (snapshot->policies, "2345"), ==, "{\"newest\":1}");
  csn_store_fixture_clear (&fixture);
}

static void
test_only_a_pending_request_is_judged_anew (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnVerdict) verdict = csn_store_fixture_new_verdict (CSN_LEVEL_HARD_APPROVAL);
  g_autoptr (CsnStoredRequest) stored = NULL;
  CsnChange *change = csn_change_new ();

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  insert_request (&fixture, "r-1", "t-1");
  csn_change_set_verdict (change, "r-1", verdict, "beef", "{\"now\":1}", 77);
  csn_store_fixture_commit_ok (fixture.store, change);
  stored = csn_store_fixture_read_request (fixture.store, "r-1", NULL);
  g_assert_cmpint (csn_verdict_get_level (stored->verdict), ==, CSN_LEVEL_HARD_APPROVAL);
  g_assert_cmpstr (stored->policy_sha256, ==, "beef");
  g_assert_cmpint (stored->deadline_at, ==, 77);

  change = csn_change_new ();
  csn_change_settle (change, "r-1", CSN_REQUEST_WITHDRAWN, NULL, CSN_FIXTURE_NOW);
  csn_store_fixture_commit_ok (fixture.store, change);
  change = csn_change_new ();
  csn_change_set_verdict (change, "r-1", verdict, "beef", NULL, 78);
  csn_store_fixture_commit_conflict (fixture.store, change);
  csn_store_fixture_clear (&fixture);
}

static void
draw (CsnStoreFixture *fixture, const char *request_id, const char *cost, const char *total)
{
  g_autoptr (CsnMoney) money = csn_money_new (cost, "USD");
  g_autoptr (CsnMoney) sum = csn_money_new (total, "USD");
  CsnChange *change = csn_change_new ();

  csn_change_draw (change, request_id, "g-1", money, sum, CSN_FIXTURE_NOW);
  csn_store_fixture_commit_ok (fixture->store, change);
}

static void
test_draws_add_up_per_grant (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnSnapshot) snapshot = NULL;
  const CsnStoredDrawn *drawn;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  draw (&fixture, "r-1", "0.10", "0.10");
  draw (&fixture, "r-2", "0.2", "0.30");
  snapshot = csn_store_fixture_load (fixture.store, CSN_FIXTURE_NOW);
  g_assert_cmpuint (snapshot->drawn->len, ==, 1);
  drawn = g_ptr_array_index (snapshot->drawn, 0);
  g_assert_cmpstr (drawn->grant_id, ==, "g-1");
  g_assert_cmpstr (csn_money_get_amount (drawn->money), ==, "0.30");
  csn_store_fixture_clear (&fixture);
}

static void
count (CsnStoreFixture *fixture, gint64 at, guint bin, gint64 n_right)
{
  const CsnStoredScores scores = { bin, 1, n_right, 0, 1 - n_right, 700000, 90000000 };
  CsnChange *change = csn_change_new ();

  csn_change_count_scores (change, AGENT, TYPE, at, &scores);
  csn_store_fixture_commit_ok (fixture->store, change);
}

static void
test_scores_add_up_by_day_and_bin (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnJudgementReader) reader = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) late = NULL;
  g_autoptr (GPtrArray) other = NULL;
  const CsnStoredCalibration *row;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  count (&fixture, 10 * CSN_DAY, 7, 1);
  count (&fixture, 10 * CSN_DAY + CSN_HOUR, 7, 0);
  count (&fixture, 11 * CSN_DAY, 7, 1);
  count (&fixture, 11 * CSN_DAY, 2, 1);
  reader = open_reader (&fixture);
  all = csn_judgement_reader_list_calibration (reader, NULL, NULL, 0, 0, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  row = g_ptr_array_index (all, 1);
  g_assert_cmpstr (row->agent_id, ==, AGENT);
  g_assert_cmpuint (row->scores.bin, ==, 7);
  g_assert_cmpint (row->scores.n, ==, 3);
  g_assert_cmpint (row->scores.n_right, ==, 2);
  g_assert_cmpint (row->scores.n_edited, ==, 1);
  g_assert_cmpint (row->scores.score_sum, ==, 2100000);
  late = csn_judgement_reader_list_calibration (reader,
                                                AGENT,
                                                TYPE,
                                                11 * CSN_DAY + CSN_HOUR,
                                                11 * CSN_DAY + CSN_HOUR,
                                                NULL);
  g_assert_cmpuint (late->len, ==, 2);
  other = csn_judgement_reader_list_calibration (reader, "nobody", NULL, 0, 0, NULL);
  g_assert_cmpuint (other->len, ==, 0);
  csn_store_fixture_clear (&fixture);
}

static void
test_cases_come_newest_first (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnJudgementReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  const CsnCaseFilter all = { 0 };
  const CsnCaseFilter later = { .since = CSN_FIXTURE_NOW + 1 };
  const CsnCaseFilter nobody = { .agent_id = "nobody" };
  g_autoptr (CsnStoredCase) newest = NULL;
  g_autoptr (CsnStoredCase) oldest = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  insert_request (&fixture, "r-1", "t-1");
  insert_request (&fixture, "r-2", "t-2");
  reader = open_reader (&fixture);
  g_assert_cmpint (csn_judgement_reader_count_cases (reader, &all, NULL), ==, 2);
  g_assert_cmpint (csn_judgement_reader_count_cases (reader, &later, NULL), ==, 0);
  g_assert_cmpint (csn_judgement_reader_count_cases (reader, &nobody, NULL), ==, 0);
  g_assert_true (csn_judgement_reader_begin_cases (reader, &all, NULL));
  newest = csn_judgement_reader_next_case (reader, NULL);
  oldest = csn_judgement_reader_next_case (reader, NULL);
  g_assert_cmpstr (newest->request->id, ==, "r-2");
  g_assert_cmpint (newest->seq, ==, 2);
  g_assert_cmpstr (oldest->request->id, ==, "r-1");
  g_assert_cmpint (oldest->seq, ==, 1);
  g_assert_null (csn_judgement_reader_next_case (reader, &error));
  g_assert_no_error (error);
  csn_store_fixture_clear (&fixture);
}

static void
test_erased_is_no_case (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnJudgementReader) reader = NULL;
  const CsnCaseFilter all = { 0 };
  g_autoptr (CsnStoredCase) only = NULL;
  sqlite3 *database = NULL;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  insert_request (&fixture, "r-1", "t-1");
  insert_request (&fixture, "r-2", "t-2");
  g_assert_cmpint (sqlite3_open (fixture.path, &database), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (database, "DELETE FROM payloads WHERE request_id = 'r-2'", NULL, NULL, NULL),
      ==,
      SQLITE_OK);
  sqlite3_close (database);
  reader = open_reader (&fixture);
  g_assert_true (csn_judgement_reader_begin_cases (reader, &all, NULL));
  only = csn_judgement_reader_next_case (reader, NULL);
  g_assert_cmpstr (only->request->id, ==, "r-1");
  g_assert_null (csn_judgement_reader_next_case (reader, NULL));
  csn_store_fixture_clear (&fixture);
}

static void
test_reading_stops_when_cancelled (void)
{
  CsnStoreFixture fixture;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CsnJudgementReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  const CsnCaseFilter all = { 0 };

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  insert_request (&fixture, "r-1", "t-1");
  reader = csn_judgement_reader_open (fixture.path, cancellable, NULL);
  g_assert_true (csn_judgement_reader_begin_cases (reader, &all, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_null (csn_judgement_reader_next_case (reader, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  csn_store_fixture_clear (&fixture);
}

static void
test_levels_are_kept (void)
{
  CsnStoreFixture fixture;
  g_autoptr (CsnJudgementReader) reader = NULL;
  g_autoptr (GPtrArray) levels = NULL;
  const CsnLevel before = CSN_LEVEL_SOFT_APPROVAL;
  CsnChange *change = csn_change_new ();
  const CsnStoredLevel *newest;

  csn_store_fixture_init (&fixture, CSN_STORE_DEFAULT);
  csn_change_add_level (change,
                        AGENT,
                        TYPE,
                        1,
                        NULL,
                        CSN_LEVEL_HARD_APPROVAL,
                        "reviewer",
                        CSN_ACTOR_HUMAN);
  csn_change_add_level (change,
                        AGENT,
                        TYPE,
                        2,
                        &before,
                        CSN_LEVEL_NOTIFY_ONLY,
                        "successes",
                        CSN_ACTOR_SYSTEM);
  csn_store_fixture_commit_ok (fixture.store, change);
  reader = open_reader (&fixture);
  levels = csn_judgement_reader_list_levels (reader, AGENT, TYPE, 10, NULL);
  g_assert_cmpuint (levels->len, ==, 2);
  newest = g_ptr_array_index (levels, 0);
  g_assert_cmpstr (newest->before, ==, "SOFT_APPROVAL");
  g_assert_cmpint (newest->level, ==, CSN_LEVEL_NOTIFY_ONLY);
  g_assert_cmpstr (newest->cause, ==, "successes");
  g_assert_cmpstr (newest->actor, ==, "system");
  csn_store_fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/judgement/policy-in-force", test_policy_in_force_is_loaded);
  g_test_add_func ("/store/judgement/policies-of-pending",
                   test_policies_of_pending_requests_are_loaded);
  g_test_add_func ("/store/judgement/judged-anew", test_only_a_pending_request_is_judged_anew);
  g_test_add_func ("/store/judgement/draws", test_draws_add_up_per_grant);
  g_test_add_func ("/store/judgement/scores", test_scores_add_up_by_day_and_bin);
  g_test_add_func ("/store/judgement/cases", test_cases_come_newest_first);
  g_test_add_func ("/store/judgement/erased", test_erased_is_no_case);
  g_test_add_func ("/store/judgement/cancelled", test_reading_stops_when_cancelled);
  g_test_add_func ("/store/judgement/levels", test_levels_are_kept);
  return g_test_run ();
}
