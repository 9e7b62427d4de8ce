/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-judgement.h"

G_BEGIN_DECLS

#define CSN_TYPE_POLICY_DIALOG (csn_policy_dialog_get_type ())

/**
 * CsnPolicyDialog:
 *
 * Shows what another policy would change, in words and on recorded requests, and puts it in force
 * when a person says so. What loosens is marked. The policy can be edited as JSON.
 */
G_DECLARE_FINAL_TYPE (CsnPolicyDialog, csn_policy_dialog, CSN, POLICY_DIALOG, AdwWindow)

/**
 * csn_policy_dialog_new:
 * @parent: (nullable): the window that it is over
 * @service: a started service
 * @proposed: (nullable): the policy that somebody wants; %NULL to edit the one in force
 *
 * Returns: (transfer none): the dialog, not yet presented
 */
CsnPolicyDialog *
csn_policy_dialog_new (GtkWindow *parent, CsnService *service, CsnPolicy *proposed);

/**
 * csn_policy_dialog_set_foreign:
 * @self: a dialog
 *
 * Says that the command line proposed it. Closing the dialog without applying drops the proposal.
 */
void csn_policy_dialog_set_foreign (CsnPolicyDialog *self);

/**
 * csn_policy_dialog_show_editor:
 * @self: a dialog
 *
 * Shows the JSON instead of the changes.
 */
void csn_policy_dialog_show_editor (CsnPolicyDialog *self);

/**
 * csn_policy_dialog_set_text:
 * @self: a dialog
 * @text: what to write into the editor
 */
void csn_policy_dialog_set_text (CsnPolicyDialog *self, const char *text);

/**
 * csn_policy_dialog_get_may_apply:
 * @self: a dialog
 *
 * Returns: %TRUE if there is something to apply that a person has had time to see
 */
gboolean csn_policy_dialog_get_may_apply (CsnPolicyDialog *self);

/**
 * CsnPolicyDialog::applied:
 * @self: a dialog
 *
 * The policy is in force.
 */

G_END_DECLS
