/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-verdict.h"

G_BEGIN_DECLS

/**
 * csn_level_words_name:
 * @level: a level
 *
 * Returns: its name for the reviewer, "Hard approval"
 */
const char *csn_level_words_name (CsnLevel level);

/**
 * csn_level_words_short:
 * @level: a level
 *
 * Returns: its name in one word, "Hard"
 */
const char *csn_level_words_short (CsnLevel level);

/**
 * csn_level_words_icon:
 * @level: a level
 *
 * Returns: the name of its symbolic icon
 */
const char *csn_level_words_icon (CsnLevel level);

/**
 * csn_level_words_css_class:
 * @level: a level
 *
 * Returns: the style class that colours it
 */
const char *csn_level_words_css_class (CsnLevel level);

/**
 * csn_level_words_why:
 * @verdict: a verdict
 *
 * Returns: (transfer full): one sentence: the first decisive rule's, and how many more decided
 */
char *csn_level_words_why (const CsnVerdict *verdict);

G_END_DECLS
