/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-policy.h"

G_BEGIN_DECLS

/**
 * csn_policy_draft_read:
 * @policy: a policy
 *
 * Returns: (transfer full): its document
 */
CsnJson *csn_policy_draft_read (const CsnPolicy *policy);

/**
 * csn_policy_draft_find:
 * @document: a policy's document
 * @path: a member, "confidence.takeover_below" or "failures_24h"
 *
 * Returns: (nullable): its value
 */
const CsnJson *csn_policy_draft_find (const CsnJson *document, const char *path);

/**
 * csn_policy_draft_costs:
 * @document: a policy's document
 *
 * Returns: (transfer full): its cost limits for an entry, "100.00 USD, 90.00 EUR"
 */
char *csn_policy_draft_costs (const CsnJson *document);

/**
 * csn_policy_draft_set:
 * @policy: (inout) (transfer full): a policy; replaced by the one with the value
 * @path: a member
 * @value: its new value, JSON
 * @error: return location for an error
 *
 * Returns: %TRUE if that makes a policy
 */
gboolean
csn_policy_draft_set (CsnPolicy **policy, const char *path, const char *value, GError **error);

/**
 * csn_policy_draft_set_costs:
 * @policy: (inout) (transfer full): a policy; replaced by the one with these limits and no others
 * @text: as csn_policy_draft_costs() gives it
 * @error: return location for an error that names what can't be read
 *
 * Returns: %TRUE if that makes a policy
 */
gboolean csn_policy_draft_set_costs (CsnPolicy **policy, const char *text, GError **error);

G_END_DECLS
