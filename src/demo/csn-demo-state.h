/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-demo-task.h"

G_BEGIN_DECLS

#define CSN_TYPE_DEMO_STATE (csn_demo_state_get_type ())

/**
 * CsnDemoState:
 *
 * Everything that the sample agents know: their tasks, their modes, how far the scenario went.
 * Kept in a journal; a change that can't be kept does not happen.
 *
 * Signals: "task-changed" (#CsnDemoTask) after a task was added or replaced, "mode-changed"
 * (agent id, or %NULL for all) after agents went read-only or back to normal.
 */
G_DECLARE_FINAL_TYPE (CsnDemoState, csn_demo_state, CSN, DEMO_STATE, GObject)

/**
 * csn_demo_state_open:
 * @folder: the agents' own folder
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the state as it was when the agents last ran there
 */
CsnDemoState *csn_demo_state_open (const char *folder, GError **error);

/**
 * csn_demo_state_add:
 * @self: the state
 * @task_id: (nullable): the new task's id; %NULL gives it the next one of "t-1", "t-2", ...
 * @proposal: what the task is made of, see csn_demo_task_new()
 * @now: microseconds since the epoch
 * @error: return location for an error
 *
 * Adds a task. It proposes its action at once, unless its agent is read-only and the action is not:
 * then it runs until the agent is back to normal.
 *
 * Returns: (transfer none) (nullable): the task
 */
CsnDemoTask *csn_demo_state_add (CsnDemoState *self,
                                 const char *task_id,
                                 const CsnJson *proposal,
                                 gint64 now,
                                 GError **error);

/**
 * csn_demo_state_put:
 * @self: the state
 * @task: a changed copy of one of its tasks
 * @error: return location for an error
 *
 * Returns: %TRUE if the copy is kept and stands in the place of the original
 */
gboolean csn_demo_state_put (CsnDemoState *self, CsnDemoTask *task, GError **error);

/**
 * csn_demo_state_lookup:
 * @self: the state
 * @task_id: an id
 *
 * Returns: (transfer none) (nullable): the task
 */
CsnDemoTask *csn_demo_state_lookup (CsnDemoState *self, const char *task_id);

/**
 * csn_demo_state_get_tasks:
 * @self: the state
 *
 * Returns: (transfer none) (element-type CsnDemoTask): all tasks, oldest first
 */
GPtrArray *csn_demo_state_get_tasks (CsnDemoState *self);

guint csn_demo_state_count_pending (CsnDemoState *self);

/**
 * csn_demo_state_set_read_only:
 * @self: the state
 * @agent_id: (nullable): whom; %NULL for all
 * @read_only: %TRUE to stop changing things, %FALSE for normal
 * @error: return location for an error
 *
 * Returns: %TRUE if it is kept
 */
gboolean csn_demo_state_set_read_only (CsnDemoState *self,
                                       const char *agent_id,
                                       gboolean read_only,
                                       GError **error);

/**
 * csn_demo_state_is_read_only:
 * @self: the state
 * @agent_id: (nullable): whom; %NULL asks whether every agent that has a task is
 *
 * Returns: %TRUE if the agent changes nothing at present
 */
gboolean csn_demo_state_is_read_only (CsnDemoState *self, const char *agent_id);

/**
 * csn_demo_state_get_agents:
 * @self: the state
 *
 * Returns: (transfer container) (element-type utf8): the agents that have a task, sorted
 */
GPtrArray *csn_demo_state_get_agents (CsnDemoState *self);

/**
 * csn_demo_state_get_position:
 * @self: the state
 * @scenario: a scenario's name
 *
 * Returns: how many of its proposals were made
 */
guint csn_demo_state_get_position (CsnDemoState *self, const char *scenario);

gboolean csn_demo_state_set_position (CsnDemoState *self,
                                      const char *scenario,
                                      guint position,
                                      GError **error);

G_END_DECLS
