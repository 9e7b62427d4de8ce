/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-policy-apply.h"

G_BEGIN_DECLS

#define CSN_TYPE_GRANT_DIALOG (csn_grant_dialog_get_type ())

/**
 * CsnGrantDialog:
 *
 * Writes or changes a grant.
 */
G_DECLARE_FINAL_TYPE (CsnGrantDialog, csn_grant_dialog, CSN, GRANT_DIALOG, AdwWindow)

/**
 * csn_grant_dialog_open:
 * @over: a widget of the window that it opens over
 * @service: a started service
 * @grant: (nullable): the grant to change; %NULL for a new one
 * @say: told what became of it
 *
 * Returns: (transfer none): the dialog, presented
 */
GtkWidget *
csn_grant_dialog_open (GtkWidget *over, CsnService *service, CsnGrant *grant, CsnPolicySay say);

G_END_DECLS
