/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-policy-apply.h"

G_BEGIN_DECLS

#define CSN_TYPE_RULE_DIALOG (csn_rule_dialog_get_type ())

/**
 * CsnRuleDialog:
 *
 * Writes or changes a standing rule, and shows what it matches among the recorded requests.
 */
G_DECLARE_FINAL_TYPE (CsnRuleDialog, csn_rule_dialog, CSN, RULE_DIALOG, AdwWindow)

/**
 * csn_rule_dialog_open:
 * @over: a widget of the window that it opens over
 * @service: a started service
 * @rule: (nullable): the rule to change; %NULL for a new one, in dry run
 * @say: told what became of it
 *
 * Returns: (transfer none): the dialog, presented
 */
GtkWidget *csn_rule_dialog_open (GtkWidget *over,
                                 CsnService *service,
                                 CsnStandingRule *rule,
                                 CsnPolicySay say);

G_END_DECLS
