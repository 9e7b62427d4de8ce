/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-notice-text-private.h"

G_BEGIN_DECLS

#define CSN_TYPE_NOTIFY_THREAD (csn_notify_thread_get_type ())

/**
 * CsnNotifyThread:
 *
 * libnotify in a thread of its own: its calls wait for the server, and a server that hangs must not
 * stop the window. Talk to it and hear from it in the main context.
 */
G_DECLARE_FINAL_TYPE (CsnNotifyThread, csn_notify_thread, CSN, NOTIFY_THREAD, GObject)

CsnNotifyThread *csn_notify_thread_new (const char *app_name);

/**
 * csn_notify_thread_shut_down:
 * @self: a thread
 *
 * Closes what is shown and ends the thread; waits for neither.
 */
void csn_notify_thread_shut_down (CsnNotifyThread *self);

/**
 * csn_notify_thread_show_async:
 * @self: a thread
 * @key: what it is about; the same key again replaces what is shown
 * @text: what to say
 * @cancellable: (nullable): forgets the caller
 * @callback: called when the server has answered
 * @user_data: for @callback
 */
void csn_notify_thread_show_async (CsnNotifyThread *self,
                                   const char *key,
                                   const CsnNoticeText *text,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/**
 * csn_notify_thread_show_finish:
 * @self: a thread
 * @result: the result
 * @ret_has_actions: (out) (optional): whether the server shows buttons
 * @error: return location for an error
 *
 * Returns: %TRUE if the server accepted it
 */
gboolean csn_notify_thread_show_finish (CsnNotifyThread *self,
                                        GAsyncResult *result,
                                        gboolean *ret_has_actions,
                                        GError **error);

void csn_notify_thread_close (CsnNotifyThread *self, const char *key);

/**
 * csn_notify_thread_forget:
 * @self: a thread
 *
 * The server is gone, and with it all that it showed: its ids mean nothing to the next one.
 */
void csn_notify_thread_forget (CsnNotifyThread *self);

/**
 * CsnNotifyThread::activated:
 * @self: a thread
 * @key: which notice
 * @action: "approve", "reject" or "default"
 *
 * A person pressed a button.
 */

G_END_DECLS
