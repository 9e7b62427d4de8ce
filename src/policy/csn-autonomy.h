/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-policy.h"
#include "csn-profile.h"
#include "csn-time.h"

G_BEGIN_DECLS

/* Seed note, "Progressive Autonomy": slow promotion, fast demotion. */
#define CSN_AUTONOMY_PROMOTE_AFTER 10
#define CSN_AUTONOMY_DEMOTE_AFTER 2

/* The reference's numbers, a #CsnPolicyAutonomy. */
#define CSN_AUTONOMY_REFERENCE                                                                     \
  {                                                                                                \
    .promote_after = CSN_AUTONOMY_PROMOTE_AFTER, .demote_after = CSN_AUTONOMY_DEMOTE_AFTER,        \
    .window = CSN_DAY,                                                                             \
  }

/* A failure that comes later than this counts as exactly so late, so that old ones can be
 * forgotten. */
#define CSN_AUTONOMY_MAX_LATE (30 * CSN_DAY)

/**
 * CsnAutonomyInput:
 * @CSN_AUTONOMY_SUCCESS: a delivered approval succeeded
 * @CSN_AUTONOMY_FAILURE: it failed, or success was reported for something rejected
 * @CSN_AUTONOMY_REJECTED: a person rejected the proposal
 * @CSN_AUTONOMY_EDITED: a person approved something else
 * @CSN_AUTONOMY_HAND_BACK: a person ended a takeover
 *
 * What moves a profile.
 */
typedef enum
{
  CSN_AUTONOMY_SUCCESS,
  CSN_AUTONOMY_FAILURE,
  CSN_AUTONOMY_REJECTED,
  CSN_AUTONOMY_EDITED,
  CSN_AUTONOMY_HAND_BACK,
} CsnAutonomyInput;

/**
 * CsnAutonomyChange:
 * @CSN_AUTONOMY_UNCHANGED: the level stays
 * @CSN_AUTONOMY_PROMOTED: one level less oversight
 * @CSN_AUTONOMY_DEMOTED: more oversight
 * @CSN_AUTONOMY_SET: a hand-back set it
 * @CSN_AUTONOMY_PROMOTION_WAITS: the level stays; one level less waits for a person
 * @CSN_AUTONOMY_PROMOTION_TAKEN_BACK: the level stays; what waited doesn't any more
 *
 * What became of the level.
 */
typedef enum
{
  CSN_AUTONOMY_UNCHANGED,
  CSN_AUTONOMY_PROMOTED,
  CSN_AUTONOMY_DEMOTED,
  CSN_AUTONOMY_SET,
  CSN_AUTONOMY_PROMOTION_WAITS,
  CSN_AUTONOMY_PROMOTION_TAKEN_BACK,
} CsnAutonomyChange;

/**
 * csn_autonomy_apply:
 * @profile: the profile before
 * @numbers: the policy's for this action type
 * @input: what happened
 * @at: when it happened, microseconds since the epoch
 * @ret_change: (out) (optional): what became of the level
 *
 * Moves the ratchet (policy.md, "Autonomy"). Each input is applied once; whoever calls sees to
 * that.
 *
 * An input is late if its time lies before one that was applied already. It never makes an agent
 * freer: a late success counts for nothing, a late hand-back ends no takeover and forgives no
 * failure. A late failure, rejection or edit ends the streak, and takes a waiting promotion back,
 * as any does. Failures count by their own times: as many as the numbers say within one window
 * demote, in whatever order they come, and the earliest of them are spent.
 *
 * Returns: (transfer full): the profile after
 */
CsnProfile *csn_autonomy_apply (const CsnProfile *profile,
                                const CsnPolicyAutonomy *numbers,
                                CsnAutonomyInput input,
                                gint64 at,
                                CsnAutonomyChange *ret_change);

/**
 * csn_autonomy_failures_in_window:
 * @profile: a profile
 * @numbers: the policy's for this action type
 * @now: microseconds since the epoch
 *
 * Returns: unspent failures in the window that ends at @now, both ends included
 */
guint csn_autonomy_failures_in_window (const CsnProfile *profile,
                                       const CsnPolicyAutonomy *numbers,
                                       gint64 now);

/**
 * csn_autonomy_answer_promotion:
 * @profile: a profile
 * @accept: whether a person lets the promotion happen
 *
 * Either way the count of successes starts again.
 *
 * Returns: (transfer full) (nullable): the profile after; %NULL if no promotion waits
 */
CsnProfile *csn_autonomy_answer_promotion (const CsnProfile *profile, gboolean accept);

/**
 * csn_autonomy_set_level:
 * @profile: a profile
 * @level: a level at least as strict as the profile's
 *
 * Returns: (transfer full) (nullable): the profile at @level with a clean slate; %NULL if @level
 *   is less strict
 */
CsnProfile *csn_autonomy_set_level (const CsnProfile *profile, CsnLevel level);

/**
 * csn_autonomy_set_pinned:
 * @profile: a profile
 * @pinned: whether outcomes leave the level alone
 *
 * Pinning takes a waiting promotion back.
 *
 * Returns: (transfer full): the profile after
 */
CsnProfile *csn_autonomy_set_pinned (const CsnProfile *profile, gboolean pinned);

/**
 * csn_autonomy_reset:
 * @profile: a profile
 *
 * Starts anew, which frees an agent that stood at HARD_APPROVAL: only a person may do it.
 *
 * Returns: (transfer full) (nullable): the profile as a new agent's, not pinned; %NULL at
 *   HUMAN_TAKEOVER, from which only a hand-back leads away
 */
CsnProfile *csn_autonomy_reset (const CsnProfile *profile);

G_END_DECLS
