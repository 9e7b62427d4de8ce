/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>

#include "csn-bench.h"
#include "csn-json.h"

#define SEED 20240501
#define BYTES_PER_RUN (4 * 1000 * 1000)

typedef struct
{
  GString *text; /* (owned) */
  guint n_repeats;
} Work;

/* Requests as agents really send them: some nesting, sentences, ids, few numbers. */
static GString *
write_requests (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  GString *text = g_string_new ("{\"tasks\":[");

  for (guint i = 0; i < 250; i++)
    {
      g_string_append_printf (
          text,
          "%s{\"id\":\"task-%08x\",\"revision\":%u,\"agent_id\":\"billing\",\"action\":{\"type\":"
          "\"refund\",\"title\":\"Refund order %u\",\"parameters\":{\"order\":\"A-%u\",\"amount\":"
          "\"%u.%02u\",\"currency\":\"EUR\",\"reason\":\"The parcel came back; the customer wrote "
          "\\\"not as described\\\" and asks for the money.\\nSecond complaint this year.\","
          "\"lines\":[{\"sku\":\"%08x\",\"quantity\":%u,\"price\":%u.%u},{\"sku\":\"%08x\","
          "\"quantity\":1,\"price\":%u}],\"notify\":true}},\"facts\":{\"reversible\":true,"
          "\"financial\":true,\"pii\":false,\"regulated\":null},\"confidence\":{\"score\":0.%u,"
          "\"rationale\":\"Größe und Farbe stimmen nicht mit der Bestellung überein.\","
          "\"uncertainties\":[\"the parcel's weight\",\"an older claim\"],\"recommendation\":"
          "\"approve\"},\"created_at\":\"2024-05-01T10:%02u:%02uZ\"}",
          i > 0 ? "," : "",
          g_rand_int (rand),
          1 + i % 3,
          i,
          i,
          i,
          i % 100,
          g_rand_int (rand),
          i % 9,
          i,
          i % 10,
          g_rand_int (rand),
          i,
          10 + i % 90,
          i % 60,
          i % 60);
    }
  g_string_append (text, "],\"next\":null}");
  return text;
}

static GString *
write_long_text (void)
{
  GString *text = g_string_new ("{\"type\":\"email\",\"body\":\"");

  while (text->len < 200000)
    g_string_append (text, "Dear customer, your parcel is on its way. Grüße aus Köln!\\n");
  g_string_append (text, "\"}");
  return text;
}

static GString *
write_numbers (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  GString *text = g_string_new ("[");

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text,
                            "%s%d.%u",
                            i > 0 ? "," : "",
                            g_rand_int_range (rand, -100000, 100000),
                            g_rand_int_range (rand, 0, 10000));
  g_string_append_c (text, ']');
  return text;
}

static GString *
write_members (void)
{
  GString *text = g_string_new ("{");

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "%s\"member %u\":%u", i > 0 ? "," : "", i * 7919 % 100000, i);
  g_string_append_c (text, '}');
  return text;
}

static double
measure_strict_reader (gpointer user_data)
{
  const Work *work = user_data;
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < work->n_repeats; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CsnJson) json = NULL;

      json = csn_json_parse (work->text->str, work->text->len, G_MAXSIZE, NULL, &error);
      g_assert_no_error (error);
    }
  return csn_bench_seconds_since (begin);
}

static double
measure_json_glib (gpointer user_data)
{
  const Work *work = user_data;
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < work->n_repeats; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonParser) parser = json_parser_new_immutable ();

      json_parser_load_from_data (parser, work->text->str, (gssize) work->text->len, &error);
      g_assert_no_error (error);
    }
  return csn_bench_seconds_since (begin);
}

int
main (void)
{
  static const struct
  {
    const char *name;
    GString *(*write) (void);
  } works[] = {
    { "strict JSON reading: a list of requests", write_requests },
    { "strict JSON reading: one long text", write_long_text },
    { "strict JSON reading: numbers", write_numbers },
    { "strict JSON reading: 100,000 members", write_members },
  };
  CsnBench *bench = csn_bench_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (works); i++)
    {
      Work work = { works[i].write (), 1 };
      CsnBenchFigure figure = { works[i].name, "MB/s", 0, CSN_BENCH_AT_LEAST, 3.0 };

      work.n_repeats = (guint) MAX (1, BYTES_PER_RUN / work.text->len);
      figure.amount = (double) work.text->len * work.n_repeats / 1e6;
      csn_bench_compare (bench, &figure, measure_strict_reader, measure_json_glib, &work);
      g_string_free (work.text, TRUE);
    }
  return csn_bench_finish (bench);
}
