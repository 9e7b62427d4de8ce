/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-judgement.h"

G_BEGIN_DECLS

/**
 * CsnPolicySay:
 * @widget: who edited the policy
 * @text: what became of it, visible text
 */
typedef void (*CsnPolicySay) (GtkWidget *widget, const char *text);

/**
 * csn_policy_apply:
 * @widget: who edited the policy
 * @service: a started service
 * @policy: (nullable): the policy with the edit; %NULL if @error says why there is none
 * @error: (nullable): why the edit makes no policy
 * @say: told in words what became of it
 *
 * The one way of an edit into force: what is at least as strict goes at once, anything else through
 * the dialog that shows what it would let through.
 */
void csn_policy_apply (GtkWidget *widget,
                       CsnService *service,
                       CsnPolicy *policy,
                       const GError *error,
                       CsnPolicySay say);

G_END_DECLS
