/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-policy COUNTERSIGNCTL: verdicts a second on one core, and `policy evaluate` against `jq`.
 */
#include <string.h>
#include <time.h>

#include "csn-bench-process.h"
#include "csn-bench.h"
#include "csn-digest.h"
#include "csn-policy.h"

#define SEED 20261125
#define N_REQUESTS 1000
#define N_LINES 1000000

/* The goal, on one core. */
#define VERDICTS_PER_SECOND 1e6

typedef struct
{
  CsnPolicy *policy;   /* (owned) */
  GPtrArray *requests; /* (owned) (element-type CsnRequest) */
  GPtrArray *texts;    /* (owned) (element-type utf8) */
  guint n_rounds;
  guint64 sum; /* keeps the work from being thought useless */
} Verdicts;

static const char *
pick (GRand *rand, const char *const *words, guint n_words)
{
  return words[g_rand_int_range (rand, 0, (gint32) n_words)];
}

/* One request as agents send them, of all sorts. */
static char *
write_request (GRand *rand, guint number)
{
  static const char *const types[] = { "refund", "send_email", "merge_records", "deploy", "tag" };
  static const char *const facts[] = { "true", "false", "null" };
  static const char *const recommendations[] = { "PROCEED", "PROCEED", "PROCEED", "CLARIFY" };

  return g_strdup_printf (
      "{\"task_id\":\"task-%08x\",\"revision\":%u,\"status\":\"pending_approval\",\"agent_id\":"
      "\"agent-%d\",\"action_type\":\"%s\",\"title\":\"Order %u came back\",\"proposed_action\":{"
      "\"order\":\"A-%u\",\"amount\":\"%d.%02d\",\"currency\":\"EUR\",\"reason\":\"The parcel came "
      "back; the customer asks for the money.\",\"lines\":[{\"sku\":\"%08x\",\"quantity\":%d}]},"
      "\"facts\":{\"reversible\":%s,\"financial\":%s,\"pii\":%s,\"regulated\":%s,\"cost\":{"
      "\"amount\":\"%d.00\",\"currency\":\"USD\"}},\"confidence\":{\"score\":0.%02d,\"rationale\":"
      "\"The order is in the system.\",\"uncertainties\":[\"the parcel's weight\"],"
      "\"recommendation\":\"%s\"},\"created_at\":\"2026-11-25T10:%02u:%02uZ\"}",
      g_rand_int (rand),
      1 + number % 3,
      g_rand_int_range (rand, 0, 50),
      pick (rand, types, G_N_ELEMENTS (types)),
      number,
      number,
      g_rand_int_range (rand, 0, 500),
      g_rand_int_range (rand, 0, 100),
      g_rand_int (rand),
      g_rand_int_range (rand, 1, 9),
      pick (rand, facts, G_N_ELEMENTS (facts)),
      pick (rand, facts, G_N_ELEMENTS (facts)),
      pick (rand, facts, G_N_ELEMENTS (facts)),
      pick (rand, facts, G_N_ELEMENTS (facts)),
      g_rand_int_range (rand, 0, 200),
      g_rand_int_range (rand, 40, 100),
      pick (rand, recommendations, G_N_ELEMENTS (recommendations)),
      number % 60,
      number % 60);
}

static void
verdicts_init (Verdicts *self)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  self->policy = csn_policy_new_preset ("reference");
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_request_unref);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->n_rounds = csn_bench_scale (1000);
  for (guint i = 0; i < N_REQUESTS; i++)
    {
      char *text = write_request (rand, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (CsnJson) json = csn_json_parse (text, strlen (text), G_MAXSIZE, NULL, &error);
      CsnRequest *request;

      g_assert_no_error (error);
      request = csn_request_new_from_task ("bench", json, &error);
      g_assert_no_error (error);
      g_ptr_array_add (self->requests, request);
      g_ptr_array_add (self->texts, text);
    }
}

static void
verdicts_clear (Verdicts *self)
{
  csn_policy_unref (self->policy);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->texts);
}

/* What this process took of a core, whoever else wanted it. */
static double
get_cpu_seconds (void)
{
  struct timespec spent;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &spent);
  return (double) spent.tv_sec + (double) spent.tv_nsec / 1e9;
}

static double
measure_verdicts (gpointer user_data)
{
  Verdicts *self = user_data;
  const CsnPolicyContext context = {
    .profile_level = CSN_LEVEL_SOFT_APPROVAL,
    .now = G_GINT64_CONSTANT (1763795000000000),
  };
  double begin = get_cpu_seconds ();

  for (guint round = 0; round < self->n_rounds; round++)
    for (guint i = 0; i < self->requests->len; i++)
      {
        CsnVerdict *verdict =
            csn_policy_evaluate (self->policy, g_ptr_array_index (self->requests, i), &context);

        self->sum += csn_verdict_get_level (verdict);
        csn_verdict_unref (verdict);
      }
  return get_cpu_seconds () - begin;
}

/* The least that anybody does with a request: its SHA-256, by the system's library. */
static double
measure_hashes (gpointer user_data)
{
  Verdicts *self = user_data;
  double begin = get_cpu_seconds ();

  for (guint round = 0; round < self->n_rounds; round++)
    for (guint i = 0; i < self->texts->len; i++)
      {
        const char *text = g_ptr_array_index (self->texts, i);
        guint8 digest[CSN_SHA256_BYTES];

        csn_digest_sha256 (text, strlen (text), digest);
        self->sum += digest[0];
      }
  return get_cpu_seconds () - begin;
}

static void
bench_verdicts (CsnBench *bench)
{
  CsnBenchFigure compared = {
    "verdicts from parsed requests, against the SHA-256 of each",
    "verdicts/s",
    0,
    CSN_BENCH_AT_LEAST,
    1.0,
  };
  CsnBenchFigure absolute = {
    "verdicts a second on one core, against a million", "verdicts/s", 0, CSN_BENCH_AT_LEAST, 1.0,
  };
  g_autofree double *seconds = g_new (double, csn_bench_get_runs (bench));
  Verdicts verdicts = { 0 };

  verdicts_init (&verdicts);
  compared.amount = (double) verdicts.n_rounds * N_REQUESTS;
  csn_bench_compare (bench, &compared, measure_verdicts, measure_hashes, &verdicts);
  for (guint i = 0; i < csn_bench_get_runs (bench); i++)
    seconds[i] = measure_verdicts (&verdicts);
  csn_bench_report (bench,
                    &absolute,
                    compared.amount / csn_bench_median (seconds, csn_bench_get_runs (bench)),
                    VERDICTS_PER_SECOND);
  g_assert_cmpuint (verdicts.sum, >, 0);
  verdicts_clear (&verdicts);
}

typedef struct
{
  const char *countersignctl;
  char *path; /* (owned) */
} Lines;

static double
measure_evaluate (gpointer user_data)
{
  const Lines *self = user_data;
  const char *const argv[] = {
    "sh", "-c", "exec \"$0\" policy evaluate < \"$1\"", self->countersignctl, self->path, NULL
  };

  return csn_bench_time_process (argv, NULL);
}

static double
measure_jq (gpointer user_data)
{
  const Lines *self = user_data;
  const char *const argv[] = { "jq", "-c", ".", self->path, NULL };

  return csn_bench_time_process (argv, NULL);
}

static void
bench_lines (CsnBench *bench, const char *countersignctl)
{
  CsnBenchFigure figure = { "policy evaluate on JSON lines, against jq -c .",
                            "lines/s",
                            0,
                            CSN_BENCH_AT_LEAST,
                            1.0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  g_autoptr (GError) error = NULL;
  char *folder = csn_bench_make_folder ();
  Lines lines = { countersignctl, g_build_filename (folder, "requests.jsonl", NULL) };
  GString *text = g_string_new (NULL);
  guint n_lines = csn_bench_scale (N_LINES);

  for (guint i = 0; i < n_lines; i++)
    {
      g_autofree char *line = write_request (rand, i);

      g_string_append (text, line);
      g_string_append_c (text, '\n');
    }
  g_file_set_contents (lines.path, text->str, (gssize) text->len, &error);
  g_assert_no_error (error);
  g_string_free (text, TRUE);
  figure.amount = n_lines;
  csn_bench_compare (bench, &figure, measure_evaluate, measure_jq, &lines);
  g_free (lines.path);
  csn_bench_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  CsnBench *bench = csn_bench_new ();

  g_assert_cmpint (argc, ==, 2);
  bench_verdicts (bench);
  bench_lines (bench, argv[1]);
  return csn_bench_finish (bench);
}
