/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "csn-bench-process.h"
#include "csn-bench.h"
#include "csn-store-reader.h"
#include "csn-store.h"

/* Appends, verification and export of a log, each against what the machine does with the same bytes
 * and no care. CSN_BENCH_EVENTS sets how many events the log has; performance.md asks for
 * 1,000,000. */

#define N_APPENDED (64 * 100)
#define EVENTS_PER_CHANGE 64
#define N_AGENTS 50
#define POLICY "7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730"
#define NOW G_GINT64_CONSTANT (1795331011120431)

typedef struct
{
  char *folder;      /* (unowned) */
  GPtrArray *bodies; /* (owned) (element-type utf8): what the appended events say */
} Bench;

static CsnRequest *
new_request (guint number)
{
  g_autofree char *text = NULL;
  g_autoptr (CsnJson) task = NULL;

  text = g_strdup_printf ("{\"task_id\":\"t-%u\",\"status\":\"pending_approval\",\"agent_id\":"
                          "\"agent-%u\",\"action_type\":\"refund\",\"proposed_action\":"
                          "{\"order\":%u},\"confidence\":{\"score\":0.72}}",
                          number,
                          number % N_AGENTS,
                          number);
  task = csn_json_parse (text, strlen (text), 1000, NULL, NULL);
  return csn_request_new_from_task ("demo", task, NULL);
}

/* What one request leaves in the log: five events, one after the other. */
static void
add_events (CsnChange *change, guint number, guint n_events)
{
  static const CsnEventType types[] = {
    CSN_EVENT_REQUESTED, CSN_EVENT_SHOWN,   CSN_EVENT_APPROVED,
    CSN_EVENT_DELIVERED, CSN_EVENT_OUTCOME,
  };
  const CsnActor actor = { CSN_ACTOR_HUMAN, "ana@example.org", "window" };
  CsnVerdictBuilder *builder = csn_verdict_builder_new ();
  g_autoptr (CsnVerdict) verdict = NULL;
  g_autoptr (CsnRequest) request = new_request (number);
  g_autoptr (CsnJson) details = csn_json_parse ("{\"note\":\"Looks right\"}", 22, 22, NULL, NULL);
  g_autofree char *id = g_compute_checksum_for_data (G_CHECKSUM_MD5, (guchar *) &number, 4);

  csn_verdict_builder_add (builder, "matrix.costly", CSN_LEVEL_HARD_APPROVAL, g_strdup ("Why."));
  verdict = csn_verdict_builder_end (builder);
  for (guint i = 0; i < n_events; i++)
    {
      CsnEventType type = types[i % G_N_ELEMENTS (types)];
      CsnEvent *event = csn_event_new (type, NOW + number * 5 + i, &actor);

      csn_event_set_request (event, id, request, verdict, POLICY);
      csn_event_set_reviewer_decision (event, "approved", 1500 + number % 1000);
      csn_event_set_details (event, details);
      csn_change_add_event (change, event);
    }
}

static void
on_committed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *n_left = user_data;
  g_autoptr (GError) error = NULL;

  csn_store_commit_finish (CSN_STORE (source), result, &error);
  g_assert_no_error (error);
  (*n_left)--;
}

static void
append (CsnStore *store, GPtrArray *changes)
{
  guint n_left = changes->len;

  for (guint i = 0; i < changes->len; i++)
    csn_store_commit_async (store, g_ptr_array_index (changes, i), on_committed, &n_left);
  while (n_left > 0)
    g_main_context_iteration (NULL, TRUE);
}

static GPtrArray *
new_changes (guint first, guint n_events)
{
  GPtrArray *changes = g_ptr_array_new ();

  for (guint i = first; i < first + n_events; i += EVENTS_PER_CHANGE)
    {
      CsnChange *change = csn_change_new ();

      for (guint j = i; j < MIN (i + EVENTS_PER_CHANGE, first + n_events); j += 5)
        add_events (change, j / 5, MIN (5, i + EVENTS_PER_CHANGE - j));
      g_ptr_array_add (changes, change);
    }
  return changes;
}

static CsnStore *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  CsnStore *store = csn_store_open (path, CSN_STORE_DEFAULT, NOW, &error);

  g_assert_no_error (error);
  return store;
}

static void
remove_database (const char *path)
{
  static const char *const suffixes[] = { "",         "-wal",   "-shm",       ".lock",
                                          ".ballast", ".index", ".index-wal", ".index-shm" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}

static GPtrArray *
collect_bodies (const char *path)
{
  GPtrArray *bodies = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsnStoreReader) reader = csn_store_reader_open (path, &error);
  CsnLogRow row;

  g_assert_no_error (error);
  while (bodies->len < N_APPENDED && csn_log_reader_next (CSN_LOG_READER (reader), &row, NULL))
    g_ptr_array_add (bodies, g_strndup (row.body, row.length));
  return bodies;
}

static double
measure_append (gpointer user_data)
{
  Bench *self = user_data;
  g_autofree char *path = g_build_filename (self->folder, "append.db", NULL);
  g_autoptr (GPtrArray) changes = new_changes (0, N_APPENDED);
  g_autoptr (CsnStore) store = open_store (path);
  gint64 begin = g_get_monotonic_time ();
  double seconds;

  append (store, changes);
  seconds = csn_bench_seconds_since (begin);
  csn_store_close (store);
  if (self->bodies == NULL)
    self->bodies = collect_bodies (path);
  remove_database (path);
  return seconds;
}

static void
run_sql (sqlite3 *database, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/* The same bytes into one column, in the same groups, just as durable. */
static double
measure_raw_append (gpointer user_data)
{
  Bench *self = user_data;
  g_autofree char *path = g_build_filename (self->folder, "raw.db", NULL);
  sqlite3 *database = NULL;
  sqlite3_stmt *insert = NULL;
  gint64 begin;
  double seconds;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  run_sql (database,
           "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
           "CREATE TABLE log (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  sqlite3_prepare_v2 (database, "INSERT INTO log (body) VALUES (?1)", -1, &insert, NULL);
  begin = g_get_monotonic_time ();
  for (guint i = 0; i < self->bodies->len; i++)
    {
      if (i % EVENTS_PER_CHANGE == 0)
        run_sql (database, "BEGIN IMMEDIATE");
      sqlite3_bind_text (insert, 1, g_ptr_array_index (self->bodies, i), -1, SQLITE_STATIC);
      g_assert_cmpint (sqlite3_step (insert), ==, SQLITE_DONE);
      sqlite3_reset (insert);
      if ((i + 1) % EVENTS_PER_CHANGE == 0)
        run_sql (database, "COMMIT");
    }
  seconds = csn_bench_seconds_since (begin);
  sqlite3_finalize (insert);
  sqlite3_close (database);
  remove_database (path);
  return seconds;
}

int
main (void)
{
  const CsnBenchFigure figure = {
    "append in groups of 64", "events/s", N_APPENDED, CSN_BENCH_AT_LEAST, 0.6,
  };
  Bench self = { .folder = csn_bench_make_folder () };
  CsnBench *bench = csn_bench_new ();

  csn_bench_compare (bench, &figure, measure_append, measure_raw_append, &self);
  g_ptr_array_unref (self.bodies);
  csn_bench_remove_folder (self.folder);
  return csn_bench_finish (bench);
}
