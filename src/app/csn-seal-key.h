/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "csn-signer.h"

G_BEGIN_DECLS

/**
 * CsnSealKeyState:
 * @CSN_SEAL_KEY_READY: the log's key was found, or one was made for a log that had none
 * @CSN_SEAL_KEY_NONE: the log has no key, and none was to be made
 * @CSN_SEAL_KEY_MISSING: the log's key is gone from the Secret Service
 * @CSN_SEAL_KEY_FOREIGN: what the Secret Service has is not the log's key
 * @CSN_SEAL_KEY_NO_SERVICE: the Secret Service can't be reached
 *
 * What became of looking for a log's key. Only with the first can the log be signed.
 */
typedef enum
{
  CSN_SEAL_KEY_READY,
  CSN_SEAL_KEY_NONE,
  CSN_SEAL_KEY_MISSING,
  CSN_SEAL_KEY_FOREIGN,
  CSN_SEAL_KEY_NO_SERVICE,
} CsnSealKeyState;

/**
 * CsnSealKey:
 * @state: whether there is a key
 * @signer: (owned) (nullable): the key, where @state is %CSN_SEAL_KEY_READY
 */
typedef struct
{
  CsnSealKeyState state;
  CsnSigner *signer;
} CsnSealKey;

void csn_seal_key_free (CsnSealKey *self);

const char *csn_seal_key_state_to_string (CsnSealKeyState state);

/**
 * csn_seal_key_explain:
 * @state: a state
 *
 * Returns: (nullable): a translated sentence that says why the log is unsigned and what to do;
 *   %NULL for %CSN_SEAL_KEY_READY
 */
const char *csn_seal_key_explain (CsnSealKeyState state);

/**
 * csn_seal_key_get_next_name:
 * @name: the name of a log's key in the Secret Service
 *
 * Returns: (transfer full): where the key that shall follow it is kept until the log has taken it
 */
char *csn_seal_key_get_next_name (const char *name);

/**
 * csn_seal_key_find_async:
 * @database: the database, which may not be there yet
 * @make: whether to make a key for a log that never had one
 * @callback: called with what there is
 * @user_data: for @callback
 *
 * Looks for the key of a log in the Secret Service. A key that is made is stored there first; for a
 * database that isn't there yet it has the new log's id. Nothing is ever overwritten, and no key is
 * made for a log that has one.
 */
void csn_seal_key_find_async (const char *database,
                              gboolean make,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/**
 * csn_seal_key_find_finish:
 * @result: the result
 *
 * Returns: (transfer full): what there is
 */
CsnSealKey *csn_seal_key_find_finish (GAsyncResult *result);

/**
 * csn_seal_key_find:
 * @database: a database
 *
 * The same for the command line, which waits: runs the main context, and never makes a key.
 *
 * Returns: (transfer full): what there is
 */
CsnSealKey *csn_seal_key_find (const char *database);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsnSealKey, csn_seal_key_free)

G_END_DECLS
