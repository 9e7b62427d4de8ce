/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-profile.h"

G_BEGIN_DECLS

/* Seed note, "Progressive Autonomy": slow promotion, fast demotion. */
#define CSN_AUTONOMY_PROMOTE_AFTER 10
#define CSN_AUTONOMY_DEMOTE_AFTER 2

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
 *
 * What became of the level.
 */
typedef enum
{
  CSN_AUTONOMY_UNCHANGED,
  CSN_AUTONOMY_PROMOTED,
  CSN_AUTONOMY_DEMOTED,
  CSN_AUTONOMY_SET,
} CsnAutonomyChange;

/**
 * csn_autonomy_apply:
 * @profile: the profile before
 * @input: what happened
 * @at: when, microseconds since the epoch; not before the last input's
 * @ret_change: (out) (optional): what became of the level
 *
 * Moves the ratchet (policy.md, "Autonomy").
 *
 * Returns: (transfer full): the profile after
 */
CsnProfile *csn_autonomy_apply (CsnProfile *profile,
                                CsnAutonomyInput input,
                                gint64 at,
                                CsnAutonomyChange *ret_change);

/**
 * csn_autonomy_failures_in_window:
 * @profile: a profile
 * @now: microseconds since the epoch
 *
 * Returns: unspent failures in the 24 h up to @now, both ends included
 */
guint csn_autonomy_failures_in_window (const CsnProfile *profile, gint64 now);

/**
 * csn_autonomy_set_level:
 * @profile: a profile
 * @level: a level at least as strict as the profile's
 *
 * Returns: (transfer full) (nullable): the profile at @level with a clean slate; %NULL if @level
 *   is less strict
 */
CsnProfile *csn_autonomy_set_level (const CsnProfile *profile, CsnLevel level);

CsnProfile *csn_autonomy_set_pinned (const CsnProfile *profile, gboolean pinned);

G_END_DECLS
