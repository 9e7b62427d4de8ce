/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-request.h"
#include "csn-verdict.h"

G_BEGIN_DECLS

/**
 * CsnPolicy:
 *
 * All numbers of the judgement: an immutable value. Every event names its SHA-256.
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
 * CsnPolicyContext:
 * @profile_level: the earned level of (agent, action type); SOFT_APPROVAL for a new one
 * @failures_24h: failed outcomes of the agent in the last 24 h, over all action types
 * @agent_read_only: whether the agent is in read-only mode
 *
 * What the policy needs to know besides the request.
 */
typedef struct
{
  CsnLevel profile_level;
  guint failures_24h;
  gboolean agent_read_only;
} CsnPolicyContext;

/**
 * csn_policy_new_preset:
 * @name: "reference" or "cautious" (policy.md, "Presets")
 *
 * Returns: (transfer full) (nullable): the preset, %NULL if there is none of that name
 */
CsnPolicy *csn_policy_new_preset (const char *name);

/**
 * csn_policy_new_from_json:
 * @json: what csn_policy_to_json() gives, with other numbers; what is left out stays as in the
 *   preset that "preset" names
 * @error: return location for a #CsnModelError that names the member
 *
 * Reads a policy file. A member that no policy has is an error, so that a misspelt one is noticed.
 *
 * Returns: (transfer full) (nullable): the policy; its preset is "custom" unless its numbers are
 *   those of a preset
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

const CsnPolicyThresholds *csn_policy_get_thresholds (const CsnPolicy *self);

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
 * csn_policy_to_json:
 * @self: a policy
 *
 * Returns: (transfer full): its canonical JSON
 */
char *csn_policy_to_json (const CsnPolicy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnPolicy, csn_policy_unref)

G_END_DECLS
