/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csn-source-config.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * csn_source_test_async:
 * @config: what to try
 * @token: (nullable): the bearer token to try
 * @cancellable: (nullable): stops it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Asks an endpoint for its pending requests, and does nothing with them.
 */
void csn_source_test_async (CsnSourceConfig *config,
                            const char *token,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

gboolean csn_source_test_finish (GAsyncResult *result, guint *ret_n_pending, GError **error);

G_END_DECLS
