/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-log-reader.h"

G_BEGIN_DECLS

/**
 * csn_event_body_is_derived_from:
 * @row: a row of the log
 * @log_id: (array fixed-size=16): the log's id
 *
 * A body begins with its place and all that the derived columns hold, so one comparison says
 * whether they are what this program would have written there.
 *
 * Returns: %TRUE if the row's body begins with @log_id, its seq and its derived columns
 */
gboolean csn_event_body_is_derived_from (const CsnLogRow *row,
                                         const guint8 log_id[CSN_LOG_ID_BYTES]);

/**
 * csn_event_body_get_place:
 * @body: (array length=length): a body, perhaps a forged one
 * @length: how many
 * @ret_log_id: (out) (array fixed-size=16): the log that it says it belongs to
 * @ret_seq: (out): the place that it says it has
 *
 * Returns: %TRUE if the body begins as bodies do
 */
gboolean csn_event_body_get_place (const char *body,
                                   gsize length,
                                   guint8 ret_log_id[CSN_LOG_ID_BYTES],
                                   guint64 *ret_seq);

G_END_DECLS
