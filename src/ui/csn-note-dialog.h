/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-words.h"

G_BEGIN_DECLS

#define CSN_TYPE_NOTE_DIALOG (csn_note_dialog_get_type ())

/**
 * CsnNoteDialog:
 *
 * Asks for the words that go with an answer: the reason of a rejection, a response, what a takeover
 * is for, the comment of an approval.
 */
G_DECLARE_FINAL_TYPE (CsnNoteDialog, csn_note_dialog, CSN, NOTE_DIALOG, AdwMessageDialog)

/**
 * csn_note_dialog_new:
 * @parent: (nullable): the window that it belongs to
 * @kind: approve, reject, respond or takeover
 * @level: the level of the request; at HARD_APPROVAL no key approves
 * @arming_ms: for an approval: how long its button does nothing, in milliseconds
 *
 * Returns: (transfer floating): the dialog
 */
CsnNoteDialog *
csn_note_dialog_new (GtkWindow *parent, CsnDecisionKind kind, CsnLevel level, guint arming_ms);

CsnDecisionKind csn_note_dialog_get_kind (CsnNoteDialog *self);

/**
 * csn_note_dialog_dup_notes:
 * @self: a dialog
 *
 * Returns: (transfer full) (nullable): the reviewer's words; %NULL if there are none
 */
char *csn_note_dialog_dup_notes (CsnNoteDialog *self);

/**
 * CsnNoteDialog::send:
 * @self: a dialog
 * @notes: (nullable): the reviewer's words
 *
 * The reviewer confirmed the answer.
 */

G_END_DECLS
