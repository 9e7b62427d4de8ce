/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-inbox-item.h"

G_BEGIN_DECLS

#define CSN_TYPE_DECISION_BAR (csn_decision_bar_get_type ())

/**
 * CsnDecisionBar:
 *
 * The answers to a request: reject, edit, respond, take over, and Approve apart, which does nothing
 * until it is armed. It only says what the reviewer wants; others ask for words and send.
 *
 * Its actions, which no other process can reach: decision.reject, decision.edit, decision.respond,
 * decision.take-over, decision.comment, decision.undo.
 */
G_DECLARE_FINAL_TYPE (CsnDecisionBar, csn_decision_bar, CSN, DECISION_BAR, GtkWidget)

GtkWidget *csn_decision_bar_new (void);

/**
 * csn_decision_bar_set_item:
 * @self: a bar
 * @item: (nullable): what is decided
 */
void csn_decision_bar_set_item (CsnDecisionBar *self, CsnInboxItem *item);

/**
 * csn_decision_bar_set_delay:
 * @self: a bar
 * @delay_ms: how long arming takes, in milliseconds
 */
void csn_decision_bar_set_delay (CsnDecisionBar *self, guint delay_ms);

/**
 * csn_decision_bar_disturb:
 * @self: a bar
 *
 * What would be approved appeared or changed, or the reviewer came back to it: arming starts anew.
 */
void csn_decision_bar_disturb (CsnDecisionBar *self);

/**
 * csn_decision_bar_set_read:
 * @self: a bar
 * @read: whether the end of the action has been in view; HARD_APPROVAL needs it
 */
void csn_decision_bar_set_read (CsnDecisionBar *self, gboolean read);

/**
 * csn_decision_bar_set_held:
 * @self: a bar
 * @text: (nullable): what is about to be sent and can still be undone; %NULL for nothing
 */
void csn_decision_bar_set_held (CsnDecisionBar *self, const char *text);

gboolean csn_decision_bar_get_may_approve (CsnDecisionBar *self);

/**
 * csn_decision_bar_approve_by_key:
 * @self: a bar
 * @keycode: the hardware key that was pressed
 *
 * Approves, unless the level is HARD_APPROVAL, Approve is not armed, or the press began before.
 *
 * Returns: %TRUE if it was taken
 */
gboolean csn_decision_bar_approve_by_key (CsnDecisionBar *self, guint keycode);

/**
 * CsnDecisionBar::decide:
 * @self: a bar
 * @kind: a #CsnDecisionKind
 * @with_notes: whether an approval comes with a comment
 *
 * The reviewer chose an answer.
 */

/**
 * CsnDecisionBar::undo:
 * @self: a bar
 */

G_END_DECLS
