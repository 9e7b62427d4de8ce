/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-judgement.h"
#include "csn-replay.h"

G_BEGIN_DECLS

#define CSN_TYPE_REPLAY_VIEW (csn_replay_view_get_type ())

/**
 * CsnReplayView:
 *
 * What a policy would have done with recorded requests: how many move per level, and those that
 * would have skipped a person although a person had to stop them.
 */
G_DECLARE_FINAL_TYPE (CsnReplayView, csn_replay_view, CSN, REPLAY_VIEW, GtkWidget)

GtkWidget *csn_replay_view_new (void);

/**
 * csn_replay_view_run:
 * @self: a view
 * @service: a started service
 * @policy: (nullable): what to judge by; %NULL to show nothing
 */
void csn_replay_view_run (CsnReplayView *self, CsnService *service, CsnPolicy *policy);

/**
 * csn_replay_view_run_promotion:
 * @self: a view
 * @service: a started service
 * @agent_id: an agent
 * @action_type: an action type
 * @level: the level that it would be promoted to
 */
void csn_replay_view_run_promotion (CsnReplayView *self,
                                    CsnService *service,
                                    const char *agent_id,
                                    const char *action_type,
                                    CsnLevel level);

/**
 * csn_replay_view_get_running:
 * @self: a view
 *
 * Returns: %TRUE while there is no result yet; notified as "running"
 */
gboolean csn_replay_view_get_running (CsnReplayView *self);

G_END_DECLS
