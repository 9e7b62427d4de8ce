/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-policy-apply.h"

G_BEGIN_DECLS

#define CSN_TYPE_PROMOTION_DIALOG (csn_promotion_dialog_get_type ())

/**
 * CsnPromotionDialog:
 *
 * Asks whether an agent gets the level less oversight that it has earned, with what that would have
 * let through.
 */
G_DECLARE_FINAL_TYPE (CsnPromotionDialog, csn_promotion_dialog, CSN, PROMOTION_DIALOG, AdwWindow)

/**
 * csn_promotion_dialog_open:
 * @over: a widget of the window that it opens over
 * @service: a started service
 * @profile: a profile with a promotion that waits
 * @say: told what became of it
 *
 * Returns: (transfer none): the dialog, presented
 */
GtkWidget *csn_promotion_dialog_open (GtkWidget *over,
                                      CsnService *service,
                                      CsnProfile *profile,
                                      CsnPolicySay say);

G_END_DECLS
