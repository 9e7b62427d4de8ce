/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <string.h>

#include "csn-application.h"
#include "csn-bench-process.h"
#include "csn-bench.h"
#include "csn-inbox-row.h"

/* How long a person waits for the window, from the start of the program:
 *
 *   bench-window MAKE-HISTORY      measures
 *   bench-window inbox FOLDER      shows the window with the requests that wait in FOLDER
 *   bench-window empty             shows a window of libadwaita with nothing in it
 *
 * The last two say "up" and how much memory they hold, in MiB, once the window is painted, for the
 * first with rows in it, and then end properly. */

#define N_PENDING 10000
#define N_ENDED 1000
#define ALLOWED_MIB 60

static double
read_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmRSS:");
  g_assert_nonnull (line);
  return g_ascii_strtod (line + strlen ("VmRSS:"), NULL) / 1024;
}

static void
stopped_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_application_quit (g_application_get_default ());
}

static void
painted_cb (GdkFrameClock *clock, gpointer user_data)
{
  GApplication *application = g_application_get_default ();

  g_signal_handlers_disconnect_by_func (clock, painted_cb, user_data);
  g_print ("up %.2f\n", read_memory ());
  if (CSN_IS_APPLICATION (application))
    csn_service_stop_async (csn_application_get_service (CSN_APPLICATION (application)),
                            stopped_cb,
                            NULL);
  else
    g_application_quit (application);
}

static gboolean
has_rows (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (CSN_IS_INBOX_ROW (widget) && gtk_widget_get_height (widget) > 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_rows (child))
      return TRUE;
  return FALSE;
}

static gboolean
tick_cb (GtkWidget *window, GdkFrameClock *clock, gpointer user_data)
{
  if (CSN_IS_APPLICATION (g_application_get_default ()) && !has_rows (window))
    return G_SOURCE_CONTINUE;
  g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), NULL);
  return G_SOURCE_REMOVE;
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window, gpointer user_data)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (window), tick_cb, NULL, NULL);
}

static int
show_inbox (char *program, char *folder)
{
  g_autoptr (CsnApplication) application = csn_application_new ();
  char option[] = "--data-dir";
  char *argv[] = { program, option, folder, NULL };

  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  return g_application_run (G_APPLICATION (application), 3, argv);
}

static void
activate_cb (GtkApplication *application, gpointer user_data)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1180, 760);
  gtk_window_present (GTK_WINDOW (window));
}

static int
show_empty (void)
{
  g_autoptr (AdwApplication) application = NULL;

  application = adw_application_new ("io.github.countersign.Empty", G_APPLICATION_DEFAULT_FLAGS);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}

/* The seconds from the start of a process until it says that its window is up. */
static double
time_window (const char *const *argv, double *ret_memory)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  double seconds;

  process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  seconds = csn_bench_seconds_since (begin);
  g_assert_no_error (error);
  g_assert_true (line != NULL && g_str_has_prefix (line, "up "));
  *ret_memory = g_ascii_strtod (line + strlen ("up "), NULL);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
  return seconds;
}

static void
report (CsnBench *bench, double *times, double *empty_times, double *extra, guint n_runs)
{
  static const CsnBenchFigure up = {
    .name = "window up with 10,000 pending",
    .unit = "s",
    .goal_kind = CSN_BENCH_AT_MOST,
    .goal = 2.0,
  };
  static const CsnBenchFigure memory = {
    .name = "the same: memory over an empty one, of 60 MiB",
    .unit = "MiB",
    .goal_kind = CSN_BENCH_AT_MOST,
    .goal = 1.0,
  };

  csn_bench_report (bench,
                    &up,
                    csn_bench_median (times, n_runs),
                    csn_bench_median (empty_times, n_runs));
  csn_bench_report (bench, &memory, csn_bench_median (extra, n_runs), ALLOWED_MIB);
}

static int
measure_all (const char *program, const char *maker)
{
  CsnBench *bench = csn_bench_new ();
  guint n_runs = csn_bench_get_runs (bench);
  char *folder = csn_bench_make_folder ();
  g_autofree char *database = g_build_filename (folder, "countersign.db", NULL);
  g_autofree char *n_ended = g_strdup_printf ("%u", N_ENDED);
  g_autofree char *n_pending = g_strdup_printf ("%u", N_PENDING);
  g_autofree double *times = g_new (double, n_runs);
  g_autofree double *empty_times = g_new (double, n_runs);
  g_autofree double *extra = g_new (double, n_runs);
  const char *const make[] = { maker, database, n_ended, n_pending, NULL };
  const char *const inbox[] = { program, "inbox", folder, NULL };
  const char *const empty[] = { program, "empty", NULL };
  double memory = 0;
  double empty_memory = 0;

  csn_bench_time_process (make, NULL);
  time_window (inbox, &memory);
  time_window (empty, &empty_memory);
  for (guint i = 0; i < n_runs; i++)
    {
      times[i] = time_window (inbox, &memory);
      empty_times[i] = time_window (empty, &empty_memory);
      extra[i] = memory - empty_memory;
    }
  report (bench, times, empty_times, extra, n_runs);
  csn_bench_remove_folder (folder);
  return csn_bench_finish (bench);
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "inbox") == 0)
    return show_inbox (argv[0], argv[2]);
  if (argc == 2 && strcmp (argv[1], "empty") == 0)
    return show_empty ();
  g_assert_cmpint (argc, ==, 2);
  return measure_all (argv[0], argv[1]);
}
