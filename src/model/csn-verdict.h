/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"
#include "csn-words.h"

G_BEGIN_DECLS

/**
 * CsnRule:
 * @code: a stable code such as "matrix.costly"
 * @level: what the rule says
 * @decisive: whether @level is the verdict's level
 * @why: one sentence for the reviewer; foreign text in it is already visible text
 *
 * One rule that spoke. Owned by its verdict; never changes.
 */
typedef struct
{
  const char *code;
  CsnLevel level;
  gboolean decisive;
  const char *why;
} CsnRule;

/**
 * CsnVerdict:
 *
 * The level that the policy gives a request, with every rule that spoke. Immutable.
 */
typedef struct _CsnVerdict CsnVerdict;

typedef struct _CsnVerdictBuilder CsnVerdictBuilder;

CsnVerdictBuilder *csn_verdict_builder_new (void);

/**
 * csn_verdict_builder_add:
 * @self: a builder
 * @code: a static string
 * @level: what the rule says
 * @why: (transfer full): one sentence
 */
void csn_verdict_builder_add (CsnVerdictBuilder *self, const char *code, CsnLevel level, char *why);

/**
 * csn_verdict_builder_end:
 * @self: (transfer full): a builder with at least one rule
 *
 * Returns: (transfer full): the strictest level, and every rule with the decisive ones marked
 */
CsnVerdict *csn_verdict_builder_end (CsnVerdictBuilder *self);

CsnVerdict *csn_verdict_ref (CsnVerdict *self);

void csn_verdict_unref (CsnVerdict *self);

CsnLevel csn_verdict_get_level (const CsnVerdict *self);

guint csn_verdict_get_n_rules (const CsnVerdict *self);

const CsnRule *csn_verdict_get_rule (const CsnVerdict *self, guint index);

/**
 * csn_verdict_to_json:
 * @self: a verdict
 *
 * Returns: (transfer full): one line as policy.md, "Command line", writes it
 */
char *csn_verdict_to_json (const CsnVerdict *self);

/**
 * csn_verdict_from_json:
 * @json: what csn_verdict_to_json() wrote
 * @error: return location for a #CsnModelError
 *
 * Returns: (transfer full) (nullable): the verdict
 */
CsnVerdict *csn_verdict_from_json (const CsnJson *json, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnVerdict, csn_verdict_unref)

G_END_DECLS
