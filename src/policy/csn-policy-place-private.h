/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Deeper than any member of a policy. */
#define CSN_POLICY_MAX_STEPS 12

typedef struct
{
  const char *key; /* (nullable): a member; %NULL for an element */
  guint index;
} CsnPolicyStep;

/**
 * CsnPolicyPlace:
 *
 * The way to a value of a policy document.
 */
typedef struct
{
  CsnPolicyStep steps[CSN_POLICY_MAX_STEPS];
  guint n_steps;
} CsnPolicyPlace;

/* (transfer full): the place for people, such as "rules[2].conditions[0].pointer". */
char *csn_policy_place_to_string (const CsnPolicyPlace *self);

/**
 * csn_policy_place_find:
 * @self: a place
 * @text: a JSON document, free of faults
 * @at_key: whether to find the member's name instead of its value
 *
 * Returns: where in @text it is; what is nearest if there is none
 */
const char *csn_policy_place_find (const CsnPolicyPlace *self, const char *text, gboolean at_key);

/**
 * csn_policy_place_at:
 * @text: the begin of a JSON document
 * @length: its bytes: from there on it has a fault
 *
 * Returns: (transfer full): the place that was being read, for people; "" for the document itself
 */
char *csn_policy_place_at (const char *text, gsize length);

G_END_DECLS
