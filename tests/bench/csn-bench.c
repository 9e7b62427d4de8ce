/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-bench.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LEAST_RUNS 5
#define MOST_RUNS 101
#define DEFAULT_SCALE 0.2

struct _CsnBench
{
  guint n_runs;
  guint n_missed;
  gboolean is_strict;
};

CsnBench *
csn_bench_new (void)
{
  CsnBench *self = g_new0 (CsnBench, 1);
  const char *runs = g_getenv ("CSN_BENCH_RUNS");
  guint64 n_runs = LEAST_RUNS;

  if (runs != NULL)
    g_ascii_string_to_unsigned (runs, 10, LEAST_RUNS, MOST_RUNS, &n_runs, NULL);
  self->n_runs = (guint) n_runs;
  self->is_strict = g_strcmp0 (g_getenv ("CSN_BENCH_STRICT"), "1") == 0;
  return self;
}

guint
csn_bench_get_runs (const CsnBench *self)
{
  return self->n_runs;
}

double
csn_bench_seconds_since (gint64 begin)
{
  return (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
}

static int
compare_doubles (gconstpointer a, gconstpointer b, gpointer user_data)
{
  double one = *(const double *) a;
  double other = *(const double *) b;

  return one < other ? -1 : one > other;
}

double
csn_bench_median (double *values, gsize n_values)
{
  g_return_val_if_fail (n_values > 0, NAN);

  g_qsort_with_data (values, (int) n_values, sizeof (double), compare_doubles, NULL);
  if (n_values % 2 == 1)
    return values[n_values / 2];
  return (values[n_values / 2 - 1] + values[n_values / 2]) / 2;
}

static const char *
get_sign (CsnBenchGoal goal_kind)
{
  switch (goal_kind)
    {
    case CSN_BENCH_INFORM:
      return "";
    case CSN_BENCH_AT_LEAST:
      return ">= ";
    case CSN_BENCH_AT_MOST:
      return "<= ";
    }
  g_return_val_if_reached ("");
}

static gboolean
is_met (const CsnBenchFigure *figure, double ratio)
{
  switch (figure->goal_kind)
    {
    case CSN_BENCH_INFORM:
      return TRUE;
    case CSN_BENCH_AT_LEAST:
      return ratio >= figure->goal;
    case CSN_BENCH_AT_MOST:
      return ratio <= figure->goal;
    }
  g_return_val_if_reached (FALSE);
}

/* JSON has no word for what isn't finite. */
static void
append_number (GString *out, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (value))
    g_string_append (out, g_ascii_formatd (buffer, sizeof (buffer), "%.6g", value));
  else
    g_string_append (out, "null");
}

void
csn_bench_report (CsnBench *self, const CsnBenchFigure *figure, double value, double reference)
{
  g_autoptr (GString) line = g_string_new ("{\"figure\":\"");
  g_autofree char *name = g_strescape (figure->name, NULL);
  g_autofree char *goal = NULL;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double ratio = value / reference;
  gboolean met = is_met (figure, ratio);

  g_ascii_formatd (buffer, sizeof (buffer), "%.4g", figure->goal);
  goal = figure->goal_kind == CSN_BENCH_INFORM
             ? g_strdup ("")
             : g_strconcat (get_sign (figure->goal_kind), buffer, NULL);
  if (!met)
    self->n_missed++;

  g_string_append_printf (line, "%s\",\"value\":", name);
  append_number (line, value);
  g_string_append_printf (line, ",\"unit\":\"%s\",\"reference\":", figure->unit);
  append_number (line, reference);
  g_string_append (line, ",\"ratio\":");
  append_number (line, ratio);
  g_string_append_printf (line, ",\"goal\":\"%s\",\"met\":%s}", goal, met ? "true" : "false");
  printf ("%s\n", line->str);
  fflush (stdout);

  fprintf (stderr,
           "%-52s %10.4g %-8s reference %10.4g   ratio %6.2f   goal %-8s %s\n",
           figure->name,
           value,
           figure->unit,
           reference,
           ratio,
           goal[0] != '\0' ? goal : "none",
           figure->goal_kind == CSN_BENCH_INFORM ? ""
           : met                                 ? "met"
                                                 : "MISSED");
}

void
csn_bench_compare (CsnBench *self,
                   const CsnBenchFigure *figure,
                   CsnBenchMeasure measure,
                   CsnBenchMeasure measure_reference,
                   gpointer user_data)
{
  g_autofree double *ours = g_new (double, self->n_runs);
  g_autofree double *theirs = g_new (double, self->n_runs);
  double our_median;
  double their_median;

  measure (user_data);
  measure_reference (user_data);
  for (guint i = 0; i < self->n_runs; i++)
    {
      ours[i] = measure (user_data);
      theirs[i] = measure_reference (user_data);
    }
  our_median = csn_bench_median (ours, self->n_runs);
  their_median = csn_bench_median (theirs, self->n_runs);
  if (figure->amount > 0)
    csn_bench_report (self, figure, figure->amount / our_median, figure->amount / their_median);
  else
    csn_bench_report (self, figure, our_median, their_median);
}

guint
csn_bench_scale (guint full)
{
  const char *text = g_getenv ("CSN_BENCH_SCALE");
  double scale = text != NULL ? g_ascii_strtod (text, NULL) : DEFAULT_SCALE;

  return (guint) (full * CLAMP (scale, 0.001, 1.0));
}

int
csn_bench_finish (CsnBench *self)
{
  int status = self->is_strict && self->n_missed > 0 ? 1 : 0;

  g_free (self);
  return status;
}
