/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_SOURCE_DIALOG (csn_source_dialog_get_type ())

/**
 * CsnSourceDialog:
 *
 * Adds a source, or changes one: name, address, token, with a test of what was typed.
 */
G_DECLARE_FINAL_TYPE (CsnSourceDialog, csn_source_dialog, CSN, SOURCE_DIALOG, AdwWindow)

/**
 * csn_source_dialog_new:
 * @parent: (nullable): the window that it belongs to
 * @service: a started service
 * @source: (nullable): the source to change; %NULL to add one
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *csn_source_dialog_new (GtkWindow *parent, CsnService *service, CsnSourceItem *source);

/**
 * csn_source_dialog_suggest_name:
 * @url: an address
 *
 * Returns: (transfer full) (nullable): a name for it, made from its host; %NULL if it has none
 */
char *csn_source_dialog_suggest_name (const char *url);

/**
 * CsnSourceDialog::saved:
 * @self: a dialog
 * @id: the source's name
 *
 * The source is recorded.
 */

G_END_DECLS
