/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>

#include "csn-bench-process.h"
#include "csn-bench.h"
#include "csn-fake-channel.h"
#include "csn-fake-presence.h"
#include "csn-gate.h"
#include "csn-store.h"
#include "csn-test-request.h"
#include "csn-test-wait.h"

#define SOURCE "shop"
#define N_TOGETHER 1000
#define N_ALONE 200
#define N_EVENTS 3 /* requested, notified, approved */

#define MEMBERS                                                                                    \
  "'description': 'Refund order %u: the parcel came back and the customer asks for the money.',"   \
  "'proposed_action': {'order': %u, 'amount': '84.50', 'currency': 'EUR'},"                        \
  "'facts': {'reversible': false, 'financial': true, 'pii': false, 'cost': {'amount': '84.50',"    \
  "'currency': 'EUR'}}, 'confidence': {'score': 0.93, 'rationale': 'The return is booked.',"       \
  "'uncertainties': [], 'recommendation': 'PROCEED'}"

/* A gate with a real store on a real disk, and a reviewer who approves whatever it hands out. */
typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned) */
  CsnStore *store;
  CsnGate *gate;
  gboolean waits; /* for the notice to be recorded, as a person does, before it approves */
  char *waiting;  /* (owned) (nullable): the id of the request that waits for it */
  guint n_decided;
  guint64 head_seq;
} Desk;

typedef struct
{
  const char *script;  /* (unowned): the reference gate */
  GPtrArray *requests; /* (owned) (element-type CsnRequest) */
  GPtrArray *bodies;   /* (owned) (element-type utf8): the events of the lives one at a time */
} Work;

static void
committed_cb (CsnStore *store, guint64 head_seq, gpointer user_data)
{
  Desk *desk = user_data;

  desk->head_seq = head_seq;
}

static Desk *
open_desk (void)
{
  Desk *desk = g_new0 (Desk, 1);
  g_autoptr (CsnPolicy) policy = csn_policy_new_preset ("reference");
  g_autoptr (CsnClock) clock = csn_system_clock_new ();
  g_autoptr (CsnFakePresence) presence = csn_fake_presence_new ();
  g_autoptr (CsnFakeChannel) channel = csn_fake_channel_new ("desktop", FALSE);
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  desk->folder = csn_bench_make_folder ();
  desk->path = g_build_filename (desk->folder, "countersign.db", NULL);
  desk->store = csn_store_open (desk->path, CSN_STORE_DEFAULT, csn_clock_get_wall (clock), &error);
  g_assert_no_error (error);
  g_signal_connect (desk->store, "committed", G_CALLBACK (committed_cb), desk);
  desk->gate = csn_gate_new (desk->store, policy, clock, CSN_PRESENCE (presence));
  csn_gate_set_reviewer (desk->gate, "ana@example.org");
  csn_gate_add_channel (desk->gate, CSN_CHANNEL (channel));
  csn_gate_start_async (desk->gate, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_start_finish (desk->gate, done, &error);
  g_assert_no_error (error);
  csn_test_run_ready ();
  return desk;
}

static void
close_desk (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) done = NULL;

  csn_gate_stop_async (desk->gate, csn_test_keep_result, &result);
  done = csn_test_wait_result (&result);
  csn_gate_stop_finish (desk->gate, done, &error);
  g_assert_no_error (error);
  csn_store_close (desk->store);
  csn_test_run_ready ();
  g_clear_object (&desk->gate);
  g_clear_object (&desk->store);
  csn_bench_remove_folder (desk->folder);
  g_free (desk->path);
  g_free (desk);
}

static void
decide_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Desk *desk = user_data;
  g_autoptr (GError) error = NULL;

  csn_gate_decide_finish (CSN_GATE (object), result, &error);
  g_assert_no_error (error);
  desk->n_decided++;
}

static void
approve (Desk *desk, const char *id)
{
  CsnInboxItem *item = csn_gate_lookup (desk->gate, id);
  CsnRequest *request = csn_inbox_item_get_request (item);
  const CsnAnswer answer = {
    .request_id = id,
    .revision = csn_request_get_revision (request),
    .digest = csn_request_get_action_digest (request),
    .kind = CSN_DECISION_APPROVE,
    .via = "window",
  };

  g_assert_cmpint (csn_inbox_item_get_level (item), ==, CSN_LEVEL_HARD_APPROVAL);
  csn_gate_decide_async (desk->gate, &answer, decide_cb, desk);
}

static void
submit_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Desk *desk = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = csn_gate_submit_finish (CSN_GATE (object), result, &error);

  g_assert_no_error (error);
  if (desk->waits)
    desk->waiting = g_steal_pointer (&id);
  else
    approve (desk, id);
}

static void
check_lives (Desk *desk, guint n_lives, guint64 first_seq)
{
  g_autoptr (GPtrArray) queued = csn_gate_get_deliveries (desk->gate, SOURCE);

  g_assert_cmpuint (desk->n_decided, ==, n_lives);
  g_assert_cmpuint (queued->len, ==, n_lives);
  g_assert_cmpuint (desk->head_seq - first_seq, ==, n_lives * N_EVENTS);
}

static double
measure_together (gpointer user_data)
{
  Work *work = user_data;
  Desk *desk = open_desk ();
  guint64 first_seq = desk->head_seq;
  gint64 begin = g_get_monotonic_time ();
  double seconds;

  for (guint i = 0; i < N_TOGETHER; i++)
    csn_gate_submit_async (desk->gate,
                           g_ptr_array_index (work->requests, i),
                           NULL,
                           submit_cb,
                           desk);
  while (desk->n_decided < N_TOGETHER || desk->head_seq - first_seq < N_TOGETHER * N_EVENTS)
    g_main_context_iteration (NULL, TRUE);
  seconds = csn_bench_seconds_since (begin);
  check_lives (desk, N_TOGETHER, first_seq);
  close_desk (desk);
  return seconds;
}

static double
measure_asyncio (gpointer user_data)
{
  Work *work = user_data;
  g_autofree char *count = g_strdup_printf ("%u", N_TOGETHER);
  const char *const argv[] = { "/usr/bin/python3", work->script, count, NULL };

  return csn_bench_read_number (argv);
}

/* What a life left in the log, to give the raw commits the same bytes. */
static void
read_bodies (Work *work, const char *path)
{
  sqlite3 *database = NULL;
  sqlite3_stmt *rows = NULL;

  g_ptr_array_set_size (work->bodies, 0);
  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database,
                                       "SELECT body FROM events WHERE request_id IS NOT NULL "
                                       "ORDER BY seq",
                                       -1,
                                       &rows,
                                       NULL),
                   ==,
                   SQLITE_OK);
  while (sqlite3_step (rows) == SQLITE_ROW)
    g_ptr_array_add (work->bodies, g_strdup ((const char *) sqlite3_column_text (rows, 0)));
  sqlite3_finalize (rows);
  sqlite3_close (database);
}

static void
live_alone (Desk *desk, CsnRequest *request)
{
  guint64 first_seq = desk->head_seq;
  guint n_decided = desk->n_decided;

  csn_gate_submit_async (desk->gate, request, NULL, submit_cb, desk);
  while (desk->waiting == NULL || desk->head_seq - first_seq < N_EVENTS - 1)
    g_main_context_iteration (NULL, TRUE);
  approve (desk, desk->waiting);
  g_clear_pointer (&desk->waiting, g_free);
  while (desk->n_decided == n_decided || desk->head_seq - first_seq < N_EVENTS)
    g_main_context_iteration (NULL, TRUE);
}

static double
measure_alone (gpointer user_data)
{
  Work *work = user_data;
  Desk *desk = open_desk ();
  guint64 first_seq = desk->head_seq;
  gint64 begin = g_get_monotonic_time ();
  double seconds;

  desk->waits = TRUE;
  for (guint i = 0; i < N_ALONE; i++)
    live_alone (desk, g_ptr_array_index (work->requests, i));
  seconds = csn_bench_seconds_since (begin);
  check_lives (desk, N_ALONE, first_seq);
  read_bodies (work, desk->path);
  close_desk (desk);
  return seconds;
}

static sqlite3 *
open_raw (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "raw.db", NULL);
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database,
                                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                 "CREATE TABLE events (seq INTEGER PRIMARY KEY, body TEXT);",
                                 NULL,
                                 NULL,
                                 NULL),
                   ==,
                   SQLITE_OK);
  return database;
}

/* One commit of one event's bytes per step of a life, in the calling thread. */
static double
measure_raw_commits (gpointer user_data)
{
  Work *work = user_data;
  char *folder = csn_bench_make_folder ();
  sqlite3 *database = open_raw (folder);
  sqlite3_stmt *insert = NULL;
  gint64 begin;
  double seconds;

  sqlite3_prepare_v2 (database, "INSERT INTO events (body) VALUES (?1)", -1, &insert, NULL);
  g_assert_cmpuint (work->bodies->len, ==, N_ALONE * N_EVENTS);
  begin = g_get_monotonic_time ();
  for (guint i = 0; i < work->bodies->len; i++)
    {
      sqlite3_bind_text (insert, 1, g_ptr_array_index (work->bodies, i), -1, SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (insert), ==, SQLITE_DONE);
      sqlite3_reset (insert);
    }
  seconds = csn_bench_seconds_since (begin);
  sqlite3_finalize (insert);
  sqlite3_close (database);
  csn_bench_remove_folder (folder);
  return seconds;
}

static GPtrArray *
make_requests (void)
{
  GPtrArray *requests = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_request_unref);

  for (guint i = 0; i < N_TOGETHER; i++)
    {
      g_autofree char *task_id = g_strdup_printf ("refund-%04u", i);
      g_autofree char *members = g_strdup_printf (MEMBERS, i, i);

      g_ptr_array_add (requests, csn_test_request_new (SOURCE, task_id, members));
    }
  return requests;
}

int
main (int argc, char *argv[])
{
  static const CsnBenchFigure together = {
    .name = "life of a HARD request, 1,000 at a time",
    .unit = "1/s",
    .amount = N_TOGETHER,
    .goal_kind = CSN_BENCH_AT_LEAST,
    .goal = 1.0,
  };
  static const CsnBenchFigure alone = {
    .name = "life of 200 HARD requests, one at a time",
    .unit = "s",
    .goal_kind = CSN_BENCH_AT_MOST,
    .goal = 1.3,
  };
  CsnBench *bench = csn_bench_new ();
  Work work = { 0 };

  g_assert_cmpint (argc, ==, 2);
  work.script = argv[1];
  work.requests = make_requests ();
  work.bodies = g_ptr_array_new_with_free_func (g_free);
  csn_bench_compare (bench, &together, measure_together, measure_asyncio, &work);
  csn_bench_compare (bench, &alone, measure_alone, measure_raw_commits, &work);
  g_ptr_array_unref (work.bodies);
  g_ptr_array_unref (work.requests);
  return csn_bench_finish (bench);
}
