/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-request.h"

G_BEGIN_DECLS

/* Scores are counted in ten bins of equal width. Bin i holds i/10 <= score < (i+1)/10, and the last
 * one holds 1.0 as well. A score is rounded to millionths first, so that 0.7 is never 0.69999. */
#define CSN_CALIBRATION_N_BINS 10

/* With fewer cases than this, words name the cases themselves and no share of them, and a bin is
 * not called over-confident or under-confident: of ten bins, one or the other misses its interval
 * by chance, and with so few cases nobody would notice. */
#define CSN_CALIBRATION_FEW 10

/**
 * CsnCalibration:
 *
 * How far an agent's scores can be believed: what it said against how often it was right. An
 * immutable value that counts make; counts are whole numbers, so that adding and merging are exact
 * and no order matters.
 */
typedef struct _CsnCalibration CsnCalibration;

/**
 * CsnCalibrationResult:
 * @CSN_CALIBRATION_RIGHT: approved as proposed, and it succeeded
 * @CSN_CALIBRATION_FAILED: approved as proposed, and it failed
 * @CSN_CALIBRATION_REJECTED: a person rejected it
 * @CSN_CALIBRATION_EDITED: a person approved something else
 *
 * What became of a request that brought a score. It counts once: when a person rejects or edits it,
 * otherwise with its outcome. Only the first is being right: left out, the proposals that people
 * had to stop would make an agent look better than it is. Withdrawn, cancelled, taken over,
 * answered and unknown count for nothing.
 */
typedef enum
{
  CSN_CALIBRATION_RIGHT,
  CSN_CALIBRATION_FAILED,
  CSN_CALIBRATION_REJECTED,
  CSN_CALIBRATION_EDITED,
} CsnCalibrationResult;

/**
 * CsnCalibrationCounts:
 * @bin: the bin, below %CSN_CALIBRATION_N_BINS
 * @n: cases
 * @right: of these, where the agent was right
 * @rejected: of these, rejected by a person
 * @edited: of these, edited by a person
 * @score_sum: sum of the scores, in millionths
 * @error_sum: sum of (score - 1)^2 where the agent was right and score^2 where it wasn't, in
 *   billionths
 *
 * What is stored, per agent, action type, day and bin: add each number of a case to its row's.
 */
typedef struct
{
  guint bin;
  gint64 n;
  gint64 right;
  gint64 rejected;
  gint64 edited;
  gint64 score_sum;
  gint64 error_sum;
} CsnCalibrationCounts;

/**
 * CsnCalibrationBin:
 * @counts: its counts
 * @said: the mean score, 0 without cases
 * @right_share: how often the agent was right, 0 to 1; 0 without cases
 * @low: where the 95 % Wilson interval of @right_share begins; 0 without cases
 * @high: where it ends; 1 without cases
 *
 * One bin of the reliability diagram.
 */
typedef struct
{
  CsnCalibrationCounts counts;
  double said;
  double right_share;
  double low;
  double high;
} CsnCalibrationBin;

/**
 * CsnCalibrationRange:
 * @over_confident: %TRUE if it says more than it is right, %FALSE if less
 * @first_bin: where it begins
 * @last_bin: the last bin of it
 * @n: cases in it
 * @right: of these, where the agent was right
 * @said: the mean score in it
 *
 * Neighbouring bins whose mean score lies outside of the Wilson interval, all on the same side,
 * with at least %CSN_CALIBRATION_FEW cases each.
 */
typedef struct
{
  gboolean over_confident;
  guint first_bin;
  guint last_bin;
  gint64 n;
  gint64 right;
  double said;
} CsnCalibrationRange;

/**
 * csn_calibration_count:
 * @score: a score from 0 to 1
 * @result: what became of it
 *
 * Returns: the counts of this one case
 */
CsnCalibrationCounts csn_calibration_count (double score, CsnCalibrationResult result);

/**
 * csn_calibration_new:
 * @rows: (array length=n_rows) (nullable): counts; a bin may come in any number of rows
 * @n_rows: how many
 * @error: return location for a #CsnModelError, if these counts can't come from cases
 *
 * Returns: (transfer full) (nullable): their calibration; without rows an empty one
 */
CsnCalibration *
csn_calibration_new (const CsnCalibrationCounts *rows, gsize n_rows, GError **error);

CsnCalibration *csn_calibration_ref (CsnCalibration *self);

void csn_calibration_unref (CsnCalibration *self);

/**
 * csn_calibration_add:
 * @self: a calibration
 * @score: a score from 0 to 1
 * @result: what became of it
 *
 * Returns: (transfer full): the calibration with this case
 */
CsnCalibration *
csn_calibration_add (const CsnCalibration *self, double score, CsnCalibrationResult result);

/**
 * csn_calibration_merge:
 * @self: a calibration
 * @other: another one, of other cases
 *
 * Returns: (transfer full): the calibration of all their cases
 */
CsnCalibration *csn_calibration_merge (const CsnCalibration *self, const CsnCalibration *other);

/**
 * csn_calibration_find_bin:
 * @score: a score from 0 to 1
 *
 * Returns: the bin that counts it
 */
guint csn_calibration_find_bin (double score);

/**
 * csn_calibration_get_bin:
 * @self: a calibration
 * @bin: a bin, below %CSN_CALIBRATION_N_BINS
 *
 * Returns: what it says about scores in this bin
 */
CsnCalibrationBin csn_calibration_get_bin (const CsnCalibration *self, guint bin);

/**
 * csn_calibration_get_total:
 * @self: a calibration
 *
 * Returns: the counts of all bins; its bin means nothing
 */
CsnCalibrationCounts csn_calibration_get_total (const CsnCalibration *self);

/**
 * csn_calibration_get_brier:
 * @self: a calibration
 *
 * Returns: the Brier score, the mean squared distance of a score from 1 where it was right and from
 *   0 where it wasn't: 0 is perfect, always saying 0.5 gives 0.25; NaN without cases
 */
double csn_calibration_get_brier (const CsnCalibration *self);

/**
 * csn_calibration_get_expected_error:
 * @self: a calibration
 *
 * Returns: the expected calibration error, the mean distance of what was said from how often it was
 *   right, each bin weighed by its cases; NaN without cases
 */
double csn_calibration_get_expected_error (const CsnCalibration *self);

/**
 * csn_calibration_list_ranges:
 * @self: a calibration
 *
 * Returns: (transfer full) (element-type CsnCalibrationRange): where the agent is over-confident or
 *   under-confident, in ascending order; only where the interval says so
 */
GArray *csn_calibration_list_ranges (const CsnCalibration *self);

/**
 * csn_calibration_get_percent:
 * @right: where the agent was right
 * @n: cases, more than 0
 *
 * Returns: the share in whole percent, rounded; 0 and 100 only where it is exactly that
 */
guint csn_calibration_get_percent (gint64 right, gint64 n);

/**
 * csn_calibration_describe_score:
 * @self: a calibration
 * @score: a score from 0 to 1
 *
 * Returns: (transfer full): one sentence, "When this agent says 0.7 to 0.8, it has been right 61 %
 *   of the time (43 cases)."
 */
char *csn_calibration_describe_score (const CsnCalibration *self, double score);

/**
 * csn_calibration_describe:
 * @self: a calibration
 *
 * Returns: (transfer full): whether the agent is over-confident or under-confident and between
 * which scores, one sentence for each range; or one that says that nothing tells so
 */
char *csn_calibration_describe (const CsnCalibration *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnCalibration, csn_calibration_unref)

G_END_DECLS
