/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-command.h"
#include "csn-policy.h"

G_BEGIN_DECLS

/**
 * csn_policy_proposal_run:
 * @policy: what shall be in force
 * @wait: whether to wait for a person's answer, where one is needed
 *
 * Proposes a policy to the running program, and says what became of it.
 *
 * Returns: %CSN_EXIT_OK if it is in force; %CSN_EXIT_REFUSED if it isn't, or not yet
 */
CsnExit csn_policy_proposal_run (CsnPolicy *policy, gboolean wait);

G_END_DECLS
