/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-answer-sender.h"
#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_ANSWER_FLOW (csn_answer_flow_get_type ())

/**
 * CsnAnswerFlow:
 *
 * From the wish to answer a request to the answer: asks for the words or the edit that go with it,
 * then hands it to the sender.
 */
G_DECLARE_FINAL_TYPE (CsnAnswerFlow, csn_answer_flow, CSN, ANSWER_FLOW, GObject)

/**
 * csn_answer_flow_new:
 * @service: (nullable): where settings and verdicts come from
 * @sender: (nullable): where answers go
 *
 * Returns: (transfer full): a flow
 */
CsnAnswerFlow *csn_answer_flow_new (CsnService *service, CsnAnswerSender *sender);

/**
 * csn_answer_flow_set_item:
 * @self: a flow
 * @item: (nullable): what is answered; a dialog about another one closes
 */
void csn_answer_flow_set_item (CsnAnswerFlow *self, CsnInboxItem *item);

/**
 * csn_answer_flow_begin:
 * @self: a flow
 * @over: a widget of the window that asks
 * @kind: the answer
 * @with_notes: whether an approval comes with a comment
 */
void csn_answer_flow_begin (CsnAnswerFlow *self,
                            GtkWidget *over,
                            CsnDecisionKind kind,
                            gboolean with_notes);

/**
 * csn_answer_flow_get_arming_ms:
 * @self: a flow
 *
 * Returns: how long arming takes, in milliseconds
 */
guint csn_answer_flow_get_arming_ms (CsnAnswerFlow *self);

G_END_DECLS
