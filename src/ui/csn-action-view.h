/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-request.h"

G_BEGIN_DECLS

#define CSN_TYPE_ACTION_VIEW (csn_action_view_get_type ())

/**
 * CsnActionView:
 *
 * What will happen: the action as a readable tree of names and values and, by a switch, as exact
 * JSON. Secrets are masked until they are revealed.
 *
 * Properties: "read-to-end" (boolean, read, notify): whether every part of it that scrolls by
 * itself has been scrolled to its end, in one of the two views.
 */
G_DECLARE_FINAL_TYPE (CsnActionView, csn_action_view, CSN, ACTION_VIEW, GtkWidget)

GtkWidget *csn_action_view_new (void);

/**
 * csn_action_view_set_request:
 * @self: a view
 * @request: (nullable): whose action; shown masked and from its start
 */
void csn_action_view_set_request (CsnActionView *self, CsnRequest *request);

/**
 * csn_action_view_reveal:
 * @self: a view
 *
 * Shows secrets until another request comes. That has to be on record before.
 */
void csn_action_view_reveal (CsnActionView *self);

/**
 * csn_action_view_get_masked:
 * @self: a view
 *
 * Returns: %TRUE if it hides a secret now
 */
gboolean csn_action_view_get_masked (CsnActionView *self);

gboolean csn_action_view_get_read_to_end (CsnActionView *self);

/**
 * CsnActionView::reveal:
 * @self: a view
 *
 * The reviewer wants to see the secrets.
 */

/**
 * csn_action_view_get_edge_is_end:
 * @self: a view
 *
 * Exact JSON scrolls by itself: its lower edge may be in sight long before its end.
 *
 * Returns: whether who sees the lower edge of what is shown now has come to the end of the action
 */
gboolean csn_action_view_get_edge_is_end (CsnActionView *self);

G_END_DECLS
