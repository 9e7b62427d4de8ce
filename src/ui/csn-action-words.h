/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-money.h"

G_BEGIN_DECLS

/**
 * CSN_ACTION_WORDS_MASK:
 *
 * What stands in the place of a value that looks secret.
 */
#define CSN_ACTION_WORDS_MASK "••••••••"

/**
 * csn_action_words_type:
 * @action_type: an action type as the agent wrote it, untrusted
 *
 * Returns: (transfer full): it in words, "send_email" as "Send e-mail"; visible text
 */
char *csn_action_words_type (const char *action_type);

/**
 * csn_action_words_name:
 * @key: the name of a member, untrusted
 *
 * Returns: (transfer full): the name with underscores as spaces; visible text on one line
 */
char *csn_action_words_name (const char *key);

/**
 * csn_action_words_first_line:
 * @action: a proposed action
 *
 * Returns: (transfer full): what the action itself says, on one line for a list row: names and
 *   values in their order, secrets masked; visible text, shortened with an ellipsis
 */
char *csn_action_words_first_line (const CsnJson *action);

/**
 * csn_action_words_money:
 * @object: a value
 *
 * Returns: (transfer full) (nullable): "120.00 USD" if @object has an amount and a currency that
 *   make money
 */
char *csn_action_words_money (const CsnJson *object);

/**
 * csn_action_words_is_monospace:
 * @key: (nullable): the name of a member
 *
 * Returns: %TRUE if values of that name are commands, paths or queries, to be read to the letter
 */
gboolean csn_action_words_is_monospace (const char *key);

/**
 * csn_action_words_is_secret:
 * @key: (nullable): the name of a member, or of the array around
 * @value: its value
 *
 * Returns: %TRUE if @value as a whole is shown masked; an array is judged by its elements
 */
gboolean csn_action_words_is_secret (const char *key, const CsnJson *value);

/**
 * csn_action_words_has_secret:
 * @value: a value
 *
 * Returns: %TRUE if anything in @value has to be masked
 */
gboolean csn_action_words_has_secret (const CsnJson *value);

/**
 * csn_action_words_exact:
 * @value: a value
 * @reveal: whether secrets are shown
 *
 * Returns: (transfer full): @value as indented JSON, numbers as they were read, secrets masked
 *   unless @reveal; not yet visible text
 */
char *csn_action_words_exact (const CsnJson *value, gboolean reveal);

/**
 * csn_action_words_initials:
 * @agent_id: an agent
 *
 * Returns: (transfer full): one or two capital letters for its avatar
 */
char *csn_action_words_initials (const char *agent_id);

/**
 * csn_action_words_colour:
 * @agent_id: an agent
 *
 * Returns: the same style class for the same agent, one of a few colours
 */
const char *csn_action_words_colour (const char *agent_id);

G_END_DECLS
