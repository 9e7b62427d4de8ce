/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-judgement.h"

G_BEGIN_DECLS

/**
 * csn_standing_words_rule:
 * @terms: what a standing rule says
 *
 * Returns: (transfer full): it as one sentence; visible text
 */
char *csn_standing_words_rule (const CsnStandingRuleTerms *terms);

/**
 * csn_standing_words_condition:
 * @condition: a condition of a rule
 *
 * Returns: (transfer full): "/amount is at most 100"; visible text
 */
char *csn_standing_words_condition (const CsnCondition *condition);

/**
 * csn_standing_words_matches:
 * @matches: what a rule is about
 * @dry_run: whether it only says what it would have done
 *
 * Returns: (transfer full): how many recorded requests it matches, and what it would have done
 */
char *csn_standing_words_matches (const CsnRuleMatches *matches, gboolean dry_run);

/**
 * csn_standing_words_grant:
 * @terms: what a grant says
 *
 * Returns: (transfer full): it as one sentence; visible text
 */
char *csn_standing_words_grant (const CsnGrantTerms *terms);

/**
 * csn_standing_words_drawn:
 * @gate: the gate, which knows what recorded approvals have drawn
 * @terms: what a grant says
 *
 * Returns: (transfer full) (nullable): "120.00 of 500.00 USD drawn"; %NULL without a budget
 */
char *csn_standing_words_drawn (CsnGate *gate, const CsnGrantTerms *terms);

/**
 * csn_standing_words_drawn_part:
 * @gate: the gate
 * @terms: what a grant says
 *
 * Returns: about how much of the budget is drawn, 1 for all; for the eye, not for a decision
 */
double csn_standing_words_drawn_part (CsnGate *gate, const CsnGrantTerms *terms);

/**
 * csn_standing_words_expiry:
 * @expires_at: when, microseconds since the epoch
 * @now: likewise
 *
 * Returns: (transfer full): "expires in 3 d", or since when it has no effect
 */
char *csn_standing_words_expiry (gint64 expires_at, gint64 now);

G_END_DECLS
