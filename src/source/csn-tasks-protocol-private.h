/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-http.h"
#include "csn-protocol-private.h"

G_BEGIN_DECLS

#define CSN_TYPE_TASKS_PROTOCOL (csn_tasks_protocol_get_type ())

/**
 * CsnTasksProtocol:
 *
 * The tasks protocol, version 1 (protocol.md).
 */
G_DECLARE_FINAL_TYPE (CsnTasksProtocol, csn_tasks_protocol, CSN, TASKS_PROTOCOL, GObject)

/**
 * csn_tasks_protocol_new:
 * @source: the source's id
 * @http: the way to it
 *
 * Returns: (transfer full): speaks to that source
 */
CsnProtocol *csn_tasks_protocol_new (const char *source, CsnHttp *http);

G_END_DECLS
