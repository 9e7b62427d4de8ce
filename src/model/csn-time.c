/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-time.h"

#include <string.h>

#define TIME_LENGTH_MIN 20 /* "2026-11-22T07:03:11Z" */

char *
csn_time_to_string (gint64 time)
{
  gint64 seconds = time / G_USEC_PER_SEC;
  gint64 fraction = time % G_USEC_PER_SEC;
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *text = NULL;

  if (fraction < 0)
    {
      seconds--;
      fraction += G_USEC_PER_SEC;
    }

  date = g_date_time_new_from_unix_utc (seconds);
  if (date == NULL)
    return g_strdup (time < 0 ? "0001-01-01T00:00:00.000000Z" : "9999-12-31T23:59:59.999999Z");

  /* %Y would drop the zeros of years before 1000. */
  text = g_date_time_format (date, "%m-%dT%H:%M:%S");
  return g_strdup_printf ("%04d-%s.%06dZ", g_date_time_get_year (date), text, (int) fraction);
}

/* Reads exactly @n_digits at *@cursor and moves behind them. */
static gboolean
read_digits (const char **cursor, guint n_digits, gint *ret_value)
{
  gint value = 0;

  for (guint i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isdigit ((*cursor)[i]))
        return FALSE;
      value = value * 10 + g_ascii_digit_value ((*cursor)[i]);
    }

  *cursor += n_digits;
  *ret_value = value;
  return TRUE;
}

static gboolean
read_char (const char **cursor, char wanted)
{
  if (g_ascii_toupper (**cursor) != wanted)
    return FALSE;

  (*cursor)++;
  return TRUE;
}

/* Decimals beyond microseconds are dropped, which never makes a time later than it is. */
static gboolean
read_fraction (const char **cursor, gint64 *ret_fraction)
{
  gint64 fraction = 0;
  gint64 unit = G_USEC_PER_SEC / 10;

  if (!read_char (cursor, '.'))
    {
      *ret_fraction = 0;
      return TRUE;
    }

  if (!g_ascii_isdigit (**cursor))
    return FALSE;

  for (; g_ascii_isdigit (**cursor); (*cursor)++)
    {
      fraction += unit * g_ascii_digit_value (**cursor);
      unit /= 10;
    }

  *ret_fraction = fraction;
  return TRUE;
}

static gboolean
read_offset (const char **cursor, gint64 *ret_seconds)
{
  gint sign, hours, minutes;

  if (read_char (cursor, 'Z'))
    {
      *ret_seconds = 0;
      return TRUE;
    }

  if (**cursor != '+' && **cursor != '-')
    return FALSE;
  sign = **cursor == '+' ? 1 : -1;
  (*cursor)++;

  if (!read_digits (cursor, 2, &hours) || !read_char (cursor, ':') ||
      !read_digits (cursor, 2, &minutes) || hours > 23 || minutes > 59)
    return FALSE;

  *ret_seconds = sign * (gint64) (hours * 3600 + minutes * 60);
  return TRUE;
}

gboolean
csn_time_from_string (const char *text, gint64 *ret_time)
{
  const char *cursor = text;
  gint year, month, day, hour, minute, second;
  gint64 fraction, offset;
  g_autoptr (GDateTime) date = NULL;

  g_return_val_if_fail (ret_time != NULL, FALSE);

  if (text == NULL || strlen (text) < TIME_LENGTH_MIN)
    return FALSE;

  if (!read_digits (&cursor, 4, &year) || !read_char (&cursor, '-') ||
      !read_digits (&cursor, 2, &month) || !read_char (&cursor, '-') ||
      !read_digits (&cursor, 2, &day) || !read_char (&cursor, 'T') ||
      !read_digits (&cursor, 2, &hour) || !read_char (&cursor, ':') ||
      !read_digits (&cursor, 2, &minute) || !read_char (&cursor, ':') ||
      !read_digits (&cursor, 2, &second) || !read_fraction (&cursor, &fraction) ||
      !read_offset (&cursor, &offset) || *cursor != '\0')
    return FALSE;

  /* A leap second counts as the second after it. */
  if (second > 60)
    return FALSE;

  date = g_date_time_new_utc (year, month, day, hour, minute, 0);
  if (date == NULL)
    return FALSE;

  *ret_time = (g_date_time_to_unix (date) + second - offset) * G_USEC_PER_SEC + fraction;
  return TRUE;
}
