/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CsnBench:
 *
 * Measures ratios. Machines differ and are noisy, so each figure is taken against a reference in
 * the same run, the two in turn, and the median of their runs counts. A benchmark looks like this:
 *
 *     static double
 *     measure_ours (gpointer user_data)
 *     {
 *       gint64 begin = g_get_monotonic_time ();
 *
 *       do_our_work (user_data);
 *       return csn_bench_seconds_since (begin);
 *     }
 *
 *     int
 *     main (void)
 *     {
 *       static const CsnBenchFigure figure = {
 *         .name = "strict JSON reading",
 *         .unit = "MB/s",
 *         .amount = 12.5,
 *         .goal_kind = CSN_BENCH_AT_LEAST,
 *         .goal = 3.0,
 *       };
 *       CsnBench *bench = csn_bench_new ();
 *
 *       csn_bench_compare (bench, &figure, measure_ours, measure_reference, data);
 *       return csn_bench_finish (bench);
 *     }
 *
 * and is registered in tests/bench/meson.build with bench_dep and benchmark(). Each figure gives
 * one JSON line on standard output, `{"figure","value","unit","reference","ratio","goal","met"}`,
 * and one line for people on standard error. The environment has switches: CSN_BENCH_RUNS sets
 * the number of runs (at least 5 count), CSN_BENCH_STRICT=1 makes a missed goal a failure, and
 * CSN_BENCH_SCALE says how much of the full load is measured, see csn_bench_scale().
 */
typedef struct _CsnBench CsnBench;

/**
 * CsnBenchGoal:
 * @CSN_BENCH_INFORM: there is no goal
 * @CSN_BENCH_AT_LEAST: the ratio should be at least the goal
 * @CSN_BENCH_AT_MOST: the ratio should be at most the goal
 *
 * What a figure's goal means.
 */
typedef enum
{
  CSN_BENCH_INFORM,
  CSN_BENCH_AT_LEAST,
  CSN_BENCH_AT_MOST,
} CsnBenchGoal;

/**
 * CsnBenchFigure:
 * @name: what is measured, as performance.md calls it
 * @unit: of the value: "s" for a time, otherwise something per second
 * @amount: how many of @unit one run does; 0 if the value is the time of a run
 * @goal_kind: which way the goal goes
 * @goal: what the ratio of ours to the reference should be
 *
 * One figure.
 */
typedef struct
{
  const char *name;
  const char *unit;
  double amount;
  CsnBenchGoal goal_kind;
  double goal;
} CsnBenchFigure;

/**
 * CsnBenchMeasure:
 * @user_data: what the benchmark works on
 *
 * Does the work once.
 *
 * Returns: the seconds that count
 */
typedef double (*CsnBenchMeasure) (gpointer user_data);

CsnBench *csn_bench_new (void);

double csn_bench_seconds_since (gint64 begin);

/**
 * csn_bench_compare:
 * @self: a bench
 * @figure: what is measured
 * @measure: our work
 * @measure_reference: the reference's work
 * @user_data: for both
 *
 * Runs each once to warm up, then both in turn, and reports the ratio of the medians.
 */
void csn_bench_compare (CsnBench *self,
                        const CsnBenchFigure *figure,
                        CsnBenchMeasure measure,
                        CsnBenchMeasure measure_reference,
                        gpointer user_data);

/**
 * csn_bench_report:
 * @self: a bench
 * @figure: what was measured
 * @value: ours, in the figure's unit
 * @reference: the reference's, in the same unit
 *
 * Reports what a benchmark measured by itself, for instance with other processes.
 */
void
csn_bench_report (CsnBench *self, const CsnBenchFigure *figure, double value, double reference);

/**
 * csn_bench_median:
 * @values: (array length=n_values): numbers; sorted afterwards
 * @n_values: how many, at least 1
 *
 * Returns: their median
 */
double csn_bench_median (double *values, gsize n_values);

/**
 * csn_bench_get_runs:
 * @self: a bench
 *
 * Returns: how often to measure
 */
guint csn_bench_get_runs (const CsnBench *self);

/**
 * csn_bench_scale:
 * @full: how many events, requests, ... the figure names
 *
 * Returns: @full times CSN_BENCH_SCALE, which is 0.2 by default, so that all benchmarks together
 *   take minutes; CSN_BENCH_SCALE=1 measures the figures as they are named
 */
guint csn_bench_scale (guint full);

/**
 * csn_bench_finish:
 * @self: (transfer full): a bench
 *
 * Returns: the exit status for main()
 */
int csn_bench_finish (CsnBench *self);

G_END_DECLS
