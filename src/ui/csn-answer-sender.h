/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-gate.h"

G_BEGIN_DECLS

#define CSN_TYPE_ANSWER_SENDER (csn_answer_sender_get_type ())

/**
 * CsnAnswerSender:
 *
 * Brings the reviewer's answers from the window to the gate, each after its undo time. Nothing is
 * decided until that has passed; an answer that is still held when the program ends is none.
 */
G_DECLARE_FINAL_TYPE (CsnAnswerSender, csn_answer_sender, CSN, ANSWER_SENDER, GObject)

/**
 * csn_answer_sender_new:
 * @gate: (nullable): the gate; without one answers only wait, for tests
 *
 * Returns: (transfer full): a sender
 */
CsnAnswerSender *csn_answer_sender_new (CsnGate *gate);

/**
 * csn_answer_sender_get_delay:
 * @undo: the undo time that the reviewer wants, in microseconds
 * @left: microseconds until the deadline, or 0 where no clock runs
 *
 * Silence must not overtake an answer, so the undo time ends well before the deadline.
 *
 * Returns: how long an answer is held, in microseconds
 */
gint64 csn_answer_sender_get_delay (gint64 undo, gint64 left);

/**
 * csn_answer_sender_send:
 * @self: a sender
 * @answer: an answer; copied. A second one for the same request replaces the first
 * @delay: how long it can be undone, in microseconds
 */
void csn_answer_sender_send (CsnAnswerSender *self, const CsnAnswer *answer, gint64 delay);

/**
 * csn_answer_sender_undo:
 * @self: a sender
 * @request_id: (nullable): whose answer; %NULL for the newest
 *
 * Returns: %TRUE if an answer was taken back
 */
gboolean csn_answer_sender_undo (CsnAnswerSender *self, const char *request_id);

/**
 * csn_answer_sender_is_held:
 * @self: a sender
 * @request_id: a request
 * @ret_kind: (out) (optional): the answer that is held
 *
 * Returns: %TRUE while an answer to it can be undone
 */
gboolean csn_answer_sender_is_held (CsnAnswerSender *self,
                                    const char *request_id,
                                    CsnDecisionKind *ret_kind);

/**
 * CsnAnswerSender::held:
 * @self: a sender
 * @request_id: a request whose answer can be undone from now on
 * @kind: the answer
 * @delay_ms: for how long
 */

/**
 * CsnAnswerSender::released:
 * @self: a sender
 * @request_id: a request whose answer was sent or undone
 */

/**
 * CsnAnswerSender::failed:
 * @self: a sender
 * @request_id: a request that was not decided so
 * @message: a sentence for the reviewer
 */

G_END_DECLS
