/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-audit-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_VERIFY_BAR (csn_verify_bar_get_type ())

/**
 * CsnVerifyBar:
 *
 * A verification of the audit log: how far it is, then its verdict in words and colour. Invisible
 * until csn_verify_bar_start().
 *
 * Properties: "running" (boolean, read, notify).
 */
G_DECLARE_FINAL_TYPE (CsnVerifyBar, csn_verify_bar, CSN, VERIFY_BAR, GtkWidget)

/**
 * csn_verify_bar_start:
 * @self: a bar
 * @service: a started service
 *
 * Verifies the whole log, unless that is under way.
 */
void csn_verify_bar_start (CsnVerifyBar *self, CsnService *service);

gboolean csn_verify_bar_get_running (CsnVerifyBar *self);

/**
 * csn_verify_bar_words:
 * @verdict: what a verification found
 * @time: when, in words
 *
 * Returns: (transfer full): the verdict in words, and what to do
 */
char *csn_verify_bar_words (const CsnAuditVerdict *verdict, const char *time);

G_END_DECLS
