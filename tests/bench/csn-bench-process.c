/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-bench-process.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "csn-bench.h"

char *
csn_bench_make_folder (void)
{
  g_autofree char *here = g_get_current_dir ();
  char *folder = g_build_filename (here, "csn-bench-XXXXXX", NULL);

  g_assert_nonnull (g_mkdtemp_full (folder, 0700));
  return folder;
}

static void
remove_file (GFile *file)
{
  g_autoptr (GFileEnumerator) children = NULL;
  g_autoptr (GError) error = NULL;
  GFile *child = NULL;

  children = g_file_enumerate_children (file,
                                        G_FILE_ATTRIBUTE_STANDARD_NAME,
                                        G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                        NULL,
                                        NULL);
  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) &&
         child != NULL)
    remove_file (child);
  g_file_delete (file, NULL, &error);
  g_assert_no_error (error);
}

void
csn_bench_remove_folder (char *folder)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  remove_file (file);
  g_free (folder);
}

static GSubprocess *
start (const char *const *argv, GSubprocessFlags flags, const char *output)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  if (output != NULL)
    g_subprocess_launcher_set_stdout_file_path (launcher, output);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  return process;
}

double
csn_bench_time_process (const char *const *argv, const char *output)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = start (argv,
                   output != NULL ? G_SUBPROCESS_FLAGS_NONE : G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                   output);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
  return csn_bench_seconds_since (begin);
}

char *
csn_bench_read_process (const char *const *argv)
{
  g_autoptr (GSubprocess) process = start (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
  return text;
}

double
csn_bench_read_number (const char *const *argv)
{
  g_autofree char *text = csn_bench_read_process (argv);
  char *end = NULL;
  double number = g_ascii_strtod (text, &end);

  g_assert_true (end != text);
  return number;
}

double
csn_bench_get_peak_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);
  return g_ascii_strtod (line + strlen ("VmHWM:"), NULL) / 1024;
}
