/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_EXPORT_DIALOG (csn_export_dialog_get_type ())

/**
 * CsnExportDialog:
 *
 * Writes the audit log, or a part of it, to a file.
 */
G_DECLARE_FINAL_TYPE (CsnExportDialog, csn_export_dialog, CSN, EXPORT_DIALOG, AdwWindow)

/**
 * csn_export_dialog_new:
 * @parent: (nullable): the window that it belongs to
 * @service: a started service
 * @query: what the list shows; copied
 * @words: @query in words, visible text
 *
 * Returns: (transfer none): the dialog
 */
GtkWidget *csn_export_dialog_new (GtkWindow *parent,
                                  CsnService *service,
                                  const CsnHistoryQuery *query,
                                  const char *words);

/**
 * csn_export_dialog_write:
 * @self: a dialog
 * @path: the final name
 *
 * Writes the file as the dialog says; what the file chooser does.
 */
void csn_export_dialog_write (CsnExportDialog *self, const char *path);

G_END_DECLS
