/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-snapshot.h"

G_BEGIN_DECLS

#define CSN_ERASURE_MAX_REASON_BYTES 1000

/**
 * csn_erasure_fill:
 * @change: a change
 * @stored: the request whose payload is to go
 * @reason: why, for the log
 * @actor: who does it
 * @policy_sha256: the policy in force
 * @now: microseconds since the epoch
 * @error: return location for a #GIOError with a sentence for the user
 *
 * Makes @change delete the raw request and the salt of its commitment, and what repeats the action
 * elsewhere (the decision, its delivery, the takeover's package), and record that as
 * payload_erased. The chain still verifies: the commitment stays, and says nothing any more. What
 * the gate still needs is refused here, and once more when the change is committed.
 *
 * Returns: %FALSE if the request still needs its payload, or has none
 */
gboolean csn_erasure_fill (CsnChange *change,
                           const CsnStoredRequest *stored,
                           const char *reason,
                           const CsnActor *actor,
                           const char *policy_sha256,
                           gint64 now,
                           GError **error);

G_END_DECLS
