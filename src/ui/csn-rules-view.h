/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-verdict.h"

G_BEGIN_DECLS

#define CSN_TYPE_RULES_VIEW (csn_rules_view_get_type ())

/**
 * CsnRulesView:
 *
 * Why this level: every rule that spoke, the decisive ones marked and first.
 */
G_DECLARE_FINAL_TYPE (CsnRulesView, csn_rules_view, CSN, RULES_VIEW, GtkWidget)

GtkWidget *csn_rules_view_new (void);

/**
 * csn_rules_view_set_verdict:
 * @self: a view
 * @verdict: (nullable): whose rules
 */
void csn_rules_view_set_verdict (CsnRulesView *self, CsnVerdict *verdict);

G_END_DECLS
