/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How one event of the log looks to programs that collect logs. Pure; the event's exact body stands
 * in each of them whole. */

/**
 * csn_forward_record_append_syslog:
 * @out: what it is appended to
 * @host: the name of this computer
 * @body: an event's body
 *
 * One message of RFC 5424 without framing: facility 13 (log audit), the event's time, its type as
 * MSGID, its place and names as structured data, its body as the message. Characters that could
 * look like another message's begin are made visible in the structured data; in the body JSON has
 * escaped them.
 */
void csn_forward_record_append_syslog (GString *out, const char *host, const char *body);

/**
 * csn_forward_record_append_journal:
 * @out: what it is appended to
 * @body: an event's body
 *
 * One entry of the systemd journal's native protocol. Every value goes with its length, so that
 * none can be read as another field.
 */
void csn_forward_record_append_journal (GString *out, const char *body);

/**
 * csn_forward_record_new_otlp:
 * @events: (element-type CsnStoredEvent): events, oldest first
 *
 * Requests to an OTLP logs service, in the JSON of protocol buffers: mostly one, more where one
 * would be too large for what collectors take.
 *
 * Returns: (transfer full) (element-type GBytes): the bodies, in order
 */
GPtrArray *csn_forward_record_new_otlp (GPtrArray *events);

G_END_DECLS
