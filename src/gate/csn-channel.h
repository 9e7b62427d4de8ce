/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "csn-inbox-item.h"

G_BEGIN_DECLS

/**
 * CsnNoticeKind:
 * @CSN_NOTICE_REQUEST: a request waits
 * @CSN_NOTICE_REMINDER: it waits, and half or nine tenths of its time have passed
 * @CSN_NOTICE_DONE: NOTIFY_ONLY: it was approved by policy and the agent knows
 * @CSN_NOTICE_TAKEOVER: a person must take over
 * @CSN_NOTICE_GATE_CLOSED: the gate can't record and so decides nothing
 * @CSN_NOTICE_GATE_OPEN: it can again
 * @CSN_NOTICE_ALARM: an agent did what it must not
 *
 * What people are told.
 */
typedef enum
{
  CSN_NOTICE_REQUEST,
  CSN_NOTICE_REMINDER,
  CSN_NOTICE_DONE,
  CSN_NOTICE_TAKEOVER,
  CSN_NOTICE_GATE_CLOSED,
  CSN_NOTICE_GATE_OPEN,
  CSN_NOTICE_ALARM,
} CsnNoticeKind;

#define CSN_TYPE_CHANNEL (csn_channel_get_type ())

G_DECLARE_INTERFACE (CsnChannel, csn_channel, CSN, CHANNEL, GObject)

/**
 * CsnChannelInterface:
 * @get_name: a stable name, "desktop"
 * @is_backup: whether it is told after the primary ones at a takeover
 * @tell_async: tells people; @item is %NULL for the gate's own notices
 * @tell_finish: %TRUE if the other end accepted it
 * @withdraw: takes back what was told about a request that is settled
 * @get_problem: (nullable): a stable code for why people can't be reached by it now, such as
 *   "no-server" or "do-not-disturb"; %NULL if they can. Optional
 *
 * A way to reach people. A channel never decides: it emits #CsnChannel::answered, and the gate
 * judges that as it judges every answer.
 */
struct _CsnChannelInterface
{
  GTypeInterface parent_iface;

  const char *(*get_name) (CsnChannel *self);
  gboolean (*is_backup) (CsnChannel *self);
  void (*tell_async) (CsnChannel *self,
                      CsnNoticeKind kind,
                      CsnInboxItem *item,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  gboolean (*tell_finish) (CsnChannel *self, GAsyncResult *result, GError **error);
  void (*withdraw) (CsnChannel *self, const char *request_id);
  const char *(*get_problem) (CsnChannel *self);
};

const char *csn_channel_get_name (CsnChannel *self);

gboolean csn_channel_is_backup (CsnChannel *self);

void csn_channel_tell_async (CsnChannel *self,
                             CsnNoticeKind kind,
                             CsnInboxItem *item,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

gboolean csn_channel_tell_finish (CsnChannel *self, GAsyncResult *result, GError **error);

void csn_channel_withdraw (CsnChannel *self, const char *request_id);

/**
 * csn_channel_get_problem:
 * @self: a channel
 *
 * While a channel has a problem, nothing that it accepted before counts as seen; when the problem
 * goes, the gate tells it again of everything that is pending.
 *
 * Returns: (nullable): a stable code, or %NULL if people can be reached
 */
const char *csn_channel_get_problem (CsnChannel *self);

/**
 * csn_channel_problem_changed:
 * @self: a channel
 *
 * Emits #CsnChannel::problem-changed; for implementations.
 */
void csn_channel_problem_changed (CsnChannel *self);

/**
 * csn_channel_answered:
 * @self: a channel
 * @request_id: which request
 * @digest: (nullable): the action digest that was shown
 * @kind: %CSN_DECISION_APPROVE or %CSN_DECISION_REJECT
 *
 * Emits #CsnChannel::answered; for implementations.
 */
void csn_channel_answered (CsnChannel *self,
                           const char *request_id,
                           const char *digest,
                           CsnDecisionKind kind);

/**
 * csn_channel_review:
 * @self: a channel
 * @request_id: (nullable): which request; %NULL for the inbox
 *
 * Emits #CsnChannel::review, a wish to see the request in the window; for implementations.
 */
void csn_channel_review (CsnChannel *self, const char *request_id);

G_END_DECLS
