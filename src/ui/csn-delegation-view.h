/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_DELEGATION_VIEW (csn_delegation_view_get_type ())

/**
 * CsnDelegationView:
 *
 * On whose behalf an agent acts: each link of the chain with the grant that it rests on and what is
 * left of it. Invisible where there is no chain.
 */
G_DECLARE_FINAL_TYPE (CsnDelegationView, csn_delegation_view, CSN, DELEGATION_VIEW, GtkWidget)

GtkWidget *csn_delegation_view_new (void);

/**
 * csn_delegation_view_set_request:
 * @self: a view
 * @gate: (nullable): the gate, whose policy has the grants
 * @request: whose delegation
 */
void csn_delegation_view_set_request (CsnDelegationView *self, CsnGate *gate, CsnRequest *request);

G_END_DECLS
