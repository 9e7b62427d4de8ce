/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-forward-sink.h"

G_BEGIN_DECLS

#define CSN_TYPE_HTTP_SINK (csn_http_sink_get_type ())

/**
 * CsnHttpSink:
 *
 * JSON lines or OTLP/HTTP: one POST a batch, which the answer's status acknowledges.
 */
G_DECLARE_FINAL_TYPE (CsnHttpSink, csn_http_sink, CSN, HTTP_SINK, GObject)

CsnForwardSink *
csn_http_sink_new (CsnForwarderConfig *config, GTlsDatabase *authorities, GError **error);

G_END_DECLS
