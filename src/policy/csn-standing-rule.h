/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-request.h"

G_BEGIN_DECLS

/**
 * CsnRuleEffect:
 * @CSN_RULE_RAISE: sets a floor: at least the rule's level
 * @CSN_RULE_LOWER: turns SOFT_APPROVAL into the rule's level, and never touches anything stricter
 *
 * What a standing rule does to what it matches.
 */
typedef enum
{
  CSN_RULE_RAISE,
  CSN_RULE_LOWER,
} CsnRuleEffect;

/**
 * CsnConditionKind:
 * @CSN_CONDITION_EQUALS: the member is this string, number, boolean or null
 * @CSN_CONDITION_ONE_OF: the member is one of the values of this array
 * @CSN_CONDITION_PREFIX: the member is a string that begins with this one
 * @CSN_CONDITION_AT_MOST: the member is a number, or a string of decimal digits, not above this
 *   number; compared exactly
 *
 * How a condition compares. A member that is absent or of another type meets no condition.
 */
typedef enum
{
  CSN_CONDITION_EQUALS,
  CSN_CONDITION_ONE_OF,
  CSN_CONDITION_PREFIX,
  CSN_CONDITION_AT_MOST,
} CsnConditionKind;

/**
 * CsnCondition:
 * @pointer: an RFC 6901 JSON pointer into the proposed action; "" is the whole action
 * @kind: how to compare
 * @value: what to compare with, of the type that @kind asks for
 *
 * What a standing rule asks of a member of the action.
 */
typedef struct
{
  const char *pointer;
  CsnConditionKind kind;
  const CsnJson *value;
} CsnCondition;

/**
 * CsnStandingRuleTerms:
 * @id: names the rule within its policy
 * @note: why there is such a rule, for people
 * @owner: who answers for it
 * @agents: a pattern with "*" and "?" for agent ids
 * @action_types: such a pattern for action types
 * @conditions: (array length=n_conditions) (nullable): all must hold
 * @n_conditions: how many
 * @effect: what it does
 * @level: NOTIFY_ONLY or stricter where it raises, NOTIFY_ONLY or FULL_AUTO where it lowers
 * @dry_run: whether it only says what it would have done
 * @created_at: microseconds since the epoch; 0 if unknown
 * @expires_at: microseconds since the epoch; every rule must expire
 *
 * What a standing rule says. Owned by its rule; never changes.
 */
typedef struct
{
  const char *id;
  const char *note;
  const char *owner;
  const char *agents;
  const char *action_types;
  const CsnCondition *conditions;
  guint n_conditions;
  CsnRuleEffect effect;
  CsnLevel level;
  gboolean dry_run;
  gint64 created_at;
  gint64 expires_at;
} CsnStandingRuleTerms;

/**
 * CsnStandingRule:
 *
 * A rule that a reviewer wrote (policy.md, "Standing rules"). Immutable.
 */
typedef struct _CsnStandingRule CsnStandingRule;

/**
 * csn_standing_rule_new:
 * @terms: what it says; copied. Whether a policy can hold it is for csn_policy_with_rule() to say
 *
 * Returns: (transfer full): a rule
 */
CsnStandingRule *csn_standing_rule_new (const CsnStandingRuleTerms *terms);

CsnStandingRule *csn_standing_rule_ref (CsnStandingRule *self);

void csn_standing_rule_unref (CsnStandingRule *self);

/**
 * csn_standing_rule_get_terms:
 * @self: a rule
 *
 * Returns: (transfer none): what it says
 */
const CsnStandingRuleTerms *csn_standing_rule_get_terms (const CsnStandingRule *self);

/**
 * csn_standing_rule_matches:
 * @self: a rule
 * @request: any request
 *
 * Returns: %TRUE if the rule is about @request; neither its expiry nor its dry run count
 */
gboolean csn_standing_rule_matches (const CsnStandingRule *self, const CsnRequest *request);

/**
 * csn_standing_rule_to_json:
 * @self: a rule
 *
 * Returns: (transfer full): the object that stands for it in a policy's "rules", as one line
 */
char *csn_standing_rule_to_json (const CsnStandingRule *self);

/* "raise" and "lower"; "equals", "one_of", "prefix" and "at_most". */

const char *csn_rule_effect_to_string (CsnRuleEffect effect);

const char *csn_condition_kind_to_string (CsnConditionKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnStandingRule, csn_standing_rule_unref)

G_END_DECLS
