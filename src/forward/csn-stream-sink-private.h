/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-forward-sink.h"

G_BEGIN_DECLS

#define CSN_TYPE_STREAM_SINK (csn_stream_sink_get_type ())

/**
 * CsnStreamSink:
 *
 * RFC 5424 over TLS (RFC 5425) or TCP, each message with its length in front. Syslog knows no
 * acknowledgement, and what the kernel took may die with the receiver. So each batch has a
 * connection of its own, which we end on our side; the receiver ends its side (with TLS by
 * close_notify, which nobody else can send) only after it has read all that came before.
 */
G_DECLARE_FINAL_TYPE (CsnStreamSink, csn_stream_sink, CSN, STREAM_SINK, GObject)

CsnForwardSink *csn_stream_sink_new (CsnForwarderConfig *config, GTlsDatabase *authorities);

G_END_DECLS
