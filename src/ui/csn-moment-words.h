/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * csn_moment_words:
 * @time: microseconds since the epoch
 * @now: likewise
 *
 * Returns: (transfer full): @time for a sentence: "06:51:10" on the day of @now, with its date
 *   otherwise
 */
char *csn_moment_words (gint64 time, gint64 now);

/**
 * csn_moment_words_short:
 * @time: microseconds since the epoch
 * @now: likewise
 *
 * Returns: (transfer full): @time for a table: "06:51:10.412" on the day of @now, date and minute
 *   otherwise
 */
char *csn_moment_words_short (gint64 time, gint64 now);

/**
 * csn_moment_words_midnight:
 * @now: microseconds since the epoch
 * @days_before: how many days to go back
 *
 * Returns: when that day began, in local time
 */
gint64 csn_moment_words_midnight (gint64 now, int days_before);

G_END_DECLS
