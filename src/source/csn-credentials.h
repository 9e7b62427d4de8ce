/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Bearer tokens live in the Secret Service only, one per source; they are never logged and are sent
 * to their source's origin only. */

/**
 * csn_credentials_store_async:
 * @source: the source's id
 * @token: (nullable): the token; %NULL forgets it
 * @cancellable: (nullable): stops it
 * @callback: called when it is done
 * @user_data: for @callback
 */
void csn_credentials_store_async (const char *source,
                                  const char *token,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

gboolean csn_credentials_store_finish (GAsyncResult *result, GError **error);

void csn_credentials_lookup_async (const char *source,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/**
 * csn_credentials_lookup_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the token; %NULL without an error if there is none. Free it
 *   with secret_password_free() or g_free()
 */
char *csn_credentials_lookup_finish (GAsyncResult *result, GError **error);

G_END_DECLS
