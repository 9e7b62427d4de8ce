/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-config.h"

#include "csn-seal-key.h"

#include <glib/gi18n.h>
#include <string.h>

#include "csn-credentials.h"
#include "csn-log-access.h"

/* A keyring that asks for its password may take long; the log goes on unsigned rather than not. */
#define PATIENCE_SECONDS 15

typedef struct
{
  char *database; /* (owned) */
  gboolean make;
  gboolean is_new; /* there is no database yet */
  gboolean is_readable;
  gboolean has_key;
  gboolean found_other; /* the Secret Service has a key that isn't the log's */
  guint8 log_id[CSN_LOG_ID_BYTES];
  guint8 public_key[CSN_PUBLIC_KEY_BYTES];
  CsnSigner *signer;        /* (owned) (nullable): made, not yet stored */
  GCancellable *impatience; /* (owned) */
  guint timeout;
} CsnSearch;

void
csn_seal_key_free (CsnSealKey *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->signer, csn_signer_unref);
  g_free (self);
}

const char *
csn_seal_key_state_to_string (CsnSealKeyState state)
{
  switch (state)
    {
    case CSN_SEAL_KEY_READY:
      return "ready";
    case CSN_SEAL_KEY_NONE:
      return "none";
    case CSN_SEAL_KEY_MISSING:
      return "missing";
    case CSN_SEAL_KEY_FOREIGN:
      return "foreign";
    case CSN_SEAL_KEY_NO_SERVICE:
      return "no-service";
    }
  g_return_val_if_reached (NULL);
}

const char *
csn_seal_key_explain (CsnSealKeyState state)
{
  switch (state)
    {
    case CSN_SEAL_KEY_READY:
      return NULL;
    case CSN_SEAL_KEY_NONE:
      return _ ("The audit log has no key yet.");
    case CSN_SEAL_KEY_MISSING:
      return _ ("The audit log's key is gone from the keyring. Put it back, or take a new one with "
                "\"countersignctl audit rotate-key\".");
    case CSN_SEAL_KEY_FOREIGN:
      return _ ("The key in the keyring is not this audit log's. Put the right one back, or take a "
                "new one with \"countersignctl audit rotate-key\".");
    case CSN_SEAL_KEY_NO_SERVICE:
      return _ ("The keyring can't be reached, so the audit log can't be signed. Unlock it, then "
                "start Countersign again.");
    }
  g_return_val_if_reached (NULL);
}

static void
search_free (gpointer data)
{
  CsnSearch *self = data;

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->signer, csn_signer_unref);
  g_object_unref (self->impatience);
  g_free (self->database);
  g_free (self);
}

static void
give (GTask *task, CsnSealKeyState state, CsnSigner *signer)
{
  CsnSealKey *key = g_new0 (CsnSealKey, 1);

  key->state = state;
  key->signer = signer != NULL ? csn_signer_ref (signer) : NULL;
  g_task_return_pointer (task, key, (GDestroyNotify) csn_seal_key_free);
}

static void
on_made_key_stored (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const CsnSearch *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (csn_credentials_store_finish (result, &error))
    give (task, CSN_SEAL_KEY_READY, search->signer);
  else
    give (task, CSN_SEAL_KEY_NO_SERVICE, NULL);
}

static void
make_key (GTask *task)
{
  CsnSearch *search = g_task_get_task_data (task);
  g_autofree char *name = NULL;
  char *secret;

  search->signer = search->is_new ? csn_signer_new_for_new_log () : csn_signer_new (search->log_id);
  name = csn_digest_to_hex (csn_signer_get_log_id (search->signer), CSN_LOG_ID_BYTES);
  secret = csn_signer_to_secret (search->signer);
  csn_credentials_store_secret_async (CSN_CREDENTIALS_LOG_KEY,
                                      name,
                                      secret,
                                      search->impatience,
                                      on_made_key_stored,
                                      g_object_ref (task));
  csn_signer_free_secret (secret);
}

char *
csn_seal_key_get_next_name (const char *name)
{
  return g_strconcat (name, ".next", NULL);
}

static CsnSigner *
read_secret (const CsnSearch *search, const char *secret)
{
  g_autoptr (CsnSigner) signer = csn_signer_new_from_secret (search->log_id, secret);

  if (signer == NULL ||
      (search->has_key &&
       memcmp (csn_signer_get_public_key (signer), search->public_key, CSN_PUBLIC_KEY_BYTES) != 0))
    return NULL;
  return g_steal_pointer (&signer);
}

/* A rotation that was broken off after the log had taken the new key. */
static void
on_next_looked_up (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const CsnSearch *search = g_task_get_task_data (task);
  char *secret = csn_credentials_lookup_finish (result, NULL);
  g_autoptr (CsnSigner) signer = secret != NULL ? read_secret (search, secret) : NULL;

  if (signer != NULL)
    give (task, CSN_SEAL_KEY_READY, signer);
  else
    give (task, search->found_other ? CSN_SEAL_KEY_FOREIGN : CSN_SEAL_KEY_MISSING, NULL);
  csn_signer_free_secret (secret);
}

static void
look_for_next (GTask *task, gboolean found_other)
{
  CsnSearch *search = g_task_get_task_data (task);
  g_autofree char *name = csn_digest_to_hex (search->log_id, CSN_LOG_ID_BYTES);
  g_autofree char *next_name = csn_seal_key_get_next_name (name);

  search->found_other = found_other;
  csn_credentials_lookup_secret_async (CSN_CREDENTIALS_LOG_KEY,
                                       next_name,
                                       search->impatience,
                                       on_next_looked_up,
                                       g_object_ref (task));
}

static void
judge_secret (GTask *task, const char *secret)
{
  g_autoptr (CsnSigner) signer = read_secret (g_task_get_task_data (task), secret);

  if (signer != NULL)
    give (task, CSN_SEAL_KEY_READY, signer);
  else
    look_for_next (task, TRUE);
}

static void
on_looked_up (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const CsnSearch *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *secret = csn_credentials_lookup_finish (result, &error);

  if (error != NULL)
    give (task, CSN_SEAL_KEY_NO_SERVICE, NULL);
  else if (secret != NULL)
    judge_secret (task, secret);
  else if (search->has_key)
    look_for_next (task, FALSE);
  else if (search->make)
    make_key (task);
  else
    give (task, CSN_SEAL_KEY_NONE, NULL);
  csn_signer_free_secret (secret);
}

static void
inspect_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsnSearch *search = data;
  g_autoptr (CsnLogReader) reader = NULL;
  CsnLogKey key;

  search->is_new = !g_file_test (search->database, G_FILE_TEST_EXISTS);
  if (!search->is_new)
    reader = csn_log_access_open (search->database, NULL);
  search->is_readable = reader != NULL;
  if (reader != NULL)
    memcpy (search->log_id, csn_log_reader_get_log_id (reader), CSN_LOG_ID_BYTES);
  while (reader != NULL && csn_log_reader_next_key (reader, &key, NULL))
    {
      if (key.is_missing)
        continue;
      search->has_key = TRUE;
      memcpy (search->public_key, key.public_key, CSN_PUBLIC_KEY_BYTES);
    }
  g_task_return_boolean (task, TRUE);
}

static gboolean
on_impatient (gpointer user_data)
{
  CsnSearch *search = user_data;

  search->timeout = 0;
  g_cancellable_cancel (search->impatience);
  return G_SOURCE_REMOVE;
}

static void
on_inspected (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsnSearch *search = g_task_get_task_data (task);
  g_autofree char *name = NULL;

  search->timeout = g_timeout_add_seconds (PATIENCE_SECONDS, on_impatient, search);
  if (search->is_new && search->make)
    {
      make_key (task);
      return;
    }
  /* What can't be read is for the store to speak of. */
  if (!search->is_readable)
    {
      give (task, CSN_SEAL_KEY_NONE, NULL);
      return;
    }
  name = csn_digest_to_hex (search->log_id, CSN_LOG_ID_BYTES);
  csn_credentials_lookup_secret_async (CSN_CREDENTIALS_LOG_KEY,
                                       name,
                                       search->impatience,
                                       on_looked_up,
                                       g_steal_pointer (&task));
}

void
csn_seal_key_find_async (const char *database,
                         gboolean make,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (GTask) work = NULL;
  CsnSearch *search = g_new0 (CsnSearch, 1);

  g_return_if_fail (database != NULL);

  search->database = g_strdup (database);
  search->make = make;
  search->impatience = g_cancellable_new ();
  g_task_set_source_tag (task, csn_seal_key_find_async);
  g_task_set_task_data (task, search, search_free);
  work = g_task_new (NULL, NULL, on_inspected, task);
  g_task_set_source_tag (work, inspect_in_thread);
  g_task_set_task_data (work, search, NULL);
  g_task_run_in_thread (work, inspect_in_thread);
}

CsnSealKey *
csn_seal_key_find_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
on_found (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CsnSealKey **ret_key = user_data;

  *ret_key = csn_seal_key_find_finish (result);
}

CsnSealKey *
csn_seal_key_find (const char *database)
{
  CsnSealKey *key = NULL;

  csn_seal_key_find_async (database, FALSE, on_found, &key);
  while (key == NULL)
    g_main_context_iteration (NULL, TRUE);
  return key;
}
