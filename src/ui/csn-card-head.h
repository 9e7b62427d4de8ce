/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_CARD_HEAD (csn_card_head_get_type ())

/**
 * CsnCardHead:
 *
 * The top of a request's card: what it is, whose, at which level and why, where it stands.
 */
G_DECLARE_FINAL_TYPE (CsnCardHead, csn_card_head, CSN, CARD_HEAD, GtkWidget)

GtkWidget *csn_card_head_new (void);

/**
 * csn_card_head_set_service:
 * @self: a head
 * @service: (nullable): where time and sources come from
 */
void csn_card_head_set_service (CsnCardHead *self, CsnService *service);

void csn_card_head_set_item (CsnCardHead *self, CsnInboxItem *item);

/**
 * csn_card_head_update:
 * @self: a head
 *
 * Says anew what changes with time and state.
 */
void csn_card_head_update (CsnCardHead *self);

/**
 * csn_card_head_say_failure:
 * @self: a head
 * @message: (nullable): a sentence about an answer that the gate did not take
 */
void csn_card_head_say_failure (CsnCardHead *self, const char *message);

/**
 * CsnCardHead::open-takeover:
 * @self: a head
 *
 * The reviewer wants to see the takeover of this request.
 */

G_END_DECLS
