/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-chain.h"

G_BEGIN_DECLS

/**
 * CsnAnchor:
 * @log_id: whose
 * @count: how many events the log had
 * @head: the chain value of the last of them
 * @timestamp: the time of that event, microseconds since the epoch
 *
 * Where a log ended once, kept outside of it (audit.md, "Checkpoints and anchors"): what shows that
 * the newest events were cut off, or that an older file was put back.
 */
typedef struct
{
  guint8 log_id[CSN_LOG_ID_BYTES];
  guint64 count;
  guint8 head[CSN_SHA256_BYTES];
  gint64 timestamp;
} CsnAnchor;

/**
 * csn_anchor_to_text:
 * @self: an anchor
 *
 * Returns: (transfer full): "countersign-anchor <log_id hex> <count> <base64 head> <RFC 3339>",
 *   without a new line
 */
char *csn_anchor_to_text (const CsnAnchor *self);

/**
 * csn_anchor_from_text:
 * @text: what csn_anchor_to_text() gave, perhaps
 * @ret_anchor: (out): the anchor
 *
 * Returns: %TRUE if @text is exactly such a text
 */
gboolean csn_anchor_from_text (const char *text, CsnAnchor *ret_anchor);

/**
 * csn_anchor_list_from_lines:
 * @text: lines of text
 * @log_id: (array fixed-size=16): a log
 * @anchors: (element-type CsnAnchor): gets the anchors of that log
 *
 * Lines that are no anchors, or another log's, are left out.
 */
void csn_anchor_list_from_lines (const char *text,
                                 const guint8 log_id[CSN_LOG_ID_BYTES],
                                 GArray *anchors);

G_END_DECLS
