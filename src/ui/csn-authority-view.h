/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-judgement.h"

G_BEGIN_DECLS

#define CSN_TYPE_AUTHORITY_VIEW (csn_authority_view_get_type ())

/**
 * CsnAuthorityView:
 *
 * The grants and standing rules of the policy in force.
 */
G_DECLARE_FINAL_TYPE (CsnAuthorityView, csn_authority_view, CSN, AUTHORITY_VIEW, GtkWidget)

GtkWidget *csn_authority_view_new (void);

/**
 * csn_authority_view_set_service:
 * @self: a view
 * @service: a started service
 */
void csn_authority_view_set_service (CsnAuthorityView *self, CsnService *service);

/**
 * CsnAuthorityView::say:
 * @self: a view
 * @text: visible text
 *
 * Something was done, or not, that is worth a toast.
 */

G_END_DECLS
