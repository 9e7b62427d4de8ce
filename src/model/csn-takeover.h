/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-request.h"
#include "csn-verdict.h"

G_BEGIN_DECLS

/**
 * CsnTakeover:
 *
 * The package that a person gets with a request that was handed over whole: immutable. Every text
 * in it is already visible text.
 */
typedef struct _CsnTakeover CsnTakeover;

/**
 * CsnTakeoverStep:
 * @text: one line
 * @failed: the step did not succeed
 * @irreversible: it can't be undone
 *
 * One line of the work that was done. Owned by its package.
 */
typedef struct
{
  const char *text;
  gboolean failed;
  gboolean irreversible;
} CsnTakeoverStep;

/**
 * csn_takeover_new_by_rule:
 * @request: the request that is taken over
 * @verdict: why
 * @reason: (nullable): a sentence that overrides the verdict's, such as "Nobody answered in time"
 *
 * Builds the package from the request's history, state and verdict, without an assessor.
 *
 * Returns: (transfer full): the package
 */
CsnTakeover *
csn_takeover_new_by_rule (const CsnRequest *request, const CsnVerdict *verdict, const char *reason);

/**
 * csn_takeover_from_json:
 * @json: what csn_takeover_to_json() wrote
 * @error: return location for a #CsnModelError
 *
 * Returns: (transfer full) (nullable): the package
 */
CsnTakeover *csn_takeover_from_json (const CsnJson *json, GError **error);

CsnTakeover *csn_takeover_ref (CsnTakeover *self);

void csn_takeover_unref (CsnTakeover *self);

const char *csn_takeover_get_reason (const CsnTakeover *self);

guint csn_takeover_get_n_steps_done (const CsnTakeover *self);

const CsnTakeoverStep *csn_takeover_get_step_done (const CsnTakeover *self, guint index);

/**
 * csn_takeover_get_state:
 * @self: a package
 *
 * Returns: (transfer none) (nullable): the agent's state, an object; untrusted
 */
const CsnJson *csn_takeover_get_state (const CsnTakeover *self);

/**
 * csn_takeover_get_next_steps:
 * @self: a package
 *
 * Returns: (transfer none) (array zero-terminated=1): what to do, one line each
 */
const char *const *csn_takeover_get_next_steps (const CsnTakeover *self);

/**
 * csn_takeover_get_author:
 * @self: a package
 *
 * Returns: "rule" or "assessor"
 */
const char *csn_takeover_get_author (const CsnTakeover *self);

char *csn_takeover_to_json (const CsnTakeover *self);

/**
 * csn_takeover_to_markdown:
 * @self: a package
 *
 * Returns: (transfer full): the package for copying
 */
char *csn_takeover_to_markdown (const CsnTakeover *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnTakeover, csn_takeover_unref)

G_END_DECLS
