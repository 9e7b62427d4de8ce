/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-event.h"
#include "csn-outcome.h"
#include "csn-profile.h"
#include "csn-source-config.h"
#include "csn-takeover.h"

G_BEGIN_DECLS

/**
 * CsnChange:
 *
 * What shall become true together: rows and the events that record them, one transaction. Filled by
 * the gate, handed to csn_store_commit_async() and never touched again.
 */
typedef struct _CsnChange CsnChange;

CsnChange *csn_change_new (void);

void csn_change_free (CsnChange *self);

/**
 * csn_change_add_event:
 * @self: a change
 * @event: (transfer full): appended to the log, in the order of the calls
 *
 * An event of type %CSN_EVENT_REQUESTED about a request that the same change inserts gets the
 * salted commitment to its payload as "payload_commitment" in its details (audit.md, "Record").
 */
void csn_change_add_event (CsnChange *self, CsnEvent *event);

/**
 * csn_change_insert_request:
 * @self: a change
 * @request_id: the gate's id, random
 * @request: the request; its raw bytes become the payload
 * @verdict: its verdict
 * @policy_sha256: the policy that gave it
 * @context: (nullable): what else it was judged by, a JSON object as text
 * @received_at: microseconds since the epoch
 * @deadline_at: likewise, or 0 for none
 *
 * Fails the whole change with %CSN_STORE_ERROR_CONFLICT if (source, task id, revision) is known.
 */
void csn_change_insert_request (CsnChange *self,
                                const char *request_id,
                                CsnRequest *request,
                                CsnVerdict *verdict,
                                const char *policy_sha256,
                                const char *context,
                                gint64 received_at,
                                gint64 deadline_at);

/**
 * csn_change_set_verdict:
 * @self: a change
 * @request_id: a pending request; otherwise %CSN_STORE_ERROR_CONFLICT
 * @verdict: its new verdict
 * @policy_sha256: the policy that gave it
 * @context: (nullable): what else it was judged by
 * @deadline_at: microseconds since the epoch, or 0 for none
 *
 * A pending request is judged anew.
 */
void csn_change_set_verdict (CsnChange *self,
                             const char *request_id,
                             CsnVerdict *verdict,
                             const char *policy_sha256,
                             const char *context,
                             gint64 deadline_at);

/**
 * csn_change_settle:
 * @self: a change
 * @request_id: a pending request
 * @state: what it becomes
 * @decision: (nullable): what ended the wait; %NULL for withdrawn
 * @settled_at: microseconds since the epoch
 *
 * The one conditional update: fails the whole change with %CSN_STORE_ERROR_CONFLICT unless the
 * request is pending at that moment.
 */
void csn_change_settle (CsnChange *self,
                        const char *request_id,
                        CsnRequestState state,
                        CsnDecision *decision,
                        gint64 settled_at);

void csn_change_set_deadline (CsnChange *self, const char *request_id, gint64 deadline_at);

/**
 * CsnDeliveryKind:
 * @CSN_DELIVERY_DECISION: `POST /tasks/approve`
 * @CSN_DELIVERY_MODE: `PUT /mode`
 *
 * What is told to an agent.
 */
typedef enum
{
  CSN_DELIVERY_DECISION,
  CSN_DELIVERY_MODE,
} CsnDeliveryKind;

/**
 * csn_change_queue_delivery:
 * @self: a change
 * @delivery_id: the decision's id, or a random one for a mode; the idempotency key
 * @kind: what is told
 * @source: whom
 * @request_id: (nullable): the request that it is about
 * @body: the exact bytes
 * @queued_at: microseconds since the epoch
 * @give_up_at: likewise: no attempt after it
 */
void csn_change_queue_delivery (CsnChange *self,
                                const char *delivery_id,
                                CsnDeliveryKind kind,
                                const char *source,
                                const char *request_id,
                                GBytes *body,
                                gint64 queued_at,
                                gint64 give_up_at);

/**
 * csn_change_set_delivery:
 * @self: a change
 * @delivery_id: a queued delivery
 * @state: what it becomes
 * @attempts: attempts so far
 * @next_attempt_at: microseconds since the epoch; only for %CSN_DELIVERY_QUEUED
 * @message: (nullable): what the last attempt met
 *
 * Fails the whole change with %CSN_STORE_ERROR_CONFLICT unless the delivery is queued.
 */
void csn_change_set_delivery (CsnChange *self,
                              const char *delivery_id,
                              CsnDeliveryState state,
                              guint attempts,
                              gint64 next_attempt_at,
                              const char *message);

/**
 * csn_change_set_outcome:
 * @self: a change
 * @request_id: a request without an outcome
 * @outcome: what the agent reported
 * @at: microseconds since the epoch
 *
 * Fails the whole change with %CSN_STORE_ERROR_CONFLICT if there is an outcome already: it is
 * applied once per decision. A failure also counts for csn_snapshot_get_failures().
 */
void
csn_change_set_outcome (CsnChange *self, const char *request_id, CsnOutcome *outcome, gint64 at);

void csn_change_put_profile (CsnChange *self, CsnProfile *profile);

/**
 * csn_change_put_policy:
 * @self: a change
 * @sha256: hex SHA-256 of @json
 * @json: a policy, as canonical JSON
 * @now: microseconds since the epoch
 *
 * Makes it the policy in force. One that was in force before keeps its time of first use.
 */
void csn_change_put_policy (CsnChange *self, const char *sha256, const char *json, gint64 now);

/**
 * csn_change_draw:
 * @self: a change
 * @request_id: an approved request
 * @grant_id: a grant that the approval draws from
 * @cost: what it draws
 * @total: all that is drawn from that grant in that currency, with @cost
 * @at: microseconds since the epoch
 *
 * What is drawn stays drawn: nobody can prove of an approval that it never reached its agent, for
 * an attempt may have arrived that was never answered.
 */
void csn_change_draw (CsnChange *self,
                      const char *request_id,
                      const char *grant_id,
                      const CsnMoney *cost,
                      const CsnMoney *total,
                      gint64 at);

/**
 * CsnStoredScores:
 * @bin: which tenth of [0, 1]
 * @n: cases
 * @n_right: of these, where the agent was right
 * @n_rejected: of these, rejected
 * @n_edited: of these, edited
 * @score_sum: in millionths
 * @error_sum: in billionths
 *
 * Counts of scores and what became of them, as csn-calibration.h makes them.
 */
typedef struct
{
  guint bin;
  gint64 n;
  gint64 n_right;
  gint64 n_rejected;
  gint64 n_edited;
  gint64 score_sum;
  gint64 error_sum;
} CsnStoredScores;

/**
 * csn_change_count_scores:
 * @self: a change
 * @agent_id: the agent
 * @action_type: the action type
 * @at: when they were decided, microseconds since the epoch
 * @scores: counts to be added to those of that day
 */
void csn_change_count_scores (CsnChange *self,
                              const char *agent_id,
                              const char *action_type,
                              gint64 at,
                              const CsnStoredScores *scores);

/**
 * csn_change_mark_counted:
 * @self: a change
 * @number: a request of csn_store_read_uncounted_finish(); %CSN_STORE_ERROR_CONFLICT if it is
 *   counted already
 */
void csn_change_mark_counted (CsnChange *self, gint64 number);

/**
 * csn_change_add_level:
 * @self: a change
 * @agent_id: the agent
 * @action_type: the action type
 * @at: microseconds since the epoch
 * @before: (nullable): the level before
 * @level: the level from now on
 * @cause: a stable code
 * @actor: who
 */
void csn_change_add_level (CsnChange *self,
                           const char *agent_id,
                           const char *action_type,
                           gint64 at,
                           const CsnLevel *before,
                           CsnLevel level,
                           const char *cause,
                           CsnActorKind actor);

/**
 * csn_change_put_agent:
 * @self: a change
 * @agent_id: the agent
 * @source: where it was last seen
 * @read_only: whether it is in read-only mode
 * @mode_acknowledged: whether its endpoint has confirmed that mode
 * @stopped: whether a person stopped it
 */
void csn_change_put_agent (CsnChange *self,
                           const char *agent_id,
                           const char *source,
                           gboolean read_only,
                           gboolean mode_acknowledged,
                           gboolean stopped);

void csn_change_open_takeover (CsnChange *self,
                               const char *request_id,
                               CsnTakeover *package,
                               gint64 opened_at);

/**
 * csn_change_close_takeover:
 * @self: a change
 * @request_id: an open takeover; otherwise %CSN_STORE_ERROR_CONFLICT
 * @note: what the person did
 * @closed_at: microseconds since the epoch
 */
void csn_change_close_takeover (CsnChange *self,
                                const char *request_id,
                                const char *note,
                                gint64 closed_at);

void csn_change_put_source (CsnChange *self, CsnSourceConfig *config);

void csn_change_remove_source (CsnChange *self, const char *source);

/**
 * csn_change_put_value:
 * @self: a change
 * @key: a name that the gate chose, such as "stopped"
 * @value: (nullable): its text; %NULL removes it
 */
void csn_change_put_value (CsnChange *self, const char *key, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnChange, csn_change_free)

G_END_DECLS
