/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * csn_time_words_left:
 * @left: microseconds until the wait ends
 *
 * Returns: (transfer full): such as "21 h left", "3 min left", "48 s left"; "time is up" for none
 */
char *csn_time_words_left (gint64 left);

/**
 * csn_time_words_clock:
 * @left: microseconds until the wait ends
 *
 * Returns: (transfer full): a count-down such as "3:12" or "1:02:07"; never below "0:00"
 */
char *csn_time_words_clock (gint64 left);

/**
 * csn_time_words_left_aloud:
 * @left: microseconds until the wait ends
 *
 * Returns: (transfer full): the count-down for a screen reader, rounded so that it is not read anew
 *   every second: "3 minutes left", "less than a minute left"
 */
char *csn_time_words_left_aloud (gint64 left);

/**
 * csn_time_words_age:
 * @age: microseconds since something
 *
 * Returns: (transfer full): such as "now", "2 min", "21 h", "3 d"
 */
char *csn_time_words_age (gint64 age);

/**
 * csn_time_words_ago:
 * @age: microseconds since something
 *
 * Returns: (transfer full): such as "just now", "2 min ago"
 */
char *csn_time_words_ago (gint64 age);

/**
 * csn_time_words_local:
 * @time: microseconds since the epoch
 *
 * Returns: (transfer full): the local time of day, "07:03:11"
 */
char *csn_time_words_local (gint64 time);

/**
 * csn_time_words_local_full:
 * @time: microseconds since the epoch
 *
 * Returns: (transfer full): the local date and time, "2026-11-22 07:03:11"
 */
char *csn_time_words_local_full (gint64 time);

/**
 * csn_time_words_duration:
 * @duration: microseconds
 *
 * Returns: (transfer full): such as "420 ms", "14 s", "2 min 11 s", "1 h 5 min"
 */
char *csn_time_words_duration (gint64 duration);

G_END_DECLS
