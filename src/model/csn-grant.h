/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-money.h"
#include "csn-words.h"

G_BEGIN_DECLS

/**
 * CsnGrantTerms:
 * @id: names the grant within its policy
 * @grantor: the agent that gives authority
 * @delegate: the agent that gets it
 * @action_types: a pattern with "*" and "?" (csn_glob_matches())
 * @level_floor: at least so much oversight; FULL_AUTO asks for nothing
 * @cost_limit: (nullable): the most that one action may cost; %NULL for no limit
 * @cost_budget: (nullable): the most that all approved actions may cost together
 * @depth: how often it may be passed on; 0 for never
 * @expires_at: microseconds since the epoch
 *
 * What a grant says. Owned by its grant; never changes.
 */
typedef struct
{
  const char *id;
  const char *grantor;
  const char *delegate;
  const char *action_types;
  CsnLevel level_floor;
  const CsnMoney *cost_limit;
  const CsnMoney *cost_budget;
  guint depth;
  gint64 expires_at;
} CsnGrantTerms;

/**
 * CsnGrant:
 *
 * Authority that one agent has passed to another, as the reviewer configured it (policy.md,
 * "Delegation"). Immutable.
 */
typedef struct _CsnGrant CsnGrant;

/**
 * csn_grant_new:
 * @terms: what it says; copied. Whether a policy can hold it is for csn_policy_with_grant() to say
 *
 * Returns: (transfer full): a grant
 */
CsnGrant *csn_grant_new (const CsnGrantTerms *terms);

CsnGrant *csn_grant_ref (CsnGrant *self);

void csn_grant_unref (CsnGrant *self);

/**
 * csn_grant_get_terms:
 * @self: a grant
 *
 * Returns: (transfer none): what it says
 */
const CsnGrantTerms *csn_grant_get_terms (const CsnGrant *self);

/**
 * csn_grant_to_json:
 * @self: a grant
 *
 * Returns: (transfer full): the object that stands for it in a policy's "grants", as one line
 */
char *csn_grant_to_json (const CsnGrant *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnGrant, csn_grant_unref)

G_END_DECLS
