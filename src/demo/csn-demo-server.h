/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-demo-state.h"

G_BEGIN_DECLS

#define CSN_TYPE_DEMO_SERVER (csn_demo_server_get_type ())

/**
 * CsnDemoServer:
 *
 * The sample agents' HTTP endpoint: the tasks protocol, on the loopback interface only.
 */
G_DECLARE_FINAL_TYPE (CsnDemoServer, csn_demo_server, CSN, DEMO_SERVER, GObject)

/**
 * csn_demo_server_new:
 * @state: the tasks
 * @token: (nullable): what a bearer must bring
 *
 * Returns: (transfer full): a server that does not listen yet
 */
CsnDemoServer *csn_demo_server_new (CsnDemoState *state, const char *token);

/**
 * csn_demo_server_listen:
 * @self: a server
 * @port: where, 0 for any free port
 * @error: return location for an error
 *
 * Returns: the port, or 0 if it can't listen there
 */
guint csn_demo_server_listen (CsnDemoServer *self, guint port, GError **error);

G_END_DECLS
