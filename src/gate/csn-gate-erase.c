/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-erasure.h"
#include "csn-gate-private.h"
#include "csn-store.h"

typedef struct
{
  CsnGate *gate;    /* (owned) */
  GTask *task;      /* (owned) (nullable) */
  char *request_id; /* (owned) */
  char *reason;     /* (owned) */
  const char *via;  /* (unowned) (nullable): static */
} Erasure;

static void
erasure_free (Erasure *erasure)
{
  g_object_unref (erasure->gate);
  g_clear_object (&erasure->task);
  g_free (erasure->request_id);
  g_free (erasure->reason);
  g_free (erasure);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Erasure, erasure_free)

static void
apply_erased (CsnGate *gate, gpointer data)
{
  g_hash_table_remove (gate->settled, data);
}

static void
erase (Erasure *erasure, const CsnStoredRequest *stored)
{
  CsnGate *self = erasure->gate;
  CsnActor actor = csn_gate_reviewer_actor (self, erasure->via);
  CsnMove *move = csn_move_new (self);
  g_autoptr (GError) error = NULL;

  if (csn_erasure_fill (move->change,
                        stored,
                        erasure->reason,
                        &actor,
                        csn_policy_get_sha256 (self->policy),
                        move->now,
                        &error))
    {
      csn_move_then (move, apply_erased, g_strdup (stored->id), g_free);
      csn_move_run (move, g_steal_pointer (&erasure->task));
      return;
    }
  csn_move_free (move);
  g_task_return_new_error (erasure->task,
                           CSN_GATE_ERROR,
                           CSN_GATE_ERROR_INVALID,
                           "%s",
                           error->message);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Erasure) erasure = user_data;
  g_autoptr (CsnStoredRequest) stored = NULL;
  g_autoptr (GError) error = NULL;
  CsnGate *self = erasure->gate;

  stored = csn_store_read_request_finish (CSN_STORE (object), result, &error);
  if (stored == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    csn_gate_fail (self, error);
  if (!csn_gate_check_open (self, erasure->task))
    {
      /* The task has its answer, and its reference is gone. */
      erasure->task = NULL;
    }
  else if (stored == NULL)
    g_task_return_new_error (erasure->task,
                             CSN_GATE_ERROR,
                             CSN_GATE_ERROR_NOT_FOUND,
                             "There is no such request.");
  else
    erase (erasure, stored);
  csn_gate_end_work (self);
}

void
csn_gate_erase_payload_async (CsnGate *self,
                              const char *request_id,
                              const char *reason,
                              const char *via,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Erasure *erasure;

  g_return_if_fail (CSN_IS_GATE (self));
  g_return_if_fail (request_id != NULL);
  g_return_if_fail (reason != NULL);

  g_task_set_source_tag (task, csn_gate_erase_payload_async);
  if (!csn_gate_check_open (self, task))
    return;
  if (csn_gate_lookup (self, request_id) != NULL)
    {
      g_task_return_new_error (task,
                               CSN_GATE_ERROR,
                               CSN_GATE_ERROR_INVALID,
                               "Something is still expected of this request. Its payload can be "
                               "erased when it has left the inbox.");
      g_object_unref (task);
      return;
    }
  erasure = g_new0 (Erasure, 1);
  erasure->gate = g_object_ref (self);
  erasure->task = task;
  erasure->request_id = g_strdup (request_id);
  erasure->reason = g_strdup (reason);
  erasure->via = via;
  self->n_moves++;
  csn_store_read_request_async (self->store, request_id, NULL, read_cb, erasure);
}

gboolean
csn_gate_erase_payload_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
