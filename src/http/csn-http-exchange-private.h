/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "csn-http.h"

G_BEGIN_DECLS

/**
 * csn_http_exchange_async:
 * @session: carries it
 * @message: (transfer full): the question
 * @place: host and port, visible text
 * @limits: how long each part may take
 * @max_bytes: the largest body of the answer
 * @cancellable: (nullable): breaks it off
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Sends one question and reads its answer in pieces, within the limits.
 */
void csn_http_exchange_async (SoupSession *session,
                              SoupMessage *message,
                              const char *place,
                              const CsnHttpLimits *limits,
                              gsize max_bytes,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

CsnHttpAnswer *csn_http_exchange_finish (GAsyncResult *result, GError **error);

G_END_DECLS
