/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "csn-words.h"

G_BEGIN_DECLS

#define CSN_TYPE_LEVEL_BADGE (csn_level_badge_get_type ())

/**
 * CsnLevelBadge:
 *
 * A level as icon, colour and words.
 */
G_DECLARE_FINAL_TYPE (CsnLevelBadge, csn_level_badge, CSN, LEVEL_BADGE, GtkWidget)

GtkWidget *csn_level_badge_new (void);

/**
 * csn_level_badge_set_level:
 * @self: a badge
 * @level: the level
 * @why: (nullable): one sentence, visible text; without it the badge has the level's name alone
 */
void csn_level_badge_set_level (CsnLevelBadge *self, CsnLevel level, const char *why);

G_END_DECLS
