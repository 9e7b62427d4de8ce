/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-request.h"

G_BEGIN_DECLS

/**
 * CSN_AGENT_SAYS_CHARS:
 *
 * How much of the agent's words is shown at first, in characters.
 */
#define CSN_AGENT_SAYS_CHARS 280

#define CSN_TYPE_AGENT_SAYS (csn_agent_says_get_type ())

/**
 * CsnAgentSays:
 *
 * The agent's own words, quoted, muted and plain: description, rationale, uncertainties.
 */
G_DECLARE_FINAL_TYPE (CsnAgentSays, csn_agent_says, CSN, AGENT_SAYS, GtkWidget)

GtkWidget *csn_agent_says_new (void);

/**
 * csn_agent_says_set_request:
 * @self: a view
 * @request: (nullable): whose words; the view hides where there are none
 */
void csn_agent_says_set_request (CsnAgentSays *self, CsnRequest *request);

/**
 * csn_agent_says_join:
 * @request: a request
 *
 * Returns: (transfer full): all the agent's words, visible text; empty if there are none
 */
char *csn_agent_says_join (const CsnRequest *request);

/**
 * csn_agent_says_shorten:
 * @text: visible text
 * @ret_cut: (out): whether anything is left out
 *
 * Returns: (transfer full): at most %CSN_AGENT_SAYS_CHARS characters of @text, and an ellipsis
 */
char *csn_agent_says_shorten (const char *text, gboolean *ret_cut);

G_END_DECLS
