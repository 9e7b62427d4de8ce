/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-demo-scenario.h"
#include "csn-demo-state.h"

G_BEGIN_DECLS

#define CSN_TYPE_DEMO_PLAYER (csn_demo_player_get_type ())

/**
 * CsnDemoPlayer:
 *
 * Lets the agents propose what a scenario says, one after the other.
 */
G_DECLARE_FINAL_TYPE (CsnDemoPlayer, csn_demo_player, CSN, DEMO_PLAYER, GObject)

/**
 * csn_demo_player_new:
 * @state: where the tasks go
 * @scenario: what to play; goes on where it stopped when it was last played into @state
 * @speed: how much faster than real life
 *
 * Returns: (transfer full): a player that plays until it is disposed of
 */
CsnDemoPlayer *
csn_demo_player_new (CsnDemoState *state, const CsnDemoScenario *scenario, double speed);

G_END_DECLS
