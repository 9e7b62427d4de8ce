/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_SOURCE_ROW (csn_source_row_get_type ())

/**
 * CsnSourceRow:
 *
 * A source in the preferences: how it is doing; test, change and remove it.
 */
G_DECLARE_FINAL_TYPE (CsnSourceRow, csn_source_row, CSN, SOURCE_ROW, AdwExpanderRow)

GtkWidget *csn_source_row_new (CsnService *service, CsnSourceItem *source);

/**
 * CsnSourceRow::say:
 * @self: a row
 * @text: visible text
 *
 * Something was done, or not, that is worth a toast.
 */

G_END_DECLS
