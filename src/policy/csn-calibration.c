/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-calibration.h"

#include <math.h>

#define MILLION G_GINT64_CONSTANT (1000000)
#define BILLION G_GINT64_CONSTANT (1000000000)
#define BIN_WIDTH (MILLION / CSN_CALIBRATION_N_BINS)

/* Far more than there are, and so few that no sum overflows. */
#define MAX_CASES BILLION

/* The 97.5th percentile of the normal distribution: 95 % lie between it and its negative. */
#define Z 1.959963984540054

struct _CsnCalibration
{
  CsnCalibrationCounts bins[CSN_CALIBRATION_N_BINS];
};

static gint64
to_millionths (double score)
{
  return (gint64) floor (score * MILLION + 0.5);
}

static guint
find_bin (gint64 millionths)
{
  return (guint) MIN (millionths / BIN_WIDTH, CSN_CALIBRATION_N_BINS - 1);
}

guint
csn_calibration_find_bin (double score)
{
  g_return_val_if_fail (score >= 0 && score <= 1, 0);

  return find_bin (to_millionths (score));
}

CsnCalibrationCounts
csn_calibration_count (double score, CsnCalibrationResult result)
{
  CsnCalibrationCounts counts = { 0 };
  gint64 said, off;

  g_return_val_if_fail (score >= 0 && score <= 1, counts);

  said = to_millionths (score);
  off = result == CSN_CALIBRATION_RIGHT ? MILLION - said : said;
  counts.bin = find_bin (said);
  counts.n = 1;
  counts.right = result == CSN_CALIBRATION_RIGHT;
  counts.rejected = result == CSN_CALIBRATION_REJECTED;
  counts.edited = result == CSN_CALIBRATION_EDITED;
  counts.score_sum = said;
  /* Millionths squared are a thousandth of a billionth. */
  counts.error_sum = (off * off + 500) / 1000;
  return counts;
}

static void
add_counts (CsnCalibrationCounts *to, const CsnCalibrationCounts *from)
{
  to->n += from->n;
  to->right += from->right;
  to->rejected += from->rejected;
  to->edited += from->edited;
  to->score_sum += from->score_sum;
  to->error_sum += from->error_sum;
}

static gboolean
is_count (gint64 number, gint64 max)
{
  return number >= 0 && number <= max;
}

static gboolean
are_possible (const CsnCalibrationCounts *counts)
{
  gint64 least = counts->bin * BIN_WIDTH;
  gint64 most =
      counts->bin + 1 < CSN_CALIBRATION_N_BINS ? least + BIN_WIDTH - 1 : least + BIN_WIDTH;

  return counts->bin < CSN_CALIBRATION_N_BINS && is_count (counts->n, MAX_CASES) &&
         is_count (counts->right, counts->n) && is_count (counts->rejected, counts->n) &&
         is_count (counts->edited, counts->n) &&
         counts->right + counts->rejected + counts->edited <= counts->n &&
         counts->score_sum >= counts->n * least && counts->score_sum <= counts->n * most &&
         is_count (counts->error_sum, counts->n * BILLION);
}

static CsnCalibration *
calibration_new (void)
{
  CsnCalibration *self = g_atomic_rc_box_new0 (CsnCalibration);

  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    self->bins[i].bin = i;
  return self;
}

CsnCalibration *
csn_calibration_new (const CsnCalibrationCounts *rows, gsize n_rows, GError **error)
{
  g_autoptr (CsnCalibration) self = NULL;

  g_return_val_if_fail (rows != NULL || n_rows == 0, NULL);

  self = calibration_new ();
  for (gsize i = 0; i < n_rows; i++)
    {
      if (are_possible (&rows[i]) && self->bins[rows[i].bin].n + rows[i].n <= MAX_CASES)
        {
          add_counts (&self->bins[rows[i].bin], &rows[i]);
          continue;
        }
      g_set_error (error,
                   CSN_MODEL_ERROR,
                   CSN_MODEL_ERROR_INVALID,
                   "No cases give such counts of calibration (row %" G_GSIZE_FORMAT ", bin %u)",
                   i + 1,
                   rows[i].bin);
      return NULL;
    }
  return g_steal_pointer (&self);
}

CsnCalibration *
csn_calibration_ref (CsnCalibration *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
csn_calibration_unref (CsnCalibration *self)
{
  g_atomic_rc_box_release (self);
}

CsnCalibration *
csn_calibration_add (const CsnCalibration *self, double score, CsnCalibrationResult result)
{
  CsnCalibrationCounts one;
  CsnCalibration *sum;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (score >= 0 && score <= 1, NULL);

  one = csn_calibration_count (score, result);
  sum = calibration_new ();
  *sum = *self;
  add_counts (&sum->bins[one.bin], &one);
  return sum;
}

CsnCalibration *
csn_calibration_merge (const CsnCalibration *self, const CsnCalibration *other)
{
  CsnCalibration *sum;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (other != NULL, NULL);

  sum = calibration_new ();
  *sum = *self;
  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    add_counts (&sum->bins[i], &other->bins[i]);
  return sum;
}

/* E. B. Wilson's score interval (1927): the shares from which what was seen lies no further off
 * than Z standard deviations. Unlike the plain one it is true of few cases and of none wrong. */
static void
find_interval (double right, double n, double *ret_low, double *ret_high)
{
  double share = right / n;
  double scale = 1 + Z * Z / n;
  double centre = (share + Z * Z / (2 * n)) / scale;
  double reach = Z * sqrt (share * (1 - share) / n + Z * Z / (4 * n * n)) / scale;

  *ret_low = right == 0 ? 0 : MAX (centre - reach, 0);
  *ret_high = right == n ? 1 : MIN (centre + reach, 1);
}

CsnCalibrationBin
csn_calibration_get_bin (const CsnCalibration *self, guint bin)
{
  CsnCalibrationBin result = { .low = 0, .high = 1 };
  double n;

  g_return_val_if_fail (self != NULL, result);
  g_return_val_if_fail (bin < CSN_CALIBRATION_N_BINS, result);

  result.counts = self->bins[bin];
  if (result.counts.n == 0)
    return result;

  n = (double) result.counts.n;
  result.said = (double) result.counts.score_sum / n / MILLION;
  result.right_share = (double) result.counts.right / n;
  find_interval ((double) result.counts.right, n, &result.low, &result.high);
  return result;
}

CsnCalibrationCounts
csn_calibration_get_total (const CsnCalibration *self)
{
  CsnCalibrationCounts total = { 0 };

  g_return_val_if_fail (self != NULL, total);

  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    add_counts (&total, &self->bins[i]);
  return total;
}

double
csn_calibration_get_brier (const CsnCalibration *self)
{
  CsnCalibrationCounts total;

  g_return_val_if_fail (self != NULL, NAN);

  total = csn_calibration_get_total (self);
  return total.n > 0 ? (double) total.error_sum / (double) total.n / BILLION : NAN;
}

double
csn_calibration_get_expected_error (const CsnCalibration *self)
{
  gint64 n = 0;
  gint64 off = 0;

  g_return_val_if_fail (self != NULL, NAN);

  /* n_bin x |said - right share| is |sum of the scores - right|, a whole number of millionths. */
  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    {
      n += self->bins[i].n;
      off += ABS (self->bins[i].score_sum - self->bins[i].right * MILLION);
    }
  return n > 0 ? (double) off / (double) n / MILLION : NAN;
}

static void
extend_range (CsnCalibrationRange *range, const CsnCalibrationBin *bin)
{
  double said = range->said * (double) range->n + bin->said * (double) bin->counts.n;

  range->last_bin = bin->counts.bin;
  range->n += bin->counts.n;
  range->right += bin->counts.right;
  range->said = said / (double) range->n;
}

GArray *
csn_calibration_list_ranges (const CsnCalibration *self)
{
  GArray *ranges;

  g_return_val_if_fail (self != NULL, NULL);

  ranges = g_array_new (FALSE, FALSE, sizeof (CsnCalibrationRange));
  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    {
      CsnCalibrationBin bin = csn_calibration_get_bin (self, i);
      CsnCalibrationRange range = { bin.said > bin.high, i, i, 0, 0, 0 };
      CsnCalibrationRange *last = NULL;

      if (bin.counts.n < CSN_CALIBRATION_FEW || (bin.said >= bin.low && bin.said <= bin.high))
        continue;
      if (ranges->len > 0)
        last = &g_array_index (ranges, CsnCalibrationRange, ranges->len - 1);
      if (last != NULL && last->last_bin + 1 == i && last->over_confident == range.over_confident)
        {
          extend_range (last, &bin);
          continue;
        }
      extend_range (&range, &bin);
      g_array_append_val (ranges, range);
    }
  return ranges;
}

guint
csn_calibration_get_percent (gint64 right, gint64 n)
{
  g_return_val_if_fail (n > 0 && right >= 0 && right <= n, 0);

  if (right == 0 || right == n)
    return right == 0 ? 0 : 100;
  return (guint) CLAMP ((right * 200 + n) / (2 * n), 1, 99);
}

/* "61 % of the time (43 cases)", and for few "in 3 of 4 cases". */
static char *
describe_share (gint64 right, gint64 n)
{
  if (n < CSN_CALIBRATION_FEW)
    return g_strdup_printf ("in %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " %s",
                            right,
                            n,
                            n == 1 ? "case" : "cases");
  return g_strdup_printf ("%u %% of the time (%" G_GINT64_FORMAT " cases)",
                          csn_calibration_get_percent (right, n),
                          n);
}

/* In tenths, and so the same in every locale: these sentences are kept. */
static const char *
score_text (guint tenths)
{
  static const char *const texts[] = {
    "0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0",
  };

  return texts[tenths];
}

char *
csn_calibration_describe_score (const CsnCalibration *self, double score)
{
  const CsnCalibrationCounts *counts;
  g_autofree char *share = NULL;
  const char *from, *to;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (score >= 0 && score <= 1, NULL);

  counts = &self->bins[csn_calibration_find_bin (score)];
  from = score_text (counts->bin);
  to = score_text (counts->bin + 1);
  if (counts->n == 0)
    return g_strdup_printf ("This agent has no record yet of saying %s to %s.", from, to);

  share = describe_share (counts->right, counts->n);
  return g_strdup_printf ("When this agent says %s to %s, it has been right %s%s.",
                          from,
                          to,
                          share,
                          counts->n < CSN_CALIBRATION_FEW ? ", too few to go by" : "");
}

char *
csn_calibration_describe (const CsnCalibration *self)
{
  g_autoptr (GArray) ranges = NULL;
  GString *words;
  gint64 n;

  g_return_val_if_fail (self != NULL, NULL);

  n = csn_calibration_get_total (self).n;
  if (n == 0)
    return g_strdup ("No request with a score has been judged by its outcome yet.");
  ranges = csn_calibration_list_ranges (self);
  if (ranges->len == 0)
    return g_strdup_printf ("Its scores fit its outcomes as far as %" G_GINT64_FORMAT
                            " %s can show.",
                            n,
                            n == 1 ? "case" : "cases");

  words = g_string_new (NULL);
  for (guint i = 0; i < ranges->len; i++)
    {
      const CsnCalibrationRange *range = &g_array_index (ranges, CsnCalibrationRange, i);
      g_autofree char *share = describe_share (range->right, range->n);
      char said[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (said, sizeof said, "%.2f", range->said);
      g_string_append_printf (words,
                              "%s%s between %s and %s: it says %s on average and is right %s.",
                              i > 0 ? " " : "",
                              range->over_confident ? "Over-confident" : "Under-confident",
                              score_text (range->first_bin),
                              score_text (range->last_bin + 1),
                              said,
                              share);
    }
  return g_string_free (words, FALSE);
}
