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
 */
G_DECLARE_FINAL_TYPE (CsnAgentsPage, csn_agents_page, CSN, AGENTS_PAGE, GtkWidget)

GtkWidget *csn_agents_page_new (void);

/**
 * csn_agents_page_set_service:
 * @self: a page
 * @service: a started service
 */
void csn_agents_page_set_service (CsnAgentsPage *self, CsnService *service);

/**
 * CsnAgentsPage::connect-agent:
 * @self: a page
 *
 * The reviewer wants to add a source.
 */

G_END_DECLS
