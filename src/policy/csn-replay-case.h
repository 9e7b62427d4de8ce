/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-policy.h"

G_BEGIN_DECLS

/**
 * CsnReplayRecord:
 * @id: the request's id in the store
 * @seq: the sequence number of the event that received it
 * @time: when it was received, microseconds since the epoch
 * @level: the level that it got
 * @decided: whether there was a decision
 * @decision: which, if @decided
 * @actor: whose, if @decided
 * @outcome: what the agent reported
 *
 * What is recorded of a request that was judged.
 */
typedef struct
{
  const char *id;
  gint64 seq;
  gint64 time;
  CsnLevel level;
  gboolean decided;
  CsnDecisionKind decision;
  CsnActorKind actor;
  CsnOutcomeKind outcome;
} CsnReplayRecord;

/**
 * CsnReplayCase:
 *
 * A recorded request with all that its verdict was made from and what became of it. Immutable.
 */
typedef struct _CsnReplayCase CsnReplayCase;

/**
 * csn_replay_case_new:
 * @request: the request as it was received
 * @context: what else was known then; copied
 * @record: what became of it; copied
 *
 * Returns: (transfer full): the case
 */
CsnReplayCase *csn_replay_case_new (CsnRequest *request,
                                    const CsnPolicyContext *context,
                                    const CsnReplayRecord *record);

CsnReplayCase *csn_replay_case_ref (CsnReplayCase *self);

void csn_replay_case_unref (CsnReplayCase *self);

CsnRequest *csn_replay_case_get_request (const CsnReplayCase *self);

const CsnPolicyContext *csn_replay_case_get_context (const CsnReplayCase *self);

const CsnReplayRecord *csn_replay_case_get_record (const CsnReplayCase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnReplayCase, csn_replay_case_unref)

G_END_DECLS
