/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CSN_TYPE_WRAP_BOX (csn_wrap_box_get_type ())

/**
 * CsnWrapBox:
 *
 * Its children in lines like words, each as wide as it likes.
 *
 * Properties: "spacing" (int, read-write): the space between children and between lines.
 */
G_DECLARE_FINAL_TYPE (CsnWrapBox, csn_wrap_box, CSN, WRAP_BOX, GtkWidget)

GtkWidget *csn_wrap_box_new (void);

G_END_DECLS
