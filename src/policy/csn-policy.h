/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-grant.h"
#include "csn-request.h"
#include "csn-standing-rule.h"
#include "csn-verdict.h"

G_BEGIN_DECLS

#define CSN_POLICY_MAX_BYTES (1024 * 1024)
#define CSN_POLICY_MAX_RULES 500
#define CSN_POLICY_MAX_GRANTS 1000

/**
 * CsnPolicy:
 *
 * All numbers of the judgement, standing rules and grants: an immutable value, read from one JSON
 * document (countersign-policy(7)). Every event names its SHA-256.
 */
typedef struct _CsnPolicy CsnPolicy;

/**
 * CsnPolicyThresholds:
 * @takeover: a score below it is a takeover (0.5)
 * @low: below it HARD (0.65)
 * @irreversible: an irreversible, insensitive action above it is SOFT (0.75)
 * @moderate: below it SOFT (0.80)
 * @reversible: a reversible action above it is FULL_AUTO (0.85)
 *
 * Where the levels change with the confidence score. All in [0, 1].
 */
typedef struct
{
  double takeover;
  double low;
  double irreversible;
  double moderate;
  double reversible;
} CsnPolicyThresholds;

/**
 * CsnPolicyAutonomy:
 * @promote_after: successes in a row that earn one level less oversight (10)
 * @demote_after: failures within @window that cost a level (2)
 * @window: how long a failure counts, in microseconds (24 h)
 * @confirm_promotions: whether a promotion waits for a person
 *
 * The numbers of the ratchet (policy.md, "Autonomy").
 */
typedef struct
{
  guint promote_after;
  guint demote_after;
  gint64 window;
  gboolean confirm_promotions;
} CsnPolicyAutonomy;

/**
 * CsnDrawn:
 * @grant_id: a grant
 * @money: what approved actions have cost so far
 *
 * What has been drawn from a grant's budget. One grant may have several, which add up.
 */
typedef struct
{
  const char *grant_id;
  const CsnMoney *money;
} CsnDrawn;

/**
 * CsnPolicyContext:
 * @profile_level: the earned level of (agent, action type); SOFT_APPROVAL for a new one
 * @failures_24h: failed outcomes of the agent in the last 24 h, over all action types
 * @agent_read_only: whether the agent is in read-only mode
 * @now: microseconds since the epoch; 0 if unknown: then no grant counts and no rule lowers
 * @chain_levels: (array length=n_chain_levels) (nullable): the earned level of each member of
 *   csn_request_get_delegation(), in its order, for the request's action type; SOFT_APPROVAL for a
 *   new one, HARD_APPROVAL is assumed where it is not told
 * @n_chain_levels: how many
 * @drawn: (array length=n_drawn) (nullable): what has been drawn from the grants
 * @n_drawn: how many
 * @knows_drawn: whether @drawn is complete; otherwise no grant with a budget counts
 *
 * What the policy needs to know besides the request. What is left at zero is not known, and unknown
 * is never read as safe.
 */
typedef struct
{
  CsnLevel profile_level;
  guint failures_24h;
  gboolean agent_read_only;
  gint64 now;
  const CsnLevel *chain_levels;
  guint n_chain_levels;
  const CsnDrawn *drawn;
  guint n_drawn;
  gboolean knows_drawn;
} CsnPolicyContext;

/**
 * csn_policy_new_preset:
 * @name: "reference" or "cautious" (policy.md, "Presets")
 *
 * Returns: (transfer full) (nullable): the preset, %NULL if there is none of that name
 */
CsnPolicy *csn_policy_new_preset (const char *name);

/**
 * csn_policy_parse:
 * @text: (array length=length): a policy file
 * @length: its bytes, at most %CSN_POLICY_MAX_BYTES
 * @error: return location for a #CsnModelError
 *
 * Reads a policy file whole or not at all. What it leaves out stays as in the preset that "preset"
 * names; a member that no policy has, a duplicate one, another version or type, a number out of
 * range, a bad pointer and the like are errors. The message names line, column (in characters) and
 * the member: "Line 3, column 14, rules[2].conditions[0].pointer: ...".
 *
 * Returns: (transfer full) (nullable): the policy; its preset is "custom" unless it says what a
 *   preset says
 */
CsnPolicy *csn_policy_parse (const char *text, gsize length, GError **error);

/**
 * csn_policy_new_from_json:
 * @json: a policy document that was read already
 * @error: return location for a #CsnModelError
 *
 * The same as csn_policy_parse(), but the message can't name line and column.
 *
 * Returns: (transfer full) (nullable): the policy
 */
CsnPolicy *csn_policy_new_from_json (const CsnJson *json, GError **error);

CsnPolicy *csn_policy_ref (CsnPolicy *self);

void csn_policy_unref (CsnPolicy *self);

/**
 * csn_policy_get_preset:
 * @self: a policy
 *
 * Returns: the name of the preset that it is, or "custom"
 */
const char *csn_policy_get_preset (const CsnPolicy *self);

/**
 * csn_policy_get_sha256:
 * @self: a policy
 *
 * Returns: hex SHA-256 of its canonical JSON
 */
const char *csn_policy_get_sha256 (const CsnPolicy *self);

/**
 * csn_policy_get_thresholds:
 * @self: a policy
 *
 * Returns: (transfer none): those of every action type that doesn't override them
 */
const CsnPolicyThresholds *csn_policy_get_thresholds (const CsnPolicy *self);

/**
 * csn_policy_get_thresholds_for:
 * @self: a policy
 * @action_type: (nullable): an action type
 *
 * Returns: (transfer none): the thresholds for @action_type
 */
const CsnPolicyThresholds *csn_policy_get_thresholds_for (const CsnPolicy *self,
                                                          const char *action_type);

/**
 * csn_policy_get_autonomy:
 * @self: a policy
 * @action_type: (nullable): an action type
 *
 * Returns: (transfer none): the numbers of the ratchet for @action_type
 */
const CsnPolicyAutonomy *csn_policy_get_autonomy (const CsnPolicy *self, const char *action_type);

guint csn_policy_get_n_rules (const CsnPolicy *self);

/**
 * csn_policy_get_rule:
 * @self: a policy
 * @index: less than csn_policy_get_n_rules()
 *
 * Returns: (transfer none): a standing rule
 */
CsnStandingRule *csn_policy_get_rule (const CsnPolicy *self, guint index);

guint csn_policy_get_n_grants (const CsnPolicy *self);

/**
 * csn_policy_get_grant:
 * @self: a policy
 * @index: less than csn_policy_get_n_grants()
 *
 * Returns: (transfer none): a grant
 */
CsnGrant *csn_policy_get_grant (const CsnPolicy *self, guint index);

/**
 * csn_policy_get_timeout:
 * @self: a policy
 * @level: SOFT_APPROVAL or HARD_APPROVAL
 * @action_type: the action type
 *
 * Returns: how long a request waits, in microseconds: 300 s and 86,400 s in the reference (seed
 *   note, "The ApprovalGate Pattern"); 0 for every other level
 */
gint64 csn_policy_get_timeout (const CsnPolicy *self, CsnLevel level, const char *action_type);

/**
 * csn_policy_silence_may_consent:
 * @self: a policy
 * @request: a request at SOFT_APPROVAL
 *
 * Returns: %TRUE if silence may approve it; never for a flagged request, and in the cautious preset
 *   for nothing that isn't reversible
 */
gboolean csn_policy_silence_may_consent (const CsnPolicy *self, const CsnRequest *request);

/**
 * csn_policy_evaluate:
 * @self: a policy
 * @request: what is judged
 * @context: what else is known
 *
 * Judges a request (policy.md). The strictest rule wins; making any single fact riskier never
 * lowers the level.
 *
 * Returns: (transfer full): the verdict with every rule that spoke
 */
CsnVerdict *csn_policy_evaluate (const CsnPolicy *self,
                                 const CsnRequest *request,
                                 const CsnPolicyContext *context);

/**
 * csn_policy_list_grants:
 * @self: a policy
 * @request: a request
 * @context: what else is known
 *
 * Lists the grants that an approval of @request draws from: for each link of its delegation the one
 * that gives most room, even where it is exceeded and a person approved nevertheless.
 *
 * Returns: (transfer full) (element-type CsnGrant): from the root's on; empty without delegation
 */
GPtrArray *csn_policy_list_grants (const CsnPolicy *self,
                                   const CsnRequest *request,
                                   const CsnPolicyContext *context);

/**
 * csn_policy_to_json:
 * @self: a policy
 *
 * Returns: (transfer full): its canonical JSON
 */
char *csn_policy_to_json (const CsnPolicy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnPolicy, csn_policy_unref)

G_END_DECLS
