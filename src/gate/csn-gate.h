/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "csn-agent-item.h"
#include "csn-channel.h"
#include "csn-clock.h"
#include "csn-delivery.h"
#include "csn-inbox-item.h"
#include "csn-policy.h"
#include "csn-presence.h"
#include "csn-source-config.h"
#include "csn-takeover-item.h"

G_BEGIN_DECLS

typedef struct _CsnStore CsnStore;

#define CSN_GATE_ERROR (csn_gate_error_quark ())

/**
 * CsnGateError:
 * @CSN_GATE_ERROR_CLOSED: the gate can't record and so decides nothing
 * @CSN_GATE_ERROR_NOT_FOUND: there is no such request, takeover or agent
 * @CSN_GATE_ERROR_DECIDED: it is decided already; the message says by whom and when
 * @CSN_GATE_ERROR_STALE: the answer names another revision or digest than the request's
 * @CSN_GATE_ERROR_NOT_ALLOWED: this request can't be decided so, or not from there
 * @CSN_GATE_ERROR_CONFLICT: the same id and revision came with other content
 * @CSN_GATE_ERROR_INVALID: the answer itself is not valid
 *
 * Why the gate did not do something. Messages are sentences for the reviewer.
 */
typedef enum
{
  CSN_GATE_ERROR_CLOSED,
  CSN_GATE_ERROR_NOT_FOUND,
  CSN_GATE_ERROR_DECIDED,
  CSN_GATE_ERROR_STALE,
  CSN_GATE_ERROR_NOT_ALLOWED,
  CSN_GATE_ERROR_CONFLICT,
  CSN_GATE_ERROR_INVALID,
} CsnGateError;

GQuark csn_gate_error_quark (void);

#define CSN_TYPE_GATE (csn_gate_get_type ())

/**
 * CsnGate:
 *
 * The only place where a request's state changes (gate.md). Lives in the main thread, never blocks;
 * whatever it does is first recorded by the store.
 */
G_DECLARE_FINAL_TYPE (CsnGate, csn_gate, CSN, GATE, GObject)

/**
 * csn_gate_new:
 * @store: the store
 * @policy: the policy to begin with: it counts where the store has none yet
 * @clock: where time comes from
 * @presence: whether the reviewer is there
 *
 * Returns: (transfer full): a closed gate; csn_gate_start_async() opens it
 */
CsnGate *csn_gate_new (CsnStore *store, CsnPolicy *policy, CsnClock *clock, CsnPresence *presence);

/**
 * csn_gate_start_async:
 * @self: a gate
 * @callback: called when all is loaded and the gate is open
 * @user_data: for @callback
 *
 * Loads what was pending, recomputes deadlines, records app_started and opens.
 */
void csn_gate_start_async (CsnGate *self, GAsyncReadyCallback callback, gpointer user_data);

gboolean csn_gate_start_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * csn_gate_stop_async:
 * @self: a gate
 * @callback: called when app_stopped is recorded and nothing is under way
 * @user_data: for @callback
 */
void csn_gate_stop_async (CsnGate *self, GAsyncReadyCallback callback, gpointer user_data);

gboolean csn_gate_stop_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * csn_gate_get_fault:
 * @self: a gate
 *
 * Returns: (nullable): %NULL while the gate is open, otherwise a sentence that says why not
 */
const char *csn_gate_get_fault (CsnGate *self);

/**
 * csn_gate_get_policy:
 * @self: a gate
 *
 * Returns: (transfer none): the policy in force
 */
CsnPolicy *csn_gate_get_policy (CsnGate *self);

/**
 * csn_gate_get_drawn:
 * @self: a gate
 * @grant_id: a grant's id
 * @currency: a currency
 *
 * Returns: (transfer none) (nullable): what recorded approvals have drawn from it; %NULL for
 * nothing
 */
const CsnMoney *csn_gate_get_drawn (CsnGate *self, const char *grant_id, const char *currency);

/**
 * csn_gate_set_policy_async:
 * @self: a gate
 * @policy: another policy
 * @via: where it comes from: "window" for a person who has seen what it changes; anything else can
 *   only put a policy in force that is at least as strict, or gets %CSN_GATE_ERROR_NOT_ALLOWED
 * @callback: called when it is in force, or the old one stays
 * @user_data: for @callback
 *
 * The policy, a `policy_changed` event with the old and new SHA-256 and every changed number, and a
 * `rule_changed` or `grant_changed` event for each rule and grant are one transaction. It counts
 * from then on. Requests that wait are judged anew: what would get a stricter level by now is
 * raised at once, with a `rejudged` event and a wait that begins anew; nothing is lowered, no
 * window of silence gets shorter, and silence approves only what both policies let it approve.
 */
void csn_gate_set_policy_async (CsnGate *self,
                                CsnPolicy *policy,
                                const char *via,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

gboolean csn_gate_set_policy_finish (CsnGate *self, GAsyncResult *result, GError **error);

CsnClock *csn_gate_get_clock (CsnGate *self);

CsnPresence *csn_gate_get_presence (CsnGate *self);

/**
 * csn_gate_set_reviewer:
 * @self: a gate
 * @reviewer_id: the reviewer's identity, "ana@example.org"
 */
void csn_gate_set_reviewer (CsnGate *self, const char *reviewer_id);

const char *csn_gate_get_reviewer (CsnGate *self);

/**
 * csn_gate_set_accept_unknown_presence:
 * @self: a gate
 * @accept: whether a presence that nobody knows counts as being there
 */
void csn_gate_set_accept_unknown_presence (CsnGate *self, gboolean accept);

/**
 * csn_gate_add_channel:
 * @self: a gate
 * @channel: a way to reach people
 */
void csn_gate_add_channel (CsnGate *self, CsnChannel *channel);

/**
 * csn_gate_set_on_screen:
 * @self: a gate
 * @request_id: (nullable): the request whose card is visible in an active window; %NULL for none
 *
 * Records `shown` the first time, and lets the time at SOFT_APPROVAL count.
 */
void csn_gate_set_on_screen (CsnGate *self, const char *request_id);

/**
 * csn_gate_get_inbox:
 * @self: a gate
 *
 * Returns: (transfer none): a list model of #CsnInboxItem: pending requests, and settled ones for
 *   as long as their delivery or outcome is open, or for a short while; in the order of arrival
 */
GListModel *csn_gate_get_inbox (CsnGate *self);

/**
 * csn_gate_get_takeovers:
 * @self: a gate
 *
 * Returns: (transfer none): a list model of open #CsnTakeoverItem, oldest first
 */
GListModel *csn_gate_get_takeovers (CsnGate *self);

/**
 * csn_gate_get_agents:
 * @self: a gate
 *
 * Returns: (transfer none): a list model of #CsnAgentItem, sorted by id
 */
GListModel *csn_gate_get_agents (CsnGate *self);

/**
 * csn_gate_lookup:
 * @self: a gate
 * @request_id: an id
 *
 * Returns: (transfer none) (nullable): the item, if it is in the inbox
 */
CsnInboxItem *csn_gate_lookup (CsnGate *self, const char *request_id);

/**
 * csn_gate_submit_async:
 * @self: a gate
 * @request: what a source read
 * @cancellable: (nullable): only forgets the caller
 * @callback: called when it is recorded
 * @user_data: for @callback
 *
 * Idempotent per (source, task id, revision). Judges, records, notifies, shows. The same id and
 * revision with other content is refused with %CSN_GATE_ERROR_CONFLICT, recorded, and flagged on
 * the request that is there; a newer revision withdraws the old one.
 */
void csn_gate_submit_async (CsnGate *self,
                            CsnRequest *request,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/**
 * csn_gate_submit_finish:
 * @self: a gate
 * @result: the result
 * @error: return location for a #CsnGateError
 *
 * Returns: (transfer full) (nullable): the request's id in the gate
 */
char *csn_gate_submit_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * csn_gate_withdraw_async:
 * @self: a gate
 * @request_id: a request
 * @reason: a stable code: "cancelled", "vanished", "decided_elsewhere", "expired"
 * @callback: called when it is recorded; a request that isn't pending gives
 *   %CSN_GATE_ERROR_DECIDED
 * @user_data: for @callback
 */
void csn_gate_withdraw_async (CsnGate *self,
                              const char *request_id,
                              const char *reason,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

gboolean csn_gate_withdraw_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * CsnAnswer:
 * @request_id: which request
 * @revision: the revision that was shown
 * @digest: (nullable): the action digest that was shown
 * @kind: the decision
 * @action: (nullable): the edited action, for %CSN_DECISION_EDIT
 * @notes: (nullable): the reviewer's words to the agent
 * @via: where it came from: "window", "notification", "command-line"
 *
 * A person's answer to a request. The gate adds who and when.
 */
typedef struct
{
  const char *request_id;
  gint64 revision;
  const char *digest;
  CsnDecisionKind kind;
  const CsnJson *action;
  const char *notes;
  const char *via;
} CsnAnswer;

/**
 * csn_gate_decide_async:
 * @self: a gate
 * @answer: a person's answer; copied
 * @callback: called when the decision is durable, or the gate refused it
 * @user_data: for @callback
 *
 * Decision, event and delivery row in one transaction. "command-line" can only reject;
 * "notification" can approve only at SOFT_APPROVAL without flags. An edit is refused with
 * %CSN_GATE_ERROR_NOT_ALLOWED where the edited action can't be bound. The first answer wins; the
 * loser gets %CSN_GATE_ERROR_DECIDED and an event.
 */
void csn_gate_decide_async (CsnGate *self,
                            const CsnAnswer *answer,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

gboolean csn_gate_decide_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * csn_gate_evaluate_edit:
 * @self: a gate
 * @request_id: a pending request
 * @action: the edited action
 *
 * Returns: (transfer full) (nullable): the verdict that the edited action would get
 */
CsnVerdict *csn_gate_evaluate_edit (CsnGate *self, const char *request_id, const CsnJson *action);

/**
 * csn_gate_hand_back_async:
 * @self: a gate
 * @request_id: an open takeover
 * @steps_done: (array zero-terminated=1): the next steps that the person ticked
 * @note: what the person did; the agent gets it
 * @callback: called when it is recorded
 * @user_data: for @callback
 *
 * Ends a takeover: the agent returns to normal mode when no other takeover of it is open, its task
 * gets the note, and its profile for that action type restarts at HARD_APPROVAL.
 */
void csn_gate_hand_back_async (CsnGate *self,
                               const char *request_id,
                               const char *const *steps_done,
                               const char *note,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

gboolean csn_gate_hand_back_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * csn_gate_set_stopped_async:
 * @self: a gate
 * @agent_id: (nullable): one agent, or %NULL for everything
 * @stopped: stop, or lift it
 * @callback: called when it is recorded
 * @user_data: for @callback
 *
 * Stopping rejects what is pending, refuses automatic approvals and sets read-only; it holds across
 * restarts (gate.md, "Stop").
 */
void csn_gate_set_stopped_async (CsnGate *self,
                                 const char *agent_id,
                                 gboolean stopped,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

gboolean csn_gate_set_stopped_finish (CsnGate *self, GAsyncResult *result, GError **error);

gboolean csn_gate_get_stopped (CsnGate *self);

/**
 * csn_gate_set_profile_async:
 * @self: a gate
 * @profile: a pinned, stricter or reset profile from csn-autonomy.h
 * @callback: called when it is recorded
 * @user_data: for @callback
 */
void csn_gate_set_profile_async (CsnGate *self,
                                 CsnProfile *profile,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

gboolean csn_gate_set_profile_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * csn_gate_answer_promotion_async:
 * @self: a gate
 * @agent_id: an agent
 * @action_type: an action type for which a promotion waits (csn_profile_get_promotion_waits())
 * @accept: whether a person lets it happen
 * @callback: called when it is recorded: `promoted` or `profile_set`, by a person
 * @user_data: for @callback
 *
 * %CSN_GATE_ERROR_NOT_FOUND if none waits any more.
 */
void csn_gate_answer_promotion_async (CsnGate *self,
                                      const char *agent_id,
                                      const char *action_type,
                                      gboolean accept,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

gboolean csn_gate_answer_promotion_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * csn_gate_get_sources:
 * @self: a gate
 *
 * Returns: (transfer container) (element-type CsnSourceConfig): the configured sources
 */
GPtrArray *csn_gate_get_sources (CsnGate *self);

void csn_gate_put_source_async (CsnGate *self,
                                CsnSourceConfig *config,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

gboolean csn_gate_put_source_finish (CsnGate *self, GAsyncResult *result, GError **error);

void csn_gate_remove_source_async (CsnGate *self,
                                   const char *source,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

gboolean csn_gate_remove_source_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * csn_gate_get_deliveries:
 * @self: a gate
 * @source: a source
 *
 * Returns: (transfer full) (element-type CsnDelivery): what is queued for it, oldest first
 */
GPtrArray *csn_gate_get_deliveries (CsnGate *self, const char *source);

/**
 * csn_gate_report_attempt_async:
 * @self: a gate
 * @delivery_id: a queued delivery
 * @result: what the attempt met
 * @status: the HTTP status, or 0 for no answer
 * @message: (nullable): one line about it, already visible text
 * @next_attempt_at: for %CSN_ATTEMPT_RETRY: microseconds since the epoch; past the delivery's
 *   give_up_at it counts as failed
 * @callback: called when it is recorded
 * @user_data: for @callback
 */
void csn_gate_report_attempt_async (CsnGate *self,
                                    const char *delivery_id,
                                    CsnAttemptResult result,
                                    guint status,
                                    const char *message,
                                    gint64 next_attempt_at,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

gboolean csn_gate_report_attempt_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * csn_gate_get_open_items:
 * @self: a gate
 * @source: a source
 *
 * Returns: (transfer full) (element-type CsnInboxItem): requests of that source that are pending,
 *   or delivered and without an outcome: those whose status the source must watch
 */
GPtrArray *csn_gate_get_open_items (CsnGate *self, const char *source);

/**
 * csn_gate_record_outcome_async:
 * @self: a gate
 * @request_id: a settled request
 * @outcome: what the agent reported; not %CSN_OUTCOME_NONE
 * @callback: called when it is recorded; a second outcome gives %CSN_GATE_ERROR_DECIDED
 * @user_data: for @callback
 *
 * Applied once per decision. Success of something rejected, or a digest other than the approved
 * one, is an alarm.
 */
void csn_gate_record_outcome_async (CsnGate *self,
                                    const char *request_id,
                                    CsnOutcome *outcome,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

gboolean csn_gate_record_outcome_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * csn_gate_dismiss_async:
 * @self: a gate
 * @request_id: a request whose delivery was refused or failed
 * @callback: called when it is recorded
 * @user_data: for @callback
 *
 * A person has seen that the agent never took the decision; the request leaves the inbox with an
 * unknown outcome.
 */
void csn_gate_dismiss_async (CsnGate *self,
                             const char *request_id,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

gboolean csn_gate_dismiss_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * csn_gate_erase_payload_async:
 * @self: a gate
 * @request_id: a request that nothing is expected of any more
 * @reason: why, for the log
 * @via: (nullable): where it came from, a static string
 * @callback: called when it is erased and recorded
 * @user_data: for @callback
 *
 * Erases what a request said, see csn_erasure_fill(). %CSN_GATE_ERROR_INVALID, with a sentence, for
 * a request that still needs it.
 */
void csn_gate_erase_payload_async (CsnGate *self,
                                   const char *request_id,
                                   const char *reason,
                                   const char *via,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

gboolean csn_gate_erase_payload_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * csn_gate_record_event:
 * @self: a gate
 * @type_name: an event type that is about the program itself, such as "exported" or "presence"
 * @details: (nullable): an object, as JSON text
 *
 * Records something that changes no request.
 */
void csn_gate_record_event (CsnGate *self, const char *type_name, const char *details);

/**
 * csn_gate_record_event_async:
 * @self: a gate
 * @type_name: likewise
 * @details: (nullable): likewise
 * @via: (nullable): where it came from, a static string
 * @callback: called when the event is on disk, or the gate is closed
 * @user_data: for @callback
 *
 * The same, for who must know that it is recorded.
 */
void csn_gate_record_event_async (CsnGate *self,
                                  const char *type_name,
                                  const char *details,
                                  const char *via,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

gboolean csn_gate_record_event_finish (CsnGate *self, GAsyncResult *result, GError **error);

/**
 * CsnGate::changed:
 * @self: a gate
 *
 * The fault, the stop or the presence changed.
 */

/**
 * CsnGate::delivery-queued:
 * @self: a gate
 * @source: whose queue has something new
 */

/**
 * CsnGate::sources-changed:
 * @self: a gate
 */

/**
 * CsnGate::policy-changed:
 * @self: a gate
 *
 * Another policy is in force.
 */

/**
 * CsnGate::review:
 * @self: a gate
 * @request_id: (nullable): which request a person wants to see; %NULL for the inbox
 *
 * A channel asked for the window.
 */

G_END_DECLS
