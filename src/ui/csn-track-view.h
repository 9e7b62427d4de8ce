/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-judgement.h"

G_BEGIN_DECLS

#define CSN_TYPE_TRACK_VIEW (csn_track_view_get_type ())

/**
 * CsnTrackView:
 *
 * How an agent did at one kind of action: what became of the last ones, and its level over time.
 */
G_DECLARE_FINAL_TYPE (CsnTrackView, csn_track_view, CSN, TRACK_VIEW, GtkWidget)

GtkWidget *csn_track_view_new (void);

/**
 * csn_track_view_load:
 * @self: a view
 * @service: a started service
 * @agent_id: an agent
 * @action_type: an action type
 */
void csn_track_view_load (CsnTrackView *self,
                          CsnService *service,
                          const char *agent_id,
                          const char *action_type);

/**
 * csn_track_view_make_steps:
 * @record: a track record
 *
 * Returns: (transfer full) (element-type CsnStep): the levels over time, from the first thing that
 *   is known on
 */
GArray *csn_track_view_make_steps (const CsnTrackRecord *record);

G_END_DECLS
