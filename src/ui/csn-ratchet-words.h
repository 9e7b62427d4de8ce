/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-policy.h"
#include "csn-profile.h"

G_BEGIN_DECLS

/**
 * csn_ratchet_words_successes:
 * @profile: a profile
 * @numbers: the numbers of the ratchet for its action type
 *
 * Returns: (transfer full): how far the next step to less oversight is, "7 of 10 successes in a
 *   row"
 */
char *csn_ratchet_words_successes (const CsnProfile *profile, const CsnPolicyAutonomy *numbers);

/**
 * csn_ratchet_words_failures:
 * @profile: a profile
 * @numbers: the numbers of the ratchet for its action type
 * @now: microseconds since the epoch
 *
 * Returns: (transfer full): how far the next step to more oversight is, "1 of 2 failures in 24 h"
 */
char *csn_ratchet_words_failures (const CsnProfile *profile,
                                  const CsnPolicyAutonomy *numbers,
                                  gint64 now);

/**
 * csn_ratchet_words_promotion:
 * @profile: a profile with a promotion that waits
 *
 * Returns: (transfer full): what is earned; visible text
 */
char *csn_ratchet_words_promotion (const CsnProfile *profile);

/**
 * csn_ratchet_words_step:
 * @profile: a profile
 *
 * Returns: (transfer full): the level and its place, for a screen reader
 */
char *csn_ratchet_words_step (const CsnProfile *profile);

/**
 * csn_ratchet_words_reset:
 * @profile: a profile
 *
 * Returns: (transfer full): what resetting it means
 */
char *csn_ratchet_words_reset (const CsnProfile *profile);

/**
 * csn_ratchet_words_pin:
 * @profile: a profile
 *
 * Returns: (transfer full): what pinning it, or letting it go, means
 */
char *csn_ratchet_words_pin (const CsnProfile *profile);

G_END_DECLS
