/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-time-words.h"

#include <glib/gi18n.h>

#include "csn-time.h"

#define CSN_MINUTE (60 * CSN_SECOND)

char *
csn_time_words_left (gint64 left)
{
  if (left <= 0)
    return g_strdup (_ ("time is up"));
  if (left < CSN_MINUTE)
    return g_strdup_printf (_ ("%d s left"), (int) (left / CSN_SECOND));
  if (left < 2 * CSN_HOUR)
    return g_strdup_printf (_ ("%d min left"), (int) (left / CSN_MINUTE));
  if (left < 2 * CSN_DAY)
    return g_strdup_printf (_ ("%d h left"), (int) (left / CSN_HOUR));
  return g_strdup_printf (_ ("%d d left"), (int) (left / CSN_DAY));
}

char *
csn_time_words_clock (gint64 left)
{
  int seconds = (int) MAX (left / CSN_SECOND, 0);

  if (seconds < 3600)
    return g_strdup_printf ("%d:%02d", seconds / 60, seconds % 60);
  return g_strdup_printf ("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

char *
csn_time_words_left_aloud (gint64 left)
{
  int minutes = (int) (left / CSN_MINUTE);

  if (left <= 0)
    return g_strdup (_ ("time is up"));
  if (minutes < 1)
    return g_strdup (_ ("less than a minute left"));
  if (minutes < 120)
    return g_strdup_printf (ngettext ("%d minute left", "%d minutes left", minutes), minutes);
  return g_strdup_printf (ngettext ("%d hour left", "%d hours left", minutes / 60), minutes / 60);
}

char *
csn_time_words_age (gint64 age)
{
  if (age < CSN_MINUTE)
    return g_strdup (_ ("now"));
  if (age < CSN_HOUR)
    return g_strdup_printf (_ ("%d min"), (int) (age / CSN_MINUTE));
  if (age < 2 * CSN_DAY)
    return g_strdup_printf (_ ("%d h"), (int) (age / CSN_HOUR));
  return g_strdup_printf (_ ("%d d"), (int) (age / CSN_DAY));
}

char *
csn_time_words_ago (gint64 age)
{
  g_autofree char *words = NULL;

  if (age < CSN_MINUTE)
    return g_strdup (_ ("just now"));
  words = csn_time_words_age (age);
  /* TRANSLATORS: %s is a length of time such as "2 min" */
  return g_strdup_printf (_ ("%s ago"), words);
}

static char *
format_local (gint64 time, const char *format)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time / CSN_SECOND);

  return date != NULL ? g_date_time_format (date, format) : g_strdup ("");
}

char *
csn_time_words_local (gint64 time)
{
  return format_local (time, "%H:%M:%S");
}

char *
csn_time_words_local_full (gint64 time)
{
  return format_local (time, "%Y-%m-%d %H:%M:%S");
}

char *
csn_time_words_duration (gint64 duration)
{
  int seconds = (int) (duration / CSN_SECOND);

  if (duration < 10 * CSN_SECOND)
    return g_strdup_printf (_ ("%d ms"), (int) (duration / 1000));
  if (seconds < 60)
    return g_strdup_printf (_ ("%d s"), seconds);
  if (seconds < 3600)
    return g_strdup_printf (_ ("%d min %d s"), seconds / 60, seconds % 60);
  return g_strdup_printf (_ ("%d h %d min"), seconds / 3600, seconds / 60 % 60);
}
