/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-policy.h"

G_BEGIN_DECLS

/**
 * CsnRecordedContext:
 *
 * A #CsnPolicyContext as it is kept with a request, so that another policy can judge it again by
 * what was known then. Immutable.
 */
typedef struct _CsnRecordedContext CsnRecordedContext;

/**
 * csn_recorded_context_write:
 * @context: what a request is judged by
 *
 * Returns: (transfer full): one line of JSON, without what is left at zero
 */
char *csn_recorded_context_write (const CsnPolicyContext *context);

/**
 * csn_recorded_context_read:
 * @text: what csn_recorded_context_write() gave
 * @error: return location for a #CsnModelError
 *
 * Returns: (transfer full) (nullable): the same context
 */
CsnRecordedContext *csn_recorded_context_read (const char *text, GError **error);

/**
 * csn_recorded_context_guess:
 * @verdict: what a request got of which no context was kept
 * @received_at: when it came, microseconds since the epoch
 *
 * Takes from the rules that spoke what they tell: the earned level, failures enough to speak of,
 * and the read-only mode. Nothing is known of delegation.
 *
 * Returns: (transfer full): the context as far as it is known
 */
CsnRecordedContext *csn_recorded_context_guess (const CsnVerdict *verdict, gint64 received_at);

void csn_recorded_context_free (CsnRecordedContext *self);

/**
 * csn_recorded_context_get:
 * @self: a recorded context
 *
 * Returns: (transfer none): the context; what it points to is owned by @self
 */
const CsnPolicyContext *csn_recorded_context_get (const CsnRecordedContext *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnRecordedContext, csn_recorded_context_free)

G_END_DECLS
