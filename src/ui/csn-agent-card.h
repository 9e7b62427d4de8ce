/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_AGENT_CARD (csn_agent_card_get_type ())

/**
 * CsnAgentCard:
 *
 * One agent: its source and connection, its mode, Stop, and a ratchet for each action type.
 */
G_DECLARE_FINAL_TYPE (CsnAgentCard, csn_agent_card, CSN, AGENT_CARD, GtkWidget)

GtkWidget *csn_agent_card_new (CsnService *service, CsnAgentItem *agent);

/**
 * CsnAgentCard::say:
 * @self: a card
 * @text: visible text
 *
 * Something was done, or not, that is worth a toast.
 */

G_END_DECLS
