/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-inbox-item.h"

G_BEGIN_DECLS

#define CSN_TYPE_EDIT_DIALOG (csn_edit_dialog_get_type ())

/**
 * CsnEditDialog:
 *
 * Edits an action as JSON: strict validation, the differences, and the verdict that the edited
 * action would get, before it can be sent.
 */
G_DECLARE_FINAL_TYPE (CsnEditDialog, csn_edit_dialog, CSN, EDIT_DIALOG, AdwWindow)

/**
 * CsnEditVerdictFunc:
 * @action: the edited action
 * @user_data: the caller's
 *
 * Returns: (transfer full) (nullable): the verdict that it would get
 */
typedef CsnVerdict *(*CsnEditVerdictFunc) (const CsnJson *action, gpointer user_data);

/**
 * csn_edit_dialog_new:
 * @parent: (nullable): the window that it belongs to
 * @request: what is edited
 * @arming_ms: how long sending does nothing after a change, in milliseconds
 * @verdict_func: (nullable) (scope notified): judges the edited action
 * @user_data: for @verdict_func
 * @destroy: (nullable): frees @user_data
 *
 * Returns: (transfer floating): the dialog
 */
CsnEditDialog *csn_edit_dialog_new (GtkWindow *parent,
                                    CsnRequest *request,
                                    guint arming_ms,
                                    CsnEditVerdictFunc verdict_func,
                                    gpointer user_data,
                                    GDestroyNotify destroy);

/**
 * csn_edit_dialog_set_text:
 * @self: a dialog
 * @text: what the editor shall hold
 */
void csn_edit_dialog_set_text (CsnEditDialog *self, const char *text);

/**
 * csn_edit_dialog_get_status:
 * @self: a dialog
 *
 * Returns: what it says about the text in the editor, as of the last check
 */
const char *csn_edit_dialog_get_status (CsnEditDialog *self);

/**
 * csn_edit_dialog_get_may_send:
 * @self: a dialog
 *
 * Returns: %TRUE if the text is a changed, valid action that can be bound, and sending is armed
 */
gboolean csn_edit_dialog_get_may_send (CsnEditDialog *self);

/**
 * CsnEditDialog::send:
 * @self: a dialog
 * @action: (type CsnJson): the edited action
 * @notes: (nullable): the reviewer's words to the agent
 *
 * The reviewer approved the edited action.
 */

G_END_DECLS
