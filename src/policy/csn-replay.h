/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-replay-case.h"

G_BEGIN_DECLS

/* How many skipped cases a replay keeps; it counts the others. */
#define CSN_REPLAY_MAX_SKIPPED 1000

/**
 * CsnReplayReason:
 * @CSN_REPLAY_REJECTED: a person rejected it
 * @CSN_REPLAY_EDITED: a person approved something else
 * @CSN_REPLAY_FAILED: its outcome was a failure
 *
 * Why it would have been wrong to skip the person. Several may hold.
 */
typedef enum /*< flags >*/
{
  CSN_REPLAY_REJECTED = 1 << 0,
  CSN_REPLAY_EDITED = 1 << 1,
  CSN_REPLAY_FAILED = 1 << 2,
} CsnReplayReason;

/**
 * CsnReplaySkip:
 * @replay_case: the case
 * @verdict: what it would have got
 * @reasons: why that would have been wrong
 *
 * A request that waited for a person, and would not have. Owned by its replay; never changes.
 */
typedef struct
{
  CsnReplayCase *replay_case;
  CsnVerdict *verdict;
  CsnReplayReason reasons;
} CsnReplaySkip;

/**
 * CsnReplay:
 *
 * Judges recorded requests again, by another policy, and counts what moves (policy.md, "Replay").
 * Takes one case after the other, so that a whole history needs no memory.
 */
typedef struct _CsnReplay CsnReplay;

/**
 * csn_replay_new:
 * @policy: the policy to judge by
 *
 * Returns: (transfer full): a replay of nothing yet
 */
CsnReplay *csn_replay_new (CsnPolicy *policy);

void csn_replay_free (CsnReplay *self);

/**
 * csn_replay_add:
 * @self: a replay
 * @replay_case: a recorded request
 *
 * Judges one more.
 *
 * Returns: the level that it would have got
 */
CsnLevel csn_replay_add (CsnReplay *self, CsnReplayCase *replay_case);

/**
 * csn_replay_run:
 * @policy: the policy to judge by
 * @cases: (array length=n_cases): recorded requests
 * @n_cases: how many
 *
 * Returns: (transfer full): their replay
 */
CsnReplay *csn_replay_run (CsnPolicy *policy, CsnReplayCase *const *cases, guint n_cases);

/* How many were judged. */
guint64 csn_replay_get_total (const CsnReplay *self);

/**
 * csn_replay_get_count:
 * @self: a replay
 * @from: the level that was recorded
 * @to: the level that the policy gives
 *
 * Returns: how many moved from @from to @to, or stayed where both are the same
 */
guint64 csn_replay_get_count (const CsnReplay *self, CsnLevel from, CsnLevel to);

/* How many came to a level, or left it. */
guint64 csn_replay_get_in (const CsnReplay *self, CsnLevel level);

guint64 csn_replay_get_out (const CsnReplay *self, CsnLevel level);

/* How many moved at all. */
guint64 csn_replay_get_moved (const CsnReplay *self);

/**
 * csn_replay_get_n_skipped:
 * @self: a replay
 *
 * Returns: how many waited for a person, would not have, and should have; csn_replay_get_skip()
 *   has the first %CSN_REPLAY_MAX_SKIPPED of them
 */
guint64 csn_replay_get_n_skipped (const CsnReplay *self);

guint csn_replay_get_n_kept (const CsnReplay *self);

/**
 * csn_replay_get_skip:
 * @self: a replay
 * @index: less than csn_replay_get_n_kept()
 *
 * Returns: (transfer none): one of them, in the order they were added
 */
const CsnReplaySkip *csn_replay_get_skip (const CsnReplay *self, guint index);

/**
 * csn_replay_to_json:
 * @self: a replay
 *
 * Returns: (transfer full): the report as one line: {"total","moved","levels":[{"level","before",
 *   "after","in","out"}],"moves":[{"from","to","count"}],"skipped_count","skipped":[{"id","seq",
 *   "time","agent_id","action_type","from","to","reasons","why"}]}
 */
char *csn_replay_to_json (const CsnReplay *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnReplay, csn_replay_free)

G_END_DECLS
