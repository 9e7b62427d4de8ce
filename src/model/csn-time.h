/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CSN_SECOND ((gint64) G_USEC_PER_SEC)
#define CSN_HOUR (3600 * CSN_SECOND)
#define CSN_DAY (24 * CSN_HOUR)

/**
 * csn_time_to_string:
 * @time: microseconds since the epoch
 *
 * Returns: (transfer full): RFC 3339 in UTC with six decimals, "2026-11-22T07:03:11.120431Z"
 */
char *csn_time_to_string (gint64 time);

/**
 * csn_time_from_string:
 * @text: RFC 3339 with any offset and any number of decimals
 * @ret_time: (out): microseconds since the epoch
 *
 * Returns: %TRUE if @text is a valid time
 */
gboolean csn_time_from_string (const char *text, gint64 *ret_time);

G_END_DECLS
