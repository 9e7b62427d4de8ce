/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "csn-judgement.h"
#include "csn-life-fixture.h"
#include "csn-store-fixture.h"
#include "csn-test-request.h"
#include "csn-test-wait.h"

#define OBJECT_PATH "/io/github/countersign/Countersign"
#define INTERFACE "io.github.countersign.Countersign1"

#define CAUTIOUS "{\"version\":1,\"preset\":\"cautious\"}"
#define REFERENCE "{\"version\":1,\"preset\":\"reference\"}"

typedef struct
{
  GDBusConnection *offered; /* the service's */
  GDBusConnection *asking;  /* the command line's */
  char *folder;
  CsnService *service;
  guint n_proposals; /* how often the window was told */
  guint n_signals;   /* how often the command line was told */
} Fixture;

static GDBusConnection *
connect_to_bus (void)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection =
      g_dbus_connection_new_for_address_sync (g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              &error);

  g_assert_no_error (error);
  return connection;
}

static void
on_proposed (Fixture *self)
{
  self->n_proposals++;
}

static void
on_signal (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *name,
           GVariant *parameters,
           gpointer user_data)
{
  Fixture *self = user_data;

  self->n_signals++;
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  g_autofree char *top = g_dir_make_tmp ("csn-judgement-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  self->folder = g_build_filename (top, "data", NULL);
  self->service = csn_service_new (self->folder);
  self->offered = connect_to_bus ();
  self->asking = connect_to_bus ();
  csn_service_export_dbus (self->service, self->offered, &error);
  g_assert_no_error (error);
  g_dbus_connection_signal_subscribe (self->asking,
                                      NULL,
                                      INTERFACE,
                                      "PolicyChanged",
                                      OBJECT_PATH,
                                      NULL,
                                      G_DBUS_SIGNAL_FLAGS_NONE,
                                      on_signal,
                                      self,
                                      NULL);
  g_signal_connect_swapped (self->service, "policy-proposed", G_CALLBACK (on_proposed), self);
  csn_service_start_async (self->service, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_service_start_finish (self->service, done, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  g_autofree char *top = g_path_get_dirname (self->folder);
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_service_stop_async (self->service, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  g_assert_true (csn_service_stop_finish (self->service, done, NULL));
  g_clear_object (&done);
  g_assert_finalize_object (G_OBJECT (self->service));
  g_dbus_connection_close_sync (self->offered, NULL, NULL);
  g_dbus_connection_close_sync (self->asking, NULL, NULL);
  g_object_unref (self->offered);
  g_object_unref (self->asking);
  csn_store_fixture_remove_folder (self->folder);
  g_rmdir (top);
  g_free (self->folder);
}

static char *
call (Fixture *self, const char *method, GVariant *parameters, GError **error)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GVariant) reply = NULL;
  char *text = NULL;

  g_dbus_connection_call (self->asking,
                          g_dbus_connection_get_unique_name (self->offered),
                          OBJECT_PATH,
                          INTERFACE,
                          method,
                          parameters,
                          G_VARIANT_TYPE ("(s)"),
                          G_DBUS_CALL_FLAGS_NONE,
                          20000,
                          NULL,
                          csn_test_keep_result,
                          &result);
  done = csn_test_wait_result (&result);
  reply = g_dbus_connection_call_finish (self->asking, done, error);
  if (reply != NULL)
    g_variant_get (reply, "(s)", &text);
  return text;
}

static char *
propose (Fixture *self, const char *policy)
{
  g_autoptr (GError) error = NULL;
  char *answer = call (self, "ProposePolicy", g_variant_new ("(s)", policy), &error);

  g_assert_no_error (error);
  return answer;
}

static const char *
preset_in_force (Fixture *self)
{
  return csn_policy_get_preset (csn_judgement_get_policy (self->service));
}

static void
confirm (Fixture *self, CsnPolicy *policy)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;

  csn_judgement_set_policy_async (self->service, policy, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_judgement_set_policy_finish (self->service, done, &error);
  g_assert_no_error (error);
}

static void
test_stricter_is_applied_at_once (Fixture *self, gconstpointer user_data)
{
  g_autofree char *answer = propose (self, CAUTIOUS);
  g_autofree char *again = propose (self, CAUTIOUS);
  g_autofree char *policy = call (self, "GetPolicy", NULL, NULL);
  g_autofree char *in_force = csn_policy_to_json (csn_judgement_get_policy (self->service));

  g_assert_cmpstr (answer, ==, "applied");
  g_assert_cmpstr (again, ==, "unchanged");
  g_assert_cmpstr (preset_in_force (self), ==, "cautious");
  g_assert_cmpstr (policy, ==, in_force);
  g_assert_cmpuint (self->n_proposals, ==, 0);
  g_assert_cmpuint (self->n_signals, ==, 1);
}

static void
test_looser_waits_for_a_person (Fixture *self, gconstpointer user_data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *proposal = NULL;
  g_autofree char *after = NULL;

  g_free (propose (self, CAUTIOUS));
  first = propose (self, "{\"version\":1,\"preset\":\"cautious\",\"failures_24h\":9}");
  second = propose (self, REFERENCE);
  g_assert_cmpstr (first, ==, "needs-confirmation");
  g_assert_cmpstr (second, ==, "needs-confirmation");
  g_assert_cmpstr (preset_in_force (self), ==, "cautious");
  g_assert_cmpuint (self->n_proposals, ==, 2);
  proposal = call (self, "GetProposal", NULL, NULL);
  g_assert_nonnull (strstr (proposal, "\"reference\""));

  confirm (self, csn_judgement_get_proposal (self->service));
  g_assert_cmpstr (preset_in_force (self), ==, "reference");
  g_assert_null (csn_judgement_get_proposal (self->service));
  after = call (self, "GetProposal", NULL, NULL);
  g_assert_cmpstr (after, ==, "");
  g_assert_cmpuint (self->n_proposals, ==, 3);
}

static void
test_proposal_can_be_declined (Fixture *self, gconstpointer user_data)
{
  g_free (propose (self, CAUTIOUS));
  g_free (propose (self, REFERENCE));
  csn_judgement_drop_proposal (self->service);
  g_assert_null (csn_judgement_get_proposal (self->service));
  g_assert_cmpuint (self->n_proposals, ==, 2);
  g_assert_cmpstr (preset_in_force (self), ==, "cautious");
}

static void
test_refused_policy_leaves_the_old_one (Fixture *self, gconstpointer user_data)
{
  static const char *const texts[] = {
    "",
    "{\"version\":1,",
    "{\"version\":2}",
    "{\"version\":1,\n\"failures_24\":2}",
    "{\"version\":1,\"failures_24h\":2,\"failures_24h\":2}",
    "{\"version\":1,\"failures_24h\":\"2\"}",
    "{\"version\":1,\"failures_24h\":-1}",
  };

  g_free (propose (self, CAUTIOUS));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = NULL;

      g_assert_null (call (self, "ProposePolicy", g_variant_new ("(s)", texts[i]), &error));
      name = g_dbus_error_get_remote_error (error);
      g_assert_cmpstr (name, ==, "io.github.countersign.Error.Invalid");
      g_assert_nonnull (strstr (error->message, "ine "));
      g_assert_cmpstr (preset_in_force (self), ==, "cautious");
    }
  g_assert_null (csn_judgement_get_proposal (self->service));
}

/* Lives */

/* Five refunds: two succeed, one fails, one is rejected, one still waits. */
static void
live (Fixture *self)
{
  static const CsnOutcomeKind outcomes[] = { CSN_OUTCOME_SUCCESS,
                                             CSN_OUTCOME_SUCCESS,
                                             CSN_OUTCOME_FAILURE };
  CsnGate *gate = csn_service_get_gate (self->service);
  g_autofree char *rejected = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);
      g_autofree char *id = csn_life_fixture_submit (gate, task_id, CSN_TEST_SOFT);

      csn_life_fixture_decide (gate, id, CSN_DECISION_APPROVE);
      csn_life_fixture_acknowledge (gate);
      csn_life_fixture_report (gate, id, outcomes[i]);
    }
  rejected = csn_life_fixture_submit (gate, "t-3", CSN_TEST_SOFT);
  csn_life_fixture_decide (gate, rejected, CSN_DECISION_REJECT);
  g_free (csn_life_fixture_submit (gate, "t-4", CSN_TEST_SOFT));
}

static void
test_track_record (Fixture *self, gconstpointer user_data)
{
  static const CsnTrackResult expected[] = { CSN_TRACK_SUCCESS,
                                             CSN_TRACK_SUCCESS,
                                             CSN_TRACK_FAILURE,
                                             CSN_TRACK_REJECTED };
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (CsnTrackRecord) record = NULL;

  live (self);
  csn_judgement_load_track_async (self->service,
                                  "agent-1",
                                  "refund",
                                  NULL,
                                  csn_test_keep_result,
                                  &result);
  done = csn_test_wait_result (&result);
  record = csn_judgement_load_track_finish (self->service, done, NULL);
  g_assert_nonnull (record);
  g_assert_cmpuint (record->results->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const CsnTrackEntry *entry = g_ptr_array_index (record->results, i);

      g_assert_cmpint (entry->result, ==, expected[i]);
      g_assert_cmpint (entry->at, >, 0);
    }
  g_assert_cmpuint (record->levels->len, ==, 0);
}

static void
test_calibration (Fixture *self, gconstpointer user_data)
{
  GAsyncResult *result = NULL;
  GAsyncResult *listed = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GAsyncResult) list_done = NULL;
  g_autoptr (CsnCalibration) calibration = NULL;
  g_autoptr (GPtrArray) list = NULL;
  CsnCalibrationCounts counts;

  live (self);
  csn_judgement_load_calibration_async (self->service,
                                        "agent-1",
                                        NULL,
                                        0,
                                        0,
                                        NULL,
                                        csn_test_keep_result,
                                        &result);
  done = csn_test_wait_result (&result);
  calibration = csn_judgement_load_calibration_finish (self->service, done, NULL);
  counts = csn_calibration_get_total (calibration);
  g_assert_cmpint (counts.n, ==, 4);
  g_assert_cmpint (counts.right, ==, 2);
  g_assert_cmpint (counts.rejected, ==, 1);

  csn_judgement_list_calibrated_async (self->service, 0, 0, NULL, csn_test_keep_result, &listed);
  list_done = csn_test_wait_result (&listed);
  list = csn_judgement_list_calibrated_finish (self->service, list_done, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((const CsnCalibrated *) list->pdata[0])->action_type, ==, "refund");
}

static CsnReplay *
replay (Fixture *self, const char *text)
{
  g_autoptr (CsnPolicy) policy = csn_policy_parse (text, strlen (text), NULL);
  const CsnCaseQuery query = { 0 };
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;
  CsnReplay *report;

  csn_judgement_replay_async (self->service,
                              policy,
                              &query,
                              NULL,
                              NULL,
                              NULL,
                              csn_test_keep_result,
                              &result);
  done = csn_test_wait_result (&result);
  report = csn_judgement_replay_finish (self->service, done, &error);
  g_assert_no_error (error);
  return report;
}

/* By what each was judged then, the same policy gives the same verdicts. */
static void
test_the_same_policy_moves_nothing (Fixture *self, gconstpointer user_data)
{
  g_autoptr (CsnReplay) report = NULL;

  live (self);
  report = replay (self, REFERENCE);
  g_assert_cmpuint (csn_replay_get_total (report), ==, 5);
  g_assert_cmpuint (csn_replay_get_moved (report), ==, 0);
  g_assert_cmpuint (csn_replay_get_n_skipped (report), ==, 0);
}

#define LOWER                                                                                      \
  "{\"version\":1,\"rules\":[{\"id\":\"r-1\",\"note\":\"n\",\"owner\":\"ana\",\"agents\":\"agent-" \
  "*\","                                                                                           \
  "\"action_types\":\"refund\",\"effect\":\"lower\",\"level\":\"FULL_AUTO\",\"dry_run\":false,"    \
  "\"expires_at\":\"2099-01-01T00:00:00Z\"}]}"

static void
test_replay_finds_what_would_have_skipped_a_person (Fixture *self, gconstpointer user_data)
{
  g_autofree char *database = g_build_filename (self->folder, "countersign.db", NULL);
  g_autoptr (CsnPolicy) policy = csn_policy_parse (LOWER, strlen (LOWER), NULL);
  g_autoptr (CsnReplay) report = NULL;
  g_autoptr (CsnReplay) outside = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *inside_text = NULL;
  g_autofree char *outside_text = NULL;

  live (self);
  report = replay (self, LOWER);
  g_assert_cmpuint (csn_replay_get_count (report, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_FULL_AUTO),
                    ==,
                    5);
  g_assert_cmpuint (csn_replay_get_n_skipped (report), ==, 2);
  g_assert_cmpint (csn_replay_get_skip (report, 0)->reasons, ==, CSN_REPLAY_REJECTED);
  g_assert_cmpint (csn_replay_get_skip (report, 1)->reasons, ==, CSN_REPLAY_FAILED);

  /* The command line sees the same while the service has the database open. */
  outside = csn_judgement_replay_file (database, policy, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  inside_text = csn_replay_to_json (report);
  outside_text = csn_replay_to_json (outside);
  g_assert_cmpstr (inside_text, ==, outside_text);
}

static void
test_replay_of_a_promotion (Fixture *self, gconstpointer user_data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (CsnReplay) report = NULL;

  live (self);
  csn_judgement_replay_promotion_async (self->service,
                                        "agent-1",
                                        "refund",
                                        CSN_LEVEL_NOTIFY_ONLY,
                                        NULL,
                                        NULL,
                                        NULL,
                                        NULL,
                                        csn_test_keep_result,
                                        &result);
  done = csn_test_wait_result (&result);
  report = csn_judgement_replay_finish (self->service, done, NULL);
  g_assert_cmpuint (csn_replay_get_count (report, CSN_LEVEL_SOFT_APPROVAL, CSN_LEVEL_NOTIFY_ONLY),
                    ==,
                    5);
  g_assert_cmpuint (csn_replay_get_n_skipped (report), ==, 2);
}

static void
test_rule_knows_what_it_would_have_done (Fixture *self, gconstpointer user_data)
{
  g_autoptr (CsnPolicy) policy = csn_policy_parse (LOWER, strlen (LOWER), NULL);
  const CsnCaseQuery query = { 0 };
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (CsnRuleMatches) matches = NULL;
  g_autoptr (GError) error = NULL;

  live (self);
  g_free (csn_life_fixture_submit (csn_service_get_gate (self->service),
                                   "other",
                                   "'action_type': 'send_email'"));
  csn_judgement_match_rule_async (self->service,
                                  csn_policy_get_rule (policy, 0),
                                  &query,
                                  NULL,
                                  NULL,
                                  NULL,
                                  csn_test_keep_result,
                                  &result);
  done = csn_test_wait_result (&result);
  matches = csn_judgement_match_rule_finish (self->service, done, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (matches->n_read, ==, 6);
  g_assert_cmpuint (matches->n_matches, ==, 5);
  g_assert_cmpuint (matches->n_lowered, ==, 5);
  g_assert_cmpuint (matches->n_raised, ==, 0);
  g_assert_cmpuint (matches->newest->len, ==, 5);
}

static void
test_reading_can_be_cancelled (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const CsnCaseQuery query = { 0 };
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;

  live (self);
  g_cancellable_cancel (cancellable);
  csn_judgement_load_cases_async (self->service,
                                  &query,
                                  cancellable,
                                  csn_test_keep_result,
                                  &result);
  done = csn_test_wait_result (&result);
  g_assert_null (csn_judgement_load_cases_finish (self->service, done, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_newest_cases_come_first (Fixture *self, gconstpointer user_data)
{
  const CsnCaseQuery query = { .agent_id = "agent-1", .limit = 2 };
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  CsnReplayCase *newest;

  live (self);
  csn_judgement_load_cases_async (self->service, &query, NULL, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  cases = csn_judgement_load_cases_finish (self->service, done, NULL);
  g_assert_cmpuint (cases->len, ==, 2);
  newest = g_ptr_array_index (cases, 0);
  g_assert_cmpstr (csn_request_get_task_id (csn_replay_case_get_request (newest)), ==, "t-4");
  g_assert_false (csn_replay_case_get_record (newest)->decided);
  g_assert_cmpint (csn_replay_case_get_context (newest)->now, >, 0);
}

/* What an older Countersign wrote, in its own schema, by its verdicts. */
static void
test_version_1_is_replayed (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "store", "fixtures", "version-1.db", NULL);
  g_autoptr (CsnPolicy) policy = csn_policy_new_preset ("reference");
  g_autoptr (CsnReplay) report = NULL;
  g_autoptr (CsnReplay) none = NULL;
  g_autoptr (GError) error = NULL;

  report = csn_judgement_replay_file (path, policy, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (csn_replay_get_total (report), ==, 2);
  none = csn_judgement_replay_file ("/no/such.db", policy, NULL, NULL, NULL, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
add (const char *path, void (*func) (Fixture *self, gconstpointer user_data))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int argc, char *argv[])
{
  /* Kept: its end would wait for libraries that hold their connection to the last. */
  static GTestDBus *bus;
  int status;

  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  /* Neither of the machine's own buses has a part in this. */
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);

  add ("/app/judgement/stricter-at-once", test_stricter_is_applied_at_once);
  add ("/app/judgement/looser-waits", test_looser_waits_for_a_person);
  add ("/app/judgement/declined", test_proposal_can_be_declined);
  add ("/app/judgement/refused", test_refused_policy_leaves_the_old_one);
  add ("/app/judgement/track", test_track_record);
  add ("/app/judgement/calibration", test_calibration);
  add ("/app/judgement/same-policy", test_the_same_policy_moves_nothing);
  add ("/app/judgement/skipped", test_replay_finds_what_would_have_skipped_a_person);
  add ("/app/judgement/promotion", test_replay_of_a_promotion);
  add ("/app/judgement/rule", test_rule_knows_what_it_would_have_done);
  add ("/app/judgement/cancelled", test_reading_can_be_cancelled);
  add ("/app/judgement/newest-first", test_newest_cases_come_first);
  g_test_add_func ("/app/judgement/version-1", test_version_1_is_replayed);

  status = g_test_run ();
  g_test_dbus_stop (bus);
  return status;
}
