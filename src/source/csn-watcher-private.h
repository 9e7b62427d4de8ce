/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-gate.h"
#include "csn-protocol-private.h"

G_BEGIN_DECLS

#define CSN_TYPE_WATCHER (csn_watcher_get_type ())

/**
 * CsnWatcher:
 *
 * Reads the state of single tasks: of settled ones until there is an outcome, and of pending ones
 * that the list no longer shows, or that no list shows at all.
 */
G_DECLARE_FINAL_TYPE (CsnWatcher, csn_watcher, CSN, WATCHER, GObject)

CsnWatcher *csn_watcher_new (CsnGate *gate, const char *source, CsnProtocol *protocol);

/**
 * CsnSawFunc:
 * @task_id: a task
 * @user_data: the caller's
 *
 * Returns: %TRUE if the list has it
 */
typedef gboolean (*CsnSawFunc) (const char *task_id, gpointer user_data);

/**
 * csn_watcher_compare:
 * @self: a watcher
 * @saw: (nullable): whether the list has a task; %NULL if there is no list
 * @user_data: for @saw
 *
 * Tells what the list has after it was read whole. A pending task that isn't there is asked for.
 */
void csn_watcher_compare (CsnWatcher *self, CsnSawFunc saw, gpointer user_data);

/**
 * csn_watcher_look:
 * @self: a watcher
 *
 * Something was settled or delivered: looks for what there is to watch now.
 */
void csn_watcher_look (CsnWatcher *self);

/**
 * csn_watcher_get_reached:
 * @self: a watcher
 *
 * Returns: %TRUE if the state of a task could be read at least once
 */
gboolean csn_watcher_get_reached (CsnWatcher *self);

void csn_watcher_stop (CsnWatcher *self);

G_END_DECLS
