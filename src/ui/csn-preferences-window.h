/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "csn-service.h"

G_BEGIN_DECLS

#define CSN_TYPE_PREFERENCES_WINDOW (csn_preferences_window_get_type ())

/**
 * CsnPreferencesWindow:
 *
 * The preferences: agents, notifications, approvals, reviewer and start-up.
 */
G_DECLARE_FINAL_TYPE (CsnPreferencesWindow,
                      csn_preferences_window,
                      CSN,
                      PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

GtkWidget *csn_preferences_window_new (CsnService *service, GtkWindow *parent);

/**
 * csn_preferences_window_add_agent:
 * @self: the preferences
 *
 * Opens the dialog that adds a source, over the preferences.
 */
void csn_preferences_window_add_agent (CsnPreferencesWindow *self);

G_END_DECLS
