/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"
#include "csn-words.h"

G_BEGIN_DECLS

/**
 * CsnOutcome:
 *
 * What an agent reported after acting (or not). Immutable.
 */
typedef struct _CsnOutcome CsnOutcome;

/**
 * csn_outcome_new_from_task:
 * @task: one Task of the tasks protocol
 * @error: return location for a #CsnModelError
 *
 * Reads status and outcome: success and failure as "outcome.success" says, but a failed task is
 * never a success; without one, completed counts as success, failed as failure, cancelled as
 * unknown. An outcome that can't be read is unknown. Not ended yet gives %CSN_OUTCOME_NONE.
 *
 * Returns: (transfer full) (nullable): the outcome
 */
CsnOutcome *csn_outcome_new_from_task (const CsnJson *task, GError **error);

CsnOutcome *csn_outcome_new (CsnOutcomeKind kind, const char *detail, const char *executed_digest);

CsnOutcome *csn_outcome_ref (CsnOutcome *self);

void csn_outcome_unref (CsnOutcome *self);

CsnOutcomeKind csn_outcome_get_kind (const CsnOutcome *self);

CsnTaskStatus csn_outcome_get_task_status (const CsnOutcome *self);

/**
 * csn_outcome_get_detail:
 * @self: an outcome
 *
 * Returns: (nullable): the agent's own words; untrusted
 */
const char *csn_outcome_get_detail (const CsnOutcome *self);

/**
 * csn_outcome_get_executed_digest:
 * @self: an outcome
 *
 * Returns: (nullable): the digest of what the agent says it executed
 */
const char *csn_outcome_get_executed_digest (const CsnOutcome *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnOutcome, csn_outcome_unref)

G_END_DECLS
