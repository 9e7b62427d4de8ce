/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-request.h"

G_BEGIN_DECLS

#define CSN_TYPE_CHIP_BOX (csn_chip_box_get_type ())

/**
 * CsnChipBox:
 *
 * A request's chips: in one line, where those that do not fit are counted, or wrapped.
 */
G_DECLARE_FINAL_TYPE (CsnChipBox, csn_chip_box, CSN, CHIP_BOX, GtkWidget)

GtkWidget *csn_chip_box_new (void);

/**
 * csn_chip_box_set_wrap:
 * @self: a box
 * @wrap: whether every chip is shown, on as many lines as it takes
 */
void csn_chip_box_set_wrap (CsnChipBox *self, gboolean wrap);

/**
 * csn_chip_box_set_request:
 * @self: a box
 * @request: (nullable): whose chips
 * @with_confidence: whether the score may be told
 */
void
csn_chip_box_set_request (CsnChipBox *self, const CsnRequest *request, gboolean with_confidence);

G_END_DECLS
