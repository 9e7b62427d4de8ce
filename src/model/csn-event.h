/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-decision.h"
#include "csn-verdict.h"

G_BEGIN_DECLS

/**
 * CsnEventType:
 *
 * What an event records. The texts are those of audit.md and are only ever added to.
 */
typedef enum
{
  CSN_EVENT_REQUESTED,
  CSN_EVENT_NOTIFIED,
  CSN_EVENT_SHOWN,
  CSN_EVENT_APPROVED,
  CSN_EVENT_EDITED,
  CSN_EVENT_REJECTED,
  CSN_EVENT_RESPONDED,
  CSN_EVENT_TIMEOUT,
  CSN_EVENT_ESCALATED,
  CSN_EVENT_WITHDRAWN,
  CSN_EVENT_REFUSED,
  CSN_EVENT_DELIVERY_ATTEMPT,
  CSN_EVENT_DELIVERED,
  CSN_EVENT_DELIVERY_FAILED,
  CSN_EVENT_OUTCOME,
  CSN_EVENT_ALARM,
  CSN_EVENT_PROMOTED,
  CSN_EVENT_DEMOTED,
  CSN_EVENT_PROFILE_SET,
  CSN_EVENT_READ_ONLY,
  CSN_EVENT_TAKEOVER,
  CSN_EVENT_HANDED_BACK,
  CSN_EVENT_STOPPED,
  CSN_EVENT_RESUMED,
  CSN_EVENT_ASSESSED,
  CSN_EVENT_POLICY_CHANGED,
  CSN_EVENT_RULE_CHANGED,
  CSN_EVENT_GRANT_CHANGED,
  CSN_EVENT_SOURCE_CHANGED,
  CSN_EVENT_REQUEST_MALFORMED,
  CSN_EVENT_CLOCK_JUMP,
  CSN_EVENT_PRESENCE,
  CSN_EVENT_STORE_FAULT,
  CSN_EVENT_LOG_OPENED,
  CSN_EVENT_EXPORTED,
  CSN_EVENT_PRUNED,
  CSN_EVENT_PAYLOAD_ERASED,
  CSN_EVENT_APP_STARTED,
  CSN_EVENT_APP_STOPPED,
  CSN_EVENT_FORWARDER_CHANGED,
  CSN_EVENT_RESTORED,
  CSN_EVENT_KEY_CHANGED,
  CSN_EVENT_REJUDGED,
} CsnEventType;

const char *csn_event_type_to_string (CsnEventType type);

gboolean csn_event_type_from_string (const char *text, CsnEventType *ret_type);

/**
 * CsnEvent:
 *
 * One record of the audit log before it has its place in the chain: everything but v, log_id, seq
 * and app_version, which the log adds. Filled by its maker, then handed over and never changed.
 */
typedef struct _CsnEvent CsnEvent;

/**
 * csn_event_new:
 * @type: what it records
 * @timestamp: microseconds since the epoch
 * @actor: who did it
 *
 * Returns: (transfer full): an event about nothing in particular
 */
CsnEvent *csn_event_new (CsnEventType type, gint64 timestamp, const CsnActor *actor);

CsnEvent *csn_event_ref (CsnEvent *self);

void csn_event_unref (CsnEvent *self);

/**
 * csn_event_set_request:
 * @self: an event
 * @request_id: the gate's id of the request
 * @request: the request: gives agent, action type, confidence, source, task, revision and digest
 * @verdict: (nullable): gives level and rule codes
 * @policy_sha256: (nullable): hex, the policy that gave @verdict
 */
void csn_event_set_request (CsnEvent *self,
                            const char *request_id,
                            const CsnRequest *request,
                            const CsnVerdict *verdict,
                            const char *policy_sha256);

/**
 * csn_event_set_agent:
 * @self: an event
 * @source: (nullable): the source
 * @agent_id: (nullable): the agent
 * @action_type: (nullable): the action type
 *
 * For events about an agent or profile, without a request.
 */
void csn_event_set_agent (CsnEvent *self,
                          const char *source,
                          const char *agent_id,
                          const char *action_type);

void csn_event_set_level (CsnEvent *self, CsnLevel level);

/**
 * csn_event_set_decision:
 * @self: an event
 * @decision: gives reviewer, reviewer_decision and digest
 * @latency_ms: from the request's arrival to the decision, or -1
 */
void csn_event_set_decision (CsnEvent *self, const CsnDecision *decision, gint64 latency_ms);

/**
 * csn_event_set_reviewer_decision:
 * @self: an event
 * @text: what stands in "reviewer_decision" where there is no #CsnDecision, such as "withdrawn"
 * @latency_ms: from the request's arrival to its resolution, or -1
 */
void csn_event_set_reviewer_decision (CsnEvent *self, const char *text, gint64 latency_ms);

/**
 * csn_event_set_policy:
 * @self: an event
 * @policy_sha256: hex, the policy in force
 */
void csn_event_set_policy (CsnEvent *self, const char *policy_sha256);

/**
 * csn_event_set_details:
 * @self: an event
 * @details: an object; secrets in it are the caller's to mask
 */
void csn_event_set_details (CsnEvent *self, const CsnJson *details);

CsnEventType csn_event_get_event_type (const CsnEvent *self);

gint64 csn_event_get_timestamp (const CsnEvent *self);

const CsnActor *csn_event_get_actor (const CsnEvent *self);

const char *csn_event_get_request_id (const CsnEvent *self);

const char *csn_event_get_source (const CsnEvent *self);

const char *csn_event_get_agent_id (const CsnEvent *self);

const char *csn_event_get_action_type (const CsnEvent *self);

/**
 * csn_event_get_level:
 * @self: an event
 * @ret_level: (out): its level
 *
 * Returns: %TRUE if the event has one
 */
gboolean csn_event_get_level (const CsnEvent *self, CsnLevel *ret_level);

const char *csn_event_get_confidence_score (const CsnEvent *self);

const char *csn_event_get_reviewer_id (const CsnEvent *self);

const char *csn_event_get_reviewer_decision (const CsnEvent *self);

gint64 csn_event_get_latency_ms (const CsnEvent *self);

const char *csn_event_get_task_id (const CsnEvent *self);

/**
 * csn_event_get_revision:
 * @self: an event
 *
 * Returns: the revision, or -1 if the event is about no request
 */
gint64 csn_event_get_revision (const CsnEvent *self);

const char *csn_event_get_action_digest (const CsnEvent *self);

const char *csn_event_get_policy_sha256 (const CsnEvent *self);

const char *const *csn_event_get_rules (const CsnEvent *self);

const CsnJson *csn_event_get_details (const CsnEvent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnEvent, csn_event_unref)

G_END_DECLS
