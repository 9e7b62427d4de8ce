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

/**
 * csn_event_body_is_of_type:
 * @row: a good row of the log, with a body
 * @event_type: a type, see csn_event_type_to_string()
 *
 * Returns: %TRUE if the row is such an event
 */
gboolean csn_event_body_is_of_type (const CsnLogRow *row, const char *event_type);

/**
 * csn_event_body_get_commitment:
 * @body: (array length=length): a body as this program writes it
 * @length: how many
 * @ret_commitment: (out) (array fixed-size=32): csn_payload_commitment() of its payload
 *
 * Returns: %TRUE if the body holds one
 */
gboolean csn_event_body_get_commitment (const char *body,
                                        gsize length,
                                        guint8 ret_commitment[CSN_SHA256_BYTES]);

G_END_DECLS
