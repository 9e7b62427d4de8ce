/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-policy.h"
#include "csn-profile.h"

G_BEGIN_DECLS

#define CSN_TYPE_RATCHET_VIEW (csn_ratchet_view_get_type ())

/**
 * CsnRatchetView:
 *
 * The five levels as steps, the earned one marked, and below what moves it.
 */
G_DECLARE_FINAL_TYPE (CsnRatchetView, csn_ratchet_view, CSN, RATCHET_VIEW, GtkWidget)

GtkWidget *csn_ratchet_view_new (void);

/**
 * csn_ratchet_view_set_profile:
 * @self: a view
 * @profile: a profile
 * @numbers: the numbers of the ratchet for its action type
 * @now: microseconds since the epoch
 */
void csn_ratchet_view_set_profile (CsnRatchetView *self,
                                   CsnProfile *profile,
                                   const CsnPolicyAutonomy *numbers,
                                   gint64 now);

G_END_DECLS
