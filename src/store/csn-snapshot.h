/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-change.h"

G_BEGIN_DECLS

/**
 * CsnStoredRequest:
 * @id: the gate's id
 * @request: the request
 * @verdict: its verdict
 * @state: where it stands
 * @policy_sha256: the policy that gave the verdict
 * @received_at: microseconds since the epoch
 * @deadline_at: likewise, or 0
 * @settled_at: likewise, or 0
 * @decision: (nullable): what ended the wait
 * @delivery: how far the agent has been told
 * @delivery_message: (nullable): what the last attempt met
 * @outcome: (nullable): what the agent reported
 * @erased: whether its payload was erased; then @request has its names only, and says so
 *
 * A request as the store knows it.
 */
typedef struct
{
  char *id;
  CsnRequest *request;
  CsnVerdict *verdict;
  CsnRequestState state;
  char *policy_sha256;
  gint64 received_at;
  gint64 deadline_at;
  gint64 settled_at;
  CsnDecision *decision;
  CsnDeliveryState delivery;
  char *delivery_message;
  CsnOutcome *outcome;
  gboolean erased;
} CsnStoredRequest;

void csn_stored_request_free (CsnStoredRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnStoredRequest, csn_stored_request_free)

/**
 * CsnStoredDelivery:
 *
 * A delivery as queued with csn_change_queue_delivery(), with its attempts so far.
 */
typedef struct
{
  char *id;
  CsnDeliveryKind kind;
  char *source;
  char *request_id;
  GBytes *body;
  gint64 queued_at;
  gint64 give_up_at;
  guint attempts;
  gint64 next_attempt_at;
  char *message;
} CsnStoredDelivery;

/**
 * CsnStoredAgent:
 *
 * An agent as put with csn_change_put_agent().
 */
typedef struct
{
  char *agent_id;
  char *source;
  gboolean read_only;
  gboolean mode_acknowledged;
  gboolean stopped;
} CsnStoredAgent;

/**
 * CsnStoredTakeover:
 *
 * An open takeover.
 */
typedef struct
{
  char *request_id;
  CsnTakeover *package;
  gint64 opened_at;
} CsnStoredTakeover;

/**
 * CsnStoredFailure:
 *
 * A failed outcome of an agent, for policy rule 1.
 */
typedef struct
{
  char *agent_id;
  gint64 at;
} CsnStoredFailure;

/**
 * CsnStoredDrawn:
 * @grant_id: (owned): a grant
 * @money: (owned): how much approvals have drawn from it in one currency
 *
 * What is left of a grant's budget, seen from the other side.
 */
typedef struct
{
  char *grant_id;
  CsnMoney *money;
} CsnStoredDrawn;

/**
 * CsnStoredCase:
 * @number: its place in the order of arrival
 * @seq: the place of its first event in the log; -1 if that is not there any more
 * @request: (owned): the request
 * @context: (owned) (nullable): what it was judged by besides, a JSON object; %NULL if version 1
 *   judged it
 * @outcome_at: when its outcome came, microseconds since the epoch, or 0
 *
 * A recorded request with all that judging it again needs.
 */
typedef struct
{
  gint64 number;
  gint64 seq;
  CsnStoredRequest *request;
  char *context;
  gint64 outcome_at;
} CsnStoredCase;

void csn_stored_case_free (CsnStoredCase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnStoredCase, csn_stored_case_free)

/**
 * CSN_STORE_POLICY_KEY:
 *
 * The value that names the policy in force by its SHA-256; csn_change_put_policy() puts it.
 */
#define CSN_STORE_POLICY_KEY "policy"

/**
 * CSN_SNAPSHOT_DAYS_WITHOUT_OUTCOME:
 *
 * How long a settled request without an outcome is still loaded, in days: as long as a delivery is
 * tried.
 */
#define CSN_SNAPSHOT_DAYS_WITHOUT_OUTCOME 7

/**
 * CsnSnapshot:
 *
 * All that the gate needs to go on where it was. The arrays are never %NULL; they belong to it.
 *
 * @requests: (element-type CsnStoredRequest): pending, with a queued delivery, of an open takeover,
 *   or settled within %CSN_SNAPSHOT_DAYS_WITHOUT_OUTCOME, not withdrawn and without an outcome; in
 *   the order of their arrival
 * @deliveries: (element-type CsnStoredDelivery): queued ones, oldest first
 * @profiles: (element-type CsnProfile): all
 * @agents: (element-type CsnStoredAgent): all
 * @takeovers: (element-type CsnStoredTakeover): open ones; their requests are in @requests
 * @failures: (element-type CsnStoredFailure): of the last 24 h before the load, ascending
 * @sources: (element-type CsnSourceConfig): all
 * @values: (element-type utf8 utf8): what csn_change_put_value() put
 * @policies: (element-type utf8 utf8): JSON by SHA-256: the policy in force, and those that gave
 *   pending requests their verdicts; version 1 kept none
 * @drawn: (element-type CsnStoredDrawn): one per grant and currency
 */
typedef struct
{
  GPtrArray *requests;
  GPtrArray *deliveries;
  GPtrArray *profiles;
  GPtrArray *agents;
  GPtrArray *takeovers;
  GPtrArray *failures;
  GPtrArray *sources;
  GHashTable *values;
  GHashTable *policies;
  GPtrArray *drawn;
} CsnSnapshot;

void csn_snapshot_free (CsnSnapshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnSnapshot, csn_snapshot_free)

G_END_DECLS
