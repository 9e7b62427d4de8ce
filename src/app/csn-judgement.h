/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-calibration.h"
#include "csn-replay.h"
#include "csn-service.h"
#include "csn-standing-rule.h"

G_BEGIN_DECLS

/* What the window asks of the judgement: the policy in force and its change, replay, calibration
 * and the earned levels. Whatever reads much does it off the main thread; all callbacks come in it.
 */

/* The policy in force */

/**
 * csn_judgement_get_policy:
 * @service: a service
 *
 * #CsnGate::policy-changed tells of another one.
 *
 * Returns: (transfer none) (nullable): the policy in force; %NULL until the service has started
 */
CsnPolicy *csn_judgement_get_policy (CsnService *service);

/**
 * csn_judgement_set_policy_async:
 * @service: a service
 * @policy: what a person in the window has confirmed, stricter or not
 * @callback: called when it is in force, or the gate refused it and the old one still is
 * @user_data: for @callback
 *
 * Ends a proposal of the same policy.
 */
void csn_judgement_set_policy_async (CsnService *service,
                                     CsnPolicy *policy,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

gboolean
csn_judgement_set_policy_finish (CsnService *service, GAsyncResult *result, GError **error);

/**
 * CsnProposalAnswer:
 * @CSN_PROPOSAL_APPLIED: it is in force now
 * @CSN_PROPOSAL_UNCHANGED: it was in force already
 * @CSN_PROPOSAL_WAITS: it may loosen something, so a person has to confirm it in the window
 *
 * What became of a proposed policy.
 */
typedef enum
{
  CSN_PROPOSAL_APPLIED,
  CSN_PROPOSAL_UNCHANGED,
  CSN_PROPOSAL_WAITS,
} CsnProposalAnswer;

/**
 * csn_judgement_propose_policy_async:
 * @service: a service
 * @text: a policy file
 * @via: where it comes from, a static string: "command-line"
 * @callback: called with what became of it
 * @user_data: for @callback
 *
 * For who may not loosen: what is at least as strict as the policy in force is applied at once.
 * Anything else becomes the one proposal, in place of an earlier one, and
 * #CsnService::policy-proposed is emitted.
 */
void csn_judgement_propose_policy_async (CsnService *service,
                                         const char *text,
                                         const char *via,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);

/**
 * csn_judgement_propose_policy_finish:
 * @service: a service
 * @result: the result
 * @ret_answer: (out): what became of it
 * @error: return location for a #CsnModelError that names line, column and member, or a
 * #CsnGateError
 *
 * Returns: %TRUE if it could be read, whatever became of it
 */
gboolean csn_judgement_propose_policy_finish (CsnService *service,
                                              GAsyncResult *result,
                                              CsnProposalAnswer *ret_answer,
                                              GError **error);

/**
 * csn_judgement_get_proposal:
 * @service: a service
 *
 * Returns: (transfer none) (nullable): the policy that waits for a person's confirmation
 */
CsnPolicy *csn_judgement_get_proposal (CsnService *service);

/**
 * csn_judgement_drop_proposal:
 * @service: a service
 *
 * A person doesn't want the proposed policy. Emits #CsnService::policy-proposed.
 */
void csn_judgement_drop_proposal (CsnService *service);

/* Replay */

/**
 * CsnCaseQuery:
 * @since: only what arrived then or later, microseconds since the epoch; 0 for all
 * @until: only what arrived before; 0 for no end
 * @agent_id: (nullable): only this agent's
 * @action_type: (nullable): only of this type
 * @limit: at most so many, the newest; 0 for all
 *
 * Which recorded requests.
 */
typedef struct
{
  gint64 since;
  gint64 until;
  const char *agent_id;
  const char *action_type;
  guint limit;
} CsnCaseQuery;

/**
 * csn_judgement_load_cases_async:
 * @service: a service
 * @query: which recorded requests; copied
 * @cancellable: (nullable): stops it
 * @callback: called with them
 * @user_data: for @callback
 */
void csn_judgement_load_cases_async (CsnService *service,
                                     const CsnCaseQuery *query,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/**
 * csn_judgement_load_cases_finish:
 * @service: a service
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type CsnReplayCase): newest first
 */
GPtrArray *
csn_judgement_load_cases_finish (CsnService *service, GAsyncResult *result, GError **error);

/**
 * csn_judgement_replay_async:
 * @service: a service
 * @policy: another policy
 * @query: which recorded requests; copied
 * @progress: (nullable) (scope notified): told how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): stops it
 * @callback: called with the report
 * @user_data: for @callback
 *
 * Judges recorded requests again.
 */
void csn_judgement_replay_async (CsnService *service,
                                 CsnPolicy *policy,
                                 const CsnCaseQuery *query,
                                 CsnServiceProgress progress,
                                 gpointer progress_data,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * csn_judgement_replay_finish:
 * @service: a service
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the report
 */
CsnReplay *csn_judgement_replay_finish (CsnService *service, GAsyncResult *result, GError **error);

/**
 * CsnReplayProgress:
 * @done: requests that were read
 * @total: how many there are
 * @user_data: the caller's
 */
typedef void (*CsnReplayProgress) (guint64 done, guint64 total, gpointer user_data);

/**
 * csn_judgement_replay_file:
 * @path: a database, whether a process has it open or not
 * @policy: another policy
 * @query: (nullable): which recorded requests
 * @progress: (nullable) (scope call): told how far it is, now and then
 * @progress_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: return location for an error: %G_IO_ERROR_NOT_FOUND, %G_IO_ERROR_CANCELLED, or a sentence
 *   about the database
 *
 * The same for the command line, blocking, without the service; changes nothing. A database of
 * version 1 is read as well: what its requests were judged by follows from their verdicts, as far
 * as these tell.
 *
 * Returns: (transfer full) (nullable): the report
 */
CsnReplay *csn_judgement_replay_file (const char *path,
                                      CsnPolicy *policy,
                                      const CsnCaseQuery *query,
                                      CsnReplayProgress progress,
                                      gpointer progress_data,
                                      GCancellable *cancellable,
                                      GError **error);

/**
 * csn_judgement_replay_promotion_async:
 * @service: a service
 * @agent_id: an agent
 * @action_type: an action type
 * @level: the level that it would be promoted to
 * @query: which of its recorded requests: since, until and limit count; copied
 * @progress: (nullable) (scope notified): told how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): stops it
 * @callback: called with the report, see csn_judgement_replay_finish()
 * @user_data: for @callback
 *
 * What the promotion would have let through: the recorded requests of this agent and type, by the
 * policy in force, as if its profile had stood at @level.
 */
void csn_judgement_replay_promotion_async (CsnService *service,
                                           const char *agent_id,
                                           const char *action_type,
                                           CsnLevel level,
                                           const CsnCaseQuery *query,
                                           CsnServiceProgress progress,
                                           gpointer progress_data,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);

/**
 * CsnRuleMatches:
 * @n_read: recorded requests that were looked at
 * @n_matches: of these, those that the rule matches
 * @n_raised: of these, those whose level it would raise
 * @n_lowered: of these, those whose level it would lower
 * @newest: (element-type CsnReplayCase): up to 20 of those that match, newest first
 *
 * What a standing rule is about, and would have done were it not in dry run.
 */
typedef struct
{
  guint64 n_read;
  guint64 n_matches;
  guint64 n_raised;
  guint64 n_lowered;
  GPtrArray *newest;
} CsnRuleMatches;

void csn_rule_matches_free (CsnRuleMatches *self);

/**
 * csn_judgement_match_rule_async:
 * @service: a service
 * @rule: a rule of the policy in force, or a draft
 * @query: which recorded requests; copied
 * @progress: (nullable) (scope notified): told how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): stops it
 * @callback: called with the matches
 * @user_data: for @callback
 */
void csn_judgement_match_rule_async (CsnService *service,
                                     CsnStandingRule *rule,
                                     const CsnCaseQuery *query,
                                     CsnServiceProgress progress,
                                     gpointer progress_data,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/**
 * csn_judgement_match_rule_finish:
 * @service: a service
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what it matches
 */
CsnRuleMatches *
csn_judgement_match_rule_finish (CsnService *service, GAsyncResult *result, GError **error);

/* Trust */

/**
 * csn_judgement_load_calibration_async:
 * @service: a service
 * @agent_id: (nullable): an agent, or all
 * @action_type: (nullable): an action type, or all
 * @since: from the day of this moment on, microseconds since the epoch; 0 for all
 * @until: up to the day of this moment; 0 for no end
 * @cancellable: (nullable): stops it
 * @callback: called with it
 * @user_data: for @callback
 *
 * Reads counts, not requests: as fast with a million of them.
 */
void csn_judgement_load_calibration_async (CsnService *service,
                                           const char *agent_id,
                                           const char *action_type,
                                           gint64 since,
                                           gint64 until,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);

/**
 * csn_judgement_load_calibration_finish:
 * @service: a service
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the calibration; empty where nothing is counted
 */
CsnCalibration *
csn_judgement_load_calibration_finish (CsnService *service, GAsyncResult *result, GError **error);

/**
 * CsnCalibrated:
 * @agent_id: an agent
 * @action_type: an action type
 * @calibration: how far its scores can be believed
 *
 * One agent and action type of which something is counted.
 */
typedef struct
{
  char *agent_id;
  char *action_type;
  CsnCalibration *calibration;
} CsnCalibrated;

/**
 * csn_judgement_list_calibrated_async:
 * @service: a service
 * @since: from the day of this moment on, microseconds since the epoch; 0 for all
 * @until: up to the day of this moment; 0 for no end
 * @cancellable: (nullable): stops it
 * @callback: called with them
 * @user_data: for @callback
 */
void csn_judgement_list_calibrated_async (CsnService *service,
                                          gint64 since,
                                          gint64 until,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);

/**
 * csn_judgement_list_calibrated_finish:
 * @service: a service
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type CsnCalibrated): by agent and action type
 */
GPtrArray *
csn_judgement_list_calibrated_finish (CsnService *service, GAsyncResult *result, GError **error);

/**
 * CsnTrackResult:
 * @CSN_TRACK_SUCCESS: approved as proposed, and it succeeded
 * @CSN_TRACK_FAILURE: approved as proposed, and it failed
 * @CSN_TRACK_REJECTED: rejected
 * @CSN_TRACK_EDITED: something else was approved
 *
 * What became of a request.
 */
typedef enum
{
  CSN_TRACK_SUCCESS,
  CSN_TRACK_FAILURE,
  CSN_TRACK_REJECTED,
  CSN_TRACK_EDITED,
} CsnTrackResult;

/**
 * CsnTrackEntry:
 * @request_id: the request
 * @at: when its outcome came, or when it was decided, microseconds since the epoch
 * @result: what became of it
 *
 * One dot of a track record.
 */
typedef struct
{
  char *request_id;
  gint64 at;
  CsnTrackResult result;
} CsnTrackEntry;

/**
 * CsnLevelEntry:
 * @at: when, microseconds since the epoch
 * @has_before: whether there was a level before
 * @before: the level before
 * @level: the level from then on
 * @cause: (nullable): a stable code: "successes", "failures", "hand_back", "reviewer", ...
 * @by_person: whether a person did it
 *
 * One change of an earned level.
 */
typedef struct
{
  gint64 at;
  gboolean has_before;
  CsnLevel before;
  CsnLevel level;
  char *cause;
  gboolean by_person;
} CsnLevelEntry;

/**
 * CsnTrackRecord:
 * @results: (element-type CsnTrackEntry): the newest 20 requests that ended, oldest first
 * @levels: (element-type CsnLevelEntry): the newest 200 changes of the level, oldest first
 *
 * How an agent did at one action type.
 */
typedef struct
{
  GPtrArray *results;
  GPtrArray *levels;
} CsnTrackRecord;

void csn_track_record_free (CsnTrackRecord *self);

void csn_judgement_load_track_async (CsnService *service,
                                     const char *agent_id,
                                     const char *action_type,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/**
 * csn_judgement_load_track_finish:
 * @service: a service
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the track record; empty where there is nothing
 */
CsnTrackRecord *
csn_judgement_load_track_finish (CsnService *service, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnRuleMatches, csn_rule_matches_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnTrackRecord, csn_track_record_free)

G_END_DECLS
