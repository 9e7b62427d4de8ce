/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json-writer.h"
#include "csn-json.h"

G_BEGIN_DECLS

/**
 * csn_demo_json_finish:
 * @writer: (transfer full): a writer whose document is complete
 *
 * Returns: (transfer full): what was written, as a value
 */
CsnJson *csn_demo_json_finish (CsnJsonWriter *writer);

/**
 * csn_demo_json_read:
 * @text: JSON
 *
 * Returns: (transfer full) (nullable): the value, %NULL if @text is not one
 */
CsnJson *csn_demo_json_read (const char *text);

/**
 * csn_demo_json_member_text:
 * @json: (nullable): a value
 * @key: a member's name
 *
 * Returns: (transfer none) (nullable): the member's string, %NULL if there is none
 */
const char *csn_demo_json_member_text (const CsnJson *json, const char *key);

/**
 * csn_demo_json_member_integer:
 * @json: (nullable): a value
 * @key: a member's name
 * @fallback: what to give where there is no such integer
 *
 * Returns: the member's integer
 */
gint64 csn_demo_json_member_integer (const CsnJson *json, const char *key, gint64 fallback);

/**
 * csn_demo_json_member_is_true:
 * @json: (nullable): a value
 * @key: a member's name
 *
 * Returns: %TRUE if the member is the boolean true
 */
gboolean csn_demo_json_member_is_true (const CsnJson *json, const char *key);

/**
 * csn_demo_now:
 *
 * Returns: microseconds since the epoch: what the agents stamp on their tasks
 */
gint64 csn_demo_now (void);

G_END_DECLS
