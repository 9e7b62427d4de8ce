/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-confidence-words.h"

#include <glib/gi18n.h>

char *
csn_confidence_words_diagram (const CsnCalibration *calibration)
{
  GString *out = g_string_new (_ ("What was said against how often it was right."));

  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    {
      CsnCalibrationBin bin = csn_calibration_get_bin (calibration, i);

      if (bin.counts.n == 0)
        continue;
      /* TRANSLATORS: one point of a diagram: mean score, share in percent with its interval, cases
       */
      g_string_append_printf (out,
                              ngettext (" Said %.2f, right %u %%, between %.0f %% and %.0f %%, "
                                        "%" G_GINT64_FORMAT " case.",
                                        " Said %.2f, right %u %%, between %.0f %% and %.0f %%, "
                                        "%" G_GINT64_FORMAT " cases.",
                                        (gulong) bin.counts.n),
                              bin.said,
                              csn_calibration_get_percent (bin.counts.right, bin.counts.n),
                              bin.low * 100,
                              bin.high * 100,
                              bin.counts.n);
    }
  return g_string_free (out, FALSE);
}

char *
csn_confidence_words_counts (const CsnCalibration *calibration)
{
  GString *out = g_string_new (_ ("How often each score was said."));

  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    {
      gint64 n = csn_calibration_get_bin (calibration, i).counts.n;

      if (n > 0)
        /* TRANSLATORS: "0.7 to 0.8: 43 times." */
        g_string_append_printf (out,
                                ngettext (" %.1f to %.1f: %" G_GINT64_FORMAT " time.",
                                          " %.1f to %.1f: %" G_GINT64_FORMAT " times.",
                                          (gulong) n),
                                i / (double) CSN_CALIBRATION_N_BINS,
                                (i + 1) / (double) CSN_CALIBRATION_N_BINS,
                                n);
    }
  return g_string_free (out, FALSE);
}

char *
csn_confidence_words_cases (const CsnCalibration *calibration)
{
  gint64 n = csn_calibration_get_total (calibration).n;

  return g_strdup_printf (ngettext ("%" G_GINT64_FORMAT " request with a score that turned out.",
                                    "%" G_GINT64_FORMAT " requests with a score that turned out.",
                                    (gulong) n),
                          n);
}

char *
csn_confidence_words_scores (const CsnCalibration *calibration)
{
  return g_strdup_printf (_ ("Brier score %.3f (0 is perfect, always saying 0.5 gives 0.25)\n"
                             "Expected calibration error %.3f"),
                          csn_calibration_get_brier (calibration),
                          csn_calibration_get_expected_error (calibration));
}

char *
csn_confidence_words_reviewers (const CsnCalibration *calibration)
{
  CsnCalibrationCounts total = csn_calibration_get_total (calibration);

  return g_strdup_printf (_ ("Reviewers rejected %u %% and edited %u %%."),
                          csn_calibration_get_percent (total.rejected, total.n),
                          csn_calibration_get_percent (total.edited, total.n));
}

static void
append_number (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (out, ',');
  g_string_append (out, g_ascii_formatd (text, sizeof text, "%.6f", value));
}

char *
csn_confidence_words_csv (const CsnCalibration *calibration)
{
  GString *out = g_string_new ("from,to,cases,right,rejected,edited,said,right_share,low,high\r\n");

  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    {
      CsnCalibrationBin bin = csn_calibration_get_bin (calibration, i);

      g_string_append_printf (out,
                              "0.%u,%s%u",
                              i,
                              i + 1 < CSN_CALIBRATION_N_BINS ? "0." : "1.",
                              (i + 1) % CSN_CALIBRATION_N_BINS);
      g_string_append_printf (out,
                              ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT
                              ",%" G_GINT64_FORMAT,
                              bin.counts.n,
                              bin.counts.right,
                              bin.counts.rejected,
                              bin.counts.edited);
      append_number (out, bin.said);
      append_number (out, bin.right_share);
      append_number (out, bin.low);
      append_number (out, bin.high);
      g_string_append (out, "\r\n");
    }
  return g_string_free (out, FALSE);
}
