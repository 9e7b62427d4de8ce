/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-judgement.h"

G_BEGIN_DECLS

#define CSN_TYPE_GRANT_ROW (csn_grant_row_get_type ())

/**
 * CsnGrantRow:
 *
 * A grant of the policy in force: what it says, what is drawn of it, and what can be done with it.
 */
G_DECLARE_FINAL_TYPE (CsnGrantRow, csn_grant_row, CSN, GRANT_ROW, GtkWidget)

GtkWidget *csn_grant_row_new (CsnService *service, CsnGrant *grant);

/**
 * CsnGrantRow::say:
 * @self: a row
 * @text: visible text
 *
 * Something was done, or not, that is worth a toast.
 */

G_END_DECLS
