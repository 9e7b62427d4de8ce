/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Secrets live in the Secret Service only; they are never logged, and a bearer token is sent to its
 * source's origin only. */

/**
 * CsnCredentialsKind:
 * @CSN_CREDENTIALS_SOURCE: the bearer token of a source, by its id
 * @CSN_CREDENTIALS_LOG_KEY: the key that signs an audit log, by the log's id in hexadecimal
 * @CSN_CREDENTIALS_LOG_ANCHOR: where an audit log ended, by the same; no secret, but kept where who
 *   can write the log's file can't
 *
 * What is kept.
 */
typedef enum
{
  CSN_CREDENTIALS_SOURCE,
  CSN_CREDENTIALS_LOG_KEY,
  CSN_CREDENTIALS_LOG_ANCHOR,
} CsnCredentialsKind;

/**
 * csn_credentials_store_secret_async:
 * @kind: what it is
 * @name: whose
 * @secret: (nullable): the secret; %NULL forgets it
 * @cancellable: (nullable): stops it
 * @callback: called when it is done; for csn_credentials_store_finish()
 * @user_data: for @callback
 */
void csn_credentials_store_secret_async (CsnCredentialsKind kind,
                                         const char *name,
                                         const char *secret,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);

/**
 * csn_credentials_lookup_secret_async:
 * @kind: what it is
 * @name: whose
 * @cancellable: (nullable): stops it
 * @callback: called with it; for csn_credentials_lookup_finish()
 * @user_data: for @callback
 */
void csn_credentials_lookup_secret_async (CsnCredentialsKind kind,
                                          const char *name,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);

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
