/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-demo-decision.h"
#include "csn-json-writer.h"

G_BEGIN_DECLS

/**
 * CsnDemoAnswer:
 * @CSN_DEMO_ANSWER_ACCEPTED: it decides the task
 * @CSN_DEMO_ANSWER_REPEATED: it decided the task before
 * @CSN_DEMO_ANSWER_DECIDED: another decision came first
 * @CSN_DEMO_ANSWER_GONE: the agent no longer wants the task
 * @CSN_DEMO_ANSWER_MISMATCH: revision, action or digest are not what is pending now
 * @CSN_DEMO_ANSWER_INVALID: the agent does not take such a decision for this task
 *
 * What a task says to a decision.
 */
typedef enum
{
  CSN_DEMO_ANSWER_ACCEPTED,
  CSN_DEMO_ANSWER_REPEATED,
  CSN_DEMO_ANSWER_DECIDED,
  CSN_DEMO_ANSWER_GONE,
  CSN_DEMO_ANSWER_MISMATCH,
  CSN_DEMO_ANSWER_INVALID,
} CsnDemoAnswer;

#define CSN_TYPE_DEMO_TASK (csn_demo_task_get_type ())

/**
 * CsnDemoTask:
 *
 * One task of a sample agent and its state machine. Changed only as a copy that its owner then
 * puts in the place of the original, so that a change that could not be kept never happened.
 */
G_DECLARE_FINAL_TYPE (CsnDemoTask, csn_demo_task, CSN, DEMO_TASK, GObject)

/**
 * csn_demo_task_new:
 * @task_id: its id
 * @number: its place among all tasks
 * @proposal: Task members that don't change (protocol.md), and "demo", which nobody is told:
 *   "fails" what the agent will report instead of success, "withdraws_after_ms", "answered" the
 *   members that differ once a person has answered a question, "claims" the executed digest of an
 *   agent that reports success whatever was decided
 * @now: microseconds since the epoch
 *
 * Returns: (transfer full): a task that runs and has not proposed anything yet
 */
CsnDemoTask *
csn_demo_task_new (const char *task_id, gint64 number, const CsnJson *proposal, gint64 now);

/**
 * csn_demo_task_load:
 * @snapshot: what csn_demo_task_save() gave
 *
 * Returns: (transfer full) (nullable): the same task
 */
CsnDemoTask *csn_demo_task_load (const CsnJson *snapshot);

/**
 * csn_demo_task_save:
 * @self: a task
 * @writer: where to write all of it, as one object
 */
void csn_demo_task_save (CsnDemoTask *self, CsnJsonWriter *writer);

CsnDemoTask *csn_demo_task_copy (CsnDemoTask *self);

/**
 * csn_demo_task_write:
 * @self: a task
 * @writer: where to write it as the protocol's Task
 */
void csn_demo_task_write (CsnDemoTask *self, CsnJsonWriter *writer);

const char *csn_demo_task_get_id (CsnDemoTask *self);

gint64 csn_demo_task_get_number (CsnDemoTask *self);

gint64 csn_demo_task_get_revision (CsnDemoTask *self);

CsnTaskStatus csn_demo_task_get_status (CsnDemoTask *self);

const char *csn_demo_task_get_agent_id (CsnDemoTask *self);

const char *csn_demo_task_get_action_type (CsnDemoTask *self);

/**
 * csn_demo_task_get_proposal:
 * @self: a task
 *
 * Returns: (transfer none): what it was made of
 */
const CsnJson *csn_demo_task_get_proposal (CsnDemoTask *self);

/**
 * csn_demo_task_get_expires_at:
 * @self: a task
 *
 * Returns: microseconds since the epoch, or 0 if it does not expire
 */
gint64 csn_demo_task_get_expires_at (CsnDemoTask *self);

gboolean csn_demo_task_is_read_only (CsnDemoTask *self);

/**
 * csn_demo_task_get_approved_action:
 * @self: a task
 * @ret_digest: (out) (transfer none) (nullable): the digest that came with it
 *
 * Returns: (transfer none) (nullable): exactly what was approved
 */
const CsnJson *csn_demo_task_get_approved_action (CsnDemoTask *self, const char **ret_digest);

/**
 * csn_demo_task_get_decided_by:
 * @self: a task
 *
 * Returns: (transfer none) (nullable): human, silence or policy, as the last decision said
 */
const char *csn_demo_task_get_decided_by (CsnDemoTask *self);

/**
 * csn_demo_task_digest:
 * @self: a task
 * @action: an action
 *
 * Returns: (transfer full) (nullable): what binds @action to this revision; %NULL where it has no
 *   canonical form
 */
char *csn_demo_task_digest (CsnDemoTask *self, const CsnJson *action);

/**
 * csn_demo_task_judge:
 * @self: a task
 * @decision: a decision that names it
 *
 * Returns: what the task says to @decision; nothing is changed
 */
CsnDemoAnswer csn_demo_task_judge (CsnDemoTask *self, const CsnDemoDecision *decision);

/**
 * csn_demo_task_decide:
 * @self: a task
 * @decision: a decision that csn_demo_task_judge() accepts
 * @now: microseconds since the epoch
 */
void csn_demo_task_decide (CsnDemoTask *self, const CsnDemoDecision *decision, gint64 now);

/**
 * csn_demo_task_propose:
 * @self: a task that runs
 * @now: microseconds since the epoch
 *
 * Makes it wait for a decision; as a new revision if the last one was answered.
 */
void csn_demo_task_propose (CsnDemoTask *self, gint64 now);

/**
 * csn_demo_task_finish:
 * @self: an approved task, or a rejected one of an agent that doesn't care
 * @success: whether the action was done
 * @detail: the agent's words
 * @executed_digest: (nullable): what binds the action that was done
 */
void csn_demo_task_finish (CsnDemoTask *self,
                           gboolean success,
                           const char *detail,
                           const char *executed_digest);

/**
 * csn_demo_task_cancel:
 * @self: a task that is not over
 * @why: the agent's words
 * @now: microseconds since the epoch
 */
void csn_demo_task_cancel (CsnDemoTask *self, const char *why, gint64 now);

/**
 * csn_demo_task_add_history:
 * @self: a task
 * @action: what happened
 * @result: (nullable): how it ended
 * @now: microseconds since the epoch
 */
void
csn_demo_task_add_history (CsnDemoTask *self, const char *action, const char *result, gint64 now);

G_END_DECLS
