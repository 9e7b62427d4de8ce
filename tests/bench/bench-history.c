/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-bench-process.h"
#include "csn-bench.h"
#include "csn-store.h"

/* Pages of a long history against those of a short one: a million events open as fast as a
 * thousand.
 *
 *   bench-history MAKE-HISTORY */

#define N_LONG 1000000
#define N_SHORT 1000
#define N_PAGES 50
#define PAGE_ROWS 16 /* so many match every filter in the short one */

/* One of the two histories, and what is asked of it. */
typedef struct
{
  CsnStore *store; /* (owned) */
  guint n_events;
} History;

typedef struct
{
  History whole;
  History part;
  CsnHistoryQuery query;
  gboolean jumps;
} Work;

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GPtrArray **page = user_data;
  g_autoptr (GError) error = NULL;

  *page = csn_store_read_history_finish (CSN_STORE (source), result, &error);
  g_assert_no_error (error);
}

static void
read_page (const History *history, const CsnHistoryQuery *query, guint64 before_seq)
{
  g_autoptr (GPtrArray) page = NULL;

  csn_store_read_history_async (history->store, query, before_seq, PAGE_ROWS, NULL, on_read, &page);
  while (page == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static double
measure (const History *history, const Work *work)
{
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < N_PAGES; i++)
    {
      guint64 before_seq = G_MAXUINT64;

      if (work->jumps)
        before_seq = (guint64) g_random_int_range (PAGE_ROWS, (gint32) history->n_events);
      read_page (history, &work->query, before_seq);
    }
  return csn_bench_seconds_since (begin) / N_PAGES;
}

static double
measure_whole (gpointer user_data)
{
  const Work *work = user_data;

  return measure (&work->whole, work);
}

static double
measure_part (gpointer user_data)
{
  const Work *work = user_data;

  return measure (&work->part, work);
}

static History
open_history (const char *maker, const char *folder, guint n_events)
{
  g_autofree char *count = g_strdup_printf ("%u", n_events);
  g_autofree char *path = g_strdup_printf ("%s/%u.db", folder, n_events);
  const char *const argv[] = { maker, path, count, NULL };
  History history = { .n_events = n_events };
  g_autoptr (GError) error = NULL;

  csn_bench_time_process (argv, NULL);
  history.store = csn_store_open (path, CSN_STORE_DEFAULT, 0, &error);
  g_assert_no_error (error);
  return history;
}

static void
close_history (History *history)
{
  csn_store_close (history->store);
  g_clear_object (&history->store);
}

int
main (int argc, char *argv[])
{
  const struct
  {
    const char *name;
    CsnHistoryQuery query;
    gboolean jumps;
  } cases[] = {
    { "first page", { 0 }, FALSE },
    { "page after a random jump", { 0 }, TRUE },
    { "first page of one agent", { .agent_id = (char *) "mailer" }, FALSE },
    { "first page of one type", { .event_type = (char *) "rejected" }, FALSE },
    { "first page of one agent and type",
      { .agent_id = (char *) "mailer", .event_type = (char *) "outcome" },
      FALSE },
    { "first page before a time", { .until = G_GINT64_CONSTANT (1767226100000000) }, FALSE },
  };
  char *folder = csn_bench_make_folder ();
  CsnBench *bench = csn_bench_new ();
  guint n_long = csn_bench_scale (N_LONG);
  Work work = { 0 };

  g_assert_cmpint (argc, ==, 2);
  work.whole = open_history (argv[1], folder, n_long);
  work.part = open_history (argv[1], folder, N_SHORT);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s of %u events", cases[i].name, n_long);
      const CsnBenchFigure figure = { name, "s", 0, CSN_BENCH_AT_MOST, 2.0 };

      work.query = cases[i].query;
      work.jumps = cases[i].jumps;
      csn_bench_compare (bench, &figure, measure_whole, measure_part, &work);
    }
  close_history (&work.whole);
  close_history (&work.part);
  csn_bench_remove_folder (folder);
  return csn_bench_finish (bench);
}
