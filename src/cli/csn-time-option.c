/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-time-option.h"

#include <glib/gi18n.h>

#include "csn-output.h"
#include "csn-time.h"

gboolean
csn_time_option_read (const char *text, gint64 *ret_time)
{
  g_autofree char *day = NULL;
  g_autofree char *shown = NULL;

  if (text == NULL || csn_time_from_string (text, ret_time))
    return TRUE;
  day = g_strconcat (text, "T00:00:00Z", NULL);
  if (csn_time_from_string (day, ret_time))
    return TRUE;
  shown = csn_output_visible (text);
  csn_output_error (_ ("\"%s\" is not a time. Write 2026-11-22 or 2026-11-22T07:00:00Z."), shown);
  return FALSE;
}
