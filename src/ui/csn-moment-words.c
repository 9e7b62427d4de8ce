/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-moment-words.h"

#include <glib/gi18n.h>

#include "csn-time.h"

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

char *
csn_moment_words (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time / CSN_SECOND);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now / CSN_SECOND);

  if (date == NULL || today == NULL)
    return g_strdup ("");
  return g_date_time_format (date, is_same_day (date, today) ? "%H:%M:%S" : "%Y-%m-%d %H:%M:%S");
}

char *
csn_moment_words_short (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time / CSN_SECOND);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now / CSN_SECOND);
  g_autofree char *clock = NULL;

  if (date == NULL || today == NULL)
    return g_strdup ("");
  if (!is_same_day (date, today))
    return g_date_time_format (date, "%Y-%m-%d %H:%M");
  clock = g_date_time_format (date, "%H:%M:%S");
  return g_strdup_printf ("%s.%03d", clock, (int) (time % CSN_SECOND / 1000));
}

gint64
csn_moment_words_midnight (gint64 now, int days_before)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (now / CSN_SECOND);
  g_autoptr (GDateTime) day = date != NULL ? g_date_time_add_days (date, -days_before) : NULL;
  g_autoptr (GDateTime) midnight = NULL;

  if (day == NULL)
    return 0;
  midnight = g_date_time_new_local (g_date_time_get_year (day),
                                    g_date_time_get_month (day),
                                    g_date_time_get_day_of_month (day),
                                    0,
                                    0,
                                    0);
  return midnight != NULL ? g_date_time_to_unix (midnight) * CSN_SECOND : 0;
}
