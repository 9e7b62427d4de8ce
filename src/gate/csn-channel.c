/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-channel.h"

G_DEFINE_INTERFACE (CsnChannel, csn_channel, G_TYPE_OBJECT)

enum
{
  SIGNAL_ANSWERED,
  SIGNAL_REVIEW,
  SIGNAL_PROBLEM_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
csn_channel_default_init (CsnChannelInterface *iface)
{
  /**
   * CsnChannel::answered:
   * @self: a channel
   * @request_id: which request
   * @digest: (nullable): the action digest that was shown
   * @kind: a #CsnDecisionKind
   *
   * A person answered by this channel.
   */
  signals[SIGNAL_ANSWERED] = g_signal_new ("answered",
                                           G_TYPE_FROM_INTERFACE (iface),
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           3,
                                           G_TYPE_STRING,
                                           G_TYPE_STRING,
                                           G_TYPE_INT);

  /**
   * CsnChannel::review:
   * @self: a channel
   * @request_id: (nullable): which request; %NULL for the inbox
   *
   * A person wants to see the request in the window.
   */
  signals[SIGNAL_REVIEW] = g_signal_new ("review",
                                         G_TYPE_FROM_INTERFACE (iface),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_STRING);

  /**
   * CsnChannel::problem-changed:
   * @self: a channel
   *
   * csn_channel_get_problem() may say something else now.
   */
  signals[SIGNAL_PROBLEM_CHANGED] = g_signal_new ("problem-changed",
                                                  G_TYPE_FROM_INTERFACE (iface),
                                                  G_SIGNAL_RUN_LAST,
                                                  0,
                                                  NULL,
                                                  NULL,
                                                  NULL,
                                                  G_TYPE_NONE,
                                                  0);
}

/**
 * csn_channel_get_name:
 * @self: a channel
 *
 * Returns: its stable name
 */
const char *
csn_channel_get_name (CsnChannel *self)
{
  g_return_val_if_fail (CSN_IS_CHANNEL (self), NULL);

  return CSN_CHANNEL_GET_IFACE (self)->get_name (self);
}

/**
 * csn_channel_is_backup:
 * @self: a channel
 *
 * Returns: whether it is told after the primary ones at a takeover
 */
gboolean
csn_channel_is_backup (CsnChannel *self)
{
  g_return_val_if_fail (CSN_IS_CHANNEL (self), FALSE);

  return CSN_CHANNEL_GET_IFACE (self)->is_backup (self);
}

/**
 * csn_channel_tell_async:
 * @self: a channel
 * @kind: what people are told
 * @item: (nullable): which request; %NULL for the gate's own notices
 * @cancellable: (nullable): stops it
 * @callback: called when the other end accepted it, or not
 * @user_data: for @callback
 */
void
csn_channel_tell_async (CsnChannel *self,
                        CsnNoticeKind kind,
                        CsnInboxItem *item,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (CSN_IS_CHANNEL (self));
  g_return_if_fail (item == NULL || CSN_IS_INBOX_ITEM (item));

  CSN_CHANNEL_GET_IFACE (self)->tell_async (self, kind, item, cancellable, callback, user_data);
}

/**
 * csn_channel_tell_finish:
 * @self: a channel
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if the other end accepted it
 */
gboolean
csn_channel_tell_finish (CsnChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (CSN_IS_CHANNEL (self), FALSE);

  return CSN_CHANNEL_GET_IFACE (self)->tell_finish (self, result, error);
}

/**
 * csn_channel_withdraw:
 * @self: a channel
 * @request_id: a request that is settled
 *
 * Takes back what was told about it.
 */
void
csn_channel_withdraw (CsnChannel *self, const char *request_id)
{
  g_return_if_fail (CSN_IS_CHANNEL (self));

  CSN_CHANNEL_GET_IFACE (self)->withdraw (self, request_id);
}

const char *
csn_channel_get_problem (CsnChannel *self)
{
  CsnChannelInterface *iface;

  g_return_val_if_fail (CSN_IS_CHANNEL (self), NULL);

  iface = CSN_CHANNEL_GET_IFACE (self);
  return iface->get_problem != NULL ? iface->get_problem (self) : NULL;
}

void
csn_channel_problem_changed (CsnChannel *self)
{
  g_return_if_fail (CSN_IS_CHANNEL (self));

  g_signal_emit (self, signals[SIGNAL_PROBLEM_CHANGED], 0);
}

void
csn_channel_answered (CsnChannel *self,
                      const char *request_id,
                      const char *digest,
                      CsnDecisionKind kind)
{
  g_return_if_fail (CSN_IS_CHANNEL (self));

  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, request_id, digest, (int) kind);
}

void
csn_channel_review (CsnChannel *self, const char *request_id)
{
  g_return_if_fail (CSN_IS_CHANNEL (self));

  g_signal_emit (self, signals[SIGNAL_REVIEW], 0, request_id);
}
