/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-words.h"

G_BEGIN_DECLS

/**
 * CsnProfile:
 *
 * The earned level of one agent for one action type: an immutable value. The policy makes the next
 * one from it (csn_autonomy_apply()).
 */
typedef struct _CsnProfile CsnProfile;

/**
 * CsnProfileState:
 * @level: the earned level
 * @successes: successes in a row
 * @failures: (array length=n_failures) (nullable): times of the failures that may still count,
 *   microseconds since the epoch, ascending
 * @n_failures: how many
 * @pinned: whether outcomes leave the level alone
 * @promotion_waits: whether one level less oversight is earned and waits for a person
 * @last_at: the latest time of anything that moved it, microseconds since the epoch; 0 for none
 *
 * Where a profile stands.
 */
typedef struct
{
  CsnLevel level;
  guint successes;
  const gint64 *failures;
  guint n_failures;
  gboolean pinned;
  gboolean promotion_waits;
  gint64 last_at;
} CsnProfileState;

/**
 * csn_profile_new:
 * @agent_id: the agent
 * @action_type: the action type
 *
 * Returns: (transfer full): a new agent's profile: SOFT_APPROVAL, no successes, no failures
 */
CsnProfile *csn_profile_new (const char *agent_id, const char *action_type);

/**
 * csn_profile_new_full:
 * @agent_id: the agent
 * @action_type: the action type
 * @state: where it stands; copied
 *
 * Returns: (transfer full): a profile that stands there
 */
CsnProfile *
csn_profile_new_full (const char *agent_id, const char *action_type, const CsnProfileState *state);

CsnProfile *csn_profile_ref (CsnProfile *self);

void csn_profile_unref (CsnProfile *self);

const char *csn_profile_get_agent_id (const CsnProfile *self);

const char *csn_profile_get_action_type (const CsnProfile *self);

CsnLevel csn_profile_get_level (const CsnProfile *self);

guint csn_profile_get_successes (const CsnProfile *self);

/**
 * csn_profile_get_failures:
 * @self: a profile
 * @ret_n_failures: (out): how many
 *
 * Returns: (transfer none) (array length=ret_n_failures): unspent failure times, ascending; old
 * ones among them, see csn_autonomy_failures_in_window()
 */
const gint64 *csn_profile_get_failures (const CsnProfile *self, guint *ret_n_failures);

gboolean csn_profile_get_pinned (const CsnProfile *self);

/**
 * csn_profile_get_promotion_waits:
 * @self: a profile
 *
 * Returns: %TRUE if one level less oversight is earned and a person has still to confirm it
 */
gboolean csn_profile_get_promotion_waits (const CsnProfile *self);

/**
 * csn_profile_get_last_at:
 * @self: a profile
 *
 * Returns: the latest time of anything that moved it, microseconds since the epoch; 0 for none
 */
gint64 csn_profile_get_last_at (const CsnProfile *self);

/**
 * csn_profile_get_state:
 * @self: a profile
 *
 * Returns: where it stands; the failures are owned by @self
 */
CsnProfileState csn_profile_get_state (const CsnProfile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnProfile, csn_profile_unref)

G_END_DECLS
