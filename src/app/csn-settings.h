/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CSN_TYPE_SETTINGS (csn_settings_get_type ())

/**
 * CsnSettings:
 *
 * The preferences as typed properties over GSettings; nobody else reads GSettings.
 *
 * Properties (all read-write, notify): "reviewer-id" (string; empty means user@host),
 * "notification-approval" (boolean, TRUE), "accept-unknown-presence" (boolean, FALSE), "arming-ms"
 * (int, 1000; at least 1000), "undo-seconds" (int, 3; 0 to 10), "single-key-shortcuts" (boolean,
 * TRUE), "start-in-background" (boolean, FALSE), "window-width", "window-height" (int),
 * "window-maximized" (boolean), "page" (string), "anchor-journal" (boolean, TRUE), "anchor-keyring"
 * (boolean, TRUE), "anchor-folder" (string, a path; empty means none).
 */
G_DECLARE_FINAL_TYPE (CsnSettings, csn_settings, CSN, SETTINGS, GObject)

CsnSettings *csn_settings_new (void);

/**
 * csn_settings_dup_reviewer_id:
 * @self: the settings
 *
 * Returns: (transfer full): the reviewer's identity: the setting, or user@host
 */
char *csn_settings_dup_reviewer_id (CsnSettings *self);

gboolean csn_settings_get_notification_approval (CsnSettings *self);

gboolean csn_settings_get_accept_unknown_presence (CsnSettings *self);

int csn_settings_get_arming_ms (CsnSettings *self);

int csn_settings_get_undo_seconds (CsnSettings *self);

gboolean csn_settings_get_single_key_shortcuts (CsnSettings *self);

G_END_DECLS
