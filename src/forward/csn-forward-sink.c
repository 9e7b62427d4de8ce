/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-forward-sink.h"

#include "csn-datagram-sink-private.h"
#include "csn-http-sink-private.h"
#include "csn-stream-sink-private.h"

G_DEFINE_INTERFACE (CsnForwardSink, csn_forward_sink, G_TYPE_OBJECT)

static void
csn_forward_sink_default_init (CsnForwardSinkInterface *iface)
{
}

CsnForwardSink *
csn_forward_sink_new (CsnForwarderConfig *config, GTlsDatabase *authorities, GError **error)
{
  switch (csn_forwarder_config_get_kind (config))
    {
    case CSN_FORWARDER_SYSLOG:
      return csn_stream_sink_new (config, authorities);
    case CSN_FORWARDER_LOCAL_SYSLOG:
    case CSN_FORWARDER_JOURNAL:
      return csn_datagram_sink_new (config);
    case CSN_FORWARDER_JSON_LINES:
    case CSN_FORWARDER_OTLP:
      return csn_http_sink_new (config, authorities, error);
    }
  g_return_val_if_reached (NULL);
}

gboolean
csn_forward_sink_set_token (CsnForwardSink *self, const char *token, GError **error)
{
  CsnForwardSinkInterface *iface;

  g_return_val_if_fail (CSN_IS_FORWARD_SINK (self), FALSE);

  iface = CSN_FORWARD_SINK_GET_IFACE (self);
  return iface->set_token == NULL || iface->set_token (self, token, error);
}

void
csn_forward_sink_send_async (CsnForwardSink *self,
                             GPtrArray *events,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (CSN_IS_FORWARD_SINK (self));
  g_return_if_fail (events->len > 0);

  CSN_FORWARD_SINK_GET_IFACE (self)->send_async (self, events, cancellable, callback, user_data);
}

gboolean
csn_forward_sink_send_finish (CsnForwardSink *self,
                              GAsyncResult *result,
                              gint64 *ret_retry_after,
                              GError **error)
{
  *ret_retry_after = 0;
  return CSN_FORWARD_SINK_GET_IFACE (self)->send_finish (self, result, ret_retry_after, error);
}
