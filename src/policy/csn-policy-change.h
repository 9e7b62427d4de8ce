/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-policy.h"

G_BEGIN_DECLS

/**
 * CsnPolicyChange:
 * @path: the member, such as "confidence.hard_below", "action_types.refund.cost_limits.EUR",
 *   "rules.small-refunds" or "grants.g7"
 * @before: (nullable): JSON of its value before; %NULL if there was none
 * @after: (nullable): JSON of its value after; %NULL if there is none
 * @loosens: whether some request may get less oversight for it; in doubt %TRUE
 *
 * One difference between two policies.
 */
typedef struct
{
  char *path;
  char *before;
  char *after;
  gboolean loosens;
} CsnPolicyChange;

void csn_policy_change_free (CsnPolicyChange *self);

/**
 * csn_policy_describe_changes:
 * @before: a policy
 * @after: another
 *
 * Returns: (transfer full) (element-type CsnPolicyChange): every member that differs, numbers
 *   first, then action types, rules and grants; empty if both say the same
 */
GPtrArray *csn_policy_describe_changes (const CsnPolicy *before, const CsnPolicy *after);

/**
 * csn_policy_is_at_least_as_strict:
 * @after: a policy
 * @before: the one in force
 *
 * No change from @before to @after loosens. A grant that is taken back counts as stricter, though a
 * chain that went too deep by it (HUMAN_TAKEOVER) then has no grant (HARD_APPROVAL).
 *
 * Returns: %TRUE if no request can get less oversight by @after; in doubt %FALSE
 */
gboolean csn_policy_is_at_least_as_strict (const CsnPolicy *after, const CsnPolicy *before);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnPolicyChange, csn_policy_change_free)

G_END_DECLS
