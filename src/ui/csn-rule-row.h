/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-judgement.h"

G_BEGIN_DECLS

#define CSN_TYPE_RULE_ROW (csn_rule_row_get_type ())

/**
 * CsnRuleRow:
 *
 * A standing rule of the policy in force: what it says, what it matches, and what can be done with
 * it.
 */
G_DECLARE_FINAL_TYPE (CsnRuleRow, csn_rule_row, CSN, RULE_ROW, GtkWidget)

GtkWidget *csn_rule_row_new (CsnService *service, CsnStandingRule *rule);

/**
 * CsnRuleRow::say:
 * @self: a row
 * @text: visible text
 *
 * Something was done, or not, that is worth a toast.
 */

G_END_DECLS
