/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sys/resource.h>

#include "csn-gate-fixture.h"
#include "csn-store-private.h"

/* No file may grow beyond what it has: the next commit meets an error, as on a broken disk. */
static void
break_disk (CsnGateFixture *f)
{
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &limit);
  limit.rlim_cur = 0;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
mend_disk (CsnGateFixture *f)
{
  struct rlimit limit;

  getrlimit (RLIMIT_FSIZE, &limit);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
count_changes (CsnGate *gate, guint *count)
{
  (*count)++;
}

static void
nothing_is_decided_without_a_record (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autofree char *soft = csn_gate_fixture_submit (f, "t-2", CSN_TEST_SOFT);
  CsnAnswer answer = csn_gate_fixture_answer (f, id, CSN_DECISION_APPROVE);
  CsnInboxItem *item = csn_gate_fixture_item (f, id);
  g_autofree char *said = NULL;
  g_autoptr (CsnJson) event = NULL;
  guint count = 0;

  g_signal_connect (f->gate, "changed", G_CALLBACK (count_changes), &count);
  break_disk (f);
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, &said), ==, CSN_GATE_ERROR_CLOSED);
  g_assert_cmpstr (said, ==, csn_gate_get_fault (f->gate));
  g_assert_cmpuint (count, ==, 1);
  g_assert_cmpint (csn_inbox_item_get_state (item), ==, CSN_REQUEST_PENDING);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_GATE_CLOSED, NULL), ==, 1);
  g_assert_cmpint (csn_gate_fixture_submit_error (f, "t-3", NULL), ==, CSN_GATE_ERROR_CLOSED);
  g_assert_cmpint (csn_gate_fixture_report (f, id, CSN_OUTCOME_SUCCESS, NULL),
                   ==,
                   CSN_GATE_ERROR_CLOSED);

  csn_gate_fixture_pass (f, 1000);
  g_assert_nonnull (csn_gate_get_fault (f->gate));
  g_assert_cmpint (csn_inbox_item_get_state (csn_gate_fixture_item (f, soft)),
                   ==,
                   CSN_REQUEST_PENDING);
  g_assert_cmpint (csn_inbox_item_get_deadline_at (csn_gate_fixture_item (f, soft)), ==, 0);
  mend_disk (f);
  csn_gate_fixture_pass (f, 30);
  g_assert_null (csn_gate_get_fault (f->gate));
  g_assert_cmpuint (count, ==, 2);
  g_signal_handlers_disconnect_by_func (f->gate, count_changes, &count);
  g_assert_cmpuint (csn_fake_channel_count (f->channel, CSN_NOTICE_GATE_OPEN, NULL), ==, 1);

  g_assert_true (csn_gate_fixture_item (f, id) == item);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  g_assert_cmpuint (csn_gate_fixture_count (f, id, "approved"), ==, 0);
  event = csn_gate_fixture_event (f, NULL, "store_fault");
  g_assert_cmpstr (csn_gate_fixture_text (event, "details", "closed_at"),
                   ==,
                   "2026-11-22T07:03:31.120431Z");
  csn_gate_fixture_decide (f, id, CSN_DECISION_APPROVE);
  csn_gate_fixture_pass (f, 300);
  csn_gate_fixture_assert_state (f, soft, CSN_REQUEST_APPROVED);
}

static void
silence_can_not_approve_on_a_broken_disk (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", CSN_TEST_SOFT);

  csn_gate_fixture_pass (f, 299);
  break_disk (f);
  csn_gate_fixture_pass (f, 1);
  g_assert_nonnull (csn_gate_get_fault (f->gate));
  g_assert_cmpint (csn_inbox_item_get_state (csn_gate_fixture_item (f, id)),
                   ==,
                   CSN_REQUEST_PENDING);
  mend_disk (f);
  csn_gate_fixture_pass (f, 5);
  g_assert_null (csn_gate_get_fault (f->gate));
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  csn_gate_fixture_pass (f, 290);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  csn_gate_fixture_pass (f, 10);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_APPROVED);
}

static void
what_was_under_way_is_told_too (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autoptr (CsnRequest) revision =
      csn_test_request_new (CSN_FIXTURE_SOURCE, "t-1", "'revision': 2");
  g_autoptr (CsnRequest) other = csn_test_request_new (CSN_FIXTURE_SOURCE, "t-2", NULL);
  CsnAnswer answer = csn_gate_fixture_answer (f, id, CSN_DECISION_TAKEOVER);
  GAsyncResult *results[4] = { NULL };

  break_disk (f);
  csn_gate_decide_async (f->gate, &answer, csn_test_keep_result, &results[0]);
  csn_gate_submit_async (f->gate, revision, NULL, csn_test_keep_result, &results[1]);
  csn_gate_submit_async (f->gate, other, NULL, csn_test_keep_result, &results[2]);
  csn_gate_submit_async (f->gate, other, NULL, csn_test_keep_result, &results[3]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GAsyncResult) done = csn_test_wait_result (&results[i]);
      g_autoptr (GError) error = NULL;

      if (i == 0)
        csn_gate_decide_finish (f->gate, done, &error);
      else
        csn_gate_submit_finish (f->gate, done, &error);
      g_assert_error (error, CSN_GATE_ERROR, CSN_GATE_ERROR_CLOSED);
    }
  mend_disk (f);
  csn_gate_fixture_pass (f, 3);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
  g_assert_cmpuint (g_list_model_get_n_items (csn_gate_get_takeovers (f->gate)), ==, 0);
  g_assert_false (csn_agent_item_get_read_only (csn_gate_fixture_agent (f, "agent-1")));
}

static void
fault_at_the_start_closes_and_recovers (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  g_autoptr (CsnGate) gate = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GError) error = NULL;

  gate = csn_gate_new (f->store, f->policy, CSN_CLOCK (f->clock), CSN_PRESENCE (f->presence));
  break_disk (f);
  csn_gate_start_async (gate, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  g_assert_false (csn_gate_start_finish (gate, done, &error));
  g_assert_error (error, CSN_GATE_ERROR, CSN_GATE_ERROR_CLOSED);
  g_assert_nonnull (csn_gate_get_fault (gate));
  mend_disk (f);
  csn_gate_fixture_pass (f, 3);
  g_assert_null (csn_gate_get_fault (gate));
  g_assert_nonnull (csn_gate_lookup (gate, id));
}

static void
stopping_while_closed_ends (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnAnswer answer = csn_gate_fixture_answer (f, id, CSN_DECISION_APPROVE);

  break_disk (f);
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, CSN_GATE_ERROR_CLOSED);
  mend_disk (f);
  csn_gate_fixture_restart (f);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
}

static void
full_disk_closes_and_recovers (CsnGateFixture *f)
{
  g_autofree char *padding = g_strnfill (20000, 'x');
  g_autofree char *members = g_strdup_printf ("'description': '%s'", padding);
  gboolean closed = FALSE;

  csn_store_forbid_growth (f->store);
  for (guint i = 0; i < 200 && !closed; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("t-%u", i);
      g_autoptr (CsnRequest) request = csn_test_request_new (CSN_FIXTURE_SOURCE, task_id, members);

      csn_gate_submit_async (f->gate, request, NULL, NULL, NULL);
      csn_test_run_ready ();
      closed = csn_gate_get_fault (f->gate) != NULL;
    }
  g_assert_true (closed);
  g_assert_nonnull (strstr (csn_gate_get_fault (f->gate), "disk is full"));
  csn_gate_fixture_pass (f, 3);
  g_assert_null (csn_gate_get_fault (f->gate));
  g_assert_cmpuint (csn_gate_fixture_count (f, NULL, "store_fault"), >=, 1);
  g_free (csn_gate_fixture_submit (f, "t-last", members));
}

static void
closed_store_closes_the_gate (CsnGateFixture *f)
{
  g_autofree char *id = csn_gate_fixture_submit (f, "t-1", NULL);
  CsnAnswer answer = csn_gate_fixture_answer (f, id, CSN_DECISION_APPROVE);

  csn_store_close (f->store);
  g_assert_cmpint (csn_gate_fixture_try (f, &answer, NULL), ==, CSN_GATE_ERROR_CLOSED);
  csn_gate_fixture_pass (f, 30);
  g_assert_nonnull (csn_gate_get_fault (f->gate));
  csn_gate_fixture_restart (f);
  csn_gate_fixture_assert_state (f, id, CSN_REQUEST_PENDING);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  csn_gate_fixture_add ("/gate/fault/nothing-is-decided-without-a-record",
                        nothing_is_decided_without_a_record);
  csn_gate_fixture_add ("/gate/fault/silence-can-not-approve",
                        silence_can_not_approve_on_a_broken_disk);
  csn_gate_fixture_add ("/gate/fault/what-was-under-way-is-told-too",
                        what_was_under_way_is_told_too);
  csn_gate_fixture_add ("/gate/fault/at-the-start-closes-and-recovers",
                        fault_at_the_start_closes_and_recovers);
  csn_gate_fixture_add ("/gate/fault/stopping-while-closed-ends", stopping_while_closed_ends);
  csn_gate_fixture_add ("/gate/fault/full-disk-closes-and-recovers", full_disk_closes_and_recovers);
  csn_gate_fixture_add ("/gate/fault/closed-store-closes-the-gate", closed_store_closes_the_gate);

  return g_test_run ();
}
