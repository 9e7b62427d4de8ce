/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-demo-actions.h"

G_BEGIN_DECLS

/**
 * CsnDemoEffect:
 * @deed: what to do
 * @error: return location for an error whose message says what went wrong
 *
 * One kind of action as a change of files; the same deed again changes nothing.
 *
 * Returns: (transfer full) (nullable): what was done, in the agent's words
 */
typedef char *(*CsnDemoEffect) (const CsnDemoDeed *deed, GError **error);

char *csn_demo_effect_refund (const CsnDemoDeed *deed, GError **error);

char *csn_demo_effect_email (const CsnDemoDeed *deed, GError **error);

char *csn_demo_effect_record (const CsnDemoDeed *deed, GError **error);

char *csn_demo_effect_merge (const CsnDemoDeed *deed, GError **error);

char *csn_demo_effect_export (const CsnDemoDeed *deed, GError **error);

char *csn_demo_effect_shell (const CsnDemoDeed *deed, GError **error);

char *csn_demo_effect_lookup (const CsnDemoDeed *deed, GError **error);

G_END_DECLS
