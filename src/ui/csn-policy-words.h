/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-policy-change.h"
#include "csn-replay.h"

G_BEGIN_DECLS

/**
 * csn_policy_words_member:
 * @path: a member of a policy, such as "confidence.takeover_below"
 *
 * Returns: (transfer full): what it is, in words; visible text
 */
char *csn_policy_words_member (const char *path);

/**
 * csn_policy_words_change:
 * @change: a difference between two policies
 *
 * Returns: (transfer full): it in words, "Takeover below a confidence of: 0.5 → 0.55"; visible text
 */
char *csn_policy_words_change (const CsnPolicyChange *change);

/**
 * csn_policy_words_moved:
 * @replay: a replay
 *
 * Returns: (transfer full): how many requests would have got another level
 */
char *csn_policy_words_moved (const CsnReplay *replay);

/**
 * csn_policy_words_skips:
 * @replay: a replay
 *
 * Returns: (transfer full): how many requests would have skipped a person and should not have
 */
char *csn_policy_words_skips (const CsnReplay *replay);

/**
 * csn_policy_words_skip:
 * @skip: one of them
 *
 * Returns: (transfer full): which, and why that would have been wrong; visible text
 */
char *csn_policy_words_skip (const CsnReplaySkip *skip);

/**
 * csn_policy_words_preset:
 * @preset: "reference", "cautious" or "custom"
 *
 * Returns: its name for the reviewer
 */
const char *csn_policy_words_preset (const char *preset);

G_END_DECLS
