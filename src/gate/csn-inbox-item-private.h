/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-inbox-item.h"
#include "csn-policy.h"

G_BEGIN_DECLS

/* Only the gate's own files see inside an item. Times are wall-clock microseconds unless their name
 * says boot; a boot time of -1 means never. */
struct _CsnInboxItem
{
  GObject parent_instance;

  char *id;            /* (owned) */
  CsnRequest *request; /* (owned) */
  CsnVerdict *verdict; /* (owned) */
  char *policy_sha256; /* (owned) (nullable) */
  CsnPolicy *policy;   /* (owned) (nullable): that one, where it is known */
  CsnRequestState state;
  gint64 received_at;
  gint64 due_at; /* the end of the wait that is on disk: escalation, whatever the level */
  gint64 timeout;

  /* A decision that is being written. */
  gboolean settling;
  GPtrArray *waiters; /* (owned) (element-type GTask): submits that wait for its end */

  /* What ended the wait, and what came after. */
  CsnDecision *decision; /* (owned) (nullable) */
  gint64 settled_at;
  CsnDeliveryState delivery;
  char *delivery_message; /* (owned) (nullable) */
  CsnOutcome *outcome;    /* (owned) (nullable) */
  gboolean outcome_coming;
  gboolean taken_over; /* its takeover is open */

  /* Silent consent: the window that runs, and why none does. */
  gint64 window_boot;
  gint64 window_ends_at;
  CsnWaitReason wait_reason;
  gboolean capped;

  /* Who was told. */
  GPtrArray *accepted; /* (owned) (element-type CsnChannel): took the news of this telling */
  gboolean shown;
  guint telling; /* counts tellings, so that a late answer to an old one is known */
  gint64 told_boot;
  guint reminders;

  gboolean conflict_recorded;
  gint64 leaves_boot; /* when it may leave the inbox */
};

CsnInboxItem *csn_inbox_item_new (const char *id,
                                  CsnRequest *request,
                                  CsnVerdict *verdict,
                                  const char *policy_sha256,
                                  gint64 received_at);

/* The policy that gave its verdict. */
void csn_inbox_item_set_policy (CsnInboxItem *self, CsnPolicy *policy);

gboolean csn_inbox_item_is_pending (CsnInboxItem *self);

void csn_inbox_item_changed (CsnInboxItem *self);

G_END_DECLS
