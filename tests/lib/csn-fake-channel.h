/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-channel.h"

G_BEGIN_DECLS

/**
 * CsnFakeChannelMode:
 * @CSN_FAKE_CHANNEL_ACCEPTS: every telling succeeds
 * @CSN_FAKE_CHANNEL_FAILS: every telling fails
 * @CSN_FAKE_CHANNEL_HANGS: no telling ends until csn_fake_channel_let_go()
 *
 * How the other end of a #CsnFakeChannel behaves.
 */
typedef enum
{
  CSN_FAKE_CHANNEL_ACCEPTS,
  CSN_FAKE_CHANNEL_FAILS,
  CSN_FAKE_CHANNEL_HANGS,
} CsnFakeChannelMode;

#define CSN_TYPE_FAKE_CHANNEL (csn_fake_channel_get_type ())

/**
 * CsnFakeChannel:
 *
 * A #CsnChannel that remembers what it was told and behaves as a test says.
 */
G_DECLARE_FINAL_TYPE (CsnFakeChannel, csn_fake_channel, CSN, FAKE_CHANNEL, GObject)

/**
 * CsnFakeChannelTellFunc:
 * @self: the channel
 * @kind: what it is told
 * @item: (nullable): about which request
 * @user_data: the caller's
 *
 * Called while the channel is told something.
 */
typedef void (*CsnFakeChannelTellFunc) (CsnFakeChannel *self,
                                        CsnNoticeKind kind,
                                        CsnInboxItem *item,
                                        gpointer user_data);

/**
 * csn_fake_channel_new:
 * @name: its name
 * @is_backup: whether it is a backup channel
 *
 * Returns: (transfer full): a channel that accepts everything
 */
CsnFakeChannel *csn_fake_channel_new (const char *name, gboolean is_backup);

void csn_fake_channel_set_mode (CsnFakeChannel *self, CsnFakeChannelMode mode);

/**
 * csn_fake_channel_set_problem:
 * @self: a channel
 * @problem: (nullable): a static code
 *
 * Sets what csn_channel_get_problem() says and emits #CsnChannel::problem-changed.
 */
void csn_fake_channel_set_problem (CsnFakeChannel *self, const char *problem);

/**
 * csn_fake_channel_set_tell_func:
 * @self: a channel
 * @func: (nullable) (scope notified): looks on
 * @user_data: for @func
 */
void csn_fake_channel_set_tell_func (CsnFakeChannel *self,
                                     CsnFakeChannelTellFunc func,
                                     gpointer user_data);

/**
 * csn_fake_channel_let_go:
 * @self: a channel
 *
 * Lets what hangs succeed.
 */
void csn_fake_channel_let_go (CsnFakeChannel *self);

/**
 * csn_fake_channel_count:
 * @self: a channel
 * @kind: a kind of notice
 * @request_id: (nullable): only about this request
 *
 * Returns: how many such notices it was told so far, accepted or not
 */
guint csn_fake_channel_count (CsnFakeChannel *self, CsnNoticeKind kind, const char *request_id);

/**
 * csn_fake_channel_shows:
 * @self: a channel
 * @request_id: a request
 *
 * Returns: %TRUE if it was told about the request and the news was not taken back since
 */
gboolean csn_fake_channel_shows (CsnFakeChannel *self, const char *request_id);

G_END_DECLS
