/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-policy.h"

G_BEGIN_DECLS

#define CSN_POLICY_VERSION 1
#define CSN_POLICY_CUSTOM "custom"

/**
 * CsnPolicyNumbers:
 *
 * All that a policy decides by: a preset's, or a policy file's. The texts are static or interned.
 */
typedef struct
{
  CsnPolicyThresholds thresholds;
  guint failures_24h;          /* so many failures in 24 h are a takeover */
  const char *cost_limit;      /* decimal text: more than it is HARD */
  const char *cost_currency;   /* any other currency has no limit: HARD */
  gint64 soft_timeout;         /* microseconds */
  gint64 hard_timeout;         /* microseconds */
  gboolean irreversible_hard;  /* every action that isn't reversible is HARD */
  gboolean silence_reversible; /* silence approves only what is reversible */
} CsnPolicyNumbers;

const CsnPolicyNumbers *csn_policy_get_numbers (const CsnPolicy *self);

/**
 * csn_policy_new_with_numbers:
 * @numbers: valid ones
 *
 * Returns: (transfer full): the preset that has them, or a custom policy
 */
CsnPolicy *csn_policy_new_with_numbers (const CsnPolicyNumbers *numbers);

G_END_DECLS
