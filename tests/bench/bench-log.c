/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "csn-bench-process.h"
#include "csn-bench.h"
#include "csn-export.h"
#include "csn-store-reader.h"
#include "csn-verify.h"

/* Reading a long log from end to end:
 *
 *   bench-log MAKE-HISTORY             measures
 *   bench-log export DATABASE FILE     does the work once, in a process of its own, as the
 *   bench-log verify DATABASE          references do; prints the most memory it held, in MiB */

#define N_EVENTS 1000000
#define SHORTER 10

typedef struct
{
  const char *program;  /* (unowned): this one */
  const char *database; /* (unowned) */
  const char *output;   /* (unowned): where an export goes */
} Work;

static CsnStoreReader *
open_log (const char *database)
{
  g_autoptr (GError) error = NULL;
  CsnStoreReader *reader = csn_store_reader_open (database, &error);

  g_assert_no_error (error);
  return reader;
}

static int export(const char *database, const char *output)
{
  g_autoptr (CsnStoreReader) reader = open_log (database);
  g_autoptr (GError) error = NULL;
  const CsnExportOptions options = {
    .format = CSN_EXPORT_JSONL,
    .path = output,
    .replace = TRUE,
  };

  csn_audit_export (CSN_LOG_READER (reader), &options, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_print ("%.2f\n", csn_bench_get_peak_memory ());
  return 0;
}

static int
verify (const char *database)
{
  g_autoptr (CsnStoreReader) reader = open_log (database);
  g_autoptr (CsnVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;

  report = csn_audit_verify (CSN_LOG_READER (reader), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report->fault, ==, CSN_FAULT_NONE);
  g_print ("%.2f\n", csn_bench_get_peak_memory ());
  return 0;
}

/* Both write a new file: to write over an old one is less work. */
static double
measure_export (gpointer user_data)
{
  const Work *work = user_data;
  const char *const argv[] = { work->program, "export", work->database, work->output, NULL };

  g_unlink (work->output);
  return csn_bench_time_process (argv, NULL);
}

static double
measure_select (gpointer user_data)
{
  const Work *work = user_data;
  const char *const argv[] = {
    "sqlite3", "-readonly", work->database, "SELECT body FROM events ORDER BY seq", NULL,
  };
  g_autofree char *output = g_strconcat (work->output, ".select", NULL);

  g_unlink (output);
  return csn_bench_time_process (argv, output);
}

static double
measure_verify (gpointer user_data)
{
  const Work *work = user_data;
  const char *const argv[] = { work->program, "verify", work->database, NULL };

  return csn_bench_time_process (argv, NULL);
}

static double
measure_sha256sum (gpointer user_data)
{
  const Work *work = user_data;
  const char *const argv[] = { "sha256sum", work->output, NULL };

  return csn_bench_time_process (argv, NULL);
}

/* The export is what the command line of SQLite writes, byte for byte. */
static void
check_export (const Work *work)
{
  g_autofree char *selected = g_strconcat (work->output, ".select", NULL);
  const char *const argv[] = { "cmp", work->output, selected, NULL };

  csn_bench_time_process (argv, NULL);
}

static void
report_memory (CsnBench *bench,
               const char *name,
               const char *const *whole,
               const char *const *shorter)
{
  const CsnBenchFigure figure = {
    .name = name,
    .unit = "MiB",
    .goal_kind = CSN_BENCH_AT_MOST,
    .goal = 1.1,
  };

  csn_bench_report (bench, &figure, csn_bench_read_number (whole), csn_bench_read_number (shorter));
}

static char *
make_history (const char *program, const char *folder, guint n_events)
{
  g_autofree char *count = g_strdup_printf ("%u", n_events);
  char *path = g_strdup_printf ("%s/%u.db", folder, n_events);
  const char *const argv[] = { program, path, count, NULL };

  csn_bench_time_process (argv, NULL);
  return path;
}

static int
measure_all (const char *program, const char *maker)
{
  char *folder = csn_bench_make_folder ();
  guint n_events = csn_bench_scale (N_EVENTS);
  g_autofree char *database = make_history (maker, folder, n_events);
  g_autofree char *shorter = make_history (maker, folder, n_events / SHORTER);
  g_autofree char *output = g_build_filename (folder, "export.jsonl", NULL);
  g_autofree char *export_name = g_strdup_printf ("export %u events as jsonl", n_events);
  g_autofree char *verify_name = g_strdup_printf ("verify %u events", n_events);
  const CsnBenchFigure exported = { export_name, "s", 0, CSN_BENCH_AT_MOST, 0.6 };
  const CsnBenchFigure verified = { verify_name, "s", 0, CSN_BENCH_AT_MOST, 3.0 };
  const char *const export_whole[] = { program, "export", database, output, NULL };
  const char *const export_shorter[] = { program, "export", shorter, output, NULL };
  const char *const verify_whole[] = { program, "verify", database, NULL };
  const char *const verify_shorter[] = { program, "verify", shorter, NULL };
  Work work = { program, database, output };
  CsnBench *bench = csn_bench_new ();

  csn_bench_compare (bench, &exported, measure_export, measure_select, &work);
  check_export (&work);
  csn_bench_compare (bench, &verified, measure_verify, measure_sha256sum, &work);
  report_memory (bench, "export: memory, against a tenth", export_whole, export_shorter);
  report_memory (bench, "verify: memory, against a tenth", verify_whole, verify_shorter);
  csn_bench_remove_folder (folder);
  return csn_bench_finish (bench);
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && strcmp (argv[1], "export") == 0)
    return export(argv[2], argv[3]);
  if (argc == 3 && strcmp (argv[1], "verify") == 0)
    return verify (argv[2]);
  g_assert_cmpint (argc, ==, 2);
  return measure_all (argv[0], argv[1]);
}
