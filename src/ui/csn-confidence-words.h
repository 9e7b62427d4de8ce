/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-calibration.h"

G_BEGIN_DECLS

/**
 * csn_confidence_words_diagram:
 * @calibration: a calibration
 *
 * Returns: (transfer full): the reliability diagram for a screen reader
 */
char *csn_confidence_words_diagram (const CsnCalibration *calibration);

/**
 * csn_confidence_words_counts:
 * @calibration: a calibration
 *
 * Returns: (transfer full): the histogram for a screen reader
 */
char *csn_confidence_words_counts (const CsnCalibration *calibration);

/**
 * csn_confidence_words_cases:
 * @calibration: a calibration
 *
 * Returns: (transfer full): how many cases it is made of, "412 requests with a score and an
 *   outcome."
 */
char *csn_confidence_words_cases (const CsnCalibration *calibration);

/**
 * csn_confidence_words_scores:
 * @calibration: a calibration with cases
 *
 * Returns: (transfer full): Brier score and expected calibration error, with what they mean
 */
char *csn_confidence_words_scores (const CsnCalibration *calibration);

/**
 * csn_confidence_words_reviewers:
 * @calibration: a calibration with cases
 *
 * Returns: (transfer full): how often people rejected and edited
 */
char *csn_confidence_words_reviewers (const CsnCalibration *calibration);

/**
 * csn_confidence_words_csv:
 * @calibration: a calibration
 *
 * Returns: (transfer full): its numbers as CSV (RFC 4180), one line per bin
 */
char *csn_confidence_words_csv (const CsnCalibration *calibration);

G_END_DECLS
