/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * calibration-probe: reads cases, "SCORE RESULT" a line with result one of right, failed, rejected
 * and edited, and writes what csn-calibration makes of them as one JSON object. test-calibration.py
 * computes the same in its own way.
 */
#include <stdio.h>
#include <string.h>

#include "csn-calibration.h"
#include "csn-json-writer.h"

static CsnCalibrationResult
read_result (const char *word)
{
  static const char *const words[] = { "right", "failed", "rejected", "edited" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_str_equal (words[i], word))
        return (CsnCalibrationResult) i;
    }
  g_assert_not_reached ();
}

static void
write_double (CsnJsonWriter *writer, const char *key, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  csn_json_writer_key (writer, key);
  csn_json_writer_number (writer, g_ascii_dtostr (text, sizeof text, value));
}

static void
write_bin (CsnJsonWriter *writer, const CsnCalibrationBin *bin)
{
  csn_json_writer_begin_object (writer);
  csn_json_writer_member_integer (writer, "n", bin->counts.n);
  csn_json_writer_member_integer (writer, "right", bin->counts.right);
  csn_json_writer_member_integer (writer, "rejected", bin->counts.rejected);
  csn_json_writer_member_integer (writer, "edited", bin->counts.edited);
  write_double (writer, "said", bin->said);
  write_double (writer, "right_share", bin->right_share);
  write_double (writer, "low", bin->low);
  write_double (writer, "high", bin->high);
  csn_json_writer_end_object (writer);
}

static void
write_ranges (CsnJsonWriter *writer, const CsnCalibration *calibration)
{
  g_autoptr (GArray) ranges = csn_calibration_list_ranges (calibration);

  csn_json_writer_key (writer, "ranges");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < ranges->len; i++)
    {
      const CsnCalibrationRange *range = &g_array_index (ranges, CsnCalibrationRange, i);

      csn_json_writer_begin_object (writer);
      csn_json_writer_member_boolean (writer, "over", range->over_confident);
      csn_json_writer_member_integer (writer, "first", range->first_bin);
      csn_json_writer_member_integer (writer, "last", range->last_bin);
      csn_json_writer_member_integer (writer, "n", range->n);
      csn_json_writer_member_integer (writer, "right", range->right);
      write_double (writer, "said", range->said);
      csn_json_writer_end_object (writer);
    }
  csn_json_writer_end_array (writer);
}

static void
report (const CsnCalibration *calibration)
{
  CsnJsonWriter *writer = csn_json_writer_new ();
  g_autofree char *text = NULL;

  csn_json_writer_begin_object (writer);
  write_double (writer, "brier", csn_calibration_get_brier (calibration));
  write_double (writer, "expected_error", csn_calibration_get_expected_error (calibration));
  csn_json_writer_key (writer, "bins");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; i < CSN_CALIBRATION_N_BINS; i++)
    {
      CsnCalibrationBin bin = csn_calibration_get_bin (calibration, i);

      write_bin (writer, &bin);
    }
  csn_json_writer_end_array (writer);
  write_ranges (writer, calibration);
  csn_json_writer_end_object (writer);
  text = csn_json_writer_finish (writer);
  puts (text);
}

int
main (void)
{
  g_autoptr (CsnCalibration) calibration = csn_calibration_new (NULL, 0, NULL);
  char line[128];

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_auto (GStrv) words = g_strsplit (g_strchomp (line), " ", 2);
      CsnCalibration *next = csn_calibration_add (calibration,
                                                  g_ascii_strtod (words[0], NULL),
                                                  read_result (words[1]));

      csn_calibration_unref (calibration);
      calibration = next;
    }
  report (calibration);
  return 0;
}
