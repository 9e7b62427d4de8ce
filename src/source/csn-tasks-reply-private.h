/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-http.h"
#include "csn-protocol-private.h"

G_BEGIN_DECLS

/* What the statuses of the tasks protocol mean (protocol.md). Pure. */

/**
 * csn_tasks_judge_reply:
 * @delivery: what was sent
 * @answer: what came back
 *
 * Only an answer that acknowledges this very decision or mode counts as one; a redirect is never
 * followed and tried again later.
 *
 * Returns: (transfer full): what the attempt came to
 */
CsnAttemptReport *csn_tasks_judge_reply (const CsnDelivery *delivery, const CsnHttpAnswer *answer);

/**
 * csn_tasks_judge_silence:
 * @error: why there is no answer
 *
 * Returns: (transfer full): what the attempt came to: the same bytes again later
 */
CsnAttemptReport *csn_tasks_judge_silence (const GError *error);

/**
 * csn_tasks_check_status:
 * @status: the HTTP status of an answer that should bring something to read
 * @place: host and port, visible text
 * @error: return location for a #CsnProtocolError
 *
 * Returns: %TRUE if it is 200
 */
gboolean csn_tasks_check_status (guint status, const char *place, GError **error);

G_END_DECLS
