/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-json.h"
#include "csn-words.h"

G_BEGIN_DECLS

/**
 * CsnRule:
 * @code: a stable code such as "matrix.costly"
 * @level: what the rule says
 * @decisive: whether it made the verdict what it is (#CsnVerdict)
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

/* Codes that mean something to the verdict itself; all others count as they are. */

/* A standing rule that sets a floor. */
#define CSN_RULE_CODE_RAISE "rule.raise"

/* A standing rule that lowers: it takes its level in the place of SOFT_APPROVAL. */
#define CSN_RULE_CODE_LOWER "rule.lower"

/* A standing rule that only says what it would have done: it never counts. */
#define CSN_RULE_CODE_DRY_RUN "rule.dry_run"

/**
 * CsnVerdict:
 *
 * The level that the policy gives a request, with every rule that spoke. Immutable.
 *
 * Its level follows from its rules alone. It is the strictest that any of them says, dry runs and
 * lowering rules aside. Where lowering rules spoke, and that level is SOFT_APPROVAL or milder, and
 * nothing that forbids it spoke ("failures.multiple", "agent.read_only", "delegation.*" or
 * "request.flagged"), it is at most the strictest of the lowering rules' levels, but no milder than
 * what a raising rule says. NOTIFY_ONLY gives way as SOFT_APPROVAL does: otherwise an agent with a
 * better record could be watched more.
 *
 * Decisive are the rules at the level, or, in a verdict that was lowered, the lowering rules that
 * gave it and the raising rules that held it.
 */
typedef struct _CsnVerdict CsnVerdict;

typedef struct _CsnVerdictBuilder CsnVerdictBuilder;

CsnVerdictBuilder *csn_verdict_builder_new (void);

/**
 * csn_verdict_builder_add:
 * @self: a builder
 * @code: a stable code; copied
 * @level: what the rule says
 * @why: (transfer full): one sentence
 */
void csn_verdict_builder_add (CsnVerdictBuilder *self, const char *code, CsnLevel level, char *why);

/**
 * csn_verdict_builder_say:
 * @self: a builder
 * @code: a stable code; copied
 * @level: what the rule says
 * @first: the sentence's first part
 * @...: its other parts, then %NULL
 *
 * The same as csn_verdict_builder_add() with all parts in a row, without a string for each.
 */
void csn_verdict_builder_say (CsnVerdictBuilder *self,
                              const char *code,
                              CsnLevel level,
                              const char *first,
                              ...) G_GNUC_NULL_TERMINATED;

/**
 * csn_verdict_builder_get_level:
 * @self: a builder
 *
 * Returns: the level that the rules so far give
 */
CsnLevel csn_verdict_builder_get_level (const CsnVerdictBuilder *self);

/**
 * csn_verdict_builder_get_lowered:
 * @self: a builder
 * @level: NOTIFY_ONLY or FULL_AUTO
 *
 * Returns: the level that they would give with a lowering rule that says @level
 */
CsnLevel csn_verdict_builder_get_lowered (const CsnVerdictBuilder *self, CsnLevel level);

/**
 * csn_verdict_builder_end:
 * @self: (transfer full): a builder with at least one rule
 *
 * Returns: (transfer full): the verdict, and every rule with the decisive ones marked
 */
CsnVerdict *csn_verdict_builder_end (CsnVerdictBuilder *self);

void csn_verdict_builder_free (CsnVerdictBuilder *self);

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
 * csn_verdict_append_json:
 * @self: a verdict
 * @out: where to
 *
 * Appends what csn_verdict_to_json() gives.
 */
void csn_verdict_append_json (const CsnVerdict *self, GString *out);

/**
 * csn_verdict_from_json:
 * @json: what csn_verdict_to_json() wrote
 * @error: return location for a #CsnModelError
 *
 * Returns: (transfer full) (nullable): the verdict
 */
CsnVerdict *csn_verdict_from_json (const CsnJson *json, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnVerdict, csn_verdict_unref)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnVerdictBuilder, csn_verdict_builder_free)

G_END_DECLS
