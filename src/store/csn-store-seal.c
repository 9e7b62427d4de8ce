/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-store-seal.h"

#include <string.h>

#include "csn-log-keys-private.h"
#include "csn-store-reads-private.h"

typedef struct
{
  CsnSigner *signer; /* (owned) */
  CsnActorKind actor_kind;
  char *actor_name; /* (owned) (nullable) */
  char *actor_via;  /* (owned) (nullable) */
  gint64 now;
} CsnTakeKey;

static void
take_key_free (gpointer data)
{
  CsnTakeKey *self = data;

  csn_signer_unref (self->signer);
  g_free (self->actor_name);
  g_free (self->actor_via);
  g_free (self);
}

static gboolean
take_key (CsnLog *log, CsnConnection *connection, gpointer input, GError **error)
{
  const CsnTakeKey *taking = input;
  const CsnActor actor = { taking->actor_kind, taking->actor_name, taking->actor_via };

  return csn_log_keys_take (log, connection, taking->signer, &actor, taking->now, error);
}

void
csn_store_take_key_async (CsnStore *self,
                          CsnSigner *signer,
                          const CsnActor *actor,
                          gint64 now,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;
  CsnTakeKey *taking;

  g_return_if_fail (CSN_IS_STORE (self));
  g_return_if_fail (signer != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, csn_store_take_key_async);
  taking = g_new0 (CsnTakeKey, 1);
  taking->signer = csn_signer_ref (signer);
  taking->actor_kind = actor->kind;
  taking->actor_name = g_strdup (actor->name);
  taking->actor_via = g_strdup (actor->via);
  taking->now = now;
  csn_store_push_write (self, task, take_key, taking, take_key_free);
}

gboolean
csn_store_take_key_finish (CsnStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

static gpointer
read_head (CsnConnection *connection, gpointer input, GError **error)
{
  g_autofree CsnLogHead *head = g_new0 (CsnLogHead, 1);
  CsnLog log = { 0 };

  if (!csn_connection_run (connection, CSN_STATEMENT_BEGIN_READ, NULL, NULL, error))
    return NULL;
  if (!csn_log_read_id (&log, connection, error) || !csn_log_read_head (&log, connection, error) ||
      !csn_connection_get_integer (
          connection,
          "SELECT coalesce ((SELECT timestamp FROM events ORDER BY seq DESC LIMIT 1), 0)",
          &head->timestamp,
          error))
    {
      csn_connection_roll_back (connection);
      return NULL;
    }
  csn_connection_roll_back (connection);
  memcpy (head->log_id, log.id, sizeof head->log_id);
  head->count = log.next_seq;
  memcpy (head->chain, log.chain, sizeof head->chain);
  return g_steal_pointer (&head);
}

void
csn_store_read_head_async (CsnStore *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CSN_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, csn_store_read_head_async);
  csn_store_push_read (self, task, read_head, g_free, NULL, NULL);
}

CsnLogHead *
csn_store_read_head_finish (CsnStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
