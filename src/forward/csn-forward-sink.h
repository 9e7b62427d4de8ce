/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "csn-forwarder-config.h"

G_BEGIN_DECLS

#define CSN_TYPE_FORWARD_SINK (csn_forward_sink_get_type ())

G_DECLARE_INTERFACE (CsnForwardSink, csn_forward_sink, CSN, FORWARD_SINK, GObject)

/**
 * CsnForwardSinkInterface:
 * @set_token: (nullable): takes the bearer token; %FALSE with a #GIOError if it can't be sent
 * @send_async: sends events, oldest first, and waits until the other side has them
 * @send_finish: its end; see csn_forward_sink_send_finish()
 *
 * One way to a place that collects logs. It keeps nothing: what it could not send is sent again by
 * who asked for it.
 */
struct _CsnForwardSinkInterface
{
  GTypeInterface parent_iface;

  gboolean (*set_token) (CsnForwardSink *self, const char *token, GError **error);
  void (*send_async) (CsnForwardSink *self,
                      GPtrArray *events,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  gboolean (*send_finish) (CsnForwardSink *self,
                           GAsyncResult *result,
                           gint64 *ret_retry_after,
                           GError **error);
};

/**
 * csn_forward_sink_new:
 * @config: what it is
 * @authorities: (nullable): whom to trust instead of the system's authorities
 * @error: return location for a #GIOError with a sentence
 *
 * Returns: (transfer full) (nullable): the way there
 */
CsnForwardSink *
csn_forward_sink_new (CsnForwarderConfig *config, GTlsDatabase *authorities, GError **error);

gboolean csn_forward_sink_set_token (CsnForwardSink *self, const char *token, GError **error);

/**
 * csn_forward_sink_send_async:
 * @self: a sink that is not sending
 * @events: (element-type CsnStoredEvent): at least one, oldest first
 * @cancellable: (nullable): breaks it off
 * @callback: called at the end
 * @user_data: for @callback
 */
void csn_forward_sink_send_async (CsnForwardSink *self,
                                  GPtrArray *events,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/**
 * csn_forward_sink_send_finish:
 * @self: a sink
 * @result: the result
 * @ret_retry_after: (out): microseconds that the other side asks to wait, or 0
 * @error: return location for a #GIOError with a sentence: %G_IO_ERROR_MESSAGE_TOO_LARGE and
 *   %G_IO_ERROR_TIMED_OUT where fewer events may get through, %G_IO_ERROR_PERMISSION_DENIED where
 *   the token was refused
 *
 * Returns: %TRUE if the other side has all of them, as far as its protocol can say so
 */
gboolean csn_forward_sink_send_finish (CsnForwardSink *self,
                                       GAsyncResult *result,
                                       gint64 *ret_retry_after,
                                       GError **error);

G_END_DECLS
