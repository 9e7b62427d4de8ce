/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * CsnLevel:
 * @CSN_LEVEL_FULL_AUTO: act without approval
 * @CSN_LEVEL_NOTIFY_ONLY: act, and tell people after
 * @CSN_LEVEL_SOFT_APPROVAL: wait; silence consents
 * @CSN_LEVEL_HARD_APPROVAL: wait; silence escalates
 * @CSN_LEVEL_HUMAN_TAKEOVER: a person takes the request over
 *
 * How much a person is involved; a greater value is stricter (seed note, "The Five Intervention
 * Levels").
 */
typedef enum
{
  CSN_LEVEL_FULL_AUTO,
  CSN_LEVEL_NOTIFY_ONLY,
  CSN_LEVEL_SOFT_APPROVAL,
  CSN_LEVEL_HARD_APPROVAL,
  CSN_LEVEL_HUMAN_TAKEOVER,
} CsnLevel;

/**
 * CsnTristate:
 * @CSN_TRISTATE_UNKNOWN: absent, or not a boolean
 * @CSN_TRISTATE_FALSE: false
 * @CSN_TRISTATE_TRUE: true
 *
 * A fact that an agent may have left out. Unknown is never read as safe.
 */
typedef enum
{
  CSN_TRISTATE_UNKNOWN,
  CSN_TRISTATE_FALSE,
  CSN_TRISTATE_TRUE,
} CsnTristate;

/**
 * CsnRecommendation:
 * @CSN_RECOMMENDATION_NONE: none, or none that we know
 * @CSN_RECOMMENDATION_PROCEED: PROCEED
 * @CSN_RECOMMENDATION_CLARIFY: CLARIFY
 * @CSN_RECOMMENDATION_ESCALATE: ESCALATE
 *
 * What the agent itself recommends.
 */
typedef enum
{
  CSN_RECOMMENDATION_NONE,
  CSN_RECOMMENDATION_PROCEED,
  CSN_RECOMMENDATION_CLARIFY,
  CSN_RECOMMENDATION_ESCALATE,
} CsnRecommendation;

/**
 * CsnDecisionKind:
 * @CSN_DECISION_APPROVE: do it
 * @CSN_DECISION_EDIT: do this instead
 * @CSN_DECISION_REJECT: don't
 * @CSN_DECISION_RESPOND: don't yet; here is an answer
 * @CSN_DECISION_TAKEOVER: a person does it
 * @CSN_DECISION_ESCALATE: nobody answered in time
 *
 * What ends the wait; the names are those of the tasks protocol.
 */
typedef enum
{
  CSN_DECISION_APPROVE,
  CSN_DECISION_EDIT,
  CSN_DECISION_REJECT,
  CSN_DECISION_RESPOND,
  CSN_DECISION_TAKEOVER,
  CSN_DECISION_ESCALATE,
} CsnDecisionKind;

/**
 * CsnActorKind:
 * @CSN_ACTOR_HUMAN: the reviewer
 * @CSN_ACTOR_SILENCE: nobody objected at SOFT_APPROVAL
 * @CSN_ACTOR_POLICY: the policy
 * @CSN_ACTOR_SYSTEM: Countersign itself
 * @CSN_ACTOR_AGENT: the agent
 *
 * Who did what an event records.
 */
typedef enum
{
  CSN_ACTOR_HUMAN,
  CSN_ACTOR_SILENCE,
  CSN_ACTOR_POLICY,
  CSN_ACTOR_SYSTEM,
  CSN_ACTOR_AGENT,
} CsnActorKind;

/**
 * CsnRequestState:
 * @CSN_REQUEST_PENDING: waits for a decision
 * @CSN_REQUEST_APPROVED: decided: approved as proposed
 * @CSN_REQUEST_EDITED: decided: approved with another action
 * @CSN_REQUEST_REJECTED: decided: rejected
 * @CSN_REQUEST_RESPONDED: decided: answered instead
 * @CSN_REQUEST_ESCALATED: its deadline passed
 * @CSN_REQUEST_TAKEN_OVER: a person has it
 * @CSN_REQUEST_WITHDRAWN: the agent took it back, it expired, or a newer revision came
 *
 * Where a request stands (gate.md). Every state but pending is final.
 */
typedef enum
{
  CSN_REQUEST_PENDING,
  CSN_REQUEST_APPROVED,
  CSN_REQUEST_EDITED,
  CSN_REQUEST_REJECTED,
  CSN_REQUEST_RESPONDED,
  CSN_REQUEST_ESCALATED,
  CSN_REQUEST_TAKEN_OVER,
  CSN_REQUEST_WITHDRAWN,
} CsnRequestState;

/**
 * CsnDeliveryState:
 * @CSN_DELIVERY_NONE: there is nothing to deliver
 * @CSN_DELIVERY_QUEUED: on its way, perhaps after failed attempts
 * @CSN_DELIVERY_ACKNOWLEDGED: the agent has it
 * @CSN_DELIVERY_REFUSED: the agent will not take it (409, 410, 412, 422)
 * @CSN_DELIVERY_FAILED: given up after the request's expiry or 7 days
 *
 * How far the agent has been told.
 */
typedef enum
{
  CSN_DELIVERY_NONE,
  CSN_DELIVERY_QUEUED,
  CSN_DELIVERY_ACKNOWLEDGED,
  CSN_DELIVERY_REFUSED,
  CSN_DELIVERY_FAILED,
} CsnDeliveryState;

/**
 * CsnOutcomeKind:
 * @CSN_OUTCOME_NONE: not known yet
 * @CSN_OUTCOME_SUCCESS: the agent reported success
 * @CSN_OUTCOME_FAILURE: the agent reported failure
 * @CSN_OUTCOME_UNKNOWN: the agent ended without saying
 *
 * What the agent reported after acting.
 */
typedef enum
{
  CSN_OUTCOME_NONE,
  CSN_OUTCOME_SUCCESS,
  CSN_OUTCOME_FAILURE,
  CSN_OUTCOME_UNKNOWN,
} CsnOutcomeKind;

/**
 * CsnTaskStatus:
 * @CSN_TASK_RUNNING: running
 * @CSN_TASK_PENDING_APPROVAL: pending_approval
 * @CSN_TASK_APPROVED: approved
 * @CSN_TASK_REJECTED: rejected
 * @CSN_TASK_COMPLETED: completed
 * @CSN_TASK_FAILED: failed
 * @CSN_TASK_ESCALATED: escalated
 * @CSN_TASK_TAKEN_OVER: taken_over
 * @CSN_TASK_CANCELLED: cancelled
 *
 * A task's state as its agent tells it (protocol.md, "Task").
 */
typedef enum
{
  CSN_TASK_RUNNING,
  CSN_TASK_PENDING_APPROVAL,
  CSN_TASK_APPROVED,
  CSN_TASK_REJECTED,
  CSN_TASK_COMPLETED,
  CSN_TASK_FAILED,
  CSN_TASK_ESCALATED,
  CSN_TASK_TAKEN_OVER,
  CSN_TASK_CANCELLED,
} CsnTaskStatus;

/* Each word has one stable text, the one of the protocol and the audit log; unknown text gives
 * FALSE and leaves the result alone. */

const char *csn_level_to_string (CsnLevel level);

gboolean csn_level_from_string (const char *text, CsnLevel *ret_level);

/* %NULL for %CSN_RECOMMENDATION_NONE: it is absent wherever it would be written. */
const char *csn_recommendation_to_string (CsnRecommendation recommendation);

gboolean csn_recommendation_from_string (const char *text, CsnRecommendation *ret_recommendation);

const char *csn_decision_kind_to_string (CsnDecisionKind kind);

gboolean csn_decision_kind_from_string (const char *text, CsnDecisionKind *ret_kind);

const char *csn_actor_kind_to_string (CsnActorKind kind);

gboolean csn_actor_kind_from_string (const char *text, CsnActorKind *ret_kind);

const char *csn_request_state_to_string (CsnRequestState state);

gboolean csn_request_state_from_string (const char *text, CsnRequestState *ret_state);

const char *csn_delivery_state_to_string (CsnDeliveryState state);

gboolean csn_delivery_state_from_string (const char *text, CsnDeliveryState *ret_state);

const char *csn_outcome_kind_to_string (CsnOutcomeKind kind);

gboolean csn_outcome_kind_from_string (const char *text, CsnOutcomeKind *ret_kind);

const char *csn_task_status_to_string (CsnTaskStatus status);

gboolean csn_task_status_from_string (const char *text, CsnTaskStatus *ret_status);

G_END_DECLS
