/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CSN_TYPE_FIT_BOX (csn_fit_box_get_type ())

/**
 * CsnFitBox:
 *
 * Shows the first of its children that fits, or else the last. Unlike AdwSqueezer it never asks for
 * a new layout while sizes are handed out, which leaves a blank frame behind.
 */
G_DECLARE_FINAL_TYPE (CsnFitBox, csn_fit_box, CSN, FIT_BOX, GtkWidget)

GtkWidget *csn_fit_box_new (void);

G_END_DECLS
