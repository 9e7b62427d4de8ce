/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-calibration.h"

G_BEGIN_DECLS

/**
 * CsnConfidenceFormat:
 * @CSN_CONFIDENCE_PNG: the picture, in pixels
 * @CSN_CONFIDENCE_SVG: the picture, as lines
 * @CSN_CONFIDENCE_CSV: the numbers
 *
 * What to export.
 */
typedef enum
{
  CSN_CONFIDENCE_PNG,
  CSN_CONFIDENCE_SVG,
  CSN_CONFIDENCE_CSV,
} CsnConfidenceFormat;

/**
 * csn_confidence_export:
 * @format: what to export
 * @calibration: of which numbers
 * @title: whose they are, visible text
 *
 * Returns: (transfer full): the whole file
 */
GBytes *csn_confidence_export (CsnConfidenceFormat format,
                               const CsnCalibration *calibration,
                               const char *title);

/**
 * csn_confidence_export_suffix:
 * @format: what to export
 *
 * Returns: how the file's name ends, ".png"
 */
const char *csn_confidence_export_suffix (CsnConfidenceFormat format);

G_END_DECLS
