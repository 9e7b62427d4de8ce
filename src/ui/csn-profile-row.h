/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_PROFILE_ROW (csn_profile_row_get_type ())

/**
 * CsnProfileRow:
 *
 * The ratchet of one agent for one action type, and what a person may do about it: pin it, set it
 * stricter, reset it.
 */
G_DECLARE_FINAL_TYPE (CsnProfileRow, csn_profile_row, CSN, PROFILE_ROW, GtkWidget)

GtkWidget *csn_profile_row_new (CsnService *service);

void csn_profile_row_set_profile (CsnProfileRow *self, CsnProfile *profile);

CsnProfile *csn_profile_row_get_profile (CsnProfileRow *self);

/**
 * CsnProfileRow::say:
 * @self: a row
 * @text: visible text
 *
 * Something was done, or not, that is worth a toast.
 */

G_END_DECLS
