/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-private.h"

#define GIVE_UP_AFTER (7 * CSN_DAY)

/* Stands in next_attempt_at while the end of a delivery is being written. */
#define ENDING G_MAXINT64

static const CsnActor courier = { CSN_ACTOR_SYSTEM, NULL, "courier" };

static GQueue *
need_queue (CsnGate *self, const char *source)
{
  GQueue *queue = g_hash_table_lookup (self->queues, source);

  if (queue == NULL)
    {
      queue = g_queue_new ();
      g_hash_table_insert (self->queues, g_strdup (source), queue);
    }
  return queue;
}

static void
add_delivery (CsnGate *self, CsnDelivery *delivery)
{
  g_queue_push_tail (need_queue (self, delivery->source), delivery);
  g_hash_table_insert (self->deliveries, delivery->id, delivery);
}

static void
remove_delivery (CsnGate *self, CsnDelivery *delivery)
{
  g_hash_table_remove (self->deliveries, delivery->id);
  g_queue_remove (need_queue (self, delivery->source), delivery);
  csn_delivery_free (delivery);
}

static void
apply_queued (CsnGate *gate, gpointer data)
{
  CsnDelivery *delivery = csn_delivery_copy (data);
  CsnInboxItem *item = NULL;

  add_delivery (gate, delivery);
  if (!delivery->is_mode && delivery->request_id != NULL)
    item = csn_gate_lookup (gate, delivery->request_id);
  if (item != NULL)
    {
      item->delivery = CSN_DELIVERY_QUEUED;
      csn_inbox_item_changed (item);
    }
  csn_gate_emit_delivery_queued (gate, delivery->source);
  csn_gate_look_soon (gate);
}

static void
queue_delivery (CsnMove *move, CsnDelivery *delivery)
{
  csn_change_queue_delivery (move->change,
                             delivery->id,
                             delivery->is_mode ? CSN_DELIVERY_MODE : CSN_DELIVERY_DECISION,
                             delivery->source,
                             delivery->request_id,
                             delivery->body,
                             delivery->queued_at,
                             delivery->give_up_at);
  csn_move_then (move, apply_queued, delivery, (GDestroyNotify) csn_delivery_free);
}

void
csn_gate_queue_decision (CsnMove *move, CsnInboxItem *item, CsnDecision *decision)
{
  gint64 expires_at = csn_request_get_expires_at (item->request);
  CsnDelivery *delivery = g_new0 (CsnDelivery, 1);

  delivery->id = g_strdup (csn_decision_get_id (decision));
  delivery->source = g_strdup (csn_request_get_source (item->request));
  delivery->request_id = g_strdup (item->id);
  delivery->task_id = g_strdup (csn_request_get_task_id (item->request));
  delivery->body = g_bytes_ref (csn_decision_get_body (decision));
  delivery->queued_at = move->now;
  delivery->give_up_at = move->now + GIVE_UP_AFTER;
  if (expires_at > 0)
    delivery->give_up_at = MIN (delivery->give_up_at, MAX (expires_at, move->now));
  delivery->next_attempt_at = move->now;
  queue_delivery (move, delivery);
}

/*
 * A mode is about one agent of an endpoint that may have several, so its body names the agent
 * beside what the protocol asks for.
 */
void
csn_gate_queue_mode (CsnMove *move,
                     CsnAgentItem *agent,
                     const char *mode,
                     const char *reason,
                     CsnInboxItem *item)
{
  const char *task_id = item != NULL ? csn_request_get_task_id (item->request) : NULL;
  CsnJsonWriter *writer = csn_json_writer_new ();
  CsnDelivery *delivery = g_new0 (CsnDelivery, 1);
  char *body;

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "mode", mode);
  csn_json_writer_member_string (writer, "reason", reason);
  csn_json_writer_member_string (writer, "task_id", task_id);
  csn_json_writer_member_string (writer, "agent_id", agent->agent_id);
  csn_json_writer_end_object (writer);
  body = csn_json_writer_finish (writer);

  delivery->id = g_uuid_string_random ();
  delivery->is_mode = TRUE;
  delivery->source = g_strdup (agent->source);
  if (item != NULL)
    {
      g_free (delivery->source);
      delivery->source = g_strdup (csn_request_get_source (item->request));
      delivery->request_id = g_strdup (item->id);
    }
  delivery->task_id = g_strdup (task_id);
  delivery->body = g_bytes_new_take (body, strlen (body));
  delivery->queued_at = move->now;
  delivery->give_up_at = move->now + GIVE_UP_AFTER;
  delivery->next_attempt_at = move->now;
  queue_delivery (move, delivery);
}

static CsnJson *
parse_body (const CsnDelivery *delivery)
{
  gsize length;
  const char *text = g_bytes_get_data (delivery->body, &length);

  return csn_json_parse (text, length, G_MAXSIZE, NULL, NULL);
}

static char *
dup_member (const CsnJson *json, const char *name)
{
  const CsnJson *member = json != NULL ? csn_json_get_member (json, name) : NULL;

  if (member == NULL || csn_json_get_value_type (member) != CSN_JSON_STRING)
    return NULL;
  return g_strdup (csn_json_get_text (member));
}

void
csn_gate_load_deliveries (CsnGate *self, GPtrArray *deliveries)
{
  g_hash_table_remove_all (self->deliveries);
  g_hash_table_remove_all (self->queues);
  for (guint i = 0; i < deliveries->len; i++)
    {
      const CsnStoredDelivery *stored = g_ptr_array_index (deliveries, i);
      CsnDelivery *delivery = g_new0 (CsnDelivery, 1);
      g_autoptr (CsnJson) body = NULL;

      delivery->id = g_strdup (stored->id);
      delivery->is_mode = stored->kind == CSN_DELIVERY_MODE;
      delivery->source = g_strdup (stored->source);
      delivery->request_id = g_strdup (stored->request_id);
      delivery->body = g_bytes_ref (stored->body);
      delivery->queued_at = stored->queued_at;
      delivery->give_up_at = stored->give_up_at;
      delivery->attempts = stored->attempts;
      delivery->next_attempt_at = stored->next_attempt_at;
      body = parse_body (delivery);
      delivery->task_id = dup_member (body, "task_id");
      add_delivery (self, delivery);
    }
}

GPtrArray *
csn_gate_get_deliveries (CsnGate *self, const char *source)
{
  GPtrArray *deliveries = g_ptr_array_new_with_free_func ((GDestroyNotify) csn_delivery_free);
  GQueue *queue;

  g_return_val_if_fail (CSN_IS_GATE (self), deliveries);

  queue = g_hash_table_lookup (self->queues, source);
  for (GList *link = queue != NULL ? queue->head : NULL; link != NULL; link = link->next)
    g_ptr_array_add (deliveries, csn_delivery_copy (link->data));
  return deliveries;
}

/* What an attempt, or giving up, makes of a delivery. */
typedef struct
{
  char *delivery_id;
  CsnDeliveryState state;
  guint attempts;
  gint64 next_attempt_at;
  char *message;
} Progress;

static void
progress_free (gpointer data)
{
  Progress *progress = data;

  g_free (progress->delivery_id);
  g_free (progress->message);
  g_free (progress);
}

static void
tell_if_done (CsnGate *gate, CsnInboxItem *item)
{
  if (item->delivery == CSN_DELIVERY_ACKNOWLEDGED && item->state == CSN_REQUEST_APPROVED &&
      csn_inbox_item_get_level (item) == CSN_LEVEL_NOTIFY_ONLY && item->decision != NULL &&
      csn_decision_get_actor_kind (item->decision) == CSN_ACTOR_POLICY)
    csn_gate_tell (gate, CSN_NOTICE_DONE, item);
}

static void
apply_progress (CsnGate *gate, gpointer data)
{
  Progress *progress = data;
  CsnDelivery *delivery = g_hash_table_lookup (gate->deliveries, progress->delivery_id);
  CsnInboxItem *item = NULL;

  if (delivery == NULL)
    return;
  delivery->attempts = progress->attempts;
  delivery->next_attempt_at = progress->next_attempt_at;
  if (!delivery->is_mode && delivery->request_id != NULL)
    item = csn_gate_lookup (gate, delivery->request_id);
  if (progress->state != CSN_DELIVERY_QUEUED)
    remove_delivery (gate, delivery);
  if (item != NULL)
    {
      item->delivery = progress->state;
      g_free (item->delivery_message);
      item->delivery_message = g_strdup (progress->message);
      tell_if_done (gate, item);
      csn_inbox_item_changed (item);
    }
  csn_gate_look_soon (gate);
}

static CsnEvent *
new_delivery_event (CsnMove *move, CsnEventType type, const CsnDelivery *delivery)
{
  CsnEvent *event = csn_event_new (type, move->now, &courier);
  CsnInboxItem *item = NULL;

  if (delivery->request_id != NULL)
    item = csn_gate_lookup (move->gate, delivery->request_id);
  if (item != NULL)
    {
      csn_event_set_request (event, item->id, item->request, item->verdict, item->policy_sha256);
    }
  else
    {
      g_autoptr (CsnJson) body = parse_body (delivery);
      g_autofree char *agent_id = dup_member (body, "agent_id");

      csn_event_set_agent (event, delivery->source, agent_id, NULL);
    }
  return event;
}

static CsnJson *
new_attempt_details (const CsnDelivery *delivery, guint attempt, guint status, const char *message)
{
  g_autofree char *text = csn_details_text (message);
  CsnJsonWriter *writer = csn_json_writer_new ();

  csn_json_writer_begin_object (writer);
  csn_json_writer_member_string (writer, "delivery_id", delivery->id);
  csn_json_writer_member_string (writer, "kind", delivery->is_mode ? "mode" : "decision");
  csn_json_writer_member_integer (writer, "attempt", attempt);
  if (status != 0)
    csn_json_writer_member_integer (writer, "status", status);
  if (text != NULL)
    csn_json_writer_member_string (writer, "message", text);
  csn_json_writer_end_object (writer);
  return csn_details_end (writer);
}

/*
 * An acknowledged mode counts if it is the agent's newest.
 */
static void
acknowledge_mode (CsnMove *move, const CsnDelivery *delivery)
{
  g_autoptr (CsnJson) body = parse_body (delivery);
  g_autofree char *agent_id = dup_member (body, "agent_id");
  g_autofree char *mode = dup_member (body, "mode");
  CsnAgentItem *agent = agent_id != NULL ? csn_gate_find_agent (move->gate, agent_id) : NULL;
  GQueue *queue = need_queue (move->gate, delivery->source);
  gboolean is_newest = TRUE;

  if (agent == NULL || (g_strcmp0 (mode, "read_only") == 0) != agent->read_only)
    return;
  for (GList *link = queue->tail; link != NULL && is_newest; link = link->prev)
    {
      const CsnDelivery *other = link->data;
      g_autoptr (CsnJson) other_body = NULL;
      g_autofree char *other_agent = NULL;

      if (other == delivery)
        break;
      if (!other->is_mode)
        continue;
      other_body = parse_body (other);
      other_agent = dup_member (other_body, "agent_id");
      is_newest = g_strcmp0 (other_agent, agent_id) != 0;
    }
  if (!is_newest)
    return;
  agent->mode_acknowledged = TRUE;
  csn_gate_put_agent (move, agent);
}

static void
set_delivery (CsnMove *move,
              CsnDelivery *delivery,
              CsnDeliveryState state,
              guint attempts,
              gint64 next_attempt_at,
              const char *message)
{
  Progress *progress = g_new0 (Progress, 1);

  progress->delivery_id = g_strdup (delivery->id);
  progress->state = state;
  progress->attempts = attempts;
  progress->next_attempt_at = next_attempt_at;
  progress->message = g_strdup (message);
  csn_change_set_delivery (move->change, delivery->id, state, attempts, next_attempt_at, message);
  if (state != CSN_DELIVERY_QUEUED)
    delivery->next_attempt_at = ENDING;
  csn_move_then (move, apply_progress, progress, progress_free);
}

static CsnDeliveryState
judge_attempt (const CsnDelivery *delivery, CsnAttemptResult result, gint64 next_attempt_at)
{
  switch (result)
    {
    case CSN_ATTEMPT_ACKNOWLEDGED:
      return CSN_DELIVERY_ACKNOWLEDGED;
    case CSN_ATTEMPT_REFUSED:
      return CSN_DELIVERY_REFUSED;
    case CSN_ATTEMPT_RETRY:
      break;
    }
  return next_attempt_at > delivery->give_up_at ? CSN_DELIVERY_FAILED : CSN_DELIVERY_QUEUED;
}

static CsnEventType
event_type_of (CsnDeliveryState state)
{
  switch (state)
    {
    case CSN_DELIVERY_ACKNOWLEDGED:
      return CSN_EVENT_DELIVERED;
    case CSN_DELIVERY_REFUSED:
      return CSN_EVENT_REFUSED;
    case CSN_DELIVERY_FAILED:
    case CSN_DELIVERY_QUEUED:
    case CSN_DELIVERY_NONE:
      break;
    }
  return CSN_EVENT_DELIVERY_ATTEMPT;
}

void
csn_gate_report_attempt_async (CsnGate *self,
                               const char *delivery_id,
                               CsnAttemptResult result,
                               guint status,
                               const char *message,
                               gint64 next_attempt_at,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  CsnDelivery *delivery;
  CsnDeliveryState state;
  CsnMove *move;
  guint attempt;

  g_return_if_fail (CSN_IS_GATE (self));

  g_task_set_source_tag (task, csn_gate_report_attempt_async);
  if (!csn_gate_check_open (self, task))
    return;
  delivery = g_hash_table_lookup (self->deliveries, delivery_id);
  if (delivery == NULL || delivery->next_attempt_at == ENDING)
    {
      g_task_return_new_error (task,
                               CSN_GATE_ERROR,
                               CSN_GATE_ERROR_NOT_FOUND,
                               "This delivery is not queued any more.");
      g_object_unref (task);
      return;
    }

  move = csn_move_new (self);
  attempt = delivery->attempts + 1;
  state = judge_attempt (delivery, result, next_attempt_at);
  set_delivery (move, delivery, state, attempt, next_attempt_at, message);
  csn_move_event (move,
                  new_delivery_event (move, event_type_of (state), delivery),
                  new_attempt_details (delivery, attempt, status, message));
  if (state == CSN_DELIVERY_FAILED)
    csn_move_event (move,
                    new_delivery_event (move, CSN_EVENT_DELIVERY_FAILED, delivery),
                    new_attempt_details (delivery, attempt, status, message));
  if (state == CSN_DELIVERY_ACKNOWLEDGED && delivery->is_mode)
    acknowledge_mode (move, delivery);
  csn_move_run (move, task);
}

gboolean
csn_gate_report_attempt_finish (CsnGate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
fail_delivery (CsnMove *move, CsnDelivery *delivery, const char *message)
{
  set_delivery (move, delivery, CSN_DELIVERY_FAILED, delivery->attempts, 0, message);
  csn_move_event (move,
                  new_delivery_event (move, CSN_EVENT_DELIVERY_FAILED, delivery),
                  new_attempt_details (delivery, delivery->attempts, 0, message));
}

/*
 * The courier gives up when its next attempt would be too late; this is for one that does not run.
 */
gint64
csn_gate_give_up_deliveries (CsnGate *self, gint64 now)
{
  gint64 next = G_MAXINT64;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->deliveries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      CsnDelivery *delivery = value;
      CsnMove *move;

      if (delivery->next_attempt_at == ENDING)
        continue;
      if (delivery->give_up_at >= now)
        {
          next = MIN (next, delivery->give_up_at + 1);
          continue;
        }
      move = csn_move_new (self);
      fail_delivery (move, delivery, "The time to deliver it is over.");
      csn_move_run (move, NULL);
    }
  return next;
}

void
csn_gate_drop_deliveries (CsnMove *move, const char *source, const char *message)
{
  GQueue *queue = g_hash_table_lookup (move->gate->queues, source);

  for (GList *link = queue != NULL ? queue->head : NULL; link != NULL; link = link->next)
    {
      CsnDelivery *delivery = link->data;

      if (delivery->next_attempt_at != ENDING)
        fail_delivery (move, delivery, message);
    }
}
