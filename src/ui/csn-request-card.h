/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-answer-sender.h"
#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_REQUEST_CARD (csn_request_card_get_type ())

/**
 * CsnRequestCard:
 *
 * One request, whole: what will happen, what the agent says, why this level, and the answers.
 */
G_DECLARE_FINAL_TYPE (CsnRequestCard, csn_request_card, CSN, REQUEST_CARD, GtkWidget)

GtkWidget *csn_request_card_new (void);

/**
 * csn_request_card_set_service:
 * @self: a card
 * @service: (nullable): where policy, sources and history come from; without one the card only
 * shows
 * @sender: (nullable): where answers go
 */
void
csn_request_card_set_service (CsnRequestCard *self, CsnService *service, CsnAnswerSender *sender);

/**
 * csn_request_card_set_item:
 * @self: a card
 * @item: (nullable): what to show; Approve is armed anew
 */
void csn_request_card_set_item (CsnRequestCard *self, CsnInboxItem *item);

CsnInboxItem *csn_request_card_get_item (CsnRequestCard *self);

/**
 * csn_request_card_disturb:
 * @self: a card
 *
 * The reviewer came back to the window: Approve is armed anew.
 */
void csn_request_card_disturb (CsnRequestCard *self);

/**
 * csn_request_card_run:
 * @self: a card
 * @action: one of the actions of #CsnDecisionBar
 */
void csn_request_card_run (CsnRequestCard *self, const char *action);

/**
 * csn_request_card_approve_by_key:
 * @self: a card
 * @keycode: the hardware key that was pressed
 *
 * Returns: %TRUE if it was taken; never at HARD_APPROVAL
 */
gboolean csn_request_card_approve_by_key (CsnRequestCard *self, guint keycode);

/**
 * csn_request_card_expand:
 * @self: a card
 * @expanded: whether the parts that are closed at first are open, and in view
 */
void csn_request_card_expand (CsnRequestCard *self, gboolean expanded);

/**
 * CsnRequestCard::open-takeover:
 * @self: a card
 *
 * The reviewer wants to see the takeover of this request.
 */

G_END_DECLS
