/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-policy.h"

G_BEGIN_DECLS

/* Policies that the user names, by file or by preset. What is wrong is printed, with its place. */

/**
 * csn_policy_input_read:
 * @path: a policy file
 *
 * Returns: (transfer full) (nullable): the policy; %NULL if a sentence was printed
 */
CsnPolicy *csn_policy_input_read (const char *path);

/**
 * csn_policy_input_find_preset:
 * @name: the name of a preset
 *
 * Returns: (transfer full) (nullable): the preset; %NULL if a sentence was printed
 */
CsnPolicy *csn_policy_input_find_preset (const char *name);

/**
 * csn_policy_input_choose:
 * @path: (nullable): a policy file
 * @preset: (nullable): the name of a preset
 * @otherwise: (nullable): the preset if neither is named; %NULL if one must be
 *
 * Returns: (transfer full) (nullable): the policy; %NULL if a sentence was printed
 */
CsnPolicy *csn_policy_input_choose (const char *path, const char *preset, const char *otherwise);

G_END_DECLS
