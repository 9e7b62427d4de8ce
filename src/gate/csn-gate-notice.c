/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csn-gate-private.h"

/* One telling of one channel. */
typedef struct
{
  CsnGate *gate;
  CsnChannel *channel;
  CsnInboxItem *item;
  CsnNoticeKind kind;
  guint telling;
} Telling;

static void
telling_free (gpointer data)
{
  Telling *telling = data;

  g_object_unref (telling->gate);
  g_object_unref (telling->channel);
  g_clear_object (&telling->item);
  g_free (telling);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Telling, telling_free)

static const char *
kind_to_string (CsnNoticeKind kind)
{
  switch (kind)
    {
    case CSN_NOTICE_REQUEST:
      return "request";
    case CSN_NOTICE_REMINDER:
      return "reminder";
    case CSN_NOTICE_DONE:
      return "done";
    case CSN_NOTICE_TAKEOVER:
      return "takeover";
    case CSN_NOTICE_GATE_CLOSED:
      return "gate_closed";
    case CSN_NOTICE_GATE_OPEN:
      return "gate_open";
    case CSN_NOTICE_ALARM:
      return "alarm";
    }
  return "request";
}

/*
 * What was accepted is durable: from now on the news counts as told.
 */
static void
apply_accepted (CsnGate *gate, gpointer data)
{
  Telling *telling = data;
  CsnInboxItem *item = telling->item;
  CsnTakeoverItem *takeover;

  if (item == NULL)
    return;
  takeover = g_hash_table_lookup (gate->takeovers_by_id, item->id);
  if (telling->kind == CSN_NOTICE_TAKEOVER && takeover != NULL)
    csn_takeover_item_add_told (takeover, csn_channel_get_name (telling->channel));

  if (telling->telling != item->telling ||
      g_ptr_array_find (item->accepted, telling->channel, NULL))
    return;
  g_ptr_array_add (item->accepted, g_object_ref (telling->channel));
  csn_inbox_item_changed (item);
  csn_gate_look_soon (gate);
}

static void
record_accepted (Telling *telling)
{
  CsnGate *gate = telling->gate;
  CsnMove *move = csn_move_new (gate);
  CsnEvent *event;

  if (telling->item != NULL)
    event = csn_move_new_item_event (move, CSN_EVENT_NOTIFIED, &csn_actor_system, telling->item);
  else
    event = csn_event_new (CSN_EVENT_NOTIFIED, move->now, &csn_actor_system);
  csn_move_event (move,
                  event,
                  csn_details_new ("channel",
                                   csn_channel_get_name (telling->channel),
                                   "notice",
                                   kind_to_string (telling->kind),
                                   NULL));
  csn_move_then (move, apply_accepted, telling, telling_free);
  csn_move_run (move, NULL);
}

static void
tell_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Telling) telling = user_data;
  g_autoptr (GError) error = NULL;
  CsnGate *gate = telling->gate;

  if (!csn_channel_tell_finish (telling->channel, result, &error))
    g_debug ("%s: %s",
             csn_channel_get_name (telling->channel),
             error != NULL ? error->message : "not accepted");
  else if (gate->fault == NULL)
    record_accepted (g_steal_pointer (&telling));
}

static void
tell_one (CsnGate *self, CsnChannel *channel, CsnNoticeKind kind, CsnInboxItem *item)
{
  Telling *telling = g_new0 (Telling, 1);

  telling->gate = g_object_ref (self);
  telling->channel = g_object_ref (channel);
  telling->kind = kind;
  if (item != NULL)
    {
      telling->item = g_object_ref (item);
      telling->telling = item->telling;
      item->told_boot = csn_clock_get_boot (self->clock);
    }
  csn_channel_tell_async (channel, kind, item, NULL, tell_cb, telling);
}

static void
tell_all (CsnGate *self, gboolean backup, CsnNoticeKind kind, CsnInboxItem *item)
{
  for (guint i = 0; i < self->channels->len; i++)
    {
      CsnChannel *channel = g_ptr_array_index (self->channels, i);

      if (csn_channel_is_backup (channel) == backup)
        tell_one (self, channel, kind, item);
    }
}

/*
 * Tells people; nobody waits for a channel. Backup channels hear of what can't wait, after the
 * primary ones.
 */
void
csn_gate_tell (CsnGate *self, CsnNoticeKind kind, CsnInboxItem *item)
{
  tell_all (self, FALSE, kind, item);
  if (kind == CSN_NOTICE_TAKEOVER)
    tell_all (self, TRUE, kind, item);
}

static void
tell_takeovers (CsnGate *self, CsnChannel *channel)
{
  guint n_takeovers = g_list_model_get_n_items (G_LIST_MODEL (self->takeovers));

  for (guint i = 0; i < n_takeovers; i++)
    {
      g_autoptr (CsnTakeoverItem) takeover =
          g_list_model_get_item (G_LIST_MODEL (self->takeovers), i);

      tell_one (self, channel, CSN_NOTICE_TAKEOVER, takeover->item);
    }
}

gboolean
csn_gate_can_tell (CsnGate *self)
{
  for (guint i = 0; i < self->channels->len; i++)
    {
      CsnChannel *channel = g_ptr_array_index (self->channels, i);

      if (!csn_channel_is_backup (channel) && csn_channel_get_problem (channel) == NULL)
        return TRUE;
    }
  return FALSE;
}

void
csn_gate_tell_anew (CsnGate *self, CsnInboxItem *item)
{
  item->telling++;
  item->reminders = 0;
  g_ptr_array_set_size (item->accepted, 0);
  csn_gate_tell (self, CSN_NOTICE_REQUEST, item);
}

void
csn_gate_tell_takeovers (CsnGate *self)
{
  for (guint i = 0; i < self->channels->len; i++)
    {
      CsnChannel *channel = g_ptr_array_index (self->channels, i);

      if (!csn_channel_is_backup (channel))
        tell_takeovers (self, channel);
    }
}

void
csn_gate_take_back (CsnGate *self, CsnInboxItem *item)
{
  if (item->told_boot < 0)
    return;
  item->telling++;
  g_ptr_array_set_size (item->accepted, 0);
  for (guint i = 0; i < self->channels->len; i++)
    csn_channel_withdraw (g_ptr_array_index (self->channels, i), item->id);
}

static void
answered_cb (CsnGate *self, const char *request_id, const char *digest, int kind)
{
  CsnInboxItem *item = csn_gate_lookup (self, request_id);
  CsnAnswer answer = { request_id, 0, digest, (CsnDecisionKind) kind, NULL, NULL, "notification" };

  if (item != NULL)
    answer.revision = csn_request_get_revision (item->request);
  csn_gate_decide_async (self, &answer, NULL, NULL);
}

static void
review_cb (CsnGate *self, const char *request_id)
{
  g_signal_emit_by_name (self, "review", request_id);
}

/* Everything that waits for a person must be told to a channel that can reach people now. */
static void
tell_pending (CsnGate *self, CsnChannel *channel)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->inbox));

  if (csn_channel_is_backup (channel))
    return;
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (CsnInboxItem) item = g_list_model_get_item (G_LIST_MODEL (self->inbox), i);

      if (item->state != CSN_REQUEST_PENDING)
        continue;
      g_ptr_array_remove (item->accepted, channel);
      tell_one (self, channel, CSN_NOTICE_REQUEST, item);
    }
  tell_takeovers (self, channel);
}

static void
problem_changed_cb (CsnGate *self, CsnChannel *channel)
{
  if (csn_channel_get_problem (channel) != NULL)
    g_hash_table_add (self->troubled, channel);
  else if (g_hash_table_remove (self->troubled, channel) && self->fault == NULL)
    tell_pending (self, channel);
  csn_gate_halt_unseen (self);
}

void
csn_gate_connect_channel (CsnGate *self, CsnChannel *channel)
{
  g_ptr_array_add (self->channels, g_object_ref (channel));
  g_signal_connect_object (channel, "answered", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (channel, "review", G_CALLBACK (review_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (channel,
                           "problem-changed",
                           G_CALLBACK (problem_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  if (csn_channel_get_problem (channel) != NULL)
    g_hash_table_add (self->troubled, channel);
  else if (self->fault == NULL)
    tell_pending (self, channel);
}
