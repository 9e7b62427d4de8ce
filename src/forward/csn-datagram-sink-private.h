/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-forward-sink.h"

G_BEGIN_DECLS

#define CSN_TYPE_DATAGRAM_SINK (csn_datagram_sink_get_type ())

/**
 * CsnDatagramSink:
 *
 * A datagram socket of this computer: /dev/log, or the journal's own. One datagram an event; the
 * kernel takes it or makes us wait, and what it took counts as sent, as these protocols know no
 * acknowledgement.
 */
G_DECLARE_FINAL_TYPE (CsnDatagramSink, csn_datagram_sink, CSN, DATAGRAM_SINK, GObject)

CsnForwardSink *csn_datagram_sink_new (CsnForwarderConfig *config);

G_END_DECLS
