/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-money.h"
#include "csn-words.h"

G_BEGIN_DECLS

#define CSN_MODEL_ERROR (csn_model_error_quark ())

/**
 * CsnModelError:
 * @CSN_MODEL_ERROR_MISSING: a required member is absent
 * @CSN_MODEL_ERROR_INVALID: a member has the wrong type or an impossible value
 *
 * Why a value could not be read from JSON. The message names the member.
 */
typedef enum
{
  CSN_MODEL_ERROR_MISSING,
  CSN_MODEL_ERROR_INVALID,
} CsnModelError;

GQuark csn_model_error_quark (void);

/**
 * CsnFacts:
 * @reversible: can be undone
 * @financial: moves money
 * @pii: touches personal data
 * @regulated: is subject to regulation
 * @read_only: changes nothing
 * @cost: (nullable): what it costs; %NULL if the agent did not say
 *
 * What is known about a request's risk. Owned by its request; never changes.
 */
typedef struct
{
  CsnTristate reversible;
  CsnTristate financial;
  CsnTristate pii;
  CsnTristate regulated;
  CsnTristate read_only;
  const CsnMoney *cost;
} CsnFacts;

/**
 * CsnConfidence:
 * @score_text: (nullable): the score as the agent wrote it; %NULL if there is no valid score
 * @score: the score in [0, 1]; only meaningful where @score_text is not %NULL
 * @rationale: (nullable): one sentence, untrusted
 * @uncertainties: (array zero-terminated=1): untrusted
 * @recommendation: what the agent recommends
 *
 * The agent's (or assessor's) self-assessment. Owned by its request; never changes.
 */
typedef struct
{
  const char *score_text;
  double score;
  const char *rationale;
  const char *const *uncertainties;
  CsnRecommendation recommendation;
} CsnConfidence;

/**
 * CsnRequestFlags:
 * @CSN_REQUEST_FLAG_NONE: nothing to say
 * @CSN_REQUEST_FLAG_MALFORMED: bytes or members that can't be read; only rejecting is possible
 * @CSN_REQUEST_FLAG_DECEPTIVE: hidden, reordering or look-alike characters
 * @CSN_REQUEST_FLAG_UNBINDABLE: the action has no canonical form
 * @CSN_REQUEST_FLAG_BAD_SCORE: the score is not a number in [0, 1]
 * @CSN_REQUEST_FLAG_BAD_MEMBER: an optional member had a wrong type and counts as unknown
 * @CSN_REQUEST_FLAG_CHANGED: the same id and revision came with other content
 *
 * Why a request can't be trusted to be what it seems (safety.md).
 */
typedef enum /*< flags >*/
{
  CSN_REQUEST_FLAG_NONE = 0,
  CSN_REQUEST_FLAG_MALFORMED = 1 << 0,
  CSN_REQUEST_FLAG_DECEPTIVE = 1 << 1,
  CSN_REQUEST_FLAG_UNBINDABLE = 1 << 2,
  CSN_REQUEST_FLAG_BAD_SCORE = 1 << 3,
  CSN_REQUEST_FLAG_BAD_MEMBER = 1 << 4,
  CSN_REQUEST_FLAG_CHANGED = 1 << 5,
} CsnRequestFlags;

/**
 * CSN_REQUEST_UNKNOWN_AGENT:
 *
 * The agent of a malformed request whose agent could not be read.
 */
#define CSN_REQUEST_UNKNOWN_AGENT "unknown"

/**
 * CSN_REQUEST_MALFORMED_ACTION_TYPE:
 *
 * The action type of every malformed request.
 */
#define CSN_REQUEST_MALFORMED_ACTION_TYPE "malformed"

/**
 * CsnRequest:
 *
 * One proposed action as one revision of one task: immutable once received. What the agent calls
 * a Task (protocol.md) is read into it.
 */
typedef struct _CsnRequest CsnRequest;

#define CSN_TYPE_REQUEST (csn_request_get_type ())

GType csn_request_get_type (void);

/**
 * csn_request_new_from_task:
 * @source: the id of the source that it came from
 * @task: one Task of the tasks protocol
 * @error: return location for a #CsnModelError: a required member is missing or of a wrong type
 *
 * Reads a request. Optional members of a wrong type count as absent and flag the request; so does
 * anything that csn_visible_text() warns of in the action or the agent's words.
 *
 * Returns: (transfer full) (nullable): the request
 */
CsnRequest *csn_request_new_from_task (const char *source, const CsnJson *task, GError **error);

/**
 * csn_request_new_malformed:
 * @source: the id of the source that it came from
 * @task_id: (nullable): the task's id where that much could be read
 * @agent_id: (nullable): the agent's id, likewise
 * @raw: what came in
 * @problem: one sentence that says what is wrong and where
 *
 * Makes the card for bytes that are no request: %CSN_REQUEST_FLAG_MALFORMED, an empty action and,
 * where @task_id is %NULL or itself unusable, an id made of the digest of @raw.
 *
 * Returns: (transfer full): the request
 */
CsnRequest *csn_request_new_malformed (const char *source,
                                       const char *task_id,
                                       const char *agent_id,
                                       GBytes *raw,
                                       const char *problem);

/**
 * csn_request_new_flagged:
 * @request: a request
 * @flag: what was found out about it, such as %CSN_REQUEST_FLAG_CHANGED
 * @problem: one sentence for the reviewer
 *
 * Returns: (transfer full): the same request with one more flag and problem; its raw bytes don't
 *   tell of them
 */
CsnRequest *
csn_request_new_flagged (const CsnRequest *request, CsnRequestFlags flag, const char *problem);

CsnRequest *csn_request_ref (CsnRequest *self);

void csn_request_unref (CsnRequest *self);

const char *csn_request_get_source (const CsnRequest *self);

const char *csn_request_get_task_id (const CsnRequest *self);

gint64 csn_request_get_revision (const CsnRequest *self);

CsnTaskStatus csn_request_get_task_status (const CsnRequest *self);

const char *csn_request_get_agent_id (const CsnRequest *self);

const char *csn_request_get_action_type (const CsnRequest *self);

/**
 * csn_request_get_description:
 * @self: a request
 *
 * Returns: (nullable): the agent's own words; untrusted
 */
const char *csn_request_get_description (const CsnRequest *self);

/**
 * csn_request_get_action:
 * @self: a request
 *
 * Returns: (transfer none): the proposed action, an object
 */
const CsnJson *csn_request_get_action (const CsnRequest *self);

/**
 * csn_request_get_asked_level:
 * @self: a request
 * @ret_level: (out): the level that the agent asked for
 *
 * Returns: %TRUE if it asked for one
 */
gboolean csn_request_get_asked_level (const CsnRequest *self, CsnLevel *ret_level);

const CsnFacts *csn_request_get_facts (const CsnRequest *self);

/**
 * csn_request_get_confidence:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): %NULL if the request brought none
 */
const CsnConfidence *csn_request_get_confidence (const CsnRequest *self);

/**
 * csn_request_get_delegation:
 * @self: a request
 *
 * Returns: (transfer none) (array zero-terminated=1): on whose behalf the agent acts, root first
 */
const char *const *csn_request_get_delegation (const CsnRequest *self);

/**
 * csn_request_allows:
 * @self: a request
 * @kind: a decision
 *
 * Returns: %TRUE if the agent takes this decision; reject, takeover and escalate always; approve
 *   and edit never for a malformed request, or for one flagged %CSN_REQUEST_FLAG_CHANGED; respond
 *   never for a malformed request
 */
gboolean csn_request_allows (const CsnRequest *self, CsnDecisionKind kind);

/**
 * csn_request_get_created_at:
 * @self: a request
 *
 * Returns: microseconds since the epoch, or 0 if the agent did not say
 */
gint64 csn_request_get_created_at (const CsnRequest *self);

/**
 * csn_request_get_expires_at:
 * @self: a request
 *
 * Returns: microseconds since the epoch, or 0 if it does not expire
 */
gint64 csn_request_get_expires_at (const CsnRequest *self);

/**
 * csn_request_get_history:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): what the agent did before, an array of objects; untrusted
 */
const CsnJson *csn_request_get_history (const CsnRequest *self);

/**
 * csn_request_get_state_of_agent:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the task's state, an object; untrusted
 */
const CsnJson *csn_request_get_state_of_agent (const CsnRequest *self);

CsnRequestFlags csn_request_get_flags (const CsnRequest *self);

/**
 * csn_request_get_problems:
 * @self: a request
 *
 * Returns: (transfer none) (array zero-terminated=1): a sentence for each flag, for the reviewer,
 *   already made visible
 */
const char *const *csn_request_get_problems (const CsnRequest *self);

/**
 * csn_request_get_action_digest:
 * @self: a request
 *
 * Returns: (nullable): "sha-256=..." over the canonical form of action, action_type, agent_id,
 *   revision and task_id (protocol.md, "Decision"); %NULL if the request is unbindable
 */
const char *csn_request_get_action_digest (const CsnRequest *self);

/**
 * csn_request_digest_for_action:
 * @self: a request
 * @action: another action for it, an object
 *
 * Returns: (transfer full) (nullable): the digest that binds @action to this request
 */
char *csn_request_digest_for_action (const CsnRequest *self, const CsnJson *action);

/**
 * csn_request_get_raw:
 * @self: a request
 *
 * Returns: (transfer none): the Task as JSON text, or the raw bytes of a malformed request; what
 *   the store keeps, and what csn_request_new_from_task() reads back to an equal request
 */
GBytes *csn_request_get_raw (const CsnRequest *self);

/**
 * csn_request_same_content:
 * @a: a request
 * @b: a request with the same source, task id and revision
 *
 * Returns: %TRUE if both propose the same action of the same agent with the same facts: all that
 *   the policy judged and the reviewer read is the same; status, created_at, history, state,
 * outcome and unknown members may differ
 */
gboolean csn_request_same_content (const CsnRequest *a, const CsnRequest *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnRequest, csn_request_unref)

G_END_DECLS
