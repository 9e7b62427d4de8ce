/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-pace.h"

#define SECOND G_USEC_PER_SEC

static void
test_bucket_lets_a_burst_and_then_a_trickle_through (void)
{
  CsnBucket bucket;
  guint taken = 0;

  csn_bucket_init (&bucket, 20, 200, 1000);
  for (guint i = 0; i < 1000; i++)
    taken += csn_bucket_take (&bucket, 1000) ? 1 : 0;
  g_assert_cmpuint (taken, ==, 200);
  g_assert_cmpint (csn_bucket_get_wait (&bucket, 1000), ==, SECOND / 20 + 1);

  for (gint64 now = 1000; now < 1000 + 10 * SECOND; now += SECOND / 100)
    taken += csn_bucket_take (&bucket, now) ? 1 : 0;
  g_assert_cmpuint (taken, >=, 395);
  g_assert_cmpuint (taken, <=, 400);
}

static void
test_bucket_survives_clocks_that_go_back (void)
{
  CsnBucket bucket;

  csn_bucket_init (&bucket, 1, 1, 100 * SECOND);
  g_assert_true (csn_bucket_take (&bucket, 100 * SECOND));
  g_assert_false (csn_bucket_take (&bucket, 0));
  g_assert_true (csn_bucket_take (&bucket, SECOND + 1));
}

static void
test_back_off_has_full_jitter (void)
{
  static const struct
  {
    guint failures;
    gint64 most;
  } cases[] = {
    { 0, 1 },    { 1, 1 },    { 2, 2 },    { 3, 4 },           { 9, 256 },
    { 10, 300 }, { 11, 300 }, { 64, 300 }, { G_MAXUINT, 300 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 most = cases[i].most * SECOND;

      g_assert_cmpint (csn_pace_back_off (cases[i].failures, 0), ==, SECOND / 4);
      g_assert_cmpint (csn_pace_back_off (cases[i].failures, 0.5), ==, most / 2);
      g_assert_cmpint (csn_pace_back_off (cases[i].failures, 0.999999), <=, most);
    }
}

static void
test_polls_back_off_to_half_a_minute (void)
{
  static const gint64 seconds[] = { 2, 4, 8, 16, 30, 30, 30 };

  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    g_assert_cmpint (csn_pace_poll (i), ==, seconds[i] * SECOND);
  g_assert_cmpint (csn_pace_poll (G_MAXUINT), ==, 30 * SECOND);
}

static void
test_watching_grows_rarer (void)
{
  gint64 before = 0;

  for (guint i = 0; i < 1000; i++)
    {
      g_assert_cmpint (csn_pace_watch (i), >=, before);
      before = csn_pace_watch (i);
    }
  g_assert_cmpint (csn_pace_watch (0), ==, SECOND / 2);
  g_assert_cmpint (csn_pace_watch (10), ==, 2 * SECOND);
  g_assert_cmpint (csn_pace_watch (40), ==, 30 * SECOND);
  g_assert_cmpint (before, ==, 300 * SECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/source/pace/bucket-lets-a-burst-and-then-a-trickle-through",
                   test_bucket_lets_a_burst_and_then_a_trickle_through);
  g_test_add_func ("/source/pace/bucket-survives-clocks-that-go-back",
                   test_bucket_survives_clocks_that_go_back);
  g_test_add_func ("/source/pace/back-off-has-full-jitter", test_back_off_has_full_jitter);
  g_test_add_func ("/source/pace/polls-back-off-to-half-a-minute",
                   test_polls_back_off_to_half_a_minute);
  g_test_add_func ("/source/pace/watching-grows-rarer", test_watching_grows_rarer);

  return g_test_run ();
}
