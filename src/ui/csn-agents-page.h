/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_AGENTS_PAGE (csn_agents_page_get_type ())

/**
 * CsnAgentsPage:
 *
 * One card per agent, and one for every source that no agent has spoken through yet. Brings its own
 * header bar.
 *
 * Properties: "folded" (boolean, read-write): whether the frame shows one pane at a time, so that
 * the page needs a way back to the sidebar.
 */
G_DECLARE_FINAL_TYPE (CsnAgentsPage, csn_agents_page, CSN, AGENTS_PAGE, GtkWidget)

GtkWidget *csn_agents_page_new (CsnService *service);

/**
 * CsnAgentsPage::connect-agent:
 * @self: a page
 *
 * The reviewer wants to add a source.
 */

/**
 * CsnAgentsPage::back:
 * @self: a page
 *
 * The reviewer wants to go back to the sidebar.
 */

G_END_DECLS
