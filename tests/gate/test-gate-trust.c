/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>

#include "csn-autonomy.h"
#include "csn-calibration.h"
#include "csn-gate-fixture.h"
#include "csn-judgement-reader.h"

#define CONFIRM "'autonomy': {'promote_after': 3, 'confirm_promotions': true}"

static void
set_policy (CsnGateFixture *f, const char *members)
{
  g_assert_cmpint (csn_gate_fixture_set_policy (f, members, "window"), ==, -1);
}

static void
succeed (CsnGateFixture *f, const char *prefix, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("%s-%u", prefix, i);

      g_free (csn_gate_fixture_live (f, task_id, CSN_TEST_SOFT, CSN_OUTCOME_SUCCESS));
    }
}

static void
ratchet_takes_the_numbers_of_the_policy (CsnGateFixture *f)
{
  set_policy (f, "'action_types': {'refund': {'autonomy': {'promote_after': 2}}}");
  succeed (f, "t", 2);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_NOTIFY_ONLY);
}

static void
promotion_waits_for_a_person (CsnGateFixture *f)
{
  g_autoptr (CsnJson) event = NULL;

  set_policy (f, CONFIRM);
  succeed (f, "t", 3);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_SOFT_APPROVAL);
  g_assert_true (csn_profile_get_promotion_waits (csn_gate_fixture_profile (f)));
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "promoted"), ==, 0);
  csn_gate_fixture_crash (f);
  g_assert_true (csn_profile_get_promotion_waits (csn_gate_fixture_profile (f)));

  g_assert_cmpint (csn_gate_fixture_answer_promotion (f, TRUE), ==, -1);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_NOTIFY_ONLY);
  event = csn_gate_fixture_event (f, NULL, "promoted");
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "kind"), ==, "human");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "cause"), ==, "promotion_confirmed");
  g_assert_cmpint (csn_gate_fixture_answer_promotion (f, TRUE), ==, CSN_GATE_ERROR_NOT_FOUND);
  csn_gate_fixture_restart (f);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_NOTIFY_ONLY);
}

static void
declined_promotion_starts_the_count_anew (CsnGateFixture *f)
{
  g_autoptr (CsnJson) event = NULL;

  set_policy (f, CONFIRM);
  succeed (f, "t", 3);
  g_assert_cmpint (csn_gate_fixture_answer_promotion (f, FALSE), ==, -1);
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_SOFT_APPROVAL);
  g_assert_cmpuint (csn_profile_get_successes (csn_gate_fixture_profile (f)), ==, 0);
  event = csn_gate_fixture_event (f, NULL, "profile_set");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "cause"), ==, "promotion_declined");
  g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "kind"), ==, "human");
}

static void
failure_takes_a_waiting_promotion_back (CsnGateFixture *f)
{
  set_policy (f, CONFIRM);
  succeed (f, "t", 3);
  g_free (csn_gate_fixture_live (f, "bad", CSN_TEST_SOFT, CSN_OUTCOME_FAILURE));
  g_assert_false (csn_profile_get_promotion_waits (csn_gate_fixture_profile (f)));
  g_assert_cmpint (csn_gate_fixture_answer_promotion (f, TRUE), ==, CSN_GATE_ERROR_NOT_FOUND);
}

static void
nobody_gives_himself_a_promotion (CsnGateFixture *f)
{
  g_autoptr (CsnProfile) waits = csn_profile_new_full (
      "agent-1",
      "refund",
      &(CsnProfileState){ .level = CSN_LEVEL_SOFT_APPROVAL, .promotion_waits = TRUE });

  succeed (f, "t", 1);
  g_assert_cmpint (csn_gate_fixture_set_profile (f, waits), ==, CSN_GATE_ERROR_NOT_ALLOWED);
}

/* Each says what a person did. */
static void
settings_are_events (CsnGateFixture *f)
{
  static const char *const causes[] = { "pinned", "unpinned", "stricter", "reset" };

  succeed (f, "t", 1);
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      CsnProfile *now = csn_gate_fixture_profile (f);
      g_autoptr (CsnProfile) next = NULL;
      g_autoptr (CsnJson) event = NULL;

      if (i < 2)
        next = csn_autonomy_set_pinned (now, i == 0);
      else if (i == 2)
        next = csn_autonomy_set_level (now, CSN_LEVEL_HARD_APPROVAL);
      else
        next = csn_autonomy_reset (now);
      g_assert_cmpint (csn_gate_fixture_set_profile (f, next), ==, -1);
      event = csn_gate_fixture_event (f, NULL, "profile_set");
      g_assert_cmpstr (csn_gate_fixture_text (event, "details", "cause"), ==, causes[i]);
      g_assert_cmpstr (csn_gate_fixture_text (event, "actor", "kind"), ==, "human");
    }
  g_assert_cmpint (csn_gate_fixture_level (f), ==, CSN_LEVEL_SOFT_APPROVAL);
}

static CsnJudgementReader *
open_reader (CsnGateFixture *f)
{
  g_autoptr (GError) error = NULL;
  CsnJudgementReader *reader = csn_judgement_reader_open (f->path, NULL, &error);

  g_assert_no_error (error);
  return reader;
}

static void
levels_have_a_history (CsnGateFixture *f)
{
  g_autoptr (CsnJudgementReader) reader = NULL;
  g_autoptr (GPtrArray) levels = NULL;
  const CsnStoredLevel *newest;

  succeed (f, "t", 10);
  g_free (csn_gate_fixture_live (f, "bad-1", CSN_TEST_SOFT, CSN_OUTCOME_FAILURE));
  g_free (csn_gate_fixture_live (f, "bad-2", CSN_TEST_SOFT, CSN_OUTCOME_FAILURE));
  reader = open_reader (f);
  levels = csn_judgement_reader_list_levels (reader, "agent-1", "refund", 10, NULL);
  g_assert_cmpuint (levels->len, ==, 2);
  newest = g_ptr_array_index (levels, 0);
  g_assert_cmpstr (newest->before, ==, "NOTIFY_ONLY");
  g_assert_cmpint (newest->level, ==, CSN_LEVEL_SOFT_APPROVAL);
  g_assert_cmpstr (newest->cause, ==, "failures");
  g_assert_cmpstr (newest->actor, ==, "system");
}

/* Scores */

static CsnCalibrationCounts
to_counts (const CsnStoredScores *scores)
{
  return (CsnCalibrationCounts){ .bin = scores->bin,
                                 .n = scores->n,
                                 .right = scores->n_right,
                                 .rejected = scores->n_rejected,
                                 .edited = scores->n_edited,
                                 .score_sum = scores->score_sum,
                                 .error_sum = scores->error_sum };
}

static CsnCalibration *
read_counted (CsnGateFixture *f)
{
  g_autoptr (CsnJudgementReader) reader = open_reader (f);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (CsnCalibrationCounts));
  g_autoptr (GError) error = NULL;
  CsnCalibration *calibration;

  rows = csn_judgement_reader_list_calibration (reader, NULL, NULL, 0, 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      const CsnStoredCalibration *row = g_ptr_array_index (rows, i);
      CsnCalibrationCounts one = to_counts (&row->scores);

      g_array_append_val (counts, one);
    }
  calibration = csn_calibration_new ((const CsnCalibrationCounts *) (gpointer) counts->data,
                                     counts->len,
                                     &error);
  g_assert_no_error (error);
  return calibration;
}

/* The same from the requests themselves, by the words of the design. */
static CsnCalibration *
count_again (CsnGateFixture *f)
{
  g_autoptr (CsnJudgementReader) reader = open_reader (f);
  const CsnCaseFilter all = { 0 };
  CsnCalibration *sum = csn_calibration_new (NULL, 0, NULL);

  g_assert_true (csn_judgement_reader_begin_cases (reader, &all, NULL));
  while (TRUE)
    {
      g_autoptr (CsnStoredCase) stored = csn_judgement_reader_next_case (reader, NULL);
      const CsnConfidence *confidence;
      g_autoptr (CsnCalibration) before = NULL;
      CsnCalibrationResult result;

      if (stored == NULL)
        return sum;
      confidence = csn_request_get_confidence (stored->request->request);
      if (confidence == NULL || confidence->score_text == NULL)
        continue;
      if (stored->request->state == CSN_REQUEST_REJECTED &&
          csn_decision_get_actor_kind (stored->request->decision) == CSN_ACTOR_HUMAN &&
          g_strcmp0 (csn_decision_get_notes (stored->request->decision),
                     "Stopped by the reviewer.") != 0)
        result = CSN_CALIBRATION_REJECTED;
      else if (stored->request->state == CSN_REQUEST_EDITED)
        result = CSN_CALIBRATION_EDITED;
      else if (stored->request->state == CSN_REQUEST_APPROVED && stored->request->outcome != NULL &&
               csn_outcome_get_kind (stored->request->outcome) == CSN_OUTCOME_SUCCESS)
        result = CSN_CALIBRATION_RIGHT;
      else if (stored->request->state == CSN_REQUEST_APPROVED && stored->request->outcome != NULL &&
               csn_outcome_get_kind (stored->request->outcome) == CSN_OUTCOME_FAILURE)
        result = CSN_CALIBRATION_FAILED;
      else
        continue;
      before = sum;
      sum = csn_calibration_add (before, confidence->score, result);
    }
}

static void
assert_same (const CsnCalibration *a, const CsnCalibration *b)
{
  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    {
      CsnCalibrationCounts one = csn_calibration_get_bin (a, i).counts;
      CsnCalibrationCounts other = csn_calibration_get_bin (b, i).counts;

      g_assert_cmpint (one.n, ==, other.n);
      g_assert_cmpint (one.right, ==, other.right);
      g_assert_cmpint (one.rejected, ==, other.rejected);
      g_assert_cmpint (one.edited, ==, other.edited);
      g_assert_cmpint (one.score_sum, ==, other.score_sum);
      g_assert_cmpint (one.error_sum, ==, other.error_sum);
    }
}

/* Lives of every kind, with scores of every kind. */
static void
live_at_random (CsnGateFixture *f, guint n)
{
  g_autoptr (GRand) rand = NULL;
  guint32 seed = (guint32) g_test_rand_int_range (0, G_MAXINT32);
  g_autoptr (CsnJson) action = csn_test_json ("{'order': 7}");

  g_test_message ("seed %u", seed);
  rand = g_rand_new_with_seed (seed);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("%u-%u", seed, i);
      g_autofree char *members =
          g_strdup_printf ("'agent_id': 'agent-%d', 'facts': {'reversible': true},"
                           "'confidence': {'score': %d.%03d}",
                           g_rand_int_range (rand, 0, 5),
                           g_rand_int_range (rand, 0, 20) == 0 ? 2 : 0,
                           g_rand_int_range (rand, 500, 1000));
      g_autofree char *id = csn_gate_fixture_submit (f, task_id, members);
      CsnDecisionKind kind = (CsnDecisionKind) g_rand_int_range (rand, 0, 3);
      CsnInboxItem *item = csn_gate_fixture_item (f, id);

      if (csn_inbox_item_get_state (item) == CSN_REQUEST_PENDING)
        {
          CsnAnswer answer = csn_gate_fixture_answer (f, id, kind);

          answer.action = kind == CSN_DECISION_EDIT ? action : NULL;
          g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, -1);
        }
      csn_gate_fixture_acknowledge_all (f);
      if (csn_inbox_item_get_state (item) == CSN_REQUEST_APPROVED ||
          csn_inbox_item_get_state (item) == CSN_REQUEST_EDITED)
        csn_gate_fixture_report (f, id, (CsnOutcomeKind) g_rand_int_range (rand, 1, 4), NULL);
      csn_gate_fixture_pass (f, 7000);
    }
}

static void
counts_are_those_of_the_requests (CsnGateFixture *f)
{
  g_autoptr (CsnCalibration) counted = NULL;
  g_autoptr (CsnCalibration) again = NULL;

  live_at_random (f, 120);
  counted = read_counted (f);
  again = count_again (f);
  g_assert_cmpint (csn_calibration_get_total (again).n, >, 30);
  assert_same (counted, again);
}

static void
stop_says_nothing_about_scores (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);
  g_autoptr (CsnCalibration) counted = NULL;

  csn_gate_fixture_set_stopped (f, "agent-1", TRUE);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_REJECTED);
  counted = read_counted (f);
  g_assert_cmpint (csn_calibration_get_total (counted).n, ==, 0);
}

static void
run_sql (CsnGateFixture *f, const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (f->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* As a database of version 1 is after its migration: nothing counted, all of it listed. */
static void
what_version_1_left_is_counted_once (CsnGateFixture *f)
{
  g_autoptr (CsnCalibration) counted = NULL;
  g_autoptr (CsnCalibration) again = NULL;

  live_at_random (f, 120);
  run_sql (f,
           "DELETE FROM calibration;"
           "INSERT INTO uncounted SELECT number FROM requests WHERE problem IS NULL AND"
           "  (state IN ('rejected', 'edited') OR"
           "  (state = 'approved' AND outcome IN ('success', 'failure')));");
  csn_gate_fixture_restart (f);
  live_at_random (f, 10);
  csn_gate_fixture_restart (f);
  counted = read_counted (f);
  again = count_again (f);
  assert_same (counted, again);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/trust/numbers", ratchet_takes_the_numbers_of_the_policy);
  csn_gate_fixture_add ("/gate/trust/promotion-waits", promotion_waits_for_a_person);
  csn_gate_fixture_add ("/gate/trust/promotion-declined", declined_promotion_starts_the_count_anew);
  csn_gate_fixture_add ("/gate/trust/promotion-taken-back", failure_takes_a_waiting_promotion_back);
  csn_gate_fixture_add ("/gate/trust/promotion-is-earned", nobody_gives_himself_a_promotion);
  csn_gate_fixture_add ("/gate/trust/settings-are-events", settings_are_events);
  csn_gate_fixture_add ("/gate/trust/levels", levels_have_a_history);
  csn_gate_fixture_add ("/gate/trust/scores", counts_are_those_of_the_requests);
  csn_gate_fixture_add ("/gate/trust/scores-and-stop", stop_says_nothing_about_scores);
  csn_gate_fixture_add ("/gate/trust/scores-of-version-1", what_version_1_left_is_counted_once);

  return g_test_run ();
}
