/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-http.h"
#include "csn-protocol-private.h"
#include "csn-source-pool.h"

G_BEGIN_DECLS

#define CSN_TYPE_SOURCE (csn_source_get_type ())

/**
 * CsnSource:
 *
 * One configured source at work: asks for its list, hands requests to the gate, watches single
 * tasks and has a courier.
 */
G_DECLARE_FINAL_TYPE (CsnSource, csn_source, CSN, SOURCE, GObject)

/**
 * csn_source_new:
 * @gate: a started gate
 * @config: the source
 *
 * Returns: (transfer full): a source that does nothing before csn_source_start(); one whose address
 *   nothing is sent to says so in its status and never asks anybody
 */
CsnSource *csn_source_new (CsnGate *gate, CsnSourceConfig *config);

CsnSourceConfig *csn_source_get_config (CsnSource *self);

/**
 * csn_source_get_http:
 * @self: a source
 *
 * Returns: (transfer none) (nullable): its way out; for tests, which shorten its limits
 */
CsnHttp *csn_source_get_http (CsnSource *self);

/**
 * csn_source_set_pace:
 * @self: a source
 * @rate: how many new requests a second
 * @burst: how many at once
 */
void csn_source_set_pace (CsnSource *self, double rate, double burst);

/**
 * csn_source_set_token:
 * @self: a source
 * @token: (nullable): the bearer token
 * @trouble: (nullable): a sentence about why it is not known whether there is a token
 *
 * Asks again at once if the token changed.
 */
void csn_source_set_token (CsnSource *self, const char *token, const char *trouble);

void csn_source_start (CsnSource *self);

/**
 * csn_source_refresh:
 * @self: a source
 *
 * Asks now, whatever the plan was.
 */
void csn_source_refresh (CsnSource *self);

void csn_source_stop (CsnSource *self);

/**
 * csn_source_fill_status:
 * @self: a source
 * @status: (out caller-allocates): filled in; its texts live until the source's next change
 */
void csn_source_fill_status (CsnSource *self, CsnSourceStatus *status);

void csn_source_add_task_async (CsnSource *self,
                                const char *task_id,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

gboolean csn_source_add_task_finish (CsnSource *self, GAsyncResult *result, GError **error);

/**
 * CsnSource::status-changed:
 * @self: a source
 */

/**
 * CsnSource::unauthorized:
 * @self: a source
 *
 * Its token was not accepted; perhaps there is a newer one.
 */

G_END_DECLS
