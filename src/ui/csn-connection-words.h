/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-source-item.h"

G_BEGIN_DECLS

/**
 * csn_connection_words:
 * @source: a source
 * @now: microseconds since the epoch
 *
 * Returns: (transfer full): how it is doing, "last contact 3 s ago · answers in 4 ms · long poll ·
 *   encrypted, with token"; visible text
 */
char *csn_connection_words (CsnSourceItem *source, gint64 now);

/**
 * csn_connection_words_title:
 * @source: a source
 *
 * Returns: (transfer full): "demo · connected"; visible text
 */
char *csn_connection_words_title (CsnSourceItem *source);

/**
 * csn_connection_words_css_class:
 * @source: a source
 *
 * Returns: the style class that colours its state
 */
const char *csn_connection_words_css_class (CsnSourceItem *source);

/**
 * csn_connection_words_is_insecure:
 * @url: what was typed as an address
 *
 * Returns: %TRUE if it is http to another computer: everybody on the way can read and change it
 */
gboolean csn_connection_words_is_insecure (const char *url);

G_END_DECLS
