/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-policy.h"

G_BEGIN_DECLS

/* Each gives another policy that differs in one thing, checked as a policy file is; or %NULL and a
 * #CsnModelError that names the member. */

/**
 * csn_policy_with_thresholds:
 * @self: a policy
 * @action_type: (nullable): only for this action type; %NULL for all that don't override them
 * @thresholds: the new ones
 * @error: return location for a #CsnModelError
 *
 * Returns: (transfer full) (nullable): the policy with them
 */
CsnPolicy *csn_policy_with_thresholds (const CsnPolicy *self,
                                       const char *action_type,
                                       const CsnPolicyThresholds *thresholds,
                                       GError **error);

/**
 * csn_policy_with_autonomy:
 * @self: a policy
 * @action_type: (nullable): only for this action type
 * @autonomy: the new numbers; the window in whole seconds
 * @error: return location for a #CsnModelError
 *
 * Returns: (transfer full) (nullable): the policy with them
 */
CsnPolicy *csn_policy_with_autonomy (const CsnPolicy *self,
                                     const char *action_type,
                                     const CsnPolicyAutonomy *autonomy,
                                     GError **error);

/**
 * csn_policy_with_member:
 * @self: a policy
 * @action_type: (nullable): only for this action type
 * @path: one of the numbers, "failures_24h", "cost_limits.EUR" or "timeout_seconds.soft"
 * @value: (nullable): JSON of its new value; %NULL to leave it out: an action type then has no
 * value of its own, a currency no limit, and any other number that of the reference preset
 * @error: return location for a #CsnModelError
 *
 * Returns: (transfer full) (nullable): the policy with it
 */
CsnPolicy *csn_policy_with_member (const CsnPolicy *self,
                                   const char *action_type,
                                   const char *path,
                                   const char *value,
                                   GError **error);

/**
 * csn_policy_with_rule:
 * @self: a policy
 * @rule: a standing rule; it takes the place of the one with its id, or becomes the last
 * @error: return location for a #CsnModelError
 *
 * Returns: (transfer full) (nullable): the policy with it
 */
CsnPolicy *
csn_policy_with_rule (const CsnPolicy *self, const CsnStandingRule *rule, GError **error);

/**
 * csn_policy_without_rule:
 * @self: a policy
 * @id: a rule's id
 *
 * Returns: (transfer full): the policy without that rule
 */
CsnPolicy *csn_policy_without_rule (const CsnPolicy *self, const char *id);

/**
 * csn_policy_with_grant:
 * @self: a policy
 * @grant: a grant; it takes the place of the one with its id, or becomes the last
 * @error: return location for a #CsnModelError
 *
 * Returns: (transfer full) (nullable): the policy with it
 */
CsnPolicy *csn_policy_with_grant (const CsnPolicy *self, const CsnGrant *grant, GError **error);

/**
 * csn_policy_without_grant:
 * @self: a policy
 * @id: a grant's id
 *
 * Returns: (transfer full): the policy without that grant
 */
CsnPolicy *csn_policy_without_grant (const CsnPolicy *self, const char *id);

/**
 * csn_policy_without_action_type:
 * @self: a policy
 * @action_type: an action type
 *
 * Returns: (transfer full): the policy in which @action_type overrides nothing
 */
CsnPolicy *csn_policy_without_action_type (const CsnPolicy *self, const char *action_type);

G_END_DECLS
