/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-policy.h"

G_BEGIN_DECLS

#define CSN_TYPE_WHAT_IF_VIEW (csn_what_if_view_get_type ())

/**
 * CsnWhatIfView:
 *
 * The policy's confidence thresholds as handles on the scores that were said, and what other
 * thresholds would have done with recorded requests.
 */
G_DECLARE_FINAL_TYPE (CsnWhatIfView, csn_what_if_view, CSN, WHAT_IF_VIEW, GtkWidget)

GtkWidget *csn_what_if_view_new (void);

/**
 * csn_what_if_view_set_cases:
 * @self: a view
 * @policy: the policy in force
 * @action_type: (nullable): whose thresholds; %NULL for those of every action type
 * @cases: (element-type CsnReplayCase): recorded requests, newest first
 * @more: whether there are older ones that are not among @cases
 *
 * Handles that a person has moved stay where they are as long as @action_type does.
 */
void csn_what_if_view_set_cases (CsnWhatIfView *self,
                                 CsnPolicy *policy,
                                 const char *action_type,
                                 GPtrArray *cases,
                                 gboolean more);

/**
 * csn_what_if_view_reset:
 * @self: a view
 *
 * Puts every handle back.
 */
void csn_what_if_view_reset (CsnWhatIfView *self);

/**
 * csn_what_if_view_get_moved:
 * @self: a view
 *
 * Returns: how many handles stand elsewhere than in the policy
 */
guint csn_what_if_view_get_moved (CsnWhatIfView *self);

/**
 * csn_what_if_view_dup_values:
 * @self: a view
 *
 * Returns: (transfer full): the values of the handles that were moved, "0.84"
 */
char *csn_what_if_view_dup_values (CsnWhatIfView *self);

/**
 * csn_what_if_view_make_policy:
 * @self: a view
 * @error: return location for a #CsnModelError
 *
 * Returns: (transfer full) (nullable): the policy with the thresholds as they stand
 */
CsnPolicy *csn_what_if_view_make_policy (CsnWhatIfView *self, GError **error);

/**
 * CsnWhatIfView::changed:
 * @self: a view
 *
 * A handle was moved, or put back.
 */

G_END_DECLS
