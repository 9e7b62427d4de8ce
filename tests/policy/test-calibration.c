/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "csn-calibration.h"

#define RIGHT CSN_CALIBRATION_RIGHT
#define FAILED CSN_CALIBRATION_FAILED
#define REJECTED CSN_CALIBRATION_REJECTED
#define EDITED CSN_CALIBRATION_EDITED

static CsnCalibration *
new_empty (void)
{
  return csn_calibration_new (NULL, 0, NULL);
}

/* Adds @right right and @wrong failed cases of one score. */
static void
add_cases (CsnCalibration **calibration, double score, guint right, guint wrong)
{
  for (guint i = 0; i < right + wrong; i++)
    {
      CsnCalibration *next = csn_calibration_add (*calibration, score, i < right ? RIGHT : FAILED);

      csn_calibration_unref (*calibration);
      *calibration = next;
    }
}

static CsnCalibration *
new_with_cases (double score, guint right, guint wrong)
{
  CsnCalibration *calibration = new_empty ();

  add_cases (&calibration, score, right, wrong);
  return calibration;
}

static void
test_bins (void)
{
  static const struct
  {
    double score;
    guint bin;
  } cases[] = {
    { 0, 0 },    { 0.05, 0 },     { 0.0999999, 1 }, { 0.099999, 0 },    { 0.1, 1 }, { 0.3, 3 },
    { 0.6, 6 },  { 0.7, 7 },      { 0.699999, 6 },  { 0.7 - 1e-12, 7 }, { 0.8, 8 }, { 0.9, 9 },
    { 0.95, 9 }, { 0.999999, 9 }, { 1, 9 },         { 0.1 + 0.2, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CsnCalibrationCounts counts = csn_calibration_count (cases[i].score, RIGHT);

      g_assert_cmpuint (csn_calibration_find_bin (cases[i].score), ==, cases[i].bin);
      g_assert_cmpuint (counts.bin, ==, cases[i].bin);
      g_assert_cmpint (counts.n, ==, 1);
    }
}

static void
test_one_case (void)
{
  static const struct
  {
    double score;
    CsnCalibrationResult result;
    gint64 right, rejected, edited, score_sum, error_sum;
  } cases[] = {
    /* 0.3^2 = 0.09, 0.7^2 = 0.49 */
    { 0.7, RIGHT, 1, 0, 0, 700000, 90000000 },
    { 0.7, FAILED, 0, 0, 0, 700000, 490000000 },
    { 0.7, REJECTED, 0, 1, 0, 700000, 490000000 },
    { 0.7, EDITED, 0, 0, 1, 700000, 490000000 },
    { 1, RIGHT, 1, 0, 0, 1000000, 0 },
    { 1, FAILED, 0, 0, 0, 1000000, 1000000000 },
    { 0, RIGHT, 1, 0, 0, 0, 1000000000 },
    /* 0.000123^2 = 0.000000015129, which is 15 billionths */
    { 0.000123, FAILED, 0, 0, 0, 123, 15 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CsnCalibrationCounts counts = csn_calibration_count (cases[i].score, cases[i].result);

      g_assert_cmpint (counts.right, ==, cases[i].right);
      g_assert_cmpint (counts.rejected, ==, cases[i].rejected);
      g_assert_cmpint (counts.edited, ==, cases[i].edited);
      g_assert_cmpint (counts.score_sum, ==, cases[i].score_sum);
      g_assert_cmpint (counts.error_sum, ==, cases[i].error_sum);
    }
}

/* The ends are the roots p of (right / n - p)^2 = z^2 p (1 - p) / n with z = 1.959963984540054,
 * found by bisection (test-calibration.py, interval()). 81 of 263 is the example in R. G. Newcombe,
 * Statistics in Medicine 17 (1998), 857-872, method 3, which gives 0.2553 to 0.3662; so are 15 of
 * 148 (0.0624, 0.1605), 0 of 20 (0, 0.1611) and 1 of 29 (0.0061, 0.1718). */
static void
test_wilson (void)
{
  static const struct
  {
    guint right, n;
    double low, high;
  } cases[] = {
    { 81, 263, 0.2553, 0.3662 }, { 15, 148, 0.0624, 0.1605 }, { 0, 20, 0, 0.1611 },
    { 1, 29, 0.0061, 0.1718 },   { 26, 43, 0.4558, 0.7363 },  { 0, 1, 0, 0.7935 },
    { 1, 1, 0.2065, 1 },         { 20, 20, 0.8389, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnCalibration) calibration =
          new_with_cases (0.75, cases[i].right, cases[i].n - cases[i].right);
      CsnCalibrationBin bin = csn_calibration_get_bin (calibration, 7);

      g_assert_cmpfloat_with_epsilon (bin.low, cases[i].low, 0.00005);
      g_assert_cmpfloat_with_epsilon (bin.high, cases[i].high, 0.00005);
      g_assert_cmpint (bin.counts.n, ==, cases[i].n);
    }
}

/* Ten cases by hand: 0.9 right four times of five, 0.6 right two times of five.
 * Brier: (4 x 0.01 + 1 x 0.81 + 2 x 0.16 + 3 x 0.36) / 10 = 0.225.
 * Expected calibration error: 5/10 x |0.9 - 0.8| + 5/10 x |0.6 - 0.4| = 0.15. */
static void
test_scores_by_hand (void)
{
  g_autoptr (CsnCalibration) calibration = new_with_cases (0.9, 4, 1);

  add_cases (&calibration, 0.6, 2, 3);
  g_assert_cmpfloat_with_epsilon (csn_calibration_get_brier (calibration), 0.225, 1e-12);
  g_assert_cmpfloat_with_epsilon (csn_calibration_get_expected_error (calibration), 0.15, 1e-12);
}

static void
test_perfect_and_worst (void)
{
  g_autoptr (CsnCalibration) perfect = new_with_cases (1, 20, 0);
  g_autoptr (CsnCalibration) worst = new_with_cases (0, 20, 0);
  g_autoptr (CsnCalibration) guess = new_with_cases (0.5, 10, 10);

  g_assert_cmpfloat (csn_calibration_get_brier (perfect), ==, 0);
  g_assert_cmpfloat (csn_calibration_get_expected_error (perfect), ==, 0);
  g_assert_cmpfloat (csn_calibration_get_brier (worst), ==, 1);
  g_assert_cmpfloat (csn_calibration_get_expected_error (worst), ==, 1);
  g_assert_cmpfloat (csn_calibration_get_brier (guess), ==, 0.25);
  g_assert_cmpfloat (csn_calibration_get_expected_error (guess), ==, 0);
}

static void
test_empty (void)
{
  g_autoptr (CsnCalibration) calibration = new_empty ();
  g_autoptr (GArray) ranges = csn_calibration_list_ranges (calibration);
  CsnCalibrationBin bin = csn_calibration_get_bin (calibration, 3);

  g_assert_cmpuint (ranges->len, ==, 0);
  g_assert_cmpint (csn_calibration_get_total (calibration).n, ==, 0);
  g_assert_true (isnan (csn_calibration_get_brier (calibration)));
  g_assert_true (isnan (csn_calibration_get_expected_error (calibration)));
  g_assert_cmpfloat (bin.low, ==, 0);
  g_assert_cmpfloat (bin.high, ==, 1);
  g_assert_cmpuint (bin.counts.bin, ==, 3);
}

static void
test_people_count_as_wrong (void)
{
  g_autoptr (CsnCalibration) empty = new_empty ();
  g_autoptr (CsnCalibration) one = csn_calibration_add (empty, 0.9, RIGHT);
  g_autoptr (CsnCalibration) two = csn_calibration_add (one, 0.9, REJECTED);
  g_autoptr (CsnCalibration) three = csn_calibration_add (two, 0.9, EDITED);
  CsnCalibrationCounts total = csn_calibration_get_total (three);

  g_assert_cmpint (total.n, ==, 3);
  g_assert_cmpint (total.right, ==, 1);
  g_assert_cmpint (total.rejected, ==, 1);
  g_assert_cmpint (total.edited, ==, 1);
  g_assert_cmpint (csn_calibration_get_total (one).n, ==, 1);
  g_assert_cmpint (csn_calibration_get_total (empty).n, ==, 0);
}

static void
assert_same (const CsnCalibration *a, const CsnCalibration *b)
{
  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    {
      CsnCalibrationCounts one = csn_calibration_get_bin (a, i).counts;
      CsnCalibrationCounts other = csn_calibration_get_bin (b, i).counts;

      g_assert_cmpint (one.n, ==, other.n);
      g_assert_cmpint (one.right, ==, other.right);
      g_assert_cmpint (one.rejected, ==, other.rejected);
      g_assert_cmpint (one.edited, ==, other.edited);
      g_assert_cmpint (one.score_sum, ==, other.score_sum);
      g_assert_cmpint (one.error_sum, ==, other.error_sum);
    }
}

/* One by one, in parts, as rows in any order: the same to the last digit. */
static void
test_any_order (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (CsnCalibration) all = new_empty ();
      g_autoptr (CsnCalibration) left = new_empty ();
      g_autoptr (CsnCalibration) right = new_empty ();
      g_autoptr (CsnCalibration) merged = NULL;
      g_autoptr (CsnCalibration) read = NULL;
      g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (CsnCalibrationCounts));

      for (guint j = 0; j < 200; j++)
        {
          double score = g_rand_double (rand);
          CsnCalibrationResult result = (CsnCalibrationResult) g_rand_int_range (rand, 0, 4);
          CsnCalibrationCounts row = csn_calibration_count (score, result);
          CsnCalibration **part = g_rand_boolean (rand) ? &left : &right;
          CsnCalibration *next = csn_calibration_add (*part, score, result);
          CsnCalibration *all_next = csn_calibration_add (all, score, result);

          csn_calibration_unref (*part);
          *part = next;
          csn_calibration_unref (all);
          all = all_next;
          g_array_insert_val (rows, g_rand_int_range (rand, 0, (gint32) rows->len + 1), row);
        }
      merged = csn_calibration_merge (right, left);
      read = csn_calibration_new ((CsnCalibrationCounts *) (gpointer) rows->data, rows->len, NULL);
      assert_same (merged, all);
      assert_same (read, all);
    }
}

static void
test_impossible_rows (void)
{
  static const CsnCalibrationCounts rows[] = {
    { .bin = 10, .n = 1, .right = 1, .score_sum = 1000000 },
    { .bin = 7, .n = -1 },
    { .bin = 7, .n = 1, .right = 2, .score_sum = 700000 },
    { .bin = 7, .n = 1, .right = -1, .score_sum = 700000 },
    { .bin = 7, .n = 1, .right = 1, .rejected = 1, .score_sum = 700000 },
    { .bin = 7, .n = 2, .rejected = 1, .edited = 2, .score_sum = 1500000 },
    { .bin = 7, .n = 1, .right = 1, .score_sum = 699999 },
    { .bin = 7, .n = 1, .right = 1, .score_sum = 800000 },
    { .bin = 9, .n = 1, .right = 1, .score_sum = 1000001 },
    { .bin = 7, .n = 1, .right = 1, .score_sum = 700000, .error_sum = -1 },
    { .bin = 7, .n = 1, .right = 1, .score_sum = 700000, .error_sum = 1000000001 },
    { .bin = 7, .n = G_MAXINT64, .score_sum = G_MAXINT64 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (csn_calibration_new (&rows[i], 1, &error));
      g_assert_error (error, CSN_MODEL_ERROR, CSN_MODEL_ERROR_INVALID);
    }
}

static void
test_ranges (void)
{
  g_autoptr (CsnCalibration) calibration = new_empty ();
  g_autoptr (GArray) ranges = NULL;
  const CsnCalibrationRange *range;

  add_cases (&calibration, 0.35, 90, 10); /* says less than it is */
  add_cases (&calibration, 0.55, 55, 45); /* fits */
  add_cases (&calibration, 0.75, 26, 24); /* too much */
  add_cases (&calibration, 0.85, 20, 30); /* too much, next to it */
  add_cases (&calibration, 0.95, 0, 9);   /* too few to tell */
  ranges = csn_calibration_list_ranges (calibration);
  g_assert_cmpuint (ranges->len, ==, 2);

  range = &g_array_index (ranges, CsnCalibrationRange, 0);
  g_assert_false (range->over_confident);
  g_assert_cmpuint (range->first_bin, ==, 3);
  g_assert_cmpuint (range->last_bin, ==, 3);
  g_assert_cmpint (range->n, ==, 100);

  range = &g_array_index (ranges, CsnCalibrationRange, 1);
  g_assert_true (range->over_confident);
  g_assert_cmpuint (range->first_bin, ==, 7);
  g_assert_cmpuint (range->last_bin, ==, 8);
  g_assert_cmpint (range->n, ==, 100);
  g_assert_cmpint (range->right, ==, 46);
  g_assert_cmpfloat_with_epsilon (range->said, 0.80, 1e-12);
}

/* Opposite neighbours, and ones with a gap between them, stay apart. */
static void
test_ranges_stay_apart (void)
{
  g_autoptr (CsnCalibration) calibration = new_empty ();
  g_autoptr (GArray) ranges = NULL;

  add_cases (&calibration, 0.15, 40, 0);
  add_cases (&calibration, 0.25, 0, 40);
  add_cases (&calibration, 0.65, 0, 40);
  add_cases (&calibration, 0.85, 0, 40);
  ranges = csn_calibration_list_ranges (calibration);
  g_assert_cmpuint (ranges->len, ==, 4);
}

static void
test_score_sentence (void)
{
  static const struct
  {
    double score;
    guint right, wrong;
    const char *text;
  } cases[] = {
    { 0.74,
      26,
      17,
      "When this agent says 0.7 to 0.8, it has been right 60 % of the time (43 cases)." },
    { 0.2,
      0,
      10,
      "When this agent says 0.2 to 0.3, it has been right 0 % of the time (10 cases)." },
    { 1,
      12,
      0,
      "When this agent says 0.9 to 1.0, it has been right 100 % of the time (12 cases)." },
    /* Rounding must not make it perfect, nor hopeless. */
    { 0.9,
      299,
      1,
      "When this agent says 0.9 to 1.0, it has been right 99 % of the time (300 cases)." },
    { 0.0,
      1,
      299,
      "When this agent says 0.0 to 0.1, it has been right 1 % of the time (300 cases)." },
    { 0.7,
      6,
      3,
      "When this agent says 0.7 to 0.8, it has been right in 6 of 9 cases, too few to go by." },
    { 0.7,
      0,
      1,
      "When this agent says 0.7 to 0.8, it has been right in 0 of 1 case, too few to go by." },
    { 0.7, 0, 0, "This agent has no record yet of saying 0.7 to 0.8." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CsnCalibration) calibration =
          new_with_cases (cases[i].score, cases[i].right, cases[i].wrong);
      g_autofree char *text = csn_calibration_describe_score (calibration, cases[i].score);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_words (void)
{
  g_autoptr (CsnCalibration) calibration = new_empty ();
  g_autofree char *none = csn_calibration_describe (calibration);
  g_autofree char *fits = NULL;
  g_autofree char *off = NULL;

  add_cases (&calibration, 0.55, 11, 9);
  fits = csn_calibration_describe (calibration);
  add_cases (&calibration, 0.75, 10, 40);
  add_cases (&calibration, 0.85, 10, 40);
  add_cases (&calibration, 0.25, 39, 1);
  off = csn_calibration_describe (calibration);

  g_assert_cmpstr (none, ==, "No request with a score has been judged by its outcome yet.");
  g_assert_cmpstr (fits, ==, "Its scores fit its outcomes as far as 20 cases can show.");
  g_assert_cmpstr (off,
                   ==,
                   "Under-confident between 0.2 and 0.3: it says 0.25 on average and is right 98 % "
                   "of the time (40 cases). Over-confident between 0.7 and 0.9: it says 0.80 on "
                   "average and is right 20 % of the time (100 cases).");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/policy/calibration/bins", test_bins);
  g_test_add_func ("/policy/calibration/one-case", test_one_case);
  g_test_add_func ("/policy/calibration/wilson-intervals", test_wilson);
  g_test_add_func ("/policy/calibration/scores-by-hand", test_scores_by_hand);
  g_test_add_func ("/policy/calibration/perfect-worst-and-guessing", test_perfect_and_worst);
  g_test_add_func ("/policy/calibration/empty", test_empty);
  g_test_add_func ("/policy/calibration/stopped-by-people-is-not-right",
                   test_people_count_as_wrong);
  g_test_add_func ("/policy/calibration/any-order-gives-the-same", test_any_order);
  g_test_add_func ("/policy/calibration/impossible-rows-are-refused", test_impossible_rows);
  g_test_add_func ("/policy/calibration/over-and-under-confident", test_ranges);
  g_test_add_func ("/policy/calibration/ranges-stay-apart", test_ranges_stay_apart);
  g_test_add_func ("/policy/calibration/sentence-for-a-score", test_score_sentence);
  g_test_add_func ("/policy/calibration/words", test_words);

  return g_test_run ();
}
