/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-digest.h"
#include "csn-gate-private.h"

/* Of so many requests the gate remembers that their changed content is recorded, so that an agent
 * that goes on sending it does not fill the log. */
#define MAX_CONFLICTS 10000

/*
 * A request's id follows from what makes it the same request, so that a second submit finds the
 * first one without a search, whatever became of it.
 */
static char *
new_request_id (CsnRequest *request)
{
  g_autoptr (GString) text = g_string_new ("countersign.request.v1");
  guint8 digest[CSN_SHA256_BYTES];
  char *hex;

  g_string_append_c (text, '\0');
  g_string_append (text, csn_request_get_source (request));
  g_string_append_c (text, '\0');
  g_string_append (text, csn_request_get_task_id (request));
  g_string_append_c (text, '\0');
  g_string_append_printf (text, "%" G_GINT64_FORMAT, csn_request_get_revision (request));
  csn_digest_sha256 (text->str, text->len, digest);
  hex = csn_digest_to_hex (digest, 16);
  return hex;
}

char *
csn_gate_new_task_key (const char *source, const char *task_id)
{
  return g_strconcat (source, "\n", task_id, NULL);
}

static char *
new_key (CsnRequest *request)
{
  return csn_gate_new_task_key (csn_request_get_source (request),
                                csn_request_get_task_id (request));
}

/* The way is free for the next submit of this task. */
static void
release_task (CsnGate *self, CsnRequest *request)
{
  g_autofree char *key = new_key (request);
  GQueue *queue = g_hash_table_lookup (self->submitting, key);
  g_autoptr (GQueue) waiting = NULL;
  GTask *task;

  if (queue == NULL)
    return;
  waiting = g_queue_copy (queue);
  g_queue_clear (queue);
  g_hash_table_remove (self->submitting, key);
  while ((task = g_queue_pop_head (waiting)) != NULL)
    csn_gate_submit_again (self, task);
}

static void
apply_release (CsnGate *gate, gpointer data)
{
  release_task (gate, data);
}

void
csn_gate_flag_changed (CsnInboxItem *item)
{
  CsnRequest *flagged;

  flagged = csn_request_new_flagged (item->request,
                                     CSN_REQUEST_FLAG_CHANGED,
                                     "The same task and revision came with other content as well.");
  csn_request_unref (item->request);
  item->request = flagged;
  item->conflict_recorded = TRUE;
  csn_inbox_item_changed (item);
}

/* Another content under the same id and revision: recorded, and flagged where it still matters. */
static void
record_conflict (CsnGate *self, CsnInboxItem *item, CsnRequest *other)
{
  CsnMove *move = csn_move_new (self);
  CsnEvent *event = csn_move_new_item_event (move, CSN_EVENT_REFUSED, &csn_actor_agent, item);

  csn_move_event (move,
                  event,
                  csn_details_new ("reason",
                                   "changed_content",
                                   "other_digest",
                                   csn_request_get_action_digest (other),
                                   NULL));
  if (g_hash_table_size (self->conflicts) >= MAX_CONFLICTS)
    g_hash_table_remove_all (self->conflicts);
  g_hash_table_add (self->conflicts, g_strdup (item->id));
  if (csn_inbox_item_is_pending (item))
    {
      g_autofree char *key = g_strconcat (CSN_GATE_CHANGED_PREFIX, item->id, NULL);

      csn_change_put_value (move->change, key, "1");
      csn_gate_flag_changed (item);
    }
  csn_gate_look_soon (self);
  csn_move_run (move, NULL);
}

static void
submit_known (CsnGate *self, CsnInboxItem *item, GTask *task_full)
{
  g_autoptr (GTask) task = task_full;
  CsnRequest *request = g_task_get_task_data (task);

  if (csn_request_same_content (item->request, request))
    {
      g_task_return_pointer (task, g_strdup (item->id), g_free);
      return;
    }
  if (!item->conflict_recorded && !g_hash_table_contains (self->conflicts, item->id))
    record_conflict (self, item, request);
  g_task_return_new_error (task,
                           CSN_GATE_ERROR,
                           CSN_GATE_ERROR_CONFLICT,
                           "The same task and revision came with other content.");
}

static void
apply_inserted (CsnGate *gate, gpointer data)
{
  CsnInboxItem *item = data;

  if (item->state == CSN_REQUEST_PENDING && !item->settling)
    csn_gate_tell_anew (gate, item);
  csn_gate_add_item (gate, item);
  csn_gate_look_soon (gate);
}

static void
add_requested (CsnMove *move, CsnInboxItem *item)
{
  const char *const *problems = csn_request_get_problems (item->request);
  CsnJsonWriter *writer;

  csn_move_event (move,
                  csn_move_new_item_event (move, CSN_EVENT_REQUESTED, &csn_actor_agent, item),
                  NULL);
  if (!(csn_request_get_flags (item->request) & CSN_REQUEST_FLAG_MALFORMED))
    return;

  writer = csn_json_writer_new ();
  csn_json_writer_begin_object (writer);
  csn_json_writer_key (writer, "problems");
  csn_json_writer_begin_array (writer);
  for (guint i = 0; problems[i] != NULL && i < 10; i++)
    {
      g_autofree char *problem = csn_details_text (problems[i]);

      csn_json_writer_string (writer, problem);
    }
  csn_json_writer_end_array (writer);
  csn_json_writer_end_object (writer);
  csn_move_event (
      move,
      csn_move_new_item_event (move, CSN_EVENT_REQUEST_MALFORMED, &csn_actor_system, item),
      csn_details_end (writer));
}

static void
approve_by_policy (CsnMove *move, CsnInboxItem *item)
{
  g_autoptr (CsnDecision) decision = NULL;

  decision =
      csn_gate_new_decision (move, item, CSN_DECISION_APPROVE, NULL, &csn_actor_policy, NULL);
  csn_gate_settle_by (move, item, CSN_EVENT_APPROVED, decision, &csn_actor_policy, NULL);
  csn_gate_draw (move, item);
  csn_gate_queue_decision (move, item, decision);
}

void
csn_gate_take_over_by_policy (CsnMove *move, CsnInboxItem *item)
{
  g_autoptr (CsnDecision) decision = NULL;

  decision =
      csn_gate_new_decision (move, item, CSN_DECISION_TAKEOVER, NULL, &csn_actor_policy, NULL);
  csn_gate_settle_by (move, item, CSN_EVENT_TAKEOVER, decision, &csn_actor_policy, NULL);
  csn_gate_open_takeover (move, item, NULL);
  csn_gate_queue_decision (move, item, decision);
}

/* What becomes of a new request at once, if anything. */
static void
settle_at_once (CsnMove *move, CsnInboxItem *item)
{
  CsnLevel level = csn_inbox_item_get_level (item);
  gint64 expires_at = csn_request_get_expires_at (item->request);

  if (expires_at > 0 && expires_at <= move->now)
    csn_gate_settle_withdrawn (move, item, &csn_actor_agent, "expired");
  else if (csn_gate_is_stopped_for (move->gate, csn_request_get_agent_id (item->request)))
    csn_gate_reject_stopped (move, item, &csn_actor_policy);
  else if (level == CSN_LEVEL_HUMAN_TAKEOVER)
    csn_gate_take_over_by_policy (move, item);
  else if (level <= CSN_LEVEL_NOTIFY_ONLY &&
           csn_request_allows (item->request, CSN_DECISION_APPROVE))
    approve_by_policy (move, item);
}

static gboolean
waits (CsnMove *move, CsnInboxItem *item)
{
  CsnLevel level = csn_inbox_item_get_level (item);

  return level == CSN_LEVEL_SOFT_APPROVAL || level == CSN_LEVEL_HARD_APPROVAL ||
         (level <= CSN_LEVEL_NOTIFY_ONLY &&
          !csn_request_allows (item->request, CSN_DECISION_APPROVE));
}

static void
insert_new (CsnGate *self, GTask *task)
{
  CsnRequest *request = g_task_get_task_data (task);
  g_autofree char *id = new_request_id (request);
  g_autofree char *key = new_key (request);
  CsnInboxItem *older = g_hash_table_lookup (self->tasks, key);
  const char *policy_sha256 = csn_policy_get_sha256 (self->policy);
  CsnMove *move = csn_move_new (self);
  g_autoptr (CsnVerdict) verdict = NULL;
  g_autofree char *context = NULL;
  CsnInboxItem *item;

  csn_gate_need_agent (move, csn_request_get_agent_id (request), csn_request_get_source (request));
  verdict = csn_gate_judge (self, request, move->now, &context);
  item = csn_inbox_item_new (id, request, verdict, policy_sha256, move->now);
  csn_inbox_item_set_policy (item, self->policy);
  if (waits (move, item))
    csn_gate_set_up_wait (self, item, move->now);

  if (older != NULL && csn_inbox_item_is_pending (older))
    csn_gate_settle_withdrawn (move, older, &csn_actor_agent, "revised");
  csn_change_insert_request (move->change,
                             id,
                             request,
                             verdict,
                             policy_sha256,
                             context,
                             move->now,
                             item->due_at);
  add_requested (move, item);
  csn_move_then (move, apply_inserted, g_object_ref (item), g_object_unref);
  settle_at_once (move, item);
  csn_move_then (move,
                 apply_release,
                 csn_request_ref (request),
                 (GDestroyNotify) csn_request_unref);
  move->result = g_strdup (id);
  g_object_unref (item);
  csn_move_run (move, task);
}

/* A newer revision is there, or an older one is just being decided: then this is not its turn. */
static gboolean
is_held_up (CsnGate *self, GTask *task)
{
  CsnRequest *request = g_task_get_task_data (task);
  g_autofree char *key = new_key (request);
  CsnInboxItem *newest = g_hash_table_lookup (self->tasks, key);

  if (newest == NULL)
    return FALSE;
  if (csn_request_get_revision (newest->request) > csn_request_get_revision (request))
    {
      g_task_return_new_error (task,
                               CSN_GATE_ERROR,
                               CSN_GATE_ERROR_STALE,
                               "A newer revision of this task is known.");
      g_object_unref (task);
      return TRUE;
    }
  if (!newest->settling)
    return FALSE;
  if (newest->waiters == NULL)
    newest->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (newest->waiters, task);
  return TRUE;
}

static void
submit_found (CsnGate *self, CsnInboxItem *item, GTask *task)
{
  CsnRequest *request = g_task_get_task_data (task);

  if (item != NULL)
    {
      g_autoptr (CsnRequest) held = csn_request_ref (request);

      submit_known (self, item, task);
      release_task (self, held);
    }
  else if (is_held_up (self, task))
    release_task (self, request);
  else
    insert_new (self, task);
}

static void
submit (CsnGate *self, GTask *task)
{
  CsnRequest *request = g_task_get_task_data (task);
  g_autofree char *key = new_key (request);
  g_autofree char *id = new_request_id (request);
  CsnInboxItem *item = g_hash_table_lookup (self->items, id);
  GQueue *queue = g_hash_table_lookup (self->submitting, key);

  if (item != NULL)
    submit_known (self, item, task);
  else if (queue != NULL)
    g_queue_push_tail (queue, task);
  else if (!is_held_up (self, task))
    {
      g_hash_table_insert (self->submitting, g_steal_pointer (&key), g_queue_new ());
      csn_gate_find_async (self, id, task, submit_found);
    }
}

static void
abandon_queue (CsnGate *self, GQueue *queue)
{
  GTask *task;

  while ((task = g_queue_pop_head (queue)) != NULL)
    csn_gate_return_closed (self, task);
}

void
csn_gate_abandon_submits (CsnGate *self)
{
  g_autoptr (GHashTable) submitting = g_steal_pointer (&self->submitting);
  GHashTableIter iter;
  gpointer value;

  self->submitting =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_queue_free);
  g_hash_table_iter_init (&iter, submitting);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    abandon_queue (self, value);

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      g_autoptr (GPtrArray) waiters = g_steal_pointer (&((CsnInboxItem *) value)->waiters);

      for (guint i = 0; waiters != NULL && i < waiters->len; i++)
        csn_gate_return_closed (self, g_object_ref (g_ptr_array_index (waiters, i)));
    }
}

void
csn_gate_submit_again (CsnGate *self, GTask *task)
{
  if (csn_gate_check_open (self, task))
    submit (self, task);
}

void
csn_gate_submit_async (CsnGate *self,
                       CsnRequest *request,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (CSN_IS_GATE (self));
  g_return_if_fail (request != NULL);

  g_task_set_source_tag (task, csn_gate_submit_async);
  g_task_set_task_data (task, csn_request_ref (request), (GDestroyNotify) csn_request_unref);
  csn_gate_submit_again (self, task);
}

char *
csn_gate_submit_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
withdraw_found (CsnGate *self, CsnInboxItem *item, GTask *task_full)
{
  g_autoptr (GTask) task = task_full;
  const char *reason = g_task_get_task_data (task);
  g_autofree char *said = NULL;
  CsnMove *move;

  if (item == NULL)
    {
      g_task_return_new_error (task,
                               CSN_GATE_ERROR,
                               CSN_GATE_ERROR_NOT_FOUND,
                               "There is no such request.");
      return;
    }
  if (!csn_inbox_item_is_pending (item))
    {
      said = csn_gate_describe_settled (item);
      g_task_return_new_error (task, CSN_GATE_ERROR, CSN_GATE_ERROR_DECIDED, "%s", said);
      return;
    }
  move = csn_move_new (self);
  csn_gate_settle_withdrawn (move, item, &csn_actor_agent, reason);
  csn_move_run (move, g_steal_pointer (&task));
}

void
csn_gate_withdraw_async (CsnGate *self,
                         const char *request_id,
                         const char *reason,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_return_if_fail (CSN_IS_GATE (self));
  g_return_if_fail (request_id != NULL);

  g_task_set_source_tag (task, csn_gate_withdraw_async);
  g_task_set_task_data (task, g_strdup (reason), g_free);
  if (csn_gate_check_open (self, task))
    csn_gate_find_async (self, request_id, task, withdraw_found);
}

gboolean
csn_gate_withdraw_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
