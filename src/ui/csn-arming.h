/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CSN_TYPE_ARMING (csn_arming_get_type ())

/**
 * CsnArming:
 *
 * The time for which Approve does nothing after what it would approve has appeared or changed, so
 * that a click or a key meant for something else can't approve (safety.md, "Approving"). Also knows
 * of each held key whether its press began before that time was over.
 *
 * Properties: "armed" (boolean, read, notify).
 */
G_DECLARE_FINAL_TYPE (CsnArming, csn_arming, CSN, ARMING, GObject)

CsnArming *csn_arming_new (void);

/**
 * csn_arming_restart:
 * @self: an arming
 * @delay_ms: how long it takes, in milliseconds
 *
 * Disarms, and arms again after @delay_ms.
 */
void csn_arming_restart (CsnArming *self, guint delay_ms);

/**
 * csn_arming_stop:
 * @self: an arming
 *
 * Disarms for good, until the next csn_arming_restart().
 */
void csn_arming_stop (CsnArming *self);

gboolean csn_arming_get_armed (CsnArming *self);

/**
 * csn_arming_key_pressed:
 * @self: an arming
 * @keycode: the hardware key; repeats of a held key count as its first press
 */
void csn_arming_key_pressed (CsnArming *self, guint keycode);

void csn_arming_key_released (CsnArming *self, guint keycode);

/**
 * csn_arming_key_counts:
 * @self: an arming
 * @keycode: the hardware key
 *
 * Returns: %TRUE if the key was pressed after arming, and all is still armed
 */
gboolean csn_arming_key_counts (CsnArming *self, guint keycode);

G_END_DECLS
