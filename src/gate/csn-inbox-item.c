/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-inbox-item.h"

#include "csn-channel.h"
#include "csn-inbox-item-private.h"

G_DEFINE_FINAL_TYPE (CsnInboxItem, csn_inbox_item, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
csn_inbox_item_dispose (GObject *object)
{
  CsnInboxItem *self = CSN_INBOX_ITEM (object);

  g_clear_pointer (&self->waiters, g_ptr_array_unref);
  g_clear_pointer (&self->accepted, g_ptr_array_unref);

  G_OBJECT_CLASS (csn_inbox_item_parent_class)->dispose (object);
}

static void
csn_inbox_item_finalize (GObject *object)
{
  CsnInboxItem *self = CSN_INBOX_ITEM (object);

  g_free (self->id);
  g_clear_pointer (&self->request, csn_request_unref);
  g_clear_pointer (&self->verdict, csn_verdict_unref);
  g_free (self->policy_sha256);
  g_clear_pointer (&self->policy, csn_policy_unref);
  g_clear_pointer (&self->decision, csn_decision_unref);
  g_free (self->delivery_message);
  g_clear_pointer (&self->outcome, csn_outcome_unref);

  G_OBJECT_CLASS (csn_inbox_item_parent_class)->finalize (object);
}

static void
csn_inbox_item_class_init (CsnInboxItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = csn_inbox_item_dispose;
  object_class->finalize = csn_inbox_item_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
csn_inbox_item_init (CsnInboxItem *self)
{
  self->accepted = g_ptr_array_new_with_free_func (g_object_unref);
  self->window_boot = -1;
  self->told_boot = -1;
  self->leaves_boot = -1;
}

CsnInboxItem *
csn_inbox_item_new (const char *id,
                    CsnRequest *request,
                    CsnVerdict *verdict,
                    const char *policy_sha256,
                    gint64 received_at)
{
  CsnInboxItem *self = g_object_new (CSN_TYPE_INBOX_ITEM, NULL);

  self->id = g_strdup (id);
  self->request = csn_request_ref (request);
  self->verdict = csn_verdict_ref (verdict);
  self->policy_sha256 = g_strdup (policy_sha256);
  self->received_at = received_at;
  return self;
}

void
csn_inbox_item_set_policy (CsnInboxItem *self, CsnPolicy *policy)
{
  g_clear_pointer (&self->policy, csn_policy_unref);
  self->policy = csn_policy_ref (policy);
  g_free (self->policy_sha256);
  self->policy_sha256 = g_strdup (csn_policy_get_sha256 (policy));
}

gboolean
csn_inbox_item_is_pending (CsnInboxItem *self)
{
  return self->state == CSN_REQUEST_PENDING && !self->settling;
}

void
csn_inbox_item_changed (CsnInboxItem *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const char *
csn_inbox_item_get_id (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), NULL);

  return self->id;
}

CsnRequest *
csn_inbox_item_get_request (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), NULL);

  return self->request;
}

CsnVerdict *
csn_inbox_item_get_verdict (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), NULL);

  return self->verdict;
}

CsnLevel
csn_inbox_item_get_level (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), CSN_LEVEL_HUMAN_TAKEOVER);

  return csn_verdict_get_level (self->verdict);
}

CsnRequestState
csn_inbox_item_get_state (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), CSN_REQUEST_PENDING);

  return self->state;
}

gboolean
csn_inbox_item_get_settling (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), FALSE);

  return self->settling;
}

gint64
csn_inbox_item_get_received_at (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), 0);

  return self->received_at;
}

gint64
csn_inbox_item_get_deadline_at (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), 0);

  if (self->state != CSN_REQUEST_PENDING)
    return 0;
  if (csn_inbox_item_get_level (self) == CSN_LEVEL_SOFT_APPROVAL)
    return self->window_boot >= 0 ? self->window_ends_at : 0;
  return self->due_at;
}

gint64
csn_inbox_item_get_timeout (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), 0);

  return self->timeout;
}

CsnWaitReason
csn_inbox_item_get_wait_reason (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), CSN_WAIT_NONE);

  return self->wait_reason;
}

CsnDecision *
csn_inbox_item_get_decision (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), NULL);

  return self->decision;
}

gint64
csn_inbox_item_get_settled_at (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), 0);

  return self->settled_at;
}

CsnDeliveryState
csn_inbox_item_get_delivery (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), CSN_DELIVERY_NONE);

  return self->delivery;
}

const char *
csn_inbox_item_get_delivery_message (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), NULL);

  return self->delivery_message;
}

CsnOutcome *
csn_inbox_item_get_outcome (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), NULL);

  return self->outcome;
}

gboolean
csn_inbox_item_get_notified (CsnInboxItem *self)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), FALSE);

  for (guint i = 0; i < self->accepted->len; i++)
    {
      if (csn_channel_get_problem (g_ptr_array_index (self->accepted, i)) == NULL)
        return TRUE;
    }
  return FALSE;
}

gboolean
csn_inbox_item_may_decide (CsnInboxItem *self, CsnDecisionKind kind)
{
  g_return_val_if_fail (CSN_IS_INBOX_ITEM (self), FALSE);

  return csn_inbox_item_is_pending (self) && kind != CSN_DECISION_ESCALATE &&
         csn_request_allows (self->request, kind);
}
