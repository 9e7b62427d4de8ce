/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"

G_BEGIN_DECLS

/**
 * CsnJsonChange:
 * @path: where, "to › 2 › name"; visible text
 * @before: (nullable): the proposed value as JSON, visible text; %NULL if it was added
 * @after: (nullable): the edited value as JSON, visible text; %NULL if it was removed
 *
 * One difference between two actions.
 */
typedef struct
{
  char *path;
  char *before;
  char *after;
} CsnJsonChange;

/**
 * csn_json_diff:
 * @proposed: an action
 * @edited: another
 *
 * Compares member by member and element by element. Values are shown as JSON, so a number and the
 * same digits as a string look different.
 *
 * Returns: (transfer full) (element-type CsnJsonChange): the differences; empty if there are none
 */
GPtrArray *csn_json_diff (const CsnJson *proposed, const CsnJson *edited);

G_END_DECLS
