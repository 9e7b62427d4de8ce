/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

#include "csn-policy.h"

G_BEGIN_DECLS

/**
 * csn_policy_editor_set_up:
 * @view: a source view for a policy
 *
 * Gives it the colours of JSON, in the style that the window has, and a mark for a fault.
 */
void csn_policy_editor_set_up (GtkSourceView *view);

/**
 * csn_policy_editor_put:
 * @view: a source view
 * @policy: a policy
 *
 * Writes it as indented JSON, in which every character can be seen.
 */
void csn_policy_editor_put (GtkSourceView *view, const CsnPolicy *policy);

/**
 * csn_policy_editor_parse:
 * @view: a source view
 * @error: return location for a sentence that names line and member
 *
 * Reads what stands there, and marks the line of a fault.
 *
 * Returns: (transfer full) (nullable): the policy
 */
CsnPolicy *csn_policy_editor_parse (GtkSourceView *view, GError **error);

/**
 * csn_policy_editor_find_line:
 * @message: what csn_policy_parse() said
 *
 * Returns: the line that it names, from 1; 0 if none
 */
guint csn_policy_editor_find_line (const char *message);

G_END_DECLS
