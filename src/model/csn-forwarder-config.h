/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CsnForwarderKind:
 * @CSN_FORWARDER_SYSLOG: RFC 5424 over TLS or TCP, framed as RFC 5425 has it
 * @CSN_FORWARDER_LOCAL_SYSLOG: RFC 5424 to a datagram socket of this computer
 * @CSN_FORWARDER_JOURNAL: the systemd journal, in its own protocol
 * @CSN_FORWARDER_JSON_LINES: one event a line, by HTTP POST
 * @CSN_FORWARDER_OTLP: OTLP/HTTP in JSON
 *
 * How a forwarder speaks (audit.md, "Forwarding").
 */
typedef enum
{
  CSN_FORWARDER_SYSLOG,
  CSN_FORWARDER_LOCAL_SYSLOG,
  CSN_FORWARDER_JOURNAL,
  CSN_FORWARDER_JSON_LINES,
  CSN_FORWARDER_OTLP,
} CsnForwarderKind;

const char *csn_forwarder_kind_to_string (CsnForwarderKind kind);

gboolean csn_forwarder_kind_from_string (const char *text, CsnForwarderKind *ret_kind);

/**
 * CsnForwarderConfig:
 *
 * A place that the audit log is forwarded to: immutable. Its token lives in the Secret Service,
 * never here.
 */
typedef struct _CsnForwarderConfig CsnForwarderConfig;

/**
 * csn_forwarder_config_new:
 * @id: a short name that the reviewer chose, see csn_address_check_id()
 * @kind: "syslog", "local-syslog", "journal", "json-lines" or "otlp"
 * @address: (nullable): tls://HOST:PORT or tcp://HOST:PORT for syslog; an absolute path for
 *   local-syslog (default /dev/log) and journal (default its own socket); https://… for the others
 * @allow_insecure: an explicit, recorded switch for tcp and http beyond loopback
 * @error: return location for a #CsnModelError that says what to write instead
 *
 * Returns: (transfer full) (nullable): the configuration
 */
CsnForwarderConfig *csn_forwarder_config_new (const char *id,
                                              const char *kind,
                                              const char *address,
                                              gboolean allow_insecure,
                                              GError **error);

CsnForwarderConfig *csn_forwarder_config_ref (CsnForwarderConfig *self);

void csn_forwarder_config_unref (CsnForwarderConfig *self);

const char *csn_forwarder_config_get_id (const CsnForwarderConfig *self);

CsnForwarderKind csn_forwarder_config_get_kind (const CsnForwarderConfig *self);

const char *csn_forwarder_config_get_address (const CsnForwarderConfig *self);

gboolean csn_forwarder_config_get_allow_insecure (const CsnForwarderConfig *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnForwarderConfig, csn_forwarder_config_unref)

G_END_DECLS
