/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * csn_time_option_read:
 * @text: (nullable): what the user wrote: RFC 3339, or a day, which means its first moment in UTC
 * @ret_time: (out): microseconds since the epoch; untouched for %NULL
 *
 * Returns: %TRUE if @text is a time or %NULL; otherwise a sentence was printed
 */
gboolean csn_time_option_read (const char *text, gint64 *ret_time);

G_END_DECLS
