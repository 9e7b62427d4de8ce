/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * csn_bench_make_folder:
 *
 * Returns: (transfer full): a new folder below the working directory, and so on a real disk; made
 *   by meson that is the build folder
 */
char *csn_bench_make_folder (void);

/**
 * csn_bench_remove_folder:
 * @folder: (transfer full): a folder and whatever is in it
 */
void csn_bench_remove_folder (char *folder);

/**
 * csn_bench_time_process:
 * @argv: (array zero-terminated=1): a command; found in PATH, and must end with 0
 * @output: (nullable): the file that its standard output goes to; %NULL throws it away
 *
 * Returns: the seconds from its start to its end
 */
double csn_bench_time_process (const char *const *argv, const char *output);

/**
 * csn_bench_read_process:
 * @argv: (array zero-terminated=1): a command; found in PATH, and must end with 0
 *
 * Returns: (transfer full): what it wrote to its standard output
 */
char *csn_bench_read_process (const char *const *argv);

/**
 * csn_bench_read_number:
 * @argv: (array zero-terminated=1): a command that writes one number
 *
 * Returns: the number
 */
double csn_bench_read_number (const char *const *argv);

/**
 * csn_bench_get_peak_memory:
 *
 * Returns: the most memory that this process has held so far, in MiB
 */
double csn_bench_get_peak_memory (void);

G_END_DECLS
