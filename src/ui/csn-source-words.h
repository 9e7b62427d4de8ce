/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-source-item.h"

G_BEGIN_DECLS

/**
 * csn_source_words_trust:
 * @source: a source
 *
 * Returns: (transfer full): what can be said for its transport, such as "encrypted, with token"
 */
char *csn_source_words_trust (CsnSourceItem *source);

/**
 * csn_source_words_state:
 * @source: a source
 *
 * Returns: its state in words, "connected"
 */
const char *csn_source_words_state (CsnSourceItem *source);

G_END_DECLS
