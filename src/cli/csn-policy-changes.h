/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-policy.h"

G_BEGIN_DECLS

/**
 * csn_policy_changes_print:
 * @before: a policy
 * @after: another
 *
 * Prints a table of what differs, and whether it may lead to less oversight; nothing if nothing
 * does.
 */
void csn_policy_changes_print (const CsnPolicy *before, const CsnPolicy *after);

G_END_DECLS
