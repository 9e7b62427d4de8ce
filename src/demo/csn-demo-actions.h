/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"

G_BEGIN_DECLS

/**
 * CsnDemoDeed:
 * @folder: the agents' own folder; nothing outside of it is ever touched
 * @task_id: for what
 * @revision: for which revision of it
 * @agent_id: who does it
 * @action_type: what is to be done
 * @action: exactly what is to be done
 * @digest: (nullable): what binds @action
 *
 * One approved action on its way to become true.
 */
typedef struct
{
  const char *folder;
  const char *task_id;
  gint64 revision;
  const char *agent_id;
  const char *action_type;
  const CsnJson *action;
  const char *digest;
} CsnDemoDeed;

/**
 * csn_demo_actions_perform:
 * @deed: what to do
 * @ret_detail: (out): what was done, in the agent's words
 * @error: return location for an error whose message says what went wrong
 *
 * Does it, as files in the folder: refunds.csv, outbox/, records/, exports/, shell/. A line of
 * ledger.jsonl says so last. Doing the same task and revision again leaves the folder as it is.
 *
 * Returns: %TRUE if it is done
 */
gboolean csn_demo_actions_perform (const CsnDemoDeed *deed, char **ret_detail, GError **error);

G_END_DECLS
