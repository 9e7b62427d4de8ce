/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-agent-item.h"

G_BEGIN_DECLS

/**
 * csn_agent_words_mode:
 * @agent: an agent
 *
 * Returns: (transfer full): its mode, whether its endpoint knows of it, and how often it failed
 */
char *csn_agent_words_mode (CsnAgentItem *agent);

/**
 * csn_agent_words_css_class:
 * @agent: an agent
 *
 * Returns: the style class that colours its mode
 */
const char *csn_agent_words_css_class (CsnAgentItem *agent);

G_END_DECLS
