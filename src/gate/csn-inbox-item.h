/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-decision.h"
#include "csn-outcome.h"
#include "csn-verdict.h"

G_BEGIN_DECLS

/**
 * CsnWaitReason:
 * @CSN_WAIT_NONE: the clock runs, or there is none
 * @CSN_WAIT_AWAY: the reviewer is not there
 * @CSN_WAIT_UNSEEN: no notification was accepted and the card is not on screen
 * @CSN_WAIT_CAP: too many silent approvals; the request waits for a person
 * @CSN_WAIT_POLICY: silence may not approve this one
 * @CSN_WAIT_STOPPED: the agent, or everything, is stopped
 *
 * Why a request at SOFT_APPROVAL doesn't count down.
 */
typedef enum
{
  CSN_WAIT_NONE,
  CSN_WAIT_AWAY,
  CSN_WAIT_UNSEEN,
  CSN_WAIT_CAP,
  CSN_WAIT_POLICY,
  CSN_WAIT_STOPPED,
} CsnWaitReason;

#define CSN_TYPE_INBOX_ITEM (csn_inbox_item_get_type ())

/**
 * CsnInboxItem:
 *
 * A request and where it stands. Only the gate changes it; everybody else watches
 * #CsnInboxItem::changed.
 */
G_DECLARE_FINAL_TYPE (CsnInboxItem, csn_inbox_item, CSN, INBOX_ITEM, GObject)

const char *csn_inbox_item_get_id (CsnInboxItem *self);

CsnRequest *csn_inbox_item_get_request (CsnInboxItem *self);

CsnVerdict *csn_inbox_item_get_verdict (CsnInboxItem *self);

/**
 * csn_inbox_item_get_level:
 * @self: an item
 *
 * Returns: the verdict's level
 */
CsnLevel csn_inbox_item_get_level (CsnInboxItem *self);

CsnRequestState csn_inbox_item_get_state (CsnInboxItem *self);

/**
 * csn_inbox_item_get_settling:
 * @self: an item
 *
 * Returns: %TRUE while a decision is being written; the state is still pending
 */
gboolean csn_inbox_item_get_settling (CsnInboxItem *self);

gint64 csn_inbox_item_get_received_at (CsnInboxItem *self);

/**
 * csn_inbox_item_get_deadline_at:
 * @self: an item
 *
 * Returns: when the wait ends, microseconds since the epoch: at HARD_APPROVAL the escalation; at
 *   SOFT_APPROVAL the silent consent if the clock runs on, 0 while it stands; 0 for none
 */
gint64 csn_inbox_item_get_deadline_at (CsnInboxItem *self);

/**
 * csn_inbox_item_get_timeout:
 * @self: an item
 *
 * Returns: the whole length of the wait in microseconds, or 0
 */
gint64 csn_inbox_item_get_timeout (CsnInboxItem *self);

CsnWaitReason csn_inbox_item_get_wait_reason (CsnInboxItem *self);

/**
 * csn_inbox_item_get_decision:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what ended the wait
 */
CsnDecision *csn_inbox_item_get_decision (CsnInboxItem *self);

gint64 csn_inbox_item_get_settled_at (CsnInboxItem *self);

CsnDeliveryState csn_inbox_item_get_delivery (CsnInboxItem *self);

/**
 * csn_inbox_item_get_delivery_message:
 * @self: an item
 *
 * Returns: (nullable): what the last attempt to tell the agent met
 */
const char *csn_inbox_item_get_delivery_message (CsnInboxItem *self);

/**
 * csn_inbox_item_get_outcome:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): what the agent reported
 */
CsnOutcome *csn_inbox_item_get_outcome (CsnInboxItem *self);

/**
 * csn_inbox_item_get_notified:
 * @self: an item
 *
 * Returns: %TRUE if a notification server accepted a notification for it
 */
gboolean csn_inbox_item_get_notified (CsnInboxItem *self);

/**
 * csn_inbox_item_may_decide:
 * @self: an item
 * @kind: a decision
 *
 * Returns: %TRUE if a person may decide so now: pending, not settling, and allowed by the request
 */
gboolean csn_inbox_item_may_decide (CsnInboxItem *self, CsnDecisionKind kind);

/**
 * CsnInboxItem::changed:
 * @self: an item
 *
 * Anything about it but its request and id changed.
 */

G_END_DECLS
